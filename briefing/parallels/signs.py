"""Document -> the motifs that it shows, how strongly, and whether it is about affairs between states."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.phrases import Match

_AGAIN = 0.4
"""What each further strong sign adds to the first one."""
_WEAK = 0.35
_MOST = 3.0
_PLACE = itemgetter(0, 1)


class Row(NamedTuple):
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


def read(sentences: Iterable[tuple[Sequence[str], list[Match[Row]]]], lexicon: Lexicon) -> Signs:
    """Return the signs of an article, given as the words of sentences and what stands in them."""
    points: dict[str, float] = {}
    weak: set[tuple[str, str]] = set()
    affairs = elsewhere = 0
    groups = _groups(lexicon)
    for words, found in sentences:
        places: dict[tuple[str, int], set[int]] = {}
        strong: dict[str, int] = {}
        topics: dict[str, int] = {"affairs": 0, "elsewhere": 0}
        undone = {row.motif for _, _, row in found if row.kind == "unless"}
        for first, end, row in sorted(found, key=_PLACE):
            if row.kind in topics:
                if first >= topics[row.kind]:
                    topics[row.kind] = end
                    affairs += row.kind == "affairs"
                    elsewhere += row.kind == "elsewhere"
            elif row.motif in undone:
                continue
            elif row.kind == "together":
                places.setdefault((row.motif, row.group), set()).add(row.part)
            elif row.kind == "weak":
                weak.add((row.motif, _stem(words[first:end])))
            elif first >= strong.get(row.motif, 0):
                strong[row.motif] = end
                points[row.motif] = points.get(row.motif, 0.0) + (_AGAIN if row.motif in points else 1.0)
        for (motif, group), parts in places.items():
            if len(parts) == groups[motif][group] and motif not in strong:
                points[motif] = points.get(motif, 0.0) + (_AGAIN if motif in points else 1.0)
    for motif, _ in sorted(weak):
        points[motif] = points.get(motif, 0.0) + _WEAK
    motifs = {motif: 1 - 0.5 ** min(amount, _MOST) for motif, amount in sorted(points.items())}
    return Signs(motifs, affairs, elsewhere)


def _stem(words: Sequence[str]) -> str:
    """Return the words without the ending of the last one, so that a plural is not another sign."""
    return " ".join(words)[:-1]


@functools.cache
def _groups(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    return {key: tuple(map(len, motif.together)) for key, motif in lexicon.motifs.motifs.items()}


def rows(lexicon: Lexicon) -> Iterator[tuple[str, Row]]:
    """Yield what to look for, the last word with any ending."""
    for key, motif in lexicon.motifs.motifs.items():
        for kind, phrases in (("strong", motif.strong), ("weak", motif.weak), ("unless", motif.unless)):
            yield from ((phrase, Row(kind, key)) for phrase in phrases)
        for group, lists in enumerate(motif.together):
            for part, phrases in enumerate(lists):
                yield from ((phrase, Row("together", key, group, part)) for phrase in phrases)
    for kind, phrases in (("affairs", lexicon.motifs.affairs), ("elsewhere", lexicon.motifs.elsewhere)):
        yield from ((phrase, Row(kind)) for phrase in phrases)
