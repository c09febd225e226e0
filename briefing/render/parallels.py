"""The parallels of a brief with the episodes of the reference that they name."""

from __future__ import annotations

from msgspec import Struct

from briefing.model import Episode, Era, Parallel, Reference
from briefing.storage.desk import Entry


class ShownParallel(Struct, frozen=True, kw_only=True):
    """A parallel of a brief with its episode."""

    parallel: Parallel
    episode: Episode
    era: Era


def parallels_of(entry: Entry, reference: Reference) -> list[ShownParallel]:
    """Return the parallels of a brief whose episodes the reference has, in the order of the record."""
    if not entry.brief.parallels:
        return []
    found = _episodes(reference.eras)
    return [
        ShownParallel(parallel=parallel, episode=found[parallel.episode][0], era=found[parallel.episode][1])
        for parallel in entry.brief.parallels
        if parallel.episode in found
    ]


_known: tuple[tuple[Era, ...], dict[str, tuple[Episode, Era]]] = ((), {})


def _episodes(eras: tuple[Era, ...]) -> dict[str, tuple[Episode, Era]]:
    """Return the episodes of a reference by id; a build has one reference and asks for each brief."""
    global _known
    if _known[0] is not eras:
        _known = eras, {episode.id: (episode, era) for era in eras for episode in era.episodes}
    return _known[1]
