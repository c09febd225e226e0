"""The staging folder, and how its files come into the site: one by one, each whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from briefing import store

KEPT = frozenset((".gitignore", ".git", ".nojekyll", "CNAME"))
"""Files of the site's folder that no build removes."""
STAGING = "staging-"
"""How the names of folders for new files begin."""


def staging(cache: Path) -> Path:
    """Make a folder for new files, on the desk's own disk: a move is then a new name.

    Those that stopped builds left are removed; no other build may be at work.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for left in cache.glob(f"{STAGING}*"):
            drop(left)
        store.sweep(cache)
        return Path(tempfile.mkdtemp(prefix=STAGING, dir=cache))
    except OSError as error:
        raise store.not_written(error, cache) from None


def lay(staged: str, target: str) -> None:
    """Move a file to its place: a reader of the folder sees the old one or the new one."""
    try:
        _move(staged, target)
    except OSError as error:
        raise store.not_written(error, Path(target)) from None


def _move(staged: str, target: str) -> None:
    try:
        os.replace(staged, target)  # noqa: PTH105 (ten thousand of them)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        _move(staged, target)
    except (IsADirectoryError, NotADirectoryError, PermissionError):
        raise
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        store.write(Path(target), Path(staged).read_bytes(), durable=False)


def clear(site: Path, there: Collection[str], wanted: Collection[str]) -> int:
    """Remove the files of a site that no build wants any more, and folders left empty; returns how many."""
    gone = [path for path in there if path not in wanted and path.split("/", 1)[0] not in KEPT]
    for path in gone:
        try:
            (site / path).unlink(missing_ok=True)
        except OSError as error:
            raise store.not_written(error, site / path) from None
    folders = {parent for path in gone for parent in Path(path).parents if parent != Path()}
    for folder in sorted(folders, reverse=True):
        with contextlib.suppress(OSError):
            (site / folder).rmdir()
    return len(gone)


def drop(folder: Path) -> None:
    """Remove a staging folder."""
    shutil.rmtree(folder, ignore_errors=True)
