"""The steps of a review, so that each can be undone: also after a reload, and after the server was killed.

A step is a file in `.cache/review/<slug>.steps/`: who did it, and what the files said before and after.  To
undo one is a merge of three versions, so that what others did since stays.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from briefing.model import DAMAGED
from briefing.storage import file_state, files, seed_files

MOST = 200
"""Steps of a brief that are kept."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step."""

    by: str
    what: str
    item: str = ""
    """Path of what it was about."""
    before: str = ""
    """Text of the record; both are empty where the record stayed as it was."""
    after: str = ""
    ledger: tuple[bytes, bytes] | None = None
    """The machine's file before and after, where it changed."""
    read: dict[str, tuple[str, str] | None] = {}
    """What had been read, of the items that the step made read or left so: path -> fingerprint and reader."""


class Journal:
    """The steps of one brief."""

    def __init__(self, root: Path, slug: str) -> None:
        seed_files.require_no_links(root / ".cache")
        self.folder = root / ".cache" / "review" / f"{slug}.steps"

    def paths(self) -> list[Path]:
        """Return the files of the steps, the first one first."""
        return file_state.listed(self.folder, ".json") if self.folder.is_dir() else []

    def add(self, step: Step) -> None:
        """Keep a step; the oldest go."""
        paths = self.paths()
        number = int(paths[-1].stem) + 1 if paths else 0
        files.write(self.folder / f"{number:08}.json", msgspec.json.encode(step), durable=False)
        for path in paths[: len(paths) + 1 - MOST]:
            files.drop(path)

    def last(self, by: str) -> tuple[Path, Step] | None:
        """Return the last step of a person."""
        for path in reversed(self.paths()):
            with contextlib.suppress(OSError, *DAMAGED):
                step = msgspec.json.decode(path.read_bytes(), type=Step)
                if step.by == by:
                    return path, step
        return None
