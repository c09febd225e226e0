"""A date in its sentence -> whether the source speaks of it as still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefing.extract.dates.tables import JOINTS, Tables
from briefing.model import Token

Outlook = Literal["ahead", "timetable", "past"] | None
"""Ahead ("will meet"), timetable ("meets" with a date), past ("met"), or not told."""
AHEAD: frozenset[Outlook] = frozenset(("ahead", "timetable"))
_UNTIL = frozenset(("until", "till", "to", "for"))
_BEFORE_STEM = frozenset(("to", "did", "didn't", "didn’t", "not", "could", "had", "the", "a"))
"""Words before a form such as "meet" that is not the timetable present."""
_NO_LONGER = frozenset(("originally", "initially", "previously"))
"""Words before "planned" that tell of a plan given up."""
_REACH = 25
"""Words of a clause that are looked at, on either side; bounds the cost of one date."""


def outlook(tokens: Sequence[Token], first: int, last: int, tables: Tables) -> Outlook:
    """Return how the clause of the date at tokens[first:last] looks at it."""
    following = tokens[last].lower if last < len(tokens) else ""
    if following == "would" or following in tables.future:
        return "ahead"  # "said the vote on Friday would be close"
    if first and tokens[first - 1].lower in ("is", "are"):
        return "ahead"  # "Election day is Nov. 5"
    if first and tokens[first - 1].lower == "since":
        return "past"
    if first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in tables.disputed:
        return "past"
    told, infinitive = _backward(tokens, first, tables)
    if told is None and not infinitive:
        return _forward(tokens, last, tables)
    return told


def _backward(tokens: Sequence[Token], first: int, tables: Tables) -> tuple[Outlook, bool]:
    """Read from the date to the beginning of its clause; true where a verb was found that tells nothing."""
    infinitive, behind = False, False
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = tokens[at].lower
        if word not in tables.telling and not word.endswith("ed"):
            continue
        if word == "after" and at:
            behind = True  # what was before tells: "will quit after talks in May" leaves it open
            continue
        if word in JOINTS:
            return None, False
        if word == "before" and first - at > 1:
            return None, False  # what is before "before" happened earlier; its clause is another
        told = _of_word(tokens, at, first, tables, infinitive=infinitive)
        if told == "go on":
            infinitive = infinitive or (word == "to" and at + 1 < first)
        elif told is None:
            return None, not (infinitive and word in ("was", "were"))
        else:
            return (None, True) if behind and told != "past" else (told, True)
    return None, False


def _of_word(
    tokens: Sequence[Token], at: int, first: int, tables: Tables, *, infinitive: bool
) -> Outlook | Literal["go on"]:
    """Return what one word before the date tells; "go on" where the words before it tell more."""
    word, previous = tokens[at].lower, tokens[at - 1].lower if at else ""
    if word in tables.coming and at:
        if previous in _NO_LONGER:
            return "past"
        if previous not in tables.past or tokens[first - 1].lower == "for":
            return "ahead"
    if word in tables.future:
        return "ahead"
    if word == "to" and at and at + 1 < first:
        if at > 1 and tokens[at - 2].lower == "had" and previous in tables.intending:
            return None  # "had planned to open in March"
        return "ahead" if previous in tables.intending or previous in ("was", "were") else "go on"
    if infinitive and word in tables.intending:
        return "ahead"
    if word in tables.deferring and tokens[first - 1].lower in _UNTIL:
        return "ahead"
    if word in tables.deferring and tokens[first - 1].lower == "from":
        return None
    if word == "ahead":
        return "ahead"
    if word in tables.starting and (at == 0 or previous not in _BEFORE_STEM):
        return "timetable"
    if word in tables.modals:
        return "past" if word == "could" else "ahead"
    past = word in tables.past or (word.endswith("ed") and len(word) > 4 and tokens[at].text[0].islower())
    if past and previous in ("be", "being", "get", "is", "are"):
        return "go on"  # "are to be held", "will be elected"
    if past and infinitive and word in ("was", "were"):
        return None
    if past and word in tables.proposing and first - at > 2:
        return None
    if past and not (word.endswith("ed") and previous in tables.present):
        return "past"
    if word in tables.present and previous != "to":
        # "is scheduled for Monday", "is meeting on Monday" look ahead; "has met on Monday" does not
        ahead = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        if word in ("has", "have"):
            return "ahead" if ahead in ("to", "until", "till") else "past"
        return "ahead" if ahead in tables.intending or ahead.endswith("ing") else None
    return "go on"


def _forward(tokens: Sequence[Token], last: int, tables: Tables) -> Outlook:
    """Read from the date to the first verb after it."""
    for at in range(last, min(len(tokens), last + _REACH)):
        word = tokens[at].lower
        if word in tables.future:
            return "ahead"
        if word in tables.starting:
            return "timetable"
        if word in tables.modals and tokens[at].text[0].islower():
            return "ahead" if word in ("may", "might", "should") else None
        if word in tables.present:
            ahead = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            return "ahead" if ahead in tables.intending or ahead == "to" else None
        if word in tables.past or (word.endswith("ed") and len(word) > 4 and tokens[at].text[0].islower()):
            return "past"
        if word in (";", ":", "”", "“"):
            return None
    return None
