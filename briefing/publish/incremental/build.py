"""A desk's files -> the files of its site, with no more work than what changed asks for.

What depends on one brief is made by `worker`, in as many processes as there are processors, and the
brief's share is kept; pages of the whole desk are jobs that say what they show.  A file is made again
where a hash of all that decides it is another one, or where the site's own file is not the one that
the last build laid there.  Nothing in the site changes before `publish`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct, structs

from briefing import render
from briefing.model import BriefingError
from briefing.publish.incremental import build_state, cache_keys, inputs
from briefing.publish.incremental import staging as incremental_staging
from briefing.publish.incremental import tasks as incremental_tasks
from briefing.publish.incremental import worker as incremental_worker
from briefing.publish.incremental.build_state import BuildState, KnownRecord, Waiting
from briefing.publish.incremental.cache_keys import BuildInputs
from briefing.publish.incremental.inputs import RecordInput
from briefing.publish.incremental.invalidation import SiteFiles
from briefing.publish.incremental.search_index import Indexing, documents_of
from briefing.publish.incremental.staging import Counts
from briefing.publish.incremental.worker import ALL, Result, Task, Want, WrittenFile
from briefing.render import Catalogue, Page, Renderer, search
from briefing.render.layout import NavLinks
from briefing.render.search import Document
from briefing.render.search.revision import Indexed
from briefing.storage import briefs, desk, process_pool, record_files, record_yaml
from briefing.storage.blob_cache import BlobCache

__all__ = ["BuildInputs", "Counts", "MkDocsParts", "SiteBuild"]


class MkDocsParts(Struct, frozen=True, kw_only=True, array_like=True):
    """What the caller of the press writes."""

    pages: tuple[Page, ...]
    home: str
    """What the home page shows below what people wrote."""
    listed: tuple[tuple[str, date | None], ...]
    """Address and day of all other pages, for the sitemap."""


class SiteBuild:
    """Brings one site up to date once."""

    def __init__(
        self, given: BuildInputs, rows: Sequence[RecordInput] | None = None, staging: Path | None = None
    ) -> None:
        """Take the records of `rows`, by slug, and put new files into the folder `staging`.

        Without them it takes all records of the desk, and makes a folder.
        """
        self.given = given
        self.counts = Counts()
        self.errors: list[BriefingError] = []
        self.staging = staging or incremental_staging.staging(given.cache)
        self.pages = self.staging / "pages"
        self.path = given.cache / f"{given.name}.state"
        self._before = build_state.read(self.path, given.site, briefs.engine_version())
        known = self._before.links if self._before.expected == given.links else given.links
        self.setting = cache_keys.setting(given, self.pages, known)
        self._made = BlobCache(self.path.with_suffix(".vault"))
        self._entries = briefs.cache(given.root, given.month)
        self._files = SiteFiles(self._before.laid, given.site, self.pages)
        self._known: dict[str, KnownRecord] = {}
        self._keys: dict[str, bytes] = {}
        """Of the share of each brief that the site shows, by slug."""
        self._pieces: dict[str, bytes] = {}
        """Of its piece of the search index."""
        self._alone: dict[str, tuple[str, ...]] = {}
        """The files that show one brief alone, by slug."""
        self._indexed: dict[str, Indexed] = {}
        self._rows = rows
        self.held: list[str] = []
        """Slugs of briefs whose address says that they are held back."""
        self.catalogue: Catalogue
        self._ready: MkDocsParts | None = None
        self._jobs: list[render.Job] = []

    @property
    def renderer(self) -> Renderer:
        return incremental_worker.start(self.setting).renderer

    # -- what shows one brief -------------------------------------------------------------------

    def read(self) -> None:
        """Make what the briefs that changed add to the desk, and the pages that show one of them alone.

        Briefs that are wrong are left out; `errors` says what is wrong with them.
        """
        rows = inputs.rows(self.given.root) if self._rows is None else self._rows
        wrong = self.given.wrong.intersection(row.slug for row in rows)
        self.held = [slug for slug in sorted(wrong) if self._was_public(slug)]
        found = (self._task(row) for row in rows if row.slug not in wrong)
        self._run([task for task in found if task is not None])
        signature = self._signature()
        if not (self.errors or self.counts.briefs) and self._before.signature == signature:
            self._ready = self._read_ready(signature)
        self.counts.hidden = len(self._known) - len(self._keys)
        if self._ready is None:
            shares = {slug: self._made.get(key) for slug, key in self._keys.items()}
            lost = [
                slug
                for slug, data in shares.items()
                if data is None or self._made.get(self._pieces[slug]) is None
            ]
            self._run([self._named(slug, self._known[slug].seed_name) for slug in lost])
            shares |= {slug: self._made.get(self._keys[slug]) for slug in lost if slug in self._keys}
            there = (incremental_worker.unpack_share(data) for data in shares.values() if data is not None)
            self.catalogue = render.catalogue(there, self.given.reference, self.given.options)
            self._jobs = list(self._all_jobs())

    def _run(self, tasks: list[Task]) -> None:
        """Do tasks, and keep what they make."""
        self.counts.briefs += len(tasks)
        for result in incremental_tasks.run(tasks, self.setting) if tasks else ():
            self._take(result)

    def _task(self, row: RecordInput) -> Task | None:
        """Return what is to be done for a record, or None where all of it is there."""
        slug, seed = row.slug, row.seed
        known = self._before.known.get(slug)
        records, seeds = self._folders
        if not (
            known
            and known.seed_name == seed
            and known.ledger == row.ledger
            and known.record.still(records, f"{slug}.yml", row.record)
            and known.seed.still(seeds, seed, row.text)
        ):
            return self._named(slug, seed)
        self._known[slug] = known
        if not self._public(known):
            return None
        wants = self._expect(slug, known.key)
        paths = self._before.files.get(slug, ())
        stand = tuple(
            path
            for path in paths
            if self._files.keep(path, incremental_worker.file_key(known.key, self.setting, path))
        )
        self._alone[slug] = stand
        if not paths or stand != paths:
            wants |= Want.FILES
        return self._named(slug, seed, known.key, wants, stand) if wants else None

    def _expect(self, slug: str, key: bytes) -> Want:
        """Note that the site shows a brief; returns what of it is not at hand."""
        setting = self.setting
        self._keys[slug] = share = incremental_worker.made_key(key, setting.share)
        self._pieces[slug] = piece = incremental_worker.made_key(key, setting.piece)
        wanted = Want(0)
        for want, made in ((Want.SHARE, share), (Want.PIECE, piece)):
            if made not in self._made:
                wanted |= want
        return wanted

    def _named(
        self,
        slug: str,
        seed: str,
        key: bytes = b"",
        wants: Want = ALL,
        stand: tuple[str, ...] = (),
    ) -> Task:
        records, seeds = self._folders
        text = str(seeds / seed) if seed else ""
        record = str(records / f"{slug}.yml")
        return Task(slug=slug, record=record, seed=text, key=key, wants=wants, stand=stand)

    @property
    def _folders(self) -> tuple[Path, Path]:
        root = self.given.root
        return root / "content" / "briefs", root / "seeds"

    def _public(self, known: KnownRecord) -> bool:
        return self.setting.drafts or desk.is_public(known, self.given.options, self.given.now)

    def _take(self, result: Result) -> None:
        """Keep what a task made."""
        if result.error is not None:
            self.errors.append(result.error)
            self._forget(result.slug)
            if self.given.holding and self._was_public(result.slug):
                self.held.append(result.slug)
            return
        slug = result.slug
        if result.known is not None:
            self._known[slug] = result.known
        if result.entry is not None:
            self.counts.parsed += 1
            self._entries.put(result.key, result.entry)
        if result.share is not None or result.piece is not None:
            self._expect(slug, result.key)
        if result.share is not None:
            self._made.put(self._keys[slug], result.share)
        if result.piece is not None:
            self._made.put(self._pieces[slug], result.piece)
        if result.files:
            made = (file.path for file in result.files)
            self._alone[slug] = tuple(sorted({*self._alone.get(slug, ()), *made}))
        for file in result.files:
            self._put(file)

    def _forget(self, slug: str) -> None:
        """Leave a brief out that was thought to be at hand."""
        for path in self._alone.pop(slug, ()):
            self._files.laid.pop(path, None)
        for known in (self._known, self._keys, self._pieces):
            known.pop(slug, None)

    def _was_public(self, slug: str) -> bool:
        """Return whether a site without errors would show a brief, as far as its record can be read."""
        record = record_files.record_path(self.given.root, slug)
        return self.setting.drafts or desk.looks_public(record, self.given.options, self.given.now)

    def _all_jobs(self) -> Iterator[render.Job]:
        yield from render.jobs(
            self.catalogue, self.renderer, lambda slug: self._files.read(render.record_path(slug))
        )
        yield from render.held_jobs(sorted(self.held), self.renderer)

    # -- pages of the whole desk ----------------------------------------------------------------

    def ready(self) -> MkDocsParts:
        """Return what the caller writes: the pages that the navigation may lead to, and parts of others."""
        if self._ready is None:
            made = [job.make() for job in self._jobs if job.navigable]
            self._ready = MkDocsParts(
                pages=tuple(page for page in made if isinstance(page, Page)),
                home=render.home_body(self.catalogue, self.renderer),
                listed=tuple(self._listed()),
            )
        return self._ready

    def _signature(self) -> bytes:
        """Return a hash of everything that the pages of the whole desk are made from."""
        rows = (slug.encode() + key for slug, key in sorted(self._keys.items()))
        return cache_keys.digest(self.setting.page(""), *rows, *map(str.encode, self.held))

    def _read_ready(self, signature: bytes) -> MkDocsParts | None:
        """Return what the last build made, where the site still is as it left it."""
        data = self._made.get(signature)
        if data is None or not self._files.keep_all():
            return None
        self._indexed = self._before.indexed
        return record_yaml.unpack(data, MkDocsParts)

    def below(self, path: str) -> str:
        """Return what a page shows below what the caller wrote there: the home page has the newest briefs."""
        return self.ready().home if path == "index.html" else ""

    def _ours(self, job: render.Job) -> bool:
        """Return whether the press writes a page itself."""
        return not job.navigable

    def write(self, links: NavLinks, written: Sequence[Page] = ()) -> None:
        """Make every other page and file that has to be made, with the navigation as it is.

        `written` are the pages that people wrote, for the search.
        """
        pages = list(render.page_documents((*written, *self._pages_to_find())))
        if (
            links == self.setting.shell.links
            and self._signature() == self._before.signature
            and not self._jobs
        ):
            self._index_pages(pages)
            return
        if links != self.setting.shell.links:
            self._set_anew(links)
        worker, todo = incremental_worker.start(self.setting), []
        for job in self._jobs:
            key = job.fingerprint(self.setting.page(job.template))
            if self._ours(job) and not self._files.keep(job.path, key):
                todo.append((job, key))
        made = process_pool.spread(lambda number: worker.make(*todo[number]), len(todo))
        for file in made:
            self._put(file)
        self._index([*pages, *render.documents(self.catalogue, self.renderer)])

    def _pages_to_find(self) -> Iterator[Page]:
        """Yield the pages of the navigation, whose titles the search finds."""
        return (structs.replace(page, body="") for page in self.ready().pages)

    def _index_pages(self, pages: Sequence[Document]) -> None:
        """Bring the index up to date where nothing but pages that people wrote may have changed."""
        before = documents_of(self._before.indexed)
        if pages != [one for one in before.values() if one.group == search.PAGES]:
            self._index([*pages, *(one for one in before.values() if one.group != search.PAGES)])

    def _index(self, documents: Sequence[Document]) -> None:
        worker = incremental_worker.start(self.setting)
        indexing = Indexing(self._files, self._before.indexed, self._made, self._pieces, documents)
        for found in indexing.files():
            self._put(worker.write(found, cache_keys.digest(found.data)))
        self._indexed = indexing.indexed

    def _listed(self) -> Iterator[tuple[str, date | None]]:
        """Yield address and day of the pages for the sitemap that the press makes itself."""
        for share in self.catalogue.shares:
            facts = share.facts
            yield quote(f"briefs/{facts.slug}.html"), facts.updated
            if f"sources/{facts.slug}.html" in self._alone[facts.slug]:
                yield quote(f"sources/{facts.slug}.html"), facts.day
        for job in self._jobs:
            if job.path.endswith(".html") and self._ours(job) and not job.unlisted:
                yield quote(job.path), job.updated

    def _set_anew(self, links: NavLinks) -> None:
        """Make the pages of all briefs again, for a navigation that is not the one they were made with."""
        self.setting = cache_keys.with_links(self.setting, links)
        self._entries.save({known.key for known in self._known.values()})
        known = [(slug, self._known[slug]) for slug in self._keys]
        tasks = [self._named(slug, found.seed_name, found.key, Want.FILES) for slug, found in known]
        for result in incremental_tasks.run(tasks, self.setting):
            self._take(result)

    # -- the end --------------------------------------------------------------------------------

    def _put(self, file: WrittenFile) -> None:
        """Note a file that was made again."""
        self.counts.made += 1
        self._files.put(file)

    def finish(self) -> Waiting:
        """Keep what is of use to any build, and return what `staging.publish` needs to end this one."""
        signature = self._signature()
        if self._jobs and self._ready is not None:
            self._made.put(signature, record_yaml.pack(self._ready))
        self._entries.save({known.key for known in self._known.values()})
        self._made.save({signature, *self._keys.values(), *self._pieces.values()})
        now = BuildState(
            site=str(self.given.site),
            code=self.setting.code,
            signature=signature,
            expected=self.given.links,
            links=self.setting.shell.links,
            known=self._known,
            files=self._alone,
            laid=self._files.laid,
            indexed=self._indexed,
        )
        return Waiting(staged=self._files.staged, state=now)

    def publish(self, others: Path) -> None:
        """Lay all new files into the site, those of the folder `others` too, and remove what vanished."""
        incremental_staging.publish(
            self.finish(), self.pages, others, self.path, self._files.there.keys(), self.counts
        )

    def close(self) -> None:
        """Remove the staging folder."""
        incremental_staging.drop(self.staging)
