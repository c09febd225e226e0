"""Items -> what a template shows: evidence, dates in words, runs of marked text.

Nothing here decides what is true; it only says where it stands and how it reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from briefing.desk import Entry
from briefing.model import Brief, Event, Span, Spans, Statement, When

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_INSERTION = re.compile(r"(\[[^\[\]]*\])")


class Run(Struct, frozen=True, kw_only=True):
    """A stretch of text with how it is to be shown."""

    text: str
    mark: str = ""
    href: str = ""
    title: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """The sentence behind an item, with the quoted words marked."""

    numbers: tuple[int, ...]
    """Sentence numbers, from 1."""
    total: int
    paragraph: int
    start: int
    end: int
    runs: tuple[Run, ...]
    href: str

    @property
    def label(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        return str(first) if first == last else f"{first}–{last}"


def evidence(entry: Entry, at: Spans) -> Evidence:
    """Return the sentences that hold `at`, the quoted words marked."""
    text = entry.article.text
    sentences = [s for s in entry.sentences if any(s.span.overlaps(span) for span in at)]
    runs: list[Run] = []
    for number, sentence in enumerate(sentences):
        if number:
            runs.append(Run(text=" "))
        start = sentence.span.start
        for span in at:
            left, right = max(span.start, start), min(span.end, sentence.span.end)
            if left >= right:
                continue
            if left > start:
                runs.append(Run(text=text[start:left]))
            runs.append(Run(text=text[left:right], mark="quote"))
            start = right
        if start < sentence.span.end:
            runs.append(Run(text=text[start : sentence.span.end]))
    first = sentences[0]
    return Evidence(
        numbers=tuple(s.index + 1 for s in sentences),
        total=len(entry.sentences),
        paragraph=first.paragraph + 1,
        start=at.start,
        end=at.end,
        runs=tuple(runs),
        href=f"sources/{entry.brief.slug}.html#s{first.index + 1}",
    )


def readable(entry: Entry, text: str, at: Spans) -> tuple[Run, ...]:
    """Cut a quote into the source's words and the [insertions] of others."""
    source = " ".join(span.of(entry.article.text) for span in at)
    return tuple(
        Run(text=part, mark="insertion" if part[0] == "[" and part not in source else "")
        for part in _INSERTION.split(text)
        if part
    )


# -- dates --------------------------------------------------------------------------------------


def long_day(day: date) -> str:
    """Return "Friday 28 February 2025"."""
    return f"{DAYS[day.weekday()]} {short_day(day)}"


def short_day(day: date) -> str:
    """Return "28 February 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_words(when: When, words: Mapping[str, str]) -> str:
    """Return a date for people: resolved where it is, as written where it is not."""
    if when.earliest is None:
        return f"{_capital(when.text)}{_offset(when, words)}"
    last = when.latest or when.earliest
    match when.precision:
        case "day":
            shown = long_day(when.earliest)
        case "month":
            shown = f"{MONTHS[when.earliest.month - 1]} {when.earliest.year}"
        case "year":
            shown = str(when.earliest.year)
        case "period":
            shown = f"{short_day(when.earliest)} {words['to']} {short_day(last)}"
        case _:
            shown = _capital(when.text)
    return f"{shown}, {words['scheduled']}" if when.scheduled else shown


def _offset(when: When, words: Mapping[str, str]) -> str:
    if when.offset is None or when.offset == 0:
        return ""
    count = abs(when.offset)
    key = ("day_" if count == 1 else "days_") + ("before" if when.offset < 0 else "after")
    return ", " + words[key].format(count=count)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- what the source does not say ---------------------------------------------------------------


class Gaps(Struct, frozen=True, kw_only=True):
    """What a reader would like to know and the source does not tell."""

    no_date: bool
    unnamed: tuple[Statement, ...]
    undated: tuple[Event, ...]

    def __bool__(self) -> bool:
        return self.no_date or bool(self.unnamed) or bool(self.undated)


def gaps(brief: Brief) -> Gaps:
    """Return the gaps of a brief."""
    return Gaps(
        no_date=brief.source.date is None,
        unnamed=tuple(s for s in brief.statements if s.speaker is None),
        undated=tuple(
            e
            for e in brief.events
            if e.when.earliest is None and e.when.era is None and e.when.offset is None
        ),
    )


# -- the source page ----------------------------------------------------------------------------


class Shown(Struct, frozen=True, kw_only=True):
    """A sentence of the source page; `runs` is empty where the desk may not show it."""

    number: int
    paragraph: int
    runs: tuple[Run, ...]
    cited: bool


def source_sentences(entry: Entry, rights: str) -> list[Shown]:
    """Return the sentences of a text, marked, with those left out that the rights do not cover."""
    cited = _cited(entry)
    marks = _marks(entry)
    shown = []
    for sentence in entry.sentences:
        visible = rights == "full" or (rights == "cited" and sentence.index in cited)
        runs = _marked(entry.article.text, sentence.span, marks) if visible else ()
        shown.append(
            Shown(
                number=sentence.index + 1,
                paragraph=sentence.paragraph,
                runs=tuple(runs),
                cited=sentence.index in cited,
            )
        )
    return shown


def _cited(entry: Entry) -> set[int]:
    """Return the sentences that items quote."""
    brief = entry.brief
    places = [point.at for point in brief.summary]
    places += [statement.at for statement in brief.statements]
    places += [event.at for event in brief.events]
    places += [item.at for item in brief.background]
    for pair in brief.comparison:
        places += [side.at for side in (pair.then, pair.now, pair.answer, pair.cue) if side is not None]
    places += [role.at for actor in brief.actors for role in actor.roles]
    spans = [span for at in places for span in at]
    return {s.index for s in entry.sentences if any(s.span.overlaps(span) for span in spans)}


def _marks(entry: Entry) -> list[tuple[Span, str, str, str]]:
    """Return (place, kind, address, title) of everything that the source page marks."""
    marks: list[tuple[Span, str, str, str]] = []
    for actor in entry.brief.actors:
        marks += [(span, actor.kind, f"actors/{actor.id}.html", actor.name) for span in actor.mentions]
    for event in entry.brief.events:
        marks += [(span, "date", f"briefs/{entry.brief.slug}.html#{event.id}", "") for span in event.when.at]
    for statement in entry.brief.statements:
        marks += [
            (span, "said", f"briefs/{entry.brief.slug}.html#{statement.id}", "") for span in statement.at
        ]
    return marks


def _marked(text: str, span: Span, marks: Sequence[tuple[Span, str, str, str]]) -> list[Run]:
    here = [mark for mark in marks if mark[0].overlaps(span)]
    names = [mark for mark in here if mark[1] != "said"]
    said = [mark for mark in here if mark[1] == "said"]
    edges = {span.start, span.end}
    for place, *_ in here:
        edges |= {max(place.start, span.start), min(place.end, span.end)}
    points = sorted(edges)
    runs = []
    for start, end in pairwise(points):
        inner = next((mark for mark in names if mark[0].start <= start and end <= mark[0].end), None)
        outer = next((mark for mark in said if mark[0].start <= start and end <= mark[0].end), None)
        kinds = " ".join(mark[1] for mark in (inner, outer) if mark)
        runs.append(
            Run(
                text=text[start:end],
                mark=kinds,
                href=inner[2] if inner else "",
                title=inner[3] if inner else "",
            )
        )
    return runs
