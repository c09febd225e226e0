"""Lists over the whole desk in order of time: briefs, statements, tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from briefing.render import exports
from briefing.render.contribution import Contribution
from briefing.render.index import Catalogue
from briefing.render.lists import Listing, ListRow, fill_cards, fill_points, list_jobs
from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer


def index_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the lists of briefs, statements and tags."""
    words, shares = renderer.words, catalogue.shares
    briefs = Listing(path="briefs/index.html", below="briefs/months", title=words["briefs"], fill=fill_cards)
    yield from list_jobs(briefs, _cards(shares), renderer)
    said = partial(fill_points, lambda rows, numbers: [*map(rows.said.__getitem__, numbers)])
    statements = Listing(
        path="statements/index.html", below="statements", title=words["statements"], fill=said
    )
    yield from list_jobs(statements, _statements(shares), renderer)
    yield from _tag_jobs(shares, renderer, feeds=catalogue.options.feeds)


def _cards(shares: Sequence[Contribution]) -> list[ListRow]:
    return [ListRow(day=share.facts.day, share=share, number=0, size=share.facts.card) for share in shares]


def _statements(shares: Sequence[Contribution]) -> list[ListRow]:
    return [
        ListRow(day=share.facts.day, share=share, number=number, size=size)
        for share in shares
        for number, size in enumerate(share.facts.said)
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
            fill=fill_cards,
            navigable=False,
            feed=exports.feed_path(f"tags/{key}.html") if feeds else "",
        )
        yield from list_jobs(listing, _cards(by_key[key][1]), renderer)


def _tags(tags: Sequence[tuple[str, str, int]], renderer: Renderer) -> Page:
    body = renderer.render("tags", "../", tags=tags)
    return Page(path="tags/index.html", title=renderer.words["tags"], body=body, kind="index")
