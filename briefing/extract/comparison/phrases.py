"""comparison.yml -> one table of phrases, each with what it stands for."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases, spell_out

STRONG, WEAK = 2.0, 0.7
_ANCHORS = ("setting", "landmark", "person", "label", "ended")


class ComparisonPhrase(NamedTuple):
    """A line of comparison.yml: what its phrase stands for."""

    kind: str
    """An anchor's kind, or now, then, relation, likeness, theme, life, topic, denied."""
    key: str = ""
    """The era, relation or theme."""
    weight: float = 0.0
    theme: str = ""


@functools.cache
def era_words(lexicon: Lexicon) -> frozenset[str]:
    """First words of every phrase that names an era or something of it."""
    return frozenset(
        words[0] for phrase, row in _cues(lexicon) if row.kind in _ANCHORS for words in spell_out(phrase)
    )


@functools.cache
def table(lexicon: Lexicon) -> Phrases[ComparisonPhrase]:
    """Return the tree of all phrases of comparison.yml."""
    return Phrases(_cues(lexicon), _themes(lexicon))


def _cues(lexicon: Lexicon) -> Iterator[tuple[str, ComparisonPhrase]]:
    knowledge = lexicon.comparison
    names = {era.id: era.phrases for era in lexicon.calendar.eras}
    for key, marks in knowledge.eras.items():
        for phrase in (*(name.lower() for name in names.get(key, ())), *marks.settings):
            yield phrase, ComparisonPhrase("setting", key)
        for theme, phrases in marks.landmarks.items():
            for phrase in phrases:
                yield phrase, ComparisonPhrase("landmark", key, theme=theme)
        others = {"person": marks.people, "label": marks.labels, "ended": marks.ended}
        for kind, phrases in others.items():
            for phrase in phrases:
                yield phrase, ComparisonPhrase(kind, key)
    words = {
        "now": knowledge.now,
        "then": knowledge.then,
        "denied": knowledge.denied,
        "life": knowledge.life,
        "topic": knowledge.other_topics,
    }
    for kind, phrases in words.items():
        for phrase in phrases:
            yield phrase, ComparisonPhrase(kind)
    for kind, relations in (("relation", knowledge.relations), ("likeness", knowledge.likeness)):
        for relation, phrases in relations.items():
            for phrase in phrases:
                yield phrase, ComparisonPhrase(kind, relation)


def _themes(lexicon: Lexicon) -> Iterator[tuple[str, ComparisonPhrase]]:
    for key, row in lexicon.comparison.themes.items():
        for weight, phrases in ((STRONG, row.strong), (WEAK, row.weak)):
            yield from ((phrase, ComparisonPhrase("theme", key, weight)) for phrase in phrases)
