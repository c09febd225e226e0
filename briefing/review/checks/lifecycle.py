"""What must be settled before a brief goes out: conflicts, stale records, reviews without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.model import BriefingError, Problem
from briefing.review import merge
from briefing.review.checks.context import CheckContext
from briefing.storage import cache, file_state, files, record_files

_MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.M)
REBUILD = "Run `python build.py` and commit the record."


def open_conflicts(given: CheckContext) -> Iterator[Problem]:
    """Yield what people and the machine disagree on."""
    for record in given.records:
        for conflict in merge.open_conflicts(record.brief):
            what, hint = merge.told(conflict, record.brief.slug)
            yield record.problem(conflict.path, "conflicts", what, hint)


def ledgers(given: CheckContext) -> Iterator[Problem]:
    """Yield files of the machine that git could not merge, that are broken or that belong to no record."""
    for path in file_state.listed(given.root / "content" / ".generated", ".json"):
        try:
            text = files.read_text(path)
        except BriefingError:
            text = ""
        hint = "Delete the file; the next build makes it anew, and what differs counts as people's."
        if marker := _MARKER.search(text):
            line = text.count("\n", 0, marker.start()) + 1
            what = "git could not merge two changes here"
            yield Problem(where=str(path), line=line, column=1, rule="merge", what=what, hint=hint)
        elif record_files.read_ledger(given.root, path.stem) is None:
            yield Problem(
                where=str(path), rule="merge", what="is no file of the machine that can be read", hint=hint
            )
        elif path.stem not in given.written and path.stem not in given.seeds:
            what = "belongs to no record and no seed"
            yield Problem(
                where=str(path),
                rule="stale",
                what=what,
                hint="Delete the file: the machine made it, and nothing needs it any more.",
                severity="warning",
            )


def cached(given: CheckContext) -> Iterator[Problem]:
    """Yield that git tracks the cache: a build believes it."""
    if cache.tracked(given.root):
        hint = "Run: git rm -r --cached .cache, and add /.cache/ to .gitignore."
        where = str(given.root / ".cache")
        yield Problem(where=where, rule="cache", what="is tracked by git, and is no source", hint=hint)


def stale(given: CheckContext) -> Iterator[Problem]:
    """Yield records whose seed changed or went."""
    for record in given.records:
        slug = record.brief.slug
        if slug not in given.seeds:
            hint = f"Put seeds/{slug}.txt back, or delete the record and content/.generated/{slug}.json."
            yield record.problem("slug", "stale", f"there is no seed {slug}", hint)
        elif record.stale:
            what = f"{given.seeds[slug].name} changed since this record was built"
            yield record.problem("drafted", "stale", what, REBUILD)


def missing(given: CheckContext) -> Iterator[Problem]:
    """Yield seeds without a record."""
    refused = {problem.where for problem in given.unread}
    for slug, path in given.seeds.items():
        if slug not in given.written and str(path) not in refused:
            yield Problem(where=str(path), rule="stale", what="has no record yet", hint=REBUILD)


def statuses(given: CheckContext) -> Iterator[Problem]:
    """Yield briefs that call themselves reviewed without a name or a day, or retracted without a note."""
    for record in given.records:
        brief = record.brief
        if brief.status in ("reviewed", "published"):
            for field, what in (("reviewer", "by whom"), ("reviewed", "on which day")):
                if not getattr(brief, field):
                    hint = f"Add `{field}:`, or write `status: draft`."
                    yield record.problem("status", "status", f"{brief.status}, but not said {what}", hint)
        if brief.status == "retracted" and not any(c.kind == "retraction" for c in brief.corrections):
            hint = "Add an entry to `corrections:` with kind: retraction, a date and a note for readers."
            yield record.problem("status", "status", "retracted, but readers are not told why", hint)
