"""The pages of actors: one for each across all briefs, cut by time where it grows long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from briefing.desk import Appearance, Desk, DeskActor, Entry
from briefing.model import Role
from briefing.pages import paging
from briefing.pages.network import network
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer

MOST_ROLES = 40
MOST_FORMS = 60
NEWEST = 10
"""Briefs on the first page of an actor whose briefs fill several."""


class Held(Struct, frozen=True, kw_only=True):
    """A role as briefs give it: the first and the last of them, and how many."""

    title: str
    first: date | None
    last: date | None
    count: int
    entry: Entry
    """The newest brief that gives it."""
    role: Role


class Shown(Struct, frozen=True, kw_only=True):
    """An actor in one brief, as HTML."""

    day: date | None
    statements: str
    card: str


def actor_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the page of each actor, and those of its years or months where one page is not enough."""
    for actor in desk.actors.values():
        yield from pages_of(actor, desk, renderer)


def pages_of(actor: DeskActor, desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the pages of one actor."""
    oldest_first = actor.appearances[::-1]
    shown = _shown(oldest_first, renderer, "../../")
    parts: list[paging.Part[Shown]] = []
    if sum(map(_size, shown)) <= paging.LIMIT:
        here = _shown(oldest_first, renderer, "../")
    else:
        keys = [lambda s: paging.year_key(s.day), lambda s: paging.month_key(s.day)]
        parts = paging.cut(shown, keys, _size)
        here = _shown(oldest_first[-NEWEST:], renderer, "../")
    name = actor.newest.name
    links = [
        (f"{actor.id}/{part.key}.html", paging.period_name(part.key, renderer.words), len(part.rows))
        for part in parts
    ]
    body = renderer.render(
        "actor",
        "../",
        actor=actor,
        newest=actor.newest,
        forms=_forms(actor),
        roles=_roles(actor),
        network=network(actor, desk),
        shown=here,
        parts=links,
    )
    yield Page(
        path=f"actors/{actor.id}.html", title=name, body=body, kind="actor", updated=_last(actor.appearances)
    )
    for part, (_, period, _) in zip(parts, links, strict=True):
        body = renderer.render("actor-part", "../../", actor=actor, period=period, shown=part.rows)
        yield Page(
            path=f"actors/{actor.id}/{part.key}.html",
            title=f"{name}: {period}",
            body=body,
            kind="part",
            updated=max((row.day for row in part.rows if row.day), default=None),
        )


def _last(appearances: Sequence[Appearance]) -> date | None:
    return max((a.entry.day for a in appearances if a.entry.day), default=None)


def _shown(appearances: Sequence[Appearance], renderer: Renderer, root: str) -> list[Shown]:
    return [
        Shown(
            day=appearance.entry.day,
            statements="".join(
                renderer.row("statement", appearance.entry, statement, root)
                for statement in appearance.statements
            ),
            card=renderer.row("card", appearance.entry, root),
        )
        for appearance in appearances
    ]


def _size(shown: Shown) -> int:
    return len(shown.statements.encode()) + len(shown.card.encode())


def _forms(actor: DeskActor) -> list[str]:
    """Return the names and spellings that the briefs give, the newest brief's first."""
    forms: dict[str, None] = {}
    for appearance in actor.appearances:
        for form in (appearance.actor.name, *appearance.actor.aliases):
            forms.setdefault(form)
    return list(forms)[:MOST_FORMS]


def _roles(actor: DeskActor) -> list[Held]:
    """Return the roles that the briefs give, the newest first."""
    found: dict[str, list[tuple[Entry, Role]]] = {}
    for appearance in actor.appearances:
        for role in appearance.actor.roles:
            if role.at:
                found.setdefault(role.title, []).append((appearance.entry, role))
    return [_held(title, rows) for title, rows in list(found.items())[:MOST_ROLES]]


def _held(title: str, rows: Sequence[tuple[Entry, Role]]) -> Held:
    days = [entry.day for entry, _ in rows if entry.day]
    entry, role = rows[0]
    return Held(
        title=title,
        first=min(days, default=None),
        last=max(days, default=None),
        count=len({entry.brief.slug for entry, _ in rows}),
        entry=entry,
        role=role,
    )
