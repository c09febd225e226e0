"""A nickname in quotation marks or brackets inside a name: Robert “Bobby” Holm is one person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from briefing.extract.entities.disambiguation import Doubt
from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Document, Mention, Span

_NICKNAMED = re.compile(
    r"(?<=[\w.]) (?:“[A-Z][\w-]+”|\"[A-Z][\w-]+\"|‘[A-Z][\w-]+’|'[A-Z][\w-]+'|\([A-Z][a-z]+\)) (?=[A-Z]\w)"
)


class _Piece(NamedTuple):
    """A name, or what may be one, that is before or after the nickname."""

    span: Span
    first: str
    sure: bool


def joined(
    document: Document, mentions: Sequence[Mention], doubtful: Sequence[Doubt], words: NameWords
) -> tuple[list[Mention], list[Doubt]]:
    """Return names and doubts, with the two halves of a name around a nickname made one person."""
    text, whole = document.text, []
    pieces = _pieces(document, mentions, doubtful) if _NICKNAMED.search(text) else {}
    for match in _NICKNAMED.finditer(text) if pieces else ():
        before, after = pieces.get((1, match.start())), pieces.get((0, match.end()))
        if before is None or after is None or after.first in words.things | words.heads | words.calendar:
            continue
        if before.sure or before.first in words.given:
            at = bisect_right(document.sentences, match.start(), key=lambda s: s.span.start) - 1
            span = Span(before.span.start, after.span.end)
            whole.append(Mention(span=span, kind="person", sentence=at, rule="nickname"))
    if not whole:
        return list(mentions), list(doubtful)
    spans = [one.span for one in whole]
    return (
        [m for m in mentions if not _stands_in(m.span, spans)] + whole,
        [d for d in doubtful if not _stands_in(_span(document, d), spans)],
    )


def _stands_in(span: Span, whole: Sequence[Span]) -> bool:
    """Return whether a span is a part of one of these, which are in the order of the text."""
    place = bisect_right(whole, span.start, key=lambda one: one.start)
    return place > 0 and whole[place - 1].overlaps(span)


def _pieces(
    document: Document, mentions: Sequence[Mention], doubtful: Sequence[Doubt]
) -> dict[tuple[int, int], _Piece]:
    """Return persons and doubts by (0, where they start) and by (1, where they end)."""
    text = document.text
    found = [
        _Piece(m.span, m.span.of(text).split()[0], True)
        for m in mentions
        if m.kind == "person" and m.form == "name"
    ]
    for doubt in doubtful:
        span = _span(document, doubt)
        found.append(_Piece(span, document.tokens[doubt.sentence][doubt.first].text, False))
    ends = ((piece, piece.span.end + (text[piece.span.end : piece.span.end + 1] == ".")) for piece in found)
    return {(0, piece.span.start): piece for piece in found} | {(1, end): piece for piece, end in ends}


def _span(document: Document, doubt: Doubt) -> Span:
    row = document.tokens[doubt.sentence]
    return Span(row[doubt.first].start, row[doubt.last - 1].end)
