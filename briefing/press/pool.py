"""Tasks -> results, in this process where they are few, else in a pool; the order is kept."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor

from briefing.press import work
from briefing.press.work import Result, Setting, Task

MANY = 64
"""From so many tasks on a pool is worth its start."""
BATCH = 32


def run(tasks: Sequence[Task], setting: Setting) -> Iterator[Result]:
    """Yield the result of each task, in their order."""
    if len(tasks) < MANY or processors() < 2:
        worker = work.start(setting)
        yield from map(worker.do, tasks)
        return
    work.start(setting)  # a process that is forked has it at once
    with open_pool(setting) as executor:
        batches = [tasks[i : i + BATCH] for i in range(0, len(tasks), BATCH)]
        for results in executor.map(work.batch, batches):
            yield from results


def open_pool(setting: Setting) -> Executor:
    """Return a pool of as many processes as this one may use processors."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    return ProcessPoolExecutor(processors(), context, work.begin, (setting,))


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
