"""A wheel that somebody gave + its SHA-256 -> tried on a copy of the desk, then put into vendor/.

The new program runs in an environment of its own, and on the copy alone.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from briefing import starter
from briefing.model import ConfigError
from briefing.starter import wheel
from briefing.storage import files

LOCK = "briefing/locks/site.txt"
"""Where a wheel holds what it needs."""
_LEFT = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "dist", wheel.FOLDER)
"""What the copy of a desk does without."""


def read(path: Path, expected: str) -> bytes:
    """Return the bytes of a wheel of this program; raises ConfigError where it is another file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path)) from None
    found = sha256(data).hexdigest()
    if found != expected.lower():
        raise ConfigError(
            f"has the SHA-256 {found}, not {expected}",
            where=str(path),
            hint="Ask who gave it which is right; nothing was changed.",
        )
    if not re.fullmatch(wheel.FILE_NAME.format("[0-9][0-9a-z.+]*"), path.name):
        hint = f"A wheel's name is {wheel.FILE_NAME.format('VERSION')}."
        raise ConfigError("is no wheel of this program", where=str(path), hint=hint)
    return data


@contextmanager
def tried(root: Path, name: str, data: bytes) -> Iterator[tuple[Path, Sequence[str]]]:
    """Yield a copy of the desk that the new program has built, and the command that runs that program.

    Raises ConfigError where it cannot be installed, or cannot build the desk.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-upgrade-") as folder:
        copy = Path(folder, root.name)
        shutil.copytree(root, copy, ignore=_LEFT, symlinks=True)
        write(copy, name, data)
        environment = Path(folder, "environment")
        venv.create(environment, with_pip=True)
        python = str(environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "-r", "requirements.txt"], copy, "cannot be installed")
        command = [python, "-m", "briefing"]
        _run([*command, "build"], copy, "cannot build this desk")
        yield copy, command


def write(root: Path, name: str, data: bytes) -> None:
    """Put a wheel into vendor/ in place of the one there, and its hash and lock into requirements.txt."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lock = archive.read(LOCK)
    folder = root / wheel.FOLDER
    before = set(folder.glob("*.whl"))
    files.write(folder / name, data)
    files.write(root / "requirements.txt", starter.requirements(name, data, lock))
    for old in before - {folder / name}:
        old.unlink()


def _run(command: Sequence[str], folder: Path, what: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
    if done.returncode:
        rows = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise ConfigError(what, where="the new program", hint="Nothing was changed. It said:", rows=rows)
