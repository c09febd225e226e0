"""Document -> the echoes of each episode: words by which a text tells something that is like it.

The words are in the reference, with the episode (`echoes`).  A single one says nothing; several
different ones do, the rarer among the episodes the more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.lexicon.phrase_matcher import Match
from briefing.model import Episode

_WORD = 0.5
"""What a single word weighs next to an expression of several."""


class Echo(NamedTuple):
    """What an expression of the reference stands for: itself."""

    text: str
    kind: str = "echo"


class Echoes(NamedTuple):
    """The echoes of all episodes."""

    episodes: dict[str, tuple[str, ...]]
    """Ids of the episodes that have an expression."""
    weights: dict[str, float]
    """What an expression weighs, 0 to 1."""


def rows(echoes: Echoes) -> Iterator[tuple[str, Echo]]:
    """Yield what to look for, the last word with any ending."""
    yield from ((echo, Echo(echo)) for echo in echoes.episodes)


def echoes_of(episodes: Iterable[Episode], rarity: dict[str, float]) -> Echoes:
    """Return the table of the echoes, with the rarity of each among the episodes."""
    told: dict[str, list[str]] = {}
    for episode in episodes:
        for echo in dict.fromkeys(episode.echoes):
            told.setdefault(echo, []).append(episode.id)
    return Echoes(
        episodes={echo: tuple(ids) for echo, ids in told.items()},
        weights={echo: rarity[echo] * (1.0 if " " in echo else _WORD) for echo in told},
    )


def _place(match: Match[Echo]) -> tuple[int, int]:
    return match[0], -match[1]


def read(matches: Iterable[Match[Echo]], echoes: Echoes) -> dict[str, dict[str, float]]:
    """Return the echoes found of each episode with their weights; of two that overlap the longer one."""
    found: dict[str, dict[str, float]] = {}
    ends: dict[str, int] = {}
    episodes, weights = echoes.episodes, echoes.weights
    for first, end, (echo, _) in sorted(matches, key=_place):
        for episode in episodes[echo]:
            if first >= ends.get(episode, 0):
                ends[episode] = end
                found.setdefault(episode, {})[echo] = weights[echo]
    return {episode: _different(heard) for episode, heard in found.items()}


def _different(heard: dict[str, float]) -> dict[str, float]:
    """Leave out an echo that is a part of another one: "coalition" after "international coalition"."""
    return {
        echo: weight
        for echo, weight in heard.items()
        if not any(other != echo and f" {echo} " in f" {other} " for other in heard)
    }
