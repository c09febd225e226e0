"""Article and reference -> the episodes that the article is like, with the reasons.

Nothing of this comes from the article: an episode is shown because it shares motifs, states, themes
and setting with it.  A weak likeness is not shown, and an article that is not about affairs between
states has none.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Parallel, Reference, When
from briefing.parallels.index import Candidate, Index, index_of
from briefing.parallels.traits import Traits, read

MOST = 3
"""Parallels of an article."""
ENOUGH = 0.35
"""A score below is a weak likeness."""
BESIDE = 0.5
"""The share of the first one's score that a further parallel must reach."""
_MOTIFS, _STATES, _THEMES, _KIND = 0.56, 0.28, 0.08, 0.08
"""What each likeness, 0 to 1, gives to the score."""
_NAMED = 0.35
_PLACE = 0.05
_LEADER = 0.08
_LEADERS = 0.16
"""The most that leaders of the time give whom the text names."""
_LIKE_POWER = 0.4
"""How far one of the powers stands for another."""
_SHARED = 0.3
"""The motifs shared with an episode that the text does not name, as strength times rarity."""
_FOUND = 0.45
"""A motif of this strength, or a state of this share of the likeness, is named as a reason."""
_MOTIFS_TOLD = 2
"""Motifs named as reasons: the strongest in the text, the core of the episode first."""
_LEAST_STATES = 0.15
_AFFAIRS = 4.0
"""The least of words of affairs between states, motifs shared and states together."""
_WEIGHTY = 3.0
"""Words of affairs that a motif shared is worth."""
_STATES_COUNTED = 3


class Match(NamedTuple):
    """An episode with the parts of its score."""

    candidate: Candidate
    parts: dict[str, float]
    shared: float
    """The strength of the motifs shared, each times its rarity."""
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        return sum(self.parts.values())


def find(
    document: Document,
    cast: Cast,
    dates: tuple[Found[When], ...],
    lexicon: Lexicon,
    reference: Reference,
) -> tuple[Found[Parallel], ...]:
    """Return at most three parallels, the nearest first; none where nothing is near enough."""
    if not reference.eras:
        return ()
    matches = rank(document, cast, dates, lexicon, reference)
    shown = [match for match in matches[:MOST] if match.score >= max(ENOUGH, BESIDE * matches[0].score)]
    return tuple(
        Found(
            item=Parallel(episode=match.candidate.episode.id, reasons=match.reasons),
            sentence=0,
            rule=f"likeness {match.score:.2f}",
            row=", ".join(f"{name} {value:.2f}" for name, value in match.parts.items() if value >= 0.005),
        )
        for match in shown
    )


def rank(
    document: Document,
    cast: Cast,
    dates: tuple[Found[When], ...],
    lexicon: Lexicon,
    reference: Reference,
) -> list[Match]:
    """Return the episodes that share something with the article, the nearest first."""
    traits = read(document, cast, dates, lexicon, reference)
    index = index_of(lexicon, reference)
    near = [
        _match(candidate, shared, traits, index, lexicon)
        for candidate in index.candidates
        if (shared := _shared(candidate, traits, index)) >= _SHARED or candidate.episode.id in traits.named
    ]
    if not _is_about_states(traits, max((match.shared for match in near), default=0.0)):
        return []
    return sorted(near, key=lambda match: (-match.score, match.candidate.episode.id))


def _is_about_states(traits: Traits, shared: float) -> bool:
    """Tell whether the article is about affairs between states, going by its words, motifs and states."""
    signs = traits.signs
    matters = signs.affairs + _WEIGHTY * shared + min(_STATES_COUNTED, len(traits.states))
    return matters >= _AFFAIRS and signs.elsewhere < signs.affairs + shared


def _shared(candidate: Candidate, traits: Traits, index: Index) -> float:
    """Return the strength of the motifs shared, each times its rarity; 0 where all signs are weak."""
    strengths, rarity = traits.signs.motifs, index.motifs
    found = [motif for motif in candidate.motifs if motif in strengths]
    if not any(strengths[motif] >= _FOUND for motif in found):
        return 0.0
    return sum(strengths[motif] * rarity[motif] for motif in found)


def _match(candidate: Candidate, shared: float, traits: Traits, index: Index, lexicon: Lexicon) -> Match:
    episode = candidate.episode
    leaders = [leader for leader in episode.leaders if leader in traits.people]
    parts = {
        "motifs": _MOTIFS * _dot(candidate.motifs, traits.motifs),
        "states": _STATES * _alike(candidate.states, traits.states, frozenset(lexicon.motifs.powers)),
        "themes": _THEMES * _dot(candidate.themes, traits.themes),
        "kind": _KIND * traits.kinds[episode.kind],
        "named": _NAMED * (episode.id in traits.named),
        "places": _PLACE * (episode.id in traits.places),
        "leaders": min(_LEADERS, _LEADER * len(leaders)),
    }
    return Match(candidate, parts, shared, _reasons(candidate, traits, index, lexicon))


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(key, 0.0) for key, weight in one.items())


def _alike(episode: dict[str, float], article: dict[str, float], powers: frozenset[str]) -> float:
    """Return how alike the states are, 0 to 1; a power may stand for another that is not there."""
    missing = [weight for code, weight in episode.items() if code in powers and code not in article]
    others = [weight for code, weight in article.items() if code in powers and code not in episode]
    stand_in = _LIKE_POWER * min(max(missing), max(others)) if missing and others else 0.0
    return min(1.0, _dot(episode, article) + stand_in)


def _reasons(candidate: Candidate, traits: Traits, index: Index, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what the article and the episode share most, in the words of the reference and the lexicon."""
    knowledge, strengths = lexicon.motifs, traits.signs.motifs
    reasons = [knowledge.reasons["named"]] if candidate.episode.id in traits.named else []
    shared = {c: w * candidate.states[c] for c, w in traits.states.items() if c in candidate.states}
    states = [c for c in sorted(shared, key=lambda c: (-shared[c], c)) if traits.states[c] >= _LEAST_STATES]
    if states:
        reasons.append(", ".join(index.state_names[code] for code in states))
    found = [motif for motif in candidate.motifs if strengths.get(motif, 0.0) >= _FOUND]
    found.sort(key=lambda motif: -strengths[motif] * index.motifs[motif] * candidate.motifs[motif])
    reasons += [knowledge.motifs[motif].label for motif in found[:_MOTIFS_TOLD]]
    reasons += traits.places.get(candidate.episode.id, ())
    return tuple(reasons)
