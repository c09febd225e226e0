"""The words of a sentence -> the word class of each, with the rules that set it.

Each word first gets the commonest of the classes that the dictionary knows of it.  Then the rules of
`lexicon/tagging.yml` are tried in their order: "VBD becomes VBN where the word before is a form of be".
A rule may only give a word a class that the dictionary allows it.  Nothing is weighed or guessed, so
each class can be explained: by the dictionary, or by the last rule that changed it.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from briefing.text.dictionary import Classes, Dictionary

REACH = 3
"""So many words to each side may be in a rule."""
_EDGE = "#"
"""The tag, word and so on of what is before and behind a sentence."""
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD", "PRP+VBP", "PRP+VBD", "PRP+MD"))
_BEFORE_CAPITAL = frozenset(("“", '"', "‘", ":"))
_BY_CLAUSE = ("clause", "ahead", "balance", "segment", "until")
_STOPS = frozenset(".!?。！？")
_BEFORE_CLOSING = frozenset(",.!?…")
_OPENERS = frozenset(("SC", "WDT", "WP", "WP$", "WRB", ":", "``", "-LRB-", "."))
_LINKS = frozenset(("SC", "WDT", "WP", "WRB"))
_QUOTES, _QUOTED = frozenset(("``", "''")), frozenset((",", ":"))
_VERBS = frozenset(("VBD", "VBZ", "VBP", "VB", "VBN", "VBG"))
_TELLING = frozenset(
    ("say", "says", "said", "saying", "think", "thinks", "thought", "believe", "believes", "believed")
)
"""Verbs that a clause follows without a conjunction: "she said officials left" has two finite verbs."""
_SUBJECTS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "EX", "CD", "DT", "JJ"))
ROLES: dict[str, str] = {
    **dict.fromkeys(_SUBJECTS, "subject"),
    **dict.fromkeys(_VERBS, "verb"),
    **dict.fromkeys(FINITE, "modal"),
    **dict.fromkeys(FINITE & _VERBS, "finite"),
    **dict.fromkeys(_OPENERS, "opener"),
    **dict.fromkeys(_LINKS, "link"),
    "''": "closing",
    "CC": "and",
    ",": "comma",
}
"""What a class does in a clause; a change within one of these changes no other word's field."""
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


Test = tuple[str, int, str]
"""What is looked at (a field of `Row`), how many words on, and what must be there."""


class Rule(Struct, frozen=True, gc=False):
    """One row of the rules."""

    old: str
    new: str
    tests: tuple[Test, ...]


class Row(Struct):
    """Sentences while they are tagged, one behind the other; `REACH` edges are around each."""

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
    """What the clause of the word holds before it: nothing, a subject, a verb, or a verb and "and"."""
    ahead: list[str]
    """What comes first behind the word: a finite verb, the start of another clause, or the end."""
    balance: list[str]
    """Whether the sentence has as many finite verbs as clauses: it lacks some, is even, or has more."""
    stop: list[str]
    """Whether the sentence ends in a stop, or in none as headlines do."""
    segment: list[str]
    """As `clause`, but a comma or a conjunction begins again: nothing, a subject or a verb."""
    until: list[str]
    """As `ahead`, but a comma counts too."""
    starts: list[int]
    """Where each sentence begins."""
    ends: list[int]
    sentence: list[int]
    """The number of the sentence of each word."""


class Tagged(Struct, frozen=True, gc=False):
    """The word classes of a sentence."""

    tags: tuple[str, ...]
    rules: dict[int, Rule]
    """The last rule that changed a word, by the number of the word; the others have their commonest class."""


class _Ready(Struct, frozen=True):
    """A rule as it is tried."""

    pair: tuple[str, str]
    tests: tuple[tuple[int, int, str], ...]
    """Its tests, with the numbers of the fields of `Row`."""
    word: str | None
    """A word that must stand `offset` words on: then only the places near such words are looked at."""
    offset: int
    late: tuple[tuple[int, int, str], ...]
    """Those of its tests that need `mark_clauses` first."""
    stirs: bool
    """Whether the change changes what `mark_clauses` sees."""
    rule: Rule


class Tagger:
    """The rules, ready to be tried; made once for a dictionary and its rules."""

    def __init__(self, dictionary: Dictionary, rules: Sequence[Rule]) -> None:
        self.dictionary = dictionary
        self._rules = list(map(_ready, rules))
        self._pairs: dict[str, list[tuple[str, str]]] = {}
        self._used = {ready.pair for ready in self._rules if ready.word is None}
        self._named = {ready.word for ready in self._rules if ready.word is not None}

    def tag(self, words: Sequence[str], lower: Sequence[str]) -> Tagged:
        """Return the class of each word of a sentence."""
        return self.tag_all([words], [lower])[0]

    def tag_all(self, words: Sequence[Sequence[str]], lower: Sequence[Sequence[str]]) -> list[Tagged]:
        """Return the classes of the words of several sentences, which is quicker than one by one."""
        row = rows_of(words, lower, self.dictionary)
        changed: list[dict[int, Rule]] = [{} for _ in words]
        stale = set(range(len(words)))
        places, named = self._places(row), self._words(row)
        fields = [getattr(row, name) for name in Row.__struct_fields__]
        tags, group, allowed = row.tag, row.group, row.allowed
        current: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for ready in self._rules:
            old, new = ready.pair
            if ready.word is None:
                known = current[old].get(new)
                if known is None:
                    known = current[old][new] = [at for at in places.get(ready.pair, ()) if tags[at] == old]
                found = known
            elif ready.word in named:
                near = [at - ready.offset for at in named[ready.word]]
                found = [at for at in near if tags[at] == old and new in allowed[at]]
            else:
                continue
            for field, offset, value in ready.tests:
                if not found:
                    break
                values = fields[field]
                found = [at for at in found if values[at + offset] == value]
            if not found:
                continue
            if ready.late and stale:
                for number in {row.sentence[at] for at in found} & stale:
                    mark_clauses(row, number)
                    stale.discard(number)
            for field, offset, value in ready.late:
                values = fields[field]
                found = [at for at in found if values[at + offset] == value]
            if found:
                current[old], current[new] = {}, {}
            for at in found:
                tags[at], group[at] = new, GROUPS.get(new, new)
                number = row.sentence[at]
                if ready.stirs:
                    stale.add(number)
                changed[number][at - row.starts[number]] = ready.rule
        return [
            Tagged(tags=tuple(tags[start:end]), rules=rules)
            for start, end, rules in zip(row.starts, row.ends, changed, strict=True)
        ]

    def _places(self, row: Row) -> dict[tuple[str, str], list[int]]:
        """Return where a word may change from one class to another."""
        alike: dict[str, list[int]] = defaultdict(list)
        for at, classes in enumerate(row.classes):
            alike[classes].append(at)
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for classes, found in alike.items():
            for pair in self._pairs_of(classes):
                places[pair] += found
        return places

    def _pairs_of(self, classes: str) -> list[tuple[str, str]]:
        pairs = self._pairs.get(classes)
        if pairs is None:
            every = itertools.permutations(classes.split(" "), 2)
            pairs = self._pairs[classes] = [pair for pair in every if pair in self._used]
        return pairs

    def _words(self, row: Row) -> dict[str, list[int]]:
        """Return where the words are that rules name."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(row.word):
            if word in self._named:
                places[word].append(at)
        return places


def _ready(rule: Rule) -> _Ready:
    names = Row.__struct_fields__
    word = next((test for test in rule.tests if test[0] == "word"), None)
    tests = [test for test in rule.tests if test != word]
    return _Ready(
        pair=(rule.old, rule.new),
        tests=tuple((names.index(name), at, value) for name, at, value in tests if name not in _BY_CLAUSE),
        late=tuple((names.index(name), at, value) for name, at, value in tests if name in _BY_CLAUSE),
        word=word[2] if word is not None else None,
        offset=word[1] if word is not None else 0,
        stirs=ROLES.get(rule.old) != ROLES.get(rule.new),
        rule=rule,
    )


def rows_of(words: Sequence[Sequence[str]], lower: Sequence[Sequence[str]], dictionary: Dictionary) -> Row:
    """Return sentences as the rules read them, each word with its commonest class."""
    edges, nowhere = [_EDGE] * REACH, [(_EDGE,)] * REACH
    row = Row(
        [*edges],
        [*edges],
        [*nowhere],
        [*edges],
        [*edges],
        [*edges],
        [],
        [],
        [],
        [],
        [],
        [],
        [],
        [],
        [],
        [-1] * REACH,
    )
    for number, (forms, lows) in enumerate(zip(words, lower, strict=True)):
        row.starts.append(len(row.word))
        row.ends.append(len(row.word) + len(forms))
        row.word += (*lows, *edges)
        row.allowed += (*_allowed(forms, lows, dictionary), *nowhere)
        row.shape += (*_shapes(forms), *edges)
        row.sentence += [number] * (len(forms) + REACH)
    row.tag = [found[0] for found in row.allowed]
    row.classes = list(map(_together, row.allowed))
    row.ending = [low[-3:] for low in row.word]
    row.group = list(map(GROUPS.get, row.tag, row.tag))
    row.clause, row.ahead, row.balance, row.segment, row.until = ([_EDGE] * len(row.word) for _ in range(5))
    row.stop = _stops(row)
    return row


def _stops(row: Row) -> list[str]:
    stops = [_EDGE] * len(row.word)
    for first, end in zip(row.starts, row.ends, strict=True):
        closed = any(row.word[at] in _STOPS for at in range(max(first, end - 3), end))
        stops[first:end] = ["stop" if closed else "none"] * (end - first)
    return stops


def _allowed(words: Sequence[str], lower: Sequence[str], dictionary: Dictionary) -> list[Classes]:
    headline = is_headline(words)
    allowed: list[Classes] = []
    opening = True
    known = dictionary.words.get
    for form, low in zip(words, lower, strict=True):
        if form == low:
            allowed.append(known(form) or dictionary.classes(form, low, opening))
        else:
            capitals = headline and form.isupper()
            allowed.append(dictionary.classes(low if capitals else form, low, opening or headline))
        opening = form in _BEFORE_CAPITAL or (opening and not form[0].isalnum())
    if '"' in lower:
        _pair_quotes(words, allowed)
    return allowed


def still_opens(form: str, opening: bool) -> bool:
    """Return whether a capital says nothing about the word behind `form`."""
    return (opening and not form[0].isalnum()) or form in _BEFORE_CAPITAL


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


def is_headline(words: Sequence[str]) -> bool:
    """Return whether capitals say nothing: nearly all long words of a sentence have them."""
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


@functools.cache
def _together(classes: Classes) -> str:
    return " ".join(sorted(classes))


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


def mark_clauses(row: Row, number: int) -> None:
    """Fill what depends on the finite verbs of a sentence, from the tags as they are now."""
    first, end = row.starts[number], row.ends[number]
    tags, words, clause, segment = row.tag, row.word, row.clause, row.segment
    state, part, missing, before = "nothing", "nothing", 1, _EDGE
    roles = list(map(ROLES.get, tags[first:end]))
    for at, tag, role in zip(range(first, end), tags[first:end], roles, strict=True):
        clause[at], segment[at] = state, part
        if role is None:
            before = tag
            continue
        if role == "subject":
            state = "subject" if state == "nothing" else state
            part = "subject" if part == "nothing" else part
        elif role == "finite" or role == "modal":
            state, missing = "verb", missing - 1
            part = "nothing" if words[at] in _TELLING else "verb"
        elif role == "opener" or role == "link":
            state = part = "nothing"
        elif role == "closing":
            part = "nothing"
            if tag == "''" and before == ",":  # what is said ended, and who says it begins
                state = "nothing"
        elif role == "and":
            state, part = "and" if state == "verb" else state, "nothing" if part == "verb" else part
        elif role == "comma":
            part = "nothing" if part == "verb" else part
        if role == "link" or (tag in _QUOTES and before in _QUOTED):  # noqa: SIM114 (two reasons)
            missing += 1
        elif words[at] in _TELLING and tag in _VERBS and tags[at + 1] in _SUBJECTS:
            missing += 1
        before = tag
    state = part = "end"
    for at, role in zip(range(end - 1, first - 1, -1), reversed(roles), strict=True):
        row.ahead[at], row.until[at] = state, part
        if role == "finite" or role == "modal":
            state = part = "verb"
        elif role == "and" or role == "link" or (role == "opener" and tags[at] != "."):
            state = part = "clause"
        elif role == "comma":
            part = "comma"
    row.balance[first:end] = ["lacks" if missing > 0 else "more" if missing < 0 else "even"] * (end - first)


def matches(row: Row, at: int, tests: Sequence[Test]) -> bool:
    """Return whether all tests hold at a place."""
    return all(getattr(row, name)[at + offset] == value for name, offset, value in tests)
