"""A long list over the whole desk -> jobs for its pages: the first one, and one for each year or month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from msgspec import Struct

from briefing.render import pagination
from briefing.render.contribution import Contribution, RowFragments
from briefing.render.page import Html, Job, Page, root_of
from briefing.render.renderer import Renderer

TEMPLATE = "pages/list.html"
Pick = Callable[[RowFragments, Sequence[int]], Sequence[Html]]
"""Takes some of a brief's rows of one kind by their numbers."""
NEWEST = 10
"""Rows on the first page of a list that fills several."""


class ListRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row of a list: whose it is, which of the brief's rows, and how long."""

    day: date | None
    share: Contribution
    number: int
    """Of the row among the brief's rows of its kind, from 0."""
    size: int


class Listing(Struct, frozen=True, kw_only=True):
    """A list with the address of its first page; the others are in the folder `below`."""

    path: str
    below: str
    title: str
    kind: str
    """How rows are set: "cards", "points" or "time"."""
    pick: Pick
    newest_first: bool = False
    by_month: bool = False
    """Whether a page has a heading for each month."""
    navigable: bool = True
    feed: str = ""
    """The address of the feed that goes with it."""


def list_jobs(listing: Listing, rows: Sequence[ListRow], renderer: Renderer) -> Iterator[Job]:
    """Yield the first page of a list, and a page for each year or month where one is not enough.

    `rows` stand oldest first; what has no day is before them.
    """
    links, jobs = cut_up(listing, rows, renderer)
    shown = rows if not links else rows[-NEWEST:] if listing.newest_first else []
    make = partial(_page, listing, listing.path, listing.title, shown, links, renderer)
    yield Job(
        path=listing.path,
        template=TEMPLATE,
        shows=(keys_of(shown), links),
        make=make,
        navigable=listing.navigable,
    )
    yield from jobs


def cut_up(
    listing: Listing, rows: Sequence[ListRow], renderer: Renderer
) -> tuple[list[tuple[str, str, int]], list[Job]]:
    """Return address, name and length of each part of a list that does not fit on its page, and the jobs.

    Addresses are relative to the first page.
    """
    if sum(row.size for row in rows) <= pagination.LIMIT:
        return [], []
    keys = [lambda row: pagination.year_key(row.day), lambda row: pagination.month_key(row.day)]
    root, links, jobs = root_of(listing.path), [], []
    for part in pagination.cut(rows, keys, lambda row: row.size):
        path, period = f"{listing.below}/{part.key}.html", pagination.period_name(part.key, renderer.words)
        links.append((root + path, period, len(part.rows)))
        make = partial(_page, listing, path, f"{listing.title}: {period}", part.rows, (), renderer)
        shows, updated = (keys_of(part.rows), listing.title), _last(listing, part.rows)
        jobs.append(Job(path=path, template=TEMPLATE, shows=shows, make=make, updated=updated))
    return links, jobs


def _last(listing: Listing, rows: Sequence[ListRow]) -> date | None:
    """Return the day of the newest brief; the days of a timeline are those of events."""
    return None if listing.kind == "time" else max((row.day for row in rows if row.day), default=None)


def cards(rows: RowFragments, numbers: Sequence[int]) -> Sequence[Html]:
    """Return the card of a brief, whichever of its items a list is about."""
    return [rows.card] * len(numbers)


def keys_of(rows: Sequence[ListRow]) -> list[tuple[bytes, int]]:
    """Return what decides the HTML of rows."""
    return [(row.share.key, row.number) for row in rows]


def html_of(rows: Sequence[ListRow], pick: Pick, root: str) -> list[str]:
    """Return the HTML of rows; those of one brief that follow on each other are read once."""
    found = []
    for share, held in groupby(rows, key=lambda row: row.share):
        group = list(held)
        picked = pick(share.rows, [row.number for row in group])
        found += [html.at(root) for html in picked]
    return found


def _page(
    listing: Listing,
    path: str,
    title: str,
    rows: Sequence[ListRow],
    parts: Sequence[tuple[str, str, int]],
    renderer: Renderer,
) -> Page:
    root = root_of(path)
    ordered = rows[::-1] if listing.newest_first else rows
    by_month = listing.by_month and not parts
    shown = zip(ordered, html_of(ordered, listing.pick, root), strict=True)
    groups = [
        (pagination.period_name(key, renderer.words) if by_month else "", [html for _, html in held])
        for key, held in groupby(
            shown, key=lambda pair: pagination.month_key(pair[0].day) if by_month else ""
        )
    ]
    first = path == listing.path
    body = renderer.render(
        "list",
        root,
        listing=listing,
        title=title,
        groups=groups,
        parts=parts[::-1] if listing.newest_first else parts,
        back="" if first else root + listing.path,
    )
    return Page(
        path=path,
        title=title,
        body=body,
        kind="index" if first and listing.navigable else "part",
        updated=_last(listing, rows),
    )
