"""Dateline, lead and events -> where the news happened, in the source's words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from briefing.extract.standalone import mentions_in
from briefing.model import Cast, Document, Event, Found, Mention, Quote, Span, Spans
from briefing.text import dateline
from briefing.text.lists import is_listed

_PLACED = frozenset(("in", "at", "near", "outside"))
_DEEP = 3
"""Sentences whose event may tell the place where the lead has none."""
_RECENT = 7
"""Days before publication in which an event is the news."""


def find(document: Document, cast: Cast, events: Sequence[Found[Event]], lead: int) -> Quote | None:
    """Return the place of the dateline, else that of the lead, else that of the first event of these days."""
    head = document.dateline
    at = None if head is None else dateline.place(document.text, head)
    at = at or _of_lead(document, cast, lead) or _of_event(document, events)
    return None if at is None else Quote(text=at.of(document.text), at=Spans((at,)))


def _of_lead(document: Document, cast: Cast, lead: int) -> Span | None:
    for mention in mentions_in(cast, lead):
        if mention.form == "name" and mention.kind in ("place", "state"):
            where = _is_where(document, mention)
            if where or (where is None and not mention.acts):
                return Span(*mention.span)
    return None


def _is_where(document: Document, mention: Mention) -> bool | None:
    """Return whether "in" or "at" governs a name; None where no such word does, or "to prepare" is before."""
    tokens, syntax = document.tokens[mention.sentence], document.syntax[mention.sentence]
    lower = document.lower[mention.sentence]
    at = bisect_left(tokens, mention.span.start, key=lambda token: token.start)
    if any(syntax.tags[verb.first] == "TO" and verb.end <= at for verb in syntax.verbs):
        return False  # "met to prepare for the summit in Madrid"
    phrase = syntax.phrase_at(at)
    if phrase is None or (phrase.first and syntax.tags[phrase.first - 1] == "CC"):
        return False
    if phrase.joined or is_listed(syntax, lower, phrase.end):
        return False  # "the states of Tarn, Velde and Riga"
    behind = document.text[mention.span.end : mention.span.end + 1]
    if tokens[phrase.head].end > mention.span.end or behind in ("-", "–", "'", "’"):
        return False  # "a meeting of the Tarn group"
    ends = {other.end: other for other in syntax.phrases}
    while phrase is not None and phrase.preposition is not None:
        if lower[phrase.preposition] != "of":
            return lower[phrase.preposition] in _PLACED or None
        phrase = ends.get(phrase.preposition)
    return None


def _of_event(document: Document, events: Sequence[Found[Event]]) -> Span | None:
    published = document.article.date
    for found in events:
        event, when = found.item, found.item.when
        if event.place is None or found.sentence >= _DEEP or when.precision != "day" or when.scheduled:
            continue
        recent = published is None or when.earliest is None or (published - when.earliest).days <= _RECENT
        start = document.text.find(event.place, event.at.start)
        if recent and start >= 0:
            return Span(start, start + len(event.place))
    return None
