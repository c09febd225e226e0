"""The record under review: read once, written after each step, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefing import lexicon
from briefing.model import Brief, Proposal, RecordError, SeedError, grounding
from briefing.review import merge
from briefing.review.session.edits import ChangeError
from briefing.storage import briefs, files, lock, record_files, seed_files


class RecordUnderReview:
    """A record with its source; `brief` is what the file says."""

    def __init__(self, root: Path, slug: str, tell: Callable[[str], object] = lambda _: None) -> None:
        """`tell` hears where a step waits for a build."""
        self.root, self.tell = root, tell
        self.path = record_files.record_path(root, slug)
        seeds = {path.stem: path for path in seed_files.seed_paths(root)[0]}
        if slug not in seeds:
            known = [f"{name}" for name in sorted(seeds) if slug in name][:5]
            hint = f"Did you mean {', '.join(known)}?" if known else "It is the name of a file in seeds/."
            raise SeedError("is no text of this desk", where=slug, hint=hint)
        if not self.path.is_file():
            raise RecordError("has no record yet", where=slug, hint="Run python build.py first.")
        found = briefs.pair(self.path, seeds[slug])
        if found.brief is None or found.article is None:
            raise found.errors[0]
        self.text, self.brief, self.article, self.ledger = (
            found.text,
            found.brief,
            found.article,
            found.ledger,
        )
        self.sentences = briefs.entry(self.brief, self.article, lexicon.load()).sentences

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What the machine would change in it, were it not approved."""
        return merge.open_proposals(self.brief, self.ledger)

    def save(self, brief: Brief) -> None:
        """Write the record with its comments; the next build takes what changed as a person's.

        Raises RecordError where the file was changed meanwhile, and ChangeError where the source does not
        say what is new in it; the file is then left as it is.
        """
        if brief == self.brief:
            return
        brief = briefs.grounded(brief, self.article, self.ledger)
        self._require_said(brief)
        text = briefs.rewritten(brief, self.text, self.path)
        with lock.alone(self.root, tell=self.tell):
            if files.read_text(self.path) != self.text:
                raise RecordError(
                    "was changed by somebody else during the review, and was left so",
                    where=str(self.path),
                    hint="Start the review again: it goes on where you were. This one step was not saved.",
                )
            files.write(self.path, text.encode())
        self.text, self.brief = text, brief

    def _require_said(self, brief: Brief) -> None:
        """Raise ChangeError where a step brings in words that the source does not say at their place."""
        before = {(each.path, each.text) for each in grounding.check(self.brief, self.article)}
        for each in grounding.check(brief, self.article):
            if (each.path, each.text) not in before:
                raise ChangeError(f"The source does not say “{each.text}” there. Nothing was saved.")
