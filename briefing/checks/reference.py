"""What is wrong in `content/reference/`, with its line."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import codec, reference
from briefing.checks.given import Given
from briefing.model import Problem


def check(given: Given) -> Iterator[Problem]:
    """Yield the faults of what the desk knows beside the texts."""
    for file in given.references:
        for fault in reference.faults(file.content, given.reference, given.words, given.today):
            yield Problem(
                where=str(file.path),
                line=codec.line_of(file.text, fault.path),
                rule="reference",
                what=fault.what,
                hint=fault.hint,
                severity=fault.severity,
            )
