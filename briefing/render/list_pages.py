"""Lists over the whole desk in order of time: briefs, statements, the timeline, tags; the home page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from briefing.render import exports
from briefing.render.contribution import Contribution
from briefing.render.index import Catalogue
from briefing.render.lists import NEWEST, Listing, ListRow, cards, list_jobs
from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer


def index_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the lists of briefs, statements, dated events and tags."""
    words = renderer.words
    oldest_first = catalogue.shares[::-1]
    listing = Listing(
        path="briefs/index.html",
        below="briefs/months",
        title=words["briefs"],
        kind="cards",
        pick=cards,
        newest_first=True,
        by_month=True,
    )
    yield from list_jobs(listing, _cards(oldest_first), renderer)
    listing = Listing(
        path="statements/index.html",
        below="statements",
        title=words["statements"],
        kind="points",
        pick=lambda rows, numbers: [*map(rows.said.__getitem__, numbers)],
        newest_first=True,
        by_month=True,
    )
    yield from list_jobs(listing, _statements(oldest_first), renderer)
    listing = Listing(
        path="timeline.html",
        below="timeline",
        title=words["timeline"],
        kind="time",
        pick=lambda rows, numbers: [*map(rows.events.__getitem__, numbers)],
    )
    yield from list_jobs(listing, _events(catalogue.shares), renderer)
    yield from _tag_jobs(oldest_first, renderer, feeds=catalogue.options.feeds)


def _cards(shares: Sequence[Contribution]) -> list[ListRow]:
    return [ListRow(day=share.facts.day, share=share, number=0, size=share.facts.card) for share in shares]


def _statements(shares: Sequence[Contribution]) -> list[ListRow]:
    return [
        ListRow(day=share.facts.day, share=share, number=number, size=share.facts.said[number])
        for share in shares
        for number in reversed(range(len(share.facts.said)))
    ]


def _events(shares: Sequence[Contribution]) -> list[ListRow]:
    """Return eras first, then what is dated, each in order of time."""
    found = [(event, share, n) for share in shares for n, event in enumerate(share.facts.events)]
    dated = [row for row in found if row[0].earliest]
    dated.sort(key=lambda row: (row[0].earliest or date.min, row[0].scheduled, row[1].facts.slug))
    return [
        ListRow(day=event.earliest, share=share, number=number, size=event.size)
        for event, share, number in [*(row for row in found if row[0].era), *dated]
    ]


def _tag_jobs(shares: Sequence[Contribution], renderer: Renderer, *, feeds: bool) -> Iterator[Job]:
    by_key = exports.by_tag(shares)
    order = sorted(by_key, key=lambda key: (by_key[key][0].casefold(), key))
    tags = [(f"{key}.html", by_key[key][0], len(by_key[key][1])) for key in order]
    make = partial(_tags, tags, renderer)
    yield Job(path="tags/index.html", template="pages/tags.html", shows=tags, make=make, navigable=True)
    for key in order:
        listing = Listing(
            path=f"tags/{key}.html",
            below=f"tags/{key}",
            title=by_key[key][0],
            kind="cards",
            pick=cards,
            newest_first=True,
            by_month=True,
            navigable=False,
            feed=exports.feed_path(f"tags/{key}.html") if feeds else "",
        )
        yield from list_jobs(listing, _cards(by_key[key][1]), renderer)


def _tags(tags: Sequence[tuple[str, str, int]], renderer: Renderer) -> Page:
    body = renderer.render("tags", "../", tags=tags)
    return Page(path="tags/index.html", title=renderer.words["tags"], body=body, kind="index")


# -- the home page ------------------------------------------------------------------------------


def home_body(catalogue: Catalogue, renderer: Renderer) -> str:
    """Return what the home page shows below what people wrote: the newest briefs, and ways in."""
    cards = [share.rows.card.at("") for share in catalogue.shares[:NEWEST]]
    said = sum(len(facts.said) for facts in catalogue.facts)
    totals = Totals(briefs=len(catalogue.shares), actors=len(catalogue.actors), statements=said)
    return home_of(cards, totals, renderer, feed=catalogue.options.feeds)


class Totals(Struct, frozen=True, kw_only=True, array_like=True):
    """How many of each kind a site has."""

    briefs: int
    actors: int
    statements: int


def home_of(cards: Sequence[str], totals: Totals, renderer: Renderer, *, feed: bool) -> str:
    """Return the newest briefs, HTML, and ways in."""
    return renderer.render(
        "home",
        "",
        cards=cards,
        total=totals.briefs,
        actors=totals.actors,
        statements=totals.statements,
        feed=feed,
    )
