"""Tasks -> results, in this process where they are few, else in a pool; the order is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from briefing.publish.incremental import worker as incremental_worker
from briefing.publish.incremental.worker import BuildContext, Result, Task
from briefing.storage import process_pool

MANY = 64
"""From so many tasks on a pool is worth its start."""
BATCH = 32


def run(tasks: Sequence[Task], setting: BuildContext) -> Iterator[Result]:
    """Yield the result of each task, in their order."""
    worker = incremental_worker.start(setting)  # a process that is forked has it at once
    if len(tasks) < MANY or process_pool.processors() < 2:
        yield from map(worker.do, tasks)
        return
    batches = [tasks[i : i + BATCH] for i in range(0, len(tasks), BATCH)]
    with process_pool.pool(partial(incremental_worker.start, setting)) as pool:
        for results in pool.map(incremental_worker.batch, batches):
            yield from results
