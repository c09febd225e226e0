"""Article -> what it has in common with episodes, if anything: motifs, states, themes, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain, takewhile
from math import log, log1p
from typing import Any

import msgspec

from briefing.extract.comparison import Marks
from briefing.extract.parallels import echoes, motif_cues
from briefing.extract.parallels.index import Index, IndexedName, unit
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Cast, Concordance, Document, Span, Token
from briefing.text.tokens import tokenize

_SETTING = 0.3
"""What a state weighs where its name is only a place."""
_INDIRECT = 0.7
"""What a demonym, an office or a pronoun weighs next to a name."""
_NEW = 0.6
"""What a state weighs that no episode has, next to a rare one of the episodes."""
_SIGNS = frozenset(["strong", "weak", "together", "echo", "who"])
"""What says nothing where it is inside a name."""
_JOINING = frozenset(["of", "for", "and", "on", "the", "in"])
_LEAST = 0.3
"""States that weigh less, next to the first, are mentioned in passing."""


class Traits:
    """What an article shows; what is asked only where an episode is near is read when it is asked.

    Each set of weights has length 1, but for `kinds` and `echoes`.
    """

    signs: motif_cues.Signs
    echoes: dict[str, dict[str, float]]
    """Of each episode, the echoes found with their weights."""
    named: frozenset[str]
    """Episodes that the text names."""
    places: dict[str, tuple[str, ...]]
    """Episodes by the places of theirs that the text names, capitals left out."""
    length: int
    """Words of the text."""

    def __init__(
        self, document: Document, actors: Cast, marks: Marks, lexicon: Lexicon, index: Index
    ) -> None:
        self._cast, self._marks, self._lexicon, self._index = actors, marks, lexicon, index
        text, found = _found(document, index, lexicon)
        self.signs = motif_cues.read(found, text, document, lexicon)
        self.echoes = echoes.read(found["echo"], index.echoes)
        self.named, self.places = _names(found["name"], document)
        self.length = len(text.words)

    @cached_property
    def motifs(self) -> dict[str, float]:
        """How strongly each motif shows, times its rarity."""
        shown, rarity = self.signs.motifs, self._index.motifs
        return unit({motif: strength * rarity[motif] for motif, strength in shown.items() if motif in rarity})

    @cached_property
    def states(self) -> dict[str, float]:
        """By code, successors standing for the states that are no more."""
        return _states(self._cast, self._index, self._lexicon)

    @cached_property
    def powers(self) -> dict[str, float]:
        """Those of the states that are powers."""
        powers = self._lexicon.motifs.powers
        return {code: weight for code, weight in self.states.items() if code in powers}

    @cached_property
    def themes(self) -> dict[str, float]:
        """What the text is about, in the words of comparisons."""
        return _themes(self._marks, self._index)

    @cached_property
    def kinds(self) -> dict[str, float]:
        """How strongly the motifs of a kind of episode show, 0 to 1."""
        shown = self.signs.motifs
        return {
            key: max((shown.get(motif, 0.0) for motif in kind.motifs), default=0.0)
            for key, kind in self._lexicon.motifs.kinds.items()
        }

    @cached_property
    def people(self) -> frozenset[str]:
        """Ids of the cast."""
        return frozenset(actor.id for actor in self._cast.actors)


def _found(
    document: Document, index: Index, lexicon: Lexicon
) -> tuple[Concordance, dict[str, list[Match[Any]]]]:
    """Return the words of the article and, by kind, what they hold of episodes: signs, echoes and names.

    The title comes last, and only with signs and echoes: it names no episode that the text does not name.
    """
    text = document.concordance
    found: dict[str, list[Match[Any]]] = defaultdict(list)
    bodies = lexicon.motifs.bodies
    for match in index.table.find_all(text):
        kind = match[2].kind
        if kind not in _SIGNS or not _is_in_a_name(match, document, bodies):
            found[kind].append(match)
    if title := document.article.source.title:
        size, headline = len(text.words), tuple(t.lower for t in tokenize(title, Span(0, len(title))))
        for first, end, row in index.table.find(headline):
            if row.kind != "name":
                found[row.kind].append(Match(size + first, size + end, row))
        text = msgspec.structs.replace(
            text,
            words=text.words + headline,
            sentence_of=text.sentence_of + [len(text.opens)] * len(headline),
        )
    return text, found


def _is_in_a_name(match: Match[Any], document: Document, bodies: frozenset[str]) -> bool:
    """Return whether words are inside the name of a body: "Office for ... Human Rights"."""
    text = document.concordance
    sentence = text.sentence_of[match.first]
    opening, row = text.opens[sentence], document.tokens[sentence]
    first, end = match.first - opening, match.end - opening
    if not row[first].text[0].isupper() or not all(token.text[0].isupper() for token in row[first:end]):
        return False
    beside = (*row[max(first - 1, 1) : first], *row[end : end + 1])
    motif = match[2].kind in ("strong", "weak") and match[2].motif not in motif_cues.EVERYDAY
    if first and motif and any(token.text[0].isupper() and token.lower.isalpha() for token in beside):
        return True  # "the Sanctions Museum", "the film Martial Law"
    around = takewhile(_is_of_a_name, row[end:]), takewhile(_is_of_a_name, reversed(row[:first]))
    return any(token.lower in bodies and token.text[0].isupper() for token in chain(*around))


def _is_of_a_name(token: Token) -> bool:
    return token.text[0].isupper() or token.lower in _JOINING


def _states(actors: Cast, index: Index, lexicon: Lexicon) -> dict[str, float]:
    """Return the states that act and matter, weighted by how often they and their people are named."""
    successors = lexicon.comparison.successors
    codes = {a.id: successors.get(a.country, a.country) for a in actors.actors if a.country}
    counts: dict[str, float] = {}
    for mention in actors.mentions:
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


def _names(
    called: Iterable[Match[IndexedName]], document: Document
) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Return the episodes and places that are named, in capitals."""
    text = document.concordance
    named: set[str] = set()
    places: dict[str, dict[str, None]] = {}
    for first, _, name in called:
        sentence = text.sentence_of[first]
        if not document.tokens[sentence][first - text.opens[sentence]].text[0].isupper():
            continue
        if name.place:
            places.setdefault(name.episode, {}).setdefault(name.place)
        else:
            named.add(name.episode)
    return frozenset(named), {episode: tuple(found) for episode, found in places.items()}
