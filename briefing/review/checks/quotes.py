"""A record with its seed -> problems: words that the source does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import Problem, grounding, sections
from briefing.review.checks.context import RecordFile

SHOWN = 90
"""Characters of a quote that a message shows."""


def check(record: RecordFile) -> Iterator[Problem]:
    """Yield the items whose words are not the source's; a seed that changed is another rule's."""
    article = record.article
    if article is None or record.stale:
        return
    for fault in grounding.check(record.brief, article):
        at = fault.path
        if not fault.found and at.rpartition("/")[2] in sections.EITHER:
            continue  # it may be a mistyped id, which the rule on references tells
        if fault.text and not fault.found:
            what = f"{at}: {_short(fault.text)!r} has no place in the source"
            hint = "Write the source's own words, or delete the field."
        elif fault.text:
            what = f"{at}: {_short(fault.text)!r}, but the source says {_short(fault.found)!r} there"
            hint = "Quote the source word for word (insertions in [brackets]), or delete the item."
        else:
            what = f"{at}: a place lies outside of the text"
            hint = "Delete the place: it is found by the words."
        yield record.problem(at, "quotes", what, hint)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
