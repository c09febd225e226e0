"""One brief, item by item, with a reviewer: each shown with its evidence, each step saved at once.

What is changed here is changed in the record, by the canonical writer and with people's comments
kept; the merge takes it as a person's, as it takes any other edit.
"""

from __future__ import annotations

from briefing.review.session.context import TextRun
from briefing.review.session.dialogue import Walk
from briefing.review.session.edits import retract
from briefing.review.session.progress import Progress
from briefing.review.session.session import RecordUnderReview

__all__ = ["Progress", "RecordUnderReview", "TextRun", "Walk", "retract"]
