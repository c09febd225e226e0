"""The items of one list before and after, told to be the same by id, by words, by place or by likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from briefing.model import Actor, Comparison, Parallel, Spans

ALIKE = 0.7
"""The share of words in common from which on two items are one that was reworded."""
OVERLAP = 0.5
"""The share of the shorter place, where the text is the same."""
SIDES = ("then", "now", "answer", "cue")


def words_of(item: Any) -> str:
    """Return the words that an item stands for."""
    if isinstance(item, Actor):
        return item.name
    if isinstance(item, Parallel):
        return item.episode
    if isinstance(item, Comparison):
        sides = (getattr(item, name) for name in SIDES[:3])
        return " / ".join(side.text for side in sides if side)
    return str(item.text)


def paired(before: Sequence[Any], after: Sequence[Any], *, places: bool) -> list[tuple[Any, Any]]:
    """Return (old, new) of each item in the order of `after`, then what is gone as (old, None).

    `places` tells whether both sides count from the same text.
    """
    rules: list[Callable[[Any, Any], bool]] = [
        lambda old, new: _key(old) == _key(new),
        lambda old, new: words_of(old) == words_of(new),
    ]
    if places:
        rules.append(lambda old, new: _overlap(old, new))
    rules.append(lambda old, new: not isinstance(new, Actor | Parallel) and _alike(old, new))
    left, found = list(before), dict[int, Any]()
    for rule in rules:
        for number, new in enumerate(after):
            if number in found:
                continue
            at = next((i for i, old in enumerate(left) if rule(old, new)), None)
            if at is not None:
                found[number] = left.pop(at)
    return [(found.get(number), new) for number, new in enumerate(after)] + [(old, None) for old in left]


def _key(item: Any) -> str:
    return str(item.episode if isinstance(item, Parallel) else item.id)


def _places(item: Any) -> Spans:
    if isinstance(item, Actor):
        return item.mentions
    if isinstance(item, Parallel):
        return Spans()
    if isinstance(item, Comparison):
        return Spans(span for name in SIDES if (side := getattr(item, name)) for span in side.at)
    at: Spans = item.at
    return at


def _overlap(old: Any, new: Any) -> bool:
    one, other = _places(old), _places(new)
    sizes = [sum(span.end - span.start for span in spans) for spans in (one, other)]
    if not all(sizes):
        return False
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared >= OVERLAP * min(sizes)


def _alike(old: Any, new: Any) -> bool:
    return (
        SequenceMatcher(None, words_of(old).split(), words_of(new).split(), autojunk=False).ratio() >= ALIKE
    )
