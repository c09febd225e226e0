"""Rows of a list -> the filters above it: radio buttons that a style sheet acts on, without a script.

Every value gets a mark, such as "c3" for the third country; a row carries the marks of its values, and
more.css hides the rows without the mark that is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefing.render import view_models
from briefing.render.contribution import ActorInBrief, Contribution
from briefing.render.renderer import Renderer

MOST = 12
"""Values of a filter; more.css has a rule for each."""

Values = Mapping[str, Mapping[str, str]]
"""What a row is found by: for the key of each filter the ids of its values, with their names."""


class Choice(Struct, frozen=True, kw_only=True):
    """A value of a filter, and how many rows have it."""

    mark: str
    name: str
    count: int


class Filter(Struct, frozen=True, kw_only=True):
    """One question to a list; its key is the first letter of its marks."""

    key: str
    title: str
    total: int
    choices: tuple[Choice, ...]


def filters(rows: Sequence[Values], renderer: Renderer) -> tuple[list[Filter], list[str]]:
    """Return the filters of a list, and for each row its marks as an attribute `class` has them.

    A filter offers what most rows have, by name; a value that all rows have hides nothing, and is left out.
    """
    words = renderer.words
    titles = {"c": words["country"], "a": words["actor"], "t": words["tag"], "s": words["status"]}
    found: list[Filter] = []
    marks: list[list[str]] = [[] for _ in rows]
    for key, title in titles.items():
        counts = Counter(value for row in rows for value in row.get(key, ()))
        names = {value: name for row in reversed(rows) for value, name in row.get(key, {}).items()}
        some = [value for value in counts if counts[value] < len(rows)]
        kept = sorted(some, key=lambda value: (-counts[value], names[value], value))[:MOST]
        if not kept:
            continue
        kept.sort(key=lambda value: (names[value].casefold(), value))
        places = {value: f"{key}{number}" for number, value in enumerate(kept, 1)}
        choices = [Choice(mark=mark, name=names[v], count=counts[v]) for v, mark in places.items()]
        found.append(Filter(key=key, title=title, total=len(rows), choices=tuple(choices)))
        for row, own in zip(rows, marks, strict=True):
            own += [places[value] for value in row.get(key, ()) if value in places]
    return found, [" ".join(own) for own in marks]


def of_brief(share: Contribution, renderer: Renderer) -> Values:
    """Return what a brief is found by: countries, tags, status."""
    facts = share.facts
    return {
        "c": countries(facts.actors),
        "t": {view_models.tag_key(tag): tag for tag in facts.tags},
        "s": {facts.status: renderer.words[facts.status]},
    }


def of_event(share: Contribution, number: int) -> Values:
    """Return what an event is found by: its actors, and their countries."""
    facts = share.facts
    actors = [facts.actors[place] for place in facts.events[number].actors]
    others = {actor.id: actor.name for actor in actors if actor.kind != "state"}
    return {"c": countries(actors), "a": others}


def countries(actors: Sequence[ActorInBrief]) -> dict[str, str]:
    """Return the countries of actors by code, with their names."""
    return {actor.country: view_models.country(actor.country) for actor in actors if actor.country}
