"""Seeds -> records, one by one, in as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import codec, draft, entries, language, lexicon, processes, stamps, store
from briefing.limits import Limits, Pace
from briefing.model import Article, Brief, BriefingError, WriteError
from briefing.stamps import Stamp, seen
from briefing.update import kept
from briefing.update.kept import Done
from briefing.update.settling import Outcome, settle

MANY = 64
"""From so many seeds on a pool of processes is worth its start."""
BATCH = 32


class Setting(Struct, frozen=True, kw_only=True):
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
    """Packed, where it was made anew."""
    entry: tuple[bytes, bytes] | None = None
    """Key and brief with its text, packed, where the record was written."""


class Worker:
    """Drafts seeds and settles their records, in one process."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.words = lexicon.load()
        self.reference = store.read_reference(setting.root)
        self.drafts = kept.drafts(setting.root)
        self.code = entries.code_version()

    def do(self, path: Path) -> Work:
        """Bring the record of one seed up to date."""
        setting, slug = self.setting, path.stem
        try:
            before = stamps.stamp(path)
            pace = Pace(setting.limits, path)
            pace.require_size()
            article = store.read_seed(path)
            if not setting.any_language:
                language.require_english(article, self.words, str(path))
            key = store.draft_key(article, setting.version)
            held = self.drafts.get(key)
            proposed = self._draft(article, pace) if held is None else codec.unpack(held, Brief)
            outcome = settle(setting.root, article, proposed)
        except WriteError:
            raise  # no other seed would fare better
        except BriefingError as error:
            return Work(slug=slug, error=error)
        written = outcome.record is not None and outcome.what in ("drafted", "merged")
        return Work(
            slug=slug,
            outcome=msgspec.structs.replace(outcome, record=None),
            done=self._done(path, before, key, outcome),
            draft=codec.pack(proposed) if held is None else None,
            entry=self._entry(outcome.record, article) if written and outcome.record else None,
        )

    def _draft(self, article: Article, pace: Pace) -> Brief:
        return draft.draft(article, self.words, self.reference, pace)

    def _done(self, path: Path, before: Stamp | None, key: bytes, outcome: Outcome) -> Done | None:
        root = self.setting.root
        if outcome.what == "left":
            return None
        try:
            record, ledger = (
                seen(stamps.stamp(file), file.read_bytes())
                for file in (store.record_path(root, path.stem), store.ledger_path(root, path.stem))
            )
            seed = seen(before, path.read_bytes())
        except OSError:
            return None
        return Done(seed=seed, record=record, ledger=ledger, draft=key, conflicts=outcome.conflicts)

    def _entry(self, record: Brief, article: Article) -> tuple[bytes, bytes] | None:
        """Return the brief as the site will read it, so that it need not parse what was just written."""
        path = store.record_path(self.setting.root, article.slug)
        try:
            entry = entries.checked(record, article, self.words, str(path))
            return entries.key(path.read_bytes(), article, self.code), codec.pack(entry)
        except (BriefingError, OSError):
            return None


_worker: Worker | None = None


def start(setting: Setting) -> Worker:
    """Make this process's worker; one that was forked with it keeps it."""
    global _worker
    if _worker is None or _worker.setting != setting:
        _worker = Worker(setting)
    return _worker


def batch(paths: Sequence[Path], setting: Setting) -> list[Work]:
    """Work on some seeds, in any process that sees the desk's folder."""
    worker = start(setting)
    return [worker.do(path) for path in paths]


def run(paths: Sequence[Path], setting: Setting, executor: Executor | None) -> Iterator[Work]:
    """Yield what became of each seed, in their order, whatever number of processes works on them."""
    if not paths:
        return
    if executor is not None:
        yield from _spread(paths, setting, executor)
    elif len(paths) < MANY:
        yield from map(start(setting).do, paths)
    else:
        start(setting)  # a process that is forked has it at once
        with processes.pool() as own:
            yield from _spread(paths, setting, own)


def _spread(paths: Sequence[Path], setting: Setting, executor: Executor) -> Iterator[Work]:
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    for works in executor.map(batch, batches, [setting] * len(batches)):
        yield from works
