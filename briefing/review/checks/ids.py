"""A record -> problems: ids that are not unique, or that name nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from briefing.model import Brief, Problem, sections
from briefing.review.checks.context import CheckContext, RecordFile

MOST = 1_000
"""Ids of which the one most like a mistyped id is sought."""


def unique(record: RecordFile) -> Iterator[Problem]:
    """Yield ids that stand twice in a record."""
    first: dict[str, str] = {}
    for section in (each.name for each in sections.ITEMS):
        for number, item in enumerate(getattr(record.brief, section)):
            at = f"{section}/{number}/id"
            if item.id in first:
                yield record.problem(
                    at,
                    "ids",
                    f"{section}: the id {item.id!r} stands twice, first in {first[item.id]}",
                    "Give the item that you added an id of its own.",
                )
            first.setdefault(item.id, section)


def resolved(record: RecordFile, given: CheckContext) -> Iterator[Problem]:
    """Yield what names an actor or an episode that is not there."""
    episodes = {episode.id for era in given.reference.eras for episode in era.episodes}
    actors = {actor.id for actor in record.brief.actors}
    text = record.article.text if record.article and not record.stale else ""
    for at, name, worded in _named(record.brief):
        if name not in actors and not worded:
            yield _missing(record, at, name, actors, "no actor of this record")
        elif name not in actors and text and name not in text:
            yield _missing(record, at, name, actors, "neither an actor here nor words of the source")
    for number, parallel in enumerate(record.brief.parallels):
        if parallel.episode not in episodes:
            at = f"parallels/{number}/episode"
            yield _missing(record, at, parallel.episode, episodes, "no episode of the reference")


def _named(brief: Brief) -> Iterator[tuple[str, str, bool]]:
    """Yield (path, id, whether it may be the source's words) of everything that names an actor."""
    for section in sections.SECTIONS:
        for item in getattr(brief, section.name):
            yield from sections.naming(item, f"{section.name}/{sections.key_of(item)}")


def _missing(record: RecordFile, at: str, name: str, known: set[str], what: str) -> Problem:
    near = difflib.get_close_matches(name, sorted(known), 1) if len(known) <= MOST else []
    hint = f"Did you mean {near[0]!r}?" if near else "Correct the id, add what it names, or delete the field."
    return record.problem(at, "references", f"{at.rpartition('/')[0]}: {name!r} is {what}", hint)
