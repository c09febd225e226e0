"""Sentences that tell of then beside sentences that tell of now -> pairs of sides.

A block of then starts with a setting ("During the Cold War, ...") and runs on while the paragraph
stays in the past; a block of now starts with a word for the present.  Sides pair by what they are
about, by the states they share and by parallel wording, each side once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.comparison.inline import Pair
from briefing.comparison.marks import Cue, Reading
from briefing.comparison.sides import Side, whole
from briefing.lexicon import Lexicon
from briefing.tense import tense

_LONGEST = 4
"""Sentences of a block."""
_NEAR = 3
"""Sentences that may stand between two blocks."""
_HEAD = 4
"""A word for the present opens a block of now when it is among the first words."""
_ENOUGH = 3.0


class Block(NamedTuple):
    """Neighbouring sentences of one side."""

    now: bool
    era: str
    sides: tuple[Side, ...]


def pairs(
    readings: Sequence[Reading], skip: frozenset[int], answers: frozenset[int], lexicon: Lexicon
) -> list[Pair]:
    """Return the pairs of all neighbouring blocks, and then sides that stand alone.

    `skip` are sentences that compare by themselves, `answers` those in which somebody speaks: after
    another sentence of now they answer it.
    """
    blocks = _blocks(readings, skip, lexicon)
    found: list[Pair] = []
    for at, block in enumerate(blocks):
        if block.now:
            continue
        partners = [
            other
            for other in blocks[max(0, at - 1) : at + 2]
            if other.now and _distance(block, other) <= _NEAR
        ]
        made: list[Pair] = []
        for partner in partners[::-1]:
            made = _match(block, partner, answers)
            if made:
                break
        found += made
        if not made:
            found += [Pair(block.era, side, None, rule="then-alone") for side in block.sides if side.marked]
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
            past = tense(reading.tokens, lexicon) in ("past", "pluperfect")
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
    """Tell whether a sentence says itself that it is of then or of now."""
    setting = next((a for a in reading.anchors if a.kind in ("setting", "date")), None)
    present = next((c for c in reading.now if c.first <= _HEAD), None) or (
        reading.now[0] if reading.now and tense(reading.tokens, lexicon) in ("present", "perfect") else None
    )
    if (
        setting is not None
        and present is None
        and tense(reading.tokens, lexicon) in ("past", "pluperfect", None)
    ):
        return "then", setting.era, True
    if present is not None and setting is None:
        return "now", "", True
    return None, "", False


def _match(then: Block, now: Block, answers: frozenset[int]) -> list[Pair]:
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
    made: list[Pair] = []
    for score, _, _, one, other in scored:
        if score < _ENOUGH or one.number in used or other.number in used:
            continue
        used |= {one.number, other.number}
        cue = _cue(other) or _cue(one)
        made.append(
            Pair(
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
        before = [pair for pair in made if pair.now is not None and pair.now.number < reply.number]
        if before:
            nearest = max(before, key=lambda pair: pair.now.number if pair.now else 0)
            if nearest.answer is None and nearest.now is not None and nearest.now.states & reply.states:
                made[made.index(nearest)] = nearest._replace(answer=reply)
    return made


def _score(then: Side, now: Side) -> float:
    one, other = then.weights, now.weights
    themes = max((min(weight, other.get(theme, 0.0)) for theme, weight in one.items()), default=0.0)
    if themes == 0.0:
        return 0.0
    return 1.5 * themes + len(then.states & now.states) + 0.3 * len(then.wording & now.wording)


def _cue(side: Side) -> tuple[Reading, Cue] | None:
    """Return the words of a side that say how it relates to the other."""
    for cue in side.reading.relations:
        if not any(cue.first - 3 <= at < cue.first for at in side.reading.denied):
            return side.reading, cue
    return None
