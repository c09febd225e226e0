"""Reader for weekdays, with the week, the count or the day of the month that stands with them."""

from __future__ import annotations

from briefing.extract.dates.scanner import (
    PARTS_OF_DAY,
    SUFFIXES,
    Expression,
    Scanner,
    count_at,
    put_year,
    relate,
)

_RECURRING = frozenset(("every", "each", "any", "other", "alternate"))
_DAYS = {"week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14}
_PHRASES = {
    ("week",): (7, 0),
    ("fortnight",): (14, 0),
    ("before", "last"): (-7, -1),
    ("after", "next"): (7, 1),
}
"""Words after a weekday -> the days they add to the coming or the last one; with a step, today is neither."""


def weekday(s: Scanner, at: int) -> int:
    """Read a weekday."""
    token = s.t[at]
    if not token.text[0].isupper():
        return at + 1
    previous, following = s.word(at - 1), s.t[at + 1].text if at + 1 < len(s.t) else ""
    names = s.tables.weekday_names
    if following in names or (at and s.t[at - 1].text in names) or previous in _RECURRING:
        return at + 1
    if previous in s.tables.ordinals or (previous == "last" and s.word(at + 1) in ("of", "in")):
        return _counted(s, at)
    e = Expression(
        first=at, last=at + 1, kind="weekday", day=s.tables.weekdays[token.lower], word=token.lower
    )
    end = e.last + (s.word(e.last) in PARTS_OF_DAY)
    if s.word(end) == "of" and s.word(end + 1) in _RECURRING:
        return end + 1  # "on Friday of each week"
    ago = _ago(s, at - (previous in ("on", "last")))
    if ago and ago.unit == "year":
        ago.last = s.floor = e.last  # which Saturday "a year ago Saturday" means is not told
        return e.last
    if not (_distance_before(s, e) or _with_week(s, e, end) or _shifted(s, e, end) or _numbered(s, e)):
        relate(s, e, "weekday")
    return s.take(e)


def _counted(s: Scanner, at: int) -> int:
    """Read "the first Monday in October"; "the first Friday of each month" is no date."""
    month = s.tables.months.get(s.word(at + 2)) if s.word(at + 1) in ("of", "in") else None
    if month is None:
        return at + 1
    first = at - 1 - (s.word(at - 2) == "the")
    if first < s.floor:
        return at + 3
    count = s.tables.ordinals.get(s.word(at - 1), -1)
    e = Expression(first=first, last=at + 3, kind="counted", day=s.tables.weekdays[s.word(at)], month=month)
    e.count = count
    put_year(e, s.year_after(e.last))
    return s.take(e)


def _distance_before(s: Scanner, e: Expression) -> bool:
    """Read what counts from the weekday and is before it: "a week ago Tuesday", "a week from Friday"."""
    at, joint = e.first, s.word(e.first - 1)
    ago = _ago(s, at - (joint in ("on", "last")))
    if ago and ago.unit in ("week", "fortnight"):
        e.first, e.shift = ago.first, -(ago.count or 0) * _DAYS[ago.unit]
        s.found.pop()
        return True
    length = _DAYS.get(s.word(at - 2))
    count = count_at(s, at - 3) if length and joint in ("on", "from", "last") else None
    if count is None or length is None or (joint != "from" and count[0] != 1):
        return False
    e.first, e.shift = count[1], count[0] * length * (-1 if joint == "last" else 1)
    e.step = -1 if joint == "last" else 0
    return True


def _ago(s: Scanner, end: int) -> Expression | None:
    """Return the "a week ago" that ends at an index."""
    before = s.found[-1] if s.found else None
    ends = before is not None and before.kind == "distance" and before.last == end
    return before if before and ends and before.anchor == "publication" else None


def _with_week(s: Scanner, e: Expression, end: int) -> bool:
    """Read the week next to the day: "Wednesday of last week", "last week on Wednesday"."""
    week = s.relative_unit_at(end, "week")
    if week is not None and s.word(week[2]) not in ("'s", "’s"):
        e.anchor, e.weeks, e.last = week
        return True
    before = s.found[-1] if s.found else None
    if before is None or before.kind != "unit" or before.unit != "week" or s.word(e.first - 1) != "on":
        return False
    if before.last != e.first - 1 or before.anchor == "narrative":
        return False
    e.first, e.anchor, e.weeks = before.first, before.anchor, before.step
    s.found.pop()
    return True


def _shifted(s: Scanner, e: Expression, end: int) -> bool:
    """Read "Friday week", "the Wednesday before last", "Tuesday a week ago"."""
    for words, (shift, step) in _PHRASES.items():
        stop = end + len(words)
        after = s.t[stop].text if stop < len(s.t) else "."
        if all(s.word(end + k) == word for k, word in enumerate(words)) and not after[0].isdigit():
            if (
                len(words) == 1
                and after[0].isalpha()
                and after not in ("in", "at", "to", "and", "with", "for")
            ):
                continue
            e.last, e.shift, e.step = stop, shift, step
            return True
    count = count_at(s, end)
    if count is None or s.word(end + 1) not in _DAYS or s.word(end + 2) != "ago":
        return False
    e.last, e.shift = end + 3, -count[0] * _DAYS[s.word(end + 1)]
    return True


def _numbered(s: Scanner, e: Expression) -> bool:
    """Read "Wednesday the 6th", without a month."""
    at = e.last + (s.word(e.last) == ",")
    number = s.number(at + 1, 31) if s.word(at) == "the" else None
    if number is None or s.word(at + 2) not in SUFFIXES or not s.touching(at + 2):
        return False
    following = s.word(at + 3)
    if following.isalpha() and following not in ("and", "to", "at", "in"):
        return False
    e.count, e.last = number, at + 3
    return True
