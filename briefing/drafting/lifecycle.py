"""A desk whose texts were renamed or deleted -> the same with their records: moved along, or removed.

A text that somebody renamed by hand is known again by its hash.  What people wrote is never removed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec import structs

from briefing.model import SeedError, filenames
from briefing.review import orphans
from briefing.review.orphans import Orphans
from briefing.storage import briefs, files, record_files, record_yaml, seed_files


def rename(root: Path, old: str, new: str, *, drafts_public: bool) -> Orphans:
    """Give a text another slug, with its record, the machine's file and the way from its old address.

    Raises BriefingError where there is no such text, or the new name cannot be had.
    """
    seeds = {path.stem: path for path in seed_files.seed_paths(root)[0]}
    if old not in seeds:
        raise SeedError(
            "is no text of this desk", where=old, hint="A slug is a file's name without its ending."
        )
    if what := filenames.fault(new):
        raise SeedError(what, where=new, hint="Write letters, digits and hyphens: 2025-02-28-talks.")
    names = {*seeds, *(path.stem for path in record_files.record_paths(root))} - {old}
    if new == old or filenames.folded(new) in map(filenames.folded, names):
        raise SeedError("is the slug of a text that is there", where=new, hint="Choose another one.")
    target = seeds[old].with_stem(new)
    seed_files.named_day(new, str(target))
    drafted = record_files.record_path(root, old).is_file()
    if drafted:
        record_files.read_record(record_files.record_path(root, old))
    files.put(seeds[old], target)
    if drafted:
        _move(root, old, new, drafts_public=drafts_public)
    return Orphans(renamed=((old, new),))


def delete(root: Path, slug: str) -> list[Path]:
    """Remove a text with its record and the machine's file; returns what was there."""
    seeds = [path for path in seed_files.seed_paths(root)[0] if path.stem == slug]
    paths = [*seeds, record_files.record_path(root, slug), record_files.ledger_path(root, slug)]
    found = [path for path in paths if path.is_file()]
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            raise files.not_written(error, path) from None
    return found


def follow(
    root: Path, seeds: Collection[Path], refused: Iterable[SeedError], *, drafts_public: bool
) -> Orphans:
    """Move records along with texts that were renamed, and remove what is left of deleted ones.

    `drafts_public` tells whether a draft has an address that others may know.
    """
    found = orphans.find(root, seeds, refused)
    for old, new in found.renamed:
        _move(root, old, new, drafts_public=drafts_public)
    for slug in found.deleted:
        delete(root, slug)
    return found


def lines(found: Orphans) -> Iterator[str]:
    """Say what became of them, a line each."""
    for old, new in found.renamed:
        yield f"Renamed with its text: {old} is {new} now, and keeps what people wrote."
    for slug in found.deleted:
        yield f"Removed with its text: the draft of {slug}, which nobody had touched."


def _move(root: Path, old: str, new: str, *, drafts_public: bool) -> None:
    """Write a record and the machine's file under a new slug; of an edited record the edits stay edits."""
    was, path = record_files.record_path(root, old), record_files.record_path(root, new)
    text = files.read_text(was if was.is_file() else path)
    brief = record_yaml.load_yaml(text, str(path))
    left = (*brief.former_slugs, old) if drafts_public or brief.status != "draft" else brief.former_slugs
    moved = structs.replace(brief, slug=new, former_slugs=tuple(slug for slug in left if slug != new))
    data = briefs.rewritten(moved, text, path).encode()
    known = files.content(record_files.ledger_path(root, old))
    if known is not None:
        ledger = record_files.parse_ledger(known, path)
        named = record_yaml.dump_lines(structs.replace(ledger, slug=new), depth=3) if ledger else known
        files.write(record_files.ledger_path(root, new), named)
    files.write(path, data)
    files.drop(was)
    files.drop(record_files.ledger_path(root, old))
