"""Which item of a new draft is which item of old: by id and by the evidence they share.

Position never counts.  What is matched takes over the id that was once issued; an item that matches
one that a person struck is left out.
"""

from __future__ import annotations

import difflib
import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from briefing.merge.nodes import Fields, Rows, Words, at, below, join
from briefing.model import Span, Spans, Tombstone

SAME_ID = 0.5
"""What an equal id counts beside the evidence, whose likeness counts up to 1: places decide before ids."""
SHARED = 0.5
"""Two quotes are about the same where they share this much of the shorter one."""
NEARLY_ALL = 0.9
"""Items of two kinds are one where their places agree as far as this: the engine has thought again."""
MENDED = 0.6
"""From this share of words in common on, a sentence is an old one that was mended in the seed."""
FEWEST = 4
"""Words; fewer tell nothing about what a sentence was."""
REPEATED = 10
"""Times that a word of one wording stands in the other on average; prose does not come near it."""
MOST_ALIKE = 64
"""Items whose words the seed has lost, of those with two words in a row in common, that are compared."""
BLOCK = 64
"""Characters; items are looked up by the blocks of the text in which they stand."""
REFERENCES = ("speaker", "on_behalf_of", "told_by", "addressee", "answer_by", "of")
"""Fields that hold the id of an actor."""


class Evidence(NamedTuple):
    """Where an item stands."""

    id: str
    kind: str
    at: Spans
    when: Spans
    words: str = ""


def evidence(key: str, node: Fields) -> Evidence:
    """Return the evidence of an item: its words' place, an actor's names, a pair's sides."""
    words = [node[name] for name in ("text", "title") if isinstance(node.get(name), Words)]
    words += [
        node[name]["text"] for name in ("then", "now", "answer", "cue") if isinstance(node.get(name), Fields)
    ]
    spans = {span for one in words for span in one.at} | set(node.get("mentions", ()))
    when = node["when"]["text"].at if isinstance(node.get("when"), Fields) else Spans()
    return Evidence(key, str(node.get("kind", "")), Spans(sorted(spans)), when, _quote(node))


def _quote(node: Fields) -> str:
    """Return the words that an item is known by."""
    sides = [node[name]["text"] for name in ("then", "now") if isinstance(node.get(name), Fields)]
    words = next((w for w in (node.get("text"), node.get("title"), *sides) if isinstance(w, Words)), None)
    return words.text if words else str(node.get("name", ""))


def shared(one: Spans, other: Spans) -> int:
    """Return how many characters two places share; the spans of each are in order."""
    common, first = 0, 0
    for span in one:
        while first < len(other) and other[first].end <= span.start:
            first += 1
        for number in range(first, len(other)):
            found = other[number]
            if found.start >= span.end:
                break
            common += max(0, min(span.end, found.end) - max(span.start, found.start))
    return common


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def alike(one: Spans, other: Spans) -> float:
    """Return how alike two places are: what they share of both, 0 to 1."""
    common = shared(one, other)
    return common / (_length(one) + _length(other) - common) if common else 0.0


def about_the_same(one: Spans, other: Spans) -> bool:
    """Tell whether two places share most of the shorter one."""
    common = shared(one, other)
    return common > 0 and common >= SHARED * min(_length(one), _length(other))


def _likeness(new: Evidence, old: Evidence) -> float:
    """Return how sure it is that two items are one, 0 where they are not."""
    if (
        new.id != old.id
        and old.at
        and (not new.at or new.at.end <= old.at.start or old.at.end <= new.at.start)
    ):
        return 0.0
    close = alike(new.at, old.at) if old.at else _resembles(new.words, old.words)
    kin = new.kind == old.kind or close > NEARLY_ALL
    if new.id != old.id and not (kin and _one(new, old)):
        return 0.0
    return close + alike(new.when, old.when) + (SAME_ID if new.id == old.id else 0.0)


def _one(new: Evidence, old: Evidence) -> bool:
    """Tell whether two items are about the same; one whose words the seed has lost is told by them."""
    return about_the_same(new.at, old.at) if old.at else _resembles(new.words, old.words) > 0


@functools.lru_cache(maxsize=4096)
def _resembles(one: str, other: str) -> float:
    """Return how alike two wordings are, 0 where they are not alike enough to be one sentence, mended.

    Counted are the words, of the shorter wording, that stand in both in runs of two and more; in which
    order the runs stand is not asked where the same words come again and again.
    """
    words, others = one.split(), other.split()
    shorter = min(len(words), len(others))
    if shorter < FEWEST:
        return 0.0
    runs = set(pairwise(others))
    common = sum(two in runs for two in pairwise(words))
    if 2 * common < MENDED * shorter:
        return 0.0  # what stands in runs cannot be more
    often = Counter(others)
    if sum(often[word] for word in words) > REPEATED * shorter:
        return min(1.0, common / (shorter - 1))
    blocks = difflib.SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks if block.size > 1) / shorter
    return share if share >= MENDED else 0.0


class Issued(NamedTuple):
    """A section of a draft under the ids once issued."""

    rows: Rows
    names: Mapping[str, str]
    """Id in the draft -> id once issued, where they differ."""
    followed: Mapping[str, str]
    """Id once issued -> id in the draft, where the draft's own id is taken."""


def issue(
    section: str,
    draft: Rows,
    known: Sequence[Rows],
    struck: Iterable[Tombstone],
    *,
    kept: Iterable[str] | None = None,
) -> Issued:
    """Return the draft's items under the ids they once had, without those that a person struck.

    `known` are the section's items in earlier trees, the last of them what the machine last proposed:
    of items that match alike those win, then the first by id, so that no order of items decides.
    `kept` names the only ids that outlive a draft that calls an item otherwise (None: all do).
    """
    old: list[tuple[Evidence, bool]] = [
        (evidence(key, node), False) for rows in known for key, node in rows.items()
    ]
    graves = [
        Evidence(stone.id, stone.kind, stone.at, stone.when, stone.quote)
        for stone in struck
        if stone.section == section
    ]
    proposed = known[-1]
    pairs = sorted(
        _pairs(draft, [*old, *((grave, True) for grave in graves)]),
        key=lambda pair: (pair.score, pair.rank, pair.struck, pair.issued not in proposed, pair.issued),
    )
    matched: dict[str, str | None] = {}
    taken: set[tuple[str, bool]] = set()
    for pair in pairs:
        if pair.key not in matched and (pair.issued, pair.struck) not in taken:
            matched[pair.key] = None if pair.struck else pair.issued
            taken.add((pair.issued, pair.struck))
    ids = {name.id for name, _ in old if kept is None or name.id in kept} | {grave.id for grave in graves}
    free = _Free(ids | set(draft))
    rows, names, followed = Rows(), {}, {}
    for key, node in draft.items():
        name = matched.get(key, key)
        if name is None or (key not in matched and _lies_buried(evidence(key, node), graves)):
            continue
        if kept is not None and name not in kept:
            followed[name], name = key, key
        if name in rows or (key not in matched and key in ids):
            name = free.like(name)
        rows[name] = Fields(node, id=name) if "id" in node else node
        if name != key:
            names[key] = name
    return Issued(rows, names, {old: new for old, new in followed.items() if old != new})


def _lies_buried(item: Evidence, graves: list[Evidence]) -> bool:
    """Tell whether an item that nothing matches stands where one was struck."""
    return any(_one(item, grave) and _same_day(item, grave) for grave in graves)


def _same_day(one: Evidence, other: Evidence) -> bool:
    """Tell whether two happenings in one sentence are one: by the words that date them."""
    return not one.when or not other.when or shared(one.when, other.when) > 0


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

    def __init__(self, old: list[tuple[Evidence, bool]]) -> None:
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

    def near(self, new: Evidence) -> list[int]:
        """Return the numbers of the old items that may be this one, in order; no other one can be."""
        found = set(self.ids.get(new.id, ()))
        for block in _blocks(new.at):
            found.update(self.places.get(block, ()))
        for two in pairwise(new.words.split()) if self.words else ():
            found.update(self.words.get(two, ()))
        return sorted(found)


def _blocks(at: Spans) -> set[int]:
    return {block for span in at for block in range(span.start // BLOCK, (span.end - 1) // BLOCK + 1)}


def _pairs(draft: Rows, old: list[tuple[Evidence, bool]]) -> Iterator[_Pair]:
    """Yield the pairs of a new and an old item that may be one; of what has not changed its own alone.

    An item whose old forms all have its id and its place is surer to be these than any other pair with
    it or them could be, so that nothing else is looked at.
    """
    new = {key: evidence(key, node) for key, node in draft.items()}
    same = _unchanged(new, old)
    others = [row for row in old if row[0].id not in same]
    index = _Index(others)
    for rank, (key, item) in enumerate(new.items()):
        if key in same:
            yield _Pair(-_likeness(item, item), rank, False, key, key)
            continue
        for number in index.near(item):
            other, dead = others[number]
            score = _likeness(item, other)
            if score:
                yield _Pair(-score, rank, dead, key, other.id)


def _unchanged(new: Mapping[str, Evidence], old: list[tuple[Evidence, bool]]) -> set[str]:
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


# -- actors, whom other items name ----------------------------------------------------------------


def renamed(tree: Fields, names: Mapping[str, str]) -> Fields:
    """Return a tree in which references to actors follow their new ids."""

    if not names:
        return tree

    def walk(node: Any, field: str) -> Any:
        if isinstance(node, Fields):
            return Fields((name, walk(value, name)) for name, value in node.items())
        if isinstance(node, Rows) and field == "actors" and all(isinstance(v, str) for v in node.values()):
            return Rows((names.get(key, key), names.get(value, value)) for key, value in node.items())
        if isinstance(node, Rows):
            return Rows((key, walk(value, field)) for key, value in node.items())
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
    for path in owned:
        if path.count("/"):
            result |= set(_strings(at(tree, "/".join(path.split("/")[:2]))))
    return result


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, Fields | Rows):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def grave(section: str, key: str, node: Any) -> Tombstone:
    """Return the stone for a struck item."""
    if not isinstance(node, Fields):
        return Tombstone(section=section, id=key, quote=str(node))
    here = evidence(key, node)
    return Tombstone(section=section, id=key, quote=here.words, kind=here.kind, at=here.at, when=here.when)


def under(path: str, stone: Tombstone) -> bool:
    """Tell whether a stone lies at a path or below it."""
    return below(path, stone.section) or below(path, join(stone.section, stone.id))
