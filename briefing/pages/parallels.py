"""The parallels of a brief with the episodes of the reference that they name."""

from __future__ import annotations

import msgspec

from briefing.desk import Entry
from briefing.model import Episode, Era, Parallel, Reference


class ShownParallel(msgspec.Struct, frozen=True, kw_only=True):
    """A parallel of a brief with its episode."""

    parallel: Parallel
    episode: Episode
    era: Era


def parallels_of(entry: Entry, reference: Reference) -> list[ShownParallel]:
    """Return the parallels of a brief whose episodes the reference has, in the order of the record."""
    found = {
        episode.id: ShownParallel(parallel=Parallel(episode=episode.id), episode=episode, era=era)
        for era in reference.eras
        for episode in era.episodes
    }
    return [
        msgspec.structs.replace(found[parallel.episode], parallel=parallel)
        for parallel in entry.brief.parallels
        if parallel.episode in found
    ]
