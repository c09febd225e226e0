"""What people and the machine disagree on in a record -> settled as a person says, merged and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from briefing import lexicon
from briefing.drafting import record_writer
from briefing.extract import pipeline
from briefing.model import Article, Brief, RecordError, SeedError
from briefing.review import merge
from briefing.review.merge.record_tree import below
from briefing.storage import briefs, lock, record_files, reference_files, seed_files


class Resolved(Struct, frozen=True):
    """A record after what was open in it was settled."""

    done: str
    """What was done, in a sentence; nothing where nothing was asked for."""
    merged: merge.Merged


def draft_of(root: Path, slug: str) -> tuple[Article, Brief]:
    """Return one seed with its draft; raises SeedError where there is no such seed."""
    paths, _ = seed_files.seed_paths(root)
    path = next((path for path in paths if path.stem == slug), None)
    if path is None:
        raise SeedError(
            "has no seed", where=slug, hint="The slug is the name of a file in seeds/ without .txt."
        )
    article = seed_files.read_seed(path)
    return article, pipeline.draft(article, lexicon.load(), reference_files.read_reference(root))


def resolve(
    root: Path,
    slug: str,
    *,
    path: str | None = None,
    take: str | None = None,
    give_back: str | None = None,
    restore: str | None = None,
    tell: Callable[[str], object] = lambda _: None,
) -> Resolved:
    """Merge a record with the newest draft and do the one thing that is asked for; write what changed.

    `take` "human" or "machine" settles the conflicts and proposals at `path`, or all of them; `give_back`
    is the path of what the machine writes again, `restore` the id or path of what was struck.  Raises
    SettleError where there is nothing of the kind.  Where a build is at work, this waits, and `tell` hears.
    """
    with lock.alone(root, tell=tell):
        return _resolve(root, slug, path, take, give_back, restore)


def _resolve(
    root: Path, slug: str, path: str | None, take: str | None, give_back: str | None, restore: str | None
) -> Resolved:
    record_writer.finish(root)
    article, draft = draft_of(root, slug)
    outcome = record_writer.settle(root, article, draft)
    if outcome.error is not None:
        raise outcome.error
    record, before = outcome.record, briefs.pair(record_files.record_path(root, slug), None).brief
    ledger = record_files.read_ledger(root, slug)
    if ledger is None or record is None or before is None:
        raise RecordError("has no machine's file", where=slug, hint="Build the desk: that writes it again.")
    done, accept = "", tuple[str, ...]()
    proposed = [one for one in outcome.proposals if path is None or below(path, one.path)]
    if take and proposed:
        if take == "human":
            record, ledger = merge.decline(record, ledger, path)
        accept = tuple(one.path for one in proposed) if take == "machine" else ()
        done = "The record stays as it is." if take == "human" else "The machine's proposals were taken."
    elif take:
        record, ledger = merge.settle(record, ledger, take=take, path=path)
        done = "The person's value stays." if take == "human" else "The machine's value was taken."
    elif give_back:
        record, ledger = merge.give_back(record, ledger, give_back)
        done = f"{give_back} follows the machine again."
    elif restore:
        stones = {(stone.section, stone.id) for stone in record.struck}
        record, ledger = merge.restore(record, ledger, restore)
        gone = stones - {(stone.section, stone.id) for stone in record.struck}
        accept = tuple("/".join(stone) for stone in gone) if record.approved else ()
        done = f"{restore} is no longer struck; it is in the record if the machine still finds it."
    merged = merge.merge(record, ledger, draft, article, accept=accept)
    if done:
        record_writer.write(root, merged.record, merged.ledger, before)
    return Resolved(done, merged)
