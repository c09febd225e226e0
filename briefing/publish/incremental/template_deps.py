"""Templates -> a hash of all that decides what each puts out: its own file, and those that it takes in.

The names that a template takes in are read from its text.  One whose name is not written out there may
be any, so that such a template stands for all files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from briefing.storage.file_state import walk

SHELL = "shell.html"
COMMON = ("words.yml", "pages/fragments.html", "pages/reference.html")
"""What every body is made with: the interface words, and the parts and works that Python sets."""
ROWS = "pages/pair-row.html"
"""The template of rows of lists, besides the parts."""
KINDS = (".html", ".j2", ".yml", ".xml")
_TAKES_IN = re.compile(rb"\{%[-+]?\s*(?:include|import|from|extends)\b\s*(?:\"([^\"]+)\"|'([^']+)')?")


def hashes(folders: Iterable[Path]) -> Mapping[str, bytes]:
    """Return the hash of each template by its path in a folder; "" has that of all files.

    A file of an earlier folder goes before.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        for name, _ in walk(str(folder)):
            if name.endswith(KINDS):
                files.setdefault(name, (folder / name).read_bytes())
    takes_in = {name: _names(data) for name, data in files.items()}
    found = {name: _hash(files, _closure(name, takes_in) or files) for name in files}
    return found | {"": _hash(files, files)}


def _names(data: bytes) -> frozenset[str] | None:
    """Return what a template takes in by name; None where a name is not written out."""
    names = [double or single for double, single in _TAKES_IN.findall(data)]
    return frozenset(map(bytes.decode, names)) if all(names) else None


def _closure(name: str, takes_in: Mapping[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Return the names of the files that a template is made of; None: any."""
    found: set[str] = set()
    left = [name, *COMMON]
    while left:
        at = left.pop()
        if at in found or at not in takes_in:
            continue
        further = takes_in[at]
        if further is None:
            return None
        found.add(at)
        left += further
    return frozenset(found)


def _hash(files: Mapping[str, bytes], names: Iterable[str]) -> bytes:
    hashed = blake2b(digest_size=16)
    for name in sorted(names):
        hashed.update(f"{name}\0{len(files[name])}\0".encode())
        hashed.update(files[name])
    return hashed.digest()
