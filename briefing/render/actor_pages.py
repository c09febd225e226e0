"""The pages of actors: one for each across all briefs, cut by time where it grows long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from briefing.render import pagination
from briefing.render.contribution import CastFragments
from briefing.render.index import Catalogue, IndexedAppearance, ListedActor
from briefing.render.lists import CardDay, by_day, shown_card
from briefing.render.named_together import SHOWN, Partner, named_together
from briefing.render.page import Html, Job, Page
from briefing.render.renderer import Renderer

MOST_ROLES = 40
MOST_FORMS = 60
LATEST = 5
"""Briefs whose statements stand open."""
LEAST_BAR = 1.5
"""Per cent of the width that the bar of a role has at least: one day shows as well."""
NEWEST = 10
"""Briefs on the first page of an actor whose briefs fill several."""


class Held(Struct, frozen=True, kw_only=True):
    """A role as briefs give it: the first and the last of them, and how many."""

    first: date | None
    last: date | None
    count: int
    row: str
    """As the newest brief that gives it has it, HTML."""
    start: float
    width: float
    """Of its bar, in per cent of the time of all roles."""


class Said(Struct, frozen=True, kw_only=True):
    """What an actor says in one brief, as HTML."""

    day: date | None
    slug: str
    title: str
    statements: Sequence[str]


def actor_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the page of each actor, and those of its years or months where one page is not enough."""
    for actor in catalogue.actors.values():
        yield from jobs_of(actor, catalogue, renderer)


def jobs_of(actor: ListedActor, catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the pages of one actor; parts are counted from the oldest brief, so that old ones stay."""
    newest_first = actor.appearances
    parts: list[pagination.Part[IndexedAppearance]] = []
    if sum(map(_size, newest_first)) > pagination.LIMIT:
        keys = [lambda a: pagination.year_key(a.day), lambda a: pagination.month_key(a.day)]
        parts = pagination.cut(newest_first[::-1], keys, _size)[::-1]
    links = [
        (f"{actor.id}/{part.key}.html", pagination.period_name(part.key, renderer.words), len(part.rows))
        for part in parts
    ]
    shown = newest_first[:NEWEST] if parts else newest_first
    together = named_together(actor, catalogue)
    yield Job(
        path=f"actors/{actor.id}.html",
        template="pages/actor.html",
        shows=(_keys(newest_first), links, [(one.actor.name, one.actor.kind) for one in together]),
        make=partial(_main, actor, shown, links, together, renderer, feed=catalogue.options.feeds),
        updated=_last(newest_first),
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
    together: Sequence[Partner],
    renderer: Renderer,
    *,
    feed: bool,
) -> Page:
    told = [(appearance, appearance.cast(appearance.share.rows)) for appearance in actor.appearances]
    said = _said(shown)
    body = renderer.render(
        "actor",
        "../",
        newest=actor.newest,
        told=told[0][1],
        count=len(actor.appearances),
        total=sum(len(cast.said) for _, cast in told),
        forms=_forms(told),
        roles=_roles(told),
        years=_years(told),
        together=together,
        open=SHOWN,
        said=said[:LATEST],
        earlier=said[LATEST:],
        days=_days(shown, "../"),
        parts=links,
        feed=f"{actor.id}.xml" if feed else "",
    )
    path, name = f"actors/{actor.id}.html", actor.newest.name
    return Page(path=path, title=name, body=body, kind="actor", updated=_last(actor.appearances))


def _part(
    actor: ListedActor, part: pagination.Part[IndexedAppearance], period: str, renderer: Renderer
) -> Page:
    rows = part.rows[::-1]
    body = renderer.render(
        "actor-part",
        "../../",
        newest=actor.newest,
        period=period,
        said=_said(rows, "../../"),
        days=_days(rows, "../../"),
    )
    return Page(
        path=f"actors/{actor.id}/{part.key}.html",
        title=f"{actor.newest.name}: {period}",
        body=body,
        kind="part",
        updated=_last(part.rows),
    )


def _last(appearances: Sequence[IndexedAppearance]) -> date | None:
    return max((a.day for a in appearances if a.day), default=None)


def _said(appearances: Sequence[IndexedAppearance], root: str = "../") -> list[Said]:
    """Return what an actor says in each brief in which it says something."""
    found = []
    for appearance in appearances:
        facts = appearance.share.facts
        rows = [row.at(root) for row in appearance.cast(appearance.share.rows).said]
        if rows:
            found.append(Said(day=facts.day, slug=facts.slug, title=facts.title, statements=rows))
    return found


def _days(appearances: Sequence[IndexedAppearance], root: str) -> list[CardDay]:
    return by_day([(appearance.day, shown_card(appearance.share, root)) for appearance in appearances])


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
    kept = list(found.values())[:MOST_ROLES]
    days = [appearance.day for rows in kept for appearance, _ in rows if appearance.day]
    return [_held(rows, min(days, default=date.min), max(days, default=date.min)) for rows in kept]


def _held(rows: Sequence[tuple[IndexedAppearance, Html]], since: date, until: date) -> Held:
    days = [appearance.day for appearance, _ in rows if appearance.day]
    first, last = min(days, default=None), max(days, default=None)
    whole = max(1, (until - since).days)
    start = 100 * ((first or since) - since).days / whole
    end = 100 * ((last or since) - since).days / whole
    width = max(LEAST_BAR, end - start)
    return Held(
        first=first,
        last=last,
        count=len({appearance.share.facts.slug for appearance, _ in rows}),
        row=rows[0][1].at("../"),
        start=round(min(start, 100 - width), 1),
        width=round(width, 1),
    )


def _years(told: Sequence[tuple[IndexedAppearance, CastFragments]]) -> tuple[int, int] | None:
    """Return the first and the last year in which briefs give roles; None where one day gives them all."""
    days = {appearance.day for appearance, cast in told if cast.roles and appearance.day}
    return (min(days).year, max(days).year) if len(days) > 1 else None
