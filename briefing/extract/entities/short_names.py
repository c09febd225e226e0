"""A person whom nothing names in full, by the words that stand beside: "the Nixon administration"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.extract.entities.affiliations import POSSESSIVES
from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Token

_TWO_INITIALS = re.compile(r"[A-Z]{2}")
_LIST = 16
"""Tokens of a list of names that are looked back over for its title."""


def person(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> str | None:
    """Return the rule that makes a person of tokens[first:last], or None."""
    if last - first == 2:
        return "initials" if _has_initials(tokens, first, words) else None
    word = tokens[first].text
    if (
        last - first > 1
        or word.isupper()
        or any(word in no for no in (words.things, words.others, words.peoples))
    ):
        return None
    before = tokens[first - 1].lower if first else ""
    after = tokens[last].lower if last < len(tokens) else ""
    if before == "the":
        is_head = (
            after in words.headed
            and not word.endswith(words.adjective_endings)
            and word not in words.unheaded
            and ("-" not in word or word.startswith(("al-", "el-", "Al-", "El-")))
        )
        return "heads-government" if is_head else None
    if _does_as_persons_do(tokens[last : last + 3], words) and not word.endswith("s"):
        return "sign"
    return "titled-list" if before in (",", "and") and _is_titled_list(tokens, first, words) else None


def _does_as_persons_do(behind: Sequence[Token], words: NameWords) -> bool:
    """Return whether what is behind a name makes a person of it: ", who", ", 45,", "said she"."""
    lower = [token.lower for token in behind]
    if len(lower) < 2:
        return False
    if lower[0] == ",":
        return lower[1] == "who" or (lower[1].isdigit() and len(lower[1]) == 2 and lower[2:] == [","])
    if lower[0] in POSSESSIVES:
        return lower[1] in words.kin
    if lower[0] in words.human_verbs:
        return True
    if lower[0] in ("was", "is"):
        return lower[1] in words.human_passives
    return lower[0] in words.person_verbs and not {"he", "she"}.isdisjoint(lower[1:])


def _is_titled_list(tokens: Sequence[Token], first: int, words: NameWords) -> bool:
    """Return whether a list of names opens with a title in the plural: "Sens. Lund, Carr and Holm"."""
    for at in range(first - 1, max(first - _LIST, -1), -1):
        word = tokens[at]
        if word.text in words.ranks or word.lower in words.office_plurals:
            return word.text[0].isupper() and word.text.endswith("s")
        if word.text not in (",", "and", ".") and not word.text[0].isupper():
            return False
    return False


def _has_initials(tokens: Sequence[Token], first: int, words: NameWords) -> bool:
    """Return whether two initials without stops and a family name are a person: "said PJ Lund"."""
    initials, family = tokens[first].text, tokens[first + 1].text
    if not _TWO_INITIALS.fullmatch(initials) or family.isupper():
        return False
    if any(family in no for no in (words.things, words.others, words.heads, words.halls)):
        return False
    if first + 2 < len(tokens) and tokens[first + 2].lower in words.person_verbs:
        return True
    before = [token.lower for token in tokens[max(first - 5, 0) : first]]
    return bool(before) and (
        before[-1] in ("said", "says") or (before[-1] == "by" and not words.written.isdisjoint(before))
    )
