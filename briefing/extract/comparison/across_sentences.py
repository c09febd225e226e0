"""Sentences that tell of then next to sentences that tell of now -> pairs of sides.

A block of then starts with a setting ("During the Cold War, ...") and runs on while the paragraph
stays in the past; a block of now starts with a word for the present.  Sides pair by what they are
about, by the states they share and by parallel wording, each side once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.extract.comparison.cues import Anchor, ComparisonCue, Reading
from briefing.extract.comparison.phrases import WEAK
from briefing.extract.comparison.sides import Side, whole
from briefing.extract.comparison.within_sentence import ClausePair
from briefing.lexicon import Lexicon
from briefing.text.tense import tense

_LONGEST = 4
"""Sentences of a block."""
_NEAR = 3
"""Sentences that may be between two blocks."""
_HEAD = 6
"""Words that say how two sides relate open a block of now when they are among the first words."""
_ENOUGH = 3.0
_SHORT = 14
"""A side of at most so many words may leave its theme to the other side ("Today it is China")."""
_PLACING = frozenset(["in", "during", "throughout", "at", "under", "over", "through", "by", "from", "until"])


class Block(NamedTuple):
    """Neighbouring sentences of one side."""

    now: bool
    era: str
    sides: tuple[Side, ...]


def pairs(
    readings: Sequence[Reading], skip: frozenset[int], answers: frozenset[int], lexicon: Lexicon
) -> list[ClausePair]:
    """Return the pairs of all neighbouring blocks.

    `skip` are sentences that compare by themselves, `answers` those in which somebody speaks: after
    another sentence of now they answer it.
    """
    blocks = _blocks(readings, skip, lexicon)
    found: list[ClausePair] = []
    for at, block in enumerate(blocks):
        if block.now:
            continue
        partners = [
            other
            for other in blocks[max(0, at - 1) : at + 2]
            if other.now and _distance(block, other) <= _NEAR
        ]
        made = (_match(block, partner, answers) for partner in partners[::-1])
        found += next(filter(None, made), [])
    return found


def _distance(one: Block, other: Block) -> int:
    first, second = sorted((one, other), key=lambda b: b.sides[0].number)
    return second.sides[0].number - first.sides[-1].number - 1


def _blocks(readings: Sequence[Reading], skip: frozenset[int], lexicon: Lexicon) -> list[Block]:
    blocks: list[Block] = []
    for reading in readings:
        if reading.sentence.index in skip or reading.life or reading.elsewhere:
            continue
        kind, era, marked = _kind(reading, lexicon)
        last = blocks[-1] if blocks else None
        runs_on = (
            last is not None
            and len(last.sides) < _LONGEST
            and last.sides[-1].number == reading.sentence.index - 1
            and last.sides[-1].reading.sentence.paragraph == reading.sentence.paragraph
        )
        if kind is None:
            if last is None or not runs_on:
                continue
            past = tense(reading.lower, lexicon) in ("past", "pluperfect")
            if past == last.now:
                continue
            kind, era = ("now" if last.now else "then"), last.era
        side = whole(reading, era, marked=marked)
        if last is not None and runs_on and last.now == (kind == "now"):
            blocks[-1] = last._replace(sides=(*last.sides, side))
        else:
            blocks.append(Block(kind == "now", era, (side,)))
    return blocks


def _kind(reading: Reading, lexicon: Lexicon) -> tuple[str | None, str, bool]:
    """Return whether a sentence says itself that it is of then or of now."""
    if not (reading.anchors or reading.now or reading.relations):
        return None, "", False
    told = tense(reading.lower, lexicon)
    anchors = [a for a in reading.anchors if a.kind == "setting" or not _is_late(reading, a)]
    setting = next((a for a in anchors if a.kind in ("setting", "date", "landmark")), None)
    weak = next((a for a in anchors if a.kind in ("actor", "person")), None)
    of_now = told in ("present", "perfect")
    present = bool(reading.now) or (of_now and any(cue.first <= _HEAD for cue in reading.relations))
    past = told in ("past", "pluperfect")
    if setting is not None and not present and (past or told is None):
        return "then", setting.era, not reading.now and _places(reading, setting)
    if weak is not None and not present and past:
        return "then", weak.era, False
    if present and setting is None:
        return "now", "", True
    return None, "", False


def _is_late(reading: Reading, anchor: Anchor) -> bool:
    """Return whether a day of now is before the anchor: "met on Monday where Nixon had in 1972"."""
    return reading.story is not None and reading.story < anchor.first


def _places(reading: Reading, anchor: Anchor) -> bool:
    """Return whether the anchor places the sentence in time: "in 1972", "at the height of the Cold War"."""
    return any(t.lower in _PLACING for t in reading.tokens[max(0, anchor.first - 5) : anchor.first])


def _match(then: Block, now: Block, answers: frozenset[int]) -> list[ClausePair]:
    replies = [side for side in now.sides[1:] if side.number in answers]
    scored = sorted(
        (
            (_score(one, other), -a, -b, one, other)
            for a, one in enumerate(then.sides)
            for b, other in enumerate(now.sides)
            if other not in replies
        ),
        key=lambda s: s[:3],
        reverse=True,
    )
    used: set[int] = set()
    made: list[ClausePair] = []
    for score, _, _, one, other in scored:
        if score < _ENOUGH or one.number in used or other.number in used:
            continue
        used |= {one.number, other.number}
        cue = _cue(other) or _cue(one)
        made.append(
            ClausePair(
                then.era,
                one,
                other,
                cue[1].relation if cue else None,
                (cue[0], cue[1].first, cue[1].end) if cue else None,
                rule="then-now",
                row=cue[1].row if cue else "",
            )
        )
    for reply in replies:
        before = [pair for pair in made if pair.now.number < reply.number]
        if before:
            nearest = max(before, key=lambda pair: pair.now.number)
            if nearest.answer is None and nearest.now.states & reply.states:
                made[made.index(nearest)] = nearest._replace(answer=reply)
    return made


def _score(then: Side, now: Side) -> float:
    themes = max(joint_themes(then, now).values(), default=0.0)
    if themes == 0.0:
        return 0.0
    return 1.5 * themes + len(then.states & now.states) + 0.3 * len(then.wording & now.wording)


def joint_themes(then: Side, now: Side) -> dict[str, float]:
    """Return what both sides are about; a short side next to the other may leave it to that one."""
    one, other = then.themes, now.themes
    shared = then.states & now.states
    if abs(then.number - now.number) == 1 and then.states and now.states:
        told = len(shared) > 1 and _cue(now) is not None
        if not one and then.end <= _SHORT and then.marked:
            one = other
        elif not other and now.end <= _SHORT and now.marked:
            other = one
        elif told and now.marked and not one.keys() & other.keys():
            return dict.fromkeys(one, WEAK)
    return {theme: min(weight, other[theme]) for theme, weight in one.items() if theme in other}


def _cue(side: Side) -> tuple[Reading, ComparisonCue] | None:
    """Return the words of a side that say how it relates to the other."""
    for cue in side.reading.relations:
        if not any(cue.first - 3 <= at < cue.first for at in side.reading.denied):
            return side.reading, cue
    return None
