"""What an update leaves for the next one: which files it saw, so that it need not read them again."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import codec, entries, stamps, store
from briefing.model import BriefingError, Conflict
from briefing.months import month_of
from briefing.stamps import Seen, Stamp
from briefing.vault import Vault


class Done(Struct, frozen=True, kw_only=True, array_like=True):
    """A seed whose record was brought up to date, as its files were seen then."""

    seed: Seen
    record: Seen
    ledger: Seen
    draft: bytes
    """Key of its draft."""
    conflicts: tuple[Conflict, ...] = ()

    def still(self, root: Path, seed: Path, folders: Sequence[Mapping[str, Stamp]]) -> bool:
        """Tell whether seed, record and ledger are those that were seen; `folders` are their stamps."""
        files = (seed, store.record_path(root, seed.stem), store.ledger_path(root, seed.stem))
        then = (self.seed, self.record, self.ledger)
        rows = zip(then, files, folders, strict=True)
        return all(seen.still(file, folder.get(file.name)) for seen, file, folder in rows)


class _State(Struct, frozen=True, kw_only=True, array_like=True):
    version: bytes
    done: dict[str, Done]
    """By slug."""


def version_of(root: Path, *, any_language: bool) -> bytes:
    """Return a hash of all but the seed that decides a draft: code, lexicon, reference."""
    code = store.code_version([entries.PACKAGE, root / "content" / "reference"])
    return stamps.digest(f"{code}{any_language}".encode())


def drafts(root: Path) -> Vault:
    """Return the drafts that the cache of a desk holds."""
    return Vault(root / ".cache" / "drafts.vault")


class Briefs:
    """What an update wrote, kept as the site will read it; slugs come in order, and so do months."""

    def __init__(self, root: Path, *, monthly: bool) -> None:
        self._root, self._monthly = root, monthly
        self._month, self._vault = "", None if monthly else entries.cache(root)

    def put(self, slug: str, key: bytes, data: bytes) -> None:
        """Keep a brief with its text, packed; of a desk in months no more than one is in memory."""
        month = month_of(slug) if self._monthly else ""
        if self._vault is None or month != self._month:
            self.save()
            self._month, self._vault = month, entries.cache(self._root, month)
        self._vault.put(key, data)

    def save(self) -> None:
        """Write what is new."""
        if self._vault is not None:
            self._vault.save()


def folders(root: Path) -> list[Mapping[str, Stamp]]:
    """Return the stamps of all seeds, records and ledgers, by name."""
    content = root / "content"
    return [stamps.stamps(folder) for folder in (root / "seeds", content / "briefs", content / ".generated")]


def read(root: Path, version: bytes) -> dict[str, Done]:
    """Return what the last update did, where the same code would do it again."""
    try:
        found = codec.unpack((root / ".cache" / "records.state").read_bytes(), _State)
    except (OSError, msgspec.MsgspecError):
        return {}
    return found.done if found.version == version else {}


def write(root: Path, version: bytes, done: dict[str, Done]) -> None:
    """Keep what an update did; a cache that cannot be written is no error."""
    with contextlib.suppress(BriefingError):
        data = codec.pack(_State(version=version, done=done))
        store.write(root / ".cache" / "records.state", data, durable=False)
