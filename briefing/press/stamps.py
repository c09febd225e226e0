"""Whether a file is still the one that was read: what its directory entry says of it.

As git's index does: a file whose entry has the same times, size and number is not read again, but for
one that changed so short a time before it was looked at that a second change could hide behind it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

RACY = 20_000_000
"""Nanoseconds: some file systems count time in steps of up to 10 ms."""
Stamp = tuple[int, int, int, int]
"""Times of change of the content and of the entry in nanoseconds, size in bytes, number."""


def stamp(path: str | os.PathLike[str] | os.DirEntry[str]) -> Stamp | None:
    """Return the stamp of a file; None where there is none, or where it changed a moment ago."""
    try:
        found = path.stat() if isinstance(path, os.DirEntry) else os.stat(path)  # noqa: PTH116 (may be text)
    except OSError:
        return None
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < RACY:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def stamps(folder: Path, suffix: str) -> dict[str, Stamp | None]:
    """Return the stamps of the files of a folder by name, sorted."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((e for e in found if e.name.endswith(suffix)), key=lambda entry: entry.name)
    except OSError:
        return {}
    return {entry.name: stamp(entry) for entry in entries if not entry.name.startswith(".")}


def walk(folder: str, below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file under a folder with its path relative to it, folders that are links left out."""
    try:
        with os.scandir(os.path.join(folder, below)) as found:  # noqa: PTH118 (many files)
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from walk(folder, name)
        else:
            yield name, entry.stat(follow_symlinks=False)
