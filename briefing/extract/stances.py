"""Record -> how pairs of states stand to each other, in the text's own words.

A tie needs two states and words of ties.yml in the words of one statement or event.  Which two are
meant is told by where they are: the nearest before and after the words, or the two before them, or
the one before them and whoever says so.  Where that is open there is no tie; nothing is inferred.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Actor, Brief, Event, Quote, Span, Spans, Statement
from briefing.text.tokens import tokenize

Manner = Literal["with", "against", "contact"]
_REACH = 60
"""Characters within which a state is before or after the words."""
_RECENT = timedelta(days=400)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
Named = tuple[Span, Actor]
_ORDER = {"against": 0, "with": 1, "contact": 2}


class Tie(Struct, frozen=True, kw_only=True):
    """How one state stands to another, as the text puts it."""

    states: tuple[str, str]
    """Codes; where `directed`, the first is the one that holds the view."""
    manner: Manner
    words: Quote
    """The words that say it."""
    at: Spans
    """The words of the item that they are in."""
    item: str
    """Id of the statement or event."""
    directed: bool = False


def find(brief: Brief, text: str, lexicon: Lexicon) -> tuple[Tie, ...]:
    """Return the ties of a record, views and statements before events; one of each wording."""
    found: dict[tuple[frozenset[str], str], Tie] = {}
    for tie in [*_said(brief, text, lexicon), *_happened(brief, text, lexicon)]:
        found.setdefault((frozenset(tie.states), tie.words.text.lower()), tie)
    return tuple(found.values())


def foremost(ties: Sequence[Tie]) -> dict[frozenset[str], Tie]:
    """Return the one tie of each pair that says most: a quarrel or a friendship before a meeting."""
    best: dict[frozenset[str], Tie] = {}
    for tie in ties:
        key = frozenset(tie.states)
        if key not in best or (tie.manner != "contact" and best[key].manner == "contact"):
            best[key] = tie
    return best


def _said(brief: Brief, text: str, lexicon: Lexicon) -> Iterator[Tie]:
    actors = {actor.id: actor for actor in brief.actors}
    named = _named(brief)
    for statement in sorted(brief.statements, key=lambda s: s.kind != "view"):
        speaker = actors.get(statement.on_behalf_of or statement.speaker or "")
        holder = speaker.country if speaker is not None else None
        if speaker is not None and speaker.kind == "organization":
            holder = None  # an agency or a court does not speak for its state
        if statement.kind != "denial":
            found = list(_in_words(statement, holder, named, text, lexicon))
            if found and not _is_past(statement.at, brief, text):
                yield from found


def _in_words(
    statement: Statement, holder: str | None, everywhere: Sequence[Named], text: str, lexicon: Lexicon
) -> Iterator[Tie]:
    for span in statement.at:
        named = [found for found in everywhere if span.covers(found[0])]
        if any(actor.era for _, actor in named):
            return
        if not named:
            continue
        for cue, manner in _cues(text, span, lexicon):
            if manner == "contact":
                continue
            before = [a.country for at, a in named if at.end <= cue.start and cue.start - at.end <= _REACH]
            after = [a.country for at, a in named if at.start >= cue.end and at.start - cue.end <= _REACH]
            pair = _pair(before[::-1], after, holder)
            if pair is not None:
                yield Tie(
                    states=pair,
                    manner=manner,
                    words=Quote(text=cue.of(text), at=Spans((cue,))),
                    at=statement.at,
                    item=statement.id,
                    directed=manner == "against" and (pair[0] == holder or bool(after)),
                )


def _pair(
    before: Sequence[str | None], after: Sequence[str | None], holder: str | None
) -> tuple[str, str] | None:
    """Return who is meant: the nearest before and after, the two before, or the speaker and one of them."""
    left = next(iter(before), None)
    right = next(iter(after), None)
    if left and right and left != right:
        return left, right
    other = next((code for code in before if code and code != left), None)
    if left and other and not right:
        return other, left
    near = left or right
    return (holder, near) if holder and near and holder != near else None


def _happened(brief: Brief, text: str, lexicon: Lexicon) -> Iterator[Tie]:
    actors = {actor.id: actor for actor in brief.actors}
    for event in brief.events:
        if event.when.era or not _is_recent(event, brief):
            continue
        people = [
            actors[key].country for key in event.actors if key in actors and actors[key].kind == "person"
        ]
        seat = _seats(lexicon).get(event.place or "")
        codes = dict.fromkeys(
            code
            for key in event.actors
            if (code := _country(actors.get(key))) and (code != seat or code in people)
        )
        if len(codes) == 2:
            one, other = codes
            found = list(_in_event(event, (one, other), text, lexicon))
            if found and not _is_past(event.at, brief, text):
                yield from found


def _in_event(event: Event, states: tuple[str, str], text: str, lexicon: Lexicon) -> Iterator[Tie]:
    for span in event.at:
        for cue, manner in _cues(text, span, lexicon):
            yield Tie(
                states=states,
                manner=manner,
                words=Quote(text=cue.of(text), at=Spans((cue,))),
                at=event.at,
                item=event.id,
            )
            return


def _is_past(at: Spans, brief: Brief, text: str) -> bool:
    """Return whether the text tells of another time there: a year that is over, then, or history."""
    opens = max(text.rfind(end, 0, at.start) for end in (". ", "\n", "? ", "! ")) + 1
    news = brief.source.date
    years = [int(year) for year in _YEAR.findall(text[opens : at.end])]
    if news is not None and any(year < news.year - 1 for year in years):
        return True
    past = [pair.then.at for pair in brief.comparison if pair.then is not None]
    past += [item.at for item in brief.background if item.kind == "history"]
    return any(one.overlaps(other) for spans in past for one in spans for other in at)


def _is_recent(event: Event, brief: Brief) -> bool:
    """Return whether an event belongs to the news: to come, or of the year before it; no date is no proof."""
    day, news = event.when.latest, brief.source.date
    return event.when.scheduled or day is None or news is None or news - day < _RECENT


@functools.cache
def _seats(lexicon: Lexicon) -> dict[str, str]:
    return {seat: state.country for state in lexicon.states for seat in state.seats if state.until is None}


def _country(actor: Actor | None) -> str | None:
    return actor.country if actor is not None and actor.era is None else None


def _named(brief: Brief) -> list[Named]:
    """Return where states, and people of states, are named, in order of the text."""
    return sorted(
        (
            (at, actor)
            for actor in brief.actors
            if actor.country and actor.kind in ("state", "person")
            for at in actor.mentions
        ),
        key=lambda found: found[0],
    )


def _cues(text: str, span: Span, lexicon: Lexicon) -> list[tuple[Span, Manner]]:
    """Return the words of a span that say how states stand, the longest ones, in order of the text."""
    tokens = tokenize(text, span)
    found: list[tuple[int, int, Manner]] = []
    for first, end, manner in sorted(
        _table(lexicon).find([t.lower for t in tokens]), key=lambda m: (m.first, -m.end, _ORDER[m.row])
    ):
        if not found or first >= found[-1][1]:
            found.append((first, end, manner))
    return [(Span(tokens[first].start, tokens[end - 1].end), manner) for first, end, manner in found]


@functools.cache
def _table(lexicon: Lexicon) -> Phrases[Manner]:
    groups: tuple[tuple[Manner, tuple[str, ...]], ...] = (
        ("with", lexicon.ties.together),
        ("against", lexicon.ties.against),
        ("contact", lexicon.ties.contact),
    )
    return Phrases(inflected=((phrase, manner) for manner, phrases in groups for phrase in phrases))
