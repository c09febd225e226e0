"""Readers for what counts in units: "two days ago", "last year", centuries, seasons."""

from __future__ import annotations

from briefing.extract.dates.scanner import Expression, Scanner, count_at, put_year, relate

_OVER = frozenset(("over", "at", "during", "through", "throughout"))
"""Words before "the weekend" that say which: the one next to the day of publication."""
_ATTRIBUTES = frozenset(("tropical", "rainy", "dry"))


def unit(s: Scanner, at: int) -> int:
    """Read what counts in days, weeks, months or years."""
    unit, word = s.tables.units[s.word(at)], s.word(at)
    following = s.word(at + 1)
    count = count_at(s, at - 1)
    if count and following in s.tables.after_count:
        return _distance(s, at, unit, count)
    if unit == "century":
        return _century(s, at)
    if word == "day" and s.word(at - 1) == "this" and following == "in" and s.year_at(at + 2):
        return s.take(Expression(first=at - 1, last=at + 3, kind="day", year=s.year_at(at + 2), unit="day"))
    if (
        following == "end"
        and unit in ("year", "month")
        and s.word(at - 1) in ("by", "until", "before", "this")
    ):
        return s.take(Expression(first=at, last=at + 2, kind="end-of", unit=unit, anchor="publication"))
    if following == "of" and unit != "night" and s.word(at - 1) in ("last", "next", "first", "final"):
        return at + 1  # "the last week of May" is a length of time
    ahead = word == "day" and following in ("before", "after") and s.word(at - 1) in ("the", "a", "one")
    if ahead and s.word(at + 2) in ("yesterday", "tomorrow"):
        step = -1 if s.word(at + 2) == "yesterday" else 1
        first = max(at - 1, s.floor)
        return s.take(
            Expression(first=first, last=at + 3, kind="deictic", step=2 * step, anchor="publication")
        )
    if ahead and s.word(at - 1) == "the" and at - 1 >= s.floor:
        step = 1 if following == "after" else -1
        anchor = "narrative" if _ends_here(s, at + 2) else "ahead"
        return s.take(
            Expression(
                first=at - 1, last=at + 2, kind="distance", unit=unit, count=1, step=step, anchor=anchor
            )
        )
    its_end = following in ("'s", "’s") and s.word(at + 2) == "end" and unit in ("year", "month")
    if its_end and s.word(at - 1) in ("at", "by", "until"):
        return s.take(Expression(first=at, last=at + 3, kind="end-of", unit=unit, anchor="narrative"))
    period = _period(s, at, unit)
    if period:
        return s.take(period)
    return _relative_unit(s, at, unit)


def _distance(s: Scanner, at: int, unit: str, count: tuple[int, int]) -> int:
    """Read "two days ago", "a week later", "a day after the talks on Thursday"."""
    value, first = count
    word = s.word(at + 1)
    step = s.tables.after_count[word]
    end = at + 2
    anchor = "publication" if word == "ago" else "narrative"
    if (word in ("later", "earlier", "prior", "previously") and s.word(end) in ("than", "to")) or (
        word in ("before", "after") and not _ends_here(s, end)
    ):
        anchor = "ahead"
    elif word in ("hence", "following"):
        return at + 1
    expression = Expression(
        first=first, last=end, kind="distance", unit=unit, count=value, step=step, anchor=anchor
    )
    return s.take(expression)


def _ends_here(s: Scanner, at: int) -> bool:
    return at >= len(s.t) or not s.t[at].text[0].isalnum()


def _period(s: Scanner, at: int, unit: str) -> Expression | None:
    """Read "(within) the last three months", "over the past year"."""
    count = count_at(s, at - 1)
    before = count[1] - 1 if count else at - 1
    vague = not count and s.word(before) in s.tables.vague
    if vague:
        before -= 1
    rel = s.word(before)
    if rel not in s.tables.from_publication or rel == "this" or s.word(before - 1) != "the":
        return None
    if unit in ("day", "night") and not (count or vague):
        return None
    if rel in ("next",) and not (count or vague):
        return None
    first = before - 1
    if s.word(first - 1) in ("within", "over", "during", "in", "for"):
        first -= s.word(first - 1) == "within"
    if first < s.floor:
        return None
    return Expression(
        first=first,
        last=at + 1,
        kind="period",
        unit=unit,
        count=count[0] if count else None if vague else 1,
        step=s.tables.from_publication[rel],
    )


def _relative_unit(s: Scanner, at: int, unit: str) -> int:
    word = s.word(at)
    if word.endswith("s") and word != unit and s.word(at - 1) != "this":
        return at + 1  # the plural names no day
    expression = Expression(first=at, last=at + 1, kind="unit", unit=unit, word=word)
    relate(s, expression, unit)
    if word == "weekend" and s.word(at - 1) == "the" and s.word(at - 2) in _OVER:
        expression.first, expression.anchor = at - 1, "publication"
    if not expression.anchor:
        if s.word(at - 1) == "the" and unit in ("month", "year", "decade") and s.word(at - 2) in ("of", "in"):
            start = at - 3 if s.word(at - 3) in ("later", "earlier", "part") else s.part_before(at)
            if s.floor <= start < at:
                expression.first, expression.kind, expression.anchor = start, "end-of", "narrative"
                return s.take(expression)
        return at + 1
    if s.word(expression.first - 1) in ("early", "late", "later", "earlier") and expression.first > s.floor:
        expression.first -= 1
    elif s.word(expression.first - 1) == "of":
        expression.first = s.part_before(expression.first)
    if word == "night" and expression.anchor == "publication" and expression.step == 0:
        return at + 1
    return anniversary(s, expression, unit) or s.take(expression)


def anniversary(s: Scanner, e: Expression, unit: str) -> int:
    """Read "75 years ago today" and "ten years ago this month"; return 0 where `e` ends none."""
    before = s.found[-1] if s.found else None
    if (
        before is None
        or before.kind != "distance"
        or before.anchor != "publication"
        or before.last != e.first
    ):
        return 0
    if e.step or e.anchor != "publication" or unit not in ("day", "week", "month"):
        return 0
    before.last, before.word = e.last, unit
    s.floor = e.last
    return e.last


def _century(s: Scanner, at: int) -> int:
    ordinal = s.tables.ordinals.get(s.word(at - 1))
    if ordinal is None or at - 1 < s.floor:
        return _relative_unit(s, at, "century")
    first = s.part_before(at - 1)
    if first == at - 1 and s.word(first - 1) == "the" and first - 1 >= s.floor:
        first -= 1
    return s.take(Expression(first=first, last=at + 1, kind="century", count=ordinal))


def century_compound(s: Scanner, at: int) -> int:
    """Read "twentieth-century"."""
    ordinal = s.tables.ordinals[s.word(at).removesuffix("-century")]
    return s.take(Expression(first=at, last=at + 1, kind="century", count=ordinal))


def season(s: Scanner, at: int) -> int:
    """Read a season."""
    word = s.word(at)
    month = s.tables.seasons[word]
    year = s.year_after(at + 1)
    is_fall = word.endswith("fall")
    start = s.part_before(at)
    expression = Expression(first=start, last=at + 1, kind="season", month=month, word=word)
    if year and not (is_fall and year[2] == "" and s.word(at + 1) == ","):
        put_year(expression, year)
        if start == at and s.word(at - 1) == "the" and at - 1 >= s.floor:
            expression.first = at - 1
        return s.take(expression)
    if start == at:
        relate(s, expression, "season")
    if expression.anchor:
        if is_fall and s.word(at - 1) not in ("last", "next", "this"):
            return at + 1
        return s.take(expression)
    before = s.word(at - 1)
    with_the = before == "the" and s.word(at - 2) in ("in", "during", "by", "over", "until", "of")
    if with_the or (before in ("in", "during", "by") and not is_fall) or start < at:
        if is_fall and (s.word(at + 1) in ("of", "in", "to", "from") or not with_the):
            return at + 1
        if s.word(at + 1) == "of" or s.word(at - 1) in _ATTRIBUTES:
            return at + 1
        expression.anchor = "narrative"
        if with_the and start == at:
            expression.first = at - 1
        return s.take(expression)
    return at + 1
