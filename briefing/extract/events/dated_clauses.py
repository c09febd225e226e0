"""A clause that holds two dates -> the part that the date at hand belongs to, or nothing.

"Lind arrived on Monday and met Berg on Tuesday" tells of two days: each verb keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.events.verbs import Frame, between, verb_of
from briefing.model.syntax import Clause, VerbGroup
from briefing.text.chunks import ADVERBS

_AND = frozenset(("and", "but", "then"))
_SHORT = 3
"""Words between an "and" and a date, among them a verb or a noun that the date belongs to."""


def before_next_date(frame: Frame, last: int, end: int) -> int:
    """Return where a clause ends that goes on to a verb with a date of its own: "on Sunday and return on"."""
    later = between(frame.dated, last + 1, end)
    for joint in range(last + 1, later[-1]) if later else ():
        tags = frame.syntax.tags[joint + 1 : later[-1]]
        if frame.lower[joint] in _AND and (len(tags) < _SHORT or any(tag.startswith("VB") for tag in tags)):
            return joint - (frame.lower[joint - 1] == ",")
    return end


def alone(
    frame: Frame, parts: Sequence[tuple[int, int]], first: int, *, scheduled: bool
) -> list[tuple[int, int]] | None:
    """Return the parts of a clause without the one of an earlier date; None where the dates mix."""
    start, end = parts[0][0], parts[-1][1]
    earlier = [at for a, b in parts for at in between(frame.dated, a, min(b, first))]
    group = verb_of(frame, start, end, first)
    if not earlier or group is None:
        return list(parts)
    if group.first < earlier[-1]:
        return list(parts) if _is_of_same_verb(frame, earlier[-1], first, scheduled=scheduled) else None
    clause = frame.syntax.clause_of(group)
    if clause is not None and clause.first > earlier[-1] and _has_own_subject(clause):
        return [(_opening(frame, clause), end)]
    subject_end = _shares_subject(frame, earlier[-1], group, first)
    if subject_end is not None:
        whole = min(subject_end, parts[0][1])
        return [(start, whole), (group.first, end)] if whole > start else None
    fronted = earlier[0] - start < 2 and group.first < first
    return None if fronted else list(parts)


def _is_of_same_verb(frame: Frame, earlier: int, first: int, *, scheduled: bool) -> bool:
    """Return whether both dates hold: "in 1990 and in 2008", "agreed on Friday to meet in May"."""
    tags, phrase = frame.syntax.tags[earlier:first], frame.syntax.phrase_at(first)
    if phrase is not None and not phrase.time and frame.syntax.tags[phrase.head] in ("NN", "NNS"):
        return False  # "met today to prepare for the June 29 fair"
    if scheduled and "to" in frame.lower[earlier:first]:
        return True
    return "CC" in tags and not any(tag.startswith(("VB", "NN")) for tag in tags[tags.index("CC") :])


def _has_own_subject(clause: Clause) -> bool:
    subject = clause.subject
    own = subject is not None and subject.first >= clause.first and subject.preposition is None
    return own and clause.kind in ("coordinated", "complement")


def _opening(frame: Frame, clause: Clause) -> int:
    """Return where a clause begins without its "that" or "and"; in "said Lind and Berg will meet" at Lind."""
    joined = frame.lower[clause.first] in _AND
    other = frame.phrase_to.get(clause.first) if joined else None
    said = frame.syntax.verb_at(other.first - 1) if other is not None and other.first else None
    if other is not None and said is not None and frame.lower[said.head] in frame.words.reporting:
        return other.first
    return clause.first + (joined or clause.first == clause.opener)


def _shares_subject(frame: Frame, earlier: int, group: VerbGroup, first: int) -> int | None:
    """Return where the subject ends that a verb shares with the one before an earlier date.

    Behind a comma alone a verb may be a participle: "the mine, closed in 2015".
    """
    before = group.first - 1
    while before > earlier and frame.syntax.tags[before] in ADVERBS:
        before -= 1
    listed = frame.lower[before] == "," and not _AND.isdisjoint(frame.lower[first:])
    leading = next((verb for verb in frame.syntax.verbs if verb.finite), None)
    if before <= earlier or not (listed or frame.lower[before] in _AND):
        return None
    if leading is None or leading.first > earlier or (leading.passive and not group.finite):
        return None
    return leading.first - (frame.lower[leading.first - 1] == ",")
