"""Dated happenings, in order of time.

A happening is the smallest clause that tells it.  A date that belongs to a verb of saying makes no event
unless somebody with a name says it (`reports`), nor does one that only qualifies a thing.
What is told twice with the same date is one event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.extract.events.clauses import Clause, clause_of, inherits
from briefing.extract.events.verbs import MARKS, frame_of
from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import Calendar
from briefing.model import Cast, Document, Event, Found, Mention, Span, Spans, When, item_id

Told = tuple[Clause, Found[When]]
_PRECISIONS = ("day", "month", "season", "period", "year", "decade", "century", "era")
_WHERE = re.compile(r"\b(?:in|at|near) (?:the )?$", re.I)
_BETWEEN = re.compile(r"\bbetween (?:the )?\Z", re.I)
_SHARED = re.compile(r",? and (?:on|in) ")
_MEMORY = 20
"""An event is compared with so many before it that have its date and its verb."""
_UNDATED = 9_000_000
"""Stands for the day the article is about where no publication date is known; later than any date."""


def find(
    document: Document, cast: Cast, dates: Sequence[Found[When]], lexicon: Lexicon
) -> tuple[Found[Event], ...]:
    """Return the events of the document in order of time; those still to come end their day."""
    by_sentence: dict[int, list[Found[When]]] = {}
    for found in _whole_ranges(document, dates):
        by_sentence.setdefault(found.sentence, []).append(found)
    told: list[Told] = []
    era: Found[When] | None = None
    paragraph, quoted, is_open = -1, False, False
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            paragraph, era, is_open = sentence.paragraph, None, False
        quoted = is_open
        if not MARKS.isdisjoint(document.lower[sentence.index]):
            is_open = _open_after(document.text, sentence.span, is_open=is_open)
        here = _of_happenings(document, by_sentence.get(sentence.index, ()))
        if not here and era is None:
            continue
        opening, starts = document.opening(sentence.index), {found.item.at.start for found in here}
        at = sentence.index
        tokens, lower, syntax = document.tokens[at], document.lower[at], document.syntax[at]
        frame = frame_of(tokens, lower, syntax, opening, starts, lexicon, quoted=quoted)
        if not here:
            clause = inherits(frame, sentence.index)
            if clause is None or era is None:
                era = None
            else:
                told.append((clause, era))
            continue
        era = None
        for found in here:
            clause = clause_of(frame, found)
            if clause is not None:
                told.append((clause, found))
                if found.item.era:
                    era = found
    return _ordered(document, cast, _once(told), lexicon)


def _of_happenings(document: Document, dates: Sequence[Found[When]]) -> Sequence[Found[When]]:
    """Return the dates outside the dateline, whose day is that of writing, that do not share a clause."""
    head, shared = document.dateline, set[int]()
    for one, other in pairwise(dates):
        days = one.item.precision == other.item.precision == "day"
        if days and _SHARED.fullmatch(document.text[one.item.at.end : other.item.at.start]):
            shared |= {one.item.at.start, other.item.at.start}  # "Yesterday and on Wednesday, two resigned"
    return [
        found
        for found in dates
        if found.item.at.start not in shared and not (head and head.covers(found.item.at[0]))
    ]


def _open_after(text: str, span: Span, *, is_open: bool) -> bool:
    """Return whether a quotation is open at the end of a sentence."""
    start, end = span.start, span.end
    if text.count('"', start, end) % 2:
        return not is_open
    turned = text.rfind("“", start, end) - text.rfind("”", start, end)
    return turned > 0 if turned else is_open


def _whole_ranges(document: Document, dates: Sequence[Found[When]]) -> Iterator[Found[When]]:
    """Yield the dates, the two ends of a range as one period, and "the 1980s and early 1990s" too."""
    waiting: Found[When] | None = None
    for found in dates:
        if waiting is not None and _is_range(document.text, waiting, found):
            waiting = _whole(document, waiting, found)
            continue
        if waiting is not None:
            yield waiting
        waiting = found
    if waiting is not None:
        yield waiting


def _is_range(text: str, first: Found[When], last: Found[When]) -> bool:
    """Return whether two dates are one time: the ends of a range, or where one begins as the other ends."""
    one, other = first.item, last.item
    if first.row.endswith(":from"):
        return True
    if text[one.at.end : other.at.start].strip() != "and":
        return False
    if _BETWEEN.search(text, max(0, one.at.start - 20), one.at.start):
        return True
    if one.precision != other.precision or one.latest is None or other.earliest is None:
        return False
    return 0 < (other.earliest - one.latest).days <= 1


def _whole(document: Document, one: Found[When], other: Found[When]) -> Found[When]:
    first, last = one.item, other.item
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        return one
    at = Spans.one(first.at.start, last.at.end)
    when = When(
        text=document.text[at.start : at.end],
        earliest=first.earliest,
        latest=last.latest,
        precision="period",
        scheduled=first.scheduled,
        at=at,
    )
    return Found(item=when, sentence=one.sentence, rule=one.rule, row=other.row)


def _once(told: list[Told]) -> list[Told]:
    """Leave out what was told before: the same date, the same head, the same names.

    Of two dates of one clause that are past, or that are still to come, the more precise stays.
    """
    kept: list[Told] = []
    places: dict[tuple[Spans, bool], int] = {}
    alike: dict[tuple[object, ...], list[Clause]] = {}
    for clause, found in told:
        double = places.get((clause.at, found.item.scheduled))
        if double is not None:
            if _fineness(found.item) < _fineness(kept[double][1].item):
                kept[double] = (clause, found)
            continue
        known = alike.setdefault((clause.head, *_time(found.item)), [])
        if any(clause.shares_names(other) for other in known[-_MEMORY:]):
            continue
        known.append(clause)
        places[clause.at, found.item.scheduled] = len(kept)
        kept.append((clause, found))
    return kept


def _fineness(when: When) -> int:
    if when.precision is None:
        return 0 if when.offset is not None else len(_PRECISIONS)
    return _PRECISIONS.index(when.precision)


def _time(when: When) -> tuple[object, ...]:
    """Return what two dates share that mean the same time."""
    if when.earliest is None and when.era is None:
        return when.offset, when.text
    return when.earliest, when.latest, when.era


def _ordered(document: Document, cast: Cast, told: list[Told], lexicon: Lexicon) -> tuple[Found[Event], ...]:
    taken: Counter[str] = Counter()
    published = document.article.date
    story_day = published.toordinal() if published else _UNDATED
    rows: list[tuple[tuple[int, bool, int], str, Found[Event]]] = []
    for clause, found in told:
        nearby = cast.mentions[
            bisect_left(cast.mentions, clause.within.start, key=_start) : bisect_left(
                cast.mentions, clause.within.end, key=_start
            )
        ]
        mentions = [m for m in nearby if clause.within.covers(m.span)]
        mentions = [m for m in mentions if any(span.covers(m.span) for span in clause.at)]
        text = " […] ".join(span.of(document.text) for span in clause.at)
        event = Event(
            id=item_id("event", text, taken),
            when=found.item,
            actors=_actors(mentions),
            place=_place(document.text, mentions),
            text=text,
            at=clause.at,
        )
        item = Found(item=event, sentence=clause.sentence, rule=clause.rule, row=found.row)
        day = _day(found.item, story_day, lexicon.calendar)
        rows.append(((day, found.item.scheduled, clause.at.start), clause.head, item))
    rows.sort(key=lambda row: row[0])
    events = [item for _, _, item in rows]
    finer = [(head, item.item) for _, head, item in rows if item.item.when.precision == "day"]
    return tuple(
        item
        for _, head, item in rows
        if not (_told_better(item.item, events) or _told_finer(head, item.item, finer, lexicon))
    )


def _told_finer(head: str, event: Event, days: Sequence[tuple[str, Event]], lexicon: Lexicon) -> bool:
    """Return whether an event "in May" is told with its day too: one verb, and the same people."""
    if event.when.precision not in ("month", "year") or head in lexicon.tense.light or not event.actors:
        return False
    return any(
        head == other_head and other.actors == event.actors and _within(other.when, event.when)
        for other_head, other in days
    )


def _told_better(event: Event, events: list[Found[Event]]) -> bool:
    """Return whether an event dated by another ("a day after the talks") is told with its own date too."""
    if not event.when.anchored:
        return False
    return any(
        other.item is not event
        and (
            (_same_day(other.item.when, event.when) and set(other.item.actors) & set(event.actors))
            or (_within(other.item.when, event.when) and event.at.start <= other.item.at.start < event.at.end)
        )
        for other in events
    )


def _same_day(one: When, other: When) -> bool:
    return (one.earliest, one.offset) == (other.earliest, other.offset)


def _within(one: When, other: When) -> bool:
    """Return whether one date is in another that is less precise."""
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return False
    return other.earliest <= one.earliest and one.latest <= other.latest and not one.anchored


def _start(mention: Mention) -> int:
    return mention.span.start


def _day(when: When, story_day: int, calendar: Calendar) -> int:
    """Return the day that an event is sorted by, as an ordinal."""
    if when.earliest is not None:
        return when.earliest.toordinal()
    if when.era is not None:
        since = next((era.since for era in calendar.eras if era.id == when.era), 1)
        return since * 365
    return story_day + (when.offset or 0)


def _actors(mentions: list[Mention]) -> tuple[str, ...]:
    """Return who takes part, in order of the text; a place that only says where takes no part."""
    ids = (m.actor for m in mentions if m.actor and m.acts and m.kind != "place")
    return tuple(dict.fromkeys(ids))


def _place(text: str, mentions: list[Mention]) -> str | None:
    """Return the first place of the clause that is after "in", "at" or "near", perhaps with an article."""
    for mention in mentions:
        where = mention.kind == "place" or (mention.kind == "state" and not mention.acts)
        before = text[max(0, mention.span.start - 9) : mention.span.start]
        if where and mention.form == "name" and _WHERE.search(before):
            return mention.span.of(text)
    return None
