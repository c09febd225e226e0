"""The sections of a brief, a row each, and what the types of the model say about their fields.

Goes in: the types of the record.  Comes out: what a section and its items are called, which fields a
reviewer edits, and where a type keeps words of the source, ids of actors and dates.  No stage, check or
page lists sections or such fields of its own.  Types are looked at once, not for each item.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec

from briefing.model.record import Actor, Brief, Quote, When
from briefing.model.source import Record, Spans


class Addition(NamedTuple):
    """What a reviewer can add to a section from words of the source."""

    prefix: str
    """What its id begins with."""
    fields: Mapping[str, str] = types.MappingProxyType({})
    """The fields that it has next to its words."""


class Section(NamedTuple):
    """A section of a brief; what its default says is right for items with `text` and `at`."""

    name: str
    """The field of a brief, and of an analysis."""
    label: str
    """What the review in the terminal calls an item."""
    nouns: tuple[str, str, str]
    """What a difference calls the section, one item and several items."""
    part: str
    """The id of its part of the page, and (with _ for -) the key of its heading in words.yml."""
    edited: tuple[str, ...] = ("text",)
    """The fields that a reviewer edits in the terminal; the parts of a date stand for it."""
    known_by: tuple[str, ...] = ("text",)
    """The fields whose words an item is known by."""
    adds: Mapping[str, Addition] = types.MappingProxyType({})
    """By the word that a reviewer types."""
    above: int = 0
    """How many of its items the page shows elsewhere, before its part."""
    counted: bool = True
    """Whether a difference counts its items when it describes a whole brief."""

    @property
    def item(self) -> type[Record]:
        """The type of its items."""
        return _ITEMS[self.name]

    @property
    def one(self) -> str:
        """The name of one item, as `explain` has it."""
        return self.name.removesuffix("s")

    @property
    def quotes(self) -> bool:
        """Whether its items are known by words that have a place in the source."""
        shape = shape_of_type(self.item)
        return all(name == shape.quote or name in shape.inner for name in self.known_by)


SECTIONS = (
    Section(
        "summary", "Key point", ("summary", "point", "points"), "key-points",
        adds={"point": Addition("point")}, above=1,
    ),
    Section(
        "actors", "Actor", ("actors", "actor", "actors"), "who",
        edited=("name", "kind", "country", "era", "aliases", "known_as", "wikidata"), known_by=("name",),
    ),
    Section(
        "statements", "Statement", ("statements", "statement", "statements"), "said",
        edited=(
            "speaker", "named", "on_behalf_of", "told_by", "addressee", "occasion", "verb", "hedge", "kind",
            "text",
        ),
        adds={kind: Addition(kind, {"kind": kind}) for kind in ("said", "view", "denial")},
    ),
    Section(
        "outlook", "Outlook", ("outlook", "outlook", "outlooks"), "outlook",
        edited=("text", "speaker", "when", "earliest", "latest", "scheduled", "conditional"),
        adds={"outlook": Addition("outlook")},
    ),
    Section(
        "figures", "Figure", ("figures", "figure", "figures"), "figures",
        edited=("text", "kind", "number", "unit", "counts", "speaker"),
        adds={"figure": Addition("figure")},
    ),
    Section(
        "events", "Event", ("dates", "date", "dates"), "timeline",
        edited=("text", "place", "actors", "when", "earliest", "latest", "scheduled"),
        adds={"event": Addition("event")},
    ),
    Section(
        "background", "Background", ("background", "background fact", "background facts"), "timeline",
        edited=("kind", "text"), adds={"background": Addition("back", {"kind": "prior"})},
    ),
    Section(
        "comparison", "Then and now", ("then and now", "pair", "pairs"), "then-and-now",
        edited=("era", "theme", "relation", "then", "now", "cue", "answer", "answer_by"),
        known_by=("then", "now", "answer"),
    ),
    Section(
        "parallels", "Parallel", ("parallels", "parallel", "parallels"), "then-and-now",
        edited=(), known_by=("episode",), counted=False,
    ),
)  # fmt: skip
"""In the order of the record."""
PARTS = ("key-points", "outlook", "then-and-now", "said", "figures", "who", "timeline")
"""The parts of a page whose order is not that of the record; any other follows them."""


# -- what the types say -------------------------------------------------------------------------


class Inner(NamedTuple):
    """A list of structs."""

    name: str
    key: str
    """The field that names its items in a path; empty where they go by the path of the list."""
    worded: bool
    """Whether words without a place are in it."""


class Shape(NamedTuple):
    """Where a type keeps what, by the names of its fields."""

    key: str
    """The field that tells the items of a list apart; empty where none does."""
    quote: str
    """The field whose words have their place in `at`; empty where none has."""
    places: tuple[str, ...]
    """Places that no field has the words of."""
    words: tuple[str, ...]
    """The source's words without a place."""
    actors: tuple[str, ...]
    """Ids of actors."""
    either: tuple[str, ...]
    """Ids of actors, or the source's words."""
    dates: tuple[str, ...]
    inner: tuple[str, ...]
    """Structs that keep any of this."""
    lists: tuple[Inner, ...]
    """Lists of such structs."""
    plain: tuple[str, ...]
    """All fields but ids, places and weights: what means something to a reader."""


_QUIET = frozenset(("id", "episode", "salience", "inferred", "occurrence"))
"""By what an item is told apart, how much it weighs and where a field comes from: none of them is a claim."""


class Typed(NamedTuple):
    """What an annotation says, without None."""

    kind: Any
    """The type itself, of a list that of its items."""
    many: bool
    holds: str
    """What a text is, by the mark of its type: "words", "actor" or "either"; else empty."""

    @property
    def struct(self) -> bool:
        return isinstance(self.kind, type) and issubclass(self.kind, msgspec.Struct)


def typed(annotation: Any) -> Typed:
    """Return what an annotation of a field says."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return typed(next(part for part in arguments if part is not type(None)))
    if origin is tuple and arguments[-1] is Ellipsis:
        return typed(arguments[0])._replace(many=True)
    if origin is Annotated:
        marks = (mark.extra or {} for mark in arguments[1:] if isinstance(mark, msgspec.Meta))
        holds = next((mark["holds"] for mark in marks if "holds" in mark), "")
        return Typed(arguments[0], many=False, holds=holds)
    return Typed(annotation, many=False, holds="")


@functools.cache
def shape_of_type(kind: type[msgspec.Struct]) -> Shape:
    """Return where a type keeps words of the source, ids and dates."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    said = {name: typed(field.type) for name, field in fields.items()}
    quote = next((name for name in ("text", "title") if name in fields and "at" in fields), "")
    key = next((name for name in ("id", "episode", "title") if name in fields), "")
    deep = [name for name, here in said.items() if here.struct and _keeps(here.kind)]
    return Shape(
        key=key,
        quote=quote,
        places=tuple(n for n, here in said.items() if here.kind is Spans and not (quote and n == "at")),
        words=tuple(n for n, here in said.items() if here.holds == "words"),
        actors=tuple(n for n, here in said.items() if here.holds == "actor"),
        either=tuple(n for n, here in said.items() if here.holds == "either"),
        dates=tuple(n for n, here in said.items() if here.kind is When),
        inner=tuple(n for n in deep if not said[n].many),
        lists=tuple(_inner(name, said[name].kind) for name in deep if said[name].many),
        plain=tuple(name for name, here in said.items() if name not in _QUIET and here.kind is not Spans),
    )


def shape_of(value: msgspec.Struct) -> Shape:
    """Return where a value keeps them."""
    return shape_of_type(type(value))


def _inner(name: str, kind: type[msgspec.Struct]) -> Inner:
    shape = shape_of_type(kind)
    return Inner(name, shape.key if shape.key in ("id", "episode") else "", _worded(kind))


def _worded(kind: type[msgspec.Struct]) -> bool:
    """Return whether words without a place are in a type."""
    shape = shape_of_type(kind)
    inner = (typed(field.type).kind for field in msgspec.structs.fields(kind) if field.name in shape.inner)
    return (
        bool(shape.words or shape.either)
        or any(list_.worded for list_ in shape.lists)
        or any(map(_worded, inner))
    )


def _keeps(kind: type[msgspec.Struct]) -> bool:
    """Return whether anything of the source is in a type."""
    shape = shape_of_type(kind)
    return bool(shape.quote or any(shape[2:9]))


LISTS = tuple(
    field.name for field in msgspec.structs.fields(Brief) if (said := typed(field.type)).many and said.struct
)
"""The lists of a record: its sections, approvals, corrections, conflicts and what was struck."""
_ITEMS: Mapping[str, type[Record]] = {
    field.name: typed(field.type).kind for field in msgspec.structs.fields(Brief) if field.name in LISTS
}
SECTION: Mapping[str, Section] = {section.name: section for section in SECTIONS}
"""Sections by their names."""
OF_ITEM: Mapping[type[Record], Section] = {section.item: section for section in SECTIONS}
"""Sections by the types of their items."""
ITEMS = tuple(section for section in SECTIONS if "id" in section.item.__struct_fields__)
"""The sections whose items have ids: all but what comes from the reference."""
FOUND = tuple(section for section in SECTIONS if section.item is not Actor)
"""The sections that stages find items of; actors come from the cast."""
READ = (*(section for section in ITEMS if section.item is not Actor), SECTION["actors"])
"""The sections in the order in which they are read through: actors after what is said of them."""
EITHER = frozenset(name for section in SECTIONS for name in shape_of_type(section.item).either)
"""The fields that name an actor by id or by the source's words."""
NAMING = EITHER.union(*(shape_of_type(section.item).actors for section in SECTIONS))
"""The fields that name actors."""


# -- items --------------------------------------------------------------------------------------


def key_of(item: Any) -> str:
    """Return what an item is told apart by."""
    return str(getattr(item, shape_of(item).key))


def words_of(item: Any) -> list[str]:
    """Return the words that an item is known by, in one or more parts."""
    values = (getattr(item, name) for name in OF_ITEM[type(item)].known_by)
    return [value.text if isinstance(value, Quote) else str(value) for value in values if value]


def evidence(item: Any) -> Iterator[Spans]:
    """Yield the places of an item's words; those that date it are no evidence of their own."""
    shape = shape_of(item)
    if shape.quote:
        yield item.at
    for name in shape.inner:
        if name not in shape.dates and (inner := getattr(item, name)) is not None:
            yield from evidence(inner)
    for list_ in shape.lists:
        for inner in getattr(item, list_.name):
            yield from evidence(inner)


def naming(item: Any, path: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (path, id, whether it may be words instead) of every actor that an item names."""
    shape = shape_of(item)
    for name in (*shape.actors, *shape.either):
        value = getattr(item, name)
        if isinstance(value, tuple):
            yield from ((f"{path}/{name}/{number}", each, False) for number, each in enumerate(value))
        elif value:
            yield f"{path}/{name}", value, name in shape.either
    for list_ in shape.lists:
        for number, inner in enumerate(getattr(item, list_.name)):
            yield from naming(inner, f"{path}/{list_.name}/{number}")


def dated(brief: Brief) -> Iterator[tuple[str, When]]:
    """Yield (path, date) of everything in a brief that has one."""
    for section in SECTIONS:
        for item in getattr(brief, section.name):
            for name in shape_of(item).dates:
                if (when := getattr(item, name)) is not None:
                    yield f"{section.name}/{key_of(item)}/{name}", when


def parts(held: Mapping[str, int]) -> list[str]:
    """Return the parts of a page that show something, in its order; `held` counts the items of sections."""
    shown = dict.fromkeys((*PARTS, *(section.part for section in SECTIONS)))
    return [
        part
        for part in shown
        if any(section.part == part and held[section.name] > section.above for section in SECTIONS)
    ]
