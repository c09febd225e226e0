"""Text -> tokens with exact offsets.

A token is a word (with inner hyphens, apostrophes and the points of "U.S."), a number, or one
punctuation mark.  A possessive ending is split off, so that "Nixon’s" gives "Nixon" and "’s".
A soft hyphen, or another sign of no width, parts no word, and a ligature is its letters: the text of such
a token is what it reads as, its offsets are those of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from briefing.model import END, Concordance, Span, Token
from briefing.model.typography import ODD, SOFT_BREAK, read_as

# One alternation without nested repeats over the same characters, so matching stays linear.  The first
# character of what is no plain word is taken and then looked back at, so that each branch need not try it.
_TOKEN = re.compile(
    r"([a-zA-Z]+(?=[ ,])"  # most words: these letters and nothing else
    r"|(?:[Tt]hen|THEN|[Ee]x|EX)-(?=\w)"  # what a hyphen joins to a title: then-US
    r"|\S(?:(?<=\w)(?:"
    r"(?<=\d)\d*(?:[.,:]\d+)*"  # 1,200  3.5  10:30
    r"|\.(?<=[^\W\d_]\.)(?:[^\W\d_]\.)+"  # U.S.  D.C.
    r"|\w*(?:[-‐‑&](?:(?:[^\W\d_]\.){2,}|\w+)|['’](?![sS]\b)\w+)*)"  # words, inner hyphens, AT&T, non-U.S.
    r"|(?<=\w['’])[sS]\b"  # the possessive ending
    r"|))"  # any other mark
)
_INSIDE = re.compile("(?<=\\w)[\xad\u200b\u2060\ufeff]+(?=\\w)")
_AS_SPACES = str.maketrans(dict.fromkeys("\xad\u200b\u2060\ufeff", " "))
_START = attrgetter("start")


Row = tuple[tuple[Token, ...], tuple[str, ...], tuple[str, ...]]
"""Tokens, their texts, and the same in lower case."""


def tokenize(text: str, span: Span) -> tuple[Token, ...]:
    """Return the tokens of `text` inside `span`."""
    return row_of(text, span)[0]


def row_of(text: str, span: Span) -> Row:
    """Return the tokens of `text` inside `span` with their words."""
    if ODD.search(text, span.start, span.end):
        return _odd_row(text, span)
    # Splitting gives gaps and tokens in turn without a match object each: half the time of finditer.
    parts = _TOKEN.split(text[span.start : span.end])
    at = list(accumulate(map(len, parts), initial=span.start))
    words = tuple(parts[1::2])
    lower = tuple(map(str.lower, words))
    return tuple(map(Token, at[1:-1:2], at[2::2], words, lower)), words, lower


def _odd_row(text: str, span: Span) -> Row:
    """Return the tokens of a text with signs of no width or ligatures.

    Such a sign stands for a letter where it is between two, and for a space anywhere else.
    """
    part = text[span.start : span.end]
    shadow = SOFT_BREAK.sub(lambda found: "x" * len(found[0]), part)
    shadow = _INSIDE.sub(lambda found: "x" * len(found[0]), shadow).translate(_AS_SPACES)
    tokens = []
    for found in _TOKEN.finditer(shadow):
        word = read_as(part[found.start() : found.end()])
        if word:
            at = span.start + found.start()
            tokens.append(Token(at, span.start + found.end(), word, word.lower()))
    return tuple(tokens), tuple(token.text for token in tokens), tuple(token.lower for token in tokens)


def concordance(lower: Iterable[tuple[str, ...]]) -> Concordance:
    """Return all words of the sentences, given in lower case, with their places."""
    words: list[str] = []
    sentence_of: list[int] = []
    opens: list[int] = []
    for index, row in enumerate(lower):
        opens.append(len(words))
        words += row
        words.append(END)
        sentence_of += [index] * (len(row) + 1)
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        places[word].append(at)
    places.pop(END, None)
    return Concordance(words=tuple(words), places=dict(places), sentence_of=sentence_of, opens=opens)


def first_at(tokens: Sequence[Token], offset: int) -> int:
    """Return the number of the first token that starts at `offset` or later."""
    return bisect_left(tokens, offset, key=_START)
