"""The tokens of a sentence -> the date expressions in it, each with its kind and its parts.

One dictionary look-up a word finds what may be a date; a small reader for each kind then looks a few
words to the left and right.  Nothing is scanned twice, so the cost is linear.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from briefing.extract.dates import days, named_times, numerals, units, weekdays
from briefing.extract.dates.scanner import TO, Expression, Scanner
from briefing.extract.dates.tables import Tables
from briefing.model import Document, Token

_PUT_OFF = 8
"""So many words before "from March 3 to April 7" a verb such as "postponed" makes it no range."""
_DIGITS = frozenset("0123456789")


def scan_all(document: Document, tables: Tables) -> list[tuple[Sequence[Token], Sequence[Expression]]]:
    """Return for each sentence what `scan` returns; most have no word that may begin an expression."""
    triggers = tables.triggers
    may_start = frozenset(
        [word for word in document.vocabulary if word in triggers or word[0] in _DIGITS or "-" in word]
    )
    starts = document.concordance.tokens_of(may_start)
    persons = _family_names(document, tables)
    return [
        scan(tokens, tables, starts.get(index, ()), persons) for index, tokens in enumerate(document.tokens)
    ]


def _family_names(document: Document, tables: Tables) -> Set[str]:
    """Return the months that a given name or a title makes family names: "Theresa May", "Mrs May"."""
    found = set()
    for month in tables.family.intersection(document.vocabulary):
        for index, places in document.concordance.tokens_of(frozenset((month,))).items():
            tokens = document.tokens[index]
            before = [tokens[at - 1] for at in places if at and tokens[at].text[0].isupper()]
            if any(token.text in tables.before_family for token in before):
                found.add(month)
    return found


def scan(
    tokens: Sequence[Token],
    tables: Tables,
    starts: Sequence[int] | None = None,
    persons: Set[str] = frozenset(),
) -> tuple[Sequence[Token], Sequence[Expression]]:
    """Return the expressions of a sentence, left to right, and the tokens that they count in.

    The tokens are those given, but for "August-September", which counts as three.  Expressions begin
    at `starts` alone; at any token where none are given.
    """
    starts = range(len(tokens)) if starts is None else starts
    if not starts:
        return tokens, ()
    triggers = tables.triggers
    scanner = Scanner(tokens, tables, persons)
    reached = 0
    for at in starts:
        if at < reached:
            continue
        word = tokens[at].lower
        kind = triggers.get(word)
        if kind is None:
            if word[0] in _DIGITS:
                kind = "figure"
            elif "-" not in word:
                continue
            elif word.startswith(("mid-", "early-", "late-")):
                kind = "hyphen"
            elif tables.months.keys().isdisjoint(word.split("-")):
                continue
            else:
                return scan(_split(tokens, tables), tables)
        reached = READERS[kind](scanner, at)
    _share_years(scanner)
    _pair_weekdays(scanner)
    return tokens, scanner.found


def _split(tokens: Sequence[Token], tables: Tables) -> list[Token]:
    """Take words that join months by a hyphen apart."""
    parts: list[Token] = []
    for token in tokens:
        words = token.lower.split("-")
        if len(words) < 2 or token.lower in tables.triggers or tables.months.keys().isdisjoint(words):
            parts.append(token)
            continue
        at = token.start
        for number, word in enumerate(token.text.split("-")):
            if number:
                parts.append(Token(at, at + 1, "-", "-"))
                at += 1
            if word:
                parts.append(Token(at, at + len(word), word, word.lower()))
                at += len(word)
    return parts


def _share_years(s: Scanner) -> None:
    """Give a month the year that the next one names: "from April to June 1955"."""
    found = s.found
    for k in range(len(found) - 2, -1, -1):
        one, other = found[k], found[k + 1]
        if one.month is None or one.anchor or other.month is None or one.kind == "season":
            continue
        gap = [s.word(i) for i in range(one.last, min(other.first, one.last + 4))]
        if gap[1:] and gap[0] == "," and gap[1] in TO:
            gap = gap[1:]
        if (
            not gap
            or gap[0] not in TO
            or len(gap) > 2
            or gap[1:] not in ([], ["the"], ["from"], ["in"], ["on"])
        ):
            continue
        ahead = range(max(0, one.first - _PUT_OFF), one.first)
        put_off = s.word(one.first - 1) == "from" and any(
            s.word(i) in s.tables.tense.deferring for i in ahead
        )
        joined = gap[0] in ("and", "or", ",") and s.word(one.first - 1) != "between"
        if not joined and not one.side and not other.side and not put_off:
            one.side, other.side = "from", "to"
        if one.year is None and other.years is not None:
            one.years, one.anchor = other.years, other.anchor
        if one.year is None and other.year is not None:
            one.year = other.year - ((one.month, one.day or 0) > (other.month, other.day or 31))


def _pair_weekdays(s: Scanner) -> None:
    """Mark the second of "on Tuesday and Wednesday": it follows the first."""
    for one, other in pairwise(s.found):
        days = one.kind == other.kind == "weekday" and not (other.anchor or other.shift)
        if (
            days
            and other.first == one.last + 1
            and s.word(one.last) in ("and", "or", "to", "through", "-", "–")
        ):
            other.side = "and"


READERS = {
    "month": days.month,
    "weekday": weekdays.weekday,
    "unit": units.unit,
    "century": units.century_compound,
    "season": units.season,
    "deictic": named_times.deictic,
    "now": named_times.now,
    "phrase": named_times.phrase,
    "hyphen": numerals.hyphen,
    "figure": numerals.figure,
}
"""Each takes the scanner and the index of the trigger, and returns where to go on."""
