"""Lists over the whole desk in order of time: briefs, statements, the timeline, tags; the home page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from briefing.desk import Desk, Entry
from briefing.pages import paging, views
from briefing.pages.page import Page, root_of
from briefing.pages.renderer import Renderer

NEWEST = 10


class Row(Struct, frozen=True, kw_only=True):
    """A row of a list: its day, and what its HTML is made of."""

    day: date | None
    show: Callable[[str], str]
    """From the way to the site's root to the row as HTML."""


class Listing(Struct, frozen=True, kw_only=True):
    """A list with the address of its first page; the others lie in the folder `below`."""

    path: str
    below: str
    title: str
    kind: str
    """How rows are set: "cards", "points" or "time"."""
    newest_first: bool = False
    by_month: bool = False
    """Whether a page has a heading for each month."""
    navigable: bool = True


class Shown(Struct, frozen=True, kw_only=True):
    """A row as HTML for a page at a certain depth."""

    day: date | None
    html: str


def list_pages(listing: Listing, rows: Sequence[Row], renderer: Renderer) -> Iterator[Page]:
    """Yield the first page of a list, and a page for each year or month where one is not enough.

    `rows` stand oldest first; what has no day stands before them.
    """
    shown = _shown(rows, root_of(f"{listing.below}/"))
    first = root_of(listing.path)
    if sum(map(_size, shown)) <= paging.LIMIT:
        yield _page(listing, listing.path, listing.title, _shown(rows, first), [], renderer)
        return
    keys = [lambda row: paging.year_key(row.day), lambda row: paging.month_key(row.day)]
    parts = paging.cut(shown, keys, _size)
    links = [
        (
            f"{first}{listing.below}/{part.key}.html",
            paging.period_name(part.key, renderer.words),
            len(part.rows),
        )
        for part in parts
    ]
    newest = _shown(rows[-NEWEST:], first) if listing.newest_first else []
    yield _page(listing, listing.path, listing.title, newest, links, renderer)
    for part, (_, period, _) in zip(parts, links, strict=True):
        path = f"{listing.below}/{part.key}.html"
        yield _page(listing, path, f"{listing.title}: {period}", part.rows, [], renderer)


def _shown(rows: Sequence[Row], root: str) -> list[Shown]:
    return [Shown(day=row.day, html=row.show(root)) for row in rows]


def _size(shown: Shown) -> int:
    return len(shown.html.encode())


def _page(
    listing: Listing,
    path: str,
    title: str,
    rows: Sequence[Shown],
    parts: Sequence[tuple[str, str, int]],
    renderer: Renderer,
) -> Page:
    ordered = rows[::-1] if listing.newest_first else rows
    by_month = listing.by_month and not parts
    groups = [
        (paging.period_name(key, renderer.words) if by_month else "", [row.html for row in held])
        for key, held in groupby(ordered, key=lambda row: paging.month_key(row.day) if by_month else "")
    ]
    first = path == listing.path
    body = renderer.render(
        "list",
        root_of(path),
        listing=listing,
        title=title,
        groups=groups,
        parts=parts[::-1] if listing.newest_first else parts,
        back="" if first else root_of(path) + listing.path,
    )
    last = max((row.day for row in rows if row.day), default=None)
    return Page(
        path=path,
        title=title,
        body=body,
        kind="index" if first and listing.navigable else "part",
        updated=None if listing.kind == "time" else last,
    )


# -- the lists ----------------------------------------------------------------------------------


def index_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the lists of briefs, statements, dated events and tags."""
    words = renderer.words
    oldest_first = desk.entries[::-1]
    listing = Listing(
        path="briefs/index.html",
        below="briefs/months",
        title=words["briefs"],
        kind="cards",
        newest_first=True,
        by_month=True,
    )
    yield from list_pages(listing, [_card(entry, renderer) for entry in oldest_first], renderer)
    listing = Listing(
        path="statements/index.html",
        below="statements",
        title=words["statements"],
        kind="points",
        newest_first=True,
        by_month=True,
    )
    yield from list_pages(listing, list(_statements(oldest_first, renderer)), renderer)
    listing = Listing(path="timeline.html", below="timeline", title=words["timeline"], kind="time")
    yield from list_pages(listing, list(_events(desk.entries, renderer)), renderer)
    yield from _tag_pages(oldest_first, renderer)


def _card(entry: Entry, renderer: Renderer) -> Row:
    return Row(day=entry.day, show=functools.partial(renderer.row, "card", entry))


def _statements(entries: Sequence[Entry], renderer: Renderer) -> Iterator[Row]:
    for entry in entries:
        speakers = {actor.id: actor for actor in entry.brief.actors}
        for statement in entry.brief.statements[::-1]:
            yield Row(
                day=entry.day,
                show=functools.partial(
                    renderer.row, "said", entry, statement, speakers.get(statement.speaker or "")
                ),
            )


def _events(entries: Sequence[Entry], renderer: Renderer) -> Iterator[Row]:
    """Yield eras first, then what is dated, each in order of time."""
    rows = [(event, entry) for entry in entries for event in entry.brief.events]
    dated = [row for row in rows if row[0].when.earliest]
    dated.sort(key=lambda row: (row[0].when.earliest or date.min, row[0].when.scheduled, row[1].brief.slug))
    for event, entry in [*(row for row in rows if row[0].when.era), *dated]:
        yield Row(day=event.when.earliest, show=functools.partial(renderer.row, "event", entry, event))


def _tag_pages(entries: Sequence[Entry], renderer: Renderer) -> Iterator[Page]:
    by_key: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    for entry in entries:
        for tag in entry.brief.source.tags:
            key = views.tag_key(tag)
            names.setdefault(key, tag)
            held = by_key.setdefault(key, [])
            if not held or held[-1] is not entry:
                held.append(entry)
    order = sorted(by_key, key=lambda key: (names[key].casefold(), key))
    tags = [(f"{key}.html", names[key], len(by_key[key])) for key in order]
    body = renderer.render("tags", "../", tags=tags)
    yield Page(path="tags/index.html", title=renderer.words["tags"], body=body, kind="index")
    for key in order:
        listing = Listing(
            path=f"tags/{key}.html",
            below=f"tags/{key}",
            title=names[key],
            kind="cards",
            newest_first=True,
            by_month=True,
            navigable=False,
        )
        yield from list_pages(listing, [_card(entry, renderer) for entry in by_key[key]], renderer)


# -- the home page ------------------------------------------------------------------------------


def home_body(desk: Desk, renderer: Renderer) -> str:
    """Return what the home page shows below what people wrote: the newest briefs, and ways in."""
    statements = sum(len(entry.brief.statements) for entry in desk.entries)
    return renderer.render(
        "home",
        "",
        entries=desk.entries[:NEWEST],
        total=len(desk.entries),
        actors=len(desk.actors),
        statements=statements,
        feed=bool(desk.options.site_url),
    )
