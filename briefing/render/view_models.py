"""Items -> what a template shows: evidence, dates in words, runs of marked text.

Nothing here decides what is true; it only says where it is and how it reads.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from briefing import lexicon
from briefing.model import (
    Episode,
    Era,
    Parallel,
    PartialDate,
    Reference,
    Sentence,
    Span,
    Spans,
    When,
    sections,
)
from briefing.storage.desk import Entry
from briefing.text.language import tag_of

NOTHING = Markup("")

LONGEST = 80
"""Characters of a tag in an address."""


class Run(Struct, frozen=True, kw_only=True):
    """A stretch of text with how it is to be shown."""

    text: str
    mark: str = ""
    href: str = ""
    title: str = ""


class ShownItem(Struct, frozen=True, kw_only=True):
    """A sentence of the source page; `runs` is empty where the desk may not show it."""

    number: int
    paragraph: int
    runs: tuple[Run, ...]
    cited: bool


class Evidence(Struct, frozen=True, kw_only=True):
    """The sentence behind an item, with the quoted words marked."""

    numbers: tuple[int, ...]
    """Sentence numbers, from 1."""
    total: int
    paragraph: int
    runs: tuple[Run, ...]
    href: str

    @property
    def label(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        return str(first) if first == last else f"{first}–{last}"


class SentenceIndex:
    """Finds the sentences that a place touches by bisecting: they are in order and apart."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._starts = [sentence.span.start for sentence in sentences]
        self._ends = [sentence.span.end for sentence in sentences]

    def touched(self, span: Span) -> range:
        """Return the indexes of the sentences that share a character with `span`."""
        start, end = span
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))


def cited_sentences(entry: Entry, places: SentenceIndex) -> frozenset[int]:
    """Return the indexes of the sentences that items quote."""
    items = (item for section in sections.SECTIONS for item in getattr(entry.brief, section.name))
    spans = {span for item in items for at in sections.evidence(item) for span in at}
    return frozenset(index for span in spans for index in places.touched(span))


def evidence(entry: Entry, at: Spans, places: SentenceIndex) -> Evidence:
    """Return the sentences that hold `at`, the quoted words marked.

    Where nothing of the text may be shown, the quoted words stand alone.
    """
    text = entry.article.text
    found: Iterable[int] = places.touched(at[0])
    if len(at) > 1:
        found = sorted({index for span in at for index in places.touched(span)})
    sentences = [entry.sentences[index] for index in found]
    first = sentences[0]
    return Evidence(
        numbers=tuple(s.index + 1 for s in sentences),
        total=len(entry.sentences),
        paragraph=first.paragraph + 1,
        runs=_sentences(text, sentences, at) if entry.rights != "none" else _quotes(text, at),
        href=f"sources/{entry.brief.slug}.html#s{first.index + 1}",
    )


def _sentences(text: str, sentences: Sequence[Sentence], at: Spans) -> tuple[Run, ...]:
    """Return whole sentences, the words at `at` marked."""
    runs: list[Run] = []
    for number, sentence in enumerate(sentences):
        if number:
            runs.append(Run(text=" "))
        start, end = sentence.span
        for first, last in at:
            left, right = max(first, start), min(last, end)
            if left >= right:
                continue
            if left > start:
                runs.append(Run(text=text[start:left]))
            runs.append(Run(text=text[left:right], mark="quote"))
            start = right
        if start < end:
            runs.append(Run(text=text[start:end]))
    return tuple(runs)


def _quotes(text: str, at: Spans) -> tuple[Run, ...]:
    runs = [Run(text=span.of(text), mark="quote") for span in at]
    return tuple(run for quote in runs for run in (Run(text=" […] "), quote))[1:]


def readable(entry: Entry, text: str, at: Spans) -> tuple[Run, ...]:
    """Cut a quote into the source's words, its reservations and the [insertions] of others."""
    lower = text.lower()
    hedges = tuple([word for word in _hedges() if word in lower])
    if not hedges and "[" not in text:
        return (Run(text=text),) if text else ()
    source = " ".join(span.of(entry.article.text) for span in at)
    return tuple(Run(text=part, mark=_mark(part, source)) for part in _pieces(hedges).split(text) if part)


def _mark(part: str, source: str) -> str:
    if part[0] == "[":
        return "insertion" if part not in source else ""
    return "hedge" if part.lower() in _hedges() else ""


@functools.cache
def _hedges() -> tuple[str, ...]:
    """Return the words by which a source reserves or gives a likelihood, sorted."""
    table = lexicon.load().hedges
    return tuple(sorted(table.words | table.likelihood))


@functools.lru_cache(maxsize=256)
def _pieces(hedges: tuple[str, ...]) -> re.Pattern[str]:
    """Return what parts a text at [insertions] and at these of the hedges, the ones that are in it."""
    words = "".join(rf"|\b{re.escape(word)}\b" for word in hedges)
    return re.compile(rf"(\[[^\[\]]*\]{words})", re.IGNORECASE)


@functools.cache
def _countries() -> Mapping[str, str]:
    """Return the names of the states by their codes; the states of today come first."""
    names: dict[str, str] = {}
    for state in lexicon.load().states:
        names.setdefault(state.country, state.names[0])
    return names


def country(code: str) -> str:
    """Return the name of a state by its code; a code that is not known stays as it is."""
    return _countries().get(code, code)


def language(entry: Entry, *, words: Mapping[str, Any]) -> Markup:
    """Return the attribute that names the source's language, where it is not the interface's."""
    code = entry.brief.source.language
    return NOTHING if code == words["lang"] else Markup(' lang="{}"').format(code)


FOREIGN = (
    "[\u0370-\u1dbf\u1f00-\u1fff\u2de0-\u2dff\u3005-\u3007\u3040-\u9fff"
    "\ua640-\ua69f\uac00-\ud7af\uf900-\ufaff\ufb1d-\ufeff]"
)
"""Letters of other scripts than Latin, from Greek on, as a class of a regular expression."""
_FOREIGN = re.compile(FOREIGN)


def is_latin(text: str) -> bool:
    """Return whether a text has no letter of another script."""
    return text.isascii() or not _FOREIGN.search(text)


def foreign(name: str) -> Markup:
    """Return the attribute that names the language of a name in another script, or nothing."""
    tag = "" if is_latin(name) else tag_of(name)
    return Markup(' lang="{}"').format(tag) if tag else NOTHING


def tag_key(tag: str) -> str:
    """Return a tag as a part of an address: ASCII where it can be, else a hash of it; a long one is cut."""
    plain = unicodedata.normalize("NFKD", tag.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    mark = hashlib.sha256(tag.encode()).hexdigest()[:8]
    if len(key) > LONGEST:
        return f"tag-{key[:LONGEST].rstrip('-')}-{mark}"
    return f"tag-{key or mark}"


# -- dates and numbers --------------------------------------------------------------------------


def long_day(day: date, *, words: Mapping[str, Any]) -> str:
    """Return "Friday 28 February 2025"."""
    return str(words["long_day"]).format(
        weekday=words["weekdays"][day.weekday()], day=short_day(day, words=words)
    )


def short_day(day: date, *, words: Mapping[str, Any]) -> str:
    """Return "28 February 2025"."""
    return str(words["short_day"]).format(day=day.day, month=words["months"][day.month - 1], year=day.year)


def day_of(day: date, *, words: Mapping[str, Any]) -> str:
    """Return "28 February"."""
    return str(words["day_month"]).format(day=day.day, month=words["months"][day.month - 1])


def month_name(year: int, month: int, words: Mapping[str, Any]) -> str:
    """Return "February 2025"."""
    return str(words["month_year"]).format(month=words["months"][month - 1], year=year)


def part_day(day: PartialDate, *, words: Mapping[str, Any]) -> str:
    """Return "9 July 1971", "July 1971" or "1971": as exact as the date is."""
    first = day.earliest
    match len(day):
        case 4:
            return str(first.year)
        case 7:
            return month_name(first.year, first.month, words)
        case _:
            return short_day(first, words=words)


def span_of_time(since: PartialDate, until: PartialDate | None, *, words: Mapping[str, Any]) -> str:
    """Return "9 July 1971 to 28 February 1972"; what both ends share is said once: "4 to 11 May 1945"."""
    if until is None:
        return part_day(since, words=words)
    first, last = since.earliest, until.earliest
    start = part_day(since, words=words)
    if len(since) == len(until) == 10 and first.year == last.year:
        month = words["months"][first.month - 1]
        start = words["day_month"].format(day=first.day, month=month)
        start = str(first.day) if first.month == last.month else start
    elif len(since) == len(until) == 7 and first.year == last.year:
        start = words["months"][first.month - 1]
    return f"{start} {words['to']} {part_day(until, words=words)}"


def counted(forms: Mapping[str, str], count: int) -> str:
    """Return the form of an interface word that goes with a number: "1 brief", "2 briefs"."""
    return forms["one" if count == 1 else "many"].format(count=f"{count:,}")


def in_words(when: When, *, words: Mapping[str, Any], short: bool = False) -> str:
    """Return a date for people, as written where it is not resolved; a short one has no weekday."""
    if when.earliest is None:
        return f"{_capital(when.text)}{_offset(when, words)}"
    last = when.latest or when.earliest
    match when.precision:
        case "day":
            shown = (short_day if short else long_day)(when.earliest, words=words)
        case "month":
            shown = month_name(when.earliest.year, when.earliest.month, words)
        case "year":
            shown = str(when.earliest.year)
        case "period":
            shown = f"{short_day(when.earliest, words=words)} {words['to']} {short_day(last, words=words)}"
        case _:
            shown = _capital(when.text)
    return f"{shown}, {words['scheduled']}" if when.scheduled else shown


def _offset(when: When, words: Mapping[str, Any]) -> str:
    if when.offset is None or when.offset == 0:
        return ""
    return ", " + counted(words["days_before" if when.offset < 0 else "days_after"], abs(when.offset))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- parallels ------------------------------------------------------------------------------------


class ShownParallel(Struct, frozen=True, kw_only=True):
    """A parallel of a brief with its episode."""

    parallel: Parallel
    episode: Episode
    era: Era


def parallels_of(entry: Entry, reference: Reference) -> list[ShownParallel]:
    """Return the parallels of a brief whose episodes the reference has, in the order of the record."""
    if not entry.brief.parallels:
        return []
    episodes = _episodes(reference)
    return [
        ShownParallel(parallel=parallel, episode=found[0], era=found[1])
        for parallel in entry.brief.parallels
        if (found := episodes.get(parallel.episode))
    ]


@functools.lru_cache(maxsize=8)
def _episodes(reference: Reference) -> dict[str, tuple[Episode, Era]]:
    """Return the episodes of a reference by id, with their eras."""
    return {episode.id: (episode, era) for era in reference.eras for episode in era.episodes}
