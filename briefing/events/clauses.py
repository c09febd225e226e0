"""A date in a sentence -> the smallest clause that tells what happened then.

Works on the tokens of one sentence: walks left and right from the date to the nearest joints that
leave a verb or the name of a happening between them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Found, Span, Token, When

_STRONG = frozenset(";:—")
_QUOTES = frozenset('"“”«»')
_ARTICLES = frozenset(
    ["the", "a", "an", "this", "that", "his", "her", "its", "their", "our", "my", "of", "no", "any", "some"]
)
_PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "at",
        "by",
        "during",
        "throughout",
        "within",
        "since",
        "until",
        "till",
        "from",
        "between",
        "over",
        "through",
        "for",
        "around",
        "about",
        "of",
        "early",
        "late",
        "before",
        "after",
    ]
)
_JOINTS = frozenset(("after", "before", "when", "while", "as"))
_LOOSE = frozenset(("year", "month", "decade", "century", "season", "year-range", "era", "feast"))
"""Kinds that date a happening only after a preposition; elsewhere they qualify a noun ("the 2009 draft")."""


class Words(Struct, frozen=True):
    """The tables of tense.yml as look-ups."""

    finite: frozenset[str]
    past: frozenset[str]
    irregular: dict[str, str]
    reporting: frozenset[str]
    happenings: frozenset[str]
    light: frozenset[str]
    openers: frozenset[str]


class Clause(Struct, frozen=True):
    """A happening: its place, the stem of the word that tells it, and the names in it."""

    span: Span
    sentence: int
    head: str
    names: frozenset[str]
    place: str | None
    rule: str

    def same_as(self, other: Clause) -> bool:
        """Tell whether both clauses tell the same: one head, and most of the names shared."""
        if self.span.overlaps(other.span) and self.head == other.head:
            return True
        few = min(len(self.names), len(other.names))
        return self.head == other.head and 2 * len(self.names & other.names) >= max(few, 1)


@functools.cache
def _words(lexicon: Lexicon) -> Words:
    table = lexicon.tense
    past = frozenset(table.past_auxiliaries)
    return Words(
        finite=past
        | frozenset(table.present_auxiliaries)
        | frozenset(table.future_auxiliaries)
        | frozenset(table.modals)
        | frozenset(table.irregular),
        past=past | frozenset(table.irregular),
        irregular=table.irregular,
        reporting=frozenset(table.reporting),
        happenings=frozenset(table.happenings),
        light=frozenset(table.light),
        openers=frozenset(table.openers),
    )


def clause_of(tokens: Sequence[Token], found: Found[When], lexicon: Lexicon) -> Clause | None:
    """Return the clause that the date belongs to; None where it dates no happening."""
    when = found.item
    if (
        when.precision is None
        and when.offset is None
        and not when.scheduled
        and found.rule in ("now", "deictic")
    ):
        return None
    words = _words(lexicon)
    first = next((i for i, token in enumerate(tokens) if token.start >= when.at.start), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].end <= when.at.end:
        last += 1
    if found.rule in _LOOSE and not _adverbial(tokens, first):
        return None
    end = _right(tokens, first, last, words)
    start = _left(tokens, first, end, words)
    if start is None:
        return None
    head = _head(tokens, start, end, first, words)
    if head is None or head in words.reporting:
        return None
    return _clause(tokens, start, end, found.sentence, head, "dated-clause")


def inherits(tokens: Sequence[Token], sentence: int, lexicon: Lexicon) -> Clause | None:
    """Return an undated sentence in the past that goes on telling of the era before it."""
    words = _words(lexicon)
    verbs = [i for i in range(len(tokens)) if _is_finite(tokens, i, words)]
    if not verbs or any(t.lower in ("today", "now", "nowadays", "currently") for t in tokens):
        return None
    main = tokens[verbs[0]].lower
    if not (main in words.past or main.endswith("ed")):
        return None
    head = _stem(main, words)
    if head in words.reporting:
        return None
    end = len(tokens) - (tokens[-1].text in ".!?")
    return _clause(tokens, 0, end, sentence, head, "era-goes-on")


def _clause(tokens: Sequence[Token], start: int, end: int, sentence: int, head: str, rule: str) -> Clause:
    part = tokens[start:end]
    names = frozenset(t.text for t in part if t.text[0].isupper())
    return Clause(
        span=Span(part[0].start, part[-1].end),
        sentence=sentence,
        head=head,
        names=names,
        place=None,
        rule=rule,
    )


def _adverbial(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a date without a day says when: at the start, or after a preposition."""
    before = tokens[first - 1].lower if first else ""
    if before == "the" and first > 1:
        before = tokens[first - 2].lower
    return not before or before in _PREPOSITIONS or tokens[first].lower in _PREPOSITIONS


def _stem(word: str, words: Words) -> str:
    if word in words.irregular:
        return words.irregular[word]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def _is_finite(tokens: Sequence[Token], at: int, words: Words) -> bool:
    word = tokens[at].lower
    if word in words.finite:
        return True
    if not word.endswith("ed") or len(word) < 5 or tokens[at].text[0].isupper():
        return False
    return at == 0 or tokens[at - 1].lower not in _ARTICLES


def _tells(tokens: Sequence[Token], start: int, end: int, words: Words) -> bool:
    return any(_is_finite(tokens, i, words) or tokens[i].lower in words.happenings for i in range(start, end))


def _right(tokens: Sequence[Token], first: int, last: int, words: Words) -> int:
    """Return the index after the last token of the clause."""
    at = last + 1
    while at < len(tokens):
        text = tokens[at].text
        if text in _STRONG or text in _QUOTES or (text in ".!?" and at == len(tokens) - 1):
            break
        if text == "," and first > 0 and at + 1 < len(tokens):
            name_follows = tokens[at + 1].text[0].isupper()
            if at > last + 1 and not name_follows:
                break
            if at == last + 1 and _tells(tokens, 0, first, words):
                break
        at += 1
    while at > last + 1 and tokens[at - 1].text in ",.":
        at -= 1
    return at


def _left(tokens: Sequence[Token], first: int, end: int, words: Words) -> int | None:
    """Return the index of the first token of the clause."""
    for at in range(first - 1, -1, -1):
        token = tokens[at]
        if token.text in _STRONG or token.text in _QUOTES:
            if _tells(tokens, at + 1, end, words):
                return at + 1
        elif (token.lower == "that" and at and _stem_of_report(tokens[at - 1], words)) or (
            token.lower in _JOINTS and at + 1 < first and _tells(tokens, at + 1, end, words)
        ):
            return at + 1
        elif token.text == "," and at + 1 < first:
            following = tokens[at + 1].lower
            if (following in words.openers or tokens[0].lower == "according") and _tells(
                tokens, at + 1, end, words
            ):
                return at + 1 + (following in words.openers)
    return 0 if _tells(tokens, 0, end, words) else None


def _stem_of_report(token: Token, words: Words) -> bool:
    return token.lower in words.reporting or _stem(token.lower, words) in words.reporting


def _head(tokens: Sequence[Token], start: int, end: int, first: int, words: Words) -> str | None:
    """Return the stem of the verb nearest before the date, or of what a light verb tells of."""
    verbs = [i for i in range(start, end) if _is_finite(tokens, i, words)]
    nouns = [i for i in range(start, end) if tokens[i].lower in words.happenings]
    before = [i for i in verbs if i < first]
    chosen = before[-1] if before else (verbs[0] if verbs else None)
    if chosen is not None:
        head = _stem(tokens[chosen].lower, words)
        if head not in words.light and head not in words.finite:
            return head
    if nouns:
        return _stem(tokens[nouns[0]].lower, words)
    return _stem(tokens[chosen].lower, words) if chosen is not None else None
