"""A sentence -> the date expressions in it, each with its kind and its parts.

One scanner finds the expressions; a second, anchored pattern per kind takes each apart.  No
pattern repeats without a bound, so matching is linear.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Span, Token

_UNITS = (
    "day", "week", "weekend", "month", "year", "decade", "century", "fortnight",
    "night", "morning", "evening", "afternoon", "season",
)  # fmt: skip
_OPENERS = """the a an about almost nearly over around some more just that this later earlier early late mid middle
    within in during for on last next past by from between throughout since yesterday today tomorrow tonight
    nowadays currently now very end start beginning close first second half height rest remainder eve turn ' ’"""


class Expression(Struct, frozen=True, kw_only=True):
    """A date expression: its place, its kind and the named parts of its pattern."""

    span: Span
    text: str
    kind: str
    parts: dict[str, str]
    row: str = ""


@functools.cache
def _scanner(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    calendar = lexicon.calendar
    months = "|".join(f"{name}\\b\\.?" if len(name) < 5 else name for row in calendar.months for name in row)
    days = "|".join(calendar.weekdays)
    seasons = "|".join(calendar.seasons)
    numbers = "|".join(sorted(calendar.numbers, key=len, reverse=True))
    ordinals = "|".join(sorted(calendar.ordinals, key=len, reverse=True))
    feasts = "|".join(sorted(map(re.escape, calendar.feasts), key=len, reverse=True))
    eras = "|".join(
        sorted((re.escape(p) for era in calendar.eras for p in era.phrases), key=len, reverse=True)
    )
    part = (
        r"(?:(?P<part>(?:the )?(?:very )?(?:early|late|mid|middle|end|start|beginning|close|first half|second half|"
        r"height|rest|remainder|eve|turn)(?: of| in)?(?: the)?)[ -])?"
    )
    year = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
    # "of that year" and "of the same year" follow a month or a day
    of_year = rf"(?:,? (?:of )?{year}|(?P<sameyear>,? of (?:that|the same) year))"
    day = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
    month = rf"(?P<month>{months})"
    unit = r"(?P<unit>day|week|weekend|month|year|decade|century|fortnight|night|morning|evening|afternoon|season|spring|summer|autumn|fall|winter"
    unit_or_name = unit + rf"|{days}|{months})s?"
    count = rf"(?P<count>[0-9]{{1,3}}|(?:{numbers})(?:-(?:{numbers}))?)"
    units = r"(?P<unit>day|week|month|year|decade|fortnight|night)s?"
    daytime = r"(?: (?:morning|afternoon|evening|night))?"
    kinds = {
        "iso": r"(?P<year>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<day>[0-3][0-9])",
        "day-range": rf"(?:the )?(?P<d1>[0-3]?[0-9])(?:st|nd|rd|th)? ?(?:-|–|—|to|and|until) ?{day} (?:of )?{month}{of_year}?",
        "range-day": rf"{month} (?P<d1>[0-3]?[0-9])(?:st|nd|rd|th)? ?(?:-|–|—) ?{day}\b{of_year}?",
        "day-month": rf"(?:the )?{day} (?:of )?{month}{of_year}?",
        "month-day": rf"{month} (?:the )?{day}\b(?![,.]?[0-9]|%){of_year}?",
        "month": rf"{part}{month}{of_year}?",
        "feast": rf"(?:{feasts})(?: {year})?",
        "season": rf"{part}(?:the )?(?P<season>{seasons})(?: (?:of )?{year})",
        "decade": rf"{part}(?:the )?(?P<decade>1[0-9]{{2}}0|20[0-9]0|['’]?[2-9]0)['’]?s\b",
        "century": rf"{part}(?:the )?(?P<century>[0-9]{{1,2}}(?:st|nd|rd|th)|{ordinals})[ -]century",
        "year-range": rf"{year} ?(?:-|–|—) ?(?P<to>(?:1[0-9]|20)?[0-9]{{2}})\b",
        "between": rf"(?:between|from) {year} (?:and|to|until) (?P<to>1[0-9]{{3}}|20[0-9]{{2}})",
        "ago": rf"(?:(?:about|almost|nearly|over|around|some|more than|just over|just) )?{count} {units} ago",
        "shift": rf"{count} {units} (?P<way>later|earlier|afterwards|before|prior)\b(?! (?:to|than)\b)",
        "next-day": rf"(?:the|that|this) (?P<rel>next|following|previous|preceding|same|very same|very next) {unit_or_name}",
        "that": rf"(?:later |earlier )?that (?:same )?{unit_or_name}",
        "day-after": r"(?:the|a) (?P<unit>day|week|month|year) (?P<way>before|after|earlier|later)(?= yesterday| tomorrow|[,.;]| that)(?: (?P<anchor>yesterday|tomorrow))?",
        "period": rf"(?:(?:within|in|over|during|for) )?the (?P<rel>last|past|next|coming|previous) (?:{count} |few |several |couple of )?(?P<unit>day|week|month|year|decade)s?\b",
        "relative": rf"(?:(?:earlier|later|early|late) )?(?P<rel>last|next|this|past|this past|this coming|this very) {unit_or_name}{daytime}",
        "part-of": r"(?:the )?(?P<part>end|start|beginning|middle|rest|close) of (?P<rel>the|this|last|next|that) (?P<unit>week|month|year|decade|century)",
        "deictic": r"(?:(?:earlier|later|early|late) )?(?P<word>yesterday|today|tomorrow|tonight)" + daytime,
        "now": r"(?P<word>nowadays|currently|now)",
        "weekday": rf"(?:(?:on|last|next|this|early|late) )?(?P<weekday>{days}){daytime}(?:,? (?P<tail>{months}) (?P<tailday>[0-3]?[0-9])(?:st|nd|rd|th)?\b)?",
        "era": rf"(?:(?:during|throughout|in|since) )?(?:the )?(?P<era>{eras})\b",
        "year": rf"{part}{year}(?![0-9.]*[0-9])\b",
        "season-alone": rf"(?:in |during |by |that |the )(?:early |late |mid-?)?(?:the )?(?P<season>{seasons})\b",
    }
    lead = r"(?<![\w/.$€£])"
    inner = {name: re.compile(lead + pattern, re.I) for name, pattern in kinds.items()}
    plain = [
        f"(?P<k{number}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', pattern)})"
        for number, pattern in enumerate(kinds.values())
    ]
    return re.compile(lead + r"(?:" + "|".join(plain) + r")(?!\w)", re.I), inner


@functools.cache
def _triggers(lexicon: Lexicon) -> frozenset[str]:
    """Return the words without one of which, or a figure, no expression stands."""
    calendar = lexicon.calendar
    words = [name for row in calendar.months for name in row]
    words += [*calendar.weekdays, *calendar.seasons, *_UNITS, *(unit + "s" for unit in _UNITS)]
    words += [phrase.replace("-", " ").split()[-1] for era in calendar.eras for phrase in era.phrases]
    words += [phrase.split()[-1] for era in calendar.eras for phrase in era.phrases]
    words += [feast.split()[0] for feast in calendar.feasts]
    words += ["yesterday", "today", "tomorrow", "tonight", "nowadays", "currently", "now"]
    return frozenset(word.lower() for word in words)


def _starts(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[int]:
    """Yield the offsets at which an expression may begin: none where the sentence holds no trigger."""
    triggers, openers = _triggers(lexicon), _openers(lexicon)
    if not any(t.text[0].isdigit() or t.lower in triggers or "-" in t.text for t in tokens):
        return
    for token in tokens:
        at = token.start
        for part in token.lower.split("-"):
            if part[:1].isdigit() or part in openers:
                yield at
            at += len(part) + 1


@functools.cache
def _openers(lexicon: Lexicon) -> frozenset[str]:
    """Return the words with which an expression may begin."""
    calendar = lexicon.calendar
    words = [name for row in calendar.months for name in row]
    words += [*calendar.weekdays, *calendar.seasons, *calendar.numbers, *calendar.ordinals]
    words += [phrase.replace("-", " ").split()[0] for era in calendar.eras for phrase in era.phrases]
    words += [feast.split()[0].partition("'")[0] for feast in calendar.feasts] + list(calendar.feasts)
    words += _OPENERS.split()
    return frozenset(word.lower() for word in words)


def expressions(text: str, span: Span, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Expression]:
    """Yield the expressions of a sentence, left to right, longest reading first."""
    scanner, inner = _scanner(lexicon)
    kinds = list(inner)
    at = span.start
    for start in _starts(tokens, lexicon):
        if start < at:
            continue
        match = scanner.match(text, start, span.end)
        if match is None:
            continue
        kind = kinds[int((match.lastgroup or "k0")[1:])]
        taken = inner[kind].match(text, start, span.end)
        if taken is None or not _is_date(text, taken, kind, span, lexicon):
            continue
        parts = {name: value for name, value in taken.groupdict().items() if value}
        yield Expression(
            span=Span(taken.start(), taken.end()),
            text=taken.group(),
            kind=kind,
            parts=parts,
            row=f"calendar:{kind}",
        )
        at = taken.end()


def _is_date(text: str, match: re.Match[str], kind: str, span: Span, lexicon: Lexicon) -> bool:
    """Refuse words and figures that only look like dates."""
    calendar = lexicon.calendar
    before = text[max(span.start, match.start() - 24) : match.start()].split()
    previous = before[-1].lower().strip("(,") if before else ""
    after = text[match.end() : min(span.end, match.end() + 24)].split()
    following = after[0].lower().strip(",.;)") if after else ""
    parts = match.groupdict()
    if month := parts.get("month"):
        if not month[0].isupper():
            return False
        alone = kind == "month" and not (parts.get("year") or parts.get("sameyear") or parts.get("part"))
        doubtful = month.rstrip(".").lower() in calendar.doubtful_months or len(month) <= 4
        if alone and doubtful and previous not in calendar.before_month:
            return False
        if (
            alone
            and after
            and after[0][:1].isupper()
            and after[0][:1].isalpha()
            and previous not in calendar.before_month
        ):
            return False  # a person: "April Smith"
    unit = parts.get("unit") or ""
    if unit.islower() and unit.startswith(calendar.doubtful_months):
        return False
    if kind == "feast" and len(before) > 1 and before[-1][0].isupper():
        return False  # a person: "Johnnie Christmas"
    if weekday := parts.get("weekday"):
        return weekday[0].isupper()
    if parts.get("day") and int(parts["day"]) > 31:
        return False
    if kind == "year":
        if int(parts["year"]) < 1500 and previous not in calendar.before_year:
            return False
        return previous not in calendar.before_figure and following not in calendar.counted
    if kind == "now":
        return match.group().lower() != "now" or previous not in ("until", "from", "by")
    return True
