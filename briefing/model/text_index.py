"""Where words are in a text: looked up by the rarest of them, so that a long text is read once.

Words are at a place where they begin and end between words; offsets are of the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from briefing.model import Span

_WORD = re.compile(r"[^\W_]+")
SHORT = 20_000
"""Characters; a search through a text up to this long takes less time than its index would save."""
MOST = 1_000
"""Places of a word from which on a search through the text is faster than a look at each."""


class TextIndex:
    """Finds words in the body of one text."""

    def __init__(self, text: str, body: Span) -> None:
        self.text, self.body = text, body
        self._words: dict[str | tuple[str, str], list[int]] | None = None
        """Each word, and each two in a row, with the offsets at which they begin."""
        self._rarest: dict[str, tuple[list[int], int] | None] = {}

    def after(self, words: str, first: int = 0) -> Iterator[int]:
        """Yield the offsets from `first` on at which words stand, ascending."""
        first = max(first, self.body.start)
        known = self._known(words)
        if known is None:
            start = self.text.find(words, first) if words else -1
            while start >= 0:
                if self._whole(start, start + len(words)):
                    yield start
                start = self.text.find(words, start + 1)
            return
        starts, inner = known
        for number in range(bisect_left(starts, first + inner), len(starts)):
            if self._stands(words, starts[number] - inner):
                yield starts[number] - inner

    def near(self, words: str, expected: int) -> Iterator[int]:
        """Yield the offsets at which words stand, the nearest to an offset first."""
        known = self._known(words)
        before = self._before(words, expected) if known is None else self._down(words, expected, *known)
        behind = self.after(words, max(0, expected))
        left, right = next(before, -1), next(behind, -1)
        while left >= 0 or right >= 0:
            if right < 0 or (left >= 0 and expected - left <= right - expected):
                yield left
                left = next(before, -1)
            else:
                yield right
                right = next(behind, -1)

    def _before(self, words: str, end: int) -> Iterator[int]:
        """Yield the offsets below `end` at which words stand, descending."""
        start = self.text.rfind(words, self.body.start, end + len(words) - 1) if words and end > 0 else -1
        while start >= 0:
            if self._whole(start, start + len(words)):
                yield start
            start = self.text.rfind(words, self.body.start, start + len(words) - 1)

    def _down(self, words: str, end: int, starts: list[int], inner: int) -> Iterator[int]:
        for number in range(bisect_left(starts, end + inner) - 1, -1, -1):
            start = starts[number] - inner
            if start >= self.body.start and self._stands(words, start):
                yield start

    def _known(self, words: str) -> tuple[list[int], int] | None:
        """Return where the rarest part of some words begins, and where it is in them.

        None where a search finds them sooner: the text is short, or they have no word that is rare enough.
        """
        if len(self.text) <= SHORT:
            return None
        if words not in self._rarest:
            self._rarest[words] = self._sought(words)
        return self._rarest[words]

    def _sought(self, words: str) -> tuple[list[int], int] | None:
        found = [(match[0], match.start()) for match in _WORD.finditer(words)]
        if not found:
            return None if words in self.text else ([], 0)
        if self._words is None:
            self._words = self._index()
        parts: list[tuple[str | tuple[str, str], int]] = (
            [*found] if len(found) == 1 else [((one[0], two[0]), one[1]) for one, two in pairwise(found)]
        )
        starts, inner = min(
            ((self._words.get(part, []), at) for part, at in parts), key=lambda row: len(row[0])
        )
        if len(starts) <= MOST:
            return starts, inner
        return None if words in self.text else ([], 0)

    def _index(self) -> dict[str | tuple[str, str], list[int]]:
        index: dict[str | tuple[str, str], list[int]] = {}
        last = ""
        start = 0
        for match in _WORD.finditer(self.text, self.body.start):
            word = match[0]
            index.setdefault(word, []).append(match.start())
            if last:
                index.setdefault((last, word), []).append(start)
            last, start = word, match.start()
        return index

    def _stands(self, words: str, start: int) -> bool:
        return start >= 0 and self.text.startswith(words, start) and self._whole(start, start + len(words))

    def _whole(self, start: int, end: int) -> bool:
        """Return whether a span begins and ends between words."""
        before, after = self.text[start - 1 : start] if start else "", self.text[end : end + 1]
        inside = self.text[start], self.text[end - 1]
        return not (before.isalnum() and inside[0].isalnum()) and not (
            after.isalnum() and inside[1].isalnum()
        )
