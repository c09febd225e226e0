"""`content/briefs/` and `content/.generated/` -> records and machine's files, each with its place."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

from briefing.model import Article, Brief, Ledger, RecordError, UnmergedError, filenames
from briefing.storage import file_state, record_yaml
from briefing.storage.files import content, read_text

_MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.M)

"""What git writes around what it could not merge."""


def record_path(root: Path, slug: str) -> Path:
    """Return where the record of a slug lies."""
    return root / "content" / "briefs" / f"{slug}.yml"


def ledger_path(root: Path, slug: str) -> Path:
    """Return where the machine's file of a slug lies."""
    return root / "content" / ".generated" / f"{slug}.json"


def read_record(path: Path) -> Brief:
    """Read a record; raises RecordError that names line and path."""
    return parse_record(read_text(path), path)


def parse_record(text: str, path: Path) -> Brief:
    """Return the record that a file's text holds; raises RecordError that names line and path."""
    if marker := _MARKER.search(text):
        line = text.count("\n", 0, marker.start()) + 1
        hint = "Keep one of the two sides of each mark, delete the marks, and build again."
        raise UnmergedError("git could not merge two changes here", where=f"{path}:{line}", hint=hint)
    brief = record_yaml.load_yaml(text, str(path))
    if brief.slug != path.stem:
        raise RecordError(
            f"slug: is {brief.slug!r}, the file is {path.name}",
            where=str(path),
            hint=f"Write slug: {path.stem}",
        )
    for old in brief.former_slugs:
        if what := filenames.fault(old):
            place = f"{path}:{record_yaml.line_of(text, 'former_slugs')}"
            raise RecordError(
                f"former_slugs: {old!r}: {what}", where=place, hint="Write the slug that it had."
            )
    return brief


def record_paths(root: Path) -> list[Path]:
    """Return the files of a desk's records, by slug."""
    return file_state.listed(root / "content" / "briefs", ".yml")


def read_ledger(root: Path, slug: str) -> Ledger | None:
    """Read the machine's file of a slug; None where there is none or it cannot be read."""
    path = ledger_path(root, slug)
    try:
        data = content(path)
    except RecordError:
        return None
    return None if data is None else parse_ledger(data, path)


def parse_ledger(data: bytes, path: Path) -> Ledger | None:
    """Return the machine's file that bytes hold; None where they are damaged or of another version."""
    try:
        return record_yaml.load_json(data, Ledger, str(path))
    except RecordError:
        return None


def draft_key(article: Article, version: bytes) -> bytes:
    """Return the cache key of an article's draft."""
    facts = msgspec.json.encode((article.slug, msgspec.to_builtins(article.source)))
    return hashlib.blake2b(facts, key=version, digest_size=16).digest()
