"""A file that is written whole or not at all: under another name first, then renamed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFT_OVER = ".tmp"
"""How the name of a file ends that a process which was killed may have left."""


_LEFT_OVER = re.compile(r"\..+\.\d+" + re.escape(LEFT_OVER), re.S)


def fresh_name(path: Path) -> Path:
    """Return the name next to `path` to which this process writes first."""
    return path.with_name(f".{path.name}.{os.getpid()}{LEFT_OVER}")


def is_left_over(name: str) -> bool:
    """Return whether a file has a name that `fresh_name` gives: others of this ending are somebody's own."""
    return _LEFT_OVER.fullmatch(name) is not None


def keep_mode(path: Path, fresh: Path) -> None:
    """Give a file that takes the place of another who may read and write that one."""
    with suppress(FileNotFoundError):
        shutil.copymode(path, fresh)


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of `path` where the block ends well, else it is removed.

    `durable` forces the bytes onto the disk before.  Raises OSError where something cannot be written.
    """
    fresh = fresh_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield fresh
        if durable:
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
        keep_mode(path, fresh)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):  # the error that matters is on its way
            fresh.unlink()
        raise
