"""The pages of actors: one for each across all briefs, cut by time where it grows long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from briefing.render import pagination
from briefing.render.contribution import CastFragments
from briefing.render.index import Catalogue, IndexedAppearance, ListedActor
from briefing.render.network_drawing import network, partners
from briefing.render.page import Html, Job, Page
from briefing.render.renderer import Renderer

MOST_ROLES = 40
MOST_FORMS = 60
NEWEST = 10
"""Briefs on the first page of an actor whose briefs fill several."""


class Held(Struct, frozen=True, kw_only=True):
    """A role as briefs give it: the first and the last of them, and how many."""

    first: date | None
    last: date | None
    count: int
    row: str
    """As the newest brief that gives it has it, HTML."""


class Shown(Struct, frozen=True, kw_only=True):
    """An actor in one brief, as HTML."""

    statements: str
    card: str


def actor_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the page of each actor, and those of its years or months where one page is not enough."""
    for actor in catalogue.actors.values():
        yield from jobs_of(actor, catalogue, renderer)


def jobs_of(actor: ListedActor, catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the pages of one actor."""
    oldest_first = actor.appearances[::-1]
    parts: list[pagination.Part[IndexedAppearance]] = []
    if sum(map(_size, oldest_first)) > pagination.LIMIT:
        keys = [lambda a: pagination.year_key(a.day), lambda a: pagination.month_key(a.day)]
        parts = pagination.cut(oldest_first, keys, _size)
    links = [
        (f"{actor.id}/{part.key}.html", pagination.period_name(part.key, renderer.words), len(part.rows))
        for part in parts
    ]
    shown = oldest_first[-NEWEST:] if parts else oldest_first
    beside = partners(actor, catalogue)
    yield Job(
        path=f"actors/{actor.id}.html",
        template="pages/actor.html",
        shows=(_keys(oldest_first), links, beside),
        make=partial(_main, actor, shown, links, catalogue, renderer),
        updated=_last(oldest_first),
    )
    newest = actor.newest
    for part, (href, period, _) in zip(parts, links, strict=True):
        yield Job(
            path=f"actors/{href}",
            template="pages/actor-part.html",
            shows=(_keys(part.rows), newest.name),
            make=partial(_part, actor, part, period, renderer),
            updated=_last(part.rows),
        )


def _keys(appearances: Sequence[IndexedAppearance]) -> list[bytes]:
    return [appearance.share.key for appearance in appearances]


def _main(
    actor: ListedActor,
    shown: Sequence[IndexedAppearance],
    links: Sequence[tuple[str, str, int]],
    catalogue: Catalogue,
    renderer: Renderer,
) -> Page:
    told = [(appearance, appearance.cast(appearance.share.rows)) for appearance in actor.appearances]
    body = renderer.render(
        "actor",
        "../",
        newest=actor.newest,
        told=told[0][1],
        count=len(actor.appearances),
        forms=_forms(told),
        roles=_roles(told),
        network=network(actor, catalogue),
        shown=_shown(shown, "../"),
        parts=links,
        feed=f"{actor.id}.xml" if catalogue.options.feeds else "",
    )
    path, name = f"actors/{actor.id}.html", actor.newest.name
    return Page(path=path, title=name, body=body, kind="actor", updated=_last(actor.appearances))


def _part(
    actor: ListedActor, part: pagination.Part[IndexedAppearance], period: str, renderer: Renderer
) -> Page:
    shown = _shown(part.rows, "../../")
    body = renderer.render("actor-part", "../../", newest=actor.newest, period=period, shown=shown)
    return Page(
        path=f"actors/{actor.id}/{part.key}.html",
        title=f"{actor.newest.name}: {period}",
        body=body,
        kind="part",
        updated=_last(part.rows),
    )


def _last(appearances: Sequence[IndexedAppearance]) -> date | None:
    return max((a.day for a in appearances if a.day), default=None)


def _shown(appearances: Sequence[IndexedAppearance], root: str) -> list[Shown]:
    found = []
    for appearance in appearances:
        rows = appearance.share.rows
        said = "".join(row.at(root) for row in appearance.cast(rows).said)
        found.append(Shown(statements=said, card=rows.card.at(root)))
    return found


def _size(appearance: IndexedAppearance) -> int:
    return appearance.named.size


def _forms(told: Sequence[tuple[IndexedAppearance, CastFragments]]) -> list[str]:
    """Return the names and spellings that the briefs give, the newest brief's first."""
    forms: dict[str, None] = {}
    for appearance, cast in told:
        for form in (appearance.named.name, *cast.aliases):
            forms.setdefault(form)
    return list(forms)[:MOST_FORMS]


def _roles(told: Sequence[tuple[IndexedAppearance, CastFragments]]) -> list[Held]:
    """Return the roles that the briefs give, the newest first."""
    found: dict[str, list[tuple[IndexedAppearance, Html]]] = {}
    for appearance, cast in told:
        for title, row in cast.roles:
            found.setdefault(title, []).append((appearance, row))
    return [_held(rows) for rows in list(found.values())[:MOST_ROLES]]


def _held(rows: Sequence[tuple[IndexedAppearance, Html]]) -> Held:
    days = [appearance.day for appearance, _ in rows if appearance.day]
    return Held(
        first=min(days, default=None),
        last=max(days, default=None),
        count=len({appearance.share.facts.slug for appearance, _ in rows}),
        row=rows[0][1].at("../"),
    )
