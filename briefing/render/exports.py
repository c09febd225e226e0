"""What machines read: each record as JSON, all of them as JSON Lines, the Atom feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from briefing.render import urls
from briefing.render.contribution import Contribution, RowFragments
from briefing.render.index import Catalogue
from briefing.render.page import NO_TEMPLATE, Job, RawFile
from briefing.render.renderer import Renderer
from briefing.storage import record_yaml
from briefing.storage.desk import Entry, Options

FEED = 50
"""How many briefs the feed holds."""


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A brief in the feed; its id is the first address that it ever had."""

    id: str
    href: str
    share: Contribution
    rows: RowFragments


def record_file(entry: Entry) -> RawFile:
    """Return a record as JSON, one line."""
    return RawFile(path=record_path(entry.brief.slug), data=record_yaml.dump_json(entry.brief) + b"\n")


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
        template=NO_TEMPLATE,
        shows=[(brief.slug, brief.record_hash) for brief in facts],
        make=partial(_lines, [brief.slug for brief in facts], record),
    )
    if catalogue.options.site_url:
        newest = newest_of(catalogue.shares, catalogue.options)
        shows = [(share.key, str(share.facts.updated)) for share in newest]
        make = partial(_feed, newest, catalogue.options, renderer)
        yield Job(path="feed.xml", template="pages/feed.html", shows=shows, make=make)


def _lines(slugs: Sequence[str], record: Callable[[str], bytes]) -> RawFile:
    return RawFile(path="briefs.jsonl", data=b"".join(map(record, slugs)))


def newest_of(shares: Iterable[Contribution], options: Options) -> list[Contribution]:
    """Return the briefs that the feed shows, newest first."""
    found = [share for share in shares if share.facts.updated]
    found.sort(key=lambda share: urls.permanent(options, share.facts.slug))
    found.sort(key=lambda share: share.facts.updated or date.min, reverse=True)
    return found[:FEED]


def _feed(newest: Sequence[Contribution], options: Options, renderer: Renderer) -> RawFile:
    return feed([feed_entry(share, options) for share in newest], options, renderer)


def feed(entries: Sequence[FeedEntry], options: Options, renderer: Renderer) -> RawFile:
    """Return the feed of some briefs."""
    days = [entry.share.facts.updated for entry in entries if entry.share.facts.updated]
    body = renderer.render(
        "feed",
        "",
        site=options,
        entries=entries,
        updated=max(days, default=date(1970, 1, 1)),
        home=urls.absolute(options, "index.html"),
        own=urls.absolute(options, "feed.xml"),
    )
    return RawFile(path="feed.xml", data=body.encode())


def feed_entry(share: Contribution, options: Options) -> FeedEntry:
    """Return a brief as the feed of its site shows it."""
    slug = share.facts.slug
    href = urls.absolute(options, f"briefs/{slug}.html")
    return FeedEntry(id=urls.permanent(options, slug), href=href, share=share, rows=share.rows)
