"""One sentence that compares -> its two sides.

Either a cue of likeness is before something of the era ("reminiscent of the Berlin airlift",
"unlike in the 1970s", "not since 1962"), or the sentence tells both sides ("... during the Cold War,
today ...").  A label ("a new Cold War"), a measure ("largest since") and a bare name of the era after
a cue ("recalls the Cold War") say nothing of then: no pair.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

from briefing.extract.comparison.cues import Anchor, ComparisonCue, Reading
from briefing.extract.comparison.sides import Side
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import spell_out
from briefing.model import Relation, Span
from briefing.text.tokens import first_at

_REACH = 8
"""An anchor is at most so many words after its cue."""
_CLOSE = 2
"""An anchor is at most so many words after a cue that is a common word."""
_DENIAL_REACH = 8
_LEAST_SAID = 5
_YEAR = 4
"""Digits."""
_STOPS = frozenset([".", ":", ";", "?", "!"])
_BREAKS = frozenset([",", ";", ":", "–", "—"])
_RELATIVES = frozenset(["when", "which", "who", "where", "whose", "as"])
_JOINTS = frozenset(["while", "whereas", "but", "yet", "now", "today", "nowadays", "and"])
_AS_THEN = ("as ", "just as ")
"""Such a cue says that what is before it held then too: the name of the era is enough."""
_BARE = frozenset(["the", "a", "that", "in", "of", "to", "old"])
_LANDMARKS = frozenset(["setting", "landmark"])
"""What tells by its name what is meant: after "since the Korean War, when ..." the rest is of now."""
_INVERTED = frozenset(["has", "have", "had", "did", "does", "do", "was", "were", "is", "are"])
_NO_CONTENT = frozenset(["just", "much", "exactly", "quite", "very", "and", "but", "“", '"', "‘", "'", "("])


class ClausePair(NamedTuple):
    """Two sides as stretches of sentences, with what relates them."""

    era: str
    then: Side
    now: Side
    relation: Relation | None = None
    cue: tuple[Reading, int, int] | None = None
    theme: str = ""
    """A theme that the era's landmark brings along."""
    rule: str = ""
    row: str = ""
    answer: Side | None = None
    named: bool = True
    """The era is named, not only a year of it."""


def compare(reading: Reading, said: Span | None, lexicon: Lexicon) -> ClausePair | None:
    """Return the comparison that the sentence makes by itself.

    `said` is what somebody says in it: a comparison made there leaves out who says so.
    """
    if not reading.anchors or reading.life:
        return None
    if not any(cue.first == 0 for cue in reading.then):
        for cue in reading.likeness:
            anchor = _anchor_after(reading, cue, lexicon)
            if anchor is not None and not _is_denied(reading, cue.first):
                return _likened(reading, cue, anchor, said)
    return _both(reading)


def _anchor_after(reading: Reading, cue: ComparisonCue, lexicon: Lexicon) -> Anchor | None:
    """Return what the cue compares with: the first anchor that follows in the same clause."""
    reach = _CLOSE if cue.row in _close(lexicon) else _REACH
    for anchor in reading.anchors:
        if anchor.kind == "label" or anchor.first <= cue.first:
            continue
        between = reading.tokens[cue.end : anchor.first]
        if anchor.first - cue.end > reach or any(t.text in _STOPS or t.lower == "since" for t in between):
            return None
        dates_only = cue.row.endswith("since")
        if anchor.kind in ("ended", "since") and not dates_only:
            return None
        if anchor.kind in ("person", "actor") and dates_only:
            continue
        return anchor
    return None


def _is_denied(reading: Reading, first: int) -> bool:
    return any(first - _DENIAL_REACH <= at < first for at in reading.denied)


def _whole(reading: Reading, anchor: Anchor, said: Span | None) -> Side:
    """Return the sentence, or what is said in it where the comparison is there."""
    if said is not None:
        first, end = first_at(reading.tokens, said.start), first_at(reading.tokens, said.end)
        if first <= anchor.first and anchor.end <= end and end - first > _LEAST_SAID:
            return Side(reading, first, end, anchor.era, True)
    return Side(reading, 0, len(reading.tokens), anchor.era, True)


def _likened(reading: Reading, cue: ComparisonCue, anchor: Anchor, said: Span | None) -> ClausePair | None:
    whole = _whole(reading, anchor, said)
    if not whole.first <= cue.first:
        whole = Side(reading, 0, len(reading.tokens), anchor.era, True)
    tokens, count = reading.tokens, whole.end
    start = cue.end if anchor.first >= cue.end else cue.first + 1
    named = max(anchor.end, cue.end)
    since = cue.row.endswith("since")
    stop = _clause_end(reading, named, relatives=not (since and anchor.kind in _LANDMARKS))
    leading = all(token.lower in _NO_CONTENT for token in tokens[whole.first : cue.first])
    now = whole
    if leading and since and named < count and tokens[named].lower in _INVERTED:
        then = Side(reading, start, named, anchor.era, True)
    elif leading and stop < count - 3:
        then, now = Side(reading, start, stop, anchor.era, True), Side(reading, stop, count, anchor.era, True)
    elif (leading and "since" not in cue.row) or (
        not cue.row.startswith(_AS_THEN) and _is_bare(reading, start, stop, anchor)
    ):
        return None
    else:
        then = Side(reading, start, stop, anchor.era, True)
        if cue.first - whole.first > 4 and tokens[cue.first - 1].text in _BREAKS and stop >= count - 2:
            now = Side(reading, whole.first, cue.first - 1, anchor.era, True)
    # After "since" a landmark is only a date: what it was about is not what is compared.
    theme = "" if since else anchor.theme
    cue_at = (reading, cue.first, cue.end)
    named_era = anchor.kind not in ("date", "since")
    return ClausePair(
        anchor.era, then, now, cue.relation, cue_at, theme, "likeness", cue.row, named=named_era
    )


def _is_bare(reading: Reading, start: int, stop: int, anchor: Anchor) -> bool:
    """Return whether a side is the name of the era or a year of it, and nothing that happened then."""
    if anchor.kind not in ("setting", "date", "since", "ended") or stop > anchor.end:
        return False
    return _BARE.issuperset(reading.lower[start : anchor.first])


def _clause_end(reading: Reading, at: int, *, relatives: bool) -> int:
    """Return where the clause round token `at` ends; with `relatives`, those clauses belong to it."""
    tokens = reading.tokens
    while at < len(tokens):
        text = tokens[at].text
        if text in _STOPS:
            return at
        relative = relatives and at + 1 < len(tokens) and tokens[at + 1].lower in _RELATIVES
        if text in _BREAKS and not relative and not _is_in_a_date(reading, at):
            return at
        at += 1
    return at


def _is_in_a_date(reading: Reading, comma: int) -> bool:
    """Return whether the comma is between a day and its year: "February 14, 1950"."""
    around = [token.text for token in reading.tokens[max(comma - 1, 0) : comma + 2]]
    return len(around) == 3 and around[0].isdigit() and around[2].isdigit() and len(around[2]) == _YEAR


def _both(reading: Reading) -> ClausePair | None:
    """Split a sentence that tells then and now in two clauses."""
    anchors = [a for a in reading.anchors if a.kind in ("setting", "date", "landmark", "person", "actor")]
    if not anchors or not reading.now:
        return None
    tokens = reading.tokens
    cuts = [0]
    lower = reading.lower
    for at in [at for at, word in enumerate(lower) if word in _BREAKS]:
        joint = at + 1 < len(lower) and lower[at + 1] in _JOINTS
        if lower[at] != "," or joint or _opens_while(reading, cuts[-1]):
            cuts.append(at + 1)
    cuts.append(len(tokens))
    pieces = [(a, b) for a, b in itertools.pairwise(cuts) if b - a > 3]
    then = next((p for p in pieces if p[0] <= anchors[0].first < p[1]), None)
    now = next((p for p in pieces if p != then and any(p[0] <= c.first < p[1] for c in reading.now)), None)
    if then is None or now is None:
        return None
    era = anchors[0].era
    opens = (range(then[0] + 1), range(now[0], now[0] + 2))
    cue = next((c for c in reading.relations if any(c.first in heads for heads in opens)), None)
    told = cue is not None and not _is_denied(reading, cue.first)
    return ClausePair(
        era,
        Side(reading, *then, era, True),
        Side(reading, *now, era, True),
        cue.relation if cue is not None and told else None,
        (reading, cue.first, cue.end) if cue is not None and told else None,
        rule="both-in-one",
        row=cue.row if cue is not None and told else "",
        named=anchors[0].kind != "date",
    )


def _opens_while(reading: Reading, at: int) -> bool:
    return reading.lower[at] in ("while", "whereas", "where", "if", "though", "although")


@functools.cache
def _close(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(" ".join(words) for phrase in lexicon.comparison.close for words in spell_out(phrase))
