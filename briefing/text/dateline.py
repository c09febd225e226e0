"""The dateline before the first words of a report: "WASHINGTON, Nov 22 (Agency) - "."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model import Sentence, Span

_LATEST = 6
"""Number of the last paragraph, from 0, at whose head it is sought: headline and byline come first."""
_MONTH = r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĪĮİŁŃŇŌŐŘŚŞŠŤŪŮŰŲŹŻŽ]"
_PLACE = rf"(?=[^—–(-]{{4}}){_CAPITAL}{{2,}}(?:[ /'’.-]+{_CAPITAL}+)*\.?(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_DAY = rf",? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:, \d{{4}})?"
_AGENCY = r"\([^()]{1,40}\)"
_DASH = r"(?:\s*(?:—|–|--)\s*| - )"
_STATE = r"(?: \([A-Z][^()]{1,30}\))?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:{_DAY})?(?: {_AGENCY})?|[A-Z][\w.’' ,/-]{{2,40}}{_STATE} {_AGENCY}|{_AGENCY})"
    rf"{_DASH}(?=\S)"
)

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
        if sentence.paragraph > _LATEST:
            break
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        found = _DATELINE.match(text, *sentence.span)
        if found is not None:
            return Span(*found.span())
    return None


def place(text: str, dateline: Span) -> Span | None:
    """Return where the place of a dateline stands; None where it names an agency alone."""
    found = _WHERE.match(text, *dateline)
    return None if found is None else Span(*found.span())
