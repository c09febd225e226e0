"""Expressions -> values: what the reader of the text knows about time at each point.

News counts from the day of publication; history counts from the date that the narrative has
reached.  An article is history where years of the past are in it and hardly a word such as
"yesterday" or "on Friday".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from briefing.extract.dates import heads
from briefing.extract.dates import intervals as b
from briefing.extract.dates.future import AHEAD, Outlook, outlook_of
from briefing.extract.dates.intervals import Bounds
from briefing.extract.dates.numerals import DAY_FIRST, EITHER, MONTH_FIRST
from briefing.extract.dates.scanner import Expression
from briefing.extract.dates.tables import Tables
from briefing.model import Document, Sentence, Source, Token

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
_LAST_DAY = date.max.toordinal()
_TOLERANCE = 3
"""Days after publication that a past tense may name: texts are dated early, and clocks differ."""
_BRACKET = 6
"""Words of a bracket before its date."""
_NEARER = 4
"""Days: of two Fridays the one that is fewer days ahead is nearer than the other."""
_MONTHS = 4
"""Months in which "Wednesday the 6th" is looked for."""
_FAR_BACK, _FAR_AHEAD = 10, 15
"""Years that a bare year may lie before the narrative, or after it if in our time, and still move it."""


class Clock:
    """The time of the narrative; `resolve` must be called in the order of the text."""

    def __init__(self, document: Document, scanned: Scanned, tables: Tables) -> None:
        self.tables = tables
        self.source = document.article.source
        self.published = document.article.date
        self.history = _is_history(scanned, self.published)
        self.heads = heads.of(document.article, tables.months)
        self.today = self.published
        """The day that "today" counts from: that of publication, or of a talk whose head names its own."""
        self.focus: Bounds | None = None
        self.focus_at = -100
        self.focus_explicit = False
        self.focus_dates = False
        """Whether it dates its clause ("in the 2016 vote") and no noun ("the 2019 act")."""
        self.paragraph = -1
        self.looking_back = False
        self.aside: int | None = None
        self.latest: Bounds | None = None
        self.latest_at = -1
        self.opening: Bounds | None = None
        """The first end of a range, until its other end has come."""
        self.scanned = scanned
        self.named = [
            (s.index, e.year, e.month)
            for s, (_, row) in zip(reversed(document.sentences), reversed(scanned), strict=True)
            for e in reversed(row)
            if e.year and e.month
        ]
        """The dates that name year and month, the next one last."""
        self.story_weekday = self._first_weekday(document, scanned)

    def _first_weekday(self, document: Document, scanned: Scanned) -> int | None:
        """Return the weekday that the article is about: the first that is not still to come."""
        if self.published is not None:
            return None
        for index, (tokens, row) in enumerate(scanned):
            for e in row:
                weekday = e.kind == "weekday" and not e.anchor
                if weekday and outlook_of(document, index, tokens, e, self.tables) not in AHEAD:
                    return e.day
        return None

    def enter(self, sentence: Sentence) -> None:
        """Move on to the next sentence."""
        while self.heads and self.heads[-1][0] < sentence.span.end:
            self.today = self.heads.pop()[1]
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.looking_back = False

    def nowadays(self, e: Expression) -> bool:
        """Return whether a word such as "today" means our time and no day."""
        return e.kind == "now" or (
            e.word == "today" and self.today == self.published and (self.looking_back or self.history)
        )

    def resolve(
        self, e: Expression, tokens: Sequence[Token], sentence: Sentence, *, outlook: Outlook
    ) -> Bounds | None:
        """Return the bounds of an expression, and go on from there; None where they are not known."""
        found = b.part(self._value(e, sentence, outlook=outlook), [t.lower for t in tokens[e.first : e.last]])
        self.opening = found if e.side == "from" else None
        self.latest, self.latest_at = found or self.latest, sentence.index
        if found is not None:
            self._remember(e, found, tokens, sentence, outlook)
        return found

    def offset(self, e: Expression, *, outlook: Outlook) -> int | None:
        """Return days from the day the article is about, told by its first weekday."""
        if e.kind == "deictic":
            return e.step
        if e.kind != "weekday" or self.story_weekday is None or e.day is None:
            return None
        ahead = (e.day - self.story_weekday) % 7
        if e.anchor:
            return (ahead or 7) if e.step > 0 else ahead - 7 if e.step < 0 else ahead
        return ahead if outlook in AHEAD or ahead == 0 else ahead - 7

    # -- the state of the narrative

    def _remember(
        self, e: Expression, found: Bounds, tokens: Sequence[Token], sentence: Sentence, outlook: Outlook
    ) -> None:
        if self.published is not None:
            if found[0] > self.published and not self.history:
                return  # news does not move on to what is still to come
            self.looking_back = self.looking_back or found[1].year < self.published.year - _LONG_AGO
        if e.kind in ("period", "deictic") or (e.side == "to" and e.kind == "year"):
            return
        if self.focus is not None and self._is_aside(e, found, tokens, sentence, outlook):
            return
        same_year = self.focus is not None and found[0].year == self.focus[0].year
        self.focus_explicit = e.year is not None or (self.focus_explicit and same_year)
        self.focus, self.focus_at = found, sentence.index
        before = [token.lower for token in tokens[max(0, e.first - 2) : e.first]]
        self.focus_dates = not before or not self.tables.tense.dating.isdisjoint(
            before[-1 - (before[-1] == "the") :]
        )

    def _is_aside(
        self, e: Expression, found: Bounds, tokens: Sequence[Token], sentence: Sentence, outlook: Outlook
    ) -> bool:
        """Return whether a date leaves the narrative for a moment."""
        before = tokens[e.first - 1].lower if e.first else ""
        if before == "since" or e.kind == "century" or self._is_in_brackets(e, tokens):
            return True
        if e.step < 0 and e.anchor in ("narrative", "ahead"):
            return True  # "the previous year"
        if e.kind != "year":
            return False
        if before in ("(", "until", "till") or outlook in AHEAD:
            return True
        focus = self.focus
        if (
            focus
            and self.focus_at == sentence.index
            and focus[2] != "year"
            and focus[0].year == found[0].year
        ):
            return True  # "on December 7 (December 8 in Asia), 1941"
        return self.history and self._is_far(found[0].year)

    def _is_in_brackets(self, e: Expression, tokens: Sequence[Token]) -> bool:
        """Return whether a date of news stands in brackets: "the second meeting (Velde, 14 March 2015)"."""
        before = [token.text for token in tokens[max(0, e.first - _BRACKET) : e.first] if token.text in "()"]
        return not self.history and before[-1:] == ["("]

    def _is_far(self, year: int) -> bool:
        """Return whether a bare year leaves the narrative for a moment: far off, and named but once."""
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

    def _year_for(self, e: Expression, sentence: Sentence, outlook: Outlook) -> int | None:
        """Return the year of a month, or of a day of it, that is named without one."""
        month, day = e.month or 1, e.day or 0
        if e.side == "to" and self.opening is not None:
            start = self.opening[0]
            return start.year + ((month, day or 31) < (start.month, start.day))
        anchor = self._anchor(sentence)
        if anchor is not None and (self.history or self._in_the_past(anchor, sentence, outlook)):
            reached = anchor[0].month if anchor[2] in ("day", "month") else 0
            if reached - month < _WRAP:
                return anchor[0].year
            return anchor[0].year + (not self._overtakes(anchor[0].year + 1, month, sentence))
        if self.published is None:
            return anchor[0].year if anchor else None
        year, gap = self.published.year, month - self.published.month
        if outlook == "was-to" or (outlook == "timetable" and e.side == "from"):
            return _nearest(self.published, month, day)
        if outlook in AHEAD:
            return year + (gap < 0)
        if outlook == "past":
            latest = date.fromordinal(min(self.published.toordinal() + _TOLERANCE, _LAST_DAY))
            return year - (year == latest.year and (month, day) > (latest.month, latest.day))
        return year + (gap < -10) - (gap > 2)

    def _overtakes(self, year: int, month: int, sentence: Sentence) -> bool:
        """Return whether a month lies within the year after the next date that names its own year.

        A narrative that goes on to the next January does not come back to the December before it.
        """
        while self.named and self.named[-1][0] < sentence.index:
            self.named.pop()
        if not self.named:
            return False
        _, next_year, next_month = self.named[-1]
        return 0 < (year - next_year) * 12 + month - next_month <= 12

    def _in_the_past(self, anchor: Bounds, sentence: Sentence, outlook: Outlook) -> bool:
        """Return whether news is in the middle of telling of an earlier year."""
        return (
            outlook not in AHEAD
            and self.focus_explicit
            and not self._has_left(anchor, sentence)
            and self.published is not None
            and anchor[0].year < self.published.year
            and (anchor[2] in ("day", "month") or self.focus_dates)
            and (
                anchor[2] in ("day", "month")
                or anchor[0].year < self.published.year - _LONG_AGO
                or sentence.index == self.focus_at
            )
            and sentence.index - self.focus_at <= 1
        )

    def _has_left(self, anchor: Bounds, sentence: Sentence) -> bool:
        """Return whether a later year has been named since in the sentence: "in 1962; since May 2023"."""
        return (
            self.latest is not None
            and self.latest_at == sentence.index
            and self.latest[0].year > anchor[0].year
        )

    # -- values

    def _value(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        match e.kind:
            case "day" | "feast":
                return self._day(e, sentence, outlook=outlook)
            case "month":
                return self._month(e, sentence, outlook=outlook)
            case "year":
                return b.year(e.year or 0)
            case "decade":
                hundreds = e.year is not None and e.year % 100 == 0 and e.year < _LAST_CENTURY
                return b.hundreds(e.year or 0) if hundreds else b.decade(e.year or 0)
            case "century":
                return b.century(e.count or 0)
            case "season":
                return self._season(e, sentence, outlook=outlook)
            case "counted":
                return self._counted(e, sentence, outlook=outlook)
            case "weekday":
                return self._weekday(e, sentence, outlook=outlook)
            case "deictic":
                return self._from_publication(e.step, "day")
            case "unit":
                return self._unit(e, sentence, outlook=outlook)
            case "distance":
                return self._distance(e, sentence)
            case "period":
                if self.published is None or self.history or e.count is None:
                    return None
                return b.stretch(self.published, e.count * e.step, e.unit)
            case "end-of":
                return self._end_of(e, sentence)
        return None

    def _day(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        if e.unit == "day" and e.year and self.published:  # "this day in 1987"
            return b.day(e.year, self.published.month, self.published.day)
        if e.month is None:
            anchor = self._anchor(sentence)
            if anchor is None or anchor[2] not in ("day", "month"):
                return None
            return b.day(anchor[0].year, anchor[0].month, e.day or 0)
        if e.word == EITHER and e.day != e.month:
            return self._in_figures(e.year or 0, e.day or 0, e.month)
        year = self._year_of(e, sentence, outlook)
        found = b.day(year, e.month, e.day or 0) if year else None
        return b.week(found[0]) if found and e.unit == "week" else found

    def _in_figures(self, year: int, one: int, other: int) -> Bounds | None:
        """Return the day of "05/06/2009", if the text's other dates or its publisher tell the month."""
        if self._month_first is None:
            return None
        return b.day(year, one, other) if self._month_first else b.day(year, other, one)

    @cached_property
    def _month_first(self) -> bool | None:
        orders = {e.word for _, row in self.scanned for e in row if e.word in (DAY_FIRST, MONTH_FIRST)}
        return orders == {MONTH_FIRST} if len(orders) == 1 else _writes_month_first(self.source, self.tables)

    def _year_of(self, e: Expression, sentence: Sentence, outlook: Outlook) -> int | None:
        """Return the year of a month: its own, that of "last year" next to it, or the one that fits."""
        if e.year is not None:
            return e.year
        if e.years is not None:
            publication = e.anchor == "publication" and not self.history
            base = b.day_of(self.published) if publication and self.published else self._anchor(sentence)
            if not publication and self.latest_at == sentence.index:
                base = self.latest
            return base[0].year + e.years if base else None
        return self._steps_to_year(e, sentence) if e.anchor else self._year_for(e, sentence, outlook)

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

    def _month(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        year = self._year_of(e, sentence, outlook)
        return b.month(year, e.month or 1) if year else None

    def _counted(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        """Return "the first Monday in October"."""
        found = self._month(e, sentence, outlook=outlook)
        if found is None or e.count is None or e.day is None:
            return None
        start, end, _ = found
        if e.count < 0:
            return _moved(end, -((end.weekday() - e.day) % 7))
        day = _moved(start, (e.day - start.weekday()) % 7 + 7 * (e.count - 1))
        return day if day and day[0] <= end else None

    def _season(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        year = self._year_of(e, sentence, outlook) if e.years is not None else e.year
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
            if anchor is not None and (
                e.step or self.history or self._in_the_past(anchor, sentence, outlook)
            ):
                year = anchor[0].year + e.step
            elif self.published is not None and not self.history:
                first = e.month or 1
                year = self.published.year
                year += outlook in AHEAD and first + 2 < self.published.month
                year -= outlook not in AHEAD and first > self.published.month
        return b.season(year, e.month or 1) if year else None

    def _weekday(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        wanted = e.day or 0
        if e.anchor == "narrative":
            anchor = self._anchor(sentence)
            if anchor is None or anchor[2] != "day":
                return None
            if e.weeks is not None:
                return _moved(anchor[0], 7 * e.weeks + wanted - anchor[0].weekday())
            gap = (wanted - anchor[0].weekday()) % 7
            return _moved(anchor[0], (gap or 7) if e.step > 0 else gap - 7 if e.step < 0 else gap)
        if self.published is None or (self.history and self.focus is not None):
            return None
        if e.weeks is not None:
            return _moved(self.published, 7 * e.weeks + wanted - self.published.weekday())
        if e.count is not None:
            return self._numbered(e.count, wanted, self.published, -1 if outlook not in AHEAD else 1)
        if e.side == "and" and self.latest is not None and self.latest_at == sentence.index:
            return _moved(self.latest[0], (wanted - self.latest[0].weekday()) % 7)
        ahead = (wanted - self.published.weekday()) % 7
        step = e.shift or (e.step if e.anchor == "publication" else 0)
        if step and (e.step or e.shift == 0):
            return _moved(self.published, ((ahead or 7) if step > 0 else ahead - 7) + e.shift)
        forward = (
            e.shift > 0 or (e.shift == 0 and outlook in AHEAD) or (outlook == "open" and ahead < _NEARER)
        )
        return _moved(self.published, (ahead if forward or not ahead else ahead - 7) + e.shift)

    def _numbered(self, number: int, weekday: int, published: date, step: int) -> Bounds | None:
        """Return the nearest day of that number in a month, where its weekday is the one named."""
        for months in range(_MONTHS):
            serial = published.year * 12 + published.month - 1 + step * months
            found = b.day(serial // 12, serial % 12 + 1, number)
            if found and (found[0] - published).days * step >= 0:
                return found if found[0].weekday() == weekday else None
        return None

    def _from_publication(self, step: int, unit: str) -> Bounds | None:
        if self.today is None or (self.history and self.today == self.published):
            return None
        return b.shift(b.day_of(self.today), step, unit)

    def _unit(self, e: Expression, sentence: Sentence, *, outlook: Outlook) -> Bounds | None:
        anchor = self._anchor(sentence)
        if e.anchor == "publication":
            if self.history:
                return b.shift(anchor, 0, e.unit) if anchor and e.step == 0 else None
            if e.unit == "night":
                return self._from_publication(-1 if e.step < 0 else e.step, "day")
            step = e.step
            if e.unit == "weekend" and self.published and self.published.weekday() < _SATURDAY:
                step -= (
                    step == 0 and outlook not in AHEAD
                )  # on a Tuesday, "was there this weekend" looks back
            return self._from_publication(step, e.unit)
        return b.shift(anchor, e.step, e.unit) if anchor else None

    def _distance(self, e: Expression, sentence: Sentence) -> Bounds | None:
        if e.count is None:
            return None
        if e.word and self.published is not None:  # "75 years ago today"
            day = b.stretch(self.published, e.step * e.count, e.unit)
            return b.shift(b.day_of(day[0]), 0, e.word) if day else None
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


def _writes_month_first(source: Source, tables: Tables) -> bool | None:
    """Return whether the month stands first in the country of the publisher; None where it is not known."""
    host = (urlsplit(source.url).hostname or "") if source.url else ""
    ending = host.rpartition(".")[2]
    if ending in tables.month_first:
        return True
    if len(ending) == 2 and ending not in tables.any_country:
        return False
    words = " " + " ".join((source.publisher or "").lower().split()) + " "
    countries = {country for name, country in tables.countries.items() if f" {name} " in words}
    return countries <= tables.month_first if countries else None


def _nearest(day: date, month: int, number: int) -> int:
    """Return the year that brings a month, or a day of it, nearest to a day."""
    wanted = month * 31 + (number or 15)
    gap = wanted - day.month * 31 - day.day
    return day.year + (gap < -6 * 31) - (gap > 6 * 31)


def _moved(day: date, days: int) -> Bounds | None:
    try:
        return b.day_of(day + timedelta(days))
    except OverflowError:
        return None


def _is_history(scanned: Scanned, published: date | None) -> bool:
    """Return whether the article tells of the past: its years are others than that of its publication."""
    years = [e.year for _, row in scanned for e in row if e.year and e.kind in ("day", "month", "year")]
    if published is None:
        return len(years) >= 3
    past = sum(year != published.year for year in years)
    near = sum(
        e.kind == "weekday" or (e.anchor == "publication" and e.step != 0) for _, row in scanned for e in row
    )
    return past >= 4 and past * 3 >= len(years) * 2 and past * 120 >= len(scanned) and near * 12 <= past
