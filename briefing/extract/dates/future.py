"""A date in its sentence -> whether the source speaks of it as still to come."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.dates.tables import JOINTS, Tables
from briefing.model import Token

_UNTIL = frozenset(("until", "till", "to"))
_BEFORE_STEM = frozenset(("to", "did", "didn't", "didn’t", "not", "could", "had", "the", "a"))
"""Words before a form such as "meet" that is not the timetable present."""
_NO_LONGER = frozenset(("originally", "initially", "previously"))
"""Words before "planned" that tell of a plan given up."""
_REACH = 25
"""Words of a clause that are looked at, on either side; bounds the cost of one date."""


def is_coming(tokens: Sequence[Token], first: int, last: int, tables: Tables) -> bool:
    """Tell whether the clause of the date at tokens[first:last] looks ahead."""
    if last < len(tokens) and (tokens[last].lower == "would" or tokens[last].lower in tables.future):
        return True  # "said the vote on Friday would be close"
    if first and tokens[first - 1].lower in ("is", "are"):
        return True  # "Election day is Nov. 5"
    verdict = _backward(tokens, first, tables)
    if verdict is None:
        verdict = _forward(tokens, last, tables)
    return bool(verdict)


def _backward(tokens: Sequence[Token], first: int, tables: Tables) -> bool | None:
    """Read from the date to the beginning of its clause; None where no verb stands there."""
    infinitive = False
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = tokens[at].lower
        if word not in tables.telling and not word.endswith("ed"):
            continue
        if word in JOINTS:
            return None
        if word == "before" and first - at > 1:
            return None  # what stands before "before" happened earlier; its clause is another
        if word in tables.coming and at and tokens[at - 1].lower in _NO_LONGER:
            return False
        if word in tables.coming and at and tokens[at - 1].lower not in tables.past:
            return True
        if word in tables.future:
            return True
        if word == "to" and at and at + 1 < first:
            infinitive = True
            if tokens[at - 1].lower in tables.intending:
                return True
            continue
        if infinitive and word in tables.intending:
            return True
        if word in tables.deferring and tokens[first - 1].lower in _UNTIL:
            return True
        plain = at == 0 or tokens[at - 1].lower not in _BEFORE_STEM
        if (word in tables.starting and plain) or word == "ahead":
            return True
        if word in tables.modals:
            return word != "could"
        if word in tables.past:
            return None if infinitive and word in ("was", "were") else False
        past = word.endswith("ed") and len(word) > 4 and tokens[at].text[0].islower()
        if past and (not at or tokens[at - 1].lower not in tables.present):
            return False
        if word in tables.present:
            # "is scheduled for Monday", "is meeting on Monday" look ahead; "has met on Monday" does not
            ahead = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            return ahead in tables.intending or (word in ("is", "are") and ahead.endswith("ing"))
    return None


def _forward(tokens: Sequence[Token], last: int, tables: Tables) -> bool | None:
    """Read from the date to the first verb after it."""
    for at in range(last, min(len(tokens), last + _REACH)):
        word = tokens[at].lower
        if word in tables.future or word in tables.starting:
            return True
        if word in tables.modals and tokens[at].text[0].islower():
            return word in ("may", "might", "should")
        if word in tables.present:
            ahead = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            return ahead in tables.intending or ahead == "to"
        if word in tables.past or (word.endswith("ed") and len(word) > 4 and tokens[at].text[0].islower()):
            return False
        if word in (";", ":", "”", "“"):
            return None
    return None
