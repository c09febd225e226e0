"""Three trees into one, field by field: what people own stays, all else follows the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import msgspec

from briefing.model import Conflict, Embargo, Spans
from briefing.review.merge.offers import Offer, told
from briefing.review.merge.offers import at as offered_at
from briefing.review.merge.ownership import Claims
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, at, join, split
from briefing.review.merge.similarity import about_the_same, evidence


class Weaver:
    """Merges nodes and collects the conflicts that arise."""

    def __init__(
        self,
        claims: Claims,
        proposed: Offer,
        before: Fields,
        buried: Callable[[str], list[Spans]],
        named: Iterable[str] = (),
    ) -> None:
        """`proposed` is what the machine last proposed, and `before` the new draft with its names of actors;

        `buried` tells where what a person struck from a list stood.
        """
        self.claims, self.proposed, self.before, self.buried = claims, proposed, before, buried
        self.named = frozenset(named)
        """Paths of the actors whom people name: they stay while the name does."""
        self.conflicts: dict[str, Conflict] = {}

    def node(self, path: str, mine: Any, theirs: Any) -> Any:
        """Merge what the record says and what the machine proposes now."""
        if isinstance(mine, ItemList) and isinstance(theirs, ItemList):
            return self._rows(path, mine, theirs)
        if path and path in self.claims.owned:
            self._compare(path, mine, theirs)
            return mine
        if isinstance(mine, Fields) and isinstance(theirs, Fields):
            return Fields(
                (name, self.node(join(path, name), mine.get(name), value)) for name, value in theirs.items()
            )
        if isinstance(mine, Fields) and self.claims.touched(path):
            self._compare(path, mine, theirs)
            return mine
        return theirs

    def _rows(self, path: str, mine: ItemList, theirs: ItemList) -> ItemList:
        merged = ItemList()
        for key, proposed in theirs.items():
            inner = join(path, key)
            if key in mine:
                merged[key] = self._item(inner, mine[key], proposed)
            elif not self._known(path, key, proposed, mine, theirs):
                merged[key] = proposed
        for key, held in mine.items():
            if key not in theirs and self._held(join(path, key)):
                merged[key] = held
        new = [key for key in theirs if key in merged]
        if path in self.claims.owned:
            order = self._ordered(path, mine, new)
        else:
            order = weave(new, [key for key in mine if key in merged], alone="first")
        return ItemList((key, merged[key]) for key in order if key in merged)

    def _ordered(self, path: str, mine: Iterable[str], new: Iterable[str]) -> list[str]:
        """Return the order that a person set, with what the machine finds again and what it lost."""
        known = weave(list(mine), self.claims.orders.get(path, ()), alone="first")
        order = weave(known, new, alone="last")
        self.claims.orders[path] = tuple(key for key in order if not self.claims.is_struck(path, key))
        return order

    def _held(self, path: str) -> bool:
        return self.claims.touched(path) or path in self.named

    def _known(self, path: str, key: str, proposed: Any, mine: ItemList, theirs: ItemList) -> bool:
        """Return whether a proposed item was struck, or is an office that a person worded otherwise."""
        if self.claims.is_struck(path, key):
            return True
        if not isinstance(proposed, Fields) or "/" not in path:  # ids have settled the sections
            return False
        place = evidence(key, proposed).at
        places = self.buried(path)
        places += [
            evidence(name, row).at
            for name, row in mine.items()
            if name not in theirs and self.claims.touched(join(path, name))
        ]
        return any(about_the_same(place, other) for other in places)

    def _item(self, path: str, mine: Any, theirs: Any) -> Any:
        """Merge an item; one that a person put in is the person's as a whole."""
        return mine if path in self.claims.owned else self.node(path, mine, theirs)

    def _compare(self, path: str, mine: Any, theirs: Any) -> None:
        """Open a conflict where the machine changed what a person owns, and to something else."""
        was = offered_at(self.proposed, path)
        if was is None or isinstance(theirs, Spans):
            return
        if was not in (told(theirs), told(at(self.before, path))) and plain(theirs) != plain(mine):
            self.conflicts[path] = Conflict(path=path, machine=plain(theirs), held=plain(mine))


def weave(lead: Sequence[str], more: Iterable[str], *, alone: Literal["first", "last"]) -> list[str]:
    """Return the keys of `lead` in their order, and each of `more` behind the one it follows there.

    A key with nothing known before it goes to the front or the end.
    """
    order = list(lead)
    placed = set(order)
    before: str | None = None
    for key in more:
        if key not in placed:
            place = order.index(before) + 1 if before is not None else 0 if alone == "first" else len(order)
            order.insert(place, key)
            placed.add(key)
        before = key
    return order


def plain(value: Any) -> str:
    """Return a value as a conflict shows it: text as it is, all else as JSON; of words, the words."""
    if isinstance(value, QuotedWords):
        return value.text
    if isinstance(value, str | Embargo):
        return str(value)
    return msgspec.json.encode(_simple(value)).decode()


def _simple(value: Any) -> Any:
    if isinstance(value, QuotedWords):
        return value.text
    if isinstance(value, Fields):
        return {name: _simple(inner) for name, inner in value.items() if inner not in (None, (), "")}
    if isinstance(value, ItemList):
        return [_simple(inner) for inner in value.values()]
    return value


def carried(
    opened: Iterable[Conflict], tree: Fields, theirs: Fields, written: Offer, fresh: dict[str, Conflict]
) -> list[Conflict]:
    """Return what is open after a merge: old conflicts that nothing settled, then the new ones.

    A conflict is settled by an edit of its field, by the machine coming round to the person's value
    or going back to what it had written, and by the field going away.
    """
    result: dict[str, Conflict] = {}
    fresh = {path: one for path, one in fresh.items() if told(at(theirs, path)) != offered_at(written, path)}
    for conflict in opened:
        path, held, now = conflict.path, at(tree, conflict.path), at(theirs, conflict.path)
        edited = conflict.held not in ("", plain(held))
        if conflict.kind != "changed" or edited or not _there(tree, path):
            continue
        if _there(theirs, path):
            if told(now) in (told(held), offered_at(written, path)):
                fresh.pop(path, None)
                continue
            conflict = msgspec.structs.replace(conflict, machine=plain(now), held=plain(held))
        result[path] = conflict
        fresh.pop(path, None)
    return [*result.values(), *fresh.values()]


def _there(tree: Fields, path: str) -> bool:
    """Return whether a tree has a node at a path, be it an empty one."""
    parent, _, _ = path.rpartition("/")
    node = at(tree, parent) if parent else tree
    return isinstance(node, Fields | ItemList) and split(path)[-1] in node
