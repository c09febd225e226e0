"""Document -> the echoes of each episode: words by which a text tells something that is like it.

The words stand in the reference, with the episode (`echoes`).  A single one says nothing; several
different ones do, the rarer among the episodes the more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from briefing.model import Episode
from briefing.parallels.signs import Words
from briefing.phrases import Phrases, inflected

_WORD = 0.5
"""What a single word weighs beside an expression of several."""


class Echoes(NamedTuple):
    """The echoes of all episodes."""

    table: Phrases[str]
    episodes: dict[str, tuple[str, ...]]
    """Ids of the episodes that have an expression."""
    weights: dict[str, float]
    """What an expression weighs, 0 to 1."""


def echoes_of(episodes: Iterable[Episode], rarity: dict[str, float]) -> Echoes:
    """Return the table of the echoes, with the rarity of each among the episodes."""
    told: dict[str, list[str]] = {}
    for episode in episodes:
        for echo in dict.fromkeys(episode.echoes):
            told.setdefault(echo, []).append(episode.id)
    return Echoes(
        table=Phrases((form, echo) for echo in told for form in inflected((echo,))),
        episodes={echo: tuple(ids) for echo, ids in told.items()},
        weights={echo: rarity[echo] * (1.0 if " " in echo else _WORD) for echo in told},
    )


def read(article: Words, echoes: Echoes) -> dict[str, dict[str, float]]:
    """Return the echoes found of each episode with their weights; of two that overlap the longer one."""
    found: dict[str, dict[str, float]] = {}
    phrases = echoes.table.among(article.vocabulary)
    for words in article.sentences:
        ends: dict[str, int] = {}
        for first, end, echo in sorted(phrases.find(words), key=lambda m: (m.first, -m.end)):
            for episode in echoes.episodes[echo]:
                if first >= ends.get(episode, 0):
                    ends[episode] = end
                    found.setdefault(episode, {})[echo] = echoes.weights[echo]
    return found
