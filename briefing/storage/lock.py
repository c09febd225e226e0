"""One writer in a desk at a time: of two builds one waits, and says so.

The system holds the lock, not the file: whatever way a process ends, its lock ends with it, and a
lock file that lies about is no lock.  Processes that were forked meanwhile hold it as well, so that a
build whose parent was killed is not overtaken while it still writes.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from briefing.model import BriefingError, WriteError
from briefing.storage import seed_files

WAITS = 600.0
"""Seconds after which waiting is given up."""
SILENT = 1.0
"""Seconds of waiting of which nothing is said."""
WAITING = "Another build is at work in this folder; waiting until it is done."
_NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_shared: list[int] = []
"""Descriptors of locks that this process holds, for processes that it forks: filelock closes its own."""


def lock_path(root: Path) -> Path:
    """Return the file that is locked."""
    return root / ".cache" / "lock"


@contextmanager
def alone(
    root: Path, *, waits: float = WAITS, tell: Callable[[str], object] = lambda _: None
) -> Iterator[None]:
    """Hold a desk for oneself; who holds it already may hold it again.

    `tell` hears where one has to wait.  Raises BriefingError where the lock cannot be had in `waits`
    seconds, or cannot be made.  A file system without locks is worked in without.
    """
    path = lock_path(root)
    seed_files.require_no_links(path.parent)
    lock = FileLock(path, is_singleton=True, on_acquired=_share)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _acquire(lock, waits, tell)
    except Timeout:
        raise BriefingError(
            f"another build has been at work here for {waits:.0f} seconds",
            where=str(root),
            hint="Wait until it is done, or stop it, and run this again; its lock ends with it.",
        ) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            hint = "Check the disk and the permissions of the folder .cache."
            raise WriteError(f"cannot be written: {error.strerror}", where=str(path), hint=hint) from None
        yield
        return
    try:
        yield
    finally:
        lock.release()
        if not lock.is_locked:
            _unshare()


def _acquire(lock: FileLock, waits: float, tell: Callable[[str], object]) -> None:
    silent = min(SILENT, waits)
    try:
        lock.acquire(timeout=silent)
    except Timeout:
        if waits <= silent:
            raise
        tell(WAITING)
        lock.acquire(timeout=waits - silent)


def _share(descriptor: int) -> None:
    _shared.append(os.dup(descriptor))


def _unshare() -> None:
    while _shared:
        os.close(_shared.pop())
