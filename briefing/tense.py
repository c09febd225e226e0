"""The tokens of a clause -> whether it tells of the past or the present.

No tagger is at hand: the first verb form that shows its tense decides, so a clause that opens with
a participle can be misread.  What shows nothing is None.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Literal

from briefing.lexicon import Lexicon
from briefing.model import Token

Tense = Literal["past", "pluperfect", "present", "perfect", "future"]
_SOON = 4
"""A participle stands at most so many words after its auxiliary."""


def tense(tokens: Sequence[Token], lexicon: Lexicon) -> Tense | None:
    """Return the tense of the first verb form that shows one."""
    present, past, not_past, auxiliaries = _forms(lexicon)
    for at, token in enumerate(tokens):
        word = token.lower
        if word in present:
            if word in ("has", "have") and _participle(tokens[at + 1 : at + 1 + _SOON], lexicon):
                return "perfect"
            return "future" if word in _FUTURE else "present"
        if word in past:
            if word == "had" and _participle(tokens[at + 1 : at + 1 + _SOON], lexicon):
                return "pluperfect"
            return "past"
        if (
            word.endswith("ed")
            and word not in not_past
            and not (at and (tokens[at - 1].lower in auxiliaries or tokens[at - 1].lower in _DETERMINERS))
        ):
            return "past"
    return None


_DETERMINERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "of", "and"]
)


def _participle(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    past = _forms(lexicon)[1]
    return any(
        t.lower.endswith(("ed", "en", "wn"))
        or t.lower in past
        or t.lower in ("been", "come", "become", "run", "put", "set", "done", "gone")
        for t in tokens
    )


@functools.cache
def _forms(lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    table = lexicon.tense
    present = frozenset(
        (*table.present_auxiliaries, *table.future_auxiliaries, *table.modals, *table.present_verbs)
    )
    past = frozenset((*table.past_auxiliaries, *table.irregular)) - _UNCHANGED
    return present - {"would", "could", "might"}, past, frozenset(table.not_past), _AUXILIARIES


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
_UNCHANGED = frozenset(
    ["cut", "put", "set", "hit", "read", "let", "cost", "spread", "shut", "beat", "burst", "quit"]
)
"""Past forms that look like the present."""
