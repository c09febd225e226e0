"""The sentences of a document -> their syntax, each made when a stage first asks for it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import overload

from briefing.lexicon import Lexicon
from briefing.model.syntax import Syntax
from briefing.text.chunks import Words
from briefing.text.clauses import analyse
from briefing.text.dictionary import Dictionary, read
from briefing.text.tagging import Rule, Tagged, Tagger


class Parser:
    """The tagger and the words that phrases and clauses are told by."""

    def __init__(self, tagger: Tagger, words: Words) -> None:
        self.tagger, self.words = tagger, words

    def parse(self, words: Sequence[str], lower: Sequence[str]) -> Syntax:
        """Return the syntax of a sentence."""
        return analyse(self.tagger.tag(words, lower).tags, lower, self.words)


@functools.cache
def parser(lexicon: Lexicon) -> Parser:
    """Return the parser for a lexicon."""
    import pickle
    d = pickle.load(open("/tmp/dict.pkl", "rb"))
    rules = [Rule(old=a, new=b, tests=c) for a, b, c in pickle.load(open("/tmp/rules_use.pkl", "rb"))]
    return Parser(Tagger(d, rules), words_of(lexicon))


def words_of(lexicon: Lexicon) -> Words:
    """Return the words of a lexicon by which phrases and clauses are told."""
    speech, calendar = lexicon.speech, lexicon.calendar
    saying = {form for cue in speech.cues if {"that", "clause", "quote"} & set(cue.takes) for form in cue.forms}
    carrying = {form for cue in speech.cues if {"that", "clause"} & set(cue.takes) for form in cue.forms}
    days = {name.lower() for name in (*calendar.weekdays, *(n for month in calendar.months for n in month))}
    return Words(
        saying=frozenset(saying),
        carrying=frozenset(carrying),
        days=frozenset(days - {"may", "mar", "sun", "sat"} | {"today", "yesterday", "tomorrow", "tonight"}),
        units=frozenset(calendar.units),
    )
