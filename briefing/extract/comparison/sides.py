"""A stretch of a sentence -> one side of a comparison, as a clause that can stand alone.

A side loses what the page says in its heading: "During the Cold War," before the then side,
"Today, however," before the now side, and the full stop.  A year stays.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from briefing.extract.comparison.cues import Reading
from briefing.extract.comparison.phrases import STRONG
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Quote, Spans

_EDGE = frozenset(",;:.!?–—-…")


class Side(NamedTuple):
    """A stretch of a sentence's tokens with what it is about."""

    reading: Reading
    first: int
    end: int
    era: str = ""
    marked: bool = False
    """It says itself that it is of then or of now."""

    @property
    def number(self) -> int:
        return self.reading.sentence.index

    @property
    def weights(self) -> dict[str, float]:
        return self.reading.weights(self.first, self.end)

    @property
    def themes(self) -> dict[str, float]:
        """Return the themes of its words and of the landmarks that it names."""
        weights = self.weights
        for anchor in self.reading.anchors:
            if anchor.theme and self.first <= anchor.first < self.end:
                weights[anchor.theme] = weights.get(anchor.theme, 0.0) + STRONG
        return weights

    @property
    def states(self) -> frozenset[str]:
        return self.reading.states_in(self.first, self.end)

    @property
    def wording(self) -> frozenset[str]:
        """Return the longer words without their endings, for parallel wording."""
        return frozenset(t.lower[:6] for t in self.reading.tokens[self.first : self.end] if len(t.lower) > 4)


def whole(reading: Reading, era: str = "", *, marked: bool = False) -> Side:
    """Return the side that a sentence is as a whole."""
    return Side(reading, 0, len(reading.tokens), era, marked)


def quote(side: Side, text: str, lexicon: Lexicon) -> Quote | None:
    """Return the words of a side, trimmed; None where nothing is left."""
    first, end = _bare(side, lexicon)
    return words(side.reading, first, end, text) if first < end else None


def words(reading: Reading, first: int, end: int, text: str) -> Quote:
    """Return the tokens from `first` up to `end` as a quote."""
    span = reading.span(first, end)
    return Quote(text=span.of(text), at=Spans((span,)))


def _bare(side: Side, lexicon: Lexicon) -> tuple[int, int]:
    first, end, tokens = side.first, side.end, side.reading.tokens
    while first < end:
        step = _lead(side, first, end, lexicon)
        if step == first:
            break
        first = step
    while end > first and tokens[end - 1].text in _EDGE:
        end -= 1
    return first, end


def _lead(side: Side, first: int, end: int, lexicon: Lexicon) -> int:
    """Return where the side starts after one mark, opener or setting at its head is taken off."""
    tokens = side.reading.tokens
    if tokens[first].text in _EDGE:
        return first + 1
    for cue in side.reading.relations:
        if (
            cue.first >= first
            and cue.first - first <= 6
            and cue.end < end
            and tokens[cue.end].text in (":", ";", "–", "—")
        ):
            return cue.end + 1
    at = first + _openers(lexicon).opening(side.reading.lower[first : first + 4])
    for cue in side.reading.now:
        if cue.first == first and cue.end < end and tokens[cue.end].text == ",":
            at = max(at, cue.end)
    for anchor in side.reading.anchors:
        if anchor.kind == "setting" and first <= anchor.first <= first + 5 and anchor.end < end:
            before = [t.lower for t in tokens[first : anchor.first]]
            if tokens[anchor.end].text == "," and lexicon.comparison.setting_heads.issuperset(before):
                at = max(at, anchor.end)
    return at


@functools.cache
def _openers(lexicon: Lexicon) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in lexicon.comparison.openers)
