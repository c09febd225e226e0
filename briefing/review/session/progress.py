"""How far a reviewer has come: which items were read, and as what.

It is in .cache/review/, apart from the record: what a person decided is in the record at once,
and who deletes the cache is asked again, no more.  An item that changed since is asked again too.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from briefing.model import DAMAGED, Brief
from briefing.review.session.items import Item, fingerprint, items
from briefing.storage import files, seed_files


class Progress:
    """The items of one brief that a reviewer has read."""

    def __init__(self, root: Path, slug: str) -> None:
        seed_files.require_no_links(root / ".cache")
        self.path = root / ".cache" / "review" / f"{slug}.json"
        self.read: dict[str, str] = {}
        """Fingerprints by path."""
        try:
            self.read = msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except (OSError, *DAMAGED):
            return

    def mark(self, brief: Brief, item: Item) -> None:
        """Note that an item was read as it is."""
        self.read[item.path] = fingerprint(brief, item)
        files.write(self.path, msgspec.json.encode(self.read, order="sorted"), durable=False)

    def unread(self, brief: Brief) -> list[int]:
        """Return the positions of the items that are still to be read."""
        return [
            number
            for number, item in enumerate(items(brief))
            if self.read.get(item.path) != fingerprint(brief, item)
        ]
