"""Lines of paragraphs -> paragraphs of one line, with the words whole that a line's end broke."""

from __future__ import annotations

import re
from itertools import chain

from briefing import lexicon

_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-\u00ad\u2010\u00ac])\n[ \t]*([^\W\d_]+)")
"""A word at the end of a line, a hyphen, and how the next line goes on."""
_SURE = "\u00ad\u2010\u00ac"
"""Hyphens that programs set where they break a word; a hyphen that a person types is the plain one."""


def joined(text: str) -> tuple[str, int]:
    """Join the lines of each paragraph, and the words that a line end broke; return how many are unsure.

    A hyphen that programs set goes.  A plain one goes where the text, or the calendar, holds the word
    whole: any other keeps it, since "long-\\nterm" must not become "longterm".
    """
    text = re.sub(rf"([-{_SURE}])[ \t]+\n", r"\1\n", text)  # a space behind a hyphen is the line's end
    text = re.sub(r"\u00ad(?!\n)", "", text)
    whole = set(re.findall(r"[^\W\d_]+", text.lower())) | _calendar()
    kept = set(re.findall(r"[^\W\d_]+[-\u2010\u2011][^\W\d_]+", text.lower()))
    unsure = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal unsure
        first, hyphen, second = found.groups()
        hyphened = f"{first}-{second}".lower() in kept or f"{first}\u2010{second}".lower() in kept
        if (hyphen in _SURE and not hyphened) or (first + second).lower() in whole:
            return f"{first}{second}"
        unsure += not hyphened and hyphen == "-"
        return f"{first}-{second}"

    joined = _BROKEN.sub(mend, text)
    joined = re.sub(r"(?<=[^\W_])([-\u2010\u2013\u2014/])\n(?=\w)", r"\1", joined)
    return re.sub(r"(?<!\n)[ \t]*\n(?!\n)[ \t]*", " ", joined), unsure


def _calendar() -> set[str]:
    calendar = lexicon.load().calendar
    return {word.lower() for word in chain(calendar.weekdays, *calendar.months)}
