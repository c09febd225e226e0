"""A dated verb of saying -> the act of saying, where somebody named says with a day what has none.

"Defence Minister Ada Berg warned on Tuesday that the port would close" is news of Tuesday.  Words of an
envoy without a name make no event, nor do those that tell of a happening with a day of its own.
"""

from __future__ import annotations

from briefing.extract.events.nominal import UNKNOWN, relative
from briefing.extract.events.verbs import MARKS, OPENING, STRAIGHT, Frame, between
from briefing.model.syntax import Clause, VerbGroup
from briefing.text.chunks import NAMES

_NAMES = 2
"""Words of a name, or of an office and a name, by which every reader knows who says it."""
_OURS = frozenset(("i", "we", "you", "he", "she", "it", "they", "this", "that"))
"""Subjects by which what is said first leans on the sentence before."""
_FRONTED = 2
"""A date so many words from the beginning is in front of its clause: "On Monday, Minister Ada Berg said"."""


def said_by_name(frame: Frame, first: int, last: int) -> list[tuple[int, int]] | None:
    """Return the parts of the act of saying that the date at tokens[first:last + 1] belongs to."""
    before = between(frame.verbs, frame.opening, first)
    is_fronted = not before and first - frame.opening < _FRONTED
    at = before[-1] if before else next(iter(frame.verbs), None)
    group = frame.syntax.verb_at(at) if at is not None and (before or is_fronted) else None
    clause = frame.syntax.clause_of(group) if group is not None else None
    if group is None or clause is None or not _is_uttered(frame, group):
        return None
    behind = clause.kind == "reporting"
    end = (
        _content_before(frame, clause, last)
        if behind
        else _content_end(frame, clause, max(group.end, last + 1))
    )
    sayer = _sayer(frame, clause, first, group)
    if end is None or sayer is None or frame.quoted[sayer[0]]:
        return None
    if sum(frame.syntax.tags[at] in NAMES for at in range(*sayer)) < _NAMES:
        return None
    if behind:
        return [(clause.content[0][0], end)]
    if clause.kind == "relative":
        commas = [at for at in between(frame.joints, last, end) if frame.lower[at] == ","]
        end = next((at for at in commas if at + 1 in frame.finite), end)  # the verb of who it is said by
        return [(sayer[0], sayer[1] - (frame.lower[sayer[1] - 1] == ",")), (group.first, end)]
    return [(frame.opening if is_fronted else sayer[0], end)]


def _is_uttered(frame: Frame, group: VerbGroup) -> bool:
    told = group.tense == "past" and group.modal is None and not (group.negated or group.passive)
    return told and frame.lower[group.head] in frame.words.uttering


def _content_end(frame: Frame, clause: Clause, behind: int) -> int | None:
    """Return where what is said ends; None where it is not behind verb and date, or has a date of its own."""
    if clause.content:
        first, end = clause.content[-1]
    else:
        opened = frame.openers.get(behind)
        first, end = (behind, opened.end) if opened is not None else (0, 0)
    if clause.kind == "reporting" or not behind <= first <= behind + 1 or between(frame.dated, first, end):
        return None
    while end > first and frame.lower[end - 1] in (",", ".", ";"):
        end -= 1
    return _closed(frame, first, end)


def _content_before(frame: Frame, clause: Clause, last: int) -> int | None:
    """Return the end of "The port is shut, Minister Ada Berg said on Monday", whose words have no date."""
    if not clause.content or clause.subject is None:
        return None
    first, end = clause.content[0]
    whole = end <= clause.subject.first and _closed(frame, first, end) is not None
    ours = not _OURS.isdisjoint(frame.lower[first : first + _FRONTED])
    return last + 1 if whole and not ours and not between(frame.dated, first, end) else None


def _closed(frame: Frame, first: int, end: int) -> int | None:
    """Return the end with the quotation that is open there, or None where that does not close."""
    is_open = False
    for at in range(first, len(frame.lower)):
        if at >= end and not is_open:
            return end
        word = frame.lower[at]
        if word in MARKS:
            is_open = word in OPENING or (word == STRAIGHT and not is_open)
            end = max(end, at + 1)
    return None if is_open else end


def _sayer(frame: Frame, clause: Clause, first: int, group: VerbGroup) -> tuple[int, int] | None:
    """Return the tokens of who says it; for "who said" the phrase that "who" stands for."""
    if clause.kind != "relative":
        return (clause.subject.first, group.first) if clause.subject is not None else None
    opener = group.first - 1
    start = relative(frame, opener, first) if frame.lower[opener] == "who" else None
    return None if start is None or start == UNKNOWN else (start, opener)
