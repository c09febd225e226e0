"""Seeds -> records, one by one, in as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import lexicon
from briefing.drafting import draft_state
from briefing.drafting.draft_state import Done
from briefing.drafting.record_writer import Outcome, settle
from briefing.extract import pipeline
from briefing.extract.budget import Budget, Limits
from briefing.model import Article, Brief, BriefingError, WriteError
from briefing.storage import (
    briefs,
    file_state,
    process_pool,
    record_files,
    record_yaml,
    reference_files,
    seed_files,
)
from briefing.storage.boundary import BriefError, guarded
from briefing.storage.file_state import Stamp, seen
from briefing.text import language

MANY = 64
"""From so many seeds on a pool of processes is worth its start."""
BATCH = 32


class DraftContext(Struct, frozen=True, kw_only=True):
    """What all seeds of an update share."""

    root: Path
    version: bytes
    """A hash of all but the seed that decides a draft."""
    any_language: bool
    limits: Limits = Limits()


class Work(Struct, frozen=True, kw_only=True):
    """What became of one seed, and what is worth keeping of it."""

    slug: str
    outcome: Outcome | None = None
    done: Done | None = None
    error: BriefingError | None = None
    draft: bytes | None = None
    """Packed, where it was made again."""
    entry: tuple[bytes, bytes] | None = None
    """Key and brief with its text, packed, where the record was written."""


class Seed(Struct, frozen=True, kw_only=True):
    """A seed as it was read."""

    path: Path
    before: Stamp | None
    """Its stamp before it was read."""
    article: Article
    key: bytes
    """Of its draft in the cache."""


class DraftWorker:
    """Drafts seeds and settles their records, in one process."""

    def __init__(self, setting: DraftContext) -> None:
        self.setting = setting
        self.words = lexicon.load()
        self.reference = reference_files.read_reference(setting.root)
        self.drafts = draft_state.draft_cache(setting.root)
        self.code = briefs.engine_version()

    def do(self, path: Path) -> Work:
        """Bring the record of one seed up to date."""
        try:
            with guarded(path.stem, str(path)):
                pace = Budget(self.setting.limits, path)
                seed = self.read(path, pace)
                made = self._draft(seed, pace) if self.drafts.get(seed.key) is None else None
            return self.settle(seed, made)
        except BriefingError as error:
            return failed(path, error)

    def read(self, path: Path, pace: Budget) -> Seed:
        """Read a seed; raises SeedError where it cannot be used."""
        before = file_state.stamp(path)
        pace.require_size()
        article = seed_files.read_seed(path)
        pace.require_words(article.text)
        return Seed(
            path=path,
            before=before,
            article=article,
            key=record_files.draft_key(article, self.setting.version),
        )

    def settle(self, seed: Seed, made: Brief | None) -> Work:
        """Write the record of a seed; `made` is its draft, None where the cache holds it."""
        try:
            with guarded(seed.path.stem):
                return self._settle(seed, made)
        except BriefError as error:
            raise error.placed(self.setting.root) from error

    def _settle(self, seed: Seed, made: Brief | None) -> Work:
        held = self.drafts.get(seed.key) if made is None else None
        proposed = made or record_yaml.unpack(held or b"", Brief)
        outcome = settle(self.setting.root, seed.article, proposed)
        written = outcome.record is not None and outcome.what in ("drafted", "merged")
        return Work(
            slug=seed.path.stem,
            outcome=msgspec.structs.replace(outcome, record=None),
            done=self._done(seed.path, seed.before, seed.key, outcome),
            draft=record_yaml.pack(made) if made else None,
            entry=self._entry(outcome.record, seed.article) if written and outcome.record else None,
        )

    def _draft(self, seed: Seed, pace: Budget) -> Brief:
        if not self.setting.any_language:
            language.require_english(seed.article, self.words, str(seed.path))
        return pipeline.draft(seed.article, self.words, self.reference, pace)

    def _done(self, path: Path, before: Stamp | None, key: bytes, outcome: Outcome) -> Done | None:
        root = self.setting.root
        if outcome.what == "left":
            return None
        try:
            record, ledger = (
                seen(file_state.stamp(file), file.read_bytes())
                for file in (
                    record_files.record_path(root, path.stem),
                    record_files.ledger_path(root, path.stem),
                )
            )
            seed = seen(before, path.read_bytes())
        except OSError:
            return None
        return Done(
            seed=seed,
            record=record,
            ledger=ledger,
            draft=key,
            conflicts=outcome.conflicts,
            proposals=outcome.proposals,
        )

    def _entry(self, record: Brief, article: Article) -> tuple[bytes, bytes] | None:
        """Return the brief as the site will read it, so that it need not parse what was just written."""
        path = record_files.record_path(self.setting.root, article.slug)
        try:
            entry = briefs.checked(record, article, self.words, str(path))
            key = briefs.key(path.read_bytes(), article, briefs.ledger_bytes(path), self.code)
            return key, record_yaml.pack(entry)
        except (BriefingError, OSError):
            return None


def failed(path: Path, error: BriefingError) -> Work:
    """Return what became of a seed that has an error; one that no other seed would escape is raised."""
    if isinstance(error, WriteError):
        raise error
    return Work(slug=path.stem, error=error)


def start(setting: DraftContext) -> DraftWorker:
    """Return this process's worker."""
    return process_pool.worker(DraftWorker, setting)


def batch(paths: Sequence[Path]) -> list[Work]:
    """Work on some seeds, in a process that began with a worker."""
    worker = process_pool.started(DraftWorker)
    return [worker.do(path) for path in paths]


def run(paths: Sequence[Path], setting: DraftContext) -> Iterator[Work]:
    """Yield what became of each seed, in their order, whatever number of processes works on them."""
    if len(paths) < MANY:
        yield from map(start(setting).do, paths)
        return
    start(setting)  # a process that is forked has it at once
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    with process_pool.pool(partial(start, setting)) as pool:
        for works in pool.map(batch, batches):
            yield from works
