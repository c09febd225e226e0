"""Actors of the record and of the draft -> one id for each, changed in all items that name it.

An actor is known by his id and place, as any item is, and where these tell nothing by his name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from briefing.model import Tombstone
from briefing.review.merge.record_tree import Fields, ItemList, at
from briefing.review.merge.similarity import MatchEvidence

REFERENCES = ("speaker", "on_behalf_of", "told_by", "addressee", "answer_by", "of")
"""Fields that hold the id of an actor."""


def namesakes(new: Mapping[str, MatchEvidence], old: Iterable[MatchEvidence]) -> dict[str, str]:
    """Return the new actors that are an old one by name: id -> id once issued.

    `old` are those that nothing else matches: the seed has lost their names, or holds no more than an
    alias, which may be others' too.  A name that two of a kind have tells nothing.
    """
    once: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in old:
        once[item.kind, item.words].add(item.id)
    now: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key, item in new.items():
        now[item.kind, item.words].append(key)
    return {
        now[name][0]: next(iter(found))
        for name, found in once.items()
        if len(found) == 1 == len(now.get(name, ()))
    }


def renamed(tree: Fields, names: Mapping[str, str]) -> Fields:
    """Return a tree in which references to actors follow their new ids."""

    if not names:
        return tree

    def walk(node: Any, field: str) -> Any:
        if isinstance(node, Fields):
            return Fields((name, walk(value, name)) for name, value in node.items())
        if (
            isinstance(node, ItemList)
            and field == "actors"
            and all(isinstance(v, str) for v in node.values())
        ):
            return ItemList((names.get(key, key), names.get(value, value)) for key, value in node.items())
        if isinstance(node, ItemList):
            return ItemList((key, walk(value, field)) for key, value in node.items())
        return names.get(node, node) if field in REFERENCES and isinstance(node, str) else node

    result: Fields = walk(tree, "")
    return result


def named_by_people(tree: Fields, owned: Collection[str], struck: Collection[Tombstone]) -> set[str]:
    """Return the actors that a person changed or named in a change: their ids outlive a draft."""
    result: set[str] = set()
    for path in (*owned, *(stone.section for stone in struck)):
        parts = path.split("/")
        if parts[0] == "actors" and len(parts) > 1:
            result.add(parts[1])
    result |= {stone.id for stone in struck if "/" in stone.section}
    for item in {"/".join(path.split("/")[:2]) for path in owned if "/" in path}:
        result |= set(_strings(at(tree, item)))
    return result


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, Fields | ItemList):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, str):
        yield node
