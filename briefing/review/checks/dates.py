"""A record -> problems: dates that cannot be, or that are in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefing.model import Brief, Problem, When, sections
from briefing.review.checks.context import CheckContext, RecordFile

FAR = 366 * 2
"""Days; a brief that is held back longer was mistyped."""


def check(record: RecordFile, given: CheckContext) -> Iterator[Problem]:
    """Yield dates that contradict each other or the day of the check."""
    yield from _of_brief(record, given.today)
    for path, when in sections.dated(record.brief):
        yield from _of_event(record, path, when)


def written(brief: Brief) -> Iterator[date]:
    """Yield the days that are compared with the day of the check."""
    held = brief.publish_after.ends.date() if brief.publish_after else None
    days = (brief.source.date, brief.reviewed, held, *(c.date for c in brief.corrections))
    yield from (day for day in days if day is not None)


def _of_brief(record: RecordFile, today: date) -> Iterator[Problem]:
    brief = record.brief
    written = brief.source.date
    if written and written > today:
        yield _told(record, "source", f"the text is dated {written}, which is still to come", warn=True)
    if brief.reviewed and brief.reviewed > today:
        yield _told(record, _day(record), f"reviewed on {brief.reviewed}, which is still to come")
    elif brief.reviewed and written and brief.reviewed < written:
        yield _told(record, _day(record), f"reviewed on {brief.reviewed}, before the text of {written}")
    if brief.publish_after and (brief.publish_after.ends.date() - today).days > FAR:
        yield _told(record, "publish_after", f"held back until {brief.publish_after}", warn=True)
    for number, correction in enumerate(brief.corrections):
        at = f"corrections/{number}/date"
        if correction.date > today:
            yield _told(record, at, f"a {correction.kind} of {correction.date}, which is still to come")
        elif written and correction.date < written:
            yield _told(record, at, f"a {correction.kind} of {correction.date}, before the text of {written}")


def _of_event(record: RecordFile, at: str, when: When) -> Iterator[Problem]:
    first, last, written = when.earliest, when.latest, record.brief.source.date
    if last and not first:
        yield _told(record, f"{at}/latest", f"{when.text!r}: a last day without a first one")
    elif first and last and last < first:
        yield _told(record, f"{at}/latest", f"{when.text!r}: the last day, {last}, is before {first}")
    elif first and last and when.precision == "day" and first != last:
        yield _told(record, f"{at}/precision", f"{when.text!r}: {first} to {last} is not one day")
    elif first and written and not when.scheduled and first > written:
        what = f"{when.text!r}: {first} is after the text of {written}, and not marked as scheduled"
        yield _told(record, f"{at}/earliest", what, warn=True)


def _day(record: RecordFile) -> str:
    """Return where a record has the day of its last review, in either form."""
    given = f"approvals/{len(record.brief.approvals) - 1}/on"
    return "reviewed" if record.places.of("reviewed") != (1, 1) else given


def _told(record: RecordFile, at: str, what: str, *, warn: bool = False) -> Problem:
    hint = "Correct the date, or the field beside it that it contradicts."
    return record.problem(at, "dates", what, hint, warn=warn)
