"""The sentences of a document -> their syntax, each made when a stage first asks for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import overload

from briefing.lexicon import Lexicon
from briefing.lexicon.tagging_tables import TagRule
from briefing.model.syntax import Syntax
from briefing.text.chunks import Words
from briefing.text.clauses import analyse
from briefing.text.dictionary import Classes, Dictionary, read
from briefing.text.tagging import Rule, Tagged, Tagger, Test

_TEST = re.compile(r"([a-z]+)([+-]\d)?")
_NO_DAYS = frozenset(("may", "mar", "march", "sun", "sat"))
"""Names of days and months that are words too."""
_NEAR_DAYS = frozenset(("today", "yesterday", "tomorrow", "tonight"))


class Parser:
    """The tagger of a lexicon, and the words that phrases and clauses are told by."""

    def __init__(self, tagger: Tagger, words: Words) -> None:
        self.tagger, self.words = tagger, words

    def tag(self, words: Sequence[str], lower: Sequence[str]) -> Tagged:
        """Return the word classes of a sentence, with the rules that set them."""
        return self.tagger.tag(words, lower)

    def parse_all(self, words: Sequence[Sequence[str]], lower: Sequence[Sequence[str]]) -> list[Syntax]:
        """Return the syntax of sentences, given as they are and in lower case."""
        tagged = self.tagger.tag_all(words, lower)
        return [analyse(one.tags, low, self.words) for one, low in zip(tagged, lower, strict=True)]

    def parse(self, words: Sequence[str], lower: Sequence[str]) -> Syntax:
        """Return the syntax of a sentence, given as it is and in lower case."""
        return analyse(self.tagger.tag(words, lower).tags, lower, self.words)


class Parsing(Sequence[Syntax]):
    """The syntax of each sentence of a document; nothing is read before somebody asks."""

    def __init__(
        self, lexicon: Lexicon, words: Sequence[tuple[str, ...]], lower: Sequence[tuple[str, ...]]
    ) -> None:
        self._lexicon, self._words, self._lower = lexicon, words, lower
        self._tagged: Sequence[Tagged] = ()
        self._made: dict[int, Syntax] = {}

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, index: int) -> Syntax: ...
    @overload
    def __getitem__(self, index: slice) -> list[Syntax]: ...
    def __getitem__(self, index: int | slice) -> Syntax | list[Syntax]:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        at = range(len(self))[index]
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = analyse(
                self.tagged(at).tags, self._lower[at], parser(self._lexicon).words
            )
        return made

    def tagged(self, index: int) -> Tagged:
        """Return the word classes of a sentence with the rules that set them."""
        if not self._tagged:  # all at once: that is much quicker than one by one
            self._tagged = parser(self._lexicon).tagger.tag_all(self._words, self._lower)
        return self._tagged[index]


@functools.cache
def parser(lexicon: Lexicon) -> Parser:
    """Return the parser for a lexicon."""
    words, cased = read()
    table = lexicon.tagging
    words = {**words, **_split(table.words)}
    dictionary = Dictionary(
        words=words, cased={**cased, **_names(lexicon, words)}, endings=_split(table.endings)
    )
    return Parser(Tagger(dictionary, [_rule(row) for row in (*table.rules, *table.repairs)]), _words(lexicon))


def _names(lexicon: Lexicon, words: dict[str, Classes]) -> dict[str, Classes]:
    """Return the names that the lexicon knows; where one is a word too ("Mark"), the name comes first."""
    given = (*lexicon.given_names.he, *lexicon.given_names.she)
    places = (
        *lexicon.places.names,
        *(name for state in lexicon.states for name in (*state.names, *state.seats)),
    )
    found: dict[str, Classes] = {}
    for name in (*given, *places):
        known = words.get(name.lower(), ())
        if " " not in name and (not known or known[0] in _OPEN):
            found[name] = ("NNP", *(tag for tag in known if tag != "NNP"))
    return found


_OPEN = frozenset(("NN", "NNS", "NNP", "JJ", "VB", "VBP", "VBG", "RB", "FW"))
"""Classes of words that a sentence seldom begins with, compared with names."""


def _split(rows: dict[str, str]) -> dict[str, Classes]:
    return {form: tuple(tags.split(" ")) for form, tags in rows.items()}


def _rule(row: TagRule) -> Rule:
    return Rule(old=row.old, new=row.new, tests=tuple(_test(key, value) for key, value in row.where.items()))


def _test(key: str, value: str) -> Test:
    """Read a condition: "tag-1" looks at the class of the word before."""
    match = _TEST.fullmatch(key)
    if match is None:
        raise ValueError(f"tagging.yml: {key!r} is no condition; write one such as tag-1")
    return (match[1], int(match[2] or 0), value)


def _words(lexicon: Lexicon) -> Words:
    """Return the words of a lexicon by which phrases and clauses are told."""
    speech, calendar = lexicon.speech, lexicon.calendar
    saying = {
        form for cue in speech.cues if {"that", "clause", "quote"} & set(cue.takes) for form in cue.forms
    }
    claiming = {
        form
        for cue in speech.cues
        if "clause" in cue.takes and not {"np", "part"} & set(cue.takes)
        for form in cue.forms
    }
    telling = {form for cue in speech.cues if {"hearer", "that"} <= set(cue.takes) for form in cue.forms}
    days = {name.lower() for name in (*calendar.weekdays, *(n for month in calendar.months for n in month))}
    return Words(
        saying=frozenset(saying),
        claiming=frozenset(claiming),
        cues=frozenset(form for cue in speech.cues for form in cue.forms),
        telling=frozenset(telling),
        days=(days - _NO_DAYS) | _NEAR_DAYS,
        units=frozenset(calendar.units),
    )
