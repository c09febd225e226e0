"""The head of a talk or a release -> its own day: "Thursday, December 9, 2021", "(May 3, 2021) 5:04 P.M."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from briefing.extract.dates import intervals
from briefing.model import Article

_DAY = re.compile(
    r"(?P<weekday>[A-Z][a-z]+day,? )?"
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})|(?P<first>\d{1,2}) (?P<name>[A-Z][a-z]{2,8}))"
    r",? (?P<year>\d{4})\b"
)
_CLOCK = re.compile(r"\)?,?\s*(?:at )?\d{1,2}(?:[:.]\d\d| ?[ap]\.?m)", re.I)
_TOLD = re.compile(r"\b(?!(?:at|in|of|the|local|time|and|to|by|am|pm)\b)[a-z]{2,}")
"""A small word of a sentence: a head has none."""
_LONGEST = 120
"""Characters of the line of a head, on either side of its date."""
_HEAD = 600
"""Characters from the start of the article in which a line may be its head; below, a head is in brackets."""


def of(article: Article, months: Mapping[str, int]) -> list[tuple[int, date]]:
    """Return where heads stand and the days that they name, the last first; none later than publication."""
    found: list[tuple[int, date]] = []
    for match in _candidates(article):
        month = months.get((match["month"] or match["name"]).lower())
        day = intervals.day(int(match["year"]), month, int(match["day"] or match["first"])) if month else None
        late = day is not None and article.date is not None and day[0] > article.date
        if day is not None and not late and _is_head(article, match):
            found.append((match.start(), day[0]))
    return found[::-1]


def _candidates(article: Article) -> Iterator[re.Match[str]]:
    """Yield the dates near the start of an article, and below only those right behind a bracket."""
    text, (start, end) = article.text, article.body
    near = min(end, start + _HEAD)
    yield from _DAY.finditer(text, start, near)
    at = text.find("(", near, end)
    while at >= 0:
        match = _DAY.match(text, at + 1, end)
        if match is not None:
            yield match
        at = text.find("(", at + 1, end)


def _is_head(article: Article, match: re.Match[str]) -> bool:
    """Return whether a date is alone in its line with a weekday or a time, or in brackets and with a time."""
    text, (start, end) = article.text, match.span()
    before = text[max(text.rfind("\n", 0, start) + 1, start - _LONGEST) : start]
    behind = text[end : end + _LONGEST].partition("\n")[0]
    if _TOLD.search(before):
        return False
    clock = _CLOCK.match(behind)
    if before.rstrip().endswith("(") and behind.startswith(")"):
        return clock is not None or not _TOLD.search(behind)
    at_head = start < article.body.start + _HEAD and (match["weekday"] is not None or clock is not None)
    return at_head and not _TOLD.search(behind)
