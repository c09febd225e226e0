"""A stretch of a sentence -> its time, and its words as one side of a comparison.

A side loses who says it, what the page says in its heading ("During the Cold War," before then, "Today,
however," before now), the quotation marks around it and the full stop.  A year stays.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from briefing.extract.comparison.phrases import STRONG
from briefing.extract.comparison.signs import Anchor, Cue, Marks, Reading
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Found, Quote, Relation, Span, Spans, Statement
from briefing.model.syntax import VerbGroup
from briefing.text.tokens import first_at

Time = Literal["then", "now"]

_EDGE = frozenset(",;:.!?–—-…“”\"‘’'")
_JOINTS = frozenset((";", "–", "—"))
_NEAR = 2
"""A weak sign of then counts with an era named at most so many sentences away."""
_LEAD = 5
"""A setting at the head of a side has at most so many words before it."""


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
    era = then.anchor.era if then.anchor is not None else times.era_near(then.reading)
    told = (then.reading, cue) if cue is not None else None
    return ClausePair(era, then, now, "", cue.relation if cue is not None else None, told)


class Times:
    """The time of each stretch of a text."""

    def __init__(self, marks: Marks, said: Mapping[int, Found[Statement]]) -> None:
        self.marks, self.said, self.lexicon = marks, said, marks.lexicon
        self.readings = marks.readings
        self._eras = [next((a.era for a in r.anchors if a.kind != "since"), "") for r in marks.readings]

    def whole(self, reading: Reading) -> Side:
        """Return a sentence without its dateline and without who says it."""
        side = Side(reading, reading.opening, len(reading.tokens))
        for clause in reading.syntax.clauses:
            if clause.kind == "reporting" and clause.first > side.first and clause.end >= side.end - 1:
                rest = side.up_to(clause.first)
                side = rest if stands_alone(rest) else side
        told = self.said.get(reading.number)
        if told is not None:
            side = _said(side, told.item.at, told.item.verb)
        return _without_source(side)

    def _is_unmarked(self, side: Side) -> bool:
        """Return whether the past of a verb is written as its present: "read", "put"."""
        verb = side.verb
        return verb is not None and side.reading.lower[verb.head] in self.lexicon.verbs.unchanged

    def before(self, reading: Reading) -> Side | None:
        """Return the sentence before one, without who says it."""
        return self.whole(self.readings[reading.number - 1]) if reading.number else None

    def era_near(self, reading: Reading) -> str:
        """Return the era that the sentence or one next to it names; empty where none does."""
        around = self._eras[max(0, reading.number - _NEAR) : reading.number + _NEAR + 1]
        return self._eras[reading.number] or next(filter(None, around), "")

    def of(self, side: Side) -> Time | None:
        """Return the time that a stretch tells of; None where nothing says so."""
        if self.is_then(side):
            return "then"
        return "now" if is_now(side) else None

    def is_then(self, side: Side) -> bool:
        """Return whether an era is named in the past tense, or a weak sign stands near one that is named."""
        if side.first >= side.end:
            return False
        anchor = side.anchor
        if not (is_past(side) or (anchor is not None and self._is_unmarked(side))):
            return False
        if anchor is not None:
            dated = side.has("dated") or side.has("late")
            return dated is None or (anchor.kind in ("setting", "date") and dated.first > anchor.first)
        return side.has("weak") is not None and bool(self.era_near(side.reading))


def stands_alone(side: Side) -> bool:
    """Return whether a stretch has a verb that no relative pronoun governs."""
    clauses = [c for c in side.reading.syntax.clauses if c.verb is not None and c.verb.finite]
    verbs = [c for c in clauses if c.verb is not None and side.first <= c.verb.first < side.end]
    return any(c.kind != "relative" or c.opener is None or c.opener < side.first for c in verbs)


def _said(side: Side, at: Spans, verb: str | None) -> Side:
    """Return what is said in a sentence: without who says so behind it, and before it where then is inside."""
    tokens, span = side.reading.tokens, at[-1]
    end = min(first_at(tokens, span.end), side.end)
    first = first_at(tokens, at[0].start)
    if end - first < _LEAD or len(at) > 1:
        return side
    if verb is not None and verb.lower() in side.reading.lower[end:]:
        side = side.up_to(end)
    anchored = side.anchor
    return side.behind(first) if anchored is not None and anchored.first >= first > side.first else side


def _without_source(side: Side) -> Side:
    lower = side.reading.lower
    for at in range(side.first + 1, side.end - 2):
        if lower[at : at + 3] == (",", "according", "to"):
            return side.up_to(at)
    return side


def is_past(side: Side) -> bool:
    """Return whether nothing in a stretch is told of the present."""
    verb = side.verb
    return verb is None or (verb.tense == "past" and side.has("now") is None)


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
    first, end, tokens = side.first, side.end, side.reading.tokens
    while first < end and (step := _lead(side.reading, first, end, lexicon)) > first:
        first = step
    while end > first and tokens[end - 1].text in _EDGE:
        end -= 1
    return words(side.reading, first, end, text) if first < end else None


def words(reading: Reading, first: int, end: int, text: str) -> Quote:
    """Return the tokens from `first` up to `end` as a quote."""
    span: Span = reading.span(first, end)
    return Quote(text=span.of(text), at=Spans((span,)))


def _lead(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    """Return where a side starts after one mark, opener or setting at its head is taken off."""
    steps: tuple[Callable[..., int], ...] = (_mark, _heading, _opener, _now_alone, _setting)
    return max(step(reading, first, end, lexicon) for step in steps)


def _mark(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    return first + (reading.tokens[first].text in _EDGE)


def _heading(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    """Return where a side starts behind a cue with a colon: "Today it is the reverse: ..."."""
    for cue in reading.of("relation"):
        if first <= cue.first <= first + _LEAD and cue.end < end:
            if reading.tokens[cue.end].text in (":", *_JOINTS):
                return cue.end + 1
    return first


def _opener(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    return first + _openers(lexicon).opening(reading.lower[first : first + 4])


def _now_alone(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    cue = next((cue for cue in reading.of("now") if cue.first == first and cue.end < end), None)
    return cue.end if cue is not None and reading.lower[cue.end] == "," else first


def _setting(reading: Reading, first: int, end: int, lexicon: Lexicon) -> int:
    for anchor in reading.anchors:
        if anchor.kind == "setting" and first <= anchor.first <= first + _LEAD and anchor.end < end:
            alone = lexicon.comparison.setting_heads.issuperset(reading.lower[first : anchor.first])
            if alone and reading.lower[anchor.end] == ",":
                return anchor.end
    return first


@functools.cache
def _openers(lexicon: Lexicon) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in lexicon.comparison.openers)
