"""How much a run of capitalised words looks like a person's name, by its words and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.mentions.gazetteer import Words
from briefing.model import Token

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}[A-Z]?|[A-Z]|\.")
_TWO_SYLLABLES = re.compile(r"[A-Z][a-z]{1,4}-[a-z]{1,5}")
"""A Korean or Chinese given name: "Jae-hoon", "Ing-wen"."""


def _is_two_syllables(name: str, words: Words) -> bool:
    return bool(_TWO_SYLLABLES.fullmatch(name)) and name.split("-")[1] not in words.office_words


def family_first(parts: Sequence[str], words: Words) -> bool:
    """Tell whether the family name stands first: a family name of East Asia, or "Xxx Yyy-zzz"."""
    if len(parts) == 2 and _is_two_syllables(parts[1], words) and parts[0] not in words.given:
        return True
    return parts[0] in words.family_first and len(parts) <= 3 and parts[0] not in words.given


def person_score(
    tokens: Sequence[Token], first: int, last: int, words: Words, *, titled: bool, listed: bool
) -> int:
    """Return the evidence that tokens[first:last] name a person; 3 or more is enough.

    A given name, a family name that stands first, an initial, a title or a suffix is enough by
    itself; what stands beside the name adds to its shape.
    """
    size = last - first
    names = [token.text for token in tokens[first:last]]
    first_family = names[0] in words.family_first and size > 1 and names[1] not in words.things
    month = names[0] in words.calendar and names[0] in words.given and size > 1
    thing = names[0] in words.things and not (titled and size == 1) and not first_family and not month
    if thing or not words.heads.isdisjoint(names) or all(_INITIALS.fullmatch(n) for n in names):
        return 0
    score = 4 * titled
    score += (3 if size > 1 else 1) * (names[0] in words.given)
    score += 3 * (names[0] in words.family_first and 2 <= size <= 3 and names[0] not in words.given)
    score += 3 * (size == 2 and _is_two_syllables(names[1], words))
    score += 3 * any(len(name) == 1 and name.isupper() for name in names[1:])
    score += 3 * (size > 1 and _INITIALS.fullmatch(names[0]) is not None)
    score += 3 * (names[-1] in words.suffixes)
    score += _beside(tokens, first, last, words)
    score += 2 * (listed and size > 1)
    score += size in (2, 3) and all(len(name) > 1 and not name.isupper() for name in names)
    return score - 3 * (size > 4)


def _beside(tokens: Sequence[Token], first: int, last: int, words: Words) -> int:
    """Return what the neighbours say."""
    following = tokens[last].lower if last < len(tokens) else ""
    after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    previous = tokens[first - 1].lower if first else ""
    size = last - first
    score = 2 * (following in words.person_verbs)
    if after in ("the", "a", "an", "his", "her", "its", "their") and last + 2 < len(tokens):
        after = tokens[last + 2].lower
    score += 2 * (following == "," and (after.isdigit() or after in words.office_words))
    score += following == "," and after in words.kin and size == 1
    if previous == "," and first > 1:
        score += 2 * (tokens[first - 2].lower in words.office_heads and size > 1)
        score += 4 * (tokens[first - 2].lower in words.kin and size == 1)
    score += previous in ("said", "says") and size > 1
    score -= 4 * (previous == "the")
    score -= 2 * (previous in ("in", "at", "near", "'s", "’s"))
    return score
