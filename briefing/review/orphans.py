"""Texts that were renamed or deleted by hand -> which records go along, and which are over.

A text under another name is known by its bytes.  Where two texts have the same words nothing is told: which
is meant, nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from briefing.model import Brief, BriefingError, SeedError
from briefing.review import merge
from briefing.storage import file_state, files, record_files, record_yaml


class Orphans(Struct, frozen=True, kw_only=True):
    """Records whose text is no longer where it was."""

    renamed: tuple[tuple[str, str], ...] = ()
    """Old slug and new one."""
    deleted: tuple[str, ...] = ()
    """Slugs of drafts that nobody touched, and of the machine's files without a record."""


def find(root: Path, seeds: Collection[Path], refused: Iterable[SeedError]) -> Orphans:
    """Return what a build would move or remove; files in seeds/ that are refused keep their records."""
    records = {path.stem for path in record_files.record_paths(root)}
    ledgers = {path.stem for path in file_state.listed(root / "content" / ".generated", ".json")}
    there = {path.stem for path in (*seeds, *(Path(error.where) for error in refused))}
    orphans = (records | ledgers) - there
    if not orphans:
        return Orphans()
    new = [path for path in seeds if path.stem not in records & ledgers]
    renamed = dict(_renamed_by_hand(root, new, records, orphans))
    renamed |= _renamed_with_same_words(root, new, orphans - renamed.keys())
    left = sorted(orphans - renamed.keys())
    return Orphans(
        renamed=tuple(renamed.items()), deleted=tuple(slug for slug in left if _untouched(root, slug))
    )


def _renamed_by_hand(
    root: Path, new: Iterable[Path], records: Set[str], orphans: Set[str]
) -> Iterator[tuple[str, str]]:
    """Yield old and new slug where a person renamed the record too, which still says its old one."""
    for path in new:
        brief = _held(root, path.stem) if path.stem in records else None
        if brief and brief.slug in orphans - records:
            yield brief.slug, path.stem


def _renamed_with_same_words(root: Path, new: Iterable[Path], orphans: Iterable[str]) -> dict[str, str]:
    """Return new slugs by old ones, where the record of the old one was made from the very same bytes."""
    texts: dict[str, list[str]] = {}
    for path in new:
        if not record_files.record_path(root, path.stem).is_file():
            texts.setdefault(sha256(path.read_bytes()).hexdigest(), []).append(path.stem)
    made: dict[str, list[str]] = {}
    for slug in sorted(orphans):
        if (key := _text_of(root, slug)) is not None:
            made.setdefault(key, []).append(slug)
    pairs = ((made[key], found) for key, found in texts.items() if key in made)
    return {old[0]: found[0] for old, found in pairs if len(old) == len(found) == 1}


def _text_of(root: Path, slug: str) -> str | None:
    """Return the hash of the text that a record was last drafted from; version 1 kept it in the record."""
    brief, ledger = _held(root, slug), record_files.read_ledger(root, slug)
    return (ledger.seed if ledger else brief.source.sha256 or None) if brief else None


def _held(root: Path, slug: str) -> Brief | None:
    """Return the record in a file as far as it can be read, whatever slug it says."""
    path = record_files.record_path(root, slug)
    try:
        return record_yaml.load_yaml(files.read_text(path), str(path)) if path.is_file() else None
    except BriefingError:
        return None


def _untouched(root: Path, slug: str) -> bool:
    """Return whether nothing of a record is a person's: then the same text gives the same one again."""
    data = files.content(record_files.record_path(root, slug))
    if data is None:
        return True
    ledger, brief = record_files.read_ledger(root, slug), _held(root, slug)
    if ledger is None or brief is None or brief.status != "draft":
        return False
    plain = data == record_yaml.dump_yaml(brief).encode() and merge.belongs(ledger, brief)
    return plain and not (merge.owned(brief, ledger) or brief.struck)
