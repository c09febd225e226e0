"""Titles and slugs -> names that every file system takes and no archive can be led astray by."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from briefing.model import filenames

LONGEST = 80
"""Characters of a name, so that a path stays far below the 260 that some systems end at."""
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")


def file_name(text: str) -> str:
    """Return a title as a file's name without ending: "Délégation: Riga" is "delegation-riga"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not name or filenames.RESERVED.match(name):
        return f"pack-{_hash(text)}"
    return name


def segment(text: str) -> str:
    """Return one part of a path, as it is where it is harmless, else made so and told apart by a hash."""
    harmless = not _OTHER.search(text) and text[:1] not in ".-" and text[-1:] != "."
    if harmless and len(text) <= LONGEST and not filenames.RESERVED.match(text):
        return text
    stem, dot, ending = text.rpartition(".")
    if not (dot and re.fullmatch(r"[a-z0-9]{1,5}", ending)):
        stem, ending = text, ""
    plain = _OTHER.sub("-", unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode())
    kept = plain.strip("-.")[:40].strip("-.")
    name = f"{kept}-{_hash(text)}" if kept else f"x-{_hash(text)}"
    return f"{name}.{ending}" if ending else name


def safe_path(path: str) -> str:
    """Return a path of the site as a path inside an archive.

    A page of the site is in one of a few folders; whatever a hostile id put in between is a part of
    the last name, never a folder.
    """
    folder, slash, rest = path.partition("/")
    if not slash:
        return segment(path)
    inner, _, last = rest.partition("/")
    if last and "/" not in last and segment(inner) == inner and segment(last) == last:
        return f"{segment(folder)}/{inner}/{last}"
    return f"{segment(folder)}/{segment(rest)}"


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
