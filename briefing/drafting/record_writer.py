"""A draft and the record that people may have changed -> the record and the machine's file, written."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct

from briefing.model import Article, Brief, BriefingError, Conflict, Ledger, Proposal, RecordError, filenames
from briefing.model.meaning import bound
from briefing.review import merge
from briefing.review.merge import version1
from briefing.storage import briefs, file_state, files, record_files, record_yaml

PENDING = ".json.next"
"""Ending of a machine's file that waits next to its place until its record is written."""
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
    proposals: tuple[Proposal, ...] = ()
    """What the machine would change in it, were it not approved."""
    error: RecordError | None = None
    record: Brief | None = None
    """As it was written."""
    aside: str = ""
    """Where the machine's file was put that could not be read."""
    foreign: bool = False
    """Whether the machine's file belonged to another state of the record, and was not believed."""


def settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    """Merge one draft with its record and write what changed; say what happened.

    Where somebody saves the record meanwhile, that is merged too; raises OvertakenError where it never rests.
    """
    for _ in range(TRIES):
        with contextlib.suppress(OvertakenError):
            return _settle(root, article, proposed)
    return _settle(root, article, proposed)


def _settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    path, beside = record_files.record_path(root, article.slug), record_files.ledger_path(root, article.slug)
    try:
        data, known = files.content(path), files.content(beside)
        record = record_files.read_record(path) if data is not None else None
    except RecordError as error:
        return Outcome(slug=article.slug, what="left", error=error)
    before, ledger = record, record_files.parse_ledger(known, beside) if known else None
    if record is not None and record.schema_version == 1 and ledger is None:
        record, ledger = version1.upgraded(record, known, article)
    merged = merge.merge(record, ledger, proposed, article)
    aside = _set_aside(root, article.slug) if known is not None and ledger is None else ""
    written = bound(merged.record)
    same = before is not None and _same(before, written) and ledger == merged.ledger
    changed = not same and _write(root, written, merged.ledger, before, data)
    return Outcome(
        slug=article.slug,
        what="unchanged" if not changed else "merged" if merged.edited else "drafted",
        conflicts=merge.open_conflicts(written),
        proposals=merge.open_proposals(written, merged.ledger),
        record=written,
        aside=aside,
        foreign=not merged.believed,
    )


def _set_aside(root: Path, slug: str) -> str:
    """Keep a machine's file that cannot be used in the cache, since it is made again; returns where."""
    data = files.content(record_files.ledger_path(root, slug))
    if data is None:
        return ""
    target = root / ".cache" / "damaged" / f"{slug}.json"
    files.write(target, data)
    return str(target)


def write(root: Path, record: Brief, ledger: Ledger, before: Brief) -> bool:
    """Write a record and the machine's file where they changed; say whether the record did.

    `before` is what the file says.  Raises OvertakenError where somebody saves it meanwhile.
    """
    path = record_files.record_path(root, record.slug)
    data = files.content(path)
    if record_files.read_record(path) != before:
        raise OvertakenError(CHANGED, where=str(path), hint=AGAIN)
    return _write(root, record, ledger, before, data)


def _write(root: Path, record: Brief, ledger: Ledger, before: Brief | None, data: bytes | None) -> bool:
    """Write a record, with the comments of its file, and the machine's file; `data` is what the file held.

    The machine's file is written next to its place first, then the record takes its place, then that file:
    of a build that is stopped between the two, `finish` makes up the rest.  A file that already says what it
    should keeps the form that people gave it.  What can be drafted again is not forced onto the disk.
    """
    path, beside = record_files.record_path(root, record.slug), record_files.ledger_path(root, record.slug)
    durable = before is not None
    if data is None:
        text = record_yaml.dump_yaml(record).encode()
    elif before is not None and _same(before, record):
        text = data
    else:
        text = briefs.rewritten(record, data.decode("utf-8"), path).encode()
    known = record_yaml.dump_lines(ledger, depth=3)
    if text == data:
        files.write(beside, known, durable=durable)
        return False
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


def _same(before: Brief, record: Brief) -> bool:
    """Return whether a file says already what it should: it then keeps the form that people gave it."""
    current = before.schema_version == record.schema_version
    return current and record_yaml.dump_yaml(before) == record_yaml.dump_yaml(record)


def _target(root: Path, path: Path) -> Path:
    """Return the file that is written: of a link that stays in the desk the one that it leads to."""
    if filenames.outward(path, root):
        hint = "Put the file itself there, or remove the link."
        raise RecordError("is a link out of the desk", where=str(path), hint=hint)
    return path.resolve() if path.is_symlink() else path


def finish(root: Path) -> None:
    """Make up what stopped builds left: a machine's file whose record was written takes its place.

    Nobody else may be writing in the desk.
    """
    content = root / "content"
    for staged in file_state.listed(content / ".generated", PENDING):
        slug = staged.name.removesuffix(PENDING)
        try:
            ledger = record_files.parse_ledger(staged.read_bytes(), staged)
            record = record_files.read_record(record_files.record_path(root, slug))
        except (OSError, RecordError):
            ledger = record = None
        if ledger and record and merge.belongs(ledger, record):
            files.put(staged, record_files.ledger_path(root, slug))
        else:
            files.drop(staged)
    files.sweep(root / "seeds", content / "briefs", content / ".generated", root / ".cache")
