"""Text -> tokens with exact offsets.

A token is a word (with inner hyphens, apostrophes and the points of "U.S."), a number, or one
punctuation mark.  A possessive ending is split off, so that "Nixon’s" gives "Nixon" and "’s".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from briefing.model import END, Concordance, Span, Token

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
_START = attrgetter("start")


Row = tuple[tuple[Token, ...], tuple[str, ...], tuple[str, ...]]
"""Tokens, their texts, and the same in lower case."""


def tokenize(text: str, span: Span) -> tuple[Token, ...]:
    """Return the tokens of `text` inside `span`."""
    return row_of(text, span)[0]


def row_of(text: str, span: Span) -> Row:
    """Return the tokens of `text` inside `span` with their words."""
    # Splitting gives gaps and tokens in turn without a match object each: half the time of finditer.
    parts = _TOKEN.split(text[span.start : span.end])
    at = list(accumulate(map(len, parts), initial=span.start))
    words = tuple(parts[1::2])
    lower = tuple(map(str.lower, words))
    return tuple(map(Token, at[1:-1:2], at[2::2], words, lower)), words, lower


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
