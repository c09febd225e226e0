"""The folders of a desk -> its records and seeds by name, size and time; no file is opened."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from briefing.storage import seed_files
from briefing.storage.file_state import Stamp, stamps


class RecordInput(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A record with its seed."""

    slug: str
    record: Stamp
    seed: str
    """Name of its file; empty where there is none."""
    text: Stamp | None
    """Of the seed."""
    ledger: Stamp | None = None
    """Of the machine's file."""


def rows(root: Path) -> list[RecordInput]:
    """Return every record of a desk, by slug."""
    names = {path.stem: path.name for path in seed_files.seed_paths(root)[0]}
    seeds = stamps(root / "seeds")
    found, ledgers = stamps(root / "content" / "briefs"), stamps(root / "content" / ".generated")
    records = {name.removesuffix(".yml"): stamp for name, stamp in found.items() if name.endswith(".yml")}
    return [
        RecordInput(
            slug=slug,
            record=stamp,
            seed=(name := names.get(slug, "")),
            text=seeds.get(name),
            ledger=ledgers.get(f"{slug}.json"),
        )
        for slug, stamp in records.items()
    ]
