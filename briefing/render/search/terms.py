"""Text -> the terms by which it is found.

`templates/assets/search.js` folds a query by the same rules; the two must agree.
"""

from __future__ import annotations

import functools
import re
import unicodedata

LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "ς": "σ",
}  # fmt: skip
"""Letters that Unicode does not take apart into a plain one and a mark."""
LONGEST = 40
"""Characters of a term; what is longer is no word."""
_LETTERS = str.maketrans(LETTERS)
_POINTS = re.compile(r"\.[^\W\d_]\.")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_COMPOUND = re.compile(r"[^\W_]+(?:['’‐-][^\W_]+)*")
_HYPHEN = re.compile(r"[‐-]")
_INSIDE = str.maketrans(dict.fromkeys("'’‐-"))
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_POSSESSIVE = re.compile(r"['’]s$")


@functools.cache
def _fold_char(char: str) -> str:
    """Fold a character, taken apart first: what it is made of may be a capital ("𝓐") or an ø with a mark."""
    lowered = unicodedata.normalize("NFKD", char).lower().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if unicodedata.category(c)[0] != "M")


def fold(text: str) -> str:
    """Return the text in small letters without accents: "Selenskyj’s Łódź" is "selenskyj’s lodz"."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda found: "".join(map(_fold_char, found.group())), text)
    return text.lower()


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: "U.S." is "us", a possessive ending is cut."""
    return [_plain(word) for word in _WORD.findall(_without_points(fold(text)))]


def index_terms(text: str) -> list[str]:
    """Return the terms of a text, and those that its compounds make in one word.

    "Re-elected" is found as "reelected" too, and "O'Brien" as "obrien".
    """
    found: list[str] = []
    for word in _COMPOUND.findall(_without_points(fold(text))):
        if word.isalnum():
            found.append(word[:LONGEST])
        else:
            found += _compound(word)
    return found


@functools.lru_cache(maxsize=10_000)
def _compound(word: str) -> tuple[str, ...]:
    """Return the terms of words with hyphens and apostrophes between them, and the one without these."""
    whole = _POSSESSIVE.sub("", word)
    joined = whole.translate(_INSIDE)
    parts = tuple(map(_plain, _HYPHEN.split(word)))
    return parts if joined == whole else (*parts, joined[:LONGEST])


def _without_points(folded: str) -> str:
    if not _POINTS.search(folded):
        return folded
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), folded)


def _plain(word: str) -> str:
    if not word.isalnum():
        word = _POSSESSIVE.sub("", word).replace("’", "'")
    return word[:LONGEST]
