"""What a pack says about itself: `pack.json`, `MANIFEST.sha256`, and the seal of a pack of one file.

The manifest is in the form of sha256sum and leaves itself out.  A pack that is one file carries its
own hash, taken while the 64 digits of that hash were zeros.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from briefing import __version__
from briefing.model import Brief
from briefing.packs.book import Book
from briefing.storage import record_yaml
from briefing.storage.desk import Entry, public_record

MANIFEST = "MANIFEST.sha256"
PACK = "pack.json"
FORMAT = 1
"""Number of the form of pack.json; a reader that knows only smaller ones must not guess."""
BLANK = "0" * 64
_SEAL = re.compile(rb"([0-9a-f]{64})  (pack\.(?:html|pdf))\n")


def pack_json(book: Book, form: str) -> bytes:
    """Return pack.json; `form` is the format that carries it."""
    entries = sorted(book.desk.entries, key=lambda entry: entry.brief.slug)
    facts = {
        "pack": FORMAT,
        "format": form,
        "title": book.title,
        "made_by": f"briefing-pages {__version__}",
        "built": book.built.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "handling": book.handling,
        "distribution": book.distribution,
        "selection": book.selection,
        "briefs": [_row(entry) for entry in entries],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def _row(entry: Entry) -> dict[str, Any]:
    brief = entry.brief
    return {
        "slug": brief.slug,
        "title": brief.title,
        "status": brief.status,
        "schema_version": brief.schema_version,
        "record": record_hash(brief),
        "seed": brief.source.sha256,
    }


def record_hash(brief: Brief) -> str:
    """Return the SHA-256 of a record as `briefs/SLUG.json` holds it; of a retracted one, of what is left."""
    return sha256(record_yaml.dump_json(public_record(brief)) + b"\n").hexdigest()


def manifest(files: Mapping[str, str]) -> bytes:
    """Return a manifest from path -> SHA-256."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files)).encode()


def parse_manifest(data: bytes) -> dict[str, str]:
    """Return path -> SHA-256 of a manifest; raises ValueError where a line is none."""
    found: dict[str, str] = {}
    for line in data.decode().splitlines():
        digest, gap, path = line.partition("  ")
        if not (gap and path and re.fullmatch(r"[0-9a-f]{64}", digest)) or path in found:
            raise ValueError(line)
        found[path] = digest
    return found


def open_manifest(facts: bytes, name: str) -> bytes:
    """Return the manifest of a pack of one file before it is sealed; `name` is pack.html or pack.pdf."""
    return manifest({PACK: sha256(facts).hexdigest(), name: BLANK})


def seal(data: bytes) -> bytes:
    """Put a file's own hash in the place of the zeros; the file holds an open manifest."""
    digest, start = hash_of_sealed(data)
    return data[:start] + digest.encode() + data[start + 64 :]


def hash_of_sealed(data: bytes) -> tuple[str, int]:
    """Return the hash of a file with its seal as zeros, and where the seal is, in bytes.

    The last one counts: a text may hold words that look like a seal, and the proof is behind them.
    Raises ValueError where there is none.
    """
    found = list(_SEAL.finditer(data))
    if not found:
        raise ValueError("no seal")
    start = found[-1].start(1)
    digest = sha256(data[:start])
    digest.update(BLANK.encode())
    digest.update(data[start + 64 :])
    return digest.hexdigest(), start
