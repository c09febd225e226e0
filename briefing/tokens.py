"""Text -> tokens with exact offsets.

A token is a word (with inner hyphens, apostrophes and the points of "U.S."), a number, or one
punctuation mark.  A possessive ending is split off, so that "Nixon’s" gives "Nixon" and "’s".
"""

from __future__ import annotations

import re

from briefing.model import Span, Token

# One alternation without nested repeats over the same characters, so matching stays linear.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.  D.C.
    r"|\d+(?:[.,:]\d+)*"  # 1,200  3.5  10:30
    r"|\w+(?:[-‐‑'’&]\w+)*"  # words, with inner hyphens, apostrophes, AT&T
    r"|[^\w\s]"
)
_POSSESSIVE = ("'s", "’s", "'S", "’S")


def tokenize(text: str, span: Span) -> tuple[Token, ...]:
    """Return the tokens of `text` inside `span`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        word, start, end = match.group(), match.start(), match.end()
        if word.endswith(_POSSESSIVE) and len(word) > 2:
            tokens.append(Token(start, end - 2, word[:-2], word[:-2].lower()))
            tokens.append(Token(end - 2, end, word[-2:], word[-2:].lower()))
        else:
            tokens.append(Token(start, end, word, word.lower()))
    return tuple(tokens)
