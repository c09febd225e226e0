"""comparison.yml -> one table of phrases, each with what it stands for."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases, spell_out

STRONG, WEAK = 2.0, 0.7
ANCHORS = frozenset(("setting", "landmark", "person", "state", "label", "ended"))
_CUES = ("now", "weak", "again", "denied", "life", "topic", "making", "raised", "changed")


class ComparisonPhrase(NamedTuple):
    """A line of comparison.yml: what its phrase stands for."""

    kind: str
    """One of `ANCHORS` or of `_CUES`; later, relation, likeness, theme."""
    key: str = ""
    """The era, relation or theme."""
    weight: float = 0.0
    theme: str = ""


@functools.cache
def era_words(lexicon: Lexicon) -> frozenset[str]:
    """First words of every phrase that names an era or something of it."""
    return frozenset(
        words[0] for phrase, row in _anchors(lexicon) if row.kind in ANCHORS for words in spell_out(phrase)
    )


@functools.cache
def close(lexicon: Lexicon) -> frozenset[str]:
    """Return the cues that are common words, as they stand in a text."""
    return frozenset(" ".join(spelt) for phrase in lexicon.comparison.close for spelt in spell_out(phrase))


@functools.cache
def table(lexicon: Lexicon) -> Phrases[ComparisonPhrase]:
    """Return the tree of all phrases of comparison.yml."""
    return Phrases((*_anchors(lexicon), *_cues(lexicon)), _themes(lexicon))


def _anchors(lexicon: Lexicon) -> Iterator[tuple[str, ComparisonPhrase]]:
    names = {era.id: era.phrases for era in lexicon.calendar.eras}
    for key, marks in lexicon.comparison.eras.items():
        for phrase in (*(name.lower() for name in names.get(key, ())), *marks.settings):
            yield phrase, ComparisonPhrase("setting", key)
        for theme, phrases in marks.landmarks.items():
            yield from ((phrase, ComparisonPhrase("landmark", key, theme=theme)) for phrase in phrases)
        others = {
            "person": tuple(marks.people),
            "state": marks.states,
            "label": marks.labels,
            "ended": marks.ended,
        }
        for kind, phrases in others.items():
            yield from ((phrase, ComparisonPhrase(kind, key)) for phrase in phrases)


def _cues(lexicon: Lexicon) -> Iterator[tuple[str, ComparisonPhrase]]:
    knowledge = lexicon.comparison
    for kind in _CUES:
        yield from ((phrase, ComparisonPhrase(kind)) for phrase in getattr(knowledge, kind))
    for phrases in knowledge.spans.values():
        yield from (
            (
                f"{span} {'/'.join(after.replace(' ', '_') for after in knowledge.after)}",
                ComparisonPhrase("later"),
            )
            for span in phrases
        )
    for kind, relations in (("relation", knowledge.relations), ("likeness", knowledge.likeness)):
        for relation, phrases in relations.items():
            yield from ((phrase, ComparisonPhrase(kind, relation)) for phrase in phrases)


def _themes(lexicon: Lexicon) -> Iterator[tuple[str, ComparisonPhrase]]:
    for key, row in lexicon.comparison.themes.items():
        for weight, phrases in ((STRONG, row.strong), (WEAK, row.weak)):
            yield from ((phrase, ComparisonPhrase("theme", key, weight)) for phrase in phrases)
