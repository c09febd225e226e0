"""A desk's files -> the files of its site, with no more work than what changed asks for.

What depends on one brief is made by `work`, in as many processes as there are processors, and the
brief's share is kept; pages of the whole desk are jobs that say what they show.  A file is made anew
where a hash of all that decides it is another one, or where the site's own file is not the one that
the last build laid there.  Nothing in the site changes before `publish`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

from briefing import desk, entries, model, pages, search, store
from briefing.model import BriefingError
from briefing.pages import Catalogue, Page, RawFile, Renderer
from briefing.press import files, laying, pool, settings, state, work
from briefing.press.files import Row
from briefing.press.laying import Counts
from briefing.press.settings import Given
from briefing.press.state import Known, Laid, State, Waiting
from briefing.press.work import Result, Task, Written
from briefing.search.revision import Indexed, revise
from briefing.stamps import Stamp, walk
from briefing.vault import Vault

__all__ = ["Counts", "Given", "Press"]


class Press:
    """Brings one site up to date once."""

    def __init__(self, given: Given, rows: Sequence[Row] | None = None) -> None:
        """Take the records of `rows`, by slug; without it all of the desk."""
        self.given = given
        self.counts = Counts()
        self.errors: list[BriefingError] = []
        self.staging = laying.staging(given.cache)
        self.pages = self.staging / "pages"
        self.setting = settings.setting(given, self.pages)
        self.path = given.cache / f"{given.name}.state"
        self._before = state.read(self.path, given.site, self.setting.code)
        self._shares = Vault(self.path.with_suffix(".vault"))
        self._entries = entries.cache(given.root, given.month)
        self._there = dict(walk(str(given.site)))
        self._known: dict[str, Known] = {}
        self._keys: dict[str, bytes] = {}
        """Of the share of each brief that the site shows, by slug."""
        self._laid: dict[str, Laid] = {}
        self._staged: dict[str, bytes] = {}
        """By path: a hash of all that decides the file that waits in the staging folder."""
        self._indexed: dict[str, Indexed] = {}
        self._rows = rows
        self.catalogue: Catalogue
        self._jobs: list[pages.Job] = []

    @property
    def renderer(self) -> Renderer:
        return work.start(self.setting).renderer

    # -- what shows one brief -------------------------------------------------------------------

    def read(self) -> None:
        """Make what the briefs that changed add to the desk, and the pages that show one of them alone.

        Briefs that are wrong are left out; `errors` says what is wrong with them.
        """
        rows = files.rows(self.given.root) if self._rows is None else self._rows
        found = (self._task(row.slug, row.record, row.seed, row.text) for row in rows)
        tasks = [task for task in found if task is not None]
        self.counts.briefs = len(tasks)
        for result in pool.run(tasks, self.setting):
            self._take(result)
        shares = (work.unpack_share(data) for key in self._keys.values() if (data := self._shares.get(key)))
        self.catalogue = pages.catalogue(shares, self.given.reference, self.given.options)
        self._jobs = list(self._all_jobs())

    def _task(self, slug: str, record: Stamp | None, seed: str, text: Stamp | None) -> Task | None:
        """Return what is to be done for a record, or None where all of it is there."""
        root, known = self.given.root, self._before.known.get(slug)
        path, source = store.record_path(root, slug), root / "seeds" / seed
        task = Task(slug=slug, record=str(path), seed=str(source) if seed else "")
        if known is None or known.seed_name != seed:
            return task
        if not (known.record.still(path, record) and known.seed.still(source, text)):
            return task
        self._known[slug] = known
        if not self._public(known):
            return None
        key = work.share_key(known.key, self.setting.share)
        has_share = self._shares.get(key) is not None
        if has_share:
            self._keys[slug] = key
        paths = work.entry_paths(slug, has_source=known.has_source)
        stands = [self._stands(path, work.file_key(known.key, self.setting.page, path)) for path in paths]
        if has_share and all(stands):
            return None
        return task.again(known.key, wants_share=not has_share, wants_files=not all(stands))

    def _public(self, known: Known) -> bool:
        return self.given.preview or desk.is_public(known, self.given.options, self.given.today)

    def _take(self, result: Result) -> None:
        """Keep what a task made."""
        if result.error is not None:
            name, what, where, hint = result.error
            self.errors.append(getattr(model, name)(what, where=where, hint=hint))
            return
        slug = result.slug
        if result.known is not None:
            self._known[slug] = result.known
        if result.entry is not None:
            self.counts.parsed += 1
            self._entries.put(result.key, result.entry)
        if result.share is not None:
            self._keys[slug] = work.share_key(result.key, self.setting.share)
            self._shares.put(self._keys[slug], result.share)
        for file in result.files:
            self._put(file)

    def _all_jobs(self) -> Iterator[pages.Job]:
        return pages.jobs(self.catalogue, self.renderer, lambda slug: self._bytes(pages.record_path(slug)))

    # -- pages of the whole desk ----------------------------------------------------------------

    def navigable(self) -> list[Page]:
        """Return the pages that the navigation may lead to: the caller writes them."""
        made = [job.make() for job in self._jobs if job.navigable]
        return [page for page in made if isinstance(page, Page)]

    def below(self, path: str) -> str:
        """Return what a page shows below what the caller wrote there: the home page has the newest briefs."""
        return pages.home_body(self.catalogue, self.renderer) if path == "index.html" else ""

    def _ours(self, job: pages.Job) -> bool:
        """Tell whether the press writes a page itself."""
        return not job.navigable

    def write(self, links: tuple[tuple[str, str], ...]) -> None:
        """Make every other page and file that has to be made, with the navigation as it is."""
        if links != self.setting.shell.links:
            self._set_anew(links)
        worker = work.start(self.setting)
        for job in self._jobs:
            key = job.fingerprint(self.setting.page)
            if self._ours(job) and not self._stands(job.path, key):
                self._put(worker.write(job.make(), key))
        self._index()

    def listed(self) -> Iterator[tuple[str, date | None]]:
        """Yield address and day of the pages for the sitemap that the press makes itself."""
        for share in self.catalogue.shares:
            facts = share.facts
            yield quote(f"briefs/{facts.slug}.html"), facts.updated
            if self._known[facts.slug].has_source:
                yield quote(f"sources/{facts.slug}.html"), facts.day
        for job in self._jobs:
            if job.path.endswith(".html") and self._ours(job) and not job.moved:
                yield quote(job.path), job.updated

    def _set_anew(self, links: tuple[tuple[str, str], ...]) -> None:
        """Make the pages of all briefs anew, for a navigation that is not the one they were made with."""
        self.setting = settings.with_links(self.setting, links)
        self._entries.save({known.key for known in self._known.values()})
        root, tasks = self.given.root, []
        for slug in self._keys:
            known = self._known[slug]
            task = Task(
                slug=slug,
                record=str(store.record_path(root, slug)),
                seed=str(root / "seeds" / known.seed_name),
            )
            tasks.append(task.again(known.key, wants_share=False, wants_files=True))
        for result in pool.run(tasks, self.setting):
            self._take(result)

    def _index(self) -> None:
        """Bring the search index up to date."""
        there = [path for path in self._before.laid if path.startswith(search.FOLDER)]
        old = self._before.indexed if all(map(self._unchanged, there)) else {}
        for share in self.catalogue.shares:
            facts = share.facts
            self._indexed[facts.slug] = Indexed(
                key=facts.search_key,
                hash=facts.search_hash,
                length=facts.search_length,
                month=search.month_of(facts.day.isoformat() if facts.day else ""),
                where=self._keys[facts.slug],
            )
        revision = revise(old, self._indexed, there, self._bytes, self._piece)
        worker = work.start(self.setting)
        for path, data in revision.files.items():
            self._put(worker.write(RawFile(path=path, data=data), settings.digest(data)))
        self._laid |= {path: self._before.laid[path] for path in revision.kept}

    def _piece(self, brief: Indexed) -> search.Piece | None:
        data = self._shares.get(brief.where)
        return None if data is None else work.unpack_share(data).piece

    # -- files of the site ----------------------------------------------------------------------

    def _unchanged(self, path: str) -> bool:
        """Tell whether the site's file is the one that the last build laid there."""
        laid, there = self._before.laid.get(path), self._there.get(path)
        return bool(laid and there and (laid.size, laid.changed) == (there.st_size, there.st_mtime_ns))

    def _stands(self, path: str, key: bytes) -> bool:
        """Tell whether the site has a file already; then it is kept."""
        if not self._unchanged(path) or self._before.laid[path].key != key:
            return False
        self._laid[path] = self._before.laid[path]
        return True

    def _put(self, file: Written) -> None:
        """Note a file that was made anew."""
        self.counts.made += 1
        self._laid.pop(file.path, None)
        self._staged.pop(file.path, None)
        if file.staged:
            self._staged[file.path] = file.key
        else:
            there = self._there[file.path]
            self._laid[file.path] = Laid(key=file.key, size=there.st_size, changed=there.st_mtime_ns)

    def _bytes(self, path: str) -> bytes:
        """Return a file as the site will have it."""
        folder = self.pages if path in self._staged else self.given.site
        return Path(f"{folder}/{path}").read_bytes()

    def finish(self) -> Waiting:
        """Keep what is of use to any build, and return what `laying.publish` needs to end this one."""
        self._entries.save({known.key for known in self._known.values()})
        self._shares.save(set(self._keys.values()))
        now = State(
            site=str(self.given.site),
            code=self.setting.code,
            known=self._known,
            laid=self._laid,
            indexed=self._indexed,
        )
        return Waiting(staged=self._staged, state=now)

    def publish(self, others: Path) -> None:
        """Lay all new files into the site, those of the folder `others` too, and remove what vanished."""
        laying.publish(self.finish(), self.pages, others, self.path, self.counts)

    def close(self) -> None:
        """Remove the staging folder."""
        laying.drop(self.staging)
