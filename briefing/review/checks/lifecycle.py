"""What must be settled before a brief goes out: conflicts, stale records, reviews without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefing.model import Ledger, Problem, RecordError
from briefing.review import merge
from briefing.review.checks.context import RecordFile
from briefing.storage import cache, record_yaml

_MARKER = re.compile(rb"^(?:<{7}|>{7}) ", re.M)
REBUILD = "Run `python build.py` and commit the record."


def open_conflicts(record: RecordFile) -> Iterator[Problem]:
    """Yield what people and the machine disagree on."""
    for conflict in merge.open_conflicts(record.brief):
        what, hint = merge.told(conflict, record.brief.slug)
        yield record.problem(conflict.path, "conflicts", what, hint)


def broken(path: Path, data: bytes) -> Iterator[Problem]:
    """Yield that a ledger could not be merged by git, or cannot be read."""
    hint = "Delete the file; the next build makes it anew, and what differs counts as people's."
    if marker := _MARKER.search(data):
        line = data.count(b"\n", 0, marker.start()) + 1
        what = "git could not merge two changes here"
        yield Problem(where=str(path), line=line, column=1, rule="merge", what=what, hint=hint)
        return
    try:
        record_yaml.load_json(data, Ledger, str(path))
    except RecordError:
        yield Problem(where=str(path), rule="merge", what="is no ledger that can be read", hint=hint)


def orphan(path: Path) -> Problem:
    """Say that a ledger belongs to nothing."""
    hint = "Delete the file: the machine made it, and nothing needs it any more."
    what = "belongs to no record and no seed"
    return Problem(where=str(path), rule="stale", what=what, hint=hint, severity="warning")


def missing(seed: Path) -> Problem:
    """Say that a seed has no record."""
    return Problem(where=str(seed), rule="stale", what="has no record yet", hint=REBUILD)


def cached(root: Path) -> Iterator[Problem]:
    """Yield that git tracks the cache: a build believes it."""
    if cache.tracked(root):
        hint = "Run: git rm -r --cached .cache, and add /.cache/ to .gitignore."
        what = "is tracked by git, and is no source"
        yield Problem(where=str(root / ".cache"), rule="cache", what=what, hint=hint)


def stale(record: RecordFile) -> Iterator[Problem]:
    """Yield that a record's seed changed or went."""
    slug, article = record.brief.slug, record.article
    if record.seed is None:
        hint = f"Put seeds/{slug}.txt back, or delete the record and content/.generated/{slug}.json."
        yield record.problem("slug", "stale", f"there is no seed {slug}", hint)
    elif article and article.source.sha256 != record.brief.source.sha256:
        what = f"{record.seed.name} changed since this record was built"
        yield record.problem("source/sha256", "stale", what, REBUILD)


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
