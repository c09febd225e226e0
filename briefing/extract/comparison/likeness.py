"""A cue of likeness in a sentence and something of an era behind it -> the two sides.

    leading     unlike, whereas, just as THEN, NOW
    likeness    NOW recalls, is reminiscent of, is modelled on THEN; NOW, as it did THEN
    comparative NOW is worse than THEN

A name of the era with nothing that was then makes a pair only where a clause leans on it ("as in the Cold
War, ..."), and what an era only dates ("largest since") makes none.
"""

from __future__ import annotations

from briefing.extract.comparison.sides import ClausePair, Side, Times, is_now, is_past, pair
from briefing.extract.comparison.signs import Anchor, Cue, Reading

_REACH, _CLOSE = 9, 2
"""Words between a cue and what it compares with, at most; less behind a cue that is a common word."""
_DENIAL_REACH = 8
_COMPARED_REACH = 14
_SHORT = 3
"""A side has more words than so many, but for the name of something."""
STOPS = frozenset((".", ":", ";", "?", "!"))
_BREAKS = STOPS | {",", "–", "—"}
WHO = frozenset(("who", "which", "that", "whose", "where"))
_RELATIVES = WHO | {"when", "as"}
_OPENERS = frozenset(("while", "whereas", "where", "although", "though"))
_AS = frozenset(("as", "what", "just", "much", "exactly", "like"))
_AS_CLAUSES = frozenset(("as", "as it", "as they", "as we"))
_STRIPPED = _AS | {"unlike", "in", "during", "at", "under", "the", "way", "rather"}
_BARE = frozenset(("the", "a", "that", "in", "of", "to", "old", "days", "during", "under"))
_NO_CONTENT = frozenset(("just", "much", "exactly", "quite", "very", "and", "but", "“", '"', "‘", "'", "("))
_BEFORE_SUBJECT = frozenset(("”", '"', "now", "today", "but", "however", ","))
_PRONOUNS = frozenset(("it", "this", "that", "he", "she", "they", "these"))
_MORE = frozenset(("more", "less", "fewer", "worse", "better", "different", "other"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "'s"))
_PREDICATE = ("V", "MD", "RB", "DT", "JJ")


def main_comma(side: Side, at: int) -> int | None:
    """Return the comma from `at` on behind which the main clause begins."""
    reading, lower = side.reading, side.reading.lower
    heads = [c.subject.first if c.subject is not None else c.first for c in reading.syntax.clauses]
    subjects = {head for head in heads if lower[head] not in WHO}
    for comma in [n for n in range(at, side.end - _SHORT) if lower[n] == ","]:
        start = comma + 1
        while lower[start] in _BEFORE_SUBJECT:
            start += 1
        if start in subjects or reading.has("now", comma, start + 1) is not None:
            return comma
    return next((n for n in range(at, side.end - _SHORT) if _ends_clause(reading, n)), None)


def clause_end(side: Side, at: int) -> int:
    """Return where the clause around token `at` ends; relative clauses belong to it."""
    return next((n for n in range(at, side.end) if _ends_clause(side.reading, n)), side.end)


def _ends_clause(reading: Reading, at: int) -> bool:
    lower = reading.lower
    if lower[at] not in _BREAKS or lower[at] in STOPS:
        return lower[at] in STOPS
    before, after = lower[at - 1] if at else "", lower[at + 1] if at + 1 < len(lower) else ""
    return after not in _RELATIVES and not (before.isdigit() and after.isdigit())  # February 14, 1950


def leading(side: Side, times: Times) -> ClausePair | None:
    """Read a clause or a phrase of then that opens the sentence: "Unlike the Soviet Union, ..."."""
    reading, lower = side.reading, side.reading.lower
    start = next((n for n in range(side.first, side.end) if lower[n] not in _NO_CONTENT), side.first)
    cue = next((c for c in reading.of("likeness") if side.first <= c.first <= start < c.end), None)
    if cue is not None and "since" in cue.row:
        return _not_since(side, cue, times)
    comma = main_comma(side, start + 1) if cue is not None or lower[start] in _OPENERS else None
    if comma is None:
        return None
    told = cue or Cue(start, start + 1, "contrast", lower[start])
    then, now = side.behind(_stripped(reading, told)).up_to(comma), side.behind(comma + 1)
    if cue is not None:
        return pair(then, now, times, cue) if then.anchor is not None and is_past(then) else None
    if times.is_then(now) and not times.is_then(then):
        then, now = now, then
    held = times.is_then(then) and (is_now(now) or told.row in ("whereas", "where"))
    return pair(then, now, times, told) if held else None


def _not_since(side: Side, cue: Cue, times: Times) -> ClausePair | None:
    """Read "Not since 1962 have they stood so close": the words behind the date are of now."""
    anchor = next((a for a in side.reading.anchors if cue.end <= a.first <= cue.end + _CLOSE), None)
    if anchor is None:
        return None
    now = behind_colon(side, anchor.end)
    return pair(side.behind(cue.end).up_to(anchor.end), now, times, cue)._replace(era=anchor.era)


def behind_colon(side: Side, at: int) -> Side:
    """Return a side from the first colon on that stands behind `at`; all of it where there is none."""
    colon = next((n for n in range(max(at, side.first), side.end - 1) if side.reading.lower[n] == ":"), None)
    return side if colon is None else side.behind(colon + 1)


def _stripped(reading: Reading, cue: Cue) -> int:
    """Return where what a cue compares with begins: "as it did" is a clause, "as in" opens a phrase."""
    at = cue.first
    while at < cue.end and reading.lower[at] in _STRIPPED:
        at += 1
    opens = reading.lower[cue.first] in _AS or cue.row.startswith("the way")
    return at if opens else cue.end


def likeness(side: Side, times: Times) -> ClausePair | None:
    """Read a cue of likeness that stands inside the sentence."""
    if any(weak.first == side.first and weak.row.endswith("then") for weak in side.reading.of("weak")):
        return None  # "Then, as in the 1950s, ...": all of it is of then
    for cue in (*side.reading.of("likeness"), *_as_somebody(side)):
        anchor = _compared_with(side, cue)
        if anchor is None:
            continue
        heads = {clause.subject.first for clause in side.reading.syntax.clauses if clause.subject is not None}
        stop = anchor.end if anchor.end in heads else clause_end(side, max(anchor.end, cue.end))
        then = side.behind(_stripped(side.reading, cue)).up_to(stop)
        told = cue.row not in _AS_CLAUSES or (then.verb is not None and times.is_then(then))
        if not told or then.has("late") is not None or then.has("dated") is not None:
            continue
        now = _likened(side, cue, then.end, times)
        if now.reading.lower[now.first] in ("he", "she") or (now.end <= cue.first and times.is_then(now)):
            continue  # a life: "He was compared to Kennedy"; then alone: "... in 1961, as it had in 1948"
        if not is_bare(then, anchor) or cue.row.startswith(("as ", "just as")):
            return pair(then, now, times, cue)._replace(era=anchor.era)
    return None


def _as_somebody(side: Side) -> list[Cue]:
    """Return each "as" before somebody of an era: "as Khrushchev spoke to Budapest in 1956"."""
    named = [a for a in side.reading.anchors if a.kind in ("person", "actor", "state")]
    return [Cue(a.first - 1, a.first, "echo", "as") for a in named if side.reading.lower[a.first - 1] == "as"]


def _compared_with(side: Side, cue: Cue) -> Anchor | None:
    """Return what the cue compares with: the first anchor that follows in the same clause."""
    reading = side.reading
    if not side.first < cue.first < side.end or reading.has("denied", cue.first - _DENIAL_REACH, cue.first):
        return None
    anchor = next((a for a in reading.anchors if cue.first < a.first < side.end), None)
    if anchor is None or (anchor.kind == "since") != ("since" in cue.row):
        return None
    between = reading.lower[cue.end : anchor.first]
    near = len(between) <= (_CLOSE if cue.row in side.reading.close else _REACH)
    return anchor if near and STOPS.isdisjoint(between) else None


def is_bare(side: Side, anchor: Anchor) -> bool:
    """Return whether a side is the name of the era or a year of it, and nothing that was then."""
    if anchor.kind not in ("setting", "date", "since") or side.end > anchor.end:
        return False
    return _BARE.issuperset(side.reading.lower[side.first : anchor.first])


def _likened(side: Side, cue: Cue, stop: int, times: Times) -> Side:
    """Return what is likened: the subject of the cue's verb, the clause before the cue, or all of it."""
    lower, tags = side.reading.lower, side.reading.syntax.tags
    if lower[cue.first] in _AS or cue.row.startswith("the way"):
        return side if stop < side.end - 1 or cue.first - side.first <= _SHORT else side.up_to(cue.first)
    if cue.row.startswith(("compar", "liken")) and cue.end - cue.first > _SHORT:
        return side.behind(cue.first + 1).up_to(cue.end - 1)  # "compared the new missiles to"
    at = _predicate(side, cue)
    if lower[at - 1] in WHO:
        return side.up_to(_phrase_start(side, at - 1))
    if at == cue.first and (tags[at] == "VBG" or not tags[at].startswith(("V", "MD"))):
        return side.up_to(_phrase_start(side, at))
    now = side.behind(_clause_start(side, at)).up_to(at)
    if now.end - now.first <= 1 and lower[now.first] in _PRONOUNS:
        return times.before(side.reading) or side
    name_alone = all(tag.startswith("NNP") for tag in tags[now.first : now.end])
    return side if name_alone or "since" in cue.row else now


def _predicate(side: Side, cue: Cue) -> int:
    """Return where the verb begins that a cue is or belongs to; the cue itself where there is none."""
    tags, lower = side.reading.syntax.tags, side.reading.lower
    at = cue.first
    while at > side.first + 1 and (tags[at - 1].startswith(_PREDICATE) and tags[at - 1] != "VBG"):
        at -= 1
    while at < cue.first and not (tags[at].startswith(("V", "MD")) or lower[at] in _BE):
        at += 1
    return at


def _clause_start(side: Side, at: int) -> int:
    """Return where the clause of the verb at `at` begins: behind "that", or the last joint."""
    lower, syntax = side.reading.lower, side.reading.syntax
    openers = [c.opener for c in syntax.clauses if c.kind == "complement" and c.opener is not None]
    starts = [opener + 1 for opener in openers if side.first <= opener < at - 1]
    starts += [n + 2 for n in range(side.first, at - 2) if lower[n : n + 2] in ((",", "and"), (",", "but"))]
    starts += [n + 1 for n in range(side.first, at - 1) if lower[n] in STOPS]
    return max(starts, default=side.first)


def _phrase_start(side: Side, at: int) -> int:
    """Return where the phrase begins that ends before `at`: "in an operation" of "in an operation that"."""
    tags, lower = side.reading.syntax.tags, side.reading.lower
    for back in range(at - 1, max(at - 6, side.first), -1):
        if lower[back] == "," or tags[back] == "IN":
            return back
        if tags[back].startswith("V"):
            break
    return at


def comparative(side: Side, times: Times) -> ClausePair | None:
    """Read "worse now than they were": what is behind "than" is of then."""
    reading, tags = side.reading, side.reading.syntax.tags
    for at in [n for n in range(side.first + 2, side.end - 1) if reading.lower[n] == "than"]:
        words = range(max(side.first, at - _COMPARED_REACH), at)
        if not any(tags[n] in ("JJR", "RBR") or reading.lower[n] in _MORE for n in words):
            continue
        then, now = side.behind(at + 1).up_to(clause_end(side, at + 1)), side.up_to(at)
        anchor = then.anchor
        if anchor is None or is_bare(then, anchor) or "since" in reading.lower[at : then.end]:
            continue
        of_states = anchor.kind != "date" or side.states or side.themes  # no prices "than in 1980"
        if of_states and (now.verb is None or is_now(now)):
            return pair(then, now, times, Cue(at, at + 1, "contrast", "than"))
    return None
