"""Records as trees: what a merge works on, field by field.

A struct becomes `Fields`, a list of items an `ItemList` by their keys, and all else is a value.  Words and
which of their places is meant are one value, `QuotedWords`, since neither may change without the other.  A
path names a node as people read it: statements/said-4f1c/speaker; a slash inside a key is ~1, a tilde ~0.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from briefing.model import Brief, Spans
from briefing.model.sections import shape_of_type, typed

T = TypeVar("T", bound=msgspec.Struct)


class QuotedWords(NamedTuple):
    """Words of the source with their place; an empty place: the source does not hold them (any more)."""

    text: str
    occurrence: int | None
    at: Spans


class Fields(dict[str, Any]):
    """The fields of a struct, in the order of the model."""


class ItemList(dict[str, Any]):
    """The items of a list by key: an id, an episode, a title, or the words themselves."""


class _Field(NamedTuple):
    name: str
    item: Any
    """The type of a list's items."""
    inner: type[msgspec.Struct] | None
    """The struct that the field holds."""


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[_Field, ...]:
    of_brief = kind is Brief  # whose lists of words are one value: no section is made of words alone
    return tuple(_field(field.name, field.type, words=not of_brief) for field in msgspec.structs.fields(kind))


def _field(name: str, annotation: Any, *, words: bool) -> _Field:
    said = typed(annotation)
    if said.many:
        keyed = (words and said.kind is str) or (said.struct and shape_of_type(said.kind).key)
        return _Field(name, said.kind if keyed else None, None)
    return _Field(name, None, said.kind if said.struct else None)


def tree(value: msgspec.Struct) -> Fields:
    """Return the tree of a struct."""
    kind = type(value)
    quote = shape_of_type(kind).quote
    result = Fields()
    for name, item, _ in _fields(kind):
        here = getattr(value, name)
        if name == quote:
            result[name] = QuotedWords(here, value.occurrence, value.at)  # type: ignore[attr-defined]
        elif item is not None:
            result[name] = _rows(here, item)
        elif not (quote and name in ("at", "occurrence")):
            result[name] = tree(here) if isinstance(here, msgspec.Struct) else here
    return result


def _rows(items: tuple[Any, ...], kind: Any) -> ItemList:
    """Key the items; a key that stands twice gets a number, and an item whose id it is takes it over."""
    result = ItemList()
    last: dict[str, int] = {}
    field = None if kind is str else shape_of_type(kind).key
    for item in items:
        stem = getattr(item, field) if field else item
        key, number = stem, last.get(stem, 2)
        while key in result:
            key, number = f"{stem}-{number}", number + 1
        last[stem] = number
        node = tree(item) if field else item
        if field == "id":
            node["id"] = key
        result[key] = node
    return result


def struct(node: Fields, kind: type[T]) -> T:
    """Return the struct of a tree."""
    values: dict[str, Any] = {}
    for name, item, inner in _fields(kind):
        if name not in node:
            continue
        here = node[name]
        if isinstance(here, QuotedWords):
            values[name], values["occurrence"], values["at"] = here
        elif isinstance(here, ItemList):
            values[name] = tuple(
                struct(row, item) if isinstance(row, Fields) and item else row for row in here.values()
            )
        elif isinstance(here, Fields) and inner is not None:
            values[name] = struct(here, inner)
        else:
            values[name] = here
    return kind(**values)


# -- paths --------------------------------------------------------------------------------------


def join(path: str, key: str) -> str:
    """Return the path of what lies under `path` by a name or key."""
    return f"{path}/{_part(key)}" if path else _part(key)


def _part(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key


def split(path: str) -> list[str]:
    """Return the names and keys of a path."""
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")] if path else []


def at(node: Any, path: str) -> Any:
    """Return what is at a path, or None."""
    for part in split(path):
        if not isinstance(node, Fields | ItemList) or part not in node:
            return None
        node = node[part]
    return node


def below(path: str, other: str) -> bool:
    """Return whether `other` is the path or lies under it."""
    return other == path or other.startswith(path + "/")


def above(path: str) -> Iterator[str]:
    """Yield the path and those that it lies under."""
    yield path
    while (cut := path.rfind("/")) >= 0:
        path = path[:cut]
        yield path


def put(tree: Fields, path: str, value: Any) -> Fields:
    """Return a tree with something else at a path whose parent is there."""
    name, *rest = split(path)
    here = put(tree[name], "/".join(map(_part, rest)), value) if rest else value
    return type(tree)(tree, **{name: here})


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of a tree that is no list and no struct, with its path."""
    if isinstance(node, Fields | ItemList):
        for key, inner in node.items():
            yield from leaves(inner, join(path, key))
    else:
        yield path, node
