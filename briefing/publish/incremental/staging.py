"""New files in a staging folder -> the site, each replaced whole, one by one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct, structs

from briefing import render
from briefing.publish.incremental import build_state
from briefing.publish.incremental.build_state import Laid, Waiting
from briefing.storage import files
from briefing.storage.file_state import walk

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
        files.sweep(cache)
        return Path(tempfile.mkdtemp(prefix=STAGING, dir=cache))
    except OSError as error:
        raise files.not_written(error, cache) from None


def lay(staged: str, target: str) -> None:
    """Move a file to its place: a reader of the folder sees the old one or the new one."""
    try:
        _move(staged, target)
    except OSError as error:
        raise files.not_written(error, Path(target)) from None


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
        files.write(Path(target), Path(staged).read_bytes(), durable=False)


class Counts(Struct, kw_only=True):
    """What a build did, for people and for the tests."""

    parsed: int = 0
    """Records read from YAML."""
    briefs: int = 0
    """Briefs of which something was made again."""
    made: int = 0
    """Files made again, whether the site had their bytes already or not."""
    hidden: int = 0
    """Records that the site does not show: drafts where it shows none, and what waits for its time."""
    pages: int = 0
    """Pages of the site, made or kept."""
    written: int = 0
    """Files of the site that changed."""


def publish(
    waiting: Waiting, staged: Path, others: Path, path: Path, there: Collection[str], counts: Counts
) -> None:
    """Lay new files into the site, remove what vanished, and keep the state at `path`.

    `staged` holds the files that the press made, `there` names those that the site had; of the folder
    `others` only files whose bytes the site does not have are written.
    """
    site, laid = Path(waiting.state.site), dict(waiting.state.laid)
    try:
        site.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.not_written(error, site) from None
    wanted = laid.keys() | waiting.staged.keys()
    render.require_apart(name for name in sorted(wanted) if name.endswith(".html"))
    for name in sorted(waiting.staged):
        lay(f"{staged}/{name}", f"{site}/{name}")
        found = Path(f"{site}/{name}").stat()
        laid[name] = Laid(key=waiting.staged[name], size=found.st_size, changed=found.st_mtime_ns)
    counts.written += len(waiting.staged)
    wanted |= copy(others, site, counts)
    clear(site, there, wanted)
    counts.pages += sum(name.endswith(".html") for name in wanted)
    build_state.write(path, structs.replace(waiting.state, laid=laid))


def copy(folder: Path, site: Path, counts: Counts) -> set[str]:
    """Write the files of a folder that the site does not have so into it; returns the names of all."""
    found = {name for name, _ in walk(str(folder))}
    for name in sorted(found):
        counts.written += files.write(site / name, (folder / name).read_bytes(), durable=False)
    return found


def clear(site: Path, there: Collection[str], wanted: Collection[str]) -> int:
    """Remove the files of a site that no build wants any more, and folders left empty; returns how many."""
    gone = [path for path in there if path not in wanted and path.split("/", 1)[0] not in KEPT]
    for path in gone:
        try:
            (site / path).unlink(missing_ok=True)
        except OSError as error:
            raise files.not_written(error, site / path) from None
    folders = {parent for path in gone for parent in Path(path).parents if parent != Path()}
    for folder in sorted(folders, reverse=True):
        with contextlib.suppress(OSError):
            (site / folder).rmdir()
    return len(gone)


def drop(folder: Path) -> None:
    """Remove a staging folder."""
    shutil.rmtree(folder, ignore_errors=True)
