"""Seeds -> drafts by any executor, on other machines too: workers see no file of the desk.

They get texts and the reference as bytes and return drafts as bytes, or errors, which pickle themselves; this
process alone reads and writes.  What a worker is sent is made of builtins, so that one with other code can
say that it has it.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from briefing import lexicon
from briefing.drafting.worker import DraftContext, DraftWorker, Seed, Work, failed
from briefing.extract import pipeline
from briefing.extract.budget import Budget, Limits
from briefing.model import DAMAGED, Brief, BriefingError, ClusterError, Reference
from briefing.storage import briefs, record_yaml, seed_files
from briefing.storage.boundary import guarded
from briefing.text import language

BATCH = 200
"""Texts a task: a scheduler takes some 5 ms for each task, a text about as long."""
PATIENCE = 20.0
"""Seconds after which one asks whether there still is a worker."""
AHEAD = 64
"""Batches under way at most: what is not sent yet need not be in memory."""
Text = tuple[str, bytes]
"""Path of a seed, for errors, and its bytes."""
Order = tuple[bytes, bytes, bytes, bool]
"""Hash of the code, the reference and the limits packed, and whether a text may be in any language."""
Drafted = bytes | BriefingError
"""A draft, packed, or why there is none."""


def drafts(order: Order, texts: Sequence[Text]) -> list[Drafted] | None:
    """Draft some texts in any process; None where its code is not that of the caller."""
    code, packed, packed_limits, any_language = order
    if code != _own_code():
        return None
    words, reference, limits = lexicon.load(), _reference(packed), record_yaml.unpack(packed_limits, Limits)
    found: list[Drafted] = []
    for where, data in texts:
        try:
            with guarded(Path(where).stem, where):
                pace = Budget(limits, Path(where))
                article = seed_files.article(data, Path(where).stem, where)
                if not any_language:
                    language.require_english(article, words, where)
                found.append(record_yaml.pack(pipeline.draft(article, words, reference, pace)))
        except BriefingError as error:
            found.append(error)
    return found


@functools.cache
def _own_code() -> bytes:
    return briefs.engine_version()


@functools.lru_cache(maxsize=2)
def _reference(packed: bytes) -> Reference:
    return record_yaml.unpack(packed, Reference)


class _Batch:
    """Some seeds, and what their drafts wait for."""

    def __init__(self, paths: Sequence[Path], worker: DraftWorker, order: Order, executor: Executor) -> None:
        self.order, self.executor = order, executor
        self.read = [_read(path, worker) for path in paths]
        self.wanted = [s for s in self.read if isinstance(s, Seed) and worker.drafts.get(s.key) is None]
        self.future = self._send() if self.wanted else None

    def _send(self) -> Future[list[Drafted] | None]:
        texts = [(str(seed.path), seed.article.text.encode()) for seed in self.wanted]
        try:
            return self.executor.submit(drafts, self.order, texts)
        except Exception as error:  # noqa: BLE001 (a pool that is broken takes no tasks)
            gone: Future[list[Drafted] | None] = Future()
            gone.set_exception(error)
            return gone

    def drafted(self) -> dict[Path, Brief | BriefingError]:
        """Return the drafts by seed; a batch whose worker was lost is sent a second time.

        What a worker answers is looked through as a file would be; that Dask unpickles it first cannot be
        helped here, so that workers are trusted with this machine.
        """
        if self.future is None:
            return {}
        try:
            found = self._result(self.future)
        except ClusterError:
            raise
        except Exception:  # noqa: BLE001 (what a lost worker raises depends on the executor)
            found = self._again()
        if found is None:
            raise ClusterError(
                "a worker has another version of the code, the lexicon or Python than this process",
                where=str(self.wanted[0].path),
                hint="Install the same version of briefing-pages on every worker, and start them anew.",
            )
        try:
            return dict(zip((seed.path for seed in self.wanted), map(_unpacked, found), strict=True))
        except (TypeError, ValueError, *DAMAGED) as error:
            raise ClusterError(
                f"what a worker answered cannot be read: {error}",
                where=str(self.wanted[0].path),
                hint="Look at what runs on the workers. What is written stays.",
            ) from None

    def _result(self, future: Future[list[Drafted] | None]) -> list[Drafted] | None:
        """Wait for a batch as long as somebody works on it; raises ClusterError where nobody is left."""
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except TimeoutError:
                if future.done():
                    raise  # the task's own
                if not getattr(self.executor, "alive", lambda: True)():
                    raise ClusterError(
                        "the last worker is gone",
                        where=str(self.wanted[0].path),
                        hint="Start workers, and build again: what is written stays.",
                    ) from None

    def _again(self) -> list[Drafted] | None:
        try:
            return self._result(self._send())
        except ClusterError:
            raise
        except Exception as error:  # noqa: BLE001
            raise ClusterError(
                f"a batch of texts failed twice on the workers: {type(error).__name__}: {error}",
                where=str(self.wanted[0].path),
                hint="See the workers' logs. What is written stays; the next build goes on from there.",
            ) from None


def _read(path: Path, worker: DraftWorker) -> Seed | Work:
    try:
        with guarded(path.stem, str(path)):
            return worker.read(path, Budget(worker.setting.limits, path))
    except BriefingError as error:
        return failed(path, error)


def _unpacked(made: Drafted) -> Brief | BriefingError:
    return made if isinstance(made, BriefingError) else record_yaml.unpack(made, Brief)


def run(paths: Sequence[Path], setting: DraftContext, executor: Executor) -> Iterator[Work]:
    """Yield what became of each seed, in their order; raises ClusterError where workers cannot do it."""
    worker = DraftWorker(setting)
    reference, limits = record_yaml.pack(worker.reference), record_yaml.pack(setting.limits)
    order = (briefs.engine_version(), reference, limits, setting.any_language)
    batches = (_Batch(paths[i : i + BATCH], worker, order, executor) for i in range(0, len(paths), BATCH))
    under_way: deque[_Batch] = deque()
    for batch in batches:
        under_way.append(batch)
        if len(under_way) >= AHEAD:
            yield from _settled(under_way.popleft(), worker)
    while under_way:
        yield from _settled(under_way.popleft(), worker)


def _settled(batch: _Batch, worker: DraftWorker) -> Iterator[Work]:
    made = batch.drafted()
    for seed in batch.read:
        yield seed if isinstance(seed, Work) else _settle(seed, made.get(seed.path), worker)


def _settle(seed: Seed, made: Brief | BriefingError | None, worker: DraftWorker) -> Work:
    try:
        if isinstance(made, BriefingError):
            raise made
        return worker.settle(seed, made)
    except BriefingError as error:
        return failed(seed.path, error)
