"""Two states of a desk's records -> what changed in meaning, and the note that says so.

Places, order, weights and ids that an engine issued anew are no change; what a reader would see is.
"""

from __future__ import annotations

from briefing.changes.briefs import BriefChange, Change, compare
from briefing.changes.note import LIMITS, note
from briefing.changes.states import ChangesError, between

__all__ = [
    "LIMITS",
    "BriefChange",
    "Change",
    "ChangesError",
    "between",
    "compare",
    "note",
]
