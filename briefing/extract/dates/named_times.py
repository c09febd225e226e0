"""Readers for words that name a time by themselves: "today", "Christmas", "the Cold War"."""

from __future__ import annotations

from briefing.extract.dates.scanner import Expression, Scanner, put_year, relate
from briefing.extract.dates.units import anniversary


def deictic(s: Scanner, at: int) -> int:
    """Read "yesterday", "today", "tomorrow", "tonight", and "overnight" where it is no adjective."""
    word = s.word(at)
    if word == "overnight":
        return _overnight(s, at)
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    first = at
    if s.word(at - 1) in ("earlier", "later", "late", "early") and at - 1 >= s.floor:
        first = at - 1
    kind = "deictic"
    if word == "today":
        tables = s.tables
        if (
            (s.word(at + 1) == "," and s.word(at + 2) in tables.today_after)
            or s.word(at - 1) in tables.today_before
            or (s.word(at + 1) in tables.today_after and s.word(at + 1) != "is")
            or (s.word(at + 1) in ("'s", "’s") and s.word(at + 2).endswith("s"))
        ):
            kind = "now"
    e = Expression(first=first, last=at + 1, kind=kind, step=step, anchor="publication", word=word)
    return (word in ("today", "tonight") and anniversary(s, e, "day")) or s.take(e)


def _overnight(s: Scanner, at: int) -> int:
    behind = s.word(at + 1)
    days = s.tables.weekdays
    qualifies = behind.isalpha() and behind not in s.tables.tense.outside
    if qualifies or s.word(at - 1) in days or behind in days or s.word(at + 2) in days:
        return at + 1
    return s.take(Expression(first=at, last=at + 1, kind="period", unit="day", count=1, step=-1))


def now(s: Scanner, at: int) -> int:
    """Read a word that means nowadays."""
    return s.take(Expression(first=at, last=at + 1, kind="now", word=s.word(at)))


def phrase(s: Scanner, at: int) -> int:
    """Read a named era or a feast."""
    if not s.t[at].text[0].isupper() and s.word(at) not in ("colonial", "apartheid", "interwar", "inter-war"):
        return at + 1
    rows = s.tables.phrases[s.word(at)]
    match = next((row for row in rows if all(s.word(at + i) == w for i, w in enumerate(row[0]))), None)
    if match is None:
        return at + 1
    end, name = at + len(match[0]), match[1]
    if name.startswith("feast:"):
        if at > 1 and s.t[at - 1].text[0].isupper() and s.t[at - 1].text.isalpha():
            return end  # "Johnnie Christmas", "White Christmas"
        if end < len(s.t) and s.t[end].text[0].isupper() and s.t[end].text.isalpha():
            return end  # "Christmas Island"
        month, day = s.tables.feasts[name.removeprefix("feast:")]
        expression = Expression(first=at, last=end, kind="feast", month=month, day=day)
        put_year(expression, s.year_after(end))
        if expression.year is None:
            relate(s, expression, "feast")
        return s.take(expression)
    first = at - 1 if s.word(at - 1) == "the" and at - 1 >= s.floor else at
    return s.take(Expression(first=first, last=end, kind="era", word=name))
