"""An item -> the fields by which a person changes it, each with its kind, as the types of the record say."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct

from briefing import lexicon
from briefing.model import Actor, Brief
from briefing.model.sections import shape_of, typed
from briefing.review.session import edits, head_edits
from briefing.review.session.items import TITLE, Item, value

LONG = ("notes", *head_edits.ASSESSMENT)
KINDS = {
    "publish_after": "text",
    "status": "choice",
    "kind": "choice",
    "likelihood": "choice",
    "date": "date",
}
LABELS = {
    "on_behalf_of": "On behalf of", "told_by": "As told by", "answer_by": "Who answers", "then": "Then",
    "when": "Words that date it", "earliest": "First day", "latest": "Last day", "scheduled": "Still to come",
    "known_as": "Known as", "wikidata": "Wikidata", "aliases": "Other names", "text": "Words", "now": "Today",
    "named": "How the source is named", "publish_after": "Not before", "so_what": "Why it matters",
    "would_change": "What would change our mind", "gaps": "What we do not know", "notes": "Note to readers",
    "url": "Address",
}  # fmt: skip


class Field(Struct, frozen=True, kw_only=True):
    """A field of a form."""

    name: str
    kind: str
    """quote, person, people, choice, check, date, long or text."""
    value: str
    shown: str = ""
    """What a person reads where the value is an id."""
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        last = self.name.rpartition("/")[2]
        return LABELS.get(last, last.replace("_", " ").capitalize())


def fields_of(brief: Brief, item: Item) -> list[Field]:
    """Return the fields of an item in the order in which they are edited; words of the source first."""
    if item == TITLE:
        return [Field(name="title", kind="long", value=brief.title)]
    found = value(brief, item)
    made = [_field(brief, item, found, name) for name in edits.FIELDS[item.section]]
    return [*made, *(_roles(brief, found) if isinstance(found, Actor) else ())]


def head_of(brief: Brief) -> list[Field]:
    """Return the fields of the brief as a whole."""
    choices = {
        "status": tuple(dict.fromkeys((*head_edits.STATUSES, brief.status))),
        "kind": _literals(type(brief.source), "kind"),
        "likelihood": ("", *sorted(lexicon.load().tradecraft.likelihood)),
    }
    return [
        Field(
            name=name,
            kind=KINDS.get(name, "long" if name in LONG else "text"),
            value=head_edits.head_value(brief, name),
            choices=choices.get(name, ()),
        )
        for name in head_edits.HEAD
    ]


def pair_choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the eras and the themes that a pair can have."""
    comparing = lexicon.load().comparison
    return tuple(comparing.eras), tuple(comparing.themes)


def _field(brief: Brief, item: Item, found: Any, name: str) -> Field:
    shape = shape_of(found)
    told = edits.value_of(brief, item, name)
    kind, choices = _kind(found, shape, name)
    if name in ("era", "theme") and item.section == "comparison":
        kind, choices = "choice", pair_choices()[name == "theme"]
        choices = tuple(dict.fromkeys((*choices, told)))
    names = {actor.id: actor.name for actor in brief.actors}
    shown = (
        ", ".join(names.get(each, each) for each in told.split(", ")) if kind in ("person", "people") else ""
    )
    return Field(name=name, kind=kind, value=told, shown=shown, choices=choices)


def _kind(found: Any, shape: Any, name: str) -> tuple[str, tuple[str, ...]]:
    if name == shape.quote or (name in shape.inner and name not in shape.dates):
        return "quote", ()
    if name in edits.DATED:
        return ("check" if name == "scheduled" else "date"), ()
    if name in shape.actors or name in shape.either:
        return ("people" if isinstance(getattr(found, name), tuple) else "person"), ()
    said = typed(next(field.type for field in msgspec.structs.fields(found) if field.name == name))
    if said.kind is bool:
        return "check", ()
    choices = _literals(type(found), name)
    return ("choice", choices) if choices else ("date" if said.kind is date else "text", ())


def _literals(kind: type[Struct], name: str) -> tuple[str, ...]:
    """Return what a field can be, with "" where it may be left out; nothing where it is no choice."""
    field = next(field for field in msgspec.structs.fields(kind) if field.name == name)
    said = typed(field.type).kind
    if get_origin(said) is not Literal:
        return ()
    return (*(() if field.default is not None else ("",)), *get_args(said))


def _roles(brief: Brief, actor: Actor) -> list[Field]:
    names = {each.id: each.name for each in brief.actors}
    made = []
    for number, role in enumerate(actor.roles):
        made += [
            Field(name=f"{number}/title", kind="text", value=role.title),
            Field(
                name=f"{number}/of", kind="person", value=role.of or "", shown=names.get(role.of or "", "")
            ),
            Field(name=f"{number}/era", kind="choice", value=role.era, choices=_literals(type(role), "era")),
        ]
    return [*made, Field(name=f"{len(actor.roles)}/title", kind="text", value="")]


def cast_of(brief: Brief) -> list[dict[str, str]]:
    """Return the actors of a brief for the picker: id, name, and what tells namesakes apart."""
    return [
        {
            "id": actor.id,
            "name": actor.name,
            "role": "; ".join(role.title for role in actor.roles) or actor.kind,
            "also": ", ".join(actor.aliases),
            "country": actor.country or "",
        }
        for actor in brief.actors
    ]
