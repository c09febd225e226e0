"""A sentence of the text -> whether a quotation is open in it, and the span in which it is whole."""

from __future__ import annotations

import re

from briefing.model import Document, Span

MOST_SENTENCES = 3
"""A quotation of more is not told as one."""
_SINGLE = frozenset("'‘’")
_OPENS = re.compile(r"(?<![\w.,!?’”])['‘](?=[\w“\"…])")
_CLOSES = re.compile(r"(?<=[.,!?…])['’](?!\w)|(?<=\w)['’](?=[.,;:)\s]|$)")
_INNER = re.compile(r"\([^()]*\) [a-z]")
"""Brackets that an abbreviation before them has cut off their sentence: "Holm Kft. (HK) bought"."""


def is_open(words: str) -> bool:
    """Return whether words open a quotation that they do not close, or close one that they do not open."""
    return _balance(words) != 0


def _balance(words: str) -> int:
    """Return 1 where a quotation is left open, -1 where one ends that began before, 0 otherwise."""
    double = words.count("“") - words.count("”")
    if double:
        return 1 if double > 0 else -1
    if words.count('"') % 2:
        last = words.rfind('"')
        return 1 if words[last + 1 : last + 2].isalnum() else -1
    if _SINGLE.isdisjoint(words):
        return 0
    opened = [m.start() for m in _OPENS.finditer(words)]
    closed = [m.start() for m in _CLOSES.finditer(words)]
    if opened:
        return 0 if any(at > opened[-1] for at in closed) else 1
    ends = [at for at in closed if words[at - 1] in ".,!?…"]
    return -1 if ends else 0


def whole(document: Document, index: int) -> Span:
    """Return the span of sentence `index`, with its neighbours where they hold the rest of a quotation."""
    first = last = index
    text, sentences = document.text, document.sentences
    own = document.prose(index).of(text)
    follows = sentences[index + 1].span.of(text) if index + 1 < len(sentences) else ""
    if _INNER.match(follows):
        last += 1
    turn = _balance(own)
    step = turn
    while turn and last - first + 1 < MOST_SENTENCES:
        to = last + 1 if step > 0 else first - 1
        if not 0 <= to < len(sentences) or sentences[to].paragraph != sentences[index].paragraph:
            break
        first, last = min(first, to), max(last, to)
        turn = _balance(text[document.prose(first).start : document.prose(last).end])
    if turn:
        return document.prose(index)
    return Span(document.prose(first).start, document.prose(last).end)


def is_inside(document: Document, index: int) -> bool:
    """Return whether a quotation with turned marks is open before a sentence, in its paragraph."""
    first = index
    while first and document.sentences[first - 1].paragraph == document.sentences[index].paragraph:
        first -= 1
    before = document.text[document.sentences[first].span.start : document.sentences[index].span.start]
    return before.count("“") > before.count("”")
