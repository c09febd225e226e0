"""Text -> tokens with exact offsets.

A token is a word (with inner hyphens, apostrophes and the points of "U.S."), a number, or one
punctuation mark.  A possessive ending is split off, so that "Nixon’s" gives "Nixon" and "’s".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter

from briefing.model import Span, Token

# One alternation without nested repeats over the same characters, so matching stays linear.  The first
# character of what is no plain word is taken and then looked back at, so that each branch need not try it.
_TOKEN = re.compile(
    r"([a-zA-Z]+(?=[ ,])"  # most words: these letters and nothing else
    r"|\S(?:(?<=\w)(?:"
    r"(?<=\d)\d*(?:[.,:]\d+)*"  # 1,200  3.5  10:30
    r"|\.(?<=[^\W\d_]\.)(?:[^\W\d_]\.)+"  # U.S.  D.C.
    r"|\w*(?:[-‐‑&]\w+|['’](?![sS]\b)\w+)*)"  # words, with inner hyphens, apostrophes, AT&T
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


def first_at(tokens: Sequence[Token], offset: int) -> int:
    """Return the number of the first token that starts at `offset` or later."""
    return bisect_left(tokens, offset, key=_START)
