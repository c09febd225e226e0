"""Article and reference -> the episodes that the article is like, with the reasons.

Nothing of this comes from the article: an episode is shown because it shares motifs, states, themes
and setting with it.  A weak likeness is not shown, and an article that is not about affairs between
states has none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from briefing.extract.comparison import Marks
from briefing.extract.parallels.features import Traits
from briefing.extract.parallels.index import Candidate, Index, index_of
from briefing.extract.parallels.motif_cues import EVERYDAY
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Parallel, Reference

MOST = 3
"""Parallels of an article."""
ENOUGH = 0.35
"""A score below is a weak likeness."""
BESIDE = 0.68
"""The share of the first one's score that a further parallel must reach."""
BESIDE_OTHERS = 0.9
"""The same where it shares less than half as much of the states with the text."""
_MOTIFS, _STATES, _THEMES, _KIND = 0.4, 0.28, 0.08, 0.08
"""What each likeness, 0 to 1, gives to the score."""
_ECHOES = 0.6
"""The most that echoes give."""
_ALONE = 0.5
"""Echoes of this weight say nothing."""
_HALF = 2.5
"""Echoes of this weight together give half of the most."""
_HEARD = 2.0
"""Echoes of this weight together are enough for an episode to be looked at."""
_BORNE_OUT = 1.0
"""Echoes of this weight make up for a second motif."""
_ALL_BY_ECHOES = 2.0
"""Echoes of this weight make up for all motifs."""
_FURTHER = 1.6
"""What bears a further parallel out that the text does not name: its echoes, and a likeness above `_ALIKE`.

Of 51 further parallels of labelled texts this keeps 15 of 17 right ones and 7 of 34 wrong ones.
"""
_VERY_NEAR, _ENOUGH_PROOF = 0.56, 1.25
"""In a long text an episode of a lower score that it does not name needs so much proof (see `_proof`).

Of eleven parallels of sixteen texts that nobody had tuned on seven were wrong, six of them below.
"""
_LONG = 250
"""Words from which a text shares themes with many episodes by chance."""
_ALIKE, _FOR_LIKENESS = 0.44, 30.0
"""Motifs and states together that are no more than themes in common, and the weight of what goes beyond."""
_SHORT = 130
"""Words of a text in which a single word counts in full as an echo; in longer ones chance brings more."""
_NAMED = 0.35
_PLACE = 0.05
_LEADER = 0.08
_LEADERS = 0.16
"""The most that leaders of the time give whom the text names."""
_LIKE_POWER = 0.4
"""How far one of the powers stands for another."""
_ONE_SIGN = 0.4
"""How far the likeness of motifs counts where next to none is shared; it grows with what is shared."""
_SHARED = 0.3
"""The motifs shared with an episode that the text does not name, as strength times rarity."""
_FOUND = 0.45
"""A motif of this strength, or a state of this share of the likeness, is named as a reason."""
_MOTIFS_TOLD = 2
"""Motifs named as reasons: the strongest in the text, the core of the episode first."""
_ECHOES_TOLD = 3
"""Echoes named as one reason, where no motif is."""
_LEAST_STATES = 0.15
_AFFAIRS = 4.0
"""The least of words of affairs between states, motifs shared and states together."""
_DOUBT = 0.15
"""How much more each missing word of affairs asks for, and each word of other matters."""
_SPARED = 0.5
"""Words of other matters that a word of affairs makes up for."""
_WEIGHTY = 3.0
"""Words of affairs that a motif shared is worth."""
_STATES_COUNTED = 3


class ParallelMatch(NamedTuple):
    """An episode with its score, and the parts of that."""

    candidate: Candidate
    parts: dict[str, float]
    score: float


def find(
    document: Document, cast: Cast, marks: Marks, lexicon: Lexicon, reference: Reference
) -> tuple[Found[Parallel], ...]:
    """Return at most three parallels, the nearest first; none where nothing is near enough."""
    if not reference.eras:
        return ()
    index = index_of(lexicon, reference)
    traits = Traits(document, cast, marks, lexicon, index)
    matches = _past(rank(traits, index), document.article.source.date)
    matches = [match for match in matches if _is_sure(match, traits)]
    shown = [m for m in matches[:MOST] if m is matches[0] or _is_further(m, matches[0], traits)]
    return tuple(
        Found(
            item=Parallel(
                episode=match.candidate.episode.id, reasons=_reasons(match.candidate, traits, index, lexicon)
            ),
            sentence=0,
            rule=f"likeness {match.score:.2f}",
            row=", ".join(f"{name} {value:.2f}" for name, value in match.parts.items() if value >= 0.005),
        )
        for match in shown
    )


def _is_sure(match: ParallelMatch, traits: Traits) -> bool:
    """Return whether an episode is named, very near, or borne out by more than shared themes."""
    if match.candidate.episode.id in traits.named or traits.length <= _LONG:
        return True
    return match.score >= _VERY_NEAR or _proof(match, traits) >= _ENOUGH_PROOF


def _is_further(match: ParallelMatch, first: ParallelMatch, traits: Traits) -> bool:
    """Return whether a further parallel is borne out by itself and near the first; nearer where of others."""
    if match.candidate.episode.id not in traits.named and _proof(match, traits) < _FURTHER:
        return False
    of_others = match.parts["states"] < first.parts["states"] / 2
    return match.score >= (BESIDE_OTHERS if of_others else BESIDE) * first.score


def _proof(match: ParallelMatch, traits: Traits) -> float:
    """Return how much bears a further parallel out, next to its being near the first."""
    chance = min(1.0, _SHORT / max(traits.length, 1))
    echoes = traits.echoes.get(match.candidate.episode.id, {})
    heard = sum([weight * (1.0 if " " in echo else chance) for echo, weight in echoes.items()])
    alike = match.parts["motifs"] + match.parts["states"] - _ALIKE
    return heard + _FOR_LIKENESS * max(0.0, alike)


def _past(matches: list[ParallelMatch], day: date | None) -> list[ParallelMatch]:
    """Return the episodes that were over on the day of the article: news of a war is not like that war."""
    return matches if day is None else [m for m in matches if m.candidate.episode.last < day]


def rank(traits: Traits, index: Index) -> list[ParallelMatch]:
    """Return the episodes that share enough with the article, the nearest first."""
    plain = {motif for motif, strength in traits.signs.motifs.items() if strength >= _FOUND}
    loud = {episode for episode in traits.echoes if _heard(episode, traits) >= _HEARD} | traits.named
    numbers = {number for motif in plain for number in index.by_motif.get(motif, ())}
    near: list[tuple[Candidate, float]] = []
    for number in sorted(numbers.union(index.by_id[episode] for episode in loud)):
        candidate = index.candidates[number]
        shared = _shared(candidate, traits, index) if number in numbers else 0.0
        if _is_borne_out(candidate, plain, traits) and (shared >= _SHARED or candidate.episode.id in loud):
            near.append((candidate, shared))
    if not near:
        return []
    need = _need(traits, near)
    matches = [_match(candidate, shared, traits) for candidate, shared in near]
    return sorted(
        [match for match in matches if match.score >= need],
        key=lambda match: (-match.score, match.candidate.episode.id),
    )


def _is_borne_out(candidate: Candidate, plain: set[str], traits: Traits) -> bool:
    """Return whether more than one thing speaks for an episode: a single motif never does."""
    episode = candidate.episode.id
    shared = plain.intersection(candidate.motifs)
    shared = shared if shared - EVERYDAY else set()  # a meeting of leaders counts next to another
    motifs = len(shared) + (episode in traits.named) + (episode in traits.places)
    return motifs > 1 or _heard(episode, traits) >= (_BORNE_OUT if motifs else _ALL_BY_ECHOES)


def _need(traits: Traits, near: list[tuple[Candidate, float]]) -> float:
    """Return the score that an episode must reach; more where the words are not of affairs between states.

    `near` are episodes, each with the strength of the motifs shared, each times its rarity.
    """
    signs = traits.signs
    shared = max([shared for _, shared in near])
    heard = max([_heard(candidate.episode.id, traits) - _HEARD for candidate, _ in near])
    told = signs.affairs + max(0.0, heard)
    matters = told + _WEIGHTY * shared + min(_STATES_COUNTED, len(traits.states))
    return ENOUGH + _DOUBT * (max(0.0, _AFFAIRS - matters) + max(0.0, signs.elsewhere - _SPARED * told))


def _shared(candidate: Candidate, traits: Traits, index: Index) -> float:
    """Return the strength of the motifs shared, each times its rarity."""
    strengths, rarity = traits.signs.motifs, index.motifs
    return sum([strengths[motif] * rarity[motif] for motif in candidate.motifs if motif in strengths])


def _heard(episode: str, traits: Traits) -> float:
    """Return the weight of the different echoes of an episode."""
    heard = traits.echoes.get(episode)
    return sum(heard.values()) if heard else 0.0


def _match(candidate: Candidate, shared: float, traits: Traits) -> ParallelMatch:
    episode = candidate.episode
    heard = _heard(episode.id, traits) - _ALONE
    parts = {
        "motifs": _MOTIFS * _likeness(candidate, traits) * min(1.0, _ONE_SIGN + shared),
        "states": _STATES * _alike(candidate, traits),
        "echoes": _ECHOES * (1 - 0.5 ** (heard / _HALF)) if heard > 0 else 0.0,
        "themes": _THEMES * _dot(candidate.themes, traits.themes),
        "kind": _KIND * traits.kinds[episode.kind],
        "named": _NAMED * (episode.id in traits.named),
        "places": _PLACE * (episode.id in traits.places),
        "leaders": min(_LEADERS, _LEADER * len(traits.people.intersection(episode.leaders))),
    }
    return ParallelMatch(candidate, parts, sum(parts.values()))


def _likeness(candidate: Candidate, traits: Traits) -> float:
    """Return how alike the motifs are, 0 to 1: by all of both, and by how much of the episode is found."""
    found = traits.signs.motifs
    covered = sum([w * w * min(1.0, 2 * found[m]) for m, w in candidate.motifs.items() if m in found])
    return (_dot(candidate.motifs, traits.motifs) + covered) / 2


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum([weight * other[key] for key, weight in one.items() if key in other])


def _alike(candidate: Candidate, traits: Traits) -> float:
    """Return how alike the states are, 0 to 1; a power may stand for another that is not there."""
    episode, article = candidate.states, traits.states
    missing = [weight for code, weight in candidate.powers.items() if code not in article]
    others = [weight for code, weight in traits.powers.items() if code not in episode] if missing else ()
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
    if not found:
        heard = traits.echoes.get(candidate.episode.id, {})
        words = sorted(heard, key=lambda echo: -heard[echo])[:_ECHOES_TOLD]
        reasons += [", ".join(words)] if words else []
    reasons += traits.places.get(candidate.episode.id, ())
    return tuple(reasons)
