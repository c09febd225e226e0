"""Name of an extra of the package -> the command that installs it, in a clone, in a desk and from a wheel."""

from __future__ import annotations

import sys
from pathlib import Path

from briefing.model.errors import shown

PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """Return a folder that the package brings: inside it where it is installed, next to it in a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def install_hint(extra: str) -> str:
    """Return what to do where a package of an extra is missing; its lock holds the hash of each package."""
    lock = shipped("locks") / f"{extra}.txt"
    return f"Run: {_quoted(sys.executable)} -m pip install -r {_quoted(str(lock))}"


def _quoted(path: str) -> str:
    """Return a path as a shell takes it, as a person in this folder would write it."""
    path = shown(path)
    return f'"{path}"' if " " in path else path
