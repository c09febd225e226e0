"""A desk's files -> one site a month, in folders of their own, and a front page that leads to them.

Each month is a site by itself, made by a press of its own in the memory of a month; it waits in its
staging folder until all are done.  A month whose files, setting and folder in the site are those that
the last build left is not looked at any further.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs

from briefing import render
from briefing.model import DAMAGED, BriefingError, ConfigError
from briefing.publish.incremental import cache_keys, inputs
from briefing.publish.incremental import staging as incremental_staging
from briefing.publish.incremental.build import MkDocsParts
from briefing.publish.incremental.build_state import Waiting
from briefing.publish.incremental.cache_keys import BuildInputs
from briefing.publish.incremental.inputs import RecordInput
from briefing.publish.incremental.staging import Counts
from briefing.publish.partitioned import front as partitioned_front
from briefing.publish.partitioned.front import Front, FrontParts
from briefing.publish.partitioned.month import SITEMAP, MonthBuild
from briefing.render import Page, Renderer
from briefing.render.layout import NavLinks
from briefing.storage import files as storage_files
from briefing.storage import record_yaml
from briefing.storage.file_state import racy, walk
from briefing.storage.months import UNDATED, is_month, month_of

SHARED = "assets"
"""The folder of the site that every month gets a copy of."""
FRONT_SITEMAP = "sitemap-front.xml"


class Kept(Struct, frozen=True, kw_only=True, array_like=True):
    """A month as the last build left it."""

    key: bytes
    """A hash of its files' stamps and of all that its pages share; empty where it has to be made again."""
    since: datetime
    until: datetime | None
    """The time from which another set of briefs is public."""
    stands: bytes
    """A hash of the stamps of its files in the site."""
    pages: int
    front: Front


class Monthly:
    """Brings a site of many months up to date once; it is called like a `SiteBuild`."""

    def __init__(self, given: BuildInputs) -> None:
        _require_within_months(given.options.renamed)
        self.given = given
        self.counts = Counts()
        self.errors: list[BriefingError] = []
        self.held: list[str] = []
        self.renderer = Renderer(*given.templates, cache=given.cache)
        self.staging = incremental_staging.staging(given.cache)
        self._rows: dict[str, list[RecordInput]] = {}
        self._waiting: dict[str, Path] = {}
        """Staging folders of the months that are made again."""
        self._kept: dict[str, Kept] = {}
        self._pages: tuple[Page, ...] = ()
        """Those that are in each month and at the root."""
        self._bodies: dict[str, str] = {}
        self._listed: list[str] = []

    # -- the months -----------------------------------------------------------------------------

    def read(self) -> None:
        """Find out which months there are, and what the navigation may lead to."""
        for row in inputs.rows(self.given.root):
            self._rows.setdefault(month_of(row.slug), []).append(row)

        empty = render.catalogue((), self.given.reference, self.given.options)
        made = [job.make() for job in render.jobs(empty, self.renderer, _no_record) if job.navigable]
        self._pages = tuple(structs.replace(page, body="") for page in made if isinstance(page, Page))

    def ready(self) -> MkDocsParts:
        """Return what the caller writes: pages without their bodies, for which see `below`.

        What the home page shows and what the sitemap lists is there once all is written.
        """
        listed = tuple((quote(path), None) for path in self._listed)
        return MkDocsParts(pages=self._pages, home=self.below("index.html"), listed=listed)

    def below(self, path: str) -> str:
        """Return the body of a page of the front, or what it shows below what people wrote."""
        return self._bodies.get(path, "")

    def write(self, links: NavLinks, written: Sequence[Page] = ()) -> None:
        """Make every month that has to be made, and what leads to them.

        `written` stand at the root, where nothing is searched.
        """
        del written
        for month in sorted(self._rows):
            self._kept[month] = self._month(month, self._rows.pop(month), links)
        order = sorted(self._kept, key=lambda month: "" if month == UNDATED else month, reverse=True)
        found = (self._kept[month].front for month in order)
        shown = tuple(front for front in found if front.totals.briefs)
        self._front(
            FrontParts(fronts=shown, options=self.given.options, reference=self.given.reference), links
        )

    def _front(self, parts: FrontParts, links: NavLinks) -> None:
        renderer = self.renderer
        self._bodies = {
            page.path: partitioned_front.months(parts, page.path, page.title, renderer)
            for page in self._pages
        }
        self._bodies["index.html"] = partitioned_front.home(parts, renderer)
        shell = cache_keys.setting(self.given, self.staging, links).shell
        for job in partitioned_front.actor_jobs(parts, renderer):
            made = job.make()
            if isinstance(made, Page) and job.navigable:
                self._bodies[job.path] = made.body
            elif isinstance(made, Page):
                self._listed.append(made.path)
                self._own(made.path, shell.whole(made, renderer))
        if parts.options.site_url:
            feed = partitioned_front.feed(parts, renderer)
            self._own(feed.path, feed.data)

    def _own(self, path: str, data: bytes) -> None:
        """Put a file of the front into the staging folder."""
        storage_files.write(self.staging / "own" / path, data, durable=False)

    def _month(self, month: str, rows: Sequence[RecordInput], links: NavLinks) -> Kept:
        """Return what a month shows; where something of it changed, it is made and waits."""
        given = self._given(month, links)
        page = cache_keys.setting(given, self.staging, given.links).page("")
        wrong = [row.slug for row in rows if row.slug in given.wrong]
        key = cache_keys.digest(page, msgspec.msgpack.encode((rows, wrong)))
        before = _kept(given)
        if before is not None and before.key == key and before.since <= given.now:
            lasts = before.until is None or given.now < before.until
            if lasts and before.stands == _stands(given.site):
                return before
        self._waiting[month] = staging = self.staging / "months" / month
        press = MonthBuild(given, rows, staging)
        press.read()
        press.write(given.links)
        waiting = press.finish()
        storage_files.write(staging / "waiting", record_yaml.pack(waiting), durable=False)
        self.errors += press.errors
        self.held += press.held
        for name in ("parsed", "briefs", "made"):
            setattr(self.counts, name, getattr(self.counts, name) + getattr(press.counts, name))
        held = [known.publish_after for known in waiting.state.known.values()]
        return Kept(
            key=b"" if press.errors or press.held or _racy(rows) else key,
            since=given.now,
            until=min((e.ends for e in held if e and e.ends > given.now), default=None),
            stands=b"",
            pages=0,
            front=partitioned_front.front(month, press.catalogue),
        )

    def _given(self, month: str, links: NavLinks) -> BuildInputs:
        options = partitioned_front.options_of(month, self.given.options, self.renderer)
        renamed = {old: new for old, new in options.renamed.items() if month_of(old) == month}
        both = {page.path for page in self._pages}
        within = tuple((title, f"{month}/{url}" if url in both else url, foot) for title, url, foot in links)
        return structs.replace(
            self.given,
            site=self.given.site / month,
            options=structs.replace(options, renamed=renamed),
            links=within,
            month=month,
        )

    # -- the site -------------------------------------------------------------------------------

    def index_sitemaps(self, made: Path) -> None:
        """Make the sitemap of the front one of many, and an index of all in its place."""
        if not (made / SITEMAP).is_file():
            return
        (made / SITEMAP).rename(made / FRONT_SITEMAP)
        shown = [month for month, kept in self._kept.items() if kept.front.totals.briefs]
        url = self.given.options.site_url
        addresses = [url + path for path in (FRONT_SITEMAP, *(f"{month}/{SITEMAP}" for month in shown))]
        text = self.renderer.template("pages/sitemaps.xml.j2", addresses=addresses)
        (made / SITEMAP).write_text(text, "utf-8")

    def publish(self, others: Path) -> None:
        """Lay all new files into the site, those of the folder `others` too, and remove what vanished."""
        site, shared = self.given.site, self.staging / "shared"
        site.mkdir(parents=True, exist_ok=True)
        for folder in others.iterdir():
            if is_month(folder.name):
                hint = "Give it another name: with `sites: monthly` the site of a month stands there."
                raise ConfigError("has the name of a month", where=f"content/{folder.name}", hint=hint)
        shutil.copytree(others / SHARED, shared / SHARED)
        for month, kept in self._kept.items():
            self._publish_month(month, kept, shared)
        wanted = incremental_staging.copy(self.staging / "own", site, self.counts)
        wanted |= incremental_staging.copy(others, site, self.counts)
        self.counts.pages += sum(path.endswith(".html") for path in wanted)
        there = []
        for entry in sorted(site.iterdir()):
            if not is_month(entry.name):
                there += _below(site, entry)
            elif entry.name not in self._kept:
                incremental_staging.drop(entry)
        incremental_staging.clear(site, there, wanted)
        self._forget()

    def _publish_month(self, month: str, kept: Kept, shared: Path) -> None:
        given, staging = self._given(month, ()), self._waiting.get(month)
        site, number = given.site, kept.pages
        if not kept.front.totals.briefs:
            incremental_staging.drop(site)
        elif staging is None:
            names = incremental_staging.copy(shared, site, self.counts)
            incremental_staging.clear(site, _below(site, site / SHARED), names)
        else:
            waiting = record_yaml.unpack((staging / "waiting").read_bytes(), Waiting)
            before = self.counts.pages
            path, there = given.cache / f"{given.name}.state", [name for name, _ in walk(str(site))]
            incremental_staging.publish(waiting, staging / "pages", shared, path, there, self.counts)
            number, self.counts.pages = self.counts.pages - before, before
            incremental_staging.drop(staging)
        self.counts.pages += number
        now = structs.replace(kept, stands=_stands(site), pages=number)
        with contextlib.suppress(BriefingError):
            storage_files.write(_place(given), record_yaml.pack(now), durable=False)

    def _forget(self) -> None:
        """Remove the caches of months that are no more."""
        cache = self.given.cache
        for path in (*cache.glob(f"{self.given.name}-*"), *(cache.parent / "entries").glob("*")):
            month = path.name.removeprefix(f"{self.given.name}-").split(".")[0]
            if is_month(month) and month not in self._kept:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the staging folder."""
        incremental_staging.drop(self.staging)


def _require_within_months(renamed: Mapping[str, str]) -> None:
    for old, new in renamed.items():
        if month_of(old) != month_of(new):
            raise ConfigError(
                f"renamed: {old} and {new} stand in different months",
                where="mkdocs.yml",
                hint="With `sites: monthly` an old address leads on within its month; take it out.",
            )


def _place(given: BuildInputs) -> Path:
    return given.cache / f"{given.name}.month"


def _kept(given: BuildInputs) -> Kept | None:
    try:
        return record_yaml.unpack(_place(given).read_bytes(), Kept)
    except (OSError, *DAMAGED):
        return None


def _stands(site: Path) -> bytes:
    """Return a hash of the stamps of a month's files, without those that it shares with others."""
    rows = [
        (name, found.st_size, found.st_mtime_ns)
        for name, found in walk(str(site))
        if not name.startswith(f"{SHARED}/")
    ]
    return cache_keys.digest(msgspec.msgpack.encode(rows))


def _below(site: Path, entry: Path) -> list[str]:
    """Return the files at and under an entry of the site's folder, relative to the site."""
    name = entry.name
    return [path for path, _ in walk(str(site), name)] if entry.is_dir() else [name]


def _racy(rows: Sequence[RecordInput]) -> bool:
    """Return whether a file changed so short a time ago that a second change could hide behind the first."""
    newest = max((stamp[0] for row in rows for stamp in (row.record, row.text) if stamp), default=0)
    return racy(newest)


def _no_record(slug: str) -> bytes:
    raise AssertionError(f"no month is empty and has {slug}")
