"""A title or a file's name -> a slug that every system can store: ASCII, the date first, short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import date

from briefing.model import filenames

LONGEST = 80
"""Characters of a slug."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?:-|$)")


def slug(words: str, day: date | None, taken: Container[str], *, fallback: str) -> str:
    """Return a slug that is not in `taken`; `fallback` is for words without a Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", words.lower().translate(_LETTERS))
    plain = re.sub(r"['’ʼ]", "", plain).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if day is not None:
        stem = f"{day.isoformat()}-{_DATED.sub('', stem, count=1) or fallback}"
    elif not stem or filenames.fault(stem):
        stem = f"{stem}-{fallback}".strip("-")
    stem = _cut(stem, LONGEST)
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{_cut(stem, LONGEST - 1 - len(str(number)))}-{number}"
    return found


def _cut(stem: str, longest: int) -> str:
    """Cut at the end of a word where one ends in the second half."""
    if len(stem) <= longest:
        return stem
    at = stem.rfind("-", longest // 2, longest + 1)
    return stem[: at if at > 0 else longest].rstrip("-")
