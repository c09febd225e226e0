"""Where words stand, and the texts they are in.

Offsets are half-open, zero-based and count Unicode code points of the seed decoded once as
UTF-8: a byte order mark, CR LF and the front matter count, and nothing is normalised.
"""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

Rights = Literal["full", "cited", "none"]
SourceKind = Literal[
    "state agency", "agency", "ministry", "newspaper", "broadcaster", "think tank", "party", "unknown"
]
"""What publishes: a ministry stands for any part of a government, a party for one to the conflict."""
Id = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$(?!\n)",
        description="Becomes an address; the build gives one where it is left out.",
    ),
]
"""The id of an item, an actor or an episode: it becomes an address and a file's name."""
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$(?!\n)")]
"""ISO 3166-1 alpha-2; the states that are no more are SU, DD, YU, CS."""


SourceWords = Annotated[str, Meta(extra={"holds": "words"})]
"""Words as the source has them, somewhere in it: the field keeps no place for them."""
ActorId = Annotated[str, Meta(extra={"holds": "actor"})]
"""The id of an actor of the same brief."""
ActorOrWords = Annotated[str, Meta(extra={"holds": "either"})]
"""The id of an actor of the same brief, or the source's words for who is none."""


LARGEST_TEXT = 20_000_000
"""Bytes of a seed, and so the last place that words may have; no article is longer."""
BLOCK, LONGEST = 64, 1_000
"""Characters of a block of the text, and blocks of a span that are told apart."""
Year = Annotated[int, Meta(ge=-9999, le=9999)]


class Span(Struct, frozen=True, order=True, array_like=True, gc=False):
    """A half-open range of code points; written 122-197."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def __iter__(self) -> Iterator[int]:
        yield self.start
        yield self.end

    def covers(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def blocks(self) -> range:
        """Return the blocks of the text that the span touches, no more than the first `LONGEST` of them."""
        first = self.start // BLOCK
        return range(first, min((self.end - 1) // BLOCK, first + LONGEST) + 1)

    @classmethod
    def trimmed(cls, text: str, start: int, end: int, also: str = "") -> Span:
        """Return the span without blanks at its ends, nor characters of `also` before its first word.

        It is empty where nothing is left.
        """
        while start < end and (text[start].isspace() or text[start] in also):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return cls(start, end)


class Spans(tuple[Span, ...]):
    """One or more spans in the order of the text: where an item's words stand."""

    __slots__ = ()

    @classmethod
    def one(cls, start: int, end: int) -> Spans:
        """Return the place of a quote that runs from `start` to `end`."""
        return cls((Span(start, end),))

    @property
    def start(self) -> int:
        return self[0].start

    @property
    def end(self) -> int:
        return self[-1].end

    def blocks(self) -> set[int]:
        """Return the blocks of the text that the spans touch: what shares none is apart.

        A span may be as long as a text can be, and a record may hold many: see `Span.blocks`.
        """
        return {block for span in self for block in span.blocks()}


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Base of everything that is stored: immutable, strict, defaults left out."""


class PartialDate(str):
    """A date as exact as it is known: 1971, 1971-07 or 1971-07-09 (EDTF, level 0)."""

    __slots__ = ()
    _FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

    def __new__(cls, value: str | int) -> PartialDate:
        text = str(value)
        parts = cls._FORM.fullmatch(text)
        if parts is None:
            raise ValueError(f"{text!r} is no date; write 1971, 1971-07 or 1971-07-09")
        try:
            date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
        except ValueError:
            raise ValueError(f"{text} is no day of the calendar") from None
        return super().__new__(cls, text)

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        year, month, day = self._parts()
        return date(year, month or 1, day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        year, month, day = self._parts()
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])

    def _parts(self) -> tuple[int, int, int]:
        year, month, day = (*map(int, self.split("-")), 0, 0)[:3]
        return year, month, day


class Embargo(str):
    """A day, or a time with its zone, before which nothing is published.

    2025-03-01 begins at midnight in UTC; 2025-03-01T09:00+01:00 and 2025-03-01T08:00Z are the same moment.
    """

    __slots__ = ()
    FORM = r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?"
    _FORM = re.compile(FORM, re.ASCII)
    _ZONELESS = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?", re.ASCII)

    def __new__(cls, value: str | date) -> Embargo:
        text = str(value)
        if cls._ZONELESS.fullmatch(text):
            raise ValueError(f"{text} has no zone; write {text[:10]}T{text[11:]}+01:00, or Z for UTC")
        if not cls._FORM.fullmatch(text):
            raise ValueError(f"{text!r} is no day or time; write 2025-03-01 or 2025-03-01T09:00+01:00")
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text} is no time of the calendar") from None
        return super().__new__(cls, text)

    @property
    def ends(self) -> datetime:
        """The moment from which on it may be published, in UTC."""
        moment = datetime.fromisoformat(self)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def decode_hook(kind: type[Any], value: Any) -> Any:
    """Read the project's own types: places (`122-197`, `[122-197, 210-214]`, `[[122, 197]]`), `1971-07`."""
    if kind in (PartialDate, Embargo):
        return kind(value)
    if kind is not Spans:
        raise NotImplementedError(kind)
    if isinstance(value, str):
        value = [value]
    return Spans(_span(part) for part in value)


def _span(part: Any) -> Span:
    if isinstance(part, str) and (found := _SPAN.fullmatch(part)):
        part = [int(found[1]), int(found[2])]
    if not isinstance(part, list | tuple) or [type(n) for n in part] != [int, int]:
        raise ValueError(f"{str(part)[:40]!r} is no span")
    start, end = part
    if not 0 <= start < end:
        raise ValueError(f"{start}-{end} is no span, which begins at 0 or later and holds a character")
    if end > LARGEST_TEXT:
        raise ValueError(f"{start}-{end} is no span: no text has more than {LARGEST_TEXT:,} characters")
    return Span(start, end)


_SPAN = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


class Source(Record, frozen=True, kw_only=True):
    """Where a brief comes from, as its front matter and file name give it."""

    sha256: str = ""
    """Hash of the seed's bytes, lower-case hexadecimal; no part of a record's file."""
    title: str | None = None
    """Of the text."""
    date: date | None = None
    """The day of publication, which "Friday" counts from."""
    publisher: str | None = None
    """Who published it."""
    kind: SourceKind = "unknown"
    """Of the publisher: by the front matter, or by the reference, whose list gives its reasons."""
    url: str | None = None
    """Where it stands."""
    author: str | None = None
    """Who wrote it."""
    language: str = "en"
    """The engine reads English alone."""
    tags: tuple[str, ...] = ()
    """Words by which lists and the search find it."""
    rights: Rights | None = None
    """How much of the text the site may show; None leaves it to the desk's option."""
    original_sha256: str | None = None
    """Hash of the file that the seed's text was taken from (a saved page, a mail, a PDF)."""

    def __post_init__(self) -> None:
        """Make "en" the default's own string: msgspec leaves out defaults by identity, not by value.

        Else the bytes of a brief would say whether it was read from its record or from a cache.
        """
        force_setattr(self, "language", sys.intern(self.language))


class Article(Struct, frozen=True, kw_only=True):
    """A seed as read: the whole decoded text and what is known about it."""

    slug: str
    text: str
    body: Span
    """What follows the front matter."""
    source: Source

    @property
    def date(self) -> date | None:
        """The day of publication, where known."""
        return self.source.date
