"""Names read before, so kept that a new one finds its like among thousands without a look at each.

What two names have in common becomes keys of a table: whether one is the other is then a few look-ups,
and a text of a million characters that names somebody new in each sentence takes no more time for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

MOST_WORDS = 8
"""Names of persons with more words are held together by their ends alone, not by what is left out."""
_WIDEST = 30
"""Words at either end of a body's name that count as parts of it."""
_CONNECTORS = ("of", "for", "and", "on")


class Persons:
    """Full names of persons, in the order in which they were read."""

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], int] = {}
        """What a name has -> the number of the first name that has it."""
        self._names: list[str] = []

    def find(self, name: str) -> str | None:
        """Return the first name that is this one, of those that share its first word, else its last.

        Two names are one if the family name is the same and the given names agree: the same, an
        initial, or one of them left out; or if one name goes on where the other ends.
        """
        parts = name.split()
        keys = [*_sought(_bare(name))]
        for word in (parts[0], parts[-1]):
            found = [self._first[key] for form in keys if (key := (word, *form)) in self._first]
            if found:
                return self._names[min(found)]
        return None

    def add(self, name: str) -> None:
        """Take in a name that was read."""
        parts = name.split()
        number = len(self._names)
        self._names.append(name)
        for form in _held(_bare(name)):
            for word in (parts[0], parts[-1]):
                self._first.setdefault((word, *form), number)


def _bare(name: str) -> list[str]:
    """Return the words of a name without full stops and the marks around a nickname."""
    return [word.strip("\"“”‘’'()") or word for word in name.replace(".", "").split()]


def _sought(words: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield what a name must have to be the one of these words."""
    first, last = words[0], words[-1]
    yield "goes on", tuple(words)
    for end in range(2, len(words) + 1):
        yield "whole", tuple(words[:end])
    yield "whole", tuple(words)
    yield "sorted", tuple(sorted(words))
    yield "ends", first, last
    yield ("letter" if len(first) == 1 else "initial"), first[0], last
    for some in _subsets(words):
        yield "all", last, some
    yield "some", last, frozenset(words)


def _held(words: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield what a name of these words has."""
    first, last = words[0], words[-1]
    for end in range(2, len(words)):
        yield "goes on", tuple(words[:end])
    yield "whole", tuple(words)
    yield "sorted", tuple(sorted(words))
    yield "ends", first, last
    yield "letter", first[0], last
    if len(first) == 1:
        yield "initial", first, last
    yield "all", last, frozenset(words)
    for some in _subsets(words):
        yield "some", last, some


def _subsets(words: list[str]) -> Iterator[frozenset[str]]:
    """Yield the sets of words that hold the last one; none of a name of very many words."""
    others = sorted(set(words[:-1]) - {words[-1]})
    if len(words) <= MOST_WORDS:
        for size in range(len(others) + 1):
            for some in combinations(others, size):
                yield frozenset((*some, words[-1]))


class Bodies:
    """Names of bodies with their ids, by the parts for which they may stand."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = {}
        """What is left of a name -> ids of the bodies; two are as good as many."""

    def add(self, name: str, key: str) -> None:
        """Take in a name that was read."""
        for part in _parts(name):
            ids = self._ids.setdefault(part, set())
            if len(ids) < 2:
                ids.add(key)

    def find(self, part: str) -> str | None:
        """Return the id of the body whose name this part begins or ends, if there is only one."""
        ids = self._ids.get(part, ())
        return next(iter(ids)) if len(ids) == 1 else None


def _parts(name: str) -> Iterator[str]:
    """Yield what a name ends with, and what is in it before "of" and its like, as whole words."""
    words = name.split(" ")
    for start in range(max(1, len(words) - _WIDEST), len(words)):
        yield " ".join(words[start:])
    for end in range(1, min(len(words) - 1, _WIDEST)):
        if words[end] in _CONNECTORS:
            yield " ".join(words[:end])
        if words[end] == "of":
            for start in range(1, end):
                yield " ".join(words[start:end])


class NamesakeIndex:
    """Where several people of one name are named in full, so that a short name finds the nearest."""

    def __init__(self, candidates: Sequence[str], places: Mapping[str, Sequence[int]]) -> None:
        rows = sorted((place, number) for number, key in enumerate(candidates) for place in places[key])
        counts = [0] * len(candidates)
        best = 0
        self._starts = [place for place, _ in rows]
        self._last = [candidates[number] for _, number in rows]
        self._often = [candidates[0]]
        """Who was named most often before each place, the first of those who were so equally."""
        for _, number in rows:
            counts[number] += 1
            if (counts[number], -number) > (counts[best], -best):
                best = number
            self._often.append(candidates[best])

    def before(self, start: int, near: int) -> str:
        """Return who was named last within `near` characters before `start`, else who was most often."""
        count = bisect_left(self._starts, start)
        if count and start - self._starts[count - 1] < near:
            return self._last[count - 1]
        return self._often[count]
