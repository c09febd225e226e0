"""How far a reviewer has come: which items were read, and as what.

It is in .cache/review/, apart from the record: what a person decided is in the record at once,
and who deletes the cache is asked again, no more.  An item that changed since is asked again too.
"""

from __future__ import annotations

import contextlib
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
        self.read: dict[str, tuple[str, str]] = {}
        """By path the fingerprint, and who read it."""
        with contextlib.suppress(OSError, *DAMAGED):
            kept = msgspec.json.decode(self.path.read_bytes(), type=dict[str, str | tuple[str, str]])
            self.read = {path: (seen, "") if isinstance(seen, str) else seen for path, seen in kept.items()}

    def mark(self, brief: Brief, item: Item, by: str = "") -> None:
        """Note that an item was read as it is, and by whom."""
        self.put(item.path, (fingerprint(brief, item), by))

    def put(self, path: str, read: tuple[str, str] | None) -> None:
        """Note what was read of an item; nothing where `read` is None."""
        if read is None:
            self.read.pop(path, None)
        else:
            self.read[path] = read
        files.write(self.path, msgspec.json.encode(self.read, order="sorted"), durable=False)

    def reader(self, brief: Brief, item: Item) -> str | None:
        """Return who read an item as it is, "" where that is not known; None where nobody did."""
        seen, by = self.read.get(item.path, ("", ""))
        return by if seen == fingerprint(brief, item) else None

    def unread(self, brief: Brief) -> list[int]:
        """Return the positions of the items that are still to be read."""
        return [number for number, item in enumerate(items(brief)) if self.reader(brief, item) is None]
