"""What machines read: each record as JSON, all of them as JSON Lines, the Atom feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from briefing import codec
from briefing.desk import Entry
from briefing.pages import addresses
from briefing.pages.catalogue import Catalogue
from briefing.pages.jobs import Job
from briefing.pages.page import RawFile
from briefing.pages.renderer import Renderer
from briefing.pages.shares import Rows, Share

FEED = 50
"""How many briefs the feed holds."""


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A brief in the feed; its id is the first address that it ever had."""

    id: str
    href: str
    share: Share
    rows: Rows


def record_file(entry: Entry) -> RawFile:
    """Return a record as JSON, one line."""
    return RawFile(path=record_path(entry.brief.slug), data=codec.dump_json(entry.brief) + b"\n")


def record_path(slug: str) -> str:
    """Return the address of a record as JSON."""
    return f"briefs/{slug}.json"


def export_jobs(catalogue: Catalogue, renderer: Renderer, record: Callable[[str], bytes]) -> Iterator[Job]:
    """Yield each file; the feed is left out where the site's address is not known.

    `record` returns what `record_file` made for a slug.
    """
    facts = sorted(catalogue.facts, key=lambda facts: facts.slug)
    yield Job(
        path="briefs.jsonl",
        shows=[(brief.slug, brief.record_hash) for brief in facts],
        make=partial(_lines, [brief.slug for brief in facts], record),
    )
    if catalogue.options.site_url:
        newest = _newest(catalogue)
        shows = [(share.key, str(share.facts.updated)) for share in newest]
        yield Job(path="feed.xml", shows=shows, make=partial(_feed, newest, catalogue, renderer))


def _lines(slugs: Sequence[str], record: Callable[[str], bytes]) -> RawFile:
    return RawFile(path="briefs.jsonl", data=b"".join(map(record, slugs)))


def _newest(catalogue: Catalogue) -> list[Share]:
    shares = [share for share in catalogue.shares if share.facts.updated]
    shares.sort(key=lambda share: addresses.permanent(catalogue.options, share.facts.slug))
    shares.sort(key=lambda share: share.facts.updated or date.min, reverse=True)
    return shares[:FEED]


def _feed(newest: Sequence[Share], catalogue: Catalogue, renderer: Renderer) -> RawFile:
    options = catalogue.options
    body = renderer.render(
        "feed",
        "",
        site=options,
        entries=[_feed_entry(share, catalogue) for share in newest],
        updated=max((s.facts.updated for s in newest if s.facts.updated), default=date(1970, 1, 1)),
        home=addresses.absolute(options, "index.html"),
        own=addresses.absolute(options, "feed.xml"),
    )
    return RawFile(path="feed.xml", data=body.encode())


def _feed_entry(share: Share, catalogue: Catalogue) -> FeedEntry:
    slug, options = share.facts.slug, catalogue.options
    href = addresses.absolute(options, f"briefs/{slug}.html")
    return FeedEntry(id=addresses.permanent(options, slug), href=href, share=share, rows=share.rows)
