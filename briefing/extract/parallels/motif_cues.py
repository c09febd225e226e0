"""Document -> the motifs that it shows, how strongly, and whether it is about affairs between states."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Concordance

_AGAIN = 0.4
"""What each further strong sign adds to the first one."""
_WEAK = 0.35
_MOST = 3.0
_PLACE = itemgetter(0, 1)


class MotifCue(NamedTuple):
    """What a phrase of motifs.yml stands for."""

    kind: str
    """strong, weak, together, unless, affairs or elsewhere."""
    motif: str = ""
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


def read(found: Mapping[str, Sequence[Match[MotifCue]]], text: Concordance, lexicon: Lexicon) -> Signs:
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
    weak = {
        (row.motif, _stem(words[first:end]))
        for first, end, row in found["weak"]
        if (row.motif, sentence_of[first]) not in undone
    }
    for motif, _ in sorted(weak):
        points[motif] = points.get(motif, 0.0) + _WEAK
    motifs = {motif: 1 - 0.5 ** min(amount, _MOST) for motif, amount in sorted(points.items())}
    return Signs(motifs, _apart(found["affairs"]), _apart(found["elsewhere"]))


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
    for kind, phrases in (("affairs", lexicon.motifs.affairs), ("elsewhere", lexicon.motifs.elsewhere)):
        yield from ((phrase, MotifCue(kind)) for phrase in phrases)
