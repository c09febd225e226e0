"""A long list over the whole desk -> jobs for its pages: the first one, and one for each year or month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct

from briefing.render import filters, pagination
from briefing.render.contribution import Contribution, RowFragments
from briefing.render.page import Html, Job, Page, root_of
from briefing.render.renderer import Renderer

TEMPLATE = "pages/list.html"
Pick = Callable[[RowFragments, Sequence[int]], Sequence[Html]]
"""Takes some of a brief's rows of one kind by their numbers."""
Fill = Callable[[Sequence["ListRow"], str, Renderer], Mapping[str, Any]]
"""Rows, the way to the site's root -> what the template shows of them."""
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
    fill: Fill
    template: str = TEMPLATE
    of_briefs: bool = True
    """Whether the days of rows are those of briefs; a timeline's are those of events."""
    navigable: bool = True
    feed: str = ""
    """The address of the feed that goes with it."""
    first: int = NEWEST
    """Rows on the first page where there are several."""


class ShownCard(Struct, frozen=True, kw_only=True):
    """A brief in a list."""

    html: str
    marks: str = ""
    """By which filters find it."""
    slug: str = ""
    version: str = ""
    """Changes with the record; a reader's browser tells by it what is new."""
    because: Sequence[str] = ()
    """On the page of an episode: why the brief is like it."""


class CardDay(Struct, frozen=True, kw_only=True):
    """The briefs of one day."""

    day: date | None
    marks: str
    """Those of its cards."""
    cards: Sequence[ShownCard]


def list_jobs(listing: Listing, rows: Sequence[ListRow], renderer: Renderer) -> Iterator[Job]:
    """Yield the first page of a list, and a page for each year or month where one is not enough.

    `rows` stand newest first; what has no day is behind them.
    """
    links, jobs = cut_up(listing, rows, renderer)
    shown = rows[: listing.first] if links else rows
    yield Job(
        path=listing.path,
        template=listing.template,
        shows=(keys_of(shown), links),
        make=partial(_page, listing, listing.path, listing.title, shown, links, renderer),
        navigable=listing.navigable,
    )
    yield from jobs


def cut_up(
    listing: Listing, rows: Sequence[ListRow], renderer: Renderer
) -> tuple[list[tuple[str, str, int]], list[Job]]:
    """Return address, name and length of each part of a list that does not fit on its page, and the jobs.

    Addresses are relative to the first page.  Parts are counted from the oldest row, so that a new one
    changes the last part of its period alone.
    """
    if sum(row.size for row in rows) <= pagination.LIMIT:
        return [], []
    keys = [lambda row: pagination.year_key(row.day), lambda row: pagination.month_key(row.day)]
    root, links, jobs = root_of(listing.path), [], []
    for part in reversed(pagination.cut(rows[::-1], keys, lambda row: row.size)):
        held = part.rows[::-1]
        path, period = f"{listing.below}/{part.key}.html", pagination.period_name(part.key, renderer.words)
        links.append((root + path, period, len(held)))
        make = partial(_page, listing, path, f"{listing.title}: {period}", held, (), renderer)
        shows, updated = (keys_of(held), listing.title), _last(listing, held)
        jobs.append(Job(path=path, template=listing.template, shows=shows, make=make, updated=updated))
    return links, jobs


def _last(listing: Listing, rows: Sequence[ListRow]) -> date | None:
    """Return the day of the newest brief."""
    return max((row.day for row in rows if row.day), default=None) if listing.of_briefs else None


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


def shown_card(share: Contribution, root: str, marks: str = "", because: Sequence[str] = ()) -> ShownCard:
    """Return a brief as a list shows it."""
    facts = share.facts
    html, version = share.rows.card.at(root), facts.record_hash.hex()[:8]
    return ShownCard(html=html, marks=marks, slug=facts.slug, version=version, because=because)


def by_day(found: Sequence[tuple[date | None, ShownCard]]) -> list[CardDay]:
    """Group cards that are in order of time by their days."""
    made = []
    for day, held in groupby(found, key=lambda row: row[0]):
        group = [card for _, card in held]
        marks = dict.fromkeys(mark for card in group for mark in card.marks.split())
        made.append(CardDay(day=day, marks=" ".join(marks), cards=group))
    return made


def fill_cards(rows: Sequence[ListRow], root: str, renderer: Renderer) -> dict[str, Any]:
    """Return the cards of briefs by month and day, with their filters."""
    found, marks = filters.filters([filters.of_brief(row.share, renderer) for row in rows], renderer)
    cards = [(row.day, shown_card(row.share, root, own)) for row, own in zip(rows, marks, strict=True)]
    months = groupby(by_day(cards), key=lambda day: pagination.month_key(day.day))
    named = [(pagination.period_name(key, renderer.words), list(days)) for key, days in months]
    return {"filters": found, "months": named}


def fill_points(pick: Pick, rows: Sequence[ListRow], root: str, renderer: Renderer) -> dict[str, Any]:
    """Return rows of one kind by month."""
    pairs = zip(rows, html_of(rows, pick, root), strict=True)
    months = groupby(pairs, key=lambda pair: pagination.month_key(pair[0].day))
    named = [
        (pagination.period_name(key, renderer.words), [html for _, html in held]) for key, held in months
    ]
    return {"points": named}


def _page(
    listing: Listing,
    path: str,
    title: str,
    rows: Sequence[ListRow],
    parts: Sequence[tuple[str, str, int]],
    renderer: Renderer,
) -> Page:
    first, root = path == listing.path, root_of(path)
    body = renderer.template(
        listing.template,
        root=root,
        listing=listing,
        title=title,
        parts=parts,
        back="" if first else root + listing.path,
        **listing.fill(rows, root, renderer),
    )
    return Page(
        path=path,
        title=title,
        body=body,
        kind="index" if first and listing.navigable else "part",
        updated=_last(listing, rows),
    )
