"""The dateline before the first words of a report: "WASHINGTON, Nov 22 (Agency) - "."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model import Sentence, Span

_LATEST, _LATEST_SURE = 2, 9
"""Numbers of the last paragraphs, from 0, at whose head it is sought: a headline may come first.

One with a day or an agency may stand behind slug lines, bullets and a byline too.
"""
_MONTH = r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĪĮİŁŃŇŌŐŘŚŞŠŤŪŮŰŲŹŻŽ]"
_PLACE = rf"(?=[^—–(-]{{4}}){_CAPITAL}{{2,}}(?:[ /'’.-]+{_CAPITAL}+)*\.?(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_DAY = rf",? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:, \d{{4}})?"
_AGENCY = r"\([^()]{1,40}\)"
_DASH = r"(?:\s*(?:—|–|--)\s*| - )"
_DATELINE = re.compile(
    rf"(?:(?:{_PLACE}(?:{_DAY})?(?: {_AGENCY})?|[A-Z][\w.’' ,/-]{{2,40}}(?: {_AGENCY}){{1,2}}|{_AGENCY})"
    rf"{_DASH}"
    rf"|{_PLACE}(?:{_DAY})?\.? /[A-Z][\w -]{{1,20}}/\.?(?:{_DASH}|\s))(?=\S)"  # "MOSCOW, May 5. /TASS/. "
)
_SURE = re.compile(r"[\d(/]")

_WHERE = re.compile(
    rf"{_CAPITAL}[^\W\d_]*(?:(?:-[a-z]{{1,3}})?[ ’'-]{_CAPITAL}[^\W\d_]*)*(?=\.? ?[,(/—–-]|\. )"
)
"""The place alone: "SEOUL" of "SEOUL, March 2 (Agency) -- "."""


def find(text: str, sentences: Sequence[Sentence]) -> Span | None:
    """Return the dateline with the dash and the space after it; None where the text has none.

    The place is in capitals unless an agency in brackets follows it; it is at the head of one
    of the first paragraphs, and words of the same sentence follow it.
    """
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph > _LATEST_SURE:
            break
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        found = _DATELINE.match(text, *sentence.span)
        if found is not None and (paragraph <= _LATEST or _SURE.search(found.group())):
            return Span(*found.span())
    return None


def behind(text: str, paragraph: Span) -> int:
    """Return the offset behind a dateline at the head of a paragraph: no sentence ends in it."""
    found = _DATELINE.match(text, *paragraph)
    return paragraph.start if found is None else found.end()


def place(text: str, dateline: Span) -> Span | None:
    """Return where the place of a dateline stands; None where it names an agency alone."""
    found = _WHERE.match(text, *dateline)
    return None if found is None else Span(*found.span())
