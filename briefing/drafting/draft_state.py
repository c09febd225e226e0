"""What an update leaves for the next one: which files it saw, so that it need not read them again."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from briefing.model import DAMAGED, BriefingError, Conflict, Proposal
from briefing.storage import briefs, cache, file_state, files, record_yaml
from briefing.storage.blob_cache import BlobCache
from briefing.storage.file_state import Seen, Stamp
from briefing.storage.months import month_of


class Done(Struct, frozen=True, kw_only=True, array_like=True):
    """A seed whose record was brought up to date, as its files were seen then."""

    seed: Seen
    record: Seen
    ledger: Seen
    draft: bytes
    """Key of its draft."""
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def still(self, seed: str, slug: str, folders: Sequence[Folder]) -> bool:
        """Return whether the files are those that were seen; `seed` is the file name of the seed."""
        names = (seed, f"{slug}.yml", f"{slug}.json")
        rows = zip((self.seed, self.record, self.ledger), names, folders, strict=True)
        return all(seen.still(folder.path, name, folder.stamps.get(name)) for seen, name, folder in rows)


class Folder(Struct, frozen=True, kw_only=True):
    """A folder with the stamps of its files by name."""

    path: Path
    stamps: Mapping[str, Stamp]


class _State(Struct, frozen=True, kw_only=True, array_like=True):
    version: bytes
    done: dict[str, Done]
    """By slug."""


def version_of(root: Path, *, any_language: bool) -> bytes:
    """Return a hash of all but the seed that decides a draft: code, lexicon, reference."""
    reference = files.hash_of_files([root / "content" / "reference"])
    return file_state.digest(briefs.engine_version() + f"{reference}{any_language}".encode())


def draft_cache(root: Path) -> BlobCache:
    """Return the drafts that the cache of a desk holds."""
    return BlobCache(cache.folder(root) / "drafts.vault")


class EntryCacheWriter:
    """What an update wrote, kept as the site will read it; slugs come in order, and so do months."""

    def __init__(self, root: Path, *, monthly: bool) -> None:
        self._root, self._monthly = root, monthly
        self._month, self._vault = "", None if monthly else briefs.cache(root)

    def put(self, slug: str, key: bytes, data: bytes) -> None:
        """Keep a brief with its text, packed; of a desk in months no more than one is in memory."""
        month = month_of(slug) if self._monthly else ""
        if self._vault is None or month != self._month:
            self.save()
            self._month, self._vault = month, briefs.cache(self._root, month)
        self._vault.put(key, data)

    def save(self) -> None:
        """Write what is new."""
        if self._vault is not None:
            self._vault.save()


def folders(root: Path) -> list[Folder]:
    """Return the folders of seeds, records and machine's files."""
    content = root / "content"
    paths = (root / "seeds", content / "briefs", content / ".generated")
    return [Folder(path=path, stamps=file_state.stamps(path)) for path in paths]


def read(root: Path, version: bytes) -> dict[str, Done]:
    """Return what the last update did, where the same code would do it again."""
    try:
        found = record_yaml.unpack((cache.folder(root) / "records.state").read_bytes(), _State)
    except (OSError, *DAMAGED):
        return {}
    return found.done if found.version == version else {}


def write(root: Path, version: bytes, done: dict[str, Done]) -> None:
    """Keep what an update did; a cache that cannot be written is no error."""
    with contextlib.suppress(BriefingError):
        data = record_yaml.pack(_State(version=version, done=done))
        files.write(cache.folder(root) / "records.state", data, durable=False)
