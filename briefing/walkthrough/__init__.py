"""One brief, item by item, with a reviewer: each shown with its evidence, each step saved at once.

What is changed here is changed in the record, by the canonical writer and with people's comments
kept; the merge takes it as a person's, as it takes any other edit.
"""

from __future__ import annotations

from briefing.walkthrough.context import Run
from briefing.walkthrough.dialogue import Walk
from briefing.walkthrough.progress import Progress
from briefing.walkthrough.record import Reviewed

__all__ = ["Progress", "Reviewed", "Run", "Walk"]
