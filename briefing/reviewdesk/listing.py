"""The records of a desk -> the rows of the list: each with its state, and how far its review has come."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import lexicon
from briefing.model import DAMAGED, Brief, BriefingError
from briefing.model.meaning import changed_since
from briefing.review import merge
from briefing.review.session import Progress
from briefing.review.session.items import items
from briefing.storage import briefs, file_state, files, record_files, seed_files
from briefing.storage.blob_cache import BlobCache

STATES = ("draft", "in review", "reviewed", "changed since", "published", "retracted", "broken")
Stamps = tuple[file_state.Stamp | None, ...]


class Row(Struct, frozen=True, kw_only=True):
    """A brief in the list."""

    slug: str
    title: str
    state: str
    day: str = ""
    total: int = 0
    read: int = 0
    open: int = 0
    """Conflicts and proposals that wait for a person."""
    fault: str = ""


Known = dict[str, tuple[Stamps, Row]]
"""By slug: the files as they were, and the row."""


class Listing:
    """The rows of a desk; a row is made again where one of its files changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        seed_files.require_no_links(root / ".cache")
        self._kept = root / ".cache" / "review" / "rows"
        self._known: Known = {}
        with contextlib.suppress(OSError, *DAMAGED):
            self._known = msgspec.json.decode(self._kept.read_bytes(), type=Known)

    def rows(self) -> list[Row]:
        """Return the rows, the newest brief first."""
        seeds = {path.stem: path for path in seed_files.seed_paths(self.root)[0]}
        held, code = briefs.cache(self.root), briefs.engine_version()
        found: Known = {}
        for path in record_files.record_paths(self.root):
            slug, seed = path.stem, seeds.get(path.stem)
            progress = self.root / ".cache" / "review" / f"{slug}.json"
            ledger = record_files.ledger_path(self.root, slug)
            now = tuple(map(file_state.stamp, (path, seed or path, progress, ledger)))
            known = self._known.get(slug)
            if known is None or known[0] != now or any(each and file_state.racy(each[0]) for each in now):
                known = (now, self._row(path, str(seed or ""), held, code))
            found[slug] = known
        if found != self._known:
            files.write(self._kept, msgspec.json.encode(found), durable=False)
            self._known = found
        rows = [row for _, row in found.values()]
        return sorted(rows, key=lambda row: (row.day, row.slug), reverse=True)

    def _row(self, path: Path, seed: str, held: BlobCache, code: bytes) -> Row:
        slug, progress = path.stem, Progress(self.root, path.stem)
        try:
            brief = self._brief(path, seed, held, code, whole=bool(progress.read))
        except BriefingError as error:
            return Row(slug=slug, title=slug, state="broken", fault=str(error))
        total = len(items(brief))
        read = total - len(progress.unread(brief))
        opened = len(brief.conflicts) + self._proposed(brief)
        day = str(brief.source.date or "")
        state = _state(brief, started=bool(progress.read))
        return Row(slug=slug, title=brief.title, state=state, day=day, total=total, read=read, open=opened)

    def _brief(self, path: Path, seed: str, held: BlobCache, code: bytes, *, whole: bool) -> Brief:
        """Return a record; with its places where the last build kept it, or `whole` asks, or it is approved.

        Without them it says as much as the list shows, in half the time.
        """
        if seed:
            data, article = files.read_text(path).encode(), seed_files.read_seed(Path(seed))
            packed = held.get(briefs.key(data, article, briefs.ledger_bytes(path), code))
            brief = briefs.pair(path, None).brief if packed is None and not whole else None
            if brief is not None and not brief.approvals:
                return brief
        return briefs.read(path, seed, held, code, lexicon.load())[2].brief

    def _proposed(self, brief: Brief) -> int:
        if not brief.approved:
            return 0
        return len(merge.open_proposals(brief, record_files.read_ledger(self.root, brief.slug)))


def _state(brief: Brief, *, started: bool) -> str:
    if changed_since(brief) is not None:
        return "changed since"
    return "in review" if brief.status == "draft" and started else brief.status
