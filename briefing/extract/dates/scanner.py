"""A sentence under reading: its tokens, and what the readers ask about them.

Indexes count tokens; an expression never begins before the end of the one found before it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from msgspec import Struct

from briefing.extract.dates.tables import Tables
from briefing.model import Token

DASHES = frozenset("-–—‐‑/")
TO = frozenset(("-", "–", "—", "‐", "‑", "to", "and", "or", "through", "until", "till", ","))
"""What is between the two ends of a range, or between two dates that share a month or a year."""
SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_WHICH_PART = frozenset(("very", "first", "second", "third", "fourth", "the", "latter"))
PARTS_OF_DAY = frozenset(("morning", "afternoon", "evening", "night"))


class Expression(Struct, kw_only=True, gc=False):
    """A date expression: tokens[first:last] of its sentence, its kind and what it names."""

    first: int
    last: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    unit: str = ""
    count: int | None = None
    step: int = 0
    """Direction and size: -1 for last, previous, ago; 1 for next, following, later."""
    word: str = ""
    anchor: str = ""
    """What a step counts from: publication, narrative or ahead (a date later in the sentence)."""
    side: str = ""
    """from or to, where the expression is one end of a range."""
    years: int | None = None
    """Years from the anchor's: -1 for "August last year"."""
    weeks: int | None = None
    """Weeks from the anchor's: -1 for "Wednesday of last week"."""
    shift: int = 0
    """Days added to the weekday: 7 for "Friday week", -7 for "a week ago Tuesday"."""


class Scanner:
    """Reads one sentence; keeps the expressions found so far."""

    __slots__ = ("floor", "found", "persons", "t", "tables")

    def __init__(self, tokens: Sequence[Token], tables: Tables, persons: Set[str] = frozenset()) -> None:
        self.t, self.tables = tokens, tables
        self.persons = persons
        """Months in lower case that are family names in this text ("Theresa May")."""
        self.found: list[Expression] = []
        self.floor = 0

    def word(self, at: int) -> str:
        """Return the word at an index in lower case; empty outside the sentence."""
        return self.t[at].lower if 0 <= at < len(self.t) else ""

    def touching(self, at: int) -> bool:
        """Return whether no space is between a token and the one before it."""
        return 0 < at < len(self.t) and self.t[at - 1].end == self.t[at].start

    def take(self, expression: Expression) -> int:
        """Keep an expression; return where reading goes on."""
        self.found.append(expression)
        self.floor = expression.last
        return expression.last

    def number(self, at: int, most: int) -> int | None:
        """Return the whole number at an index, if it lies between 1 and `most`."""
        if not self.floor <= at < len(self.t):
            return None
        text = self.t[at].text
        if not text.isascii() or not text.isdigit() or len(text) > 4:
            return None
        value = int(text)
        return value if 1 <= value <= most else None

    def day_before(self, at: int) -> tuple[int, int] | None:
        """Return a day of the month that ends before `at`: its value and its first token."""
        if self.word(at - 1) == "of":
            at -= 1
            if self.word(at - 1) == "day":  # "the 1st day of February"
                at -= 1
        suffixed = self.word(at - 1) in SUFFIXES and self.touching(at - 1)
        start = at - 2 if suffixed else at - 1
        value = self.number(start, 31)
        return None if value is None else (value, start)

    def day_after(self, at: int) -> tuple[int, int] | None:
        """Return a day of the month that starts at `at`: its value and the end of its tokens."""
        if self.word(at) == "the" and self.word(at + 2) in SUFFIXES:
            at += 1
        value = self.number(at, 31)
        if value is None:
            return None
        end = at + 1
        if self.word(end) in SUFFIXES and self.touching(end):
            end += 1
        following = self.word(end)
        if following in self.tables.counted or (following == ":" and self.touching(end)):
            return None
        return value, end

    def year_at(self, at: int) -> int | None:
        """Return the year that is at an index."""
        if not 0 <= at < len(self.t):
            return None
        text = self.t[at].text
        if len(text) != 4 or not text.isdigit() or not text.isascii():
            return None
        value = int(text)
        return value if 1000 <= value <= 2099 else None

    def relative_unit_at(self, at: int, unit: str) -> tuple[str, int, int] | None:
        """Return anchor, step and end of "last week", "of that year", "the following year" at an index."""
        at += self.word(at) == "of"
        tables, anchor = self.tables, "publication"
        step = tables.from_publication.get(self.word(at))
        if step is None:
            at += self.word(at) in ("the", "that") and self.word(at + 1) in tables.from_narrative
            step, anchor = tables.from_narrative.get(self.word(at)), "narrative"
        return None if step is None or self.word(at + 1) != unit else (anchor, step, at + 2)

    def year_after(self, at: int) -> tuple[int, int, str] | None:
        """Return the year that follows and its end; for "of that year" a step and what it counts from."""
        relative = self.relative_unit_at(at + (self.word(at) == "," and self.word(at + 1) == "last"), "year")
        if relative is not None and self.word(relative[2]) not in ("'s", "’s"):
            anchor, step, end = relative
            if step or anchor == "narrative" or self.word(at) == "of":
                return step, end, anchor
        if self.word(at) in ("last", "next") and self.word(at + 1) in ("", ",", ".", ";", ")"):
            return (-1 if self.word(at) == "last" else 1), at + 1, "nearest"  # "on the 1st of May next"
        start = at + 1 if self.word(at) == "," else at
        if self.word(start) == "of":
            start += 1
            if self.word(start) == "the" and self.word(start + 1) == "year":
                start += 2
        year = self.year_at(start)
        if year is None or (self.word(start + 1) == "s" and self.touching(start + 1)):
            return None
        if start > at and self.word(start + 1) in self.tables.counted:
            return None
        return year, start + 1, ""

    def part_before(self, at: int) -> int:
        """Return where an expression begins if words such as "early" or "the end of" are before it."""
        start = at
        parts = self.tables.parts
        if self.word(start - 1) == "the" and self.word(start - 2) in ("of", "in"):
            if self.word(start - 3) not in parts:
                return at
            start -= 1
        if self.word(start - 1) in ("of", "in", "-") and self.word(start - 2) in parts:
            start -= 1
        if self.word(start - 1) not in parts or start - 1 < self.floor:
            return at
        start -= 1
        while self.word(start - 1) in _WHICH_PART and start - 1 >= self.floor:
            start -= 1
        return start


def count_at(s: Scanner, at: int) -> tuple[int, int] | None:
    """Return the number that ends at an index, and its first token."""
    if not s.floor <= at < len(s.t):
        return None
    token, numbers = s.t[at], s.tables.numbers
    if token.text.isascii() and token.text.isdigit() and len(token.text) <= 3:
        return int(token.text), at
    if token.lower in numbers:
        return numbers[token.lower], at
    tens, dash, ones = token.lower.partition("-")
    if dash and tens in numbers and ones in numbers and numbers[ones] < 10 <= numbers[tens]:
        return numbers[tens] + numbers[ones], at
    return None


def put_year(expression: Expression, year: tuple[int, int, str] | None) -> None:
    """Give an expression the year that follows it."""
    if year is None:
        return
    value, expression.last, expression.anchor = year
    if not year[2]:
        expression.year = value
    elif year[2] == "nearest":
        expression.step, expression.anchor = value, "publication"
    else:
        expression.years = value


def relate(s: Scanner, expression: Expression, unit: str) -> None:
    """Read "last", "this past", "the following" before a weekday, a month, a season or a unit."""
    at = expression.first - 1
    if at < s.floor:
        return
    word = s.word(at)
    with_the = s.word(at - 1) in ("the", "that", "this") and at - 1 >= s.floor
    if with_the and word in s.tables.from_narrative:
        expression.first, expression.step = at - 1, s.tables.from_narrative[word]
        expression.anchor = "narrative"
    elif word == "that" and unit != "weekday":
        expression.first, expression.anchor = at, "narrative"
    elif word in s.tables.from_publication and not with_the:
        expression.first, expression.step = at, s.tables.from_publication[word]
        expression.anchor = "publication"
    elif word in ("past", "coming") and with_the and s.word(at - 1) == "this":
        expression.first, expression.step = at - 1, s.tables.from_publication[word]
        expression.anchor = "publication"
    elif word == "following" and unit in ("day", "week", "month", "year"):
        expression.first, expression.step, expression.anchor = at, 1, "narrative"
