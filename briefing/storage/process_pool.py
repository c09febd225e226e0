"""Work spread over as many processes as there are processors."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Any, TypeVar

Made = TypeVar("Made")
Setting = TypeVar("Setting")
Worker = TypeVar("Worker")


def pool(start: Callable[[], object] | None = None) -> Executor:
    """Return a pool; its processes are forked where the system can, and so have what this one holds.

    Each begins with `start`, which is sent to it once, and not with every task.
    """
    context = multiprocessing.get_context("fork" if can_fork() else None)
    return ProcessPoolExecutor(processors(), context, _begin, (start,))


def _begin(start: Callable[[], object] | None) -> None:
    """Begin with `start`, and end with the process that made this one, even where that was killed."""
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if start is not None:
        start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


_workers: dict[Callable[[Any], Any], tuple[Any, Any]] = {}


def worker(kind: Callable[[Setting], Worker], setting: Setting) -> Worker:
    """Return this process's worker of a kind for a setting; one that was forked with it keeps it."""
    held = _workers.get(kind)
    if held is None or held[0] != setting:
        held = _workers[kind] = setting, kind(setting)
    found: Worker = held[1]
    return found


def started(kind: Callable[[Any], Worker]) -> Worker:
    """Return the worker of a kind that this process began with."""
    found: Worker = _workers[kind][1]
    return found


def can_fork() -> bool:
    """Return whether a process can be made that has all that this one holds."""
    return "fork" in multiprocessing.get_all_start_methods()


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


_function: Callable[[int], Any] | None = None


def spread(function: Callable[[int], Made], count: int, batch: int = 32) -> Iterator[Made]:
    """Yield what a function makes of 0, 1, 2 ... in this order, made by forked processes where that pays.

    The function need not be one that can be sent: the processes are forked with it.
    """
    global _function
    if count < 2 * batch or processors() < 2 or not can_fork():
        yield from map(function, range(count))
        return
    _function = function
    try:
        with pool() as executor:
            starts = range(0, count, batch)
            for made in executor.map(_numbers, starts, (min(start + batch, count) for start in starts)):
                yield from made
    finally:
        _function = None


def _numbers(first: int, end: int) -> list[Any]:
    if _function is None:
        raise RuntimeError("the process was not forked by `spread`")
    return [_function(number) for number in range(first, end)]
