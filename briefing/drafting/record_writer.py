"""A draft and the record that people may have changed -> the record and its ledger, written."""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing.model import Article, Brief, BriefingError, Conflict, Ledger, RecordError, filenames
from briefing.review import merge
from briefing.storage import briefs, file_state, files, record_files, record_yaml

PENDING = ".json.next"
"""Ending of a ledger that waits next to its place until its record is written."""
TRIES = 3
"""How often a record is merged again that somebody saves meanwhile, before that is an error."""
CHANGED = "is being changed by somebody else just now"
AGAIN = "It was left as it is; run this again once it is saved."


class OvertakenError(RecordError):
    """Somebody saved a record while the machine was about to."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one record."""

    slug: str
    what: str
    """drafted, merged (with a person's edits), unchanged, or left (it cannot be read)."""
    conflicts: tuple[Conflict, ...] = ()
    error: RecordError | None = None
    record: Brief | None = None
    """As it was written."""
    aside: str = ""
    """Where its ledger was put that could not be read."""


def settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    """Merge one draft with its record and write what changed; say what happened.

    Where somebody saves the record meanwhile, that is merged too; raises OvertakenError where it never rests.
    """
    for _ in range(TRIES):
        with contextlib.suppress(OvertakenError):
            return _settle(root, article, proposed)
    return _settle(root, article, proposed)


def _settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    path, ledger = record_files.record_path(root, article.slug), record_files.read_ledger(root, article.slug)
    try:
        data = files.content(path)
    except RecordError as error:
        return Outcome(slug=article.slug, what="left", error=error)
    aside = "" if ledger else _set_aside(root, article.slug)
    if data is not None and ledger is not None and sha256(data).hexdigest() == ledger.sha256:
        written = ledger.written or ledger.drafted
        if ledger.draft == merge.fingerprint(proposed):
            return Outcome(slug=article.slug, what="unchanged", conflicts=merge.open_conflicts(written))
    try:
        record = record_files.read_record(path) if data is not None else None
    except RecordError as error:
        return Outcome(slug=article.slug, what="left", error=error)
    merged = merge.merge(record, ledger, proposed, article)
    changed = _write(root, merged.record, merged.ledger, record, data)
    what = "unchanged" if not changed else "merged" if merged.edited else "drafted"
    open_ = merge.open_conflicts(merged.record)
    return Outcome(slug=article.slug, what=what, conflicts=open_, record=merged.record, aside=aside)


def _set_aside(root: Path, slug: str) -> str:
    """Keep a ledger that cannot be read in the cache, since it is made again; returns where, or nothing."""
    data = files.content(record_files.ledger_path(root, slug))
    if data is None:
        return ""
    target = root / ".cache" / "damaged" / f"{slug}.json"
    files.write(target, data)
    return str(target)


def write(root: Path, record: Brief, ledger: Ledger, before: Brief) -> bool:
    """Write a record and its ledger where they changed; say whether a byte did.

    `before` is what the file says.  Raises OvertakenError where somebody saves it meanwhile.
    """
    path = record_files.record_path(root, record.slug)
    data = files.content(path)
    if record_files.read_record(path) != before:
        raise OvertakenError(CHANGED, where=str(path), hint=AGAIN)
    return _write(root, record, ledger, before, data)


def _write(root: Path, record: Brief, ledger: Ledger, before: Brief | None, data: bytes | None) -> bool:
    """Write a record, with the comments of its file, and its ledger; `data` is what the file held.

    The ledger is written next to its place first, then the record takes its place, then the ledger: of a
    build that is stopped between the two, `finish` makes up the rest.  A file that already says what it
    should keeps the form that people gave it.  What can be drafted again is not forced onto the disk.
    """
    path, beside = record_files.record_path(root, record.slug), record_files.ledger_path(root, record.slug)
    durable = before is not None
    if data is None:
        text = record_yaml.dump_yaml(record).encode()
    elif before == record:
        text = data
    else:
        text = briefs.rewritten(record, data.decode("utf-8"), path).encode()
    known = record_yaml.dump_lines(msgspec.structs.replace(ledger, sha256=sha256(text).hexdigest()))
    if text == data:
        return files.write(beside, known, durable=durable)
    staged = files.beside(beside, known, durable=durable, name=f"{record.slug}{PENDING}")
    try:
        target = _target(root, path)
        fresh = files.beside(target, text, durable=durable)
        if files.content(path) != data:
            files.drop(fresh)
            raise OvertakenError(CHANGED, where=str(path), hint=AGAIN)
        files.put(fresh, target)
    except BriefingError:
        files.drop(staged)
        raise
    files.put(staged, beside)
    return True


def _target(root: Path, path: Path) -> Path:
    """Return the file that is written: of a link that stays in the desk the one that it leads to."""
    if filenames.outward(path, root):
        hint = "Put the file itself there, or remove the link."
        raise RecordError("is a link out of the desk", where=str(path), hint=hint)
    return path.resolve() if path.is_symlink() else path


def finish(root: Path) -> None:
    """Make up what stopped builds left: a ledger whose record was written takes its place.

    Nobody else may be writing in the desk.
    """
    content = root / "content"
    for staged in file_state.listed(content / ".generated", PENDING):
        slug = staged.name.removesuffix(PENDING)
        record = files.content(record_files.record_path(root, slug))
        try:
            ledger = record_yaml.load_json(staged.read_bytes(), Ledger, str(staged))
        except (OSError, RecordError):
            ledger = None
        if ledger and record is not None and sha256(record).hexdigest() == ledger.sha256:
            files.put(staged, record_files.ledger_path(root, slug))
        else:
            files.drop(staged)
    files.sweep(root / "seeds", content / "briefs", content / ".generated", root / ".cache")
