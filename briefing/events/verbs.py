"""The words that make a clause tell of a happening: finite verbs, verbs of saying, names of happenings."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Token

_BEFORE_NOUNS = frozenset(
    ("the", "a", "an", "this", "his", "her", "its", "their", "our", "my", "of", "no", "any", "some")
) | {"’s", "'s"}
"""After these a word on -ed is no verb: "the scheduled meeting"."""
OPENING, CLOSING, STRAIGHT = frozenset("“«"), frozenset("”»"), '"'
MARKS = OPENING | CLOSING | {STRAIGHT}
_INTENTIONS = ("plans", "hopes", "wants", "expects")
_VOWELS = "aeiou"


class Words(Struct, frozen=True):
    """The tables of tense.yml as look-ups."""

    finite: frozenset[str]
    past: frozenset[str]
    irregular: dict[str, str]
    reporting: frozenset[str]
    """Every form of a verb of saying or thinking."""
    happenings: frozenset[str]
    light: frozenset[str]
    openers: frozenset[str]
    not_past: frozenset[str]


@functools.cache
def words_of(lexicon: Lexicon) -> Words:
    """Return the tables of a lexicon, made once."""
    table = lexicon.tense
    past = frozenset(table.past_auxiliaries)
    stems = frozenset(table.reporting)
    reporting = {form for stem in stems for form in _forms(stem)}
    reporting |= {form for form, stem in table.irregular.items() if stem in stems}
    finite = (table.present_auxiliaries, table.future_auxiliaries, table.modals, table.irregular)
    return Words(
        finite=past.union(
            *finite, table.present_verbs, table.starting, ("plans", "hopes", "wants", "expects")
        ),
        past=past | frozenset(table.irregular),
        irregular=table.irregular,
        reporting=frozenset(reporting),
        happenings=frozenset(table.happenings),
        light=frozenset(table.light),
        openers=frozenset(table.openers),
        not_past=frozenset(table.not_past),
    )


def _forms(stem: str) -> tuple[str, ...]:
    if stem.endswith("e"):
        return stem, stem + "s", stem + "d", stem[:-1] + "ing"
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"
    return stem, stem + "s", stem + "ed", stem + "ing", stem + stem[-1] + "ed"


def stem_of(word: str, words: Words) -> str:
    """Return the stem of a verb or noun, roughly: enough to see that two clauses share it."""
    if word in words.irregular:
        return words.irregular[word]
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def is_finite(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Tell whether the word at an index is a verb that can carry a clause."""
    word = tokens[at].lower
    if word in words.finite:
        return tokens[at].text[0].islower() or at == 0
    if not word.endswith("ed") or len(word) < 5 or tokens[at].text[0].isupper() or word in words.not_past:
        return False
    return at == 0 or tokens[at - 1].lower not in _BEFORE_NOUNS


class Frame(Struct, frozen=True):
    """A sentence with what is asked of it again and again, made once."""

    tokens: Sequence[Token]
    words: Words
    finite: Sequence[bool]
    told: Sequence[int]
    """How many verbs and names of happenings stand before each token."""
    quoted: Sequence[bool]
    """Whether a quotation is open at each token."""
    dates: frozenset[int]
    """The offsets at which dates begin."""

    def tells(self, start: int, end: int) -> bool:
        """Tell whether a verb or the name of a happening stands in tokens[start:end]."""
        return self.told[end] > self.told[start]


def frame_of(tokens: Sequence[Token], dates: Iterable[int], lexicon: Lexicon, *, quoted: bool) -> Frame:
    """Return the frame of a sentence; `quoted` tells that it begins inside a quotation."""
    words = words_of(lexicon)
    verbs, happenings = words.finite, words.happenings
    finite, told, is_open = [], [0], []
    count = 0
    for at, token in enumerate(tokens):
        text, word = token.text, token.lower
        verb = (word in verbs or word.endswith("ed")) and is_finite(tokens, at, words)
        finite.append(verb)
        count += verb or word in happenings
        told.append(count)
        is_open.append(quoted)
        if text in MARKS:
            quoted = text in OPENING or (text == STRAIGHT and not quoted)
    return Frame(tokens, words, finite, told, is_open, frozenset(dates))


def head_of(frame: Frame, start: int, end: int, first: int) -> str | None:
    """Return the word that tells the happening of the date at `first`; None for a matter of words.

    That is the verb nearest before the date, else the first after it; a verb such as "took place" gives
    way to the happening that it tells of.
    """
    tokens, words = frame.tokens, frame.words
    verbs = [i for i in range(start, end) if frame.finite[i]]
    nouns = [i for i in range(start, end) if tokens[i].lower in words.happenings]
    before = [i for i in verbs if i < first]
    chosen = before[-1] if before else (verbs[0] if verbs else None)
    if chosen is not None:
        word = tokens[chosen].lower
        if word in words.reporting and not _is_passive(tokens, chosen, words):
            return None
        stem = stem_of(word, words)
        if stem not in words.light and (word not in words.finite or word in words.irregular):
            return stem
    if nouns:
        return stem_of(tokens[nouns[0]].lower, words)
    return stem_of(tokens[chosen].lower, words) if chosen is not None else None


def _is_passive(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Tell "was found dead", which is a happening, from "found that", which is not."""
    return (
        bool(at) and tokens[at - 1].lower in ("was", "were", "been") and tokens[at].lower in words.irregular
    )
