"""One sentence that compares -> its two sides, by the first of `RULES` that holds.

later       fifty years after THEN, NOW
leading, likeness, comparative    see `likeness`
negated     NOW is not, is no longer THEN; no longer THEN but NOW
joined      THEN, while, but, whereas NOW; THEN; now NOW
changed     those who did THEN have become NOW
spliced     THEN had one, NOW has three
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefing.extract.comparison.likeness import (
    WHO,
    behind_colon,
    clause_end,
    comparative,
    is_bare,
    leading,
    likeness,
    main_comma,
)
from briefing.extract.comparison.sides import (
    ClausePair,
    Side,
    Times,
    is_now,
    is_of_a_thing,
    pair,
    stands_alone,
)
from briefing.extract.comparison.signs import Cue

_SHORT = 3
"""A side has more words than so many."""
_JOINTS = frozenset(("while", "whereas", "but", "yet"))
_ADVERBS = frozenset(("no", "longer", "now", "still", "today", "often", "only"))
_FORMS = ({"had", "has"}, {"had", "have"}, {"was", "is"}, {"were", "are"})


def compare(side: Side, times: Times) -> ClausePair | None:
    """Return the comparison that a sentence makes by itself."""
    if side.first >= side.end or side.reading.lower[side.first] in ("if", "unless"):
        return None
    found = ((name, rule(side, times)) for name, rule in RULES)
    return next((made._replace(rule=name) for name, made in found if made is not None), None)


def _later(side: Side, times: Times) -> ClausePair | None:
    cue = side.has("later")
    era = times.marks.back(cue.row) if cue is not None and cue.row.endswith((" after", " since")) else ""
    if cue is None or not era:
        return None
    then, now = side.behind(cue.end), side.up_to(cue.first)
    if cue.first <= side.first + 1:
        named = next((p for p in side.reading.syntax.phrases if p.first == cue.end), None)
        comma = main_comma(side, cue.end)
        if named is not None and comma is None:
            return pair(then.up_to(named.whole), side.behind(named.whole), times)._replace(era=era)
        then, now = then.up_to(comma or cue.end), side.behind((comma or cue.end) + 1)
    verb = then.verb
    return pair(then, now, times)._replace(era=era) if verb is not None and verb.tense == "past" else None


def _negated(side: Side, times: Times) -> ClausePair | None:
    """Read "X is not Y" and "no longer from Y but from X"."""
    lower, verb = side.reading.lower, side.verb
    if verb is None or verb.tense != "present":
        return None
    longer = ("no", "longer") in (lower[verb.first - 2 : verb.first], lower[verb.end : verb.end + 2])
    if not (verb.negated or longer):
        return None
    but = next((n for n in range(verb.end, side.end) if lower[n] == "but"), None)
    start = verb.end + 2 * (lower[verb.end : verb.end + 2] == ("no", "longer"))
    then = side.behind(start).up_to(clause_end(side, verb.end) if but is None else but)
    anchor = then.anchor
    if anchor is None or is_bare(then, anchor):
        return None
    if but is not None:
        return pair(_unled(then), _unled(side.behind(but + 1)), times)
    return pair(then, side.up_to(verb.first), times) if lower[verb.head] in ("is", "are", "'s") else None


def _unled(side: Side) -> Side:
    """Return a side without the preposition that it opens with."""
    return side.behind(side.first + (side.reading.syntax.tags[side.first] in ("IN", "TO")))


def _joined(side: Side, times: Times) -> ClausePair | None:
    """Cut a sentence at a joint into a clause of then and one of now."""
    for cut, resume, word in _joints(side):
        left, right = side.up_to(cut), side.behind(resume)
        if (anchor := left.anchor) is not None:  # "History repeats itself: in 1980 ..."
            left = behind_colon(left.up_to(anchor.first), 0).up_to(cut)
        for then, now in ((left, right), (right, left)):
            if times.is_then(then) and _is_told(then, cut) and _is_of_now(now, times):
                cue = Cue(word, word + 1, "contrast", side.reading.lower[word]) if word >= 0 else None
                return pair(then, now, times, cue)
    return None


def _is_told(side: Side, cut: int) -> bool:
    """Return whether a stretch is a clause; before a semicolon a participle may be a mistaken past."""
    tags = side.reading.syntax.tags[side.first : side.end]
    return stands_alone(side) or (side.reading.lower[cut] == ";" and "VBN" in tags)


def _is_of_now(side: Side, times: Times) -> bool:
    return side.verb is not None and is_now(side) and not times.is_then(side)


def _joints(side: Side) -> Iterator[tuple[int, int, int]]:
    """Yield where a sentence can be cut, where it goes on, and the word that contrasts, -1 for none."""
    lower = side.reading.lower
    for at in range(side.first + _SHORT, side.end - _SHORT - 1):
        after = lower[at + 1]
        if lower[at] in (";", "–", "—"):
            yield at, at + 1, -1
        elif lower[at] == "whereas":
            yield at, at + 1, at
        elif lower[at] == "," and after in _JOINTS:
            yield at, at + 2, -1 if after in ("but", "yet") else at + 1
        elif lower[at] == "," and side.reading.has("now", at + 1, at + 4) is not None:
            yield at, at + 1 + (after == "and"), -1


def _changed(side: Side, times: Times) -> ClausePair | None:
    """Read what a subject was then and is now: "the troops who once dug trenches have been replaced"."""
    reading = side.reading
    openers = [c.opener for c in reading.syntax.clauses if c.kind == "relative" and c.opener is not None]
    openers += [n + 1 for n in range(side.first, side.end) if reading.lower[n : n + 2] == (",", "once")]
    who = min((at for at in openers if side.first < at < side.end - _SHORT), default=None)
    cut = _behind_relative(side, who) if who is not None and side.up_to(who).verb is None else None
    if who is None or cut is None:
        return None
    then, now = side.up_to(cut), side.behind(cut)
    told = (
        now.has("changed")
        or now.has("again")
        or then.has("weak")
        or "same" in reading.lower[side.first : who]
    )
    of_state = any(at == reading.tokens[side.first].start for at, _ in reading.states)
    stayed = of_state or (now.has("now") is not None and not _is_one_of_many(side, who))
    held = (told or stayed) and not is_of_a_thing(then)
    return pair(then, now, times) if held and times.is_then(side.behind(who).up_to(cut)) else None


def _is_one_of_many(side: Side, who: int) -> bool:
    """Return whether a subject is one person or one thing that has a history: that is no comparison."""
    head = max(
        (n for n in range(side.first, who) if side.reading.syntax.tags[n].startswith("NN")), default=None
    )
    if head is None or side.reading.syntax.tags[head] == "NNS":
        return False
    return (
        side.reading.lower[who] == "who"
        or side.reading.lower[who - 1] == ","
        or side.reading.lower[head] in side.reading.things
    )


def _behind_relative(side: Side, who: int) -> int | None:
    """Return where the main verb begins behind a relative clause of the past, its adverbs with it."""
    lower = side.reading.lower
    verbs = [v for v in side.reading.syntax.verbs if v.finite and who < v.first < side.end]
    verbs = [v for v in verbs if v.modal is None or v.tense == "future"]
    past = verbs[0].end if verbs and verbs[0].tense == "past" else who
    later = {_before_adverbs(lower, v.first) for v in verbs if v.tense != "past"}
    later |= {c.first for kind in ("now", "changed") for c in side.reading.of(kind) if c.first > past}
    if lower[who - 1] == ",":
        comma = next((n for n in range(past, side.end) if lower[n] == ","), None)
        return comma + 1 if comma is not None and comma + 1 in later else None
    return min((at for at in later if at >= past > who and lower[at - 1] not in WHO), default=None)


def _before_adverbs(lower: tuple[str, ...], at: int) -> int:
    while lower[at - 1] in _ADVERBS:
        at -= 1
    return at


def _spliced(side: Side, times: Times) -> ClausePair | None:
    """Read two clauses with the same verb in two tenses: "Cuba had one supplier, Iran has three"."""
    lower = side.reading.lower
    verbs = [v for v in side.reading.syntax.verbs if v.finite and side.first <= v.first < side.end]
    if not times.era_near(side.reading) or [v.tense for v in verbs] != ["past", "present"]:
        return None
    comma = next((n for n in range(verbs[1].first, verbs[0].end, -1) if lower[n] in (",", ";")), None)
    if comma is None or {lower[v.head] for v in verbs} not in _FORMS:
        return None
    return pair(side.up_to(comma), side.behind(comma + 1), times)


RULES: tuple[tuple[str, Callable[[Side, Times], ClausePair | None]], ...] = (
    ("later", _later),
    ("leading", leading),
    ("likeness", likeness),
    ("comparative", comparative),
    ("negated", _negated),
    ("joined", _joined),
    ("changed", _changed),
    ("spliced", _spliced),
)
