"""Readers for figures: years, ranges of years, decades, centuries, dates in figures."""

from __future__ import annotations

from briefing.extract.dates.scanner import DASHES, SUFFIXES, Expression, Scanner

DAY_FIRST, MONTH_FIRST, EITHER = "day first", "month first", "day or month first"
"""What `word` says of a date in figures."""


def figure(s: Scanner, at: int) -> int:
    """Read what begins with a figure: a year, a decade, a century, a date in figures."""
    text, following = s.t[at].text, s.word(at + 1)
    if following in ("bc", "bce", "b.c.", "b.c", "b.c.e.") and text.isdigit():
        return s.take(Expression(first=at, last=at + 2, kind="bc"))
    if not text.isascii() or not text.isdigit():
        parts = text.split(".")
        return _in_figures(s, at, at + 1, parts, ".") if len(parts) == 3 else at + 1
    touching = s.touching(at + 1)
    if (
        following in ("/", "-")
        and s.word(at + 3) == following
        and all(s.touching(at + k) for k in (1, 2, 3, 4))
    ):
        parts = [s.word(at), s.word(at + 2), s.word(at + 4)]
        end = _in_figures(s, at, at + 5, parts, following)
        if end > at + 1:
            return end
    if len(text) <= 2:
        return _short_figure(s, at, int(text), following, touching=touching)
    if len(text) == 3:
        return _early_year(s, at, int(text))
    if len(text) != 4:
        return at + 1
    year = s.year_at(at)
    if year is None:
        return at + 1
    if following == "s" and touching:
        if year % 10:
            return at + 1
        first = s.part_before(at)
        if first == at and s.word(at - 1) == "the" and at - 1 >= s.floor:
            first = at - 1
        return s.take(Expression(first=first, last=at + 2, kind="decade", year=year))
    return _year(s, at, year)


def _in_figures(s: Scanner, at: int, end: int, parts: list[str], joint: str) -> int:
    """Read "23/06/2009", "23.06.2009" and "2009-06-23"; the clock tells day from month where both may be."""
    if not all(part.isascii() and part.isdigit() for part in parts):
        return at + 1
    if len(parts[0]) == 4 and joint != ".":
        year, month, day = map(int, parts)
        order = ""
    elif len(parts[2]) == 4 and max(len(parts[0]), len(parts[1])) <= 2:
        day, month, year = map(int, parts)
        order = DAY_FIRST if day > 12 or joint == "." else MONTH_FIRST if month > 12 else EITHER
        if order == MONTH_FIRST:
            day, month = month, day
    else:
        return at + 1
    if not (1 <= day <= 31 and 1 <= month <= 12 and 1000 <= year <= 2099):
        return end if day >= 1 and month >= 1 else at + 1
    return s.take(Expression(first=at, last=end, kind="day", year=year, month=month, day=day, word=order))


def _short_figure(s: Scanner, at: int, value: int, following: str, *, touching: bool) -> int:
    known = s.tables.known_days.get((value, s.number(at + 2, 31) or 0)) if following == "/" else None
    if known is not None and touching and known.written == "".join(s.word(at + k) for k in range(3)):
        month, day = known.month, known.day
        return s.take(Expression(first=at, last=at + 3, kind="day", year=known.year, month=month, day=day))
    if following in SUFFIXES and touching and s.word(at + 2) in ("century", "centuries"):
        first = s.part_before(at)
        if first == at and s.word(at - 1) == "the" and at - 1 >= s.floor:
            first = at - 1
        return s.take(Expression(first=first, last=at + 3, kind="century", count=value))
    if following in ("th-century", "st-century") and touching:
        return s.take(Expression(first=at, last=at + 2, kind="century", count=value))
    quoted = s.word(at - 1) in ("'", "’", "‘") and s.touching(at)
    if quoted and following == "s" and touching and value % 10 == 0 and value >= 20:
        return s.take(Expression(first=at - 1, last=at + 2, kind="decade", year=1900 + value))
    if following in SUFFIXES and touching and s.word(at - 1) == "the" and value <= 31:
        # "on the 20th": a day of the month that the narrative is in
        after = s.word(at + 2)
        if s.word(at - 2) == "on" and not (
            after.isalpha() and after not in ("and", "to", "at", "in", "was", "he", "the")
        ):
            return s.take(Expression(first=at - 1, last=at + 2, kind="day", day=value, anchor="narrative"))
    return at + 1


def _early_year(s: Scanner, at: int, value: int) -> int:
    """Read a year of three figures: only where the words around it leave no doubt."""
    following, previous = s.word(at + 1), s.word(at - 1)
    if following in ("ad", "ce", "a.d.", "c.e."):
        return s.take(Expression(first=at, last=at + 2, kind="year", year=value))
    if previous in ("ad", "c", "ca", "circa") or (previous == "." and s.word(at - 2) in ("c", "ca")):
        return s.take(Expression(first=at, last=at + 1, kind="year", year=value))
    if s.found and s.found[-1].kind == "year" and (s.found[-1].year or 9999) < value and previous in DASHES:
        return s.take(Expression(first=at, last=at + 1, kind="year", year=value, side="to"))
    opens = previous == "in" and at == 1 and at + 1 < len(s.t) and s.t[at + 1].text[0].isupper()
    if opens:  # "In 348 Theodore died"
        return s.take(Expression(first=at, last=at + 1, kind="year", year=value))
    if previous in ("around", "since", "until") and (following in (",", ".", ";", ")") or not following):
        return s.take(Expression(first=at, last=at + 1, kind="year", year=value))
    return at + 1


def _year(s: Scanner, at: int, year: int) -> int:
    """Read a year that stands alone, and the range that it may open."""
    previous, following = s.word(at - 1), s.word(at + 1)
    tables = s.tables
    if following in tables.counted and previous not in ("early", "late", "mid"):
        return at + 1
    ranged = following in DASHES and s.year_at(at + 2) is not None
    if previous in tables.before_figure and not ranged and not (previous == "about" and year > 1900):
        return at + 1
    if previous in DASHES and s.touching(at) and not (s.found and s.found[-1].last == at - 1):
        return at + 1  # "Covid-2019", "A-1000"
    if year < 1500 and previous not in tables.before_year:
        return at + 1
    if previous == "." and at > 1 and s.touching(at):
        return at + 1
    first = s.part_before(at)
    if first < at and s.word(at - 1) == "the":
        first = at
    expression = Expression(first=first, last=at + 1, kind="year", year=year)
    end = s.take(expression)
    dash = following in DASHES and following != "‐"
    if not dash and following not in ("to", "until", "through"):
        return end
    second = s.t[at + 2].text if at + 2 < len(s.t) else ""
    if dash and len(second) == 2 and second.isdigit() and second.isascii():
        last = year // 100 * 100 + int(second)
        after = s.word(at + 3)
        if last > year and not (after in DASHES and s.touching(at + 3)) and after not in tables.counted:
            expression.side = "from"
            return s.take(Expression(first=at + 2, last=at + 3, kind="year", year=last, side="to"))
    other = s.year_at(at + 2)
    if other is not None and other > year and not (s.word(at + 3) == "s" and s.touching(at + 3)):
        expression.side = "from"
        return s.take(Expression(first=at + 2, last=at + 3, kind="year", year=other, side="to"))
    return end


def hyphen(s: Scanner, at: int) -> int:
    """Read "mid-1916" and "late-1990s"."""
    prefix, _, rest = s.word(at).partition("-")
    if prefix not in ("mid", "early", "late"):
        return at + 1
    if len(rest) == 4 and rest.isdigit() and rest.isascii() and 1000 <= int(rest) <= 2099:
        return s.take(Expression(first=at, last=at + 1, kind="year", year=int(rest)))
    if len(rest) == 5 and rest.endswith("0s") and rest[:4].isdigit() and rest.isascii():
        return s.take(Expression(first=at, last=at + 1, kind="decade", year=int(rest[:4])))
    return at + 1
