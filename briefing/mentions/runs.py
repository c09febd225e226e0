"""Tokens -> runs of capitalised words, the raw material of names.

A run holds the small words inside names ("van", "bin", and "of" after the head of a body), and the
full stop of an initial.  A possessive, a comma or any other mark ends it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from briefing.mentions.gazetteer import Words
from briefing.model import Token

_SMALL_STARTS = ("al-", "el-", "d'", "d’")
_JOINTS = ("of", "for", "on")
"""What may stand behind the head of a body."""
_PARTICLES = 3
"""The most particles that stand in a row: "van der"."""
_LINKS = ("of", "for", "on", "and", "the", "to")


def is_capital(text: str) -> bool:
    """Tell whether a token of this text could be a word of a name."""
    return text[0].isupper() or text.startswith(_SMALL_STARTS)


def runs(tokens: Sequence[Token], capitals: Container[str], words: Words) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) token indexes of each run; `capitals` are the texts that are capital."""
    at, size = 0, len(tokens)
    capital = [token.text in capitals for token in tokens]
    for start in [index for index, is_start in enumerate(capital) if is_start]:
        if start < at:
            continue
        at = start + 1
        while at < size:
            if capital[at]:
                at += 1
            elif tokens[at].lower not in words.joints:
                break
            elif _inside(tokens, at, words):
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
    if token.text in ("'s", "’s", "'", "’"):
        return tokens[at - 1].text in words.owners and tokens[at + 1].text[0].isupper()
    if token.text == "&":
        return is_capital(tokens[at + 1].text)
    ahead = at
    while ahead < len(tokens) and ahead - at < _PARTICLES and tokens[ahead].lower in words.particles:
        ahead += 1
    return at < ahead < len(tokens) and is_capital(tokens[ahead].text)


def _takes_stop(token: Token, words: Words) -> bool:
    if len(token.text) == 1 and token.text.isupper():
        return True
    return token.text in words.honorifics or token.text in words.ranks or token.text in ("Jr", "Sr")


def _link(tokens: Sequence[Token], at: int, start: int, words: Words) -> int:
    """Return how many small words join the head of a body to what follows ("Ministry of the Interior")."""
    joined: tuple[str, ...] = ()
    if tokens[at - 1].text in words.heads:
        joined = _JOINTS
    if any(tokens[i].text in words.heads and tokens[i + 1].lower in _JOINTS for i in range(start, at - 1)):
        joined = ("of", "for", "and", "&")
    if tokens[at].lower not in joined:
        return 0
    if tokens[at].lower in ("and", "&") and not _ends_body(tokens, at, words):
        return 0
    if tokens[start].lower in words.office_heads and at - start == 1:
        return 0
    ahead = at + 1
    while ahead < len(tokens) and ahead - at <= 2 and tokens[ahead].lower in _LINKS:
        ahead += 1
    if ahead < len(tokens) and is_capital(tokens[ahead].text) and tokens[ahead].text not in words.calendar:
        return ahead - at + 1
    return 0


def _ends_body(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Tell whether "and" joins two words of one body ("Ministry of Education and Science")."""
    if at + 1 >= len(tokens) or not is_capital(tokens[at + 1].text):
        return False
    end = at + 1
    while end < len(tokens) and is_capital(tokens[end].text):
        end += 1
    return end - at == 2 and tokens[at + 1].text not in words.heads and tokens[at + 1].text not in words.given
