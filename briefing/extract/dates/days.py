"""Readers for months and days of the month."""

from __future__ import annotations

from briefing.extract.dates.scanner import PARTS_OF_DAY, TO, Expression, Scanner, put_year, relate

_EACH = frozenset(("each", "every"))


def month(s: Scanner, at: int) -> int:
    """Read a month, with the day and the year that stand with it."""
    token = s.t[at]
    if not token.text.rpartition("-")[2][0].isupper():
        return at + 1
    month = s.tables.months[token.lower]
    end = at + 1
    if s.word(end) == "." and s.touching(end) and len(token.text) <= 4 and end + 1 < len(s.t):
        end += 1  # "Feb."
    if _recurs(s, at - 1):
        return end
    before = s.day_before(at)
    if before and s.word(before[1] - 1) in ("$", "€", "£"):
        before = None
    if before:
        return _day_month(s, end, month, before)
    after = s.day_after(end)
    if after:
        return _month_day(s, at, month, after)
    year = s.year_after(end)
    start = s.part_before(at)
    if year is None and not _is_month(s, at, end, start):
        return end
    expression = Expression(first=start, last=end, kind="month", month=month)
    put_year(expression, year)
    if start == at and year is None:
        relate(s, expression, "month")
    return s.take(expression)


def _recurs(s: Scanner, before: int) -> bool:
    """Return whether a date comes every year: "each November", "every year on"."""
    before -= s.word(before) in ("on", "in")
    return s.word(before) in _EACH or (s.word(before) == "year" and s.word(before - 1) in _EACH)


def _is_month(s: Scanner, at: int, end: int, start: int) -> bool:
    """Tell a month from a name or another word, where no day or year stands with it."""
    previous = s.word(at - 1)
    if s.word(at) in s.persons:
        return previous in ("in", "since", "until", "during", "by", "last", "next", "early", "late", "mid")
    if s.word(end) in TO and s.word(end + 1) in s.tables.months and s.word(end) not in ("and", "or", ","):
        return True  # the first of two: "August-September 1950"
    if previous in s.tables.before_month or start < at:
        if previous == "," and s.tables.months[s.word(at)] in (5, 3):
            return False
        following = s.t[end] if end < len(s.t) else None
        if following is None or not following.text[0].isupper() or start < at:
            return True
        if s.word(at) in s.tables.given and previous not in ("in", "last", "next", "this"):
            return following.lower in s.tables.no_family  # "received by June Carter", "by June Ukraine had"
        return previous not in ("of", "for", "and", ",", "(", "to", "or", "that", "as")
    if s.word(at) in s.tables.doubtful:
        return previous in ("the", "a", "an") and s.word(at) != "may" and _qualifies(s, end)
    if end < len(s.t) and s.t[end].text[0].isupper() and s.t[end].text.isalpha():
        return False  # "August Wilson"
    return not (at and s.t[at - 1].text[0].isupper() and s.t[at - 1].text.isalpha() and at > 1)


def _qualifies(s: Scanner, at: int) -> bool:
    """Return whether a noun follows a month: "the March attack", and not "the March on the Capitol"."""
    word = s.t[at].text if at < len(s.t) else "."
    return (
        word.isalpha()
        and word.islower()
        and word not in s.tables.tense.outside
        and word not in s.tables.telling
    )


def _with_weekday(s: Scanner, first: int) -> int:
    """Take the weekday that is before a date into it: "Saturday, June 24"."""
    if not s.found or s.found[-1].kind != "weekday":
        return first
    weekday = s.found[-1]
    between = [s.word(i) for i in range(weekday.last, first) if s.word(i) not in ("the", ",")]
    if weekday.anchor or (between and (len(between) > 1 or between[0] not in PARTS_OF_DAY)):
        return first
    s.found.pop()
    return weekday.first


def _in_week(s: Scanner, e: Expression) -> Expression:
    """Make "the week of March 25" of the day, which tells the week."""
    if s.word(e.first - 1) == "of" and s.word(e.first - 2) == "week" and e.first - 2 >= s.floor:
        e.first -= 2 + (s.word(e.first - 3) == "the" and e.first - 3 >= s.floor)
        e.unit = "week"
    return e


def _day_month(s: Scanner, end: int, month: int, before: tuple[int, int]) -> int:
    day, start = before
    if s.word(end) in _EACH and s.word(end + 1) == "year":
        return end + 2
    first = start - 1 if s.word(start - 1) == "the" and start - 1 >= s.floor else start
    year = s.year_after(end)
    joint = first - 1
    other: Expression | None = None
    if s.word(joint) in TO and joint > s.floor - 1:
        span = s.day_before(joint) if s.word(joint - 1) != "of" else None
        if span and (span[0] < day) and span[1] >= s.floor and s.word(span[1] - 1) not in ("$", "€", "£"):
            side = "" if s.word(joint) in ("and", "or", ",") else "from"
            other = Expression(first=span[1], last=joint, kind="day", month=month, day=span[0], side=side)
    if other is None:
        first = _with_weekday(s, first)
    expression = Expression(first=first, last=end, kind="day", month=month, day=day)
    put_year(expression, year)
    if other is not None:
        other.year, other.years, other.anchor = expression.year, expression.years, expression.anchor
        s.take(other)
        expression.side = "to" if other.side else ""
    return s.take(_in_week(s, expression))


def _month_day(s: Scanner, at: int, month: int, after: tuple[int, int]) -> int:
    day, end = after
    year = s.year_after(end)
    expression = Expression(first=_with_weekday(s, at), last=end, kind="day", month=month, day=day)
    known = s.tables.known_days.get((month, day))
    if year is None and known is not None and s.word(end) in known.before:
        expression.year = known.year
    put_year(expression, year)
    going_on = s.take(_in_week(s, expression))
    if year is None and s.word(end) in TO and s.word(end) != ",":
        second = s.day_after(end + 1)
        if second and second[0] > day and (s.word(end) != "and" or _stands_alone(s, second[1])):
            other = Expression(first=end + 1, last=second[1], kind="day", month=month, day=second[0])
            put_year(other, s.year_after(second[1]))
            if year is None:
                expression.years, expression.anchor = other.years, other.anchor
                expression.year = other.year or expression.year
            if s.word(end) not in ("and", "or"):
                expression.side, other.side = "from", "to"
            going_on = s.take(other)
    return going_on


def _stands_alone(s: Scanner, at: int) -> bool:
    """Return whether a figure before `at` is no count: nothing that could be counted follows."""
    if at >= len(s.t):
        return True
    following = s.t[at].text
    return not following[0].isalpha() or following.lower() in (
        "in", "at", "on", "was", "were", "the", "as", "when", "to", "by", "with", "he", "she", "they", "it",
    )  # fmt: skip
