"""Which names every file system takes, and what leads out of a folder.

A slug becomes a file's name in several folders and an address: it must be storable on Windows and
readable in a link without escapes.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)")
"""Names that Windows keeps for devices, whatever ending follows."""
LONGEST = 200
"""Bytes of a slug: most file systems end at 255, and a file is written beside with a longer name."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*#%]')
"""What Windows refuses in names, and what has a meaning in an address."""
_TAKEN = frozenset(("index",))
"""Slugs whose page would stand where a list is."""


def fault(slug: str) -> str:
    """Say why a name cannot be a slug; empty where it can."""
    if found := _FORBIDDEN.search(slug):
        shown = found[0] if found[0].isprintable() else f"U+{ord(found[0]):04X}"
        return f"its name holds {shown}, which not every file system or address can hold"
    odd = (
        ""
        if slug.isascii()
        else next((c for c in slug if unicodedata.category(c) in ("Cf", "Cs", "Zl", "Zp")), "")
    )
    if odd:
        return f"its name holds U+{ord(odd):04X}, which nobody sees"
    if len(slug.encode()) > LONGEST:
        return f"its name is longer than {LONGEST} bytes"
    if slug != slug.strip() or slug.endswith("."):
        return "its name begins or ends with a space or a full stop, which Windows takes away"
    if RESERVED.match(slug):
        return "its name is one that Windows keeps for a device"
    return "its name is that of a list of the site" if slug.casefold() in _TAKEN else ""


def folded(slug: str) -> str:
    """Return what two names share that some file system holds for one: case and accents written apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", slug).casefold())


def outward(path: Path, root: Path) -> bool:
    """Return whether a path is a link, or lies behind one, that leads out of a folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def links_out(folder: Path, root: Path) -> Iterator[Path]:
    """Yield the symbolic links in a folder, and itself, that lead out of `root` or nowhere.

    Raises OSError where a folder cannot be listed.
    """
    for link in links(folder):
        if outward(link, root) or not link.exists():
            yield link


def links(folder: Path) -> Iterator[Path]:
    """Yield the symbolic links in a folder, and itself; none is followed but the folder itself.

    A real folder "staging-*" is not looked into: a killed build may leave links there to a desk's pages,
    and such a folder is only ever removed, which follows none.

    Raises OSError where a folder cannot be listed.
    """
    if folder.is_symlink():
        yield folder
    pending = [folder]
    while pending:
        try:
            entries = sorted(os.scandir(pending.pop()), key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry.path)
            elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("staging-"):
                pending.append(Path(entry.path))
