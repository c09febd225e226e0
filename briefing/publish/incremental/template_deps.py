"""Templates -> a hash of all that decides what each puts out: its own file, and those that it takes in.

The names that a template takes in are read from its text, by Jinja itself where they are no plain words.
One whose name is not written out there may be any file of any ending: such a template stands for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2 import meta

from briefing.storage.file_state import walk

SHELL = "shell.html"
COMMON = ("words.yml", "pages/fragments.html", "pages/reference.html")
"""What every body is made with: the interface words, and the parts and works that Python sets."""
ITEMS = "pages/items/"
"""The layouts of items, which Python fills: they count as taken in by every body."""
ROWS = "pages/pair-row.html"
"""The template of rows of lists, besides the parts."""
_TAGS = re.compile(rb"\{%[-+]?\s*(?:include|import|from|extends)\b")
_PLAIN = re.compile(
    rb"\{%[-+]?\s*(?:include|import|from|extends)\b\s*(?:\"([^\"\\]+)\"|'([^'\\]+)')"
    rb"\s*(?=[-+]?%\}|(?:ignore|with|without|as|import)\b)"
)
"""A tag with one name and nothing else: to parse each template would take a twentieth of a build's time."""
_PARSER = jinja2.Environment(autoescape=True)


def hashes(folders: Iterable[Path]) -> Mapping[str, bytes]:
    """Return the hash of each template by its path in a folder; "" has that of all files.

    A file of an earlier folder goes before.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        for name, _ in walk(str(folder)):
            files.setdefault(name, (folder / name).read_bytes())
    takes_in = {name: _names(data) for name, data in files.items()}
    found = {name: _hash(files, _closure(name, takes_in) or files) for name in files}
    return found | {"": _hash(files, files)}


def _names(data: bytes) -> frozenset[str] | None:
    """Return what a template takes in by name; None where a name is not written out."""
    names = [double or single for double, single in _PLAIN.findall(data)]
    try:
        if len(names) == len(_TAGS.findall(data)):
            return frozenset(map(bytes.decode, names))
        parsed = frozenset(meta.find_referenced_templates(_PARSER.parse(data.decode())))
    except (jinja2.TemplateError, UnicodeDecodeError):
        return None
    return None if None in parsed else frozenset(name for name in parsed if name is not None)


def _closure(name: str, takes_in: Mapping[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Return the names of the files that a template is made of; None: any."""
    found: set[str] = set()
    left = [name, *COMMON, *(item for item in takes_in if item.startswith(ITEMS))]
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
