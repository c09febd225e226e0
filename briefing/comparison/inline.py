"""One sentence that compares -> its two sides.

Either a cue of likeness stands before something of the era ("reminiscent of the Berlin airlift",
"unlike in the 1970s", "not since 1962"), or a name of the era's return stands alone ("a new Cold
War"), or the sentence tells both sides ("... during the Cold War, today ...").
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from briefing.comparison.marks import Anchor, Cue, Reading
from briefing.comparison.sides import Side
from briefing.model import Relation

_REACH = 8
"""An anchor stands at most so many words after its cue."""
_DENIAL_REACH = 5
_STOPS = frozenset([".", ":", ";", "?", "!"])
_BREAKS = frozenset([",", ";", ":", "–", "—"])
_RELATIVES = frozenset(["when", "which", "who", "where", "with", "whose", "as"])
_JOINTS = frozenset(["while", "whereas", "but", "yet", "now", "today", "nowadays", "and"])


class Pair(NamedTuple):
    """Two sides as stretches of sentences, with what relates them."""

    era: str
    then: Side | None
    now: Side | None
    relation: Relation | None = None
    cue: tuple[Reading, int, int] | None = None
    theme: str = ""
    """A theme that the era's landmark brings along."""
    rule: str = ""
    row: str = ""
    answer: Side | None = None


def compare(reading: Reading) -> Pair | None:
    """Return the comparison that the sentence makes by itself."""
    if not reading.anchors or reading.life:
        return None
    for cue in reading.likeness:
        anchor = _anchor_after(reading, cue)
        if anchor is not None and not _is_denied(reading, cue.first):
            return _likened(reading, cue, anchor)
    for anchor in reading.anchors:
        if anchor.kind in ("again", "style") and not _is_denied(reading, anchor.first):
            relation: Relation = anchor.relation or "echo"
            now = Side(reading, 0, len(reading.tokens), anchor.era, True)
            return Pair(
                anchor.era,
                None,
                now,
                relation,
                (reading, anchor.first, anchor.end),
                anchor.theme,
                anchor.kind,
            )
    return _both(reading)


def _anchor_after(reading: Reading, cue: Cue) -> Anchor | None:
    for anchor in reading.anchors:
        if anchor.kind in ("again", "style") or anchor.end <= cue.first or anchor.first < cue.first:
            continue
        if anchor.first - cue.end > _REACH:
            return None
        between = reading.tokens[cue.end : anchor.first]
        if any(token.text in _STOPS for token in between):
            return None
        if anchor.kind == "ended" and not cue.row.endswith("since"):
            return None
        return anchor
    return None


def _is_denied(reading: Reading, first: int) -> bool:
    return any(first - _DENIAL_REACH <= at < first for at in reading.denied)


def _likened(reading: Reading, cue: Cue, anchor: Anchor) -> Pair:
    tokens, count = reading.tokens, len(reading.tokens)
    start = cue.end if anchor.first >= cue.end else max(cue.first + 1, 0)
    stop = _clause_end(reading, anchor.end)
    leading = all(token.text in "“\"‘'(" or token.lower in ("just", "much") for token in tokens[: cue.first])
    if leading and stop < count - 3:
        then, now = Side(reading, start, stop, anchor.era, True), Side(reading, stop, count, anchor.era, True)
    elif cue.first > 3 and tokens[cue.first - 1].text in _BREAKS:
        then, now = (
            Side(reading, start, stop, anchor.era, True),
            Side(reading, 0, cue.first - 1, anchor.era, True),
        )
    else:
        then, now = (
            Side(reading, start, max(anchor.end, min(stop, anchor.end + 12)), anchor.era, True),
            Side(reading, 0, count, anchor.era, True),
        )
    relation = cue.relation
    return Pair(
        anchor.era, then, now, relation, (reading, cue.first, cue.end), anchor.theme, "likeness", cue.row
    )


def _clause_end(reading: Reading, at: int) -> int:
    """Return where the clause round token `at` ends; relative clauses belong to it."""
    tokens = reading.tokens
    while at < len(tokens):
        text = tokens[at].text
        if text in _STOPS:
            return at
        if text in _BREAKS and not (at + 1 < len(tokens) and tokens[at + 1].lower in _RELATIVES):
            return at
        at += 1
    return at


def _both(reading: Reading) -> Pair | None:
    """Split a sentence that tells then and now in two clauses."""
    anchors = [a for a in reading.anchors if a.kind in ("setting", "date", "landmark")]
    if not anchors or not reading.now:
        return None
    tokens = reading.tokens
    cuts = [0]
    for at, token in enumerate(tokens):
        joint = at + 1 < len(tokens) and tokens[at + 1].lower in _JOINTS
        if token.text in (";", ":", "–", "—") or (
            token.text == "," and (joint or _opens_while(reading, cuts[-1]))
        ):
            cuts.append(at + 1)
    cuts.append(len(tokens))
    pieces = [(a, b) for a, b in itertools.pairwise(cuts) if b - a > 3]
    then = next((p for p in pieces if p[0] <= anchors[0].first < p[1]), None)
    now = next((p for p in pieces if p != then and any(p[0] <= c.first < p[1] for c in reading.now)), None)
    if then is None or now is None:
        return None
    era = anchors[0].era
    return Pair(era, Side(reading, *then, era, True), Side(reading, *now, era, True), rule="both-in-one")


def _opens_while(reading: Reading, at: int) -> bool:
    return reading.tokens[at].lower in ("while", "whereas", "where", "if", "though", "although")
