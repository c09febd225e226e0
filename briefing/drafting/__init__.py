"""Seeds -> records: every text drafted, every draft merged with what people made of the record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from msgspec import Struct

from briefing.drafting import distributed, draft_state, lifecycle
from briefing.drafting.lifecycle import delete, lines, rename
from briefing.drafting.record_writer import Outcome, finish, settle, write
from briefing.drafting.resolving import draft_of, resolve
from briefing.drafting.worker import DraftContext, run
from briefing.extract.budget import Limits
from briefing.model import BriefingError
from briefing.model.errors import shown
from briefing.review import merge
from briefing.review.orphans import Orphans
from briefing.storage import lock, seed_files

__all__ = [
    "Outcome",
    "Report",
    "delete",
    "draft_of",
    "finish",
    "lines",
    "rename",
    "resolve",
    "settle",
    "update",
    "write",
]
SAVED = 20_000
"""Texts after which new drafts are written, so that a desk of any size needs no more memory for them."""
SHOWN = 5
"""Records or conflicts that a report names one by one."""


class Report(Struct, frozen=True, kw_only=True):
    """What an update did."""

    read: int
    outcomes: tuple[Outcome, ...] = ()
    errors: tuple[BriefingError, ...] = ()
    moves: Orphans = Orphans()

    def slugs(self, what: str) -> list[str]:
        """Return the slugs of the records of which this became."""
        return [outcome.slug for outcome in self.outcomes if outcome.what == what]

    def lines(self) -> list[str]:
        """Say it in a few lines; every open conflict with what to do."""
        merged, left = self.slugs("merged"), self.slugs("left")
        drafted, unchanged = len(self.slugs("drafted")), len(self.slugs("unchanged"))
        counts = f"{drafted} drafted, {len(merged)} merged with edits, {unchanged} unchanged"
        text = [f"{self.read} seed{'' if self.read == 1 else 's'} read: {counts}.", *lines(self.moves)]
        if merged:
            text.append(f"Merged with people's edits, which stay: {_some(merged)}")
        if left:
            text.append(f"Left as they are, since they cannot be read: {_some(left)}")
        for outcome in self.outcomes:
            if outcome.aside:
                text.append(f"The machine's file of {outcome.slug} could not be read and was made again.")
                text.append(f"  What differs counts as people's; what it held: {shown(outcome.aside)}")
            if outcome.foreign:
                text.append(f"The machine's file of {outcome.slug} is of another state, and was made again.")
                text.append("  What differs from the machine's draft counts as people's.")
        opened = [(outcome.slug, conflict) for outcome in self.outcomes for conflict in outcome.conflicts]
        if opened:
            text.append(
                f"{len(opened)} open conflict{'' if len(opened) == 1 else 's'}, for a person to settle:"
            )
        for slug, conflict in opened[:SHOWN]:
            what, hint = merge.told(conflict, slug)
            text += [f"  {slug}: {what}", f"    {hint}"]
        if len(opened) > SHOWN:
            text.append(f"  and {len(opened) - SHOWN} more; see them with: python build.py resolve SLUG")
        return text + self._proposed()

    def _proposed(self) -> list[str]:
        """Say what the machine would change in approved briefs."""
        found = {outcome.slug: outcome.proposals for outcome in self.outcomes if outcome.proposals}
        if not found:
            return []
        count = sum(map(len, found.values()))
        changes = f"{count} change{'' if count == 1 else 's'}"
        briefs = f"{len(found)} reviewed brief{'' if len(found) == 1 else 's'}"
        hints = [f"  python build.py resolve {slug}" for slug in list(found)[:SHOWN]]
        return [f"A newer engine proposes {changes} to {briefs}; what people approved stays:", *hints]


def _some(slugs: list[str]) -> str:
    more = f" and {len(slugs) - SHOWN} more" if len(slugs) > SHOWN else ""
    return ", ".join(slugs[:SHOWN]) + more


def update(
    root: Path,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    any_language: bool = False,
    monthly: bool = False,
    drafts_public: bool = True,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    executor: Executor | None = None,
) -> Report:
    """Bring the records of a desk up to date; `advance` hears of (done, total) texts.

    Seeds whose files are those that the last update left are not read.  `executor` drafts the others,
    and need not see the desk's files; without one, as many processes as there are processors do.
    `monthly` tells that the desk is built as a site a month, each with a cache of its own, and
    `drafts_public` that the site shows drafts, whose old addresses then lead on.  Where another build is
    at work, this waits for it.
    """
    with lock.alone(root):
        return _update(
            root,
            advance,
            any_language=any_language,
            monthly=monthly,
            drafts_public=drafts_public,
            limits=limits,
            executor=executor,
        )


def _update(
    root: Path,
    advance: Callable[[int, int], None],
    *,
    any_language: bool,
    monthly: bool,
    drafts_public: bool,
    limits: Limits,
    executor: Executor | None,
) -> Report:
    seed_files.require_inside(root, [root / "content"])
    finish(root)
    paths, refused = seed_files.seed_paths(root)
    moves = lifecycle.follow(root, paths, refused, drafts_public=drafts_public)
    version = draft_state.version_of(root, any_language=any_language)
    before, folders = draft_state.read(root, version), draft_state.folders(root)
    done = {
        path.stem: found
        for path in paths
        if (found := before.get(path.stem)) is not None and found.still(path.name, path.stem, folders)
    }
    todo = [path for path in paths if path.stem not in done]
    outcomes = {
        slug: Outcome(slug=slug, what="unchanged", conflicts=d.conflicts, proposals=d.proposals)
        for slug, d in done.items()
    }
    errors: list[BriefingError] = [*refused]
    drafts, briefs = draft_state.draft_cache(root), draft_state.EntryCacheWriter(root, monthly=monthly)
    setting = DraftContext(root=root, version=version, any_language=any_language, limits=limits)
    works = run(todo, setting) if executor is None else distributed.run(todo, setting, executor)
    try:
        for number, work in enumerate(works, start=1):
            advance(number, len(todo))
            if work.error is not None:
                errors.append(work.error)
            if work.outcome is not None:
                outcomes[work.slug] = work.outcome
            if work.done is not None:
                done[work.slug] = work.done
                if work.draft is not None:
                    drafts.put(work.done.draft, work.draft)
            if work.entry is not None:
                briefs.put(work.slug, *work.entry)
            if number % SAVED == 0:
                drafts.save()
                drafts = draft_state.draft_cache(root)
    finally:  # what is done stays done, also where the rest cannot be
        if todo:
            drafts.save({found.draft for found in (before | done).values()})
            briefs.save()
            draft_state.write(root, version, done)
    ordered = tuple(outcomes[path.stem] for path in paths if path.stem in outcomes)
    return Report(read=len(ordered), outcomes=ordered, errors=tuple(errors), moves=moves)
