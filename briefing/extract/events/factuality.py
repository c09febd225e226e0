"""A dated clause -> whether the text says that it happened or will: no denial, condition or question."""

from __future__ import annotations

from briefing.extract.events.verbs import RELATIVES, Frame, between, verb_of
from briefing.model import When
from briefing.model.syntax import VerbGroup

_MAYBE = frozenset(("could", "may", "might", "can", "should", "ca"))
_IF = frozenset(("if", "unless", "whether"))
_NOBODY = frozenset(("no", "nobody", "none", "neither", "nothing", "nor", "never", "hardly", "barely"))
_ASKING = frozenset(("WP", "WRB", "WDT", "MD", "VBD", "VBZ", "VBP", "RB"))
_INVERTED = frozenset(("had", "were", "should"))
_FRONTED = 3
"""A date so many words from the beginning is in front of its clause: "the next morning"."""
_WHETHER = 3
"""Words before a clause in which its "if" or its denial may stand."""


def is_fact(frame: Frame, when: When, start: int, end: int, first: int) -> bool:
    """Return whether the verb of the date at `first` in tokens[start:end] tells what was or will be."""
    lower = frame.lower
    asked = lower[-1] == "?" and frame.syntax.tags[frame.opening] in _ASKING
    if asked or lower[start] == "not" or (lower[start] in _INVERTED and "would" in lower):
        return False
    relative = not RELATIVES.isdisjoint(lower[start:first])  # an "if" before its noun is another clause's
    if not _IF.isdisjoint(lower[max(0, start - (not relative)) : first]) or "if" in lower[start:end]:
        return False
    group = verb_of(frame, start, end, first)
    if group is None:
        return True
    return not (
        _is_negated(frame, end, group)
        or _is_doubtful(frame, group)
        or _is_denied(frame, start)
        or _is_out_of_time(frame, when, group, range(start, first))
    )


def _is_negated(frame: Frame, end: int, group: VerbGroup) -> bool:
    """Return whether nothing happened; "did not leave until July" tells that it did."""
    if group.modal is None and "until" in frame.lower[group.end : end]:
        return False
    clause = frame.syntax.clause_of(group)
    subject = clause.subject if clause is not None else None
    nobody = subject is not None and not _NOBODY.isdisjoint(frame.lower[subject.first : subject.end])
    return group.negated or nobody or "no" in frame.lower[group.end : group.end + 1]


def _is_doubtful(frame: Frame, group: VerbGroup) -> bool:
    """Return whether a verb says what may be, or "was to have been" and was not."""
    if group.modal is None:
        return False
    given_up = group.perfect and (group.tense == "past" or frame.lower[group.modal] == "would")
    return given_up or frame.lower[group.modal] in _MAYBE


def _is_denied(frame: Frame, start: int) -> bool:
    """Return whether a verb of denying governs a clause: "denied that he met Lind on Monday"."""
    near = between(frame.verbs, max(0, start - _WHETHER), start)
    return bool(near) and frame.lower[near[-1]] in frame.words.denying


def _is_out_of_time(frame: Frame, when: When, group: VerbGroup, before: range) -> bool:
    """Return whether a past is dated in the time to come; not where an object or an infinitive may be."""
    if not when.scheduled or group.tense != "past" or group.modal is not None:
        return False
    if group.head >= before.stop and len(before) >= _FRONTED:
        return False
    words, behind = frame.words, frame.lower[group.end : before.stop]
    head = frame.lower[group.head]
    ahead = (words.proposing, words.deferring, words.intending, words.coming)
    planned = "to" in behind or "due" in behind or not words.happenings.isdisjoint(behind)
    return not (planned or any(head in row for row in ahead))
