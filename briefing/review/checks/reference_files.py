"""What is wrong in `content/reference/`, with its line."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import Problem
from briefing.review.checks import reference
from briefing.review.checks.context import CheckContext
from briefing.storage import record_yaml


def check(given: CheckContext) -> Iterator[Problem]:
    """Yield the faults of what the desk knows beside the texts."""
    for file in given.references:
        for fault in reference.faults(file.content, given.reference, given.words):
            yield Problem(
                where=str(file.path),
                line=record_yaml.line_of(file.text, fault.path),
                rule="reference",
                what=fault.what,
                hint=fault.hint,
                severity=fault.severity,
            )
