"""Document -> the motifs that it shows, how strongly, and whether it is about affairs between states."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Concordance, Document
from briefing.model.syntax import Clause

_AGAIN = 0.4
"""What each further strong sign adds to the first one."""
EVERYDAY = frozenset(("leaders-summit", "envoys-meet"))
"""Motifs of any summit, forum or visit: they bear nothing out by themselves."""
_WEAK = 0.35
_MOST = 3.0
_TOLD_BY_DEED = 2
"""A deed says as much of affairs between states as so many words of them."""
_PLACE = itemgetter(0, 1)


class MotifCue(NamedTuple):
    """What a phrase of motifs.yml stands for."""

    kind: str
    """strong, weak, together, unless, affairs or elsewhere; who, did or whom of a deed."""
    motif: str = ""
    """For who: the group of actors."""
    group: int = 0
    """For together: the number of the group and of the list in it."""
    part: int = 0


class Signs(NamedTuple):
    """What an article shows."""

    motifs: dict[str, float]
    """Strength of each motif found, above 0 and below 1; one strong sign gives 0.5."""
    affairs: int
    """Words of affairs between states."""
    elsewhere: int
    """Words of other matters."""


def read(
    found: Mapping[str, Sequence[Match[MotifCue]]], text: Concordance, document: Document, lexicon: Lexicon
) -> Signs:
    """Return the signs of an article, given as what is in its words, by kind."""
    words, sentence_of = text.words, text.sentence_of
    undone = {(row.motif, sentence_of[first]) for first, _, row in found["unless"]}
    points: dict[str, float] = {}
    strong: set[tuple[str, int]] = set()
    taken: dict[str, int] = {}
    for first, end, row in sorted(found["strong"], key=_PLACE):
        motif, place = row.motif, (row.motif, sentence_of[first])
        if first >= taken.get(motif, 0) and place not in undone:
            taken[motif] = end
            strong.add(place)
            points[motif] = points.get(motif, 0.0) + (_AGAIN if motif in points else 1.0)
    groups = _groups(lexicon)
    parts = {(row.motif, sentence_of[first], row.group, row.part) for first, _, row in found["together"]}
    for (motif, sentence, group), count in Counter([part[:3] for part in parts]).items():
        place = (motif, sentence)
        if count == groups[motif][group] and place not in strong and place not in undone:
            points[motif] = points.get(motif, 0.0) + (_AGAIN if motif in points else 1.0)
    deeds = _deeds(found, document, lexicon) - strong - undone
    for motif, _ in sorted(deeds):
        points[motif] = points.get(motif, 0.0) + (_AGAIN if motif in points else 1.0)
    weak = {
        (row.motif, _stem(words[first:end]))
        for first, end, row in found["weak"]
        if (row.motif, sentence_of[first]) not in undone
    }
    for motif, _ in sorted(weak):
        points[motif] = points.get(motif, 0.0) + _WEAK
    motifs = {motif: 1 - 0.5 ** min(amount, _MOST) for motif, amount in sorted(points.items())}
    told = _apart(found["affairs"]) + _TOLD_BY_DEED * len(deeds)
    return Signs(motifs, told, _apart(found["elsewhere"]))


def _deeds(
    found: Mapping[str, Sequence[Match[MotifCue]]], document: Document, lexicon: Lexicon
) -> set[tuple[str, int]]:
    """Return the motifs that clauses show by who did what to whom, with their sentences."""
    text = document.concordance
    parts: dict[tuple[int, str], list[tuple[int, MotifCue]]] = defaultdict(list)
    for kind in ("who", "did", "whom"):
        for first, _, row in found[kind]:
            if first < len(text.sentence_of):  # the title has no clauses
                number = text.sentence_of[first]
                parts[number, kind].append((first - text.opens[number], row))
    shown = set()
    for number in {number for number, kind in parts if kind == "did"}:
        whom = parts.get((number, "whom"), ())
        for at, row in parts[number, "did"] if whom else ():
            clause = document.syntax[number].clause_at(at)
            targets = [place for place, other in whom if other[1:] == row[1:]]
            actor = lexicon.motifs.deeds[row.motif][row.group].who
            actors = [place for place, other in parts.get((number, "who"), ()) if other.motif == actor]
            if clause is not None and _is_done(clause, at, None if actor == "anybody" else actors, targets):
                shown.add((row.motif, number))
    return shown


def _is_done(clause: Clause, at: int, actors: Sequence[int] | None, targets: Sequence[int]) -> bool:
    """Return whether the verb of a clause is at a token, with an actor as subject and a target as object."""
    verb = clause.verb
    if verb is None or not verb.first <= at < verb.end + 1:
        return False
    before, behind = range(clause.first, verb.first), range(verb.end, clause.end)
    if verb.passive:
        return any(target in before for target in targets)
    told = actors is None or any(actor in before for actor in actors)
    return told and any(target in behind or target == verb.end - 1 for target in targets)


def _apart(matches: Iterable[Match[MotifCue]]) -> int:
    """Return how many signs there are; of two that overlap the first one counts."""
    count = taken = 0
    for first, end, _ in sorted(matches, key=_PLACE):
        if first >= taken:
            taken = end
            count += 1
    return count


def _stem(words: Sequence[str]) -> str:
    """Return the words without the ending of the last one, so that a plural is not another sign."""
    return " ".join(words)[:-1]


@functools.cache
def _groups(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    return {key: tuple(map(len, motif.together)) for key, motif in lexicon.motifs.motifs.items()}


def rows(lexicon: Lexicon) -> Iterator[tuple[str, MotifCue]]:
    """Yield what to look for, the last word with any ending."""
    for key, motif in lexicon.motifs.motifs.items():
        for kind, phrases in (("strong", motif.strong), ("weak", motif.weak), ("unless", motif.unless)):
            yield from ((phrase, MotifCue(kind, key)) for phrase in phrases)
        for group, lists in enumerate(motif.together):
            for part, phrases in enumerate(lists):
                yield from ((phrase, MotifCue("together", key, group, part)) for phrase in phrases)
    for actors, phrases in lexicon.motifs.actors.items():
        yield from ((phrase, MotifCue("who", actors)) for phrase in phrases)
    for key, deeds in lexicon.motifs.deeds.items():
        for number, deed in enumerate(deeds):
            for role, phrases in (("did", deed.did), ("whom", deed.whom)):
                yield from ((phrase, MotifCue(role, key, number)) for phrase in phrases)
    for kind, phrases in (("affairs", lexicon.motifs.affairs), ("elsewhere", lexicon.motifs.elsewhere)):
        yield from ((phrase, MotifCue(kind)) for phrase in phrases)
