"""Sentences that tell of then, next to sentences that tell of now -> pairs of sides.

A sentence of then pairs with one of the next that are of now where the text sets the two side by side; the
signs of that stand in `SIGNS` with what each gives.  What only follows upon the past, as news follows upon
its background, makes no pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from briefing.extract.comparison.phrases import STRONG, WEAK
from briefing.extract.comparison.sides import ClausePair, Side, Times, is_now, is_of_a_thing, is_past, pair
from briefing.extract.comparison.signs import Cue, Reading

_FAR = 3
"""Sentences of then and of now are at most so many apart."""
_HEAD = 5
"""Words at the head of a sentence."""
_ENOUGH = 2.7
_LONGEST = 4
"""Sentences that one naming of the era covers."""
_STEM = 5
_PRONOUNS = frozenset(("it", "they", "we", "its", "their", "this", "that", "these", "those", "most", "none"))
_POINTING = frozenset(
    [
        ("its", "successor"),
        ("their", "successors"),
        ("this", "one"),
        ("the", "one"),
        ("the", "new"),
        ("the", "second"),
        ("those", "of"),
        ("that", "of"),
    ]
)
_HEADS = frozenset(("in", "under", "with", "for", "at"))
_NO_NOW = frozenset(("since", "until", "if", "unless"))
_SAME_VERB = {"had": "have", "has": "have", "was": "be", "were": "be", "is": "be", "are": "be"}
_CONTENT = ("NN", "VB", "JJ")
_AUXILIARIES = frozenset(("is", "are", "do", "does", "has", "have", "can", "will"))
_LONGEST_ELLIPSIS = 12
_BACK = frozenset(("that", "those", "old"))
"""Words of a weak sign of then that only point back at it: "the hostility of that time"."""


class Scored(NamedTuple):
    """A pair of sides with what speaks for it."""

    score: float
    then: Side
    now: Side
    rule: str


def pairs(readings: Sequence[Reading], skip: frozenset[int], times: Times) -> list[ClausePair]:
    """Return the pairs of neighbouring sentences; `skip` are those that compare by themselves."""
    free = [times.whole(r) for r in readings if r.number not in skip and not r.elsewhere]
    free = [
        side for side in free if times.is_near(side.reading) or times.is_answered(side) or times.answers(side)
    ]
    free = [side for side in free if side.first < side.end and not _is_conditional(side)]
    thens = {side.number: side for side in _thens(free, times)}
    nows = {side.number: side for side in free if _is_of_now(side, times)}
    reach = range(-1, _FAR + 1)
    both = [(then, nows[n + gap]) for n, then in thens.items() for gap in reach if gap and n + gap in nows]
    scored = [found for sides in both if (found := _score(*sides, times)).score >= _ENOUGH]
    scored.sort(key=lambda found: (-found.score, found.then.number, found.now.number))
    made: list[ClausePair] = []
    for found in scored:
        if thens.get(found.then.number) is found.then and nows.get(found.now.number) is found.now:
            made.append(_pair(found, times))
            for number in (found.then.number, found.now.number):
                thens.pop(number, None)
                nows.pop(number, None)
    return made + list(_following(made, thens, nows, times))


def _following(
    made: Sequence[ClausePair], thens: dict[int, Side], nows: dict[int, Side], times: Times
) -> Iterator[ClausePair]:
    """Pair the sentences that follow upon the sides of a pair, where both are of one theme."""
    for before in made:
        then, now = thens.get(before.then.number + 1), nows.get(before.now.number + 1)
        if (
            then is not None
            and now is not None
            and max(joint_themes(then, now).values(), default=0) >= STRONG
        ):
            yield _pair(Scored(0.0, then, now, "following"), times)


def _thens(sides: Sequence[Side], times: Times) -> Iterator[Side]:
    """Yield the sentences of then: those that name the era, and what goes on in the past behind them."""
    before, run = None, 0
    for side in sides:
        goes_on = before is not None and 0 < run < _LONGEST and _goes_on(side, before)
        told = side.verb is not None or {"VBD", "VBN"} & set(side.reading.syntax.tags[side.first : side.end])
        named = told and times.is_then(side) and not _is_aside(side)
        run = (run + 1 if goes_on else 1) if (named or goes_on) and not is_of_a_thing(side) else 0
        before = side
        if run:
            yield side


def _goes_on(side: Side, before: Side) -> bool:
    near = side.number == before.number + 1
    together = near and side.reading.sentence.paragraph == before.reading.sentence.paragraph
    return together and is_past(side) and side.has("dated") is None


def _is_aside(side: Side) -> bool:
    """Return whether then is only in a relative clause: "They discussed the treaty signed in 1968"."""
    verb, anchor = side.verb, side.anchor
    if verb is None or anchor is None or _is_cleft(_opening(side)):
        return False
    around = [c for c in side.reading.syntax.clauses if c.kind == "relative" and c.opener is not None]
    return any(verb.end <= c.first <= anchor.first < c.end for c in around)


def _is_of_now(side: Side, times: Times) -> bool:
    """Return whether a sentence tells of now; "Since 1933 ..." tells how something came about."""
    told = is_now(side) or _opening(side)[:2] in _POINTING  # "This one was fought by drones"
    return side.reading.lower[side.first] not in _NO_NOW and told and not times.is_then(side)


def _is_conditional(side: Side) -> bool:
    lower, verb = side.reading.lower, side.verb
    if verb is None or verb.modal is None or lower[verb.modal] not in ("would", "might", "may"):
        return False
    return "rather" not in lower[verb.modal : verb.end]  # a wish of now


def _score(then: Side, now: Side, times: Times) -> Scored:
    found = {name: weight * sign(then, now) for name, weight, sign in SIGNS}
    told = "+".join(name for name, weight in found.items() if weight > 0)
    aged = now.reading.lower[now.first + 1 : now.first + 3]  # "Berg, 81, was let in again"
    if aged[:1] == (",",) and aged[-1].isdigit():
        return Scored(0.0, then, now, told)
    a_life = not {"he", "she"}.isdisjoint(_opening(now)[:3])  # "Today he is a critic of the Kremlin"
    if (now.number < then.number or a_life) and not found["again"]:
        return Scored(0.0, then, now, told)
    base = _NAMED * times.is_then(then) + _APART * (
        then.reading.sentence.paragraph != now.reading.sentence.paragraph
    )
    return Scored(sum(found.values()) + base if any(found[n] for n in _NEEDED) else 0.0, then, now, told)


def _pair(found: Scored, times: Times) -> ClausePair:
    cue = relation_cue(found.now)
    made = pair(found.then, _first_part(found.now), times, cue)
    return made._replace(rule=found.rule, cue=(found.now.reading, cue) if cue is not None else None)


def _first_part(side: Side) -> Side:
    """Return a sentence up to an "and" behind which the tense changes: that part tells of something else."""
    lower, syntax, verb = side.reading.lower, side.reading.syntax, side.verb
    if verb is None or verb.tense != "present":
        return side
    joined = [
        p for p in syntax.phrases if p.first > verb.end and lower[p.first - 2 : p.first] == (",", "and")
    ]
    past = [p.first - 2 for p in joined if p.whole < side.end and syntax.tags[p.whole] in ("VBD", "VBN")]
    return side.up_to(past[0]) if past else side


# -- signs ------------------------------------------------------------------------------------------


def _opens_with_now(_then: Side, now: Side) -> bool:
    quoted = now.reading.tokens[now.first].text in '“"‘'
    head = now.first, now.first + 1 + quoted
    return any(now.reading.has(kind, *head) is not None for kind in ("now", "later"))


def _has_now(_then: Side, now: Side) -> bool:
    """Return whether the sentence says now itself, and not of somebody in passing: "who is now director"."""
    cue = now.has("now")
    told = cue is not None and {"who", "which"}.isdisjoint(now.reading.lower[now.first : cue.first])
    return told or now.has("later") is not None


def _is_answered(then: Side, now: Side) -> bool:
    """Return whether those days are set against a sentence that opens with now."""
    return then.has("weak") is not None and _opens_with_now(then, now)


def _points_back(_then: Side, now: Side) -> bool:
    cue = now.has("weak")
    return cue is not None and not _BACK.isdisjoint(cue.row.split())


def _has_again(_then: Side, now: Side) -> bool:
    return now.has("again") is not None


def _cue(_then: Side, now: Side) -> float:
    """Return 1 for a cue at the head of the sentence of now, less where it may mean anything."""
    cue = relation_cue(now)
    if cue is None:
        return 0.0
    return 0.2 if cue.relation == "continuity" else 1.0 if cue.first <= now.first + _HEAD else 0.65


def relation_cue(side: Side) -> Cue | None:
    """Return the words of a side that say how it relates to the other."""
    verb = side.verb
    for cue in side.reading.of("relation"):
        if not side.first <= cue.first < side.end or side.reading.has("denied", cue.first - 3, cue.first):
            continue
        if cue.relation != "continuity" or (verb is not None and cue.first <= verb.end):
            return cue  # in "although it still buys Russian arms" it is no continuity of the whole
    return None


def _is_parallel(then: Side, now: Side) -> bool:
    """Return whether two sentences open alike: "In Prague", "In Minsk"; "It was", "It is"; two names."""
    one, other = _opening(then), _opening(now)
    if other[:2] in _POINTING or (_is_cleft(one) and _is_cleft(other)):
        return True
    if one[:1] == other[:1] and _HEADS.issuperset(one[:1]):
        return True
    verbs = _verbs(then) & _verbs(now)
    if verbs and _subject(then)[-1:] == _subject(now)[-1:] != ():
        return True
    alike = verbs or _content(then) & _content(now) or "because" in set(_words(then)) & set(_words(now))
    alike = alike or not {"them", "it", "so"}.isdisjoint(_words(now)[-2:])  # "Trump disarms them"
    return (
        bool(alike) and now.number == then.number + 1 and _opens_with_a_name(then) and _opens_with_a_name(now)
    )


def _words(side: Side) -> tuple[str, ...]:
    return side.reading.lower[side.first : side.end]


def _opening(side: Side) -> tuple[str, ...]:
    return tuple(word for word in _words(side)[: _HEAD + 1] if word not in "“\"‘'")


def _opens_with_a_name(side: Side) -> bool:
    first = min(side.first + (_words(side)[:1] == ("the",)), side.end - 1)
    named = any(at == side.reading.tokens[first].start for at, _ in side.reading.states)
    return named or side.reading.syntax.tags[first].startswith("NNP")


def _is_cleft(opening: tuple[str, ...]) -> bool:
    """Return whether a sentence stresses who does it: "It was Moscow that ..."."""
    return any(opening[n : n + 2] in (("it", "was"), ("it", "is")) for n in range(len(opening)))


def _counts_on(then: Side, now: Side) -> bool:
    """Return whether one sentence tells of the first of its kind and the other of the second."""
    return _opening(then)[1:2] == ("first",) and _opening(now)[1:2] == ("second",)


def _is_compared(then: Side, now: Side) -> bool:
    """Return whether a predicate is compared with something that stands outside of its sentence."""
    for side in (then, now):
        end = side.verb.end if side.verb is not None else side.end
        degrees = any(tag in ("JJR", "RBR") for tag in side.reading.syntax.tags[end : end + 2])
        if degrees and "than" not in _words(side):
            return True
    return False


def _is_elliptic(then: Side, now: Side) -> bool:
    """Return whether a short sentence leaves to the one before it what it tells: "Mr Putin does not"."""
    verb = now.verb
    if verb is None or now.end - now.first > _LONGEST_ELLIPSIS or now.number != then.number + 1:
        return False
    tags = now.reading.syntax.tags[verb.end : now.end]
    return now.reading.lower[verb.head] in _AUXILIARIES and not any(tag.startswith(_CONTENT) for tag in tags)


def _verbs(side: Side) -> frozenset[str]:
    heads = [v.head for v in side.reading.syntax.verbs if side.first <= v.first < side.end]
    return frozenset(_SAME_VERB.get(side.reading.lower[n], side.reading.lower[n][:4]) for n in heads)


def _shares_verb(then: Side, now: Side) -> bool:
    return not (_verbs(then) & _verbs(now)) <= {"have", "be"}


def _shares_subject(then: Side, now: Side) -> float:
    """Return whether the sentence of now has the subject of the other, or points at it by a pronoun."""
    subject = _subject(now)
    if not subject or (subject == ("it",) and "be" in _verbs(now)):
        return 0.0  # "it is the reverse", "it is Beijing that"
    if subject[0] in _PRONOUNS and now.number == then.number + 1:
        if subject[0] == "this" and _opens_with_now(then, now):
            return 0.0  # "this year"
        return 0.5 if subject[0] in ("its", "their") and len(subject) > 1 else 1.0
    return len(subject[-1]) >= _STEM and subject[-1] in _subject(then)


def _subject(side: Side) -> tuple[str, ...]:
    found = side.reading.syntax.subject_of(side.verb) if side.verb is not None else None
    return side.reading.lower[found.first : found.end] if found is not None else ()


def _content(side: Side) -> frozenset[str]:
    """Return the longer words of a side without their endings."""
    tagged = zip(_words(side), side.reading.syntax.tags[side.first : side.end], strict=True)
    return frozenset(word[:_STEM] for word, tag in tagged if len(word) >= _STEM and tag.startswith(_CONTENT))


def _shared_words(then: Side, now: Side) -> int:
    return min(2, len(_content(then) & _content(now)))


def joint_themes(then: Side, now: Side) -> dict[str, float]:
    """Return the themes that both sides have, with the lesser weight."""
    other = now.themes
    return {theme: min(weight, other[theme]) for theme, weight in then.themes.items() if theme in other}


def _shares_theme(then: Side, now: Side) -> bool:
    return max(joint_themes(then, now).values(), default=0.0) >= WEAK


def _shared_states(then: Side, now: Side) -> int:
    return min(2, len(then.states & now.states))


def _nearness(then: Side, now: Side) -> int:
    return 2 - abs(now.number - then.number)


SIGNS: tuple[tuple[str, float, Callable[[Side, Side], float]], ...] = (
    ("adverb", 1.0, _opens_with_now),
    ("now", 1.0, _has_now),
    ("again", 1.5, _has_again),
    ("back", 1.5, _points_back),
    ("answered", 1.0, _is_answered),
    ("parallel", 2.0, _is_parallel),
    ("first-second", 3.0, _counts_on),
    ("compared", 1.0, _is_compared),
    ("elliptic", 2.0, _is_elliptic),
    ("cue", 2.3, _cue),
    ("verb", 1.5, _shares_verb),
    ("subject", 1.0, _shares_subject),
    ("words", 0.5, _shared_words),
    ("theme", 0.7, _shares_theme),
    ("states", 0.5, _shared_states),
    ("near", 0.5, _nearness),
)
_NEEDED = ("adverb", "elliptic", "now", "again", "back", "parallel", "first-second", "cue", "verb", "subject")
"""One of these must hold: that two sentences are of one theme sets nothing side by side."""
_NAMED, _APART = 0.5, -1.0
"""For the sentence that names the era itself; for two paragraphs."""
