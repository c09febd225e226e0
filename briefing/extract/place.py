"""Dateline, lead and events -> where the news happened, in the source's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefing.extract.standalone import mentions_in
from briefing.model import Cast, Document, Event, Found, Mention, Quote, Span, Spans
from briefing.text import dateline
from briefing.text.lists import is_listed

_PLACED = frozenset(("in", "at", "near", "outside"))
_PARTS = frozenset(("capital", "center", "centre", "city", "coast", "district", "east", "island", "north"))
_PARTS |= {"outskirts", "port", "province", "region", "south", "state", "suburbs", "town", "village", "west"}
"""Nouns that an "of" with a place says more of: "in the city of Velde"."""
_HEAD = 900
"""Characters from the start of the article in which the head of a release or a talk names the place."""
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NAME = r"(?!\w+day\b)[^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*){0,3}"
_DAY = rf"(?:\d{{1,2}}(?:[-–]\d{{1,2}})? {_MONTH}|{_MONTH} \d{{1,2}}),? \d{{4}}"
_CAPITALIZED = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_HEADS = re.compile(
    rf"^(?:DATELINE: (?P<slug>{_NAME})|(?P<line>{_NAME}), {_DAY}|(?P<state>{_NAME}, [A-Z.]{{2,5}})\n{_DAY}"
    rf"|(?:By|BY|From|FROM) [^\n]{{3,80}}? in (?P<byline>{_CAPITALIZED})(?: and [^\n]*)?)[ \t]*$",
    re.M,
)
"""A slug, a line "Velde, 3 May 2021" or a byline "By Ada Holm in Velde"."""
_DEEP = 3
"""Sentences whose event may tell the place where the lead has none."""
_RECENT = 7
"""Days before publication in which an event is the news."""


def find(document: Document, cast: Cast, events: Sequence[Found[Event]], lead: int) -> Quote | None:
    """Return the place of the dateline, else that of the lead, else that of the first event of these days."""
    head = document.dateline
    at = None if head is None else dateline.place(document.text, head)
    at = at or _of_head(document) or _of_lead(document, cast, lead) or _of_event(document, events)
    return None if at is None else Quote(text=at.of(document.text), at=Spans((at,)))


def _of_head(document: Document) -> Span | None:
    """Return the place that the head of a talk, a release or a report names in a line of its own."""
    start = document.article.body.start
    found = _HEADS.search(document.text, start, min(start + _HEAD, document.article.body.end))
    name = found.lastgroup if found is not None else None
    return Span(*found.span(name)) if found is not None and name is not None else None


def _of_lead(document: Document, cast: Cast, lead: int) -> Span | None:
    for mention in mentions_in(cast, lead):
        placed = mention.form == "name" and mention.kind in ("place", "state")
        if placed and _is_where(document, mention):
            return Span(*mention.span)
    return None


def _is_where(document: Document, mention: Mention) -> bool:
    """Return whether "in" or "at" governs a name, and no "to prepare" is before it."""
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
            return lower[phrase.preposition] in _PLACED
        phrase = ends.get(phrase.preposition)
        if phrase is not None and lower[phrase.head] not in _PARTS:
            return False
    return False


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
