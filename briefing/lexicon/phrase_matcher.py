"""Phrases of the lexicon -> where they are among the tokens of a sentence.

A phrase is words with single spaces between them, in lower case.  `a/b` gives a choice, `the?` may
be missing, `...` stands for up to four words and `....` for up to twelve.  All phrases of a stage go
into one table of trees, and only the words of a text that start a phrase are looked at.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import partial
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import Struct

from briefing.lexicon.inflection import regular
from briefing.model import END, Concordance

Row = TypeVar("Row")
_GAPS = {"...": 4, "....": 12}


class Match(NamedTuple, Generic[Row]):
    """A phrase found: tokens `first` up to but not including `end`."""

    first: int
    end: int
    row: Row


_match = partial(tuple.__new__, Match)  # there are hundreds a text
_FIRST = itemgetter(0)
_HALT = frozenset((*".;:!?", END))
"""Over these no gap reaches."""


class _Node(Struct, gc=False):
    """Where the phrases that begin with the same words part."""

    rows: tuple[Any, ...] = ()
    """Of the phrases that end here."""
    then: dict[str, _Node] = {}
    gaps: tuple[tuple[int, dict[str, _Node]], ...] = ()
    """What may follow after at most so many words."""


class _Starts(dict[str, _Node], Generic[Row]):
    """A tree of phrases for each word that starts one, made when a text first holds that word.

    There are tens of thousands of forms, and a run needs few of them.
    """

    def __init__(self, exact: Iterable[tuple[str, Row]], inflected: Iterable[tuple[str, Row]]) -> None:
        super().__init__()
        self.phrases: dict[str, list[tuple[str, Row, bool]]] = {}
        """The phrases by the words that they may start with, and whether the last word has endings."""
        for entries, endings in ((exact, False), (inflected, True)):
            for phrase, row in entries:
                for word in _firsts(phrase, endings):
                    self.phrases.setdefault(word, []).append((phrase, row, endings))

    def __missing__(self, word: str) -> _Node:
        root = _Node()
        for phrase, row, endings in self.phrases[word]:
            for words in _forms(phrase, endings):
                if words[0] == word:
                    node = root
                    for step in words[1:]:
                        node = node.then.setdefault(step, _Node())
                    if row not in node.rows:
                        node.rows += (row,)
        self[word] = _close(root)
        return root


def _firsts(phrase: str, endings: bool) -> Collection[str]:
    """Return the words that a phrase may start with; nearly all start with one plain word."""
    first, _, rest = phrase.partition(" ")
    if not first.isalpha():
        return {words[0] for words in _forms(phrase, endings)}
    return inflections(first) if endings and not rest else (first,)


def _forms(phrase: str, endings: bool) -> Iterator[tuple[str, ...]]:
    for form in inflected(phrase) if endings else (phrase,):
        yield from spell_out(form)


class Phrases(Generic[Row]):
    """A table of phrases, each with the row it stands for; the last words of `inflected` take any ending."""

    def __init__(
        self, exact: Iterable[tuple[str, Row]] = (), inflected: Iterable[tuple[str, Row]] = ()
    ) -> None:
        starts = _Starts(exact, inflected)
        self._starts: dict[str, _Node] = starts
        self._firsts: Set[str] = starts.phrases.keys()

    def find(self, words: Sequence[str]) -> list[Match[Row]]:
        """Return every match in lower-case words, those inside longer ones too, in order of the text."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(word, []).append(at)
        return self._find((*words, END), places)

    def opening(self, words: Sequence[str]) -> int:
        """Return how many words the longest phrase has with which the words begin; 0 for none."""
        if not words or words[0] not in self._firsts:
            return 0
        return max([match.end for match in self.find(words) if match.first == 0], default=0)

    def find_all(self, text: Concordance) -> list[Match[Row]]:
        """Return every match in a whole text, numbered by its words; none runs over a sentence's end."""
        return self._find(text.words, text.places)

    def _find(self, words: Sequence[str], places: dict[str, list[int]]) -> list[Match[Row]]:
        """Return the matches in words, each sentence of which an empty one ends."""
        found: list[Match[Row]] = []
        for word in self._firsts & places.keys():
            node = self._starts[word]
            rows, then, gaps = node.rows, node.then, node.gaps
            for at in places[word]:
                for row in rows:
                    found.append(_match((at, at + 1, row)))  # noqa: PERF401 (there are one or two)
                if gaps or words[at + 1] in then:
                    _follow(node, words, at, at + 1, found)
        found.sort(key=_FIRST)
        return found


def _close(node: _Node) -> _Node:
    """Take the gaps of a tree that was built word by word apart from its words."""
    for following in node.then.values():
        _close(following)
    node.gaps = tuple(
        (longest, node.then.pop(gap).then) for gap, longest in _GAPS.items() if gap in node.then
    )
    return node


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


def _follow(node: _Node, words: Sequence[str], first: int, at: int, found: list[Match[Any]]) -> None:
    """Add every match that began at token `first`, has come to `node` before token `at` and goes on."""
    passed: list[tuple[_Node, int]] = []
    while True:
        if node.gaps:
            passed.append((node, at))
        following = node.then.get(words[at])
        if following is None:
            break
        node, at = following, at + 1
        for row in node.rows:
            found.append(_match((first, at, row)))  # noqa: PERF401
    for node, at in reversed(passed):
        for longest, after_gap in node.gaps:
            for skip in range(longest + 1):
                word = words[at + skip]
                if word in after_gap:
                    end, behind = at + skip + 1, after_gap[word]
                    found += [_match((first, end, row)) for row in behind.rows]
                    _follow(behind, words, first, end, found)
                    break
                if word in _HALT:
                    break


def inflections(word: str) -> set[str]:
    """Return the word and its regular endings; too many rather than too few, they are only looked up."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    return regular(word)


def inflected(phrase: str) -> Iterator[str]:
    """Yield a phrase with the endings of its last word; words joined by `_` stay as they are."""
    head, _, last = phrase.rpartition(" ")
    for word in last.rstrip("?").split("/"):
        forms = {word} if "_" in word else inflections(word)
        yield from (f"{head} {form}".strip() for form in sorted(forms))
    if last.endswith("?"):
        yield head
