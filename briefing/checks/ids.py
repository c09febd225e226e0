"""Ids are unique in a record; what refers to an id finds it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from briefing.checks.given import Given, RecordFile
from briefing.model import Brief, Problem

MOST = 1_000
"""Ids of which the one most like a mistyped id is sought."""
SECTIONS = ("summary", "actors", "statements", "events", "background", "comparison")


def unique(given: Given) -> Iterator[Problem]:
    """Yield ids that stand twice in a record."""
    for record in given.records:
        first: dict[str, str] = {}
        for section in SECTIONS:
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


def resolved(given: Given) -> Iterator[Problem]:
    """Yield what names an actor or an episode that is not there."""
    episodes = {episode.id for era in given.reference.eras for episode in era.episodes}
    for record in given.records:
        actors = {actor.id for actor in record.brief.actors}
        for at, name in _named(record.brief):
            if name not in actors:
                yield _missing(record, at, name, actors, "no actor of this record")
        for number, parallel in enumerate(record.brief.parallels):
            if parallel.episode not in episodes:
                at = f"parallels/{number}/episode"
                yield _missing(record, at, parallel.episode, episodes, "no episode of the reference")
        yield from _addressees(record, actors)


def _named(brief: Brief) -> Iterator[tuple[str, str]]:
    """Yield (path, id) of everything that must be an actor of the record."""
    for actor in brief.actors:
        for number, role in enumerate(actor.roles):
            if role.of:
                yield f"actors/{actor.id}/roles/{number}/of", role.of
    for statement in brief.statements:
        for field in ("speaker", "on_behalf_of"):
            if name := getattr(statement, field):
                yield f"statements/{statement.id}/{field}", name
    for event in brief.events:
        for number, name in enumerate(event.actors):
            yield f"events/{event.id}/actors/{number}", name
    for pair in brief.comparison:
        if pair.answer_by:
            yield f"comparison/{pair.id}/answer_by", pair.answer_by


def _addressees(record: RecordFile, actors: set[str]) -> Iterator[Problem]:
    """An addressee or a teller is an actor or the source's words, so a mistyped id is what is neither."""
    for statement in record.brief.statements:
        for field in ("addressee", "told_by"):
            name = getattr(statement, field)
            if name and name not in actors and record.article and name not in record.article.text:
                at = f"statements/{statement.id}/{field}"
                yield _missing(record, at, name, actors, "neither an actor here nor words of the source")


def _missing(record: RecordFile, at: str, name: str, known: set[str], what: str) -> Problem:
    near = difflib.get_close_matches(name, sorted(known), 1) if len(known) <= MOST else []
    hint = f"Did you mean {near[0]!r}?" if near else "Correct the id, add what it names, or delete the field."
    return record.problem(at, "references", f"{at.rpartition('/')[0]}: {name!r} is {what}", hint)
