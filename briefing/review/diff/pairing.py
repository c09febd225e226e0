"""The items of one list before and after, told to be the same by id, by words, by place or by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from briefing.model import Actor, Spans, sections

ALIKE = 0.7
"""The share of words in common from which on two items are one that was reworded."""
OVERLAP = 0.5
"""The share of the shorter place, where the text is the same."""
MOST_ALIKE = 64
"""Old items with one word in common that are compared with a new one."""


def words_of(item: Any) -> str:
    """Return the words that an item stands for."""
    return " / ".join(sections.words_of(item))


def paired(before: Sequence[Any], after: Sequence[Any], *, places: bool) -> list[tuple[Any, Any]]:
    """Return (old, new) of each item in the order of `after`, then what is gone as (old, None).

    `places` says whether both sides count from the same text.
    """
    rules: list[_Rule] = [_Rule(lambda item: [sections.key_of(item)]), _Rule(lambda item: [words_of(item)])]
    if places:
        rules.append(_Rule(_blocks, _overlap))
    rules.append(_Rule(_words, _alike, MOST_ALIKE))
    left, found = dict(enumerate(before)), dict[int, Any]()
    for rule in rules:
        finder = _Finder(rule, left)
        for number, new in enumerate(after):
            if number not in found and (at := finder.first(new)) is not None:
                found[number] = left.pop(at)
    return [(found.get(number), new) for number, new in enumerate(after)] + [
        (old, None) for old in left.values()
    ]


class _Rule(NamedTuple):
    """How two items are told to be one."""

    marks: Callable[[Any], Collection[object]]
    """What an item has; two that share nothing of it are not one."""
    same: Callable[[Any, Any], bool] | None = None
    """Whether an old and a new item that share a mark are one; None where they always are."""
    most: int = 0
    """How many old items with one mark are looked at; 0 for all."""


class _Finder:
    """The old items that are left, by their marks: a new item meets few of them."""

    def __init__(self, rule: _Rule, left: Mapping[int, Any]) -> None:
        self.rule, self.left = rule, left
        self.holding: dict[object, dict[int, None]] = {}
        for number, old in left.items():
            for mark in set(rule.marks(old)):
                numbers = self.holding.setdefault(mark, {})
                if not rule.most or len(numbers) < rule.most:
                    numbers[number] = None

    def first(self, new: Any) -> int | None:
        """Return the number of the first old item that is this one, and look at it no more."""
        same = self.rule.same
        if same is None:
            marks = self.rule.marks(new)
            near = [next(iter(held)) for mark in marks if (held := self.holding.get(mark))]
        else:
            near = sorted({n for mark in set(self.rule.marks(new)) for n in self.holding.get(mark, ())})
        at = next((n for n in near if same is None or same(self.left[n], new)), None)
        if at is not None:
            for mark in set(self.rule.marks(self.left[at])):
                self.holding.get(mark, {}).pop(at, None)
        return at


def _places(item: Any) -> Spans:
    if isinstance(item, Actor):
        return item.mentions
    return Spans(span for at in sections.evidence(item) for span in at)


def _overlap(old: Any, new: Any) -> bool:
    one, other = _places(old), _places(new)
    sizes = [sum(span.end - span.start for span in spans) for spans in (one, other)]
    if not all(sizes):
        return False
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared >= OVERLAP * min(sizes)


def _blocks(item: Any) -> set[int]:
    """Return the numbers of the stretches of text in which an item stands."""
    return _places(item).blocks()


def _words(item: Any) -> list[str]:
    return words_of(item).split() if sections.OF_ITEM[type(item)].quotes else []


def _alike(old: Any, new: Any) -> bool:
    one, other = _words(old), _words(new)
    if 2 * (Counter(one) & Counter(other)).total() < ALIKE * (len(one) + len(other)):
        return False  # words in an order in common cannot be more
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
