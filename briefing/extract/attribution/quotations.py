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

_MARK = re.compile("[\"“”„«»‘’']")
_CLOSER = {'"': '"', "“": "”", "„": "“", "«": "»", "»": "«", "‘": "’", "'": "'"}
_SINGLE = "‘'"
_STOPS = ",.;:!?…—–"


class Quotation(NamedTuple):
    """A quotation: the words inside its marks, a part for each paragraph, and the whole."""

    parts: tuple[Span, ...]
    outer: Span
    closed: bool


def find(document: Document) -> tuple[Quotation, ...]:
    """Return the outermost quotations in order of the text."""
    text = document.text
    quotations: list[Quotation] = []
    pending: list[Span] = []
    opened, closer = 0, ""
    for start, end in _paragraphs(document):
        at = start
        marks = list(_MARK.finditer(text, start, end))
        if pending:
            if marks and marks[0].start() == start and _CLOSER.get(marks[0].group()) == closer:
                at, marks = start + 1, marks[1:]
                inside = True
            else:
                inside = (
                    bool(marks) and marks[0].group() == closer and _only_closes(text, marks[0].start(), end)
                )
                if not inside:
                    quotations.append(Quotation(tuple(pending), Span(opened, pending[-1].end), False))
                    pending = []
        else:
            inside = False
        for number, mark in enumerate(marks):
            place, sign = mark.start(), mark.group()
            if place < at:
                continue
            if inside:
                if sign == closer and (closer not in "'’" or _closes_single(text, place)):
                    pending.append(Span.trimmed(text, at, place))
                    quotations.append(Quotation(tuple(pending), Span(opened, place + 1), True))
                    pending, inside, at = [], False, place + 1
            elif sign in _CLOSER and _opens(text, place, sign, start):
                wanted = _CLOSER[sign]
                if sign in _SINGLE and not any(
                    m.group() == wanted and _closes_single(text, m.start()) and m.start() > place + 2
                    for m in marks[number + 1 : number + 40]
                ):
                    continue
                opened, closer, inside, at = place, wanted, True, place + 1
        if inside:
            pending.append(Span.trimmed(text, at, end))
    if pending:
        quotations.append(Quotation(tuple(pending), Span(opened, pending[-1].end), False))
    return tuple(q for q in quotations if all(part.end > part.start for part in q.parts))


def inside(document: Document, outer: Quotation) -> tuple[Quotation, ...]:
    """Return the quotations within a quotation, in marks of the other kind, that close in their paragraph.

    A single mark closes only beside a stop or at the end, so that “the workers’ rights” closes nothing.
    """
    text = document.text
    single = text[outer.outer.start] in _SINGLE
    found: list[Quotation] = []
    for part in outer.parts:
        at = part.start
        marks = list(_MARK.finditer(text, part.start, part.end))
        for number, mark in enumerate(marks):
            place, sign = mark.start(), mark.group()
            if place < at or (sign in _SINGLE) == single or not _opens(text, place, sign, part.start):
                continue
            closer = _CLOSER.get(sign)
            ends = (m.start() for m in marks[number + 1 : number + 40] if m.group() == closer)
            end = next((end for end in ends if _ends(text, end, part.end)), -1)
            if end > place + 2:
                found.append(Quotation((Span.trimmed(text, place + 1, end),), Span(place, end + 1), True))
                at = end + 1
    return tuple(found)


def _ends(text: str, place: int, end: int) -> bool:
    """Tell whether a mark within a quotation that ends at `end` closes an inner one."""
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
    """Tell whether a mark, the first of its paragraph, can only close what the paragraph before opened."""
    after = text[place + 1] if place + 1 < end else " "
    return not text[place - 1].isspace() and (after.isspace() or after in ",.;:)")


def _opens(text: str, place: int, sign: str, start: int) -> bool:
    before = text[place - 1] if place > start else " "
    after = text[place + 1 : place + 2]
    if sign in _SINGLE:
        return not before.isalnum() and before not in ".,!?" and (after.isalpha() or after in '[…“"')
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
