"""Two states of a desk's records -> what changed in meaning, and the note that says so.

Places, order, weights and ids that an engine issued again are no change; what a reader would see is.
"""

from __future__ import annotations

from briefing.review.diff.compare import BriefChange, Change, compare
from briefing.review.diff.load import ChangesError, between, proposed
from briefing.review.diff.program import warning
from briefing.review.diff.report import LIMITS, note

__all__ = [
    "LIMITS",
    "BriefChange",
    "Change",
    "ChangesError",
    "between",
    "compare",
    "note",
    "proposed",
    "warning",
]
