"""Where an item stands: its sentences with the words marked, and the sentence before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.model import Article, Sentence, Span, Spans


class TextRun(NamedTuple):
    """A stretch of text; `marked` where it is the evidence."""

    text: str
    marked: bool


def context(at: Spans, article: Article, split: Sequence[Sentence]) -> list[TextRun]:
    """Return the sentences that hold the evidence and the one before them, cut into runs."""
    touched = [s.index for s in split if any(s.span.overlaps(span) for span in at)]
    if not touched:
        return []
    shown = sorted({index for each in touched for index in (each - 1, each) if index >= 0})
    runs: list[TextRun] = []
    last: Sentence | None = None
    for sentence in (split[index] for index in shown):
        if last is not None:
            apart = sentence.index != last.index + 1
            runs.append(
                TextRun(
                    " […] " if apart else "\n" if sentence.paragraph != last.paragraph else " ", marked=False
                )
            )
        runs += _cut(sentence.span, at, article.text)
        last = sentence
    return [TextRun(printable(run.text), run.marked) for run in runs if run.text]


def _cut(sentence: Span, at: Iterable[Span], text: str) -> list[TextRun]:
    runs: list[TextRun] = []
    here = sentence.start
    for span in at:
        start, end = max(span.start, here), min(span.end, sentence.end)
        if start < end:
            runs += [TextRun(text[here:start], marked=False), TextRun(text[start:end], marked=True)]
            here = end
    return [*runs, TextRun(text[here : sentence.end], marked=False)]


def printable(text: str) -> str:
    """Return text that cannot steer a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
