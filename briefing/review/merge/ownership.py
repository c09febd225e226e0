"""What a person changed since the machine last wrote a record: fields owned, items added and struck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefing.model import Spans, Tombstone
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, below, join
from briefing.review.merge.similarity import grave, under

MACHINE = ("schema_version", "slug", "source/sha256", "conflicts")
"""Paths that nobody owns: facts of the file, and the list of what is open."""


class Claims:
    """What people own and struck, as one merge learns it."""

    def __init__(
        self,
        owned: Iterable[str] = (),
        struck: Iterable[Tombstone] = (),
        orders: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.owned = set(owned)
        self.struck = list(struck)
        self.orders = dict(orders or {})

    def touched(self, path: str) -> bool:
        """Return whether a person owns a node, or changed or struck something in it."""
        return any(below(path, other) for other in self.owned) or any(
            below(path, stone.section) for stone in self.struck
        )

    def is_struck(self, section: str, key: str) -> bool:
        """Return whether an item of a list is struck."""
        return any(stone.section == section and stone.id == key for stone in self.struck)

    def strike(self, section: str, key: str, node: Any) -> None:
        """Take note that a person removed an item: what was owned in it goes with it."""
        path = join(section, key)
        self.owned = {other for other in self.owned if not below(path, other)}
        self.struck = [stone for stone in self.struck if not under(path, stone)]
        self.struck.append(grave(section, key, node))

    def add(self, section: str, key: str) -> None:
        """Take note that a person put an item in, or put a struck one back."""
        self.struck = [s for s in self.struck if not (s.section == section and s.id == key)]
        self.owned.add(join(section, key))


def learn(claims: Claims, last: Fields, mine: Fields, *, places: bool = True) -> None:
    """Add to `claims` in what a person's tree differs from the one that was last written.

    `places` False takes no difference in places alone for an edit: without a ledger nobody can tell
    who moved a quote when the seed changed.
    """
    _node(claims, "", last, mine, places=places)


def _node(claims: Claims, path: str, last: Any, mine: Any, *, places: bool) -> None:
    if isinstance(last, Fields) and isinstance(mine, Fields):
        for name in mine:
            inner = join(path, name)
            if inner not in MACHINE:
                _node(claims, inner, last.get(name), mine[name], places=places)
    elif isinstance(last, ItemList) and isinstance(mine, ItemList):
        _rows(claims, path, last, mine, places=places)
    elif not _equal(last, mine, places=places):
        claims.owned = {other for other in claims.owned if not below(path, other)} | {path}


def _rows(claims: Claims, path: str, last: ItemList, mine: ItemList, *, places: bool) -> None:
    for key, node in last.items():
        if key not in mine:
            claims.strike(path, key, node)
    for key, node in mine.items():
        if key in last:
            _node(claims, join(path, key), last[key], node, places=places)
        else:
            claims.add(path, key)
    if [key for key in last if key in mine] != [key for key in mine if key in last]:
        claims.owned.add(path)


def _equal(last: Any, mine: Any, *, places: bool) -> bool:
    if not places and isinstance(last, QuotedWords) and isinstance(mine, QuotedWords):
        return last.text == mine.text
    if not places and isinstance(last, Spans) and isinstance(mine, Spans):
        return True
    return bool(last == mine)
