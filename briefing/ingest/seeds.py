"""A received text -> a new seed of the desk, unless it is there already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import lexicon
from briefing.ingest.received import Received
from briefing.ingest.similarity import KnownText, Near, known, nearest
from briefing.ingest.slugs import slug
from briefing.model import BriefingError
from briefing.storage import files, record_yaml, seed_files
from briefing.text import boilerplate, invisible, language

_DATE = re.compile(r"^date:.*$", re.M)
_TRANSCRIPT = (
    "reads as a transcript (labels such as 'Q:' before what somebody says): the labels are left out of the "
    "analysis, and what stands behind them is nobody's statement"
)
_KINDS = 5
"""Kinds of unseen characters that are named."""
_SAID = {
    "nearly": "is nearly the same as {slug} ({share:.0%} of the words in a row)",
    "part": "is a longer or shorter version of {slug} ({share:.0%} of the shorter one)",
    "event": "seems to be about the same event as {slug}, and newer or of the same day",
}


class Seeded(Struct, frozen=True, kw_only=True):
    """What became of one text."""

    slug: str
    """Of the new seed, or of the one that is there already."""
    path: Path | None = None
    """The new seed; None where the text is there already."""
    remarks: tuple[str, ...] = ()


class Seeder:
    """The desk's seeds, and the way in for new ones; `day` is for texts that do not say theirs."""

    def __init__(self, root: Path, *, day: date | None = None) -> None:
        self.folder = root / "seeds"
        self.day = day
        self.texts: list[KnownText] = []
        self.unread: list[BriefingError] = []
        """Seeds that cannot be read, and so cannot be compared."""
        self.taken: set[str] = set()
        if self.folder.is_dir():
            self.taken = {path.stem.casefold() for path in self.folder.iterdir()}
            for path in seed_files.seed_paths(root)[0]:
                try:
                    self.texts.append(_seed(path))
                except BriefingError as error:
                    self.unread.append(error)

    def take(self, received: Received, original: str) -> Seeded:
        """Write a text into seeds/ under a slug of its own; `original` is the hash of its file."""
        received = _dated(received, self.day)
        day = self.day or received.date
        hashes = () if received.part else (original,)
        text = known("", received.text, day, hashes=hashes, url=received.url)
        near = nearest(text, self.texts)
        if near and near.how == "same":
            return Seeded(slug=near.slug)
        words = received.stem if received.verbatim is not None else received.title or received.stem
        name = slug(words, day, self.taken, fallback=f"text-{sha256(received.text.encode()).hexdigest()[:8]}")
        data = received.verbatim or _bytes(received, day, original)
        path = self.folder / f"{name}{'.md' if received.markdown else '.txt'}"
        article = seed_files.article(data, name, str(path))
        files.write(path, data)
        left_out = (f"left out: {what}" for what in received.left_out)
        remarks = (*left_out, *received.remarks, *_remarks(received, day, near, self._same_address(text)))
        if unseen := _unseen(article.text):
            remarks += (f"holds characters that nobody sees: {unseen}",)
        if lost := article.text.count("\ufffd"):
            line = invisible.place(article.text, article.text.index("\ufffd"))[0]
            remarks += (f"{lost} letters were lost before it came here (U+FFFD, first in line {line})",)
        if boilerplate.is_transcript(received.text, lexicon.load()):
            remarks += (_TRANSCRIPT,)
        try:
            language.require_english(article, lexicon.load(), str(path))
        except BriefingError as error:
            remarks += (error.what,)
        self.taken.add(name)
        digest = article.source.sha256
        self.texts.append(msgspec.structs.replace(text, slug=name, hashes=frozenset((*hashes, digest))))
        return Seeded(slug=name, path=path, remarks=remarks)

    def _same_address(self, text: KnownText) -> str | None:
        return next((other.slug for other in self.texts if text.url and other.url == text.url), None)


def _seed(path: Path) -> KnownText:
    article = seed_files.read_seed(path)
    source = article.source
    hashes = [source.sha256, source.original_sha256 or source.sha256]
    return known(path.stem, article.body.of(article.text), source.date, hashes=hashes, url=source.url)


def _bytes(received: Received, day: date | None, original: str) -> bytes:
    """Return a seed with what its file said in the front matter."""
    told = {
        "title": received.title,
        "date": day,
        "publisher": received.publisher,
        "url": received.url,
        "author": received.author,
        "language": received.language if received.language not in (None, "en") else None,
        "tags": received.tags or None,
        "rights": received.rights,
        "original_sha256": original,
        "left_out": received.left_out or None,
    }
    front = record_yaml.dump_fields({name: value for name, value in told.items() if value is not None})
    return f"---\n{front}---\n\n{received.text}".encode()


def _unseen(text: str) -> str:
    """Name the characters of a text that nobody sees, with the line of the first of each kind."""
    first: dict[str, int] = {}
    for offset, char in invisible.found(text):
        first.setdefault(char, invisible.place(text, offset)[0])
    return ", ".join(f"{invisible.named(char)} (line {line})" for char, line in list(first.items())[:_KINDS])


def _dated(received: Received, day: date | None) -> Received:
    """Return a seed that is taken as it is with the day that a person names, where its own is another."""
    if day is None or received.verbatim is None or received.date in (None, day):
        return received
    text = received.verbatim.decode("utf-8")
    end = text.find("\n---", 4)
    head = _DATE.sub(f"date: {day.isoformat()}", text[: max(end, 0)], count=1)
    return msgspec.structs.replace(received, verbatim=(head + text[max(end, 0) :]).encode())


def _remarks(received: Received, day: date | None, near: Near | None, address: str | None) -> Iterable[str]:
    if day is None and received.made:
        made = received.made.isoformat()
        yield f"was made on {made}: if that is the day of its text, add it with --date {made}"
    if day is None:
        yield "has no date: 'Friday' in it stays 'Friday'; name one with --date, or rename the seed"
    if near:
        yield _SAID[near.how].format(slug=near.slug, share=near.share)
    if address and (near is None or near.slug != address):
        yield f"comes from the same address as {address}: is it a newer version?"
