"""Date expressions and what they resolve to.

`expressions` finds them in the tokens, `clock` gives them a value: from themselves, from the day of
publication, or from the date that the narrative has reached.  What cannot be resolved stays as
written.  Durations ("six-hour", "for two weeks") are not dates.  Each end of a range is a date of
its own; the two are marked as such for whoever wants the whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from msgspec.structs import replace

from briefing.extract.dates import intervals
from briefing.extract.dates.expressions import scan_all
from briefing.extract.dates.future import AHEAD, Outlook, outlook_of
from briefing.extract.dates.intervals import Bounds
from briefing.extract.dates.resolution import Clock
from briefing.extract.dates.scanner import Expression
from briefing.extract.dates.tables import tables
from briefing.lexicon import Lexicon
from briefing.model import Document, Found, Sentence, Spans, Token, When

_TENSED = frozenset(
    ("weekday", "day", "month", "feast", "season", "deictic", "unit", "counted", "year", "end-of", "period")
)
"""Kinds whose value or place in time may depend on the tense of their clause."""

_SENTENCE = attrgetter("sentence")
_FAR = 2_000
"""Characters in front of a date in which a quotation may have been opened."""
_STEPS = {"yesterday": -1, "tonight": 0, "tomorrow": 1}
"""Words that count from the day on which they are said, in days."""


def find(document: Document, lexicon: Lexicon) -> tuple[Found[When], ...]:
    """Return the dates of the document in the order of the text."""
    table = tables(lexicon)
    scanned = scan_all(document, table)
    clock = Clock(document, scanned, table)
    found: list[Found[When]] = []
    for sentence, (tokens, row) in zip(document.sentences, scanned, strict=True):
        clock.enter(sentence)
        waiting: list[tuple[int, Expression]] = []
        for expression in row:
            if expression.anchor == "ahead":
                waiting.append((len(found), expression))
                continue
            tensed = expression.kind in _TENSED and not _is_fixed(expression, clock.published)
            seen = outlook_of(document, sentence.index, tokens, expression, table) if tensed else None
            when = _when(document, clock, expression, tokens, sentence, seen)
            for at, distance in reversed(waiting):
                moved = _from(document, when, distance, tokens)
                if moved is not None:
                    found.insert(at, _found(moved, distance, sentence))
            waiting.clear()
            found.append(_found(when, expression, sentence))
    return tuple(_of_speaker(document, one, found) for one in found)


def _is_fixed(e: Expression, published: date | None) -> bool:
    """Return whether no tense moves a date: "yesterday", and a year that is over."""
    if published is None:
        return False
    return e.kind == "deictic" or (e.kind != "year" and (e.year or published.year) < published.year)


def _of_speaker(document: Document, one: Found[When], dates: Sequence[Found[When]]) -> Found[When]:
    """Return "tomorrow" in a quotation counted from the day of the words.

    Where that is not told it counts from publication, under the rule "said": good enough for no event.
    """
    when, step = one.item, _STEPS.get(one.item.text.lower())
    if one.rule != "deictic" or step is None or when.earliest is None or not _is_quoted(document, one):
        return one
    first = bisect_left(dates, one.sentence, key=_SENTENCE)
    told = [
        other.item.earliest
        for other in dates[first : bisect_right(dates, one.sentence, key=_SENTENCE)]
        if other.item.precision == "day" and not _is_quoted(document, other)
    ]
    if len(told) != 1 or told[0] is None:
        return replace(one, rule="said")
    bounds = intervals.shift(intervals.day_of(told[0]), step, "day")
    if bounds is None:
        return one
    published = document.article.date
    ahead = published is not None and bounds[0] > published
    item = replace(when, earliest=bounds[0], latest=bounds[1], scheduled=ahead)
    return replace(one, item=item)


def _is_quoted(document: Document, found: Found[When]) -> bool:
    """Return whether a quotation is open in front of a date, in its paragraph."""
    end = found.item.at.start
    start = max(document.text.rfind("\n\n", max(0, end - _FAR), end) + 1, end - _FAR)
    before = document.text[start:end]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _when(
    document: Document,
    clock: Clock,
    e: Expression,
    tokens: Sequence[Token],
    sentence: Sentence,
    seen: Outlook,
) -> When:
    at = Spans.one(tokens[e.first].start, tokens[e.last - 1].end)
    text = document.text[at.start : at.end]
    if e.kind == "era":
        clock.looking_back = True
        return When(text=text, precision="era", era=e.word, at=at)
    if clock.nowadays(e):
        return When(text=text, at=at)
    value = clock.resolve(e, tokens, sentence, outlook=seen)
    published = clock.published
    if value is None:
        offset = clock.offset(e, outlook=seen) if published is None else None
        coming = seen in AHEAD
        ahead = coming and published is None and e.kind in ("weekday", "deictic")
        return When(text=text, scheduled=ahead or (offset or 0) > 0, offset=offset, at=at)
    earliest, latest, precision = value
    scheduled = published is not None and (
        earliest > published or (seen in AHEAD and e.kind != "deictic" and latest >= published)
    )
    return When(text=text, earliest=earliest, latest=latest, precision=precision, scheduled=scheduled, at=at)


def _from(document: Document, when: When, e: Expression, tokens: Sequence[Token]) -> When | None:
    """Return the date that "a day after" makes of the one that follows it, or None."""
    at = Spans.one(tokens[e.first].start, tokens[e.last - 1].end)
    text = document.text[at.start : at.end]
    if ";" in document.text[at.end : when.at.start]:
        return None
    steps = e.step * (e.count or 0)
    if when.earliest is None or when.latest is None or when.precision is None:
        if when.offset is None or e.unit != "day":
            return None
        return When(text=text, offset=when.offset + steps, at=at)
    anchor: Bounds = (when.earliest, when.latest, when.precision)
    value = intervals.shift(anchor, steps, e.unit)
    if value is None:
        return None
    return When(text=text, earliest=value[0], latest=value[1], precision=value[2], at=at)


def _found(when: When, e: Expression, sentence: Sentence) -> Found[When]:
    row = f"calendar:{e.kind}" + (f":{e.side}" if e.side else "")
    return Found(item=when, sentence=sentence.index, rule=e.kind, row=row)
