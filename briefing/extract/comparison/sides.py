"""A stretch of a sentence -> its time, and its words as one side of a comparison.

A side loses who says it, what the page says in its heading ("During the Cold War," before then, "Today,
however," before now), the quotation marks around it and the full stop.  A year stays.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from briefing.extract.comparison.phrases import STRONG
from briefing.extract.comparison.signs import Anchor, Cue, Marks, Reading
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Found, Quote, Relation, Span, Spans, Statement
from briefing.model.syntax import VerbGroup
from briefing.text.tokens import first_at

_EDGE = frozenset(",;:.!?–—-…“”\"‘’'")
_JOINTS = frozenset((":", ";", "–", "—"))
_OPENING, _CLOSING = frozenset('“"‘'), frozenset('”"’')
_NEAR = 2
"""A weak sign of then counts with an era named at most so many sentences away."""
_REACH = 7
"""Sentences behind one that names an era that may still be paired with what goes on from it."""
_LEAD = 5
"""What is taken off at the head of a side has at most so many words before it."""


class Side(NamedTuple):
    """A stretch of a sentence's tokens."""

    reading: Reading
    first: int
    end: int

    @property
    def number(self) -> int:
        return self.reading.number

    @property
    def anchor(self) -> Anchor | None:
        """Return the first words that place it in an era."""
        return self.reading.anchored(self.first, self.end)

    @property
    def verb(self) -> VerbGroup | None:
        return self.reading.verb(self.first, self.end)

    @property
    def themes(self) -> dict[str, float]:
        """Return the themes of its words and of the landmarks that it names."""
        weights = self.reading.weights(self.first, self.end)
        for anchor in self.reading.anchors:
            if anchor.theme and self.first <= anchor.first < self.end:
                weights[anchor.theme] = weights.get(anchor.theme, 0.0) + STRONG
        return weights

    @property
    def states(self) -> frozenset[str]:
        return self.reading.states_in(self.first, self.end)

    def has(self, kind: str) -> Cue | None:
        """Return the first cue of a kind in it."""
        return self.reading.has(kind, self.first, self.end)

    def up_to(self, end: int) -> Side:
        return self._replace(end=end)

    def behind(self, first: int) -> Side:
        return self._replace(first=first)


class ClausePair(NamedTuple):
    """Two sides with what relates them."""

    era: str
    then: Side
    now: Side
    rule: str
    relation: Relation | None = None
    cue: tuple[Reading, Cue] | None = None


def pair(then: Side, now: Side, times: Times, cue: Cue | None = None) -> ClausePair:
    """Return two sides as a pair of the era that the first one is of."""
    era = then.anchor.era if then.anchor is not None else times.era_of(then.reading)
    told = (now.reading, cue) if cue is not None else None
    return ClausePair(era, then, now, "", cue.relation if cue is not None else None, told)


class Times:
    """The time of each stretch of a text, and each sentence without who says it."""

    def __init__(self, marks: Marks, said: Mapping[int, Found[Statement]]) -> None:
        self.marks, self.said = marks, said
        anchors = [[a.era for a in reading.anchors if a.kind != "since"] for reading in marks.readings]
        self._eras = [next(iter(eras), "") for eras in anchors]

    def whole(self, reading: Reading) -> Side:
        """Return a sentence without its dateline and without who says it."""
        side = Side(reading, reading.opening, len(reading.tokens))
        for clause in reading.syntax.clauses:
            if clause.kind == "reporting" and clause.first > side.first and clause.end >= side.end - 1:
                rest = side.up_to(clause.first)
                side = rest if stands_alone(rest) else side
        side = _quoted(side)
        told = self.said.get(reading.number)
        side = _said(side, told.item) if told is not None and len(told.item.at) == 1 else side
        sources = (
            n for n in range(side.first, side.end - 2) if reading.lower[n : n + 2] == ("according", "to")
        )
        return side.up_to(next((n for n in sources if reading.lower[n - 1] == ","), side.end))

    def before(self, reading: Reading) -> Side | None:
        """Return the sentence before one, without who says it."""
        return self.whole(self.marks.readings[reading.number - 1]) if reading.number else None

    def era_near(self, reading: Reading) -> str:
        """Return the era that the sentence or one next to it names; empty where none does."""
        around = self._eras[max(0, reading.number - _NEAR) : reading.number + _NEAR + 1]
        return self._eras[reading.number] or next(filter(None, around), "")

    def era_of(self, reading: Reading) -> str:
        """Return the era that is named near the sentence, or else last before it."""
        return self.era_near(reading) or next(filter(None, reversed(self._eras[: reading.number])), "")

    def is_near(self, reading: Reading) -> bool:
        """Return whether the era is named so near that a sentence can be paired with it."""
        return any(self._eras[max(0, reading.number - _REACH) : reading.number + 2])

    def is_answered(self, side: Side) -> bool:
        """Return whether a sentence of those days has one of now behind it, in a text that names an era."""
        following = self.marks.readings[side.number + 1 : side.number + 3]
        said = side.has("weak") is not None and any(self._eras[: side.number])
        return said and any(_opens_with_now(self.whole(reading)) for reading in following)

    def answers(self, side: Side) -> bool:
        """Return whether a sentence is the one of now in `is_answered`."""
        before = self.marks.readings[max(0, side.number - 2) : side.number]
        return _opens_with_now(side) and any(self.is_answered(self.whole(reading)) for reading in before)

    def is_then(self, side: Side) -> bool:
        """Return whether an era is named in the past tense, or a weak sign stands near one that is named."""
        if side.first >= side.end:
            return False
        anchor = side.anchor
        if anchor is None:
            near = bool(self.era_near(side.reading)) or self.is_answered(side)
            weak = side.has("weak") is not None and near
            return is_past(side) and (weak or self._is_of_a_witness(side))
        if not (is_past(side) or self._is_unmarked(side)):
            return False
        dated = side.has("dated") or side.has("late")
        return dated is None or (anchor.kind in ("setting", "date") and dated.first > anchor.first)

    def _is_of_a_witness(self, side: Side) -> bool:
        """Return whether who says it names the era: "They knew us", said Berg, who served there in 1988."""
        return bool(self._eras[side.number]) and side.number in self.said and side.verb is not None

    def _is_unmarked(self, side: Side) -> bool:
        """Return whether the past of a verb is written as its present: "read", "put"."""
        verb = side.verb
        return verb is not None and side.reading.lower[verb.head] in self.marks.lexicon.verbs.unchanged


def _opens_with_now(side: Side) -> bool:
    first = side.first + (side.first < side.end and side.reading.tokens[side.first].text in _OPENING)
    return side.reading.has("now", side.first, first + 1) is not None


def stands_alone(side: Side) -> bool:
    """Return whether a stretch has a verb that no relative pronoun governs."""
    clauses = [c for c in side.reading.syntax.clauses if c.verb is not None and c.verb.finite]
    inside = [c for c in clauses if c.verb is not None and side.first <= c.verb.first < side.end]
    return any(c.kind != "relative" or c.opener is None or c.opener < side.first for c in inside)


def _quoted(side: Side) -> Side:
    """Return what stands in the quotation that a sentence opens with, where it is long enough."""
    lower = side.reading.lower
    if lower[side.first] not in _OPENING:
        return side
    end = next((n for n in range(side.first + 1, side.end) if lower[n] in _CLOSING), side.end)
    return side.up_to(end) if end - side.first > _LEAD else side


def _said(side: Side, told: Statement) -> Side:
    """Return a sentence without who says it behind, and without who says it before where then is said."""
    tokens, span = side.reading.tokens, told.at[0]
    first, end = first_at(tokens, span.start), min(first_at(tokens, span.end), side.end)
    if end - first < _LEAD:
        return side
    if told.verb is not None and told.verb.lower() in side.reading.lower[end:]:
        side = side.up_to(end)
    return side.behind(first) if side.anchor is not None and side.anchor.first >= first > side.first else side


def is_past(side: Side) -> bool:
    """Return whether nothing in a stretch is told of the present."""
    verb = side.verb
    could = verb is not None and verb.modal is not None and side.reading.lower[verb.modal] == "could"
    return verb is None or ((verb.tense == "past" or could) and side.has("now") is None)


def is_now(side: Side) -> bool:
    """Return whether a stretch is told of the present, or of a day of now."""
    verb = side.verb
    present = verb is not None and verb.tense != "past"
    return present or any(side.has(kind) is not None for kind in ("now", "later", "dated"))


def is_of_a_thing(side: Side) -> bool:
    """Return whether the era only tells how old a thing is: "was opened in 1965"."""
    anchor = side.anchor
    if side.has("raised") is not None or anchor is None or anchor.kind != "date":
        return side.has("raised") is not None
    return side.reading.has("making", anchor.first - _LEAD, anchor.first) is not None


def quote(side: Side, text: str, lexicon: Lexicon) -> Quote | None:
    """Return the words of a side, trimmed; None where nothing is left."""
    tokens = side.reading.tokens
    while side.first < side.end and (step := _lead(side, lexicon)) > side.first:
        side = side.behind(step)
    while side.end > side.first and tokens[side.end - 1].text in _EDGE:
        side = side.up_to(side.end - 1)
    return words(side.reading, side.first, side.end, text) if side.first < side.end else None


def words(reading: Reading, first: int, end: int, text: str) -> Quote:
    """Return the tokens from `first` up to `end` as a quote."""
    span = Span(reading.tokens[first].start, reading.tokens[end - 1].end)
    return Quote(text=span.of(text), at=Spans((span,)))


def _lead(side: Side, lexicon: Lexicon) -> int:
    """Return where a side starts after one mark, opener, "Today," or setting at its head is taken off."""
    reading, first, lower = side.reading, side.first, side.reading.lower
    if reading.tokens[first].text in _EDGE:
        return first + 1
    opener = _openers(lexicon).opening(lower[first : first + 4])
    steps = [first + opener * (lower[first + opener : first + opener + 1] != ("of",))]  # "instead of"
    near = range(first, first + _LEAD + 1)
    ends = [cue.end for cue in reading.of("relation") if cue.first in near and cue.end < side.end]
    steps += [end + 1 for end in ends if lower[end] in _JOINTS]  # "Today it is the reverse: ..."
    ends = [cue.end for cue in reading.of("now") if cue.first == first]
    heads = lexicon.comparison.setting_heads
    settings = [a for a in reading.anchors if a.kind == "setting" and a.first in near]
    ends += [a.end for a in settings if heads.issuperset(lower[first : a.first])]
    return max(*steps, *(end for end in ends if end < side.end and lower[end] == ","), first)


@functools.cache
def _openers(lexicon: Lexicon) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in lexicon.comparison.openers)
