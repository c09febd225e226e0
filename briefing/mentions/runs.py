"""Tokens -> runs of capitalised words, the raw material of names.

A run holds the small words inside names ("van", "bin", and "of" after the head of a body), and the
full stop of an initial.  A possessive, a comma or any other mark ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.mentions.gazetteer import Words
from briefing.model import Token

_LINKS = ("of", "for", "on", "and", "the", "to")


def is_capital(token: Token) -> bool:
    """Tell whether a token could be a word of a name."""
    first = token.text[0]
    return first.isupper() or (len(token.text) > 3 and token.lower.startswith(("al-", "el-", "d'", "d’")))


def runs(tokens: Sequence[Token], words: Words) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) token indexes of each run."""
    at, size = 0, len(tokens)
    while at < size:
        if not is_capital(tokens[at]):
            at += 1
            continue
        start = at
        at += 1
        while at < size:
            if is_capital(tokens[at]) or _inside(tokens, at, words):
                at += 1
            elif (skip := _link(tokens, at, start, words)) > 0:
                at += skip
            else:
                break
        while at > start + 1 and tokens[at - 1].text == "." and not _takes_stop(tokens[at - 2], words):
            at -= 1
        yield start, at


def _inside(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Tell whether a small token joins two parts of a name."""
    if at + 1 >= len(tokens):
        return False
    token = tokens[at]
    if token.text == ".":
        return _takes_stop(tokens[at - 1], words)
    return is_capital(tokens[at + 1]) and (token.text == "&" or token.lower in words.particles)


def _takes_stop(token: Token, words: Words) -> bool:
    if len(token.text) == 1 and token.text.isupper():
        return True
    return token.text in words.honorifics or token.text in words.ranks or token.text in ("Jr", "Sr")


def _link(tokens: Sequence[Token], at: int, start: int, words: Words) -> int:
    """Return how many small words join the head of a body to what follows ("Ministry of the Interior")."""
    if tokens[at].lower not in ("of", "for") or tokens[at - 1].text not in words.heads:
        return 0
    if tokens[start].lower in words.office_words and at - start == 1:
        return 0
    ahead = at + 1
    while ahead < len(tokens) and ahead - at <= 2 and tokens[ahead].lower in _LINKS:
        ahead += 1
    if ahead < len(tokens) and is_capital(tokens[ahead]):
        return ahead - at + 1
    return 0
