"""Expressions -> values: what the reader of the text knows about time at each point.

News counts from the day of publication; history counts from the date that the narrative has
reached.  An article is history where years of the past stand in it and hardly a word such as
"yesterday" or "on Friday".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from briefing.extract.dates import intervals as b
from briefing.extract.dates.future import is_coming
from briefing.extract.dates.intervals import Bounds
from briefing.extract.dates.scanner import Expression
from briefing.extract.dates.tables import Tables
from briefing.model import Document, Sentence, Token

Scanned = Sequence[tuple[Sequence[Token], Sequence[Expression]]]

_PASSAGE = 3
"""So many sentences a date stays in force in news; in history it stays until the next."""
_SATURDAY = 5
_LAST_CENTURY = 1900
""""The 1800s" are a hundred years, "the 1900s" and "the 2000s" may be ten."""
_WRAP = 6
"""A narrative that was in December and says "in January" has gone on to the next year."""
_LONG_AGO = 5
"""Years before publication from which a date sets the passage in the past."""
_FAR_BACK, _FAR_AHEAD = 10, 15
"""Years that a bare year may lie before the narrative, or after it if in our time, and still move it."""


class Clock:
    """The time of the narrative; `resolve` must be called in the order of the text."""

    def __init__(self, document: Document, scanned: Scanned, tables: Tables) -> None:
        self.tables = tables
        self.published = document.article.date
        self.history = _is_history(scanned, self.published)
        self.focus: Bounds | None = None
        self.focus_at = -100
        self.focus_explicit = False
        self.paragraph = -1
        self.looking_back = False
        self.aside: int | None = None
        self.story_weekday = self._first_weekday(scanned)

    def _first_weekday(self, scanned: Scanned) -> int | None:
        """Return the weekday that the article is about: the first that is not still to come."""
        if self.published is not None:
            return None
        for tokens, row in scanned:
            for e in row:
                if (
                    e.kind == "weekday"
                    and not e.anchor
                    and not is_coming(tokens, e.first, e.last, self.tables)
                ):
                    return e.day
        return None

    def enter(self, sentence: Sentence) -> None:
        """Move on to the next sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.looking_back = False

    def nowadays(self, e: Expression) -> bool:
        """Tell whether a word such as "today" means our time and no day."""
        return e.kind == "now" or (e.word == "today" and (self.looking_back or self.history))

    def resolve(
        self, e: Expression, tokens: Sequence[Token], sentence: Sentence, *, coming: bool
    ) -> Bounds | None:
        """Return the bounds of an expression, and go on from there; None where they are not known."""
        found = self._value(e, sentence, coming=coming)
        if found is not None:
            self._remember(e, found, tokens, sentence)
        return found

    def offset(self, e: Expression, *, coming: bool) -> int | None:
        """Return days from the day the article is about, told by its first weekday."""
        if e.kind == "deictic":
            return e.step
        if e.kind != "weekday" or self.story_weekday is None or e.day is None:
            return None
        ahead = (e.day - self.story_weekday) % 7
        if e.anchor:
            return (ahead or 7) if e.step > 0 else ahead - 7 if e.step < 0 else ahead
        return ahead if coming or ahead == 0 else ahead - 7

    # -- the state of the narrative

    def _remember(self, e: Expression, found: Bounds, tokens: Sequence[Token], sentence: Sentence) -> None:
        if self.published is not None and found[1].year < self.published.year - _LONG_AGO:
            self.looking_back = True
        if e.kind == "period" or e.kind == "deictic":
            return
        before = tokens[e.first - 1].lower if e.first else ""
        aside = before == "since" or (before == "(" and e.kind == "year") or e.kind == "century"
        if aside and self.focus is not None:
            return
        if e.side == "to" and e.kind == "year":
            return
        if self.history and e.kind == "year" and self._is_aside(found[0].year):
            return
        same_year = self.focus is not None and found[0].year == self.focus[0].year
        self.focus_explicit = e.year is not None or (self.focus_explicit and same_year)
        self.focus, self.focus_at = found, sentence.index

    def _is_aside(self, year: int) -> bool:
        """Tell whether a bare year leaves the narrative for a moment: far off, and named but once."""
        if self.focus is None:
            return False
        steps = year - self.focus[0].year
        ours = self.published is not None and year >= self.published.year - _FAR_AHEAD
        near = steps >= -_FAR_BACK and (steps <= _FAR_AHEAD or not ours)
        if near or (self.aside is not None and abs(year - self.aside) <= _FAR_BACK):
            self.aside = None
            return False
        self.aside = year
        return True

    def _anchor(self, sentence: Sentence) -> Bounds | None:
        """Return the date that relative words count from inside a narrative."""
        if self.focus is None or (not self.history and sentence.index - self.focus_at > _PASSAGE):
            return None
        return self.focus

    def _year_for(self, month: int, sentence: Sentence, *, coming: bool) -> int | None:
        """Return the year of a month that is named without one."""
        anchor = self._anchor(sentence)
        if anchor is not None and (self.history or self._in_the_past(anchor, sentence, coming=coming)):
            reached = anchor[0].month if anchor[2] in ("day", "month") else 0
            return anchor[0].year + (reached - month >= _WRAP)
        if self.published is None:
            return anchor[0].year if anchor else None
        gap = month - self.published.month
        if coming:
            return self.published.year + (gap < 0)
        return self.published.year + (gap < -10) - (gap > 2)

    def _in_the_past(self, anchor: Bounds, sentence: Sentence, *, coming: bool) -> bool:
        """Tell whether news is in the middle of telling of an earlier year."""
        return (
            not coming
            and self.focus_explicit
            and self.published is not None
            and anchor[0].year < self.published.year
            and sentence.index - self.focus_at <= 1
        )

    # -- values

    def _value(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        match e.kind:
            case "day" | "feast":
                return self._day(e, sentence, coming=coming)
            case "month":
                return self._month(e, sentence, coming=coming)
            case "year":
                return b.year(e.year or 0)
            case "decade":
                hundreds = e.year is not None and e.year % 100 == 0 and e.year < _LAST_CENTURY
                return b.hundreds(e.year or 0) if hundreds else b.decade(e.year or 0)
            case "century":
                return b.century(e.count or 0)
            case "season":
                return self._season(e, sentence, coming=coming)
            case "weekday":
                return self._weekday(e, sentence, coming=coming)
            case "deictic":
                return self._from_publication(e.step, "day")
            case "unit":
                return self._unit(e, sentence, coming=coming)
            case "distance":
                return self._distance(e, sentence)
            case "period":
                if self.published is None or self.history or e.count is None:
                    return None
                return b.stretch(self.published, e.count * e.step, e.unit)
            case "end-of":
                return self._end_of(e, sentence)
        return None

    def _day(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        if e.month is None:
            anchor = self._anchor(sentence)
            if anchor is None or anchor[2] not in ("day", "month"):
                return None
            return b.day(anchor[0].year, anchor[0].month, e.day or 0)
        year = e.year
        if year is None and e.anchor:
            year = self._steps_to_year(e, sentence)
        elif year is None:
            year = self._year_for(e.month, sentence, coming=coming)
        return b.day(year, e.month, e.day or 0) if year else None

    def _steps_to_year(self, e: Expression, sentence: Sentence) -> int | None:
        """Return the year of "that May", "last December", "Christmas of the same year"."""
        month = e.month or 1
        if e.anchor == "publication" and self.published is not None and not self.history:
            at = self.published.month
            if e.step < 0:
                return self.published.year - (month >= at)
            return self.published.year + (month < at if e.step == 0 else month <= at)
        anchor = self._anchor(sentence)
        if anchor is None:
            return None
        reached = anchor[0].month if anchor[2] in ("day", "month") else None
        if e.step > 0:
            return anchor[0].year + (reached is not None and month <= reached)
        if e.step < 0:
            return anchor[0].year - (reached is None or month >= reached)
        return anchor[0].year

    def _month(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        month, year = e.month or 1, e.year
        if year is None and e.anchor:
            year = self._steps_to_year(e, sentence)
        elif year is None:
            year = self._year_for(month, sentence, coming=coming)
        return b.month(year, month) if year else None

    def _season(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        year = e.year
        if year is None and e.anchor == "publication":
            if self.published is None or self.history:
                return None
            year = self.published.year
            if e.step < 0:
                year -= (e.month or 1) + 2 >= self.published.month
            elif e.step > 0:
                year += (e.month or 1) <= self.published.month
        elif year is None:
            anchor = self._anchor(sentence)
            if anchor is not None:
                year = anchor[0].year + e.step
            elif self.published is not None and not self.history:
                first = e.month or 1
                year = self.published.year
                year += coming and first + 2 < self.published.month
                year -= not coming and first > self.published.month
        return b.season(year, e.month or 1) if year else None

    def _weekday(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        wanted = e.day or 0
        if e.anchor == "narrative":
            anchor = self._anchor(sentence)
            if anchor is None or anchor[2] != "day":
                return None
            gap = (wanted - anchor[0].weekday()) % 7
            return _moved(anchor[0], (gap or 7) if e.step > 0 else gap - 7 if e.step < 0 else gap)
        if self.published is None or (self.history and self.focus is not None):
            return None
        ahead = (wanted - self.published.weekday()) % 7
        if e.anchor == "publication" and e.step:
            return _moved(self.published, (ahead or 7) if e.step > 0 else ahead - 7)
        return _moved(self.published, ahead if coming or not ahead else ahead - 7)

    def _from_publication(self, step: int, unit: str) -> Bounds | None:
        if self.published is None or self.history:
            return None
        return b.shift(b.day_of(self.published), step, unit)

    def _unit(self, e: Expression, sentence: Sentence, *, coming: bool) -> Bounds | None:
        anchor = self._anchor(sentence)
        if e.anchor == "publication":
            if self.history:
                return b.shift(anchor, 0, e.unit) if anchor and e.step == 0 else None
            if e.unit == "night":
                return self._from_publication(-1 if e.step < 0 else e.step, "day")
            step = e.step
            if e.unit == "weekend" and self.published and self.published.weekday() < _SATURDAY:
                step -= step == 0 and not coming  # on a Tuesday, "was there this weekend" looks back
            return self._from_publication(step, e.unit)
        return b.shift(anchor, e.step, e.unit) if anchor else None

    def _distance(self, e: Expression, sentence: Sentence) -> Bounds | None:
        if e.count is None:
            return None
        if e.anchor == "publication":
            return self._from_publication(e.step * e.count, e.unit)
        anchor = self._anchor(sentence)
        return b.shift(anchor, e.step * e.count, e.unit) if anchor else None

    def _end_of(self, e: Expression, sentence: Sentence) -> Bounds | None:
        if e.anchor == "publication" and self.published is not None and not self.history:
            found = self._from_publication(0, e.unit)
            return b.day_of(found[1]) if found else None
        anchor = self._anchor(sentence)
        if anchor is None and not self.history:
            return self._from_publication(0, e.unit)
        return b.shift(anchor, 0, e.unit) if anchor else None


def _moved(day: date, days: int) -> Bounds | None:
    try:
        return b.day_of(day + timedelta(days))
    except OverflowError:
        return None


def _is_history(scanned: Scanned, published: date | None) -> bool:
    """Tell whether the article tells of the past: its years are others than that of its publication."""
    years = [e.year for _, row in scanned for e in row if e.year and e.kind in ("day", "month", "year")]
    if published is None:
        return len(years) >= 3
    past = sum(year != published.year for year in years)
    near = sum(
        e.kind == "weekday" or (e.kind == "deictic" and e.word != "today") for _, row in scanned for e in row
    )
    return past >= 4 and past * 3 >= len(years) * 2 and past * 120 >= len(scanned) and near * 12 <= past
