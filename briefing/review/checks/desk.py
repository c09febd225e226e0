"""The files of a desk -> everything that is wrong in them: each slug, then the pages that show all of them.

What is found is kept in the cache by what decides it, so that a check looks again at what changed alone.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from briefing import lexicon, render
from briefing.model import DAMAGED, BriefingError, ConfigError, Problem
from briefing.render import Contribution, Page, Renderer
from briefing.render.jinja import makers
from briefing.review import orphans
from briefing.review.checks import lifecycle, links, reference, seeds
from briefing.review.checks.context import CheckContext, problem_of
from briefing.review.checks.links import Linked, linked
from briefing.review.checks.worker import Checked, CheckWorker, SlugFiles
from briefing.review.orphans import Orphans
from briefing.storage import (
    briefs,
    cache,
    desk,
    file_state,
    files,
    process_pool,
    record_files,
    record_yaml,
    reference_files,
    seed_files,
)
from briefing.storage.blob_cache import BlobCache
from briefing.storage.desk import Options
from briefing.storage.reference_files import ReferenceFile

HOME = "index.html"
Advance = Callable[[int, int], None]
Kept = TypeVar("Kept")


class Site(Struct, frozen=True, kw_only=True):
    """What the pages of a desk are made with, and what people wrote for its site."""

    config: Path
    options: Options
    templates: tuple[Path, ...]
    """Folders, the first before the others."""
    written: tuple[Linked, ...]
    """The pages that people wrote."""
    files: frozenset[str]
    """Addresses of what is published as it lies there."""


def found(
    root: Path, today: date, site: Site | None = None, advance: Advance = lambda _done, _total: None
) -> list[Problem]:
    """Return what is wrong with the files of a desk, and with the links of its site where that is given.

    `today` is the day that dates are compared with; `advance` hears of (done, total) slugs.
    """
    problems, known = _references(root)
    given = CheckContext(
        today=today,
        words=lexicon.load(),
        reference=reference_files.reference_of(known),
        approvals_needed=site.options.approvals_needed if site else 1,
    )
    slugs = [*_slugs(root, problems)]
    work = _Work(root, given, site)
    checked = [*work.slugs(slugs, advance)]
    problems += [problem for one in checked for problem in one.problems]
    problems += [*lifecycle.cached(root), *reference.check(known, given)]
    problems += [lifecycle.orphan(one.ledger) for one in slugs if one.ledger and one.over and not one.record]
    problems += seeds.twice(
        (o.seed, c.words) for o, c in zip(slugs, checked, strict=True) if o.seed and c.words
    )
    if site is not None:
        problems += _moved(site, {one.slug for one in slugs if one.record})
        try:
            problems += work.links(site, checked)
        except BriefingError as error:  # of a template
            problems.append(problem_of(error, "schema"))
    work.save()
    return list(dict.fromkeys(problems))


def _references(root: Path) -> tuple[list[Problem], list[ReferenceFile]]:
    problems, known = [], []
    for path in reference_files.reference_paths(root):
        try:
            known.append(reference_files.read_reference_file(path))
        except BriefingError as error:
            problems.append(problem_of(error, "schema"))
    return problems, known


def _slugs(root: Path, problems: list[Problem]) -> Iterator[SlugFiles]:
    """Yield the files of each slug, in order; what is no seed, or lies there for nothing, is a problem."""
    try:
        paths, refused = seed_files.seed_paths(root)
    except BriefingError as error:
        problems.append(problem_of(error, "seed"))
        paths, refused, moved = [], [], Orphans()
    else:
        moved = orphans.find(root, paths, refused)
    problems += [problem_of(error, "seed") for error in refused]
    lying = (problem_of(error, "seed") for error in seed_files.documents(root))
    problems += [msgspec.structs.replace(problem, severity="warning") for problem in lying]
    renamed, awaited = dict(moved.renamed), {new for _, new in moved.renamed}
    texts = {path.stem: path for path in paths}
    records = {path.stem: path for path in record_files.record_paths(root)}
    ledgers = {path.stem: path for path in file_state.listed(root / "content" / ".generated", ".json")}
    for slug in sorted(texts.keys() | records.keys() | ledgers.keys()):
        yield SlugFiles(
            slug=slug,
            record=records.get(slug),
            seed=texts.get(slug),
            ledger=ledgers.get(slug),
            moved=texts[renamed[slug]].name if slug in renamed else "",
            over=slug in moved.deleted,
            awaited=slug in awaited,
        )


class _Work:
    """Does what the cache does not know, in as many processes as there are processors."""

    def __init__(self, root: Path, given: CheckContext, site: Site | None) -> None:
        self.held = _held(root)
        self.used: set[bytes] = set()
        self.setting, renderer, made = _setting(given, site), None, None
        if site is not None and site.templates:
            renderer, made = Renderer(*site.templates), desk.bare(given.reference, site.options)
        self.renderer = renderer
        self.worker = CheckWorker(given, made, renderer)

    def slugs(self, slugs: list[SlugFiles], advance: Advance) -> Iterator[Checked]:
        """Yield what is wrong with the files of each slug."""
        keys = [one.key(self.setting) for one in slugs]
        self.used.update(keys)
        known = [self._known(key) for key in keys]
        todo = [number for number, one in enumerate(known) if one is None]
        made = process_pool.spread(
            lambda number: record_yaml.pack(self.worker.do(slugs[todo[number]])), len(todo)
        )
        for done, (number, packed) in enumerate(zip(todo, made, strict=True), start=1):
            self.held.put(keys[number], packed)
            known[number] = record_yaml.unpack(packed, Checked)
            advance(done, len(todo))
        yield from (one for one in known if one is not None)

    def _known(self, key: bytes) -> Checked | None:
        found = _unpacked(self.held.get(key), Checked)
        return found if found is not None and found.holds(self.worker.given.today) else None

    def links(self, site: Site, checked: Iterable[Checked]) -> Iterator[Problem]:
        """Yield dead links of all pages."""
        if self.renderer is None:
            return
        shown = [one for one in checked if one.share]
        shares = (msgspec.msgpack.decode(one.share, type=Contribution) for one in shown)
        whole = render.catalogue(shares, self.worker.given.reference, site.options)
        jobs = [*render.jobs(whole, self.renderer, lambda _slug: b"")]
        keys = [job.fingerprint(self.setting) for job in jobs]
        self.used.update(keys)
        known = [_unpacked(self.held.get(key), Linked) for key in keys]
        pages = [number for number, job in enumerate(jobs) if job.path.endswith(".html")]
        todo = [number for number in pages if known[number] is None]

        def make(number: int) -> bytes:
            page = jobs[todo[number]].make()
            body = page.body if isinstance(page, Page) else ""
            return record_yaml.pack(linked(page.path, body, str(site.config)))

        for number, packed in zip(todo, process_pool.spread(make, len(todo)), strict=True):
            self.held.put(keys[number], packed)
            known[number] = record_yaml.unpack(packed, Linked)
        home = linked(HOME, render.home_body(whole, self.renderer), str(site.config))
        of_briefs = itertools.chain.from_iterable(one.pages for one in shown)
        of_desk = (one for one in known if one is not None)
        others = {job.path for job in jobs} - {jobs[number].path for number in pages}
        slugs = [share.facts.slug for share in whole.shares]
        records = {form(slug) for slug in slugs for form in (render.record_path, render.embed_path)}
        yield from links.check([*of_briefs, *of_desk, home, *site.written], site.files | others | records)

    def save(self) -> None:
        """Keep what was found."""
        self.held.save(self.used)


def _held(root: Path) -> BlobCache:
    """Return what the last check found; nothing, and kept nowhere, where git tracks the cache."""
    try:
        with contextlib.suppress(OSError):
            (root / ".cache").mkdir(exist_ok=True)
        folder = cache.folder(root)
    except ConfigError:  # a problem of its own
        folder = Path(os.devnull)
    return BlobCache(folder / "check.vault")


def _unpacked(packed: bytes | memoryview | None, kind: type[Kept]) -> Kept | None:
    try:
        return None if packed is None else record_yaml.unpack(packed, kind)
    except DAMAGED:
        return None


def _setting(given: CheckContext, site: Site | None) -> bytes:
    """Return a hash of all but a slug's files that decides what is found."""
    parts = [briefs.engine_version(), makers(), record_yaml.pack(given.reference)]
    if site is not None:
        parts += [str(site.config).encode(), record_yaml.pack(site.options)]
        for folder in site.templates:
            rows = ((name, (folder / name).read_bytes()) for name, _ in file_state.walk(str(folder)))
            parts += [part for name, data in rows for part in (name.encode(), data)]
    return file_state.digest(msgspec.msgpack.encode(parts))


def _moved(site: Site, records: set[str]) -> Iterator[Problem]:
    """Yield renamed briefs whose new slug no record has."""
    text = files.read_text(site.config)
    for old, new in sorted(site.options.renamed.items()):
        if new not in records and new not in site.options.renamed:
            yield Problem(
                where=str(site.config),
                line=text.count("\n", 0, max(0, text.find(f"{old}:"))) + 1,
                column=1,
                rule="links",
                what=f"renamed: {old} leads to {new}, which is no record",
                hint="Write the slug of today, or take the line out.",
            )
