"""What machines read: each record as JSON, all of them as JSON Lines, the Atom feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from briefing import codec
from briefing.desk import Desk, Entry, Options
from briefing.pages import addresses
from briefing.pages.page import RawFile
from briefing.pages.renderer import Renderer

FEED = 50
"""How many briefs the feed holds."""


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A brief in the feed; its id is the first address that it ever had."""

    id: str
    href: str
    entry: Entry
    updated: date


def exports(desk: Desk, renderer: Renderer) -> Iterator[RawFile]:
    """Yield each file; the feed is left out where the site's address is not known."""
    records = sorted((entry.brief for entry in desk.entries), key=lambda brief: brief.slug)
    for brief in records:
        yield RawFile(path=f"briefs/{brief.slug}.json", data=codec.dump_json(brief) + b"\n")
    lines = b"".join(codec.dump_json(brief) + b"\n" for brief in records)
    yield RawFile(path="briefs.jsonl", data=lines)
    if desk.options.site_url:
        yield RawFile(path="feed.xml", data=_feed(desk, renderer).encode())


def _feed(desk: Desk, renderer: Renderer) -> str:
    entries = [_feed_entry(entry, day, desk.options) for entry in desk.entries if (day := updated(entry))]
    entries.sort(key=lambda found: found.id)
    entries.sort(key=lambda found: found.updated, reverse=True)
    newest = entries[:FEED]
    return renderer.render(
        "feed",
        "",
        site=desk.options,
        entries=newest,
        updated=max((found.updated for found in newest), default=date(1970, 1, 1)),
        home=addresses.absolute(desk.options, "index.html"),
        own=addresses.absolute(desk.options, "feed.xml"),
    )


def _feed_entry(entry: Entry, day: date, options: Options) -> FeedEntry:
    slug = entry.brief.slug
    href = addresses.absolute(options, f"briefs/{slug}.html")
    return FeedEntry(id=addresses.permanent(options, slug), href=href, entry=entry, updated=day)


def updated(entry: Entry) -> date | None:
    """Return the day of the last change that the record tells of."""
    brief = entry.brief
    days = [day for day in (entry.day, brief.reviewed) if day]
    return max([*days, *(correction.date for correction in brief.corrections)], default=None)
