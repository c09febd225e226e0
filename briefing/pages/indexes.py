"""Lists over the whole desk in order of time: briefs, statements, the timeline, tags; the home page."""

from __future__ import annotations

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
    size: int
    """Bytes of that HTML."""


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


def list_pages(listing: Listing, rows: Sequence[Row], renderer: Renderer) -> Iterator[Page]:
    """Yield the first page of a list, and a page for each year or month where one is not enough.

    `rows` stand oldest first; what has no day stands before them.
    """
    if sum(row.size for row in rows) <= paging.LIMIT:
        yield _page(listing, listing.path, listing.title, rows, [], renderer)
        return
    keys = [lambda row: paging.year_key(row.day), lambda row: paging.month_key(row.day)]
    parts = paging.cut(rows, keys, lambda row: row.size)
    up = root_of(listing.path)
    links = [
        (f"{up}{listing.below}/{part.key}.html", paging.period_name(part.key, renderer.words), len(part.rows))
        for part in parts
    ]
    newest = rows[-NEWEST:] if listing.newest_first else []
    yield _page(listing, listing.path, listing.title, newest, links, renderer)
    for part, (_, period, _) in zip(parts, links, strict=True):
        path = f"{listing.below}/{part.key}.html"
        yield _page(listing, path, f"{listing.title}: {period}", part.rows, [], renderer)


def _page(
    listing: Listing,
    path: str,
    title: str,
    rows: Sequence[Row],
    parts: Sequence[tuple[str, str, int]],
    renderer: Renderer,
) -> Page:
    root = root_of(path)
    ordered = list(rows[::-1] if listing.newest_first else rows)
    groups = [("", [row.show(root) for row in ordered])]
    if listing.by_month and not parts:
        months = groupby(ordered, key=lambda row: paging.month_key(row.day))
        groups = [
            (paging.period_name(key, renderer.words), [row.show(root) for row in held])
            for key, held in months
        ]
    first = path == listing.path
    body = renderer.render(
        "list",
        root,
        listing=listing,
        title=title,
        groups=groups,
        parts=parts if listing.newest_first is False else parts[::-1],
        back="" if first else root + listing.path,
    )
    kind = "index" if first and listing.navigable else "part"
    return Page(
        path=path,
        title=title,
        body=body,
        kind=kind,
        updated=None if listing.kind == "time" else max((row.day for row in rows if row.day), default=None),
    )


def _row(day: date | None, show: Callable[[str], str]) -> Row:
    return Row(day=day, show=show, size=len(show("../").encode()))


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
    return _row(entry.day, lambda root: renderer.row("card", entry, root))


def _statements(entries: Sequence[Entry], renderer: Renderer) -> Iterator[Row]:
    for entry in entries:
        speakers = {actor.id: actor for actor in entry.brief.actors}
        for statement in entry.brief.statements[::-1]:
            yield _row(
                entry.day,
                lambda root, e=entry, s=statement, a=speakers: renderer.row(  # type: ignore[misc]
                    "statement", e, s, root, a.get(s.speaker or "")
                ),
            )


def _events(entries: Sequence[Entry], renderer: Renderer) -> Iterator[Row]:
    """Yield eras first, then what is dated, each in order of time."""
    rows = [(event, entry) for entry in entries for event in entry.brief.events]
    dated = [row for row in rows if row[0].when.earliest]
    dated.sort(key=lambda row: (row[0].when.earliest or date.min, row[0].when.scheduled, row[1].brief.slug))
    for event, entry in [*(row for row in rows if row[0].when.era), *dated]:
        yield _row(
            event.when.earliest,
            lambda root, v=event, e=entry: renderer.row("event", e, v, root),  # type: ignore[misc]
        )


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
