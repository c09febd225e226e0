"""Article -> what it has in common with episodes, if anything: motifs, states, themes, names."""

from __future__ import annotations

from math import log, log1p
from typing import NamedTuple

from briefing.comparison import Marks
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Reference
from briefing.parallels import echoes, signs
from briefing.parallels.index import Index, index_of, unit

_SETTING = 0.3
"""What a state weighs where its name is only a place."""
_INDIRECT = 0.7
"""What a demonym, an office or a pronoun weighs beside a name."""
_NEW = 0.6
"""What a state weighs that no episode has, beside a rare one of the episodes."""
_LEAST = 0.3
"""States that weigh less, beside the first, are mentioned in passing."""


class Traits(NamedTuple):
    """What an article shows; each set of weights but `shown` and `kinds` has length 1."""

    signs: signs.Signs
    motifs: dict[str, float]
    states: dict[str, float]
    """By code, successors standing for the states that are no more."""
    themes: dict[str, float]
    kinds: dict[str, float]
    """How strongly the motifs of a kind of episode show, 0 to 1."""
    echoes: dict[str, dict[str, float]]
    """Of each episode, the echoes found with their weights."""
    named: frozenset[str]
    """Episodes that the text names."""
    places: dict[str, tuple[str, ...]]
    """Episodes by the places of theirs that the text names, capitals left out."""
    people: frozenset[str]
    """Ids of the cast."""


def read(document: Document, cast: Cast, marks: Marks, lexicon: Lexicon, reference: Reference) -> Traits:
    """Return the traits of an article."""
    index = index_of(lexicon, reference)
    words = signs.words_of(document)
    shown = signs.read(words, lexicon)
    weight = {m: strength * index.motifs[m] for m, strength in shown.motifs.items() if m in index.motifs}
    named, places = _names(document, index)
    return Traits(
        signs=shown,
        motifs=unit(weight),
        states=_states(cast, index, lexicon),
        themes=_themes(marks, index),
        kinds={
            key: max((shown.motifs.get(motif, 0.0) for motif in kind.motifs), default=0.0)
            for key, kind in lexicon.motifs.kinds.items()
        },
        echoes=echoes.read(words, index.echoes),
        named=named,
        places=places,
        people=frozenset(actor.id for actor in cast.actors),
    )


def _states(cast: Cast, index: Index, lexicon: Lexicon) -> dict[str, float]:
    """Return the states that act and matter, weighted by how often they and their people are named."""
    successors = lexicon.comparison.successors
    codes = {a.id: successors.get(a.country, a.country) for a in cast.actors if a.country}
    counts: dict[str, float] = {}
    for mention in cast.mentions:
        code = codes.get(mention.actor or "")
        if code is not None:
            weight = 1.0 if mention.acts else _SETTING
            counts[code] = counts.get(code, 0.0) + weight * (1 if mention.form == "name" else _INDIRECT)
    most = max((log1p(count) for count in counts.values()), default=0.0)
    shares = {code: log1p(count) / most for code, count in counts.items() if most}
    return unit(
        {code: share**1.5 * index.states.get(code, _NEW) for code, share in shares.items() if share > _LEAST}
    )


def _themes(marks: Marks, index: Index) -> dict[str, float]:
    counts: dict[str, float] = {}
    for reading in marks.readings:
        for theme, weight in reading.weights(0, len(reading.tokens)).items():
            counts[theme] = counts.get(theme, 0.0) + weight
    return unit({theme: log(1 + count) * index.themes.get(theme, 0.0) for theme, count in counts.items()})


def _names(document: Document, index: Index) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    named: set[str] = set()
    places: dict[str, dict[str, None]] = {}
    phrases = index.names.among(document.vocabulary)
    for tokens, words in zip(document.tokens, document.lower, strict=True):
        for first, _, name in phrases.find(words):
            if not tokens[first].text[0].isupper():
                continue
            if name.place:
                places.setdefault(name.episode, {}).setdefault(name.place)
            else:
                named.add(name.episode)
    return frozenset(named), {episode: tuple(found) for episode, found in places.items()}
