"""What machines read: records as JSON, what is coming as a calendar; feeds of the desk, a tag, an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from msgspec import Struct

from briefing.render import urls, view_models
from briefing.render.contribution import Contribution, RowFragments
from briefing.render.index import Catalogue
from briefing.render.page import NO_TEMPLATE, Job, RawFile
from briefing.render.renderer import Renderer
from briefing.storage import record_yaml
from briefing.storage.desk import Entry, Options, public_record
from briefing.text import invisible

FEED = 50
"""How many briefs the feed holds."""
LONGEST = 31
"""Days of a time that a calendar takes."""
DAY = timedelta(days=1)


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A brief in the feed; its id is the first address that it ever had."""

    id: str
    href: str
    share: Contribution
    rows: RowFragments

    @property
    def mark(self) -> str:
        """What a reader is told first: "retraction", "draft", or the kind of the last correction."""
        if self.share.facts.status == "retracted":
            return "retraction"
        if self.share.facts.status == "draft":
            return "draft"
        return max(self.rows.corrections, key=lambda c: c.date).kind if self.rows.corrections else ""


def record_file(entry: Entry) -> RawFile:
    """Return a record as JSON, one line."""
    return RawFile(
        path=record_path(entry.brief.slug), data=record_yaml.dump_json(public_record(entry.brief)) + b"\n"
    )


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
    yield Job(
        path="coming.ics",
        template=NO_TEMPLATE,
        shows=[share.key for share in catalogue.shares if share.facts.coming],
        make=partial(_calendar, catalogue, renderer),
    )
    if catalogue.options.feeds:
        yield _feed_job("", "index.html", catalogue.shares, catalogue.options, renderer)
        for key, (tag, shares) in by_tag(catalogue.shares).items():
            yield _feed_job(tag, f"tags/{key}.html", shares, catalogue.options, renderer)
        for actor in catalogue.actors.values():
            shares = [appearance.share for appearance in actor.appearances]
            page = f"actors/{actor.id}.html"
            yield _feed_job(actor.newest.name, page, shares, catalogue.options, renderer)


def by_tag(shares: Iterable[Contribution]) -> dict[str, tuple[str, list[Contribution]]]:
    """Return by its key each tag as its first brief writes it, with its briefs in their order."""
    found: dict[str, tuple[str, list[Contribution]]] = {}
    for share in shares:
        for key, tag in {view_models.tag_key(tag): tag for tag in reversed(share.facts.tags)}.items():
            found.setdefault(key, (tag, []))[1].append(share)
    return found


def _feed_job(
    title: str, page: str, shares: Iterable[Contribution], options: Options, renderer: Renderer
) -> Job:
    """Return the job of the feed that goes with a page."""
    newest = newest_of(shares)
    first = [urls.permanent(options, share.facts.slug) for share in newest]
    return Job(
        path=feed_path(page),
        template="pages/feed.html",
        shows=(title, [(share.key, own) for share, own in zip(newest, first, strict=True)]),
        make=partial(_feed, title, page, newest, options, renderer),
    )


def feed_path(page: str) -> str:
    """Return the address of the feed that goes with a page."""
    return "feed.xml" if page == "index.html" else page.removesuffix(".html") + ".xml"


def _calendar(catalogue: Catalogue, renderer: Renderer) -> RawFile:
    """Return what is still to come, seen from the newest day, for calendars (RFC 5545).

    It is stamped with the days of the records; a time longer than a month is no date to keep.
    """
    today = next((facts.day for facts in catalogue.facts if facts.day), date.min)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_plain(catalogue.options.site_name)}//EN"]
    for share in catalogue.shares:
        if share.facts.status != "retracted":
            lines += _appointments(share, today, catalogue.options, renderer)
    text = "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"])
    return RawFile(path="coming.ics", data=f"{text}\r\n".encode())


def _appointments(share: Contribution, today: date, options: Options, renderer: Renderer) -> Iterator[str]:
    facts = share.facts
    stamp = f"{facts.updated or facts.day or date.min:%Y%m%d}T000000Z"
    page = urls.absolute(options, f"briefs/{facts.slug}.html")
    for number, coming in enumerate(facts.coming):
        first, last = coming.earliest, coming.latest or coming.earliest
        if first is None or last is None or last < today or (last - first).days > LONGEST:
            continue
        row = share.rows.coming[number]
        yield from ("BEGIN:VEVENT", f"UID:{facts.slug}-{row.id}@{urls.host(options)}", f"DTSTAMP:{stamp}")
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{min(last, date.max - DAY) + DAY:%Y%m%d}"
        status = f" ({renderer.words[facts.status]})" if facts.status == "draft" else ""
        yield f"SUMMARY:{_plain(row.text)}{_plain(status)}"
        yield f"DESCRIPTION:{_plain(facts.title)}"
        yield from [f"URL:{page}#{row.id}"] if page else []
        yield "END:VEVENT"


def _plain(text: str) -> str:
    """Return a text as a calendar writes it."""
    text = " ".join(invisible.signed(text).split())
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line of a calendar in pieces of at most 75 octets, each further one after a space."""
    pieces = [b""]
    for letter in line:
        if len(pieces[-1]) + len(letter.encode()) > 75:
            pieces.append(b" ")
        pieces[-1] += letter.encode()
    return b"\r\n".join(pieces).decode()


def _lines(slugs: Sequence[str], record: Callable[[str], bytes]) -> RawFile:
    return RawFile(path="briefs.jsonl", data=b"".join(map(record, slugs)))


def newest_of(shares: Iterable[Contribution]) -> list[Contribution]:
    """Return the briefs that a feed shows: those that changed last, in the order of `place_of`."""
    found = sorted((share for share in shares if share.facts.updated), key=lambda share: share.facts.slug)
    found.sort(key=lambda share: share.facts.updated or date.min, reverse=True)
    return sorted(found[:FEED], key=place_of, reverse=True)


def place_of(share: Contribution) -> tuple[date, str]:
    """Return by what a feed is in order: a correction or a retraction moves no brief from its place."""
    return share.facts.published or share.facts.day or date.min, share.facts.slug


def _feed(
    title: str, page: str, newest: Sequence[Contribution], options: Options, renderer: Renderer
) -> RawFile:
    return feed([feed_entry(share, options) for share in newest], options, renderer, title=title, page=page)


def feed(
    entries: Sequence[FeedEntry],
    options: Options,
    renderer: Renderer,
    *,
    title: str = "",
    page: str = "index.html",
) -> RawFile:
    """Return the feed of some briefs, which goes with a page; without a title it is the whole site's."""
    days = [entry.share.facts.updated for entry in entries if entry.share.facts.updated]
    body = renderer.render(
        "feed",
        "",
        site=options,
        entries=entries,
        updated=max(days, default=date(1970, 1, 1)),
        title=title,
        page=urls.absolute(options, page),
        own=urls.absolute(options, feed_path(page)),
    )
    return RawFile(path=feed_path(page), data=body.encode())


def feed_entry(share: Contribution, options: Options) -> FeedEntry:
    """Return a brief as the feed of its site shows it."""
    slug = share.facts.slug
    href = urls.absolute(options, f"briefs/{slug}.html")
    return FeedEntry(id=urls.permanent(options, slug), href=href, share=share, rows=share.rows)
