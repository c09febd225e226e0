"""Words that a person selects in the source -> quotes, and the items and fields that hold them.

What is selected is a place, so that nothing can be misquoted: the words are read from the source there.
"""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.model import Actor, Article, Brief, Comparison, Quote, Span, Spans, places
from briefing.model.grounding import CUT, holds
from briefing.model.sections import shape_of
from briefing.review.session import edits
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import TITLE, Item, value


def selected(at: Spans, article: Article) -> Quote:
    """Return the words at a place, without blanks at the ends of its spans; raises ChangeError where none."""
    inside = [span for span in at if article.body.covers(span)]
    spans = Spans(Span.trimmed(article.text, span.start, span.end) for span in inside)
    text = CUT.join(span.of(article.text) for span in spans)
    if not spans or len(spans) < len(at) or not holds(text, article.text, spans, article.body):
        raise ChangeError("Select words of the source, in its order.")
    return Quote(text=text, at=spans)


def requote(brief: Brief, item: Item, field: str, at: Spans, article: Article) -> Brief:
    """Give a field of an item the words at a place: its quote, a side of a pair, or what keeps no place."""
    edits.require_field(item, field)
    found = selected(at, article)
    if item == TITLE:
        return edits.edit(brief, item, field, found.text, article)
    old = value(brief, item)
    shape = shape_of(old)
    if field == shape.quote:
        new = msgspec.structs.replace(old, text=found.text, at=found.at, occurrence=None)
    elif field in shape.inner and field not in shape.dates:
        new = msgspec.structs.replace(old, **{field: found})
    elif len(at) == 1:
        return edits.edit(brief, item, field, found.text, article)
    else:
        raise ChangeError("One stretch of words is taken here.")
    return edits.replaced(brief, item, new)


def add_pair(brief: Brief, side: str, found: Quote, **fields: str) -> tuple[Brief, Item]:
    """Add a pair of then and now by one of its sides; the other is selected next."""
    if not all(fields.get(name) for name in ("era", "theme")):
        raise ChangeError("A pair needs its era and its theme.")
    fields = {name: fields[name] for name in ("era", "theme")}
    return _added(brief, "comparison", Comparison(**fields, **{side: found}))  # type: ignore[arg-type]


def add_actor(brief: Brief, found: Quote, kind: str) -> tuple[Brief, Item]:
    """Add an actor by the words that name one."""
    name = " ".join(found.text.split())
    if any(name in (actor.name, *actor.aliases) for actor in brief.actors):
        raise ChangeError(f"{name} is an actor of this brief already.")
    new = edits.built(Actor, {"name": name, "kind": kind or "person"})
    return _added(brief, "actors", new)


def _added(brief: Brief, section: str, new: Any) -> tuple[Brief, Item]:
    """Put an item without an id at the end of a section; the id is issued as for one of the file."""
    known = {each.id for each in getattr(brief, section)}
    brief = places.with_ids(msgspec.structs.replace(brief, **{section: (*getattr(brief, section), new)}))
    return brief, next(Item(section, each.id) for each in getattr(brief, section) if each.id not in known)
