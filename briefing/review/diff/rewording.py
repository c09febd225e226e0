"""A text before and after -> the places where its words changed, each with some words around it."""

from __future__ import annotations

from difflib import SequenceMatcher

AROUND = 3
"""Words on either side."""
LARGEST = 4_000_000
"""Pairs of words; beyond, what lies between the ends that both texts share is one place."""


def reworded(was: str, now: str) -> list[tuple[str, str]]:
    """Return (before, after) of each place; white space counts for nothing."""
    old, new = was.split(), now.split()
    start = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    most = min(len(old), len(new)) - start
    rows = zip(reversed(old), reversed(new), strict=False)
    end = min(most, next((n for n, (a, b) in enumerate(rows) if a != b), most))
    if start == len(old) == len(new):
        return []
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    places = [(0, len(left), 0, len(right))]
    if len(left) * len(right) <= LARGEST:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        places = [(i, j, k, m) for what, i, j, k, m in matcher.get_opcodes() if what != "equal"]
    return [
        (_shown(old, start + i, start + j), _shown(new, start + k, start + m))
        for i, j, k, m in _joined(places)
    ]


def _joined(places: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Make one of places whose surroundings would touch."""
    found: list[tuple[int, int, int, int]] = []
    for place in places:
        if found and place[0] - found[-1][1] <= 2 * AROUND:
            found[-1] = (found[-1][0], place[1], found[-1][2], place[3])
        else:
            found.append(place)
    return found


def _shown(words: list[str], first: int, last: int) -> str:
    start, end = max(0, first - AROUND), min(len(words), last + AROUND)
    return "… " * (start > 0) + " ".join(words[start:end]) + " …" * (end < len(words))
