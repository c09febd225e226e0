"""Sentences that tell of then, next to sentences that tell of now -> pairs of sides.

A sentence of then pairs with one of the next two that are of now where the text sets them side by side:
by an adverb at its head ("Today"), by the same opening ("In 1972 ..., in 2025 ..."), by what they share, by
a word for what is there again.  What only follows upon the past, as news follows upon its background,
makes no pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.extract.comparison.phrases import STRONG, WEAK
from briefing.extract.comparison.sides import ClausePair, Side, Times, is_now, is_of_a_thing, is_past
from briefing.extract.comparison.signs import Cue, Reading
from briefing.model import Relation

_FAR = 3
"""Sentences of then and of now are at most so many apart."""
_HEAD = 5
"""Words at the head of a sentence."""
_ENOUGH = 2.7
_LONGEST = 4
"""Sentences that one naming of the era covers."""
_ADVERB, _AGAIN, _PARALLEL, _ORDINALS, _COMPARED = 2.0, 1.5, 2.0, 3.0, 1.0
_INSIDE = 1.0
_CUE, _CUE_INSIDE, _CUE_WEAK = 2.3, 1.5, 0.5
_SUBJECT, _NEXT, _NAMED, _PARAGRAPH = 1.0, 0.5, 0.5, -1.0
_WORD, _WORDS = 0.5, 1.0
"""What each word shared gives, and the most that they give."""
_THEME, _STATE, _STATES = 0.7, 0.5, 1.0
_WORD_LENGTH = 5
_PRONOUNS = frozenset(
    ("it", "they", "he", "she", "we", "its", "their", "this", "that", "these", "those", "most", "none")
)
_SAME_HEADS = (
    frozenset(("in", "under", "with", "for", "at")),
    frozenset(("the",)),
)
_SAME_VERB = {"had": "have", "has": "have", "was": "be", "were": "be", "is": "be", "are": "be"}
_NAMES = frozenset(("NNP", "NNPS"))
_CONTENT = ("NN", "VB", "JJ")


class Scored(NamedTuple):
    """A pair of sides with what speaks for it."""

    score: float
    then: Side
    now: Side
    cue: tuple[Reading, Cue] | None
    rule: str


def pairs(readings: Sequence[Reading], skip: frozenset[int], times: Times) -> list[ClausePair]:
    """Return the pairs of neighbouring sentences; `skip` are those that compare by themselves."""
    free = [r for r in readings if r.number not in skip and not r.elsewhere]
    thens = list(_thens(free, times))
    nows = [side for side in map(times.whole, free) if side.first < side.end and _may_be_now(side, times)]
    scored = [found for then in thens for now in nows if (found := _score(then, now, times)).score >= _ENOUGH]
    scored.sort(key=lambda found: (-found.score, found.then.number, found.now.number))
    used: set[int] = set()
    made = []
    for found in scored:
        numbers = {found.then.number, found.now.number}
        if not numbers & used:
            used |= numbers
            made.append(_pair(found, times))
    return made + _following(made, thens, nows, used, times)


def _following(
    made: Sequence[ClausePair], thens: Sequence[Side], nows: Sequence[Side], used: set[int], times: Times
) -> list[ClausePair]:
    """Pair the sentences that follow upon the sides of a pair, where both are of one theme."""
    one = {side.number: side for side in thens if side.number not in used}
    other = {side.number: side for side in nows if side.number not in used}
    found = []
    for pair in made:
        then, now = one.get(pair.then.number + 1), other.get(pair.now.number + 1)
        if (
            then is not None
            and now is not None
            and max(joint_themes(then, now).values(), default=0) >= STRONG
        ):
            found.append(_pair(Scored(0.0, then, now, None, "following"), times))
    return found


def _thens(readings: Sequence[Reading], times: Times) -> Iterator[Side]:
    """Yield the sentences of then: those that name the era, and what goes on in the past behind them."""
    last = -1
    run = 0
    for reading in readings:
        side = times.whole(reading)
        if side.first >= side.end:
            continue
        goes_on = 0 < run < _LONGEST and reading.number == last + 1 and _goes_on(side, readings)
        if _is_of_then(side, times) or goes_on:
            run = run + 1 if goes_on else 1
            last = reading.number
            yield side
        else:
            run = 0


def _is_of_then(side: Side, times: Times) -> bool:
    """Return whether the main clause of a sentence tells of then, and not what made a thing of today."""
    return (
        times.is_then(side) and side.verb is not None and not (is_of_a_thing(side) or _is_conditional(side))
    )


def _goes_on(side: Side, readings: Sequence[Reading]) -> bool:
    before = next((r for r in readings if r.number == side.number - 1), None)
    same = before is not None and before.sentence.paragraph == side.reading.sentence.paragraph
    return same and is_past(side) and side.has("dated") is None and not is_of_a_thing(side)


def _may_be_now(side: Side, times: Times) -> bool:
    """Return whether a sentence tells of now; "Since 1933 ..." tells how something came about."""
    if side.reading.lower[side.first] in ("since", "until", "if", "unless"):
        return False
    return times.of(side) != "then" and is_now(side) and not _is_conditional(side)


def _is_conditional(side: Side) -> bool:
    lower, verb = side.reading.lower, side.verb
    return verb is not None and verb.modal is not None and lower[verb.modal] in ("would", "could", "might")


def _score(then: Side, now: Side, times: Times) -> Scored:
    gap = now.number - then.number
    cue = relation_cue(now)
    nothing = Scored(0.0, then, now, cue, "")
    if not (1 <= gap <= _FAR or (gap == -1 and now.has("again") is not None)):
        return nothing
    signs = {
        "adverb": _ADVERB if _opens_with_now(now) else _INSIDE * _is_inside_now(now),
        "again": _AGAIN * (now.has("again") is not None),
        "parallel": _PARALLEL * _is_parallel(then, now),
        "ordinals": _ORDINALS * _count_on(then, now),
        "compared": _COMPARED * (_is_compared(then) or _is_compared(now)),
        "cue": _weight(cue, now),
        "named": _NAMED * times.is_then(then),
        "subject": _SUBJECT * _shares_subject(then, now),
        "words": min(_WORDS, _WORD * len(_content(then) & _content(now))),
        "theme": _THEME * any(w >= WEAK for w in joint_themes(then, now).values()),
        "states": min(_STATES, _STATE * len(then.states & now.states)),
        "near": _NEXT * (2 - abs(gap)),
        "paragraph": _PARAGRAPH * (then.reading.sentence.paragraph != now.reading.sentence.paragraph),
    }
    if not (signs["adverb"] or signs["again"] or signs["parallel"] or signs["cue"] or signs["subject"]):
        return nothing
    told = "+".join(name for name, weight in signs.items() if weight > 0)
    return Scored(sum(signs.values()), then, now, cue, told)


def _weight(cue: tuple[Reading, Cue] | None, now: Side) -> float:
    """Return what a cue gives: most at the head of the sentence of now, little where it may mean anything."""
    if cue is None:
        return 0.0
    if cue[1].relation == "continuity":
        return _CUE_WEAK
    return _CUE if cue[1].first <= now.first + _HEAD else _CUE_INSIDE


def _opens_with_now(side: Side) -> bool:
    """Return whether a word for the present opens the sentence, with at most a quotation mark before it."""
    head = side.first, side.first + 1 + (side.reading.tokens[side.first].text in '“"‘')
    return any(side.reading.has(kind, *head) is not None for kind in ("now", "later"))


def _is_inside_now(side: Side) -> bool:
    return side.has("now") is not None or side.has("later") is not None


def _is_parallel(then: Side, now: Side) -> bool:
    """Return whether two sentences open alike: "The first ... The second", "In Prague ... In Minsk"."""
    one, other = _opening(then), _opening(now)
    if other[:2] in (("this", "one"), ("the", "one"), ("the", "new"), ("the", "second")) or _cleft(
        one
    ) & _cleft(other):
        return True
    heads = one[:1] == other[:1] and bool(one) and one[0] in _SAME_HEADS[0]
    alike = _verbs(then) & _verbs(now) or _joints(then) & _joints(now) or _content(then) & _content(now)
    named = (
        _opens_with_a_name(then) and _opens_with_a_name(now) and bool(alike) and now.number == then.number + 1
    )
    subjects = _subject(then), _subject(now)
    again = bool(subjects[0]) and subjects[0][-1:] == subjects[1][-1:] and bool(_verbs(then) & _verbs(now))
    return heads or named or again


def _opens_with_a_name(side: Side) -> bool:
    named = any(at == side.reading.tokens[side.first].start for at, _ in side.reading.states)
    return named or side.reading.syntax.tags[side.first] in _NAMES


def _cleft(opening: tuple[str, ...]) -> bool:
    """Return whether a sentence stresses who does it: "It was Moscow that ..."."""
    pairs = zip(opening, opening[1:], strict=False)
    return any(one == "it" and other in ("was", "is") for one, other in pairs)


def _count_on(then: Side, now: Side) -> bool:
    """Return whether one sentence tells of the first of its kind and the other of the second."""
    return _opening(then)[1:2] == ("first",) and _opening(now)[1:2] == ("second",)


def _is_compared(side: Side) -> bool:
    """Return whether a predicate is compared with something that stands outside of its sentence."""
    reading, verb = side.reading, side.verb
    if verb is None or "than" in reading.lower[side.first : side.end]:
        return False
    return any(
        reading.syntax.tags[at] in ("JJR", "RBR") for at in range(verb.end, min(verb.end + 2, side.end))
    )


def _opening(side: Side) -> tuple[str, ...]:
    first = side.first
    while first < side.end and side.reading.tokens[first].text in "“\"‘'":
        first += 1
    return side.reading.lower[first : min(first + _HEAD, side.end)]


def _verbs(side: Side) -> frozenset[str]:
    reading = side.reading
    heads = [reading.lower[v.head] for v in reading.syntax.verbs if side.first <= v.first < side.end]
    return frozenset(_SAME_VERB.get(head, head[:4]) for head in heads)


def _joints(side: Side) -> frozenset[str]:
    return frozenset(side.reading.lower[side.first : side.end]) & {"because", "who", "whose"}


def _shares_subject(then: Side, now: Side) -> bool:
    """Return whether the sentence of now has the subject of the other, or points at it by a pronoun."""
    subject = _subject(now)
    if _opens_with_now(now):
        subject = tuple(word for word in subject if word != "this")
    if subject == ("it",) and "be" in _verbs(now):
        return False  # "it is the reverse", "it is Beijing that"
    if subject and subject[0] in _PRONOUNS and now.number - then.number == 1:
        return True
    return bool(subject) and len(subject[-1]) >= _WORD_LENGTH and subject[-1] in _subject(then)


def _subject(side: Side) -> tuple[str, ...]:
    verb = side.verb
    found = side.reading.syntax.subject_of(verb) if verb is not None else None
    return side.reading.lower[found.first : found.end] if found is not None else ()


def _content(side: Side) -> frozenset[str]:
    """Return the longer words of a side without their endings."""
    tags, lower = side.reading.syntax.tags, side.reading.lower
    return frozenset(
        lower[at][:_WORD_LENGTH]
        for at in range(side.first, side.end)
        if len(lower[at]) >= _WORD_LENGTH and tags[at].startswith(_CONTENT)
    )


def joint_themes(then: Side, now: Side) -> dict[str, float]:
    """Return the themes that both sides have, with the lesser weight."""
    other = now.themes
    return {theme: min(weight, other[theme]) for theme, weight in then.themes.items() if theme in other}


def relation_cue(side: Side) -> tuple[Reading, Cue] | None:
    """Return the words of a side that say how it relates to the other."""
    denied = side.reading.of("denied")
    for cue in side.reading.of("relation"):
        inside = side.first <= cue.first < side.end
        if cue.relation == "continuity" and (side.verb is None or cue.first > side.verb.end):
            continue  # "although it still buys Russian arms" is no continuity of the whole
        if inside and not any(cue.first - 3 <= no.first < cue.first for no in denied):
            return side.reading, cue
    return None


def _pair(found: Scored, times: Times) -> ClausePair:
    now = _first_part(found.now)
    relation: Relation | None = found.cue[1].relation if found.cue is not None else None
    anchor = found.then.reading.anchored(found.then.first, found.then.end)
    era = anchor.era if anchor is not None else times.era_near(found.then.reading)
    return ClausePair(era, found.then, now, found.rule, relation, found.cue)


def _first_part(side: Side) -> Side:
    """Return a sentence up to an "and" behind which the tense changes: that part tells of something else."""
    reading, verb = side.reading, side.verb
    if verb is None or verb.tense != "present":
        return side
    for phrase in reading.syntax.phrases:
        joined = reading.lower[phrase.first - 2 : phrase.first] == (",", "and") and phrase.first > verb.end
        if joined and phrase.whole < side.end and reading.syntax.tags[phrase.whole] in ("VBD", "VBN"):
            return side.up_to(phrase.first - 2)
    return side
