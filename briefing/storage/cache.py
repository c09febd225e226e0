"""Where a desk keeps what can be made again, and whether that comes from this machine.

A cache is believed without being looked through: it holds pages, and templates as code.  One that came with
a repository could hold anything.  So it carries a sum over a key that lies outside of every repository, and
one without it is made again.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from briefing.model import ConfigError

OWNER = "owner"
"""Name of the file with the sum."""
KEPT = frozenset(("lock", "review", "damaged", OWNER))
"""What is no copy of anything: it is believed by nobody, and stays."""
SIZE = 32
"""Bytes of the key."""


def folder(root: Path) -> Path:
    """Return the folder of a desk's cache, emptied where it is not of this machine.

    Raises ConfigError where it is a link, or git tracks what would be removed.
    """
    found = root / ".cache"
    if found.is_symlink():
        hint = "Remove the link; a build makes what it needs there."
        raise ConfigError(
            "is a link, and nothing is kept or removed through one", where=str(found), hint=hint
        )
    try:
        there = [name for name in os.listdir(found) if name not in KEPT]  # noqa: PTH208 (called often)
    except FileNotFoundError:
        return found
    expected = _sum(found)
    with suppress(OSError):
        if secrets.compare_digest((found / OWNER).read_bytes(), expected):
            return found
    if there and tracked(root):
        raise ConfigError(
            "is tracked by git: what others wrote into it would be believed",
            where=str(found),
            hint="Run: git rm -r --cached .cache, add /.cache/ to .gitignore, and delete the folder.",
        )
    with suppress(OSError):  # a folder that nobody may write to holds nothing of use
        for name in there:
            _remove(found / name)
        (found / OWNER).write_bytes(expected)
    return found


def tracked(root: Path) -> bool:
    """Return whether git tracks anything in the cache of a desk; without git nothing is."""
    if not any((above / ".git").exists() for above in (root, *root.parents)):
        return False
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), "ls-files", "-z", "--", ".cache"]
    try:
        return bool(subprocess.run(command, capture_output=True, timeout=60, check=False).stdout)  # noqa: S603 (no shell)
    except (OSError, subprocess.SubprocessError):
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _sum(found: Path) -> bytes:
    """Return what the cache of this machine carries; without a key its place and owner stand for it."""
    key = _key()
    facts = b""
    if not key:
        place = found.stat()
        facts = f"{place.st_dev} {place.st_ino} {place.st_uid}".encode()
    return blake2b(facts, key=key, digest_size=32).digest().hex().encode()


def _key() -> bytes:
    """Return the key of who runs this, made when first asked for; empty where it can be kept nowhere."""
    path = _state() / "briefing-pages" / "cache.key"
    with suppress(OSError):
        if len(found := path.read_bytes()) == SIZE:
            return found
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SIZE))
        fresh.replace(path)
        return path.read_bytes()
    except OSError:
        return b""


def _state() -> Path:
    """Return the folder for what programs keep about their own work, after the XDG base directories."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", "")
    with suppress(RuntimeError):
        return Path(given) if os.path.isabs(given) else Path.home() / ".local" / "state"  # noqa: PTH117
    return Path(os.devnull)
