"""A dated verb of saying -> the act of saying, where somebody named says with a day what has none.

"Defence Minister Ada Berg warned on Tuesday that the port would close" is news of Tuesday.  Words of an
envoy without a name make no event, nor do those that tell of a happening with a day of its own.
"""

from __future__ import annotations

from briefing.extract.events.verbs import STRAIGHT, Frame, between
from briefing.model.syntax import Clause
from briefing.text.chunks import NAMES

_FRONTED = 2
"""A date so many words from the beginning is in front of its clause: "On Monday, Minister Ada Berg said"."""


def said_by_name(frame: Frame, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens of the act of saying that the date at tokens[first:last + 1] belongs to."""
    before = between(frame.verbs, frame.opening, first)
    is_fronted = not before and first - frame.opening < _FRONTED
    at = before[-1] if before else next(iter(frame.verbs), None)
    group = frame.syntax.verb_at(at) if at is not None and (before or is_fronted) else None
    if group is None or frame.lower[group.head] not in frame.words.uttering:
        return None
    if group.tense != "past" or group.modal is not None or group.negated or group.passive:
        return None
    clause = frame.syntax.clause_of(group)
    end = _content_end(frame, clause, max(group.end, last + 1)) if clause is not None else None
    if clause is None or end is None or not _is_named(frame, clause):
        return None
    subject = clause.subject
    start = frame.opening if is_fronted or subject is None else subject.first
    straight = frame.lower[start:end].count(STRAIGHT) % 2
    return None if straight or frame.quoted[start] else (start, end)


def _content_end(frame: Frame, clause: Clause, behind: int) -> int | None:
    """Return where what is said ends; None where it is not behind verb and date, or has a date of its own."""
    if clause.kind not in ("main", "coordinated") or not clause.content:
        return None
    first, end = clause.content[-1]
    if not behind <= first <= behind + 1 or between(frame.dated, first, end):
        return None
    while end > first and frame.lower[end - 1] in (",", ".", ";"):
        end -= 1
    return end


def _is_named(frame: Frame, clause: Clause) -> bool:
    """Return whether the subject is known to every reader: a name of two words, or an office and a name."""
    subject = clause.subject
    if subject is None:
        return False
    return sum(frame.syntax.tags[at] in NAMES for at in range(subject.first, subject.whole)) > 1
