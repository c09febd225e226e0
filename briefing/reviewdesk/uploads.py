"""A file that a person gives to the desk -> a seed, through `ingest` with its limits, and its draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from briefing import drafting, ingest
from briefing.ingest.received import LARGEST_FILE as LARGEST
from briefing.model import IngestError, filenames
from briefing.storage import files, lock, seed_files

__all__ = ["LARGEST", "bring"]


def bring(root: Path, name: str, data: bytes) -> dict[str, Any]:
    """Return the slugs of the texts that a file held, and what is to be said of them.

    `name` gives the kind of the file and the seed's name where the text has no title.  Raises BriefingError
    where it cannot be read.
    """
    if filenames.fault(Path(name).stem) or Path(name).name != name:
        raise IngestError("is no name of a file that is taken", where=name[:100], hint="Rename it.")
    inbox = root / ".cache" / "review" / "inbox"
    seed_files.require_no_links(root / ".cache")
    path = inbox / name
    with lock.alone(root):
        files.write(path, data, durable=False)
        try:
            seeded = ingest.bring(path, ingest.Seeder(root))
        finally:
            files.drop(path)
        drafting.update(root)
    remarks = [remark for each in seeded for remark in each.remarks]
    remarks += [f"It is there already as {each.slug}." for each in seeded if each.path is None]
    return {"slugs": [each.slug for each in seeded], "remarks": remarks}
