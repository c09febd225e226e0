"""Phrases of the lexicon -> where they stand among the tokens of a sentence.

A phrase is words with single spaces between them, in lower case.  `a/b` gives a choice, `the?` may
be missing, `...` stands for up to four words and `....` for up to twelve.  All phrases of a stage go
into one tree of dictionaries, so that a sentence costs one look-up a token however many phrases there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row")
_GAPS = {"...": 4, "....": 12}
_ROWS = ""
"""Key of a node's rows; no token is empty."""


class Match(NamedTuple, Generic[Row]):
    """A phrase found: tokens `first` up to but not including `end`."""

    first: int
    end: int
    row: Row


class Phrases(Generic[Row]):
    """A table of phrases, each with the row it stands for."""

    def __init__(self, entries: Iterable[tuple[str, Row]]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, row in entries:
            for words in spell_out(phrase):
                node = self._root
                for word in words:
                    node = node.setdefault(word, {})
                rows = node.setdefault(_ROWS, [])
                if row not in rows:
                    rows.append(row)

    def among(self, vocabulary: Set[str]) -> Phrases[Row]:
        """Return the table without the phrases whose first two words a text of these words does not hold.

        Made once a text, it spares each sentence the words that only start phrases of other texts.
        """
        narrow: Phrases[Row] = Phrases(())
        root = self._root
        narrow._root = {
            word: node
            for word in root.keys() & vocabulary
            for node in (root[word],)
            if _ROWS in node or not node.keys().isdisjoint(vocabulary) or not node.keys().isdisjoint(_GAPS)
        }
        return narrow

    def find(self, words: Sequence[str]) -> list[Match[Row]]:
        """Return every match in lower-case words, those inside longer ones too, in order of the text."""
        root, size, found = self._root, len(words), []
        for first in [at for at, word in enumerate(words) if word in root]:
            node, after = root[words[first]], first + 1
            if rows := node.get(_ROWS):
                found += [Match(first, after, row) for row in rows]
            if after < size and (words[after] in node or not node.keys().isdisjoint(_GAPS)):
                found += [Match(first, end, row) for end, row in _deeper(node, words, after)]
        return found


def spell_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the plain word sequences that `phrase` stands for."""
    if phrase.replace(" ", "").isalpha():  # most are, and there are thousands
        yield tuple(phrase.split())
        return
    choices = []
    for word in phrase.split():
        if word in _GAPS:
            choices.append([word])
            continue
        options = word.rstrip("?").split("/")
        choices.append([*options, ""] if word.endswith("?") else options)
    for words in itertools.product(*choices):
        plain = tuple(part for word in words for part in word.split("_") if part)
        yield plain
        if "'s" in plain:
            yield tuple("’s" if part == "'s" else part for part in plain)


def _walk(node: dict[str, Any], words: Sequence[str], at: int) -> Iterator[tuple[int, Any]]:
    for row in node.get(_ROWS, ()):
        yield at, row
    yield from _deeper(node, words, at)


def _deeper(node: dict[str, Any], words: Sequence[str], at: int) -> Iterator[tuple[int, Any]]:
    if at >= len(words):
        return
    deeper = node.get(words[at])
    if deeper is not None:
        yield from _walk(deeper, words, at + 1)
    for gap, longest in _GAPS.items():
        after_gap = node.get(gap)
        if after_gap is None:
            continue
        for skip in range(min(longest + 1, len(words) - at)):
            word = words[at + skip]
            deeper = after_gap.get(word)
            if deeper is not None:
                yield from _walk(deeper, words, at + skip + 1)
                break
            if word in ".;:!?":
                break


def inflections(word: str) -> set[str]:
    """Return the word and its likely endings; too many rather than too few, they are only looked up."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    forms = {word, word + "s", word + "ed", word + "ing"}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    elif word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    elif word.endswith(("s", "x", "ch", "sh")):
        forms |= {word + "es"}
    elif word[-1] in "bdglmnprt" and word[-2] in "aeiou":
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms


def inflected(phrases: Iterable[str]) -> Iterator[str]:
    """Yield each phrase with the endings of its last word; words joined by `_` stay as they are."""
    for phrase in phrases:
        head, _, last = phrase.rpartition(" ")
        for word in last.rstrip("?").split("/"):
            forms = {word} if "_" in word else inflections(word)
            yield from (f"{head} {form}".strip() for form in sorted(forms))
        if last.endswith("?"):
            yield head
