"""What a person changed since the machine last wrote a record: fields owned, items added and struck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from briefing.model import Spans, Tombstone
from briefing.review.merge.offers import OWN, WORDS, Offer, told
from briefing.review.merge.record_tree import Fields, ItemList, above, below, join

MACHINE = (*OWN, "source/sha256")
"""Paths that nobody owns: facts of the file, and what a merge keeps account of by itself."""


class Claims:
    """What people own and struck, as one merge learns it."""

    def __init__(
        self,
        struck: Iterable[Tombstone] = (),
        orders: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.orders = dict(orders or {})
        self.owned: set[str] = set()
        self._stones = {(stone.section, stone.id): stone for stone in struck}
        self._above = Counter(path for section, _ in self._stones for path in above(section))
        """How many owned paths and struck items lie at or under each path."""
        for path in self.orders:
            self.own(path)

    @property
    def struck(self) -> list[Tombstone]:
        """The stones, oldest first."""
        return list(self._stones.values())

    def own(self, path: str) -> None:
        """Take note that a person owns a node."""
        if path not in self.owned:
            self.owned.add(path)
            self._above.update(above(path))

    def touched(self, path: str) -> bool:
        """Return whether a person owns a node, or changed or struck something in it."""
        return self._above[path] > 0

    def is_struck(self, section: str, key: str) -> bool:
        """Return whether an item of a list is struck."""
        return (section, key) in self._stones

    def disown(self, path: str) -> None:
        """Forget what was owned at or under a path."""
        if self.touched(path):
            for other in [other for other in self.owned if below(path, other)]:
                self.owned.remove(other)
                self._above.subtract(above(other))

    def strike(self, stone: Tombstone) -> None:
        """Take note that a person removed an item: what was owned in it goes with it."""
        path = join(stone.section, stone.id)
        self.disown(path)
        if self.touched(path):
            for section, key in [place for place in self._stones if below(path, place[0])]:
                self._lift(section, key)
        self._lift(stone.section, stone.id)
        self._stones[stone.section, stone.id] = stone
        self._above.update(above(stone.section))

    def add(self, section: str, key: str) -> None:
        """Take note that a person put an item in, or put a struck one back."""
        self._lift(section, key)
        self.own(join(section, key))

    def _lift(self, section: str, key: str) -> None:
        if self._stones.pop((section, key), None):
            self._above.subtract(above(section))


def learn(claims: Claims, written: Offer, mine: Fields) -> None:
    """Add to `claims` in what a person's tree differs from what the machine last wrote."""
    _node(claims, "", written, mine)


def _node(claims: Claims, path: str, last: Any, mine: Any) -> None:
    if isinstance(mine, Fields) and isinstance(last, dict):
        for name, value in mine.items():
            inner = join(path, name)
            if inner in MACHINE or isinstance(value, Spans):
                continue
            default = told(value) if name == "id" else ""
            _node(claims, inner, last.get(name, default), value)
    elif isinstance(mine, ItemList):
        _rows(claims, path, last or {}, mine)
    elif told(mine) != last:
        claims.disown(path)
        claims.own(path)


def _rows(claims: Claims, path: str, last: Any, mine: ItemList) -> None:
    for key in last:
        if key not in mine and not claims.is_struck(path, key):
            claims.strike(stone(path, key, last))
    for key, node in mine.items():
        if key not in last:
            claims.add(path, key)
        elif isinstance(last, dict):
            _node(claims, join(path, key), last[key], node)
    if [key for key in last if key in mine] != [key for key in mine if key in last]:
        claims.own(path)


def stone(section: str, key: str, rows: Any) -> Tombstone:
    """Return the stone for a struck item of a list as the machine wrote it."""
    row = rows[key] if isinstance(rows, dict) else {}
    words, when = (*row.get(WORDS, [key]), "")[:2]
    return Tombstone(section=section, id=key, words=words, kind=row.get("kind", ""), when=when)
