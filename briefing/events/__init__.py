"""Dated happenings, in order of time.

A happening is the smallest clause that tells it; a date that belongs to a verb of saying, or that only
qualifies a noun, makes no event.  What is told twice with the same date is one event.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.events.clauses import Clause, clause_of, inherits
from briefing.lexicon import Calendar, Lexicon
from briefing.model import Cast, Document, Event, Found, Mention, Spans, When, item_id

_UNDATED = 9_000_000
"""Stands for the day the article is about where no publication date is known; later than any date."""


def find(
    document: Document, cast: Cast, dates: Sequence[Found[When]], lexicon: Lexicon
) -> tuple[Found[Event], ...]:
    """Return the events of the document in order of time; those still to come end their day."""
    by_sentence: dict[int, list[Found[When]]] = {}
    for found in dates:
        by_sentence.setdefault(found.sentence, []).append(found)
    told: list[tuple[Clause, Found[When]]] = []
    era: Found[When] | None = None
    paragraph = -1
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            paragraph, era = sentence.paragraph, None
        here = by_sentence.get(sentence.index, [])
        tokens = document.tokens[sentence.index]
        if here:
            era = None
        elif era is not None:
            clause = inherits(tokens, sentence.index, lexicon)
            if clause is None:
                era = None
            else:
                told.append((clause, era))
        for found in here:
            clause = clause_of(tokens, found, lexicon)
            if clause is None:
                continue
            told.append((clause, found))
            if found.item.era:
                era = found
    return _ordered(document, cast, _once(told), lexicon)


def _once(told: list[tuple[Clause, Found[When]]]) -> list[tuple[Clause, Found[When]]]:
    """Leave out what was told before: the same date, the same head, the same names."""
    kept: list[tuple[Clause, Found[When]]] = []
    for clause, found in told:
        if not any(
            found.item.earliest == other.item.earliest
            and found.item.latest == other.item.latest
            and found.item.era == other.item.era
            and (found.item.earliest is not None or found.item.era or found.item.offset == other.item.offset)
            and clause.same_as(known)
            for known, other in kept
        ):
            kept.append((clause, found))
    return kept


def _ordered(
    document: Document, cast: Cast, told: list[tuple[Clause, Found[When]]], lexicon: Lexicon
) -> tuple[Found[Event], ...]:
    taken: set[str] = set()
    story_day = document.article.date.toordinal() if document.article.date else _UNDATED
    rows: list[tuple[tuple[int, bool, int], Found[Event]]] = []
    for clause, found in told:
        at = Spans((clause.span,))
        mentions = [m for m in cast.mentions if clause.span.covers(m.span)]
        text = clause.span.of(document.text)
        event = Event(
            id=item_id("event", text, taken),
            when=found.item,
            actors=_actors(mentions),
            place=_place(document.text, mentions) or clause.place,
            text=text,
            at=at,
        )
        item = Found(item=event, sentence=clause.sentence, rule=clause.rule, row=found.row)
        key = (
            _day(found.item, story_day, lexicon.calendar),
            found.item.scheduled,
            clause.span.start,
        )
        rows.append((key, item))
    rows.sort(key=lambda row: row[0])
    events = [item for _, item in rows]
    return tuple(found for found in events if not _told_better(found.item, events))


def _told_better(event: Event, events: list[Found[Event]]) -> bool:
    """Tell whether an event dated by another ("a day after the talks") is told with its own date as well."""
    if not event.when.anchored:
        return False
    return any(
        other.item is not event
        and (other.item.when.earliest, other.item.when.offset) == (event.when.earliest, event.when.offset)
        and set(other.item.actors) & set(event.actors)
        for other in events
    )


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
    """Return the first place of the clause that stands after "in" or "at"."""
    for mention in mentions:
        where = mention.kind == "place" or (mention.kind == "state" and not mention.acts)
        before = text[max(0, mention.span.start - 4) : mention.span.start]
        if where and mention.form == "name" and before.endswith(("in ", "at ", "the ")):
            return mention.span.of(text)
    return None
