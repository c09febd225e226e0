"""Arithmetic on dates: the first and the last day of what an expression names."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from briefing.model import Precision

_PARTS = {"half": 6, "quarter": 3}
_WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1, "latter": 2}

Bounds = tuple[date, date, Precision]


def day_of(day: date) -> Bounds:
    """Return one day as bounds."""
    return day, day, "day"


def day(year: int, month: int, number: int) -> Bounds | None:
    """Return a day; None for one that the calendar does not have."""
    try:
        return day_of(date(year, month, number))
    except ValueError:
        return None


def month(year: int, number: int) -> Bounds | None:
    """Return a month; None for a year outside 1 to 9999."""
    if not 1 <= year <= 9999:
        return None
    return date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month"


def year(number: int) -> Bounds | None:
    """Return a year; None outside 1 to 9999."""
    if not 1 <= number <= 9999:
        return None
    return date(number, 1, 1), date(number, 12, 31), "year"


def decade(start: int) -> Bounds | None:
    """Return the ten years from `start`."""
    if not 1 <= start <= 9990:
        return None
    return date(start, 1, 1), date(start + 9, 12, 31), "decade"


def hundreds(start: int) -> Bounds | None:
    """Return the hundred years from `start`: "the 1700s"."""
    if not 100 <= start <= 9900:
        return None
    return date(start, 1, 1), date(start + 99, 12, 31), "century"


def century(number: int) -> Bounds | None:
    """Return a century counted from the first."""
    if not 1 <= number <= 99:
        return None
    return date(number * 100 - 99, 1, 1), date(number * 100, 12, 31), "century"


def season(number: int, first_month: int) -> Bounds | None:
    """Return three months from `first_month` on; a winter runs into the next year."""
    last_month = (first_month + 1) % 12 + 1
    last = month(number + (last_month < first_month), last_month)
    first = month(number, first_month)
    return (first[0], last[1], "season") if first and last else None


def part(bounds: Bounds | None, words: Sequence[str]) -> Bounds | None:
    """Return the half or the quarter of a year that the words name: "the second half of 2023"."""
    if bounds is None or bounds[2] != "year":
        return bounds
    length = next((months for word, months in _PARTS.items() if word in words), 0)
    number = next((_WHICH[word] for word in words if word in _WHICH), None)
    if not length or number is None:
        return bounds
    last = 12 if number < 0 else length * number
    if last > 12:
        return bounds
    year_ = bounds[0].year
    return date(year_, last - length + 1, 1), date(year_, last, monthrange(year_, last)[1]), "period"


def week(around: date) -> Bounds | None:
    """Return the week, Monday to Sunday, that a day is in."""
    try:
        monday = around - timedelta(around.weekday())
        return monday, monday + timedelta(6), "period"
    except OverflowError:
        return None


def shift(anchor: Bounds, count: int, unit: str) -> Bounds | None:
    """Move a date by `count` units; the result is as precise as the unit, or None if the anchor is not."""
    start, _, precision = anchor
    try:
        if unit in ("day", "night"):
            return day_of(start + timedelta(count)) if precision == "day" else None
        if unit in ("week", "fortnight", "weekend"):
            if precision != "day":
                return None
            moved = start + timedelta(7 * count * (2 if unit == "fortnight" else 1))
            if unit != "weekend":
                return week(moved)
            saturday = moved + timedelta(5 - moved.weekday())
            return saturday, saturday + timedelta(1), "period"
        if unit == "month":
            if precision not in ("day", "month"):
                return None
            serial = start.year * 12 + start.month - 1 + count
            return month(serial // 12, serial % 12 + 1)
        if unit == "year":
            return year(start.year + count)
        if unit == "decade":
            return decade((start.year // 10 + count) * 10)
        return century((start.year - 1) // 100 + 1 + count)
    except OverflowError:
        return None


def stretch(day_: date, count: int, unit: str) -> Bounds | None:
    """Return the period between a day and the day `count` units from it."""
    try:
        if unit in ("day", "night", "week", "fortnight", "weekend"):
            days = {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1)
            other = day_ + timedelta(count * days)
        else:
            months = count * {"month": 1, "year": 12, "decade": 120}.get(unit, 1200)
            serial = day_.year * 12 + day_.month - 1 + months
            number = serial % 12 + 1
            other = date(serial // 12, number, min(day_.day, monthrange(serial // 12, number)[1]))
    except (ValueError, OverflowError):
        return None
    return min(day_, other), max(day_, other), "period"
