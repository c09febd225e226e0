"""The words of a sentence -> the word class of each, with the rules that set it.

Each word first gets the commonest of the classes that the dictionary knows of it.  Then the rules of
`lexicon/tagging.yml` are tried in their order: "VBD becomes VBN where the word before is a form of be".
A rule may only give a word a class that the dictionary allows it.  Nothing is weighed or guessed, so
each class can be explained: by the dictionary, or by the last rule that changed it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec import Struct

from briefing.text.dictionary import Classes, Dictionary

REACH = 3
"""So many words to each side may stand in a rule."""
_EDGE = "#"
"""The tag, word and so on of what stands before and behind a sentence."""
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD", "PRP+VBP", "PRP+VBD", "PRP+MD"))
_BEFORE_CLOSING = frozenset(",.!?…")
_OPENERS = frozenset(("SC", "WDT", "WP", "WP$", "WRB", ":", "``", "-LRB-", "."))
_LINKS = frozenset(("SC", "WDT", "WP", "WRB"))
_QUOTES, _QUOTED = frozenset(("``", "''")), frozenset((",", ":"))
_VERBS = frozenset(("VBD", "VBZ", "VBP", "VB", "VBN", "VBG"))
_TELLING = frozenset(("say", "says", "said", "saying", "think", "thinks", "thought", "believe", "believes", "believed"))
"""Verbs that a clause follows without a conjunction: "she said officials left" has two finite verbs."""
_SUBJECTS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "EX", "CD", "DT", "JJ"))
GROUPS: dict[str, str] = {
    **dict.fromkeys(("NN", "NNS", "NNP", "NNPS", "CD", "FW", "SYM"), "noun"),
    **dict.fromkeys(("PRP", "EX", "WP"), "pronoun"),
    **dict.fromkeys(("DT", "PDT", "PRP$", "POS", "WP$"), "determiner"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "adjective"),
    **dict.fromkeys(("RB", "RBR", "RBS", "RP", "WRB"), "adverb"),
    **dict.fromkeys(FINITE, "finite"),
    **dict.fromkeys(("VB", "VBG", "VBN"), "verb"),
    **dict.fromkeys(("IN", "TO", "SC"), "preposition"),
    **dict.fromkeys((",", ":", ".", "-LRB-", "-RRB-", "``", "''"), "mark"),
}
"""Classes that rules may name together."""


class Rule(Struct, frozen=True, gc=False):
    """One row of the rules."""

    old: str
    new: str
    tests: tuple[tuple[str, int, str], ...]
    """What is looked at (a field of `Row`), how many words on, and what must stand there."""


class Row(Struct):
    """A sentence while it is tagged; each list has `REACH` edges before and behind."""

    tag: list[str]
    word: list[str]
    allowed: list[Classes]
    """What the dictionary allows, the commonest first."""
    classes: list[str]
    """The same as one string, in the order of the alphabet."""
    ending: list[str]
    """The last three letters."""
    shape: list[str]
    group: list[str]
    clause: list[str]
    """What the clause of the word holds before it: nothing, a subject, a verb, or a verb and a conjunction."""
    ahead: list[str]
    """What comes first behind the word: a finite verb, the start of another clause, or the end."""
    balance: list[str]
    """Whether the sentence has as many finite verbs as clauses: it lacks some, is even, or has more."""


class Tagged(Struct, frozen=True, gc=False):
    """The word classes of a sentence."""

    tags: tuple[str, ...]
    rules: dict[int, Rule]
    """The last rule that changed a word, by the number of the word; the others have their commonest class."""


class Tagger:
    """The rules, ready to be tried; made once for a dictionary and its rules."""

    def __init__(self, dictionary: Dictionary, rules: Sequence[Rule]) -> None:
        self.dictionary = dictionary
        names = Row.__struct_fields__
        self._rules = [
            (
                (rule.old, rule.new),
                tuple((names.index(name), offset, value) for name, offset, value in rule.tests),
                any(name in ("clause", "ahead", "balance") for name, _, _ in rule.tests),
                rule,
            )
            for rule in rules
        ]
        self._used = {pair for pair, *_ in self._rules}
        self._pairs: dict[Classes, tuple[tuple[str, str], ...]] = {}

    def tag(self, words: Sequence[str], lower: Sequence[str]) -> Tagged:
        """Return the class of each word of a sentence."""
        row = row_of(words, lower, self.dictionary)
        changed: dict[int, Rule] = {}
        places = self._places(row)
        fields = [getattr(row, name) for name in Row.__struct_fields__]
        tags, fresh = row.tag, False
        for pair, tests, by_clause, rule in self._rules:
            candidates = places.get(pair)
            if candidates is None:
                continue
            if by_clause and not fresh:
                mark_clauses(row)
                fields[-3:], fresh = (row.clause, row.ahead, row.balance), True
            old, new = pair
            hits = []
            for at in candidates:
                if tags[at] == old:
                    for field, offset, value in tests:
                        if fields[field][at + offset] != value:
                            break
                    else:
                        hits.append(at)
            if hits:
                fresh = False
                for at in hits:
                    tags[at], row.group[at], changed[at - REACH] = new, GROUPS.get(new, new), rule
        return Tagged(tags=tuple(tags[REACH:-REACH]), rules=changed)

    def _places(self, row: Row) -> dict[tuple[str, str], list[int]]:
        """Return where a word may change from one class to another."""
        places: dict[tuple[str, str], list[int]] = {}
        for at, allowed in enumerate(row.allowed):
            if len(allowed) > 1:
                for pair in self._pairs.get(allowed) or self._pairs_of(allowed):
                    if pair in places:
                        places[pair].append(at)
                    else:
                        places[pair] = [at]
        return places

    def _pairs_of(self, allowed: Classes) -> tuple[tuple[str, str], ...]:
        pairs = tuple(pair for pair in itertools.permutations(allowed, 2) if pair in self._used)
        self._pairs[allowed] = pairs
        return pairs


def row_of(words: Sequence[str], lower: Sequence[str], dictionary: Dictionary) -> Row:
    """Return a sentence as the rules read it, each word with its commonest class."""
    edges = [_EDGE] * REACH
    headline = _is_headline(words)
    allowed: list[Classes] = []
    opening = True
    for form, low in zip(words, lower, strict=True):
        found = dictionary.classes(low if headline and form.isupper() else form, low, opening or headline)
        allowed.append(found)
        opening = opening and not form[0].isalnum() or form in "“\"‘:"
    if '"' in lower:
        _pair_quotes(words, allowed)
    tag = [*edges, *(found[0] for found in allowed), *edges]
    return Row(
        tag=tag,
        word=[*edges, *lower, *edges],
        allowed=[*((_EDGE,),) * REACH, *allowed, *((_EDGE,),) * REACH],
        classes=[*edges, *map(_together, allowed), *edges],
        ending=[*edges, *(low[-3:] for low in lower), *edges],
        shape=[*edges, *_shapes(words), *edges],
        group=[GROUPS.get(found, found) for found in tag],
        clause=[],
        ahead=[],
        balance=[],
    )


def _pair_quotes(words: Sequence[str], allowed: list[Classes]) -> None:
    """Make straight quotation marks open and close in turn; the first may close what began earlier."""
    marks = [at for at, word in enumerate(words) if word == '"']
    opens = not _closes_only(words, marks)
    for at in marks:
        allowed[at] = ("``", "''") if opens else ("''", "``")
        opens = not opens


def _closes_only(words: Sequence[str], marks: Sequence[int]) -> bool:
    first = marks[0]
    if len(marks) % 2 == 0 or first == 0 or words[first - 1] not in _BEFORE_CLOSING:
        return False
    return first + 1 == len(words) or words[first + 1][0].islower()


def _is_headline(words: Sequence[str]) -> bool:
    """Return whether capitals say nothing: nearly all long words of a sentence have them."""
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


_TOGETHER: dict[Classes, str] = {}


def _together(classes: Classes) -> str:
    found = _TOGETHER.get(classes)
    if found is None:
        found = _TOGETHER[classes] = " ".join(sorted(classes))
    return found


def _shapes(words: Sequence[str]) -> list[str]:
    shapes = ["lower" if word.islower() else _shape(word) for word in words]
    for at, shape in enumerate(shapes):
        if shape in ("lower", "capital", "capitals"):
            shapes[at] = shape if shape == "lower" else "first " + shape
            break
    return shapes


def _shape(word: str) -> str:
    if not word[0].isalpha():
        return "number" if word[0].isdigit() else "mark"
    if len(word) > 1 and word.isupper():
        return "capitals"
    return "capital" if word[0].isupper() else "lower"


def mark_clauses(row: Row) -> None:
    """Fill `clause`, `ahead` and `balance` from the tags as they are now."""
    clause, state, missing, before = [], "nothing", 1, _EDGE
    for at, tag in enumerate(row.tag):
        clause.append(state)
        if tag in FINITE:
            state, missing = "verb", missing - 1
        elif tag in _OPENERS:
            state = "nothing"
        elif tag == "CC":
            state = "and" if state == "verb" else state
        elif state == "nothing" and tag in _SUBJECTS:
            state = "subject"
        if tag in _LINKS or (tag in _QUOTES and before in _QUOTED):
            missing += 1
        elif row.word[at] in _TELLING and tag in _VERBS and row.tag[at + 1] in _SUBJECTS:
            missing += 1
        before = tag
    ahead, state = [], "end"
    for tag in reversed(row.tag):
        ahead.append(state)
        if tag in FINITE:
            state = "verb"
        elif tag in _OPENERS or tag == "CC":
            state = "clause"
    row.clause = clause
    row.ahead = ahead[::-1]
    row.balance = ["lacks" if missing > 0 else "more" if missing < 0 else "even"] * len(clause)


def matches(row: Row, at: int, tests: Sequence[tuple[str, int, str]]) -> bool:
    """Return whether all tests hold at a place."""
    for name, offset, value in tests:
        if getattr(row, name)[at + offset] != value:
            return False
    return True
