"""A brief -> a brief with one thing changed as a person asked; pure, and strict about the source's words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import msgspec

from briefing.model import (
    Actor,
    Approval,
    Article,
    Brief,
    BriefingError,
    Correction,
    Quote,
    Record,
    Spans,
    Statement,
    When,
    decode_hook,
    item_id,
)
from briefing.model.meaning import bound
from briefing.model.sections import SECTION, SECTIONS, shape_of, shape_of_type
from briefing.review.session.items import TITLE, Item, place, value, words
from briefing.review.session.quote_search import quote

FIELDS = {"": ("title",), **{section.name: section.edited for section in SECTIONS}}
"""What can be changed in the dialogue; anything else is changed in the file."""
DATED = ("earliest", "latest", "scheduled")
"""Fields of the date of an item."""
KINDS = {word: section.name for section in SECTIONS for word in section.adds}
"""What can be added, and where it goes."""


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
    require_field(item, field)
    if item == TITLE:
        if not typed.strip():
            raise ChangeError("A brief needs a title.")
        return msgspec.structs.replace(brief, title=" ".join(typed.split()))
    old, near = value(brief, item), place(brief, item)
    return replaced(
        brief, item, _changed(brief, old, field, typed.strip(), article, near[0].start if near else 0)
    )


def require_field(item: Item, field: str) -> None:
    """Raise ChangeError where an item has no such field that a person edits."""
    if field not in FIELDS[item.section]:
        raise ChangeError(f"Fields here: {', '.join(FIELDS[item.section])}. Others are changed in the file.")


def value_of(brief: Brief, item: Item, field: str) -> str:
    """Return a field of an item as a person types it; "" where it is empty."""
    if item == TITLE:
        return brief.title
    found = value(brief, item)
    holder = getattr(found, "when", None) if field in DATED else found
    worded = getattr(found, f"{field}_text", None)
    return _typed(getattr(holder, field, None)) or _typed(worded)


def _typed(told: Any) -> str:
    if isinstance(told, tuple):
        return ", ".join(map(_typed, told))
    if isinstance(told, Quote | When):
        return told.text
    return "" if told in (None, False) else "yes" if told is True else str(told)


def replaced(brief: Brief, item: Item, new: Record) -> Brief:
    """Put an item in the place of the one that it is a version of."""
    rows = tuple(new if each.id == item.id else each for each in getattr(brief, item.section))
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
    prefix, fields = SECTION[section].adds[kind]
    name = item_id(prefix, found.text, taken)
    while any(each.id == name for each in getattr(brief, section)):
        name = item_id(prefix, found.text, taken)
    plain: dict[str, Any] = {"id": name, "text": found.text, "at": _plain(found.at), **fields}
    for date_of in shape_of_type(SECTION[section].item).dates if when or section == "events" else ():
        plain[date_of] = msgspec.to_builtins(_when(when, day, article, found))
    new = built(SECTION[section].item, plain)
    if section == "statements" or (speaker and "speaker" in shape_of(new).actors):
        new = _changed(brief, new, "speaker", speaker, article, found.at.start)
    rows = list(getattr(brief, section))
    later = (at for at, row in enumerate(rows) if _order(row) > _order(new))
    rows.insert(len(rows) if section == "summary" else next(later, len(rows)), new)
    return msgspec.structs.replace(brief, **{section: tuple(rows)}), Item(section, name)


def review(brief: Brief, reviewer: str, day: date) -> Brief:
    """Say who has reviewed a brief, and when."""
    approval = Approval(by=" ".join(reviewer.split()), on=day)
    status = "reviewed" if brief.status == "draft" else brief.status
    return bound(msgspec.structs.replace(brief, status=status, approvals=(*brief.approvals, approval)))


def retract(brief: Brief, note: str, day: date) -> Brief:
    """Take a brief back, with a public note that says why."""
    entry = Correction(date=day, note=" ".join(note.split()), kind="retraction")
    return msgspec.structs.replace(brief, status="retracted", corrections=(*brief.corrections, entry))


# -- one field ----------------------------------------------------------------------------------


def _changed(brief: Brief, old: Record, field: str, typed: str, article: Article, near: int) -> Any:
    plain: dict[str, Any] = msgspec.to_builtins(old)
    shape = shape_of(old)
    plain.pop(field, None)
    if isinstance(old, Actor):  # what a person says is not inferred any more
        plain["inferred"] = [name for name in old.inferred if name != field]
    if field == "speaker" and "speaker_text" in shape.words:
        plain.pop("speaker_text", None)
        actor = _actor(brief, typed)
        plain |= (
            {"speaker": actor}
            if actor
            else {"speaker_text": quoted(typed, article, near).text}
            if typed
            else {}
        )
        if isinstance(old, Statement):
            kinds = {each.id: each.kind for each in brief.actors}
            plain["named"] = None if actor is None else "name" if kinds[actor] == "person" else "body"
    elif field in DATED:
        if "when" not in plain:
            raise ChangeError("It has no date yet: give the words that date it first.")
        plain["when"] = _dated(plain["when"], field, typed)
    elif typed and field in shape.dates:
        plain[field] = msgspec.to_builtins(
            _when(typed, "", article, Quote(text=typed, at=Spans.one(near, near + 1)))
        )
    elif field == shape.quote and not typed:
        raise ChangeError("An item needs its words; strike it instead.")
    elif isinstance(getattr(old, field), tuple):
        each = [name for name in typed.split(",") if name.strip()]
        plain[field] = [
            known(brief, name) if field in shape.actors else quoted(name.strip(), article, near).text
            for name in each
        ]
    elif typed and (field == shape.quote or field in shape.inner):
        found = quoted(typed, article, near)
        side = {"text": found.text, "at": _plain(found.at)}
        plain |= side if field == shape.quote else {field: side}
    elif typed and field in shape.actors:
        plain[field] = known(brief, typed)
    elif typed and field in shape.either:
        plain[field] = _actor(brief, typed) or quoted(typed, article, near).text
    elif typed and field in shape.words:
        plain[field] = quoted(typed, article, near).text
    elif typed:
        plain[field] = typed
    return built(type(old), plain)


def built(kind: type[Record], plain: dict[str, Any]) -> Any:
    """Return a value of the model; raises ChangeError where it cannot be one."""
    try:
        return msgspec.convert(plain, kind, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        raise ChangeError(f"That cannot be stored: {str(error).partition(' - at')[0]}.") from None


def quoted(typed: str, article: Article, near: int) -> Quote:
    """Return the source's words that a person means; raises ChangeError where it has none."""
    found = quote(typed, article, near)
    if found is None:
        raise ChangeError(f"The source does not say “{typed}”. Type its own words; […] joins two places.")
    return found


def _actor(brief: Brief, typed: str) -> str | None:
    """Return the id of an actor by id, name or another form of the name."""
    wanted = typed.casefold()
    forms = ((actor.id, (actor.id, actor.name, *actor.aliases)) for actor in brief.actors)
    return next((found for found, names in forms if wanted in (name.casefold() for name in names)), None)


def known(brief: Brief, typed: str) -> str:
    """Return the id of an actor by id or name; raises ChangeError where there is none."""
    found = _actor(brief, typed.strip())
    if found is None:
        raise ChangeError(
            f"{typed.strip()!r} is no actor of this brief: {', '.join(a.id for a in brief.actors)}."
        )
    return found


def _dated(plain: dict[str, Any], field: str, typed: str) -> dict[str, Any]:
    """Return a date with one of its bounds changed; of a single day both are."""
    single = field == "earliest" and plain.get("latest") in (None, plain.get("earliest"))
    bounds = {field: _truth(typed) if field == "scheduled" else typed or None}
    if single:
        bounds["latest"] = typed or None
    new = {**plain, **bounds}
    if field != "scheduled" and typed:
        new["precision"] = "day" if new["earliest"] == new.get("latest") else "period"
        new.pop("era", None)
    return new


def _truth(typed: str) -> bool:
    return typed.lower() in ("true", "yes", "y", "1")


def _plain(at: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in at]


def _when(typed: str, day: str, article: Article, near: Quote) -> When:
    """Return a date by the words that give it; without a day they stay as they are."""
    found = quoted(typed, article, near.at.start)
    plain: dict[str, Any] = {"text": found.text, "at": _plain(found.at)}
    if day:
        plain |= {"earliest": day, "latest": day, "precision": "day"}
    when: When = built(When, plain)
    return when


def _order(item: Any) -> tuple[Any, ...]:
    """Say where an added item belongs: events by their day, then all by the text; the rest stays."""
    days = [getattr(item, name) for name in shape_of(item).dates]
    start = item.at.start if item.at else 0
    return (*(when.earliest or date.min for when in days if when), start)


# -- struck actors ------------------------------------------------------------------------------


def _without(brief: Brief, gone: Actor) -> tuple[Brief, int]:
    """Take an actor out of what names it; where there may be words, the name stays in the text's words."""
    changed = 0
    for section in SECTIONS:
        items = getattr(brief, section.name)
        kept = tuple(_cleared(item, gone) for item in items)
        changed += sum(old is not new for old, new in zip(items, kept, strict=True))
        brief = msgspec.structs.replace(brief, **{section.name: kept})
    return brief, changed


def _cleared(item: Any, gone: Actor) -> Any:
    """Return an item that does not name an actor; the item itself where it does not."""
    shape = shape_of(item)
    fields: dict[str, Any] = {}
    for name in shape.actors:
        value = getattr(item, name)
        if value == gone.id:
            fields[name] = None
            if (worded := f"{name}_text") in shape.words:
                fields[worded] = _said_name(gone)
        elif isinstance(value, tuple) and gone.id in value:
            fields[name] = tuple(each for each in value if each != gone.id)
    fields |= {name: _said_name(gone) for name in shape.either if getattr(item, name) == gone.id}
    for name in (each.name for each in shape.lists):
        inner = getattr(item, name)
        kept = tuple(_cleared(each, gone) for each in inner)
        if any(old is not new for old, new in zip(inner, kept, strict=True)):
            fields[name] = kept
    return msgspec.structs.replace(item, **fields) if fields else item


def _said_name(gone: Actor) -> str | None:
    """Return a name of an actor in the source's words; a state may have the lexicon's in its record."""
    return next(iter(gone.aliases), None) if "name" in gone.inferred else gone.name
