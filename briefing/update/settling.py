"""A draft and the record that people may have changed -> the record and its ledger, written."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import codec, comments, merge, store
from briefing.model import Article, Brief, Conflict, Ledger, RecordError


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one record."""

    slug: str
    what: str
    """drafted, merged (with a person's edits), unchanged, or left (it cannot be read)."""
    conflicts: tuple[Conflict, ...] = ()
    error: RecordError | None = None
    record: Brief | None = None
    """As it was written."""


def settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    """Merge one draft with its record and write what changed; say what happened."""
    path, ledger = store.record_path(root, article.slug), store.read_ledger(root, article.slug)
    try:
        data = path.read_bytes()
    except OSError:
        data = None
    if data is not None and ledger is not None and sha256(data).hexdigest() == ledger.sha256:
        written = ledger.written or ledger.drafted
        if ledger.draft == merge.fingerprint(proposed):
            return Outcome(slug=article.slug, what="unchanged", conflicts=merge.open_conflicts(written))
    try:
        record = store.read_record(path) if data is not None else None
    except RecordError as error:
        return Outcome(slug=article.slug, what="left", error=error)
    merged = merge.merge(record, ledger, proposed, article)
    changed = write(root, merged.record, merged.ledger, record)
    what = "unchanged" if not changed else "merged" if merged.edited else "drafted"
    open_ = merge.open_conflicts(merged.record)
    return Outcome(slug=article.slug, what=what, conflicts=open_, record=merged.record)


def write(root: Path, record: Brief, ledger: Ledger, before: Brief | None) -> bool:
    """Write a record, with the comments of its file, and its ledger; tell whether a byte changed.

    A file that already says what it should keeps the form that people gave it.  What can be drafted
    anew is not forced onto the disk.
    """
    path = store.record_path(root, record.slug)
    changed = False
    if before is None or before != record:
        text = codec.dump_yaml(record)
        if before is not None:
            text = comments.put(text, comments.find(store.read_text(path)))
        changed = store.write(path, text.encode(), durable=before is not None)
    known = msgspec.structs.replace(ledger, sha256=sha256(path.read_bytes()).hexdigest())
    return (
        store.write(store.ledger_path(root, record.slug), codec.dump_lines(known), durable=before is not None)
        or changed
    )
