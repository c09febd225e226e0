"""Text -> quotations: where quotation marks open and close.

Curly, straight and single marks, guillemets and low opening marks; a quotation may run over
paragraphs where each starts with an opening mark.  Whether a quotation is somebody's statement
is not decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from briefing.model import Document, Span

_MARK = re.compile("''|``|[\"“”„«»‘’'‚]")
_CLOSERS = {
    '"': ('"', "”", "''"),
    "“": ("”", '"', "''"),
    "”": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‘": "’'",
    "'": "'’",
    "‚": "‘’",
    "``": ("''", '"'),
    "''": ("''",),
}
"""What closes each opening mark, the usual one first: texts that went through many hands mix them."""
_SINGLE = frozenset("‘'‚")
_ELISIONS = re.compile(r"['’](?:\d\ds?|em|til|tis|twas|cause|round|n)\b", re.IGNORECASE)
_STOPS = ",.;:!?…—–"
_AHEAD = 40
"""Marks that are looked at for the one that closes a single mark: it may be an apostrophe."""


class Quotation(NamedTuple):
    """A quotation: the words inside its marks, a part for each paragraph, and the whole."""

    parts: tuple[Span, ...]
    outer: Span
    closed: bool


def find(document: Document) -> tuple[Quotation, ...]:
    """Return the outermost quotations in order of the text."""
    text = document.text
    paragraphs = _paragraphs(document)
    quotations: list[Quotation] = []
    parts: list[Span] = []
    opened, sign = 0, ""
    for number, (start, end) in enumerate(paragraphs):
        marks = list(_MARK.finditer(text, start, end))
        last = {mark.group(): mark.start() for mark in marks}
        at, here = start, 0
        while here < len(marks) or parts:
            if not parts:
                place, sign = marks[here].start(), marks[here].group()
                here += 1
                if place < at or sign not in _CLOSERS or not _opens(text, place, sign, start):
                    continue
                opened, at = place, place + len(sign)
            elif marks and marks[0].start() == start and marks[0].group() == sign:
                at, here = start + len(sign), 1
            elif not (
                marks and marks[0].group() in _CLOSERS[sign] and _only_closes(text, marks[0].start(), end)
            ):
                quotations.append(Quotation(tuple(parts), Span(opened, parts[-1].end), False))
                parts = []
                continue
            closing = _closing(text, marks, here, sign, last)
            if closing >= 0:
                mark = marks[closing]
                parts.append(Span.trimmed(text, at, mark.start()))
                quotations.append(Quotation(tuple(parts), Span(opened, mark.end()), True))
                parts, at, here = [], mark.end(), closing + 1
            elif sign in _SINGLE and not _runs_on(text, paragraphs, number, opened, sign):
                quotations += [Quotation(tuple(parts), Span(opened, parts[-1].end), False)] if parts else []
                parts = []
            else:
                parts.append(Span.trimmed(text, at, end))
                break
    if parts:
        quotations.append(Quotation(tuple(parts), Span(opened, parts[-1].end), False))
    return tuple(q for q in quotations if all(part.end > part.start for part in q.parts))


def _closing(text: str, marks: list[re.Match[str]], here: int, sign: str, last: dict[str, int]) -> int:
    """Return the number of the mark, `here` or later, that closes what `sign` opens, or -1.

    A single mark behind an "s" may be the owner's ("the workers' rights"): it closes where no other does.
    """
    least = marks[here].start() if here < len(marks) else len(text)
    wanted = next((closer for closer in _CLOSERS[sign] if last.get(closer, -1) >= least), None)
    if sign not in _SINGLE:
        return _double(text, marks, here, sign, wanted)
    doubtful = -1
    for number in range(here, min(here + _AHEAD, len(marks))):
        place, mark = marks[number].start(), marks[number].group()
        if mark != wanted:
            continue
        closes = _ends(text, place, len(text))
        if closes or (_closes_single(text, place) and text[place - 1] not in "sS"):
            return number
        if mark in _CLOSERS and _opens(text, place, mark, 0) and not _ELISIONS.match(text, place):
            return doubtful
        if doubtful < 0 and _closes_single(text, place):
            doubtful = number
    return doubtful


def _double(text: str, marks: list[re.Match[str]], here: int, sign: str, wanted: str | None) -> int:
    """Return the number of the mark that closes a double one; one of another style closes behind a stop."""
    inner = False
    for number in range(here, len(marks)):
        place, mark = marks[number].start(), marks[number].group()
        if mark not in _CLOSERS[sign]:
            continue
        if mark == _CLOSERS[sign][0]:
            return number
        if not _only_closes(text, place + len(mark) - 1, len(text)):
            inner = True
        elif inner and wanted != mark:
            inner = False
        elif wanted == mark or text[place - 1] in _STOPS:
            return number
    return -1


def _runs_on(text: str, paragraphs: list[Span], number: int, opened: int, sign: str) -> bool:
    """Return whether a single mark that closes nowhere in paragraph `number` opens the next one again."""
    start = paragraphs[number].start
    lead = text[max(start, opened - 2) : opened].strip()
    following = paragraphs[number + 1].start if number + 1 < len(paragraphs) else len(text)
    introduced = not lead or lead[-1] in ":,.?!" or opened < start
    return introduced and text.startswith(sign, following) and _opens(text, following, sign, following)


def inside(document: Document, outer: Quotation) -> tuple[Quotation, ...]:
    """Return the quotations within a quotation, in marks of the other kind, that close in their paragraph.

    A single mark closes only next to a stop or at the end, so that “the workers’ rights” closes nothing.
    """
    text = document.text
    single = text[outer.outer.start] in _SINGLE and text[outer.outer.start + 1] != "'"
    found: list[Quotation] = []
    for part in outer.parts:
        at = part.start
        marks = list(_MARK.finditer(text, part.start, part.end))
        for number, mark in enumerate(marks):
            place, sign = mark.start(), mark.group()
            if place < at or (sign in _SINGLE) == single or not _opens(text, place, sign, part.start):
                continue
            closers = _CLOSERS.get(sign, ())[:1]
            ends = (m.start() for m in marks[number + 1 : number + _AHEAD] if m.group() in closers)
            end = next((end for end in ends if _ends(text, end, part.end)), -1)
            if end > place + 2:
                found.append(Quotation((Span.trimmed(text, place + 1, end),), Span(place, end + 1), True))
                at = end + 1
    return tuple(found)


def _ends(text: str, place: int, end: int) -> bool:
    """Return whether a mark within a quotation that ends at `end` closes an inner one."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    stops = place + 1 >= end or before in _STOPS or after in _STOPS
    return stops and not before.isspace() and not after.isalnum()


def _paragraphs(document: Document) -> list[Span]:
    spans: list[Span] = []
    last = -1
    for sentence in document.sentences:
        if sentence.paragraph == last:
            spans[-1] = Span(spans[-1].start, sentence.span.end)
        else:
            spans.append(sentence.span)
            last = sentence.paragraph
    return spans


def _only_closes(text: str, place: int, end: int) -> bool:
    """Return whether a mark, the first of its paragraph, can only close what the paragraph before opened."""
    after = text[place + 1] if place + 1 < end else " "
    return not text[place - 1].isspace() and (after.isspace() or after in ",.;:)")


def _opens(text: str, place: int, sign: str, start: int) -> bool:
    before = text[place - 1] if place > start else " "
    after = text[place + len(sign) : place + len(sign) + 1]
    if sign in _SINGLE or sign == "''":
        return not before.isalnum() and before not in ".,!?" and (after.isalnum() or after in '[…“"$£€')
    if sign == '"':
        return (not before.isalnum() and before not in ".!?…") or after.isalnum()
    return sign != "»" or not after.isspace()


def _closes_single(text: str, place: int) -> bool:
    after = text[place + 1 : place + 2]
    return not text[place - 1].isspace() and not after.isalnum()


def within(quotations: tuple[Quotation, ...], place: int) -> int:
    """Return the index of the quotation that holds the character at `place`, or -1."""
    index = bisect_right(quotations, place, key=lambda q: q.outer.start) - 1
    return index if index >= 0 and place < quotations[index].outer.end else -1
