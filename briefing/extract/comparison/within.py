"""One sentence that compares -> its two sides, by the first of a list of rules that holds.

    later       fifty years after THEN, NOW
    leading     unlike, whereas, just as THEN, NOW
    likeness    NOW recalls, is reminiscent of, is modelled on THEN; NOW, as it did THEN
    comparative NOW is worse than THEN
    negated     NOW is not, is no longer THEN; no longer THEN but NOW
    joined      THEN, while, but, whereas NOW; THEN; now NOW
    changed     the man who did THEN does NOW
    spliced     THEN had one, NOW has three

What an era only dates ("largest since") makes no pair, and a name of the era with nothing that was then
makes one only where a clause leans on it ("as in the Cold War, ...").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefing.extract.comparison.sides import (
    ClausePair,
    Side,
    Times,
    is_now,
    is_of_a_thing,
    is_past,
    stands_alone,
)
from briefing.extract.comparison.signs import Anchor, Cue, Reading
from briefing.model.syntax import Clause, VerbGroup

_REACH = 9
"""An anchor is at most so many words behind a cue."""
_CLOSE = 2
"""The same for a cue that is a common word."""
_DENIAL_REACH = 8
_SHORT = 3
"""A side has more words than so many, but for the name of something."""
_STOPS = frozenset((".", ":", ";", "?", "!"))
_BREAKS = frozenset((",", ";", ":", "–", "—"))
_RELATIVES = frozenset(("when", "which", "who", "where", "whose", "as", "that"))
_OPENERS = frozenset(("while", "whereas", "where", "although", "though"))
_JOINTS = frozenset(("while", "whereas", "but", "yet"))
_STRIPPED = frozenset(
    (
        "what",
        "just",
        "much",
        "exactly",
        "as",
        "like",
        "unlike",
        "in",
        "during",
        "at",
        "under",
        "the",
        "way",
        "rather",
    )
)
_BARE = frozenset(("the", "a", "that", "in", "of", "to", "old", "days", "during", "under"))
_NO_CONTENT = frozenset(("just", "much", "exactly", "quite", "very", "and", "but", "“", '"', "‘", "'", "("))
_PRONOUNS = frozenset(("it", "this", "that", "he", "she", "they", "these", "which"))
_WHO = frozenset(("who", "which", "that", "whose", "where"))
_COMPARATIVES = frozenset(("JJR", "RBR"))
_MORE = frozenset(("more", "less", "fewer", "worse", "better", "different", "other", "rather"))
_AS = frozenset(("as", "what", "just", "much", "exactly", "like"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "'s"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "MD"))
_AROUND = frozenset(("VBD", "VBZ", "VBP", "VB", "VBN", "MD", "RB", "DT", "JJ", "RBR"))
_NEGATED_BE = frozenset(("is", "are", "'s"))

Rule = Callable[[Side, Times], "ClausePair | None"]


def compare(side: Side, times: Times, close: frozenset[str]) -> ClausePair | None:
    """Return the comparison that a sentence makes by itself."""
    likened = _Likeness(close)
    rules: tuple[tuple[str, Rule], ...] = (
        ("later", _later),
        ("leading", _leading),
        ("likeness", likened.find),
        ("comparative", _comparative),
        ("negated", _negated),
        ("joined", _joined),
        ("changed", _changed),
        ("spliced", _spliced),
    )
    for name, rule in rules:
        found = rule(side, times)
        if found is not None:
            return found._replace(rule=name)
    return None


def _pair(then: Side, now: Side, times: Times, cue: Cue | None = None) -> ClausePair:
    anchor = then.reading.anchored(then.first, then.end)
    era = anchor.era if anchor is not None else times.era_near(then.reading)
    told = (then.reading, cue) if cue is not None else None
    return ClausePair(era, then, now, "", cue.relation if cue is not None else None, told)


# -- where clauses end ------------------------------------------------------------------------------


def _main_comma(side: Side, at: int) -> int | None:
    """Return the comma from `at` on behind which the main clause begins."""
    reading, lower = side.reading, side.reading.lower
    subjects = {
        _head_start(clause)
        for clause in reading.syntax.clauses
        if clause.verb is not None and not (clause.subject and lower[clause.subject.first] in _WHO)
    }
    for comma in range(at, side.end - _SHORT):
        if lower[comma] != ",":
            continue
        start = comma + 1
        while lower[start] in ("”", '"', "now", "today", "but", "however", ","):
            start += 1
        if start in subjects or reading.has("now", comma, start + 1) is not None:
            return comma
    return next((c for c in range(at, side.end - _SHORT) if _ends_clause(reading, c)), None)


def _head_start(clause: Clause) -> int:
    return clause.subject.first if clause.subject is not None else clause.first


def _ends_clause(reading: Reading, at: int) -> bool:
    text = reading.tokens[at].text
    if text in _STOPS:
        return True
    follows = reading.lower[at + 1] if at + 1 < len(reading.lower) else ""
    return text in _BREAKS and follows not in _RELATIVES and not _is_in_a_date(reading, at)


def _is_in_a_date(reading: Reading, comma: int) -> bool:
    """Return whether the comma is between a day and its year: "February 14, 1950"."""
    around = reading.lower[max(comma - 1, 0) : comma + 2]
    return len(around) == 3 and around[0].isdigit() and around[2].isdigit()


def _clause_end(side: Side, at: int) -> int:
    """Return where the clause around token `at` ends; relative clauses belong to it."""
    return next((n for n in range(at, side.end) if _ends_clause(side.reading, n)), side.end)


# -- the rules --------------------------------------------------------------------------------------


def _later(side: Side, times: Times) -> ClausePair | None:
    cue = side.has("later")
    if cue is None or not cue.row.endswith((" after", " since")):
        return None
    if cue.first > side.first + 1:
        then, now = side.behind(cue.end), side.up_to(cue.first)
    else:
        comma = _main_comma(side, cue.end)
        if comma is None:
            return None
        then, now = side.behind(cue.end).up_to(comma), side.behind(comma + 1)
    verb = then.verb
    held = verb is not None and verb.tense == "past" and is_then_by(cue, times)
    return _pair(then, now, times)._replace(era=is_then_by(cue, times)) if held else None


def is_then_by(cue: Cue, times: Times) -> str:
    """Return the era that lies as many years back as a cue says ("fifty years after")."""
    return times.marks.back(cue.row)


def _leading(side: Side, times: Times) -> ClausePair | None:
    """Read a clause or a phrase of then that opens the sentence: "Unlike the Soviet Union, ..."."""
    reading, lower = side.reading, side.reading.lower
    start = side.first
    while start < side.end and lower[start] in _NO_CONTENT:
        start += 1
    likeness = next((c for c in reading.of("likeness") if side.first <= c.first <= start < c.end), None)
    if start >= side.end or (likeness is None and lower[start] not in _OPENERS):
        return None
    if likeness is not None and "since" in likeness.row:
        return _not_since(side, likeness, times)
    comma = _main_comma(side, start + 1)
    if comma is None:
        return None
    cue = likeness or Cue(start, start + 1, None, lower[start])
    then, now = side.behind(_stripped(reading, cue)).up_to(comma), side.behind(comma + 1)
    if likeness is None:
        first, second = times.of(then), times.of(now)
        if (first, second) == ("now", "then"):
            then, now = now, then
        elif (first, second) != ("then", "now"):
            return None
        cue = cue._replace(relation="contrast")
    elif not _is_named(then):
        return None
    return _pair(then, now, times, cue)


def _not_since(side: Side, cue: Cue, times: Times) -> ClausePair | None:
    """Read "Not since 1962 have they stood so close": the words behind the date are of now."""
    anchor = next((a for a in side.reading.anchors if a.first >= cue.end), None)
    if anchor is None or anchor.first - cue.end > _CLOSE:
        return None
    pair = _pair(side.behind(cue.end).up_to(anchor.end), _behind_colon(side, anchor.end), times, cue)
    return pair._replace(era=anchor.era)


def _is_named(side: Side) -> bool:
    """Return whether a side without a verb of now names something of an era."""
    return side.reading.anchored(side.first, side.end) is not None and is_past(side)


def _stripped(reading: Reading, cue: Cue) -> int:
    """Return where what a cue compares with begins: "as it did" is a clause, "as in" opens a phrase."""
    at = cue.first
    while at < cue.end and reading.lower[at] in _STRIPPED:
        at += 1
    as_clause = reading.lower[cue.first] in ("as", "just", "much", "exactly", "the", "what") and at < cue.end
    return at if as_clause and not cue.row.startswith("the same") else cue.end


class _Likeness:
    """NOW, a cue of likeness, and something of THEN."""

    def __init__(self, close: frozenset[str]) -> None:
        self.close = close

    def find(self, side: Side, times: Times) -> ClausePair | None:
        if any(weak.first == side.first for weak in side.reading.of("weak")):
            return None  # "Then, as in the 1950s, ...": all of it is of then
        for cue in side.reading.of("likeness"):
            if not side.first < cue.first < side.end or self._is_denied(side.reading, cue):
                continue
            anchor = self._anchor(side, cue)
            if anchor is None:
                continue
            stop = _clause_end(side, max(anchor.end, cue.end))
            then = side.behind(_stripped(side.reading, cue)).up_to(stop)
            if is_bare(then, anchor) and not cue.row.startswith(("as ", "just as")):
                continue
            now = _now_of(side, cue, stop, times)
            if now is None:
                continue
            return _pair(then, now, times, cue)._replace(era=anchor.era)
        return None

    def _is_denied(self, reading: Reading, cue: Cue) -> bool:
        reach = cue.first - _DENIAL_REACH
        return any(reach <= no.first < cue.first for no in reading.of("denied"))

    def _anchor(self, side: Side, cue: Cue) -> Anchor | None:
        """Return what the cue compares with: the first anchor that follows in the same clause."""
        reading, dates_only = side.reading, "since" in cue.row
        reach = _CLOSE if cue.row in self.close else _REACH
        for anchor in reading.anchors:
            if not cue.first < anchor.first < side.end:
                continue
            between = reading.lower[cue.end : anchor.first]
            if len(between) > reach or not _STOPS.isdisjoint(between):
                return None
            return anchor if (anchor.kind == "since") == dates_only else None
        return None


def is_bare(side: Side, anchor: Anchor) -> bool:
    """Return whether a side is the name of the era or a year of it, and nothing that was then."""
    if anchor.kind not in ("setting", "date", "since") or side.end > anchor.end:
        return False
    return _BARE.issuperset(side.reading.lower[side.first : anchor.first])


def _now_of(side: Side, cue: Cue, stop: int, times: Times) -> Side | None:
    """Return what is likened: the subject of the cue's verb, the clause before the cue, or all of it."""
    reading, lower = side.reading, side.reading.lower
    if lower[cue.first] in _AS or cue.row.startswith("the way"):
        before = side.up_to(cue.first)
        return side if stop < side.end - 1 or before.end - before.first <= _SHORT else before
    at = _predicate(side, cue)
    if lower[at - 1] in _WHO:
        return side.up_to(_phrase_start(side, at - 1))
    if at == cue.first and reading.syntax.tags[at] not in _FINITE:
        return side.up_to(_phrase_start(side, at))
    now = side.behind(_clause_start(side, at)).up_to(at)
    if now.end - now.first <= 1 and lower[now.first] in _PRONOUNS:
        return times.before(reading) or side
    if (gap := _compared(cue, side)) is not None:
        return gap
    return side if _is_a_name(now) or "since" in cue.row else now


def _compared(cue: Cue, side: Side) -> Side | None:
    """Return what somebody compares, where it stands inside the cue: "compared the new missiles to"."""
    if not cue.row.startswith(("compar", "liken")) or cue.end - cue.first <= _SHORT:
        return None
    return side.behind(cue.first + 1).up_to(cue.end - 1)


def _is_a_name(side: Side) -> bool:
    """Return whether a side is but the name of who does what is likened: it says nothing of now."""
    return all(tag.startswith("NNP") for tag in side.reading.syntax.tags[side.first : side.end])


def _predicate(side: Side, cue: Cue) -> int:
    """Return where the verb begins that a cue is or belongs to; the cue itself where there is none."""
    tags, lower = side.reading.syntax.tags, side.reading.lower
    at = cue.first
    while at > side.first + 1 and (tags[at - 1] in _AROUND or lower[at - 1] in _BE):
        at -= 1
    while at < cue.first and not (tags[at].startswith(("V", "MD")) or lower[at] in _BE):
        at += 1
    return at


def _clause_start(side: Side, at: int) -> int:
    """Return where the clause of the verb at `at` begins: behind "that", or the last joint."""
    lower = side.reading.lower
    openers = [
        c.opener for c in side.reading.syntax.clauses if c.kind == "complement" and c.opener is not None
    ]
    starts = [opener + 1 for opener in openers if side.first <= opener < at - 1]
    starts += [n + 2 for n in range(side.first, at - 2) if lower[n] == "," and lower[n + 1] in ("and", "but")]
    starts += [n + 1 for n in range(side.first, at - 1) if lower[n] in _STOPS]
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


def _comparative(side: Side, times: Times) -> ClausePair | None:
    reading = side.reading
    for at in range(side.first + 2, side.end - 1):
        if reading.lower[at] != "than" or not _is_compared(reading, side.first, at):
            continue
        then = side.behind(at + 1).up_to(_clause_end(side, at + 1))
        anchor = reading.anchored(then.first, then.end)
        if anchor is None or "since" in reading.lower[at : then.end] or is_bare(then, anchor):
            continue
        if anchor.kind == "date" and not (side.states or side.themes):
            continue  # "Inflation is lower than it was in 1980"
        now = side.up_to(at)
        if now.verb is None or is_now(now):
            return _pair(then, now, times, Cue(at, at + 1, "contrast", "than"))
    return None


def _is_compared(reading: Reading, first: int, than: int) -> bool:
    words = range(max(first, than - 14), than)
    tags = reading.syntax.tags
    return any(tags[at] in _COMPARATIVES or reading.lower[at] in _MORE for at in words)


def _negated(side: Side, times: Times) -> ClausePair | None:
    """Read "X is not Y" and "no longer from Y but from X"."""
    reading = side.reading
    verb = side.verb
    if verb is None or verb.tense != "present" or not _denies(reading, verb, side):
        return None
    but = next((at for at in range(verb.end, side.end) if reading.lower[at] == "but"), None)
    stop = but if but is not None else _clause_end(side, verb.end)
    start = verb.end + (reading.lower[verb.end : verb.end + 2] == ("no", "longer")) * 2
    then = side.behind(start).up_to(stop)
    anchor = reading.anchored(then.first, then.end)
    if anchor is None or is_bare(then, anchor):
        return None
    if but is not None:
        return _pair(_unled(then), _unled(side.behind(but + 1)), times)
    return _pair(then, side.up_to(verb.first), times) if reading.lower[verb.head] in _NEGATED_BE else None


def _unled(side: Side) -> Side:
    """Return a side without the preposition that it opens with."""
    return side.behind(side.first + (side.reading.syntax.tags[side.first] in ("IN", "TO")))


def _denies(reading: Reading, verb: VerbGroup, side: Side) -> bool:
    longer = reading.lower[verb.first - 2 : verb.first] == ("no", "longer")
    return verb.negated or longer or reading.lower[verb.end : verb.end + 2] == ("no", "longer")


def _joined(side: Side, times: Times) -> ClausePair | None:
    """Cut a sentence at a joint into a clause of then and one of now."""
    for cut, resume, told in _joints(side):
        left, right = side.up_to(cut), side.behind(resume)
        if (anchor := side.reading.anchored(left.first, cut)) is not None:
            left = _announced(left, anchor)
        if min(left.end - left.first, right.end - right.first) <= _SHORT or right.verb is None:
            continue
        found = {times.of(left): left, times.of(right): right}
        if "then" in found and "now" in found and stands_alone(found["then"]):
            cue = Cue(told, told + 1, "contrast", side.reading.lower[told]) if told >= 0 else None
            return _pair(found["then"], found["now"], times, cue)
    return None


def _announced(side: Side, anchor: Anchor) -> Side:
    """Return a side without what announces it: "History repeats itself: in 1980 ..."."""
    return _behind_colon(side.up_to(anchor.first)).up_to(side.end)


def _behind_colon(side: Side, at: int = 0) -> Side:
    """Return a side from the first colon on that stands behind `at`; all of it where there is none."""
    colons = [n for n in range(max(at, side.first), side.end - 1) if side.reading.lower[n] == ":"]
    return side.behind(colons[0] + 1) if colons else side


def _joints(side: Side) -> Iterator[tuple[int, int, int]]:
    """Yield where a sentence can be cut, where it goes on, and the word that contrasts, -1 for none."""
    reading, lower = side.reading, side.reading.lower
    for at in range(side.first + _SHORT, side.end - _SHORT):
        after = lower[at + 1]
        if lower[at] in (";", "–", "—"):
            yield at, at + 1, -1
        elif lower[at] == "," and after in _JOINTS:
            yield at, at + 2, -1 if after in ("but", "yet") else at + 1
        elif lower[at] == "whereas":
            yield at, at + 1, at
        elif lower[at] == "," and reading.has("now", at + 1, at + 4) is not None:
            yield at, at + 1 + (after == "and"), -1


def _changed(side: Side, times: Times) -> ClausePair | None:
    """Read what a subject was then and is now: "the troops who once dug trenches have been replaced"."""
    reading = side.reading
    relatives = [c.opener for c in reading.syntax.clauses if c.kind == "relative" and c.opener is not None]
    who = min((at for at in relatives if side.first < at < side.end - _SHORT), default=None)
    if who is None or reading.verb(side.first, who) is not None:
        return None
    cut = _behind_relative(side, who)
    if cut is None:
        return None
    then, now = side.up_to(cut), side.behind(cut)
    told = next(filter(None, (now.has("changed"), now.has("now"), now.has("again"), then.has("weak"))), None)
    told = None if is_of_a_thing(then) else told
    return _pair(then, now, times) if told and times.is_then(side.behind(who).up_to(cut)) else None


def _behind_relative(side: Side, who: int) -> int | None:
    """Return where the main verb's group begins behind a relative clause of the past."""
    reading, lower = side.reading, side.reading.lower
    verbs = [v for v in reading.syntax.verbs if v.finite and who < v.first < side.end]
    verbs = [v for v in verbs if v.modal is None or v.tense == "future"]
    if not verbs or verbs[0].tense != "past":
        return None
    if lower[who - 1] == ",":
        comma = next((at for at in range(verbs[0].end, side.end) if lower[at] == ","), None)
        heads = {_before_adverbs(lower, v.first) for v in verbs if v.tense != "past"}
        longer = comma is not None and lower[comma + 1 : comma + 3] == ("no", "longer")
        return comma + 1 if comma is not None and (comma + 1 in heads or longer) else None
    later = [_before_adverbs(lower, v.first) for v in verbs[1:] if v.tense != "past"]
    return next((at for at in later if lower[at - 1] not in _WHO), None)


def _before_adverbs(lower: Sequence[str], at: int) -> int:
    while lower[at - 1] in ("no", "longer", "now", "still", "today", "often", "only"):
        at -= 1
    return at


def _spliced(side: Side, times: Times) -> ClausePair | None:
    """Read two clauses with the same verb in two tenses: "Cuba had one supplier, Iran has three"."""
    if not times.era_near(side.reading):
        return None
    verbs = [v for v in side.reading.syntax.verbs if v.finite and side.first <= v.first < side.end]
    if len(verbs) != 2 or (verbs[0].tense, verbs[1].tense) != ("past", "present"):
        return None
    forms = {side.reading.lower[verb.head] for verb in verbs}
    commas = [at for at in range(verbs[0].end, verbs[1].first) if side.reading.lower[at] in (",", ";")]
    if not commas or forms not in ({"had", "has"}, {"had", "have"}, {"was", "is"}, {"were", "are"}):
        return None
    return _pair(side.up_to(commas[-1]), side.behind(commas[-1] + 1), times)
