"""A brief -> a brief with one thing changed as a person asked; pure, and strict about the source's words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import msgspec

from briefing.model import (
    Actor,
    Article,
    Background,
    Brief,
    BriefingError,
    Comparison,
    Event,
    Point,
    Quote,
    Record,
    Spans,
    Statement,
    When,
    decode_hook,
    item_id,
)
from briefing.walkthrough.finding import quote
from briefing.walkthrough.items import TITLE, Item, place, value, words

FIELDS = {
    "": ("title",),
    "summary": ("text",),
    "statements": (
        "speaker",
        "on_behalf_of",
        "told_by",
        "addressee",
        "occasion",
        "verb",
        "hedge",
        "kind",
        "text",
    ),
    "events": ("text", "place", "actors", "earliest", "latest", "scheduled"),
    "background": ("kind", "text"),
    "comparison": ("theme", "relation", "then", "now", "answer", "answer_by"),
    "actors": ("kind", "country", "era", "known_as", "wikidata"),
}
"""What can be changed in the dialogue; anything else is changed in the file."""
KINDS = {"point": "summary", "said": "statements", "view": "statements", "denial": "statements"}
KINDS |= {"event": "events", "background": "background"}
"""What can be added, and where it goes."""
_ACTORS = ("speaker", "on_behalf_of", "answer_by")
_QUOTED = ("occasion", "verb", "hedge", "place")


class ChangeError(BriefingError):
    """What a person asked for cannot be done; nothing was changed."""


def strike(brief: Brief, item: Item) -> tuple[Brief, int]:
    """Remove an item; where it is an actor, what names it names it no more.  Returns how many items did."""
    if item == TITLE:
        raise ChangeError("The title cannot be struck; edit it.")
    gone = value(brief, item)
    kept = tuple(each for each in getattr(brief, item.section) if each.id != item.id)
    brief = msgspec.structs.replace(brief, **{item.section: kept})
    return _without(brief, gone) if isinstance(gone, Actor) else (brief, 0)


def edit(brief: Brief, item: Item, field: str, typed: str, article: Article) -> Brief:
    """Change a field of an item; an empty value takes it away.  Raises ChangeError with the reason."""
    if field not in FIELDS[item.section]:
        raise ChangeError(f"Fields here: {', '.join(FIELDS[item.section])}. Others are changed in the file.")
    if item == TITLE:
        if not typed.strip():
            raise ChangeError("A brief needs a title.")
        return msgspec.structs.replace(brief, title=" ".join(typed.split()))
    old, near = value(brief, item), place(brief, item)
    changed = _changed(brief, old, field, typed.strip(), article, near[0].start if near else 0)
    rows = tuple(changed if each.id == item.id else each for each in getattr(brief, item.section))
    return msgspec.structs.replace(brief, **{item.section: rows})


def note(brief: Brief, item: Item, text: str) -> Brief:
    """Add a note on an item to the public notes of a brief."""
    said = " ".join(text.split())
    if not said:
        raise ChangeError("A note needs words.")
    about = words(brief, item)
    short = about if len(about) <= 60 else about[:59].rsplit(" ", 1)[0] + " …"
    paragraph = f"On “{short}”: {said}"
    return msgspec.structs.replace(brief, notes=f"{brief.notes}\n\n{paragraph}" if brief.notes else paragraph)


def add(
    brief: Brief,
    kind: str,
    found: Quote,
    article: Article,
    *,
    speaker: str = "",
    when: str = "",
    day: str = "",
) -> tuple[Brief, Item]:
    """Add an item with the source's words as its evidence; returns it too.  Raises ChangeError."""
    section = KINDS[kind]
    taken = Counter(each.id for each in getattr(brief, section))
    prefix = "back" if kind == "background" else kind
    name = item_id(prefix, found.text, taken)
    while any(each.id == name for each in getattr(brief, section)):
        name = item_id(prefix, found.text, taken)
    new: Record
    if section == "summary":
        new = Point(id=name, text=found.text, at=found.at)
    elif section == "background":
        new = Background(id=name, kind="prior", text=found.text, at=found.at)
    elif section == "events":
        new = Event(id=name, when=_when(when, day, article, found), text=found.text, at=found.at)
    else:
        new = _built(Statement, {"id": name, "kind": kind, "text": found.text, "at": _plain(found.at)})
        new = _changed(brief, new, "speaker", speaker, article, found.at.start)
    rows = list(getattr(brief, section))
    later = (at for at, row in enumerate(rows) if _order(section, row) > _order(section, new))
    rows.insert(len(rows) if section == "summary" else next(later, len(rows)), new)
    return msgspec.structs.replace(brief, **{section: tuple(rows)}), Item(section, name)


def review(brief: Brief, reviewer: str, day: date) -> Brief:
    """Say who has reviewed a brief, and when."""
    return msgspec.structs.replace(
        brief, status="reviewed", reviewer=" ".join(reviewer.split()), reviewed=day
    )


# -- one field ----------------------------------------------------------------------------------


def _changed(brief: Brief, old: Record, field: str, typed: str, article: Article, near: int) -> Any:
    plain: dict[str, Any] = msgspec.to_builtins(old)
    plain.pop(field, None)
    if isinstance(old, Actor):  # what a person says is not inferred any more
        plain["inferred"] = [name for name in old.inferred if name != field]
    if isinstance(old, Statement) and field == "speaker":
        plain.pop("speaker_text", None)
        actor = _actor(brief, typed)
        plain |= (
            {"speaker": actor}
            if actor
            else {"speaker_text": _found(typed, article, near).text}
            if typed
            else {}
        )
    elif field in ("text", "then", "now", "answer") and typed:
        found = _found(typed, article, near)
        side = {"text": found.text, "at": _plain(found.at)}
        plain |= side if field == "text" else {field: side}
    elif field == "text":
        raise ChangeError("An item needs its words; strike it instead.")
    elif field == "actors":
        plain[field] = [_known(brief, name) for name in typed.split(",") if name.strip()]
    elif field in ("earliest", "latest", "scheduled"):
        plain["when"] = {**plain["when"], field: _truth(typed) if field == "scheduled" else typed or None}
    elif typed and field in _ACTORS:
        plain[field] = _known(brief, typed)
    elif typed and field in ("addressee", "told_by"):
        plain[field] = _actor(brief, typed) or _found(typed, article, near).text
    elif typed and field in _QUOTED:
        plain[field] = _found(typed, article, near).text
    elif typed:
        plain[field] = typed
    return _built(type(old), plain)


def _built(kind: type[Record], plain: dict[str, Any]) -> Any:
    try:
        return msgspec.convert(plain, kind, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        raise ChangeError(f"That cannot be stored: {str(error).partition(' - at')[0]}.") from None


def _found(typed: str, article: Article, near: int) -> Quote:
    found = quote(typed, article, near)
    if found is None:
        raise ChangeError(f"The source does not say “{typed}”. Type its own words; […] joins two places.")
    return found


def _actor(brief: Brief, typed: str) -> str | None:
    """Return the id of an actor by id, name or another form of the name."""
    wanted = typed.casefold()
    forms = ((actor.id, (actor.id, actor.name, *actor.aliases)) for actor in brief.actors)
    return next((found for found, names in forms if wanted in (name.casefold() for name in names)), None)


def _known(brief: Brief, typed: str) -> str:
    found = _actor(brief, typed.strip())
    if found is None:
        raise ChangeError(
            f"{typed.strip()!r} is no actor of this brief: {', '.join(a.id for a in brief.actors)}."
        )
    return found


def _truth(typed: str) -> bool:
    return typed.lower() in ("true", "yes", "y", "1")


def _plain(at: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in at]


def _when(typed: str, day: str, article: Article, near: Quote) -> When:
    """Return a date by the words that give it; without a day they stay as they are."""
    found = _found(typed, article, near.at.start)
    plain: dict[str, Any] = {"text": found.text, "at": _plain(found.at)}
    if day:
        plain |= {"earliest": day, "latest": day, "precision": "day"}
    when: When = _built(When, plain)
    return when


def _order(section: str, item: Any) -> tuple[Any, ...]:
    """Say where an added item belongs: events by their day, then all by the text; the rest stays."""
    if section == "events":
        return (item.when.earliest or date.min, item.at.start)
    return (item.at.start if item.at else 0,)


# -- struck actors ------------------------------------------------------------------------------


def _without(brief: Brief, gone: Actor) -> tuple[Brief, int]:
    """Take an actor out of what names it; a statement keeps the name in the text's words."""
    changed = 0

    def cleared(item: Any, **fields: Any) -> Any:
        nonlocal changed
        changed += bool(fields)
        return msgspec.structs.replace(item, **fields) if fields else item

    statements = tuple(cleared(each, **_cleared(each, gone)) for each in brief.statements)
    events = tuple(
        cleared(each, actors=tuple(a for a in each.actors if a != gone.id))
        if gone.id in each.actors
        else each
        for each in brief.events
    )
    pairs: tuple[Comparison, ...] = tuple(
        cleared(each, answer_by=None) if each.answer_by == gone.id else each for each in brief.comparison
    )
    actors = tuple(
        cleared(each, roles=tuple(_loosened(role, gone) for role in each.roles))
        if any(role.of == gone.id for role in each.roles)
        else each
        for each in brief.actors
    )
    return msgspec.structs.replace(
        brief, statements=statements, events=events, comparison=pairs, actors=actors
    ), changed


def _cleared(statement: Statement, gone: Actor) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if statement.speaker == gone.id:
        fields |= {"speaker": None, "speaker_text": gone.name}
    if statement.addressee == gone.id:
        fields["addressee"] = gone.name
    if statement.told_by == gone.id:
        fields["told_by"] = gone.name
    if statement.on_behalf_of == gone.id:
        fields["on_behalf_of"] = None
    return fields


def _loosened(role: Any, gone: Actor) -> Any:
    return msgspec.structs.replace(role, of=None) if role.of == gone.id else role
