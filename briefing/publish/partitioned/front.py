"""The front of a site that is made as one site a month: what it shows of each month.

A front is made from a month's catalogue and kept, so that the months need not be read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, structs

from briefing.model import KnownActor, Reference
from briefing.render import actor_index, exports
from briefing.render.actor_index import ActorName
from briefing.render.contribution import ActorInBrief, Contribution
from briefing.render.home_page import NEWEST, Totals, home_of
from briefing.render.index import Catalogue
from briefing.render.page import Job, RawFile
from briefing.render.pagination import period_name
from briefing.render.renderer import Renderer
from briefing.storage.desk import Options


class Front(Struct, frozen=True, kw_only=True, array_like=True):
    """What the front shows of a month."""

    month: str
    totals: Totals
    actors: tuple[tuple[ActorInBrief, int], ...]
    """Each with the number of its briefs."""
    newest: tuple[Contribution, ...]
    """Those that the home page or the feed could show."""


class FrontParts(Struct, frozen=True, kw_only=True):
    """All months of a site, the newest first; those without a brief that is shown are left out."""

    fronts: tuple[Front, ...]
    options: Options
    reference: Reference

    @property
    def totals(self) -> Totals:
        """Of all months; an actor counts once."""
        return Totals(
            briefs=sum(front.totals.briefs for front in self.fronts),
            actors=len({actor.id for front in self.fronts for actor, _ in front.actors}),
            statements=sum(front.totals.statements for front in self.fronts),
        )


def front(month: str, catalogue: Catalogue) -> Front:
    """Return the front of a month."""
    facts = list(catalogue.facts)
    newest = {
        share.facts.slug: structs.replace(share, packed_rows=share.packed_rows.copy())
        for share in (*catalogue.shares[:NEWEST], *exports.newest_of(catalogue.shares))
    }
    return Front(
        month=month,
        totals=Totals(
            briefs=len(facts),
            actors=len(catalogue.actors),
            statements=sum(len(brief.said) for brief in facts),
        ),
        actors=tuple((actor.newest, len(actor.appearances)) for actor in catalogue.actors.values()),
        newest=tuple(newest.values()),
    )


def options_of(month: str, options: Options, words: Renderer) -> Options:
    """Return the options of a month's site: it has its own name and address."""
    return structs.replace(
        options,
        site_name=f"{options.site_name} · {period_name(month, words.words)}",
        site_url=f"{options.site_url}{month}/" if options.site_url else "",
    )


def home(parts: FrontParts, renderer: Renderer) -> str:
    """Return what the home page shows: the months, the newest briefs, ways in."""
    rows = [(share, front.month) for front in parts.fronts for share in front.newest]
    rows.sort(key=lambda row: row[0].facts.slug)
    rows.sort(key=lambda row: row[0].facts.day or date.min, reverse=True)
    body = home_of(
        [(share, f"{month}/") for share, month in rows],
        parts.totals,
        renderer,
        feed=bool(parts.options.site_url),
    )
    return months(parts, "index.html", "", renderer) + body


def months(parts: FrontParts, path: str, title: str, renderer: Renderer) -> str:
    """Return links to a page of all months; the page with them is at the same path."""
    root = "../" * path.count("/")
    links = [
        (f"{root}{front.month}/{path}", period_name(front.month, renderer.words), front.totals.briefs)
        for front in parts.fronts
    ]
    return renderer.render("months", root, title=title, months=links)


def actor_jobs(parts: FrontParts, renderer: Renderer) -> Iterator[Job]:
    """Yield the lists of all actors, each with the months in which it stands."""
    found: dict[str, list[tuple[str, ActorInBrief, int]]] = {}
    for front in parts.fronts:
        for actor, count in front.actors:
            found.setdefault(actor.id, []).append((front.month, actor, count))
    known = actor_index.known_actors(parts.reference)
    yield from actor_index.name_lists((_name(rows, known, renderer) for rows in found.values()), renderer)


def _name(
    rows: Sequence[tuple[str, ActorInBrief, int]], known: Mapping[str, KnownActor], renderer: Renderer
) -> ActorName:
    """Return an actor as the list has it; the name is that of the newest month."""
    _, newest, _ = rows[0]
    stands = [(month, period_name(month, renderer.words), count) for month, _, count in rows]
    return ActorName(
        folded=actor_index.sort_key(newest, known),
        country=newest.country or "",
        html=renderer.open_row("name_by_month", newest, actor_index.family_of(newest, known), stands),
    )


def feed(parts: FrontParts, renderer: Renderer) -> RawFile:
    """Return the feed over all months."""
    entries = [
        exports.feed_entry(share, options_of(front.month, parts.options, renderer))
        for front in parts.fronts
        for share in front.newest
        if share.facts.updated
    ]
    entries.sort(key=lambda entry: entry.id)
    entries.sort(key=lambda entry: entry.share.facts.updated or date.min, reverse=True)
    newest = sorted(entries[: exports.FEED], key=lambda entry: exports.place_of(entry.share), reverse=True)
    return exports.feed(newest, parts.options, renderer)
