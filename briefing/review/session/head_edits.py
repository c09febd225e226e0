"""A brief -> a brief with its head changed as a person asked: what is said of it as a whole; pure."""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.model import Article, Assessment, Brief, Embargo, Source
from briefing.review.session import edits
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import TITLE, Item

ASSESSMENT = Assessment.__struct_fields__
SOURCE = ("publisher", "author", "url", "date", "kind", "tags")
"""What a person corrects of the source's own data."""
HEAD = ("status", "publish_after", "place", "notes", *SOURCE, *ASSESSMENT)
STATUSES = ("draft", "reviewed", "published")
"""A person sets these; `retract` is a step of its own, since it says why."""


def head_value(brief: Brief, field: str) -> str:
    """Return a field of the head as a person types it."""
    holder: Any = brief.source if field in SOURCE else brief.assessment if field in ASSESSMENT else brief
    found = getattr(holder, field, None)
    if isinstance(found, tuple):
        return ", ".join(found)
    return str(getattr(found, "text", found) or "")


def edit_head(brief: Brief, field: str, typed: str, article: Article) -> Brief:
    """Change a field of the head; an empty value takes it away.  Raises ChangeError with the reason."""
    typed = typed.strip()
    if field not in HEAD:
        raise ChangeError(f"Fields of the head: {', '.join(HEAD)}.")
    if field in SOURCE:
        told: Any = [tag for tag in map(str.strip, typed.split(",")) if tag] if field == "tags" else typed
        return msgspec.structs.replace(brief, source=_with(brief.source, field, told))
    if field in ASSESSMENT:
        made = _with(brief.assessment or Assessment(), field, typed)
        return msgspec.structs.replace(brief, assessment=None if made == Assessment() else made)
    if field == "status":
        if typed not in STATUSES:
            raise ChangeError(f"A status is one of: {', '.join(STATUSES)}.")
        return msgspec.structs.replace(brief, status=typed)
    if field == "place":
        return msgspec.structs.replace(brief, place=edits.quoted(typed, article, 0) if typed else None)
    if field == "publish_after" and typed:
        try:
            return msgspec.structs.replace(brief, publish_after=Embargo(typed))
        except ValueError as error:
            raise ChangeError(f"That cannot be stored: {error}.") from None
    return msgspec.structs.replace(brief, **{field: typed or None})


def move(brief: Brief, item: Item, before: str) -> Brief:
    """Put an item before another one of its section, or last where `before` is empty."""
    if item == TITLE:
        raise ChangeError("The title stands first.")
    rows = [each for each in getattr(brief, item.section) if each.id != item.id]
    (moved,) = (each for each in getattr(brief, item.section) if each.id == item.id)
    at = next((number for number, each in enumerate(rows) if each.id == before), len(rows))
    rows.insert(at, moved)
    return msgspec.structs.replace(brief, **{item.section: tuple(rows)})


def _with(old: Source | Assessment, field: str, told: Any) -> Any:
    plain = {**msgspec.to_builtins(old), field: told}
    if not told:
        del plain[field]
    return edits.built(type(old), plain)
