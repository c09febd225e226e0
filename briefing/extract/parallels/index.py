"""The episodes of the reference, laid out for matching: rarities, states by code, names to look for."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from math import log, sqrt
from typing import NamedTuple

from briefing.extract.parallels import echoes, motif_cues
from briefing.extract.parallels.echoes import Echo, Echoes
from briefing.extract.parallels.motif_cues import MotifCue
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Episode, Era, Reference, Span
from briefing.text.tokens import tokenize

_THIRD = 0.6
"""What a state at whom an episode was aimed weighs next to one that did it."""
_MAIN = 5
"""States of an episode that count in full, as listed: the twelfth founder of an alliance does not tell it."""
_FURTHER = 0.2
"""What each state after them weighs: enough to be named as shared, too little to thin out the main ones."""
_LATER = 0.85
"""What each motif weighs next to the one before it: an episode's first motif is its core."""


class IndexedName(NamedTuple):
    """Words of an article that point at an episode."""

    episode: str
    place: str = ""
    """The place that they are; empty where they are the episode's own name."""
    kind: str = "name"


class Candidate(NamedTuple):
    """An episode with its features, each set of weights of length 1."""

    episode: Episode
    era: Era
    motifs: dict[str, float]
    states: dict[str, float]
    themes: dict[str, float]
    powers: dict[str, float]
    """Those of its states that are powers."""


class Index(NamedTuple):
    """All episodes and what is rare among them."""

    candidates: tuple[Candidate, ...]
    by_motif: dict[str, tuple[int, ...]]
    """Numbers of the candidates that have a motif."""
    by_id: dict[str, int]
    table: Phrases[MotifCue | Echo | IndexedName]
    """Everything that a text can hold of an episode."""
    motifs: dict[str, float]
    """Rarity of each motif, 0 to 1, times its weight."""
    states: dict[str, float]
    """Rarity of each state by code, 0 to 1."""
    themes: dict[str, float]
    echoes: Echoes
    state_names: dict[str, str]
    """Of the states of today, by code."""


def unit(weights: dict[str, float]) -> dict[str, float]:
    """Return the weights as a vector of length 1."""
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


@functools.lru_cache(maxsize=8)
def index_of(lexicon: Lexicon, reference: Reference) -> Index:
    """Return the index of a reference, made once for each pair of lexicon and reference."""
    rows = [(episode, era) for era in reference.eras for episode in era.episodes]
    codes = {row.id: lexicon.comparison.successors.get(row.country, row.country) for row in lexicon.states}
    motifs = {
        motif: rarity * lexicon.motifs.motifs[motif].weight / 100
        for motif, rarity in _rarity(episode.motifs for episode, _ in rows).items()
        if motif in lexicon.motifs.motifs
    }
    themes = _rarity(episode.themes for episode, _ in rows)
    rare = _rarity({codes.get(s, s) for s in episode.states} for episode, _ in rows)
    states = {code: (1 + rarity) / 2 for code, rarity in rare.items()}
    candidates = []
    for episode, era in rows:
        sides: dict[str, float] = {}
        main, further = episode.states[:_MAIN], episode.states[_MAIN:]
        for weight, ids in ((_FURTHER, further), (_THIRD, episode.third), (1.0, main)):
            sides |= {codes.get(s, s): weight * states.get(codes.get(s, s), 1.0) for s in ids}
        ranked = {
            motif: motifs[motif] * _LATER**at for at, motif in enumerate(episode.motifs) if motif in motifs
        }
        subjects = unit({theme: themes[theme] for theme in episode.themes})
        sides = unit(sides)
        great = {code: weight for code, weight in sides.items() if code in lexicon.motifs.powers}
        candidates.append(Candidate(episode, era, unit(ranked), sides, subjects, great))
    today = {row.country: row.names[0] for row in reversed(lexicon.states) if row.until is None}
    told = echoes.echoes_of((episode for episode, _ in rows), _rarity(episode.echoes for episode, _ in rows))
    by_motif: dict[str, list[int]] = {}
    for number, candidate in enumerate(candidates):
        for motif in candidate.motifs:
            by_motif.setdefault(motif, []).append(number)
    return Index(
        candidates=tuple(candidates),
        by_motif={motif: tuple(numbers) for motif, numbers in by_motif.items()},
        by_id={episode.id: number for number, (episode, _) in enumerate(rows)},
        table=Phrases(_names(rows, lexicon), chain(motif_cues.rows(lexicon), echoes.rows(told))),
        motifs=motifs,
        states=states,
        themes=themes,
        echoes=told,
        state_names=today,
    )


def _rarity(groups: Iterable[Iterable[str]]) -> dict[str, float]:
    """Return how rare each key is, from 1 for one group down to 0.2 for every group."""
    sets = [set(group) for group in groups]
    counts = Counter(key for group in sets for key in group)
    most = log(len(sets) + 1)
    return {key: max(0.2, log((len(sets) + 1) / count) / most) for key, count in counts.items()}


def _names(rows: list[tuple[Episode, Era]], lexicon: Lexicon) -> Iterator[tuple[str, IndexedName]]:
    """Yield what each episode and its places are called; a state or its capital is no setting of its own."""
    states = {name for row in lexicon.states for name in (*row.names, *row.seats)}
    for episode, _ in rows:
        words = _lower(episode.title)
        words = words[1:] if words[:1] == ["the"] else words
        if len(words) > 1:
            yield " ".join(words), IndexedName(episode.id)
        for place in episode.places:
            if place not in states:
                yield " ".join(_lower(place)), IndexedName(episode.id, place)


def _lower(text: str) -> list[str]:
    return [token.lower for token in tokenize(text, Span(0, len(text)))]
