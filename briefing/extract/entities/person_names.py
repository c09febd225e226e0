"""How much a run of capitalised words looks like a person's name, by its words and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.extract.entities.gazetteer import NameWords

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}[A-Z]?|[A-Z]|\.|&")
_NUMERALS = frozenset(("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Nine"))
_TWO_SYLLABLES = re.compile(r"[A-Z][a-z]{1,4}-[a-z]{1,5}")
"""A Korean or Chinese given name: "Jae-hoon", "Ing-wen"."""


def _is_two_syllables(name: str, words: NameWords) -> bool:
    return bool(_TWO_SYLLABLES.fullmatch(name)) and name.split("-")[1] not in words.office_words


def family_first(parts: Sequence[str], words: NameWords) -> bool:
    """Return whether the family name stands first: a family name of East Asia, or "Xxx Yyy-zzz"."""
    if len(parts) == 2 and _is_two_syllables(parts[1], words) and parts[0] not in words.given:
        return True
    return parts[0] in words.family_first and len(parts) <= 3 and parts[0] not in words.given


def person_score(
    texts: Sequence[str],
    lower: Sequence[str],
    first: int,
    last: int,
    words: NameWords,
    *,
    titled: bool,
    listed: bool,
) -> int:
    """Return the evidence that texts[first:last] name a person; 3 or more is enough.

    A given name, a family name that stands first, an initial, a title or a suffix is enough by
    itself; what is next to the name adds to its shape.
    """
    size = last - first
    names = texts[first:last]
    head = names[0]
    given, family = head in words.given, head in words.family_first
    first_family = family and size > 1 and names[1] not in words.things
    month = head in words.calendar and given and size > 1
    thing = head in words.things and not (titled and size == 1) and not first_family and not month
    if len(names[-1]) > 1 and names[-1] in words.no_body and not titled:
        return 0
    numbered = last < len(texts) and texts[last].isdigit() and not titled
    if size > 1 and (numbered or names[-1] in _NUMERALS):
        return 0  # Marine One, Nord Stream 2
    if thing or not words.heads.isdisjoint(names) or all(map(_INITIALS.fullmatch, names)):
        return 0
    score = 4 * titled + _beside(texts, lower, first, last, words)
    score += 3 * (names[-1] in words.suffixes)
    if size == 1:
        return score + given
    score += 3 * given
    score += 3 * (family and size <= 3 and not given)
    score += 3 * (size == 2 and _is_two_syllables(names[1], words))
    score += 3 * (_INITIALS.fullmatch(head) is not None)
    score += 2 * listed
    if [name for name in names if len(name) == 1 or name.isupper()]:
        score += 3 * any(len(name) == 1 and name.isupper() for name in names[1:])
    else:
        score += size <= 3
    return score - 3 * (size - len(words.particles.intersection(lower[first:last])) > 4)


def _beside(texts: Sequence[str], lower: Sequence[str], first: int, last: int, words: NameWords) -> int:
    """Return what the neighbours say."""
    following = lower[last] if last < len(lower) else ""
    previous = lower[first - 1] if first else ""
    size = last - first
    score = 2 * (following in words.person_verbs and previous != "of")  # "the people of Tarn met"
    if following == "," and last + 1 < len(lower):
        after = lower[last + 1]
        if after in ("the", "a", "an", "his", "her", "its", "their") and last + 2 < len(lower):
            after = lower[last + 2]
        office = after in words.office_words
        for at in range(last + 1, min(last + 6, len(texts))):
            if office or not texts[at][0].isupper():
                break
            office = (
                size > 1 and lower[at] in words.office_words
            )  # "Ada Lundh, United States Trade Representative"
        score += 2 * (after.isdigit() or office)
        score += after in words.kin and size == 1
    if previous == "," and first > 1:
        score += 2 * (lower[first - 2] in words.office_heads and size > 1)
        score += 4 * (lower[first - 2] in words.kin and size == 1)
    score += previous in ("said", "says") and size > 1
    score -= 4 * (previous == "the")
    owned = previous in ("'s", "’s")
    if owned and size > 1 and not {"said", "says"}.isdisjoint(lower[max(first - 5, 0) : first - 1]):
        return score + 1
    score -= 2 * (owned or previous in ("in", "at", "near"))
    return score
