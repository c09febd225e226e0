"""Whether a file still is what it was when it was read, without reading it again.

As git's index does: where the directory entry has the same time, size and number, so has the content,
but for a file that changed so short a time before it was looked at that a second change could hide
behind the first.  Where the entry tells nothing, a hash of the content does.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from briefing.model import ConfigError

RACY = 20_000_000
"""Nanoseconds: some file systems count time in steps of up to 10 ms."""
COARSE = 2_000_000_000
"""The same where a time of whole seconds shows that the file system knows no others: FAT has steps of two."""
Stamp = tuple[int, int, int]
"""Time of change in nanoseconds, size in bytes, number of the file."""


class Seen(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A file as it was read."""

    stamp: Stamp | None
    """None where it changed a moment before."""
    hash: bytes

    def still(self, folder: Path, name: str, now: Stamp | None) -> bool:
        """Return whether a file of a folder, whose stamp is `now`, has the content that was seen."""
        if now is None:
            return False
        if self.stamp == now:
            return True
        try:
            return digest((folder / name).read_bytes()) == self.hash
        except OSError:
            return False


def seen(stamp: Stamp | None, data: bytes) -> Seen:
    """Return how a file was seen: `stamp` was taken before its bytes were read."""
    if stamp is not None and racy(stamp[0]):
        stamp = None
    return Seen(stamp=stamp, hash=digest(data))


def racy(changed: int) -> bool:
    """Return whether a second change could hide behind one of this time, in nanoseconds."""
    return time.time_ns() - changed < (COARSE if changed % 1_000_000_000 == 0 else RACY)


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamps of the files of a folder by name, sorted, without those that begin with a dot."""
    return {
        name: (found.st_mtime_ns, found.st_size, found.st_ino)
        for name, found in walk(str(folder), deep=False)
        if not name.startswith(".")
    }


def walk(folder: str, below: str = "", *, deep: bool = True) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file under a folder with its path relative to it; folders that are links are left out."""
    for entry in entries(os.path.join(folder, below)):  # noqa: PTH118 (many files)
        name = f"{below}/{entry.name}" if below else entry.name
        if not entry.is_dir(follow_symlinks=False):
            with contextlib.suppress(FileNotFoundError):  # a link that leads nowhere
                yield name, entry.stat(follow_symlinks=not deep)
        elif deep:
            yield from walk(folder, name)


def listed(folder: Path, ending: str) -> list[Path]:
    """Return what a folder holds under names of an ending, sorted; raises ConfigError as `entries`."""
    return [folder / entry.name for entry in entries(str(folder)) if entry.name.endswith(ending)]


def entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what a folder holds, by name; nothing where it is not there.

    Raises ConfigError where it cannot be listed (to take that for an empty folder would empty the site),
    and where it holds what is read without end: a pipe, a socket or a device.
    """
    try:
        with os.scandir(folder) as found:
            rows = sorted(found, key=lambda entry: entry.name)
        odd = next((entry for entry in rows if not _ordinary(entry)), None)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise not_listed(error, folder) from None
    if odd is not None:
        hint = "Put the file itself there, or remove it."
        raise ConfigError("is a pipe, a socket or a device, and no file", where=odd.path, hint=hint)
    return rows


def not_listed(error: OSError, folder: str) -> ConfigError:
    """Say that a folder cannot be listed, and why."""
    hint = "Check the disk and the permissions, and run this again: nothing was changed."
    return ConfigError(f"cannot be listed: {error.strerror or error}", where=folder, hint=hint)


def _ordinary(entry: os.DirEntry[str]) -> bool:
    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
        return True
    if not entry.is_symlink():
        return False
    path = Path(entry.path)
    return path.is_file() or path.is_dir() or not path.exists()


def digest(data: bytes) -> bytes:
    """Return a hash of bytes, 16 bytes long."""
    return blake2b(data, digest_size=16).digest()
