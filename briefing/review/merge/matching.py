"""Which item of a new draft is which item of old: by id and by the evidence they share.

Position never counts; an actor whom these do not tell is known by his name.  What is matched takes
over the id that was once issued; an item that matches one that a person struck is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from briefing.model import Spans
from briefing.review.merge.actors import namesakes
from briefing.review.merge.record_tree import Fields, ItemList
from briefing.review.merge.similarity import MatchEvidence, evidence, is_one, likeness, same_day

MOST_ALIKE = 64
"""Items whose words the seed has lost, of those with two words in a row in common, that are compared."""


class Issued(NamedTuple):
    """A section of a draft under the ids once issued."""

    rows: ItemList
    names: Mapping[str, str]
    """Id in the draft -> id once issued, where they differ."""
    followed: Mapping[str, str]
    """Id once issued -> id in the draft, where the draft's own id is taken."""


def issue(
    section: str,
    draft: ItemList,
    record: ItemList,
    graves: list[MatchEvidence],
    proposed: Collection[str],
    *,
    kept: Collection[str] | None = None,
) -> Issued:
    """Return the draft's items under the ids they once had, without those that a person struck.

    `graves` are those, and `proposed` the ids of what the machine last proposed: of items that match
    alike those win, then the first by id, so that no order of items decides.
    `kept` names the only ids that outlive a draft that calls an item otherwise (None: all do).
    """
    old = [(evidence(key, node), False) for key, node in record.items()]
    new = {key: evidence(key, node) for key, node in draft.items()}
    matched = _matched(section, new, [*old, *((grave, True) for grave in graves)], proposed)
    ids = {name.id for name, _ in old if kept is None or name.id in kept} | {grave.id for grave in graves}
    free = _Free(ids | set(draft))
    rows, names, followed = ItemList(), {}, {}
    for key, node in draft.items():
        name = matched.get(key, key)
        if name is None or (key not in matched and _lies_buried(new[key], graves)):
            continue
        if kept is not None and name not in kept:
            followed[name], name = key, key
        if name in rows or (key not in matched and key in ids):
            name = free.like(name)
        rows[name] = Fields(node, id=name) if "id" in node else node
        if name != key:
            names[key] = name
    return Issued(rows, names, {old: new for old, new in followed.items() if old != new})


def _matched(
    section: str,
    new: Mapping[str, MatchEvidence],
    old: list[tuple[MatchEvidence, bool]],
    proposed: Collection[str],
) -> dict[str, str | None]:
    """Return the ids in the draft with those once issued, None where a person struck the item."""
    pairs = sorted(
        _pairs(new, old),
        key=lambda pair: (pair.score, pair.rank, pair.struck, pair.issued not in proposed, pair.issued),
    )
    matched: dict[str, str | None] = {}
    taken: set[tuple[str, bool]] = set()
    for pair in pairs:
        if pair.key not in matched and (pair.issued, pair.struck) not in taken:
            matched[pair.key] = None if pair.struck else pair.issued
            taken.add((pair.issued, pair.struck))
    if section == "actors":
        left = (item for item, dead in old if not dead and (item.id, dead) not in taken)
        for key, name in namesakes(new, left).items():
            matched.setdefault(key, name)
    return matched


def _lies_buried(item: MatchEvidence, graves: list[MatchEvidence]) -> bool:
    """Return whether an item that nothing matches stands where one was struck."""
    return any(is_one(item, grave) and same_day(item, grave) for grave in graves)


class _Pair(NamedTuple):
    """An item of the draft and an old one that may be the same."""

    score: float
    """The likeness, below 0: the surest sorts first."""
    rank: int
    """The item's number in the draft."""
    struck: bool
    key: str
    issued: str


class _Index:
    """Old items by id, by place and, where the seed lost their words, by these: a new item meets few."""

    def __init__(self, old: list[tuple[MatchEvidence, bool]]) -> None:
        self.ids: defaultdict[str, list[int]] = defaultdict(list)
        self.places: defaultdict[int, list[int]] = defaultdict(list)
        self.words: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, (item, _) in enumerate(old):
            self.ids[item.id].append(number)
            for block in _blocks(item.at):
                self.places[block].append(number)
            if not item.at:
                for two in pairwise(item.words.split()):
                    if len(self.words[two]) < MOST_ALIKE:
                        self.words[two].append(number)

    def near(self, new: MatchEvidence) -> list[int]:
        """Return the numbers of the old items that may be this one, in order; no other one can be."""
        found = set(self.ids.get(new.id, ()))
        for block in _blocks(new.at):
            found.update(self.places.get(block, ()))
        for two in pairwise(new.words.split()) if self.words else ():
            found.update(self.words.get(two, ()))
        return sorted(found)


def _blocks(at: Spans) -> set[int]:
    return at.blocks()


def _pairs(new: Mapping[str, MatchEvidence], old: list[tuple[MatchEvidence, bool]]) -> Iterator[_Pair]:
    """Yield the pairs of a new and an old item that may be one; of what has not changed its own alone.

    An item whose old forms all have its id and its place is surer to be these than any other pair with
    it or them could be, so that nothing else is looked at.
    """
    same = _unchanged(new, old)
    others = [row for row in old if row[0].id not in same]
    index = _Index(others)
    for rank, (key, item) in enumerate(new.items()):
        if key in same:
            yield _Pair(-likeness(item, item), rank, False, key, key)
            continue
        for number in index.near(item):
            other, dead = others[number]
            score = likeness(item, other)
            if score:
                yield _Pair(-score, rank, dead, key, other.id)


def _unchanged(new: Mapping[str, MatchEvidence], old: list[tuple[MatchEvidence, bool]]) -> set[str]:
    """Return the ids whose item stands where each of its old forms stood, none of them struck."""
    found = {key for key, item in new.items() if item.id == key and item.at}
    seen = set()
    for item, dead in old:
        here = new.get(item.id)
        if here is None or dead or (here.at, here.when) != (item.at, item.when):
            found.discard(item.id)
        seen.add(item.id)
    return found & seen


class _Free:
    """Ids that nothing bears: each is given out once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: defaultdict[str, int] = defaultdict(lambda: 1)

    def like(self, stem: str) -> str:
        """Return the stem with the first number from 2 on that is free."""
        while True:
            self._last[stem] += 1
            name = f"{stem}-{self._last[stem]}"
            if name not in self._taken:
                return name
