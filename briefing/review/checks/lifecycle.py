"""What must be settled before a brief goes out: conflicts, stale records, reviews without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from briefing.model import Ledger, Problem, RecordError, meaning
from briefing.review import merge
from briefing.review.checks.context import CheckContext, RecordFile
from briefing.storage import cache, record_yaml

_MARKER = re.compile(rb"^(?:<{7}|>{7}) ", re.M)
REBUILD = "Run `python build.py` and commit the record; on GitHub, the workflow of drafts does."


def open_conflicts(record: RecordFile) -> Iterator[Problem]:
    """Yield what people and the machine disagree on."""
    for conflict in merge.open_conflicts(record.brief):
        what, hint = merge.told(conflict, record.brief.slug)
        yield record.problem(conflict.path, "conflicts", what, hint)


def broken(path: Path, data: bytes) -> Iterator[Problem]:
    """Yield that a file of the machine could not be merged by git, or cannot be read."""
    hint = "Run `python build.py`: it makes the file again, and what differs counts as people's."
    if marker := _MARKER.search(data):
        line = data.count(b"\n", 0, marker.start()) + 1
        what = "git could not merge two changes here"
        yield Problem(
            where=str(path), line=line, column=1, rule="merge", what=what, hint=hint, severity="warning"
        )
        return
    try:
        record_yaml.load_json(data, Ledger, str(path))
    except RecordError:
        what = "is no file of the machine that can be read"
        yield Problem(where=str(path), rule="merge", what=what, hint=hint, severity="warning")


def orphan(path: Path) -> Problem:
    """Say that a file of the machine belongs to nothing."""
    what, hint = "belongs to no record and no seed", "Run `python build.py`: it removes the file."
    return Problem(where=str(path), rule="stale", what=what, hint=hint, severity="notice")


def missing(seed: Path) -> Problem:
    """Say that a seed has no record."""
    what = "has no record yet"
    return Problem(where=str(seed), rule="stale", what=what, hint=REBUILD, severity="notice")


def cached(root: Path) -> Iterator[Problem]:
    """Yield that git tracks the cache: a build believes it."""
    if cache.tracked(root):
        hint = "Run: git rm -r --cached .cache, and add /.cache/ to .gitignore."
        what = "is tracked by git, and is no source"
        yield Problem(where=str(root / ".cache"), rule="cache", what=what, hint=hint)


def foreign(record: RecordFile) -> Iterator[Problem]:
    """Yield that the machine's file belongs to another state of the record: a build will not believe it."""
    if record.ledger and record.brief.drafted and not merge.belongs(record.ledger, record.brief):
        what = "the machine's file next to it is of another state of this record"
        hint = "Run `python build.py`: it makes the file again, and what differs counts as people's."
        yield _notice(record.problem("drafted", "stale", what, hint))


def stale(record: RecordFile) -> Iterator[Problem]:
    """Yield that a record's seed changed, was renamed or went; what a build puts right is a notice."""
    slug = record.brief.slug
    if record.moved:
        hint = "Run `python build.py`: it moves the record along, and the old address leads on."
        yield _notice(record.problem("slug", "stale", f"its text is {record.moved} now", hint))
    elif record.over:
        hint = "Run `python build.py`: it removes the draft, which nobody touched."
        yield _notice(record.problem("slug", "stale", "its text was deleted", hint))
    elif record.seed is None:
        hint = (
            f"Put seeds/{slug}.txt back. Take back what readers know: python build.py retract {slug} "
            f"--note 'Why'. Or remove all of it: python build.py delete {slug}"
        )
        yield record.problem("slug", "stale", f"there is no seed {slug}", hint)
    elif record.stale:
        what = f"{record.seed.name} changed since this record was built"
        yield _notice(record.problem("drafted", "stale", what, REBUILD))


def proposed(record: RecordFile) -> Iterator[Problem]:
    """Yield what the machine would change in an approved brief: a notice, since it stays as it is."""
    found = merge.open_proposals(record.brief, record.ledger)
    for one in found:
        what, hint = merge.told(one, record.brief.slug)
        yield _notice(record.problem(one.path, "proposals", what, hint))


def approvals(record: RecordFile, given: CheckContext) -> Iterator[Problem]:
    """Yield briefs that changed after they were approved, or that too few people approved."""
    brief = record.brief
    if brief.status not in ("reviewed", "published") or record.article is None:
        return
    last = f"approvals/{len(brief.approvals) - 1}"
    if changed := meaning.changed_since(brief):
        what = f"changed since {changed.by or 'somebody'} reviewed it on {changed.on}"
        hint = f"Read what changed, then: python build.py approve {brief.slug} --by 'Your Name'"
        yield record.problem(last, "approvals", what, hint, warn=True)
    names = {approval.by for approval in meaning.valid_approvals(brief) if approval.by}
    if len(names) < given.approvals_needed and given.approvals_needed > 1:
        what = f"approved by {len(names)} of the {given.approvals_needed} people that mkdocs.yml asks for"
        hint = f"Let somebody else approve it: python build.py approve {brief.slug} --by NAME"
        yield record.problem(last, "approvals", what, hint)


def _notice(problem: Problem) -> Problem:
    return structs.replace(problem, severity="notice")


def statuses(record: RecordFile) -> Iterator[Problem]:
    """Yield briefs that call themselves reviewed without a name or a day, or retracted without a note."""
    brief = record.brief
    if brief.status in ("reviewed", "published"):
        for field, what in (("reviewer", "by whom"), ("reviewed", "on which day")):
            if not getattr(brief, field):
                hint = f"Add `{field}:`, or write `status: draft`."
                yield record.problem("status", "status", f"{brief.status}, but not said {what}", hint)
    if brief.status == "retracted" and not any(c.kind == "retraction" for c in brief.corrections):
        hint = "Add an entry to `corrections:` with kind: retraction, a date and a note for readers."
        yield record.problem("status", "status", "retracted, but readers are not told why", hint)
