"""The words of a clause -> whether it tells of the past or the present.

No tagger is at hand: the first verb form that shows its tense decides, so a clause that opens with
a participle can be misread.  What shows nothing is None.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Literal

from briefing.lexicon import Lexicon

Tense = Literal["past", "pluperfect", "present", "perfect", "future"]
_SOON = 4
"""A participle is at most so many words after its auxiliary."""


def tense(words: Sequence[str], lexicon: Lexicon) -> Tense | None:
    """Return the tense of the first verb form that shows one, of words in lower case."""
    present, past, participles, not_past, auxiliaries = _forms(lexicon)
    for at, word in enumerate(words):
        if word in present:
            if word in ("has", "have") and _participle(words[at + 1 : at + 1 + _SOON], participles):
                return "perfect"
            return "future" if word in _FUTURE else "present"
        if word in past:
            if word == "had" and _participle(words[at + 1 : at + 1 + _SOON], participles):
                return "pluperfect"
            return "past"
        if (
            word.endswith("ed")
            and word not in not_past
            and not (at and (words[at - 1] in auxiliaries or words[at - 1] in _DETERMINERS))
        ):
            return "past"
    return None


_DETERMINERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "of", "and"]
)


def _participle(words: Sequence[str], participles: frozenset[str]) -> bool:
    return any(word.endswith(("ed", "en", "wn")) or word in participles for word in words)


@functools.cache
def _forms(lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    table = lexicon.tense
    present = frozenset(
        (*table.present_auxiliaries, *table.future_auxiliaries, *table.modals, *table.present_verbs)
    )
    past = frozenset(lexicon.verbs.pasts) - lexicon.verbs.unchanged | frozenset(table.past_auxiliaries)
    present -= {"would", "could", "might"}
    return present, past, past | lexicon.verbs.participles, frozenset(table.not_past), _AUXILIARIES


_AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "having",
        "to",
        "get",
        "gets",
        "got",
    ]
)
_FUTURE = frozenset(["will", "shall", "won't", "won’t"])
