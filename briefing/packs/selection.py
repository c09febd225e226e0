"""A desk and a wish -> the desk of the briefs that a pack holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from briefing.model import ConfigError, Reference
from briefing.storage import desk
from briefing.storage.desk import Desk, Entry

SHOWN = 12
"""How many names of each kind an empty selection offers."""


class Selection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person asks for; a brief must answer every kind of wish, and one wish of each kind."""

    briefs: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    """Both days inclusive; an undated brief answers neither."""
    statuses: tuple[str, ...] = ()

    def holds(self, entry: Entry) -> bool:
        """Return whether a brief is asked for."""
        brief, day = entry.brief, entry.day
        return (
            (not self.briefs or brief.slug in self.briefs)
            and (not self.actors or any(actor.id in self.actors for actor in brief.actors))
            and (not self.tags or any(tag in self.tags for tag in brief.source.tags))
            and (self.since is None or (day is not None and day >= self.since))
            and (self.until is None or (day is not None and day <= self.until))
            and (not self.statuses or brief.status in self.statuses)
        )

    def plain(self) -> dict[str, Any]:
        """Return the wish as JSON takes it, without what was not asked."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def select(whole: Desk, selection: Selection) -> Desk:
    """Return the desk of the selected briefs alone: its actors, lists and search know no other.

    Raises ConfigError where a slug is not there or nothing is left, and says what could be selected.
    """
    there = {entry.brief.slug for entry in whole.entries}
    unknown = [slug for slug in selection.briefs if slug not in there]
    if unknown:
        raise _nothing(f"there is no brief {', '.join(unknown)}", whole)
    held = [entry for entry in whole.entries if selection.holds(entry)]
    if not held:
        raise _nothing("no brief answers the selection", whole)
    options = msgspec.structs.replace(whole.options, renamed={}, repo_url="", edit_uri="", pack=True)
    return desk.assemble(held, _cited(whole.reference, held), options)


def _cited(reference: Reference, held: Iterable[Entry]) -> Reference:
    """Return the reference without the episodes and eras that no brief leads to."""
    held = tuple(held)
    episodes = {parallel.episode for entry in held for parallel in entry.brief.parallels}
    compared = {pair.era for entry in held for pair in entry.brief.comparison}
    eras = (
        msgspec.structs.replace(era, episodes=tuple(one for one in era.episodes if one.id in episodes))
        for era in reference.eras
    )
    return msgspec.structs.replace(
        reference, eras=tuple(era for era in eras if era.episodes or era.id in compared)
    )


def _nothing(what: str, whole: Desk) -> ConfigError:
    """Return the error of an empty selection, with what could be selected."""
    if not whole.entries:
        hint = "The desk has no brief to pack; run the build, and see `publish` in mkdocs.yml."
        return ConfigError(what, hint=hint)
    days = sorted(entry.day for entry in whole.entries if entry.day)
    actors = Counter(actor.id for entry in whole.entries for actor in entry.brief.actors)
    tags = Counter(tag for entry in whole.entries for tag in entry.brief.source.tags)
    statuses = Counter(entry.brief.status for entry in whole.entries)
    rows = [f"--brief   {_names(entry.brief.slug for entry in whole.entries)}"]
    if actors:
        rows.append(f"--actor   {_names(key for key, _ in _often(actors))}")
    if tags:
        rows.append(f"--tag     {_names(key for key, _ in _often(tags))}")
    if days:
        rows.append(f"--since, --until   {days[0]} to {days[-1]}")
    rows.append("--status  " + ", ".join(f"{key} ({count})" for key, count in sorted(statuses.items())))
    return ConfigError(what, hint="There is to select:", rows=rows)


def _often(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" ... and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more
