"""A reviewer's step -> the record written, what was read noted, and the step kept so that it can be undone.

Every step is done under the desk's lock on what the files say at that moment: a record that changed since
the person saw it is changed field by field, and where somebody changed the same the step is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from briefing import drafting
from briefing.model import Brief, BriefingError, RecordError, filenames
from briefing.review import session
from briefing.review.merge import branches
from briefing.review.merge.record_tree import at, tree
from briefing.review.session import actions
from briefing.review.session.actions import Action, Done, item_of
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import Item, fingerprint, items
from briefing.reviewdesk.journal import Journal, Step
from briefing.storage import briefs, file_state, files, lock, record_files

TRIES = 3
"""How often a step is done again on a record that an editor saves meanwhile, before that is an error."""
Read = dict[str, tuple[str, str] | None]


class ReviewDesk:
    """The records of one desk under review."""

    def __init__(self, root: Path, tell: Callable[[str], object] = lambda _: None) -> None:
        """`tell` hears where a step waits for a build."""
        self.root, self.tell = root, tell
        self._one = threading.Lock()

    def named(self, slug: str) -> str:
        """Return the slug of a record; raises RecordError for anything else."""
        if filenames.fault(slug) or not record_files.record_path(self.root, slug).is_file():
            raise RecordError("is no brief of this desk", where=slug[:100])
        return slug

    def open(self, slug: str) -> session.RecordUnderReview:
        """Read a record with its source; raises BriefingError where there is none."""
        return session.RecordUnderReview(self.root, self.named(slug), self.tell)

    def version(self, slug: str) -> str:
        """Return a hash of what a brief says and of what was read of it: it changes with every save."""
        progress = self.root / ".cache" / "review" / f"{slug}.json"
        held = (
            record_files.record_path(self.root, slug),
            progress,
            record_files.ledger_path(self.root, slug),
        )
        return file_state.digest(b"\0".join(files.content(path) or b"" for path in held)).hex()[:12]

    def do(self, slug: str, action: Action, by: str) -> Done:
        """Do one step and save it; raises ChangeError with the reason, and then nothing was changed."""
        for left in reversed(range(TRIES)):
            try:
                with self._one, lock.alone(self.root, tell=self.tell):
                    return self._do(slug, action, by)
            except RecordError:
                if not left:
                    raise
        raise AssertionError

    def _do(self, slug: str, action: Action, by: str) -> Done:
        record = self.open(slug)
        before, text = record.brief, record.text
        done = actions.apply(action, before, record.article, record.sentences, _today())
        record.save(done.brief)
        read = self._still_read(slug, before, record.brief, done.item, by)
        if text != record.text:
            what = f"{action.do} {action.field}".strip()
            path = done.item.path if done.item else action.item
            Journal(self.root, slug).add(
                Step(by=by, what=what, item=path, before=text, after=record.text, read=read)
            )
        return done._replace(brief=record.brief)

    def _still_read(self, slug: str, before: Brief, after: Brief, item: Item | None, by: str) -> Read:
        """Note as read what was read before, and the item in hand: who changed it has seen it."""
        progress = session.Progress(self.root, slug)
        known = {each: progress.reader(before, each) for each in items(before)}
        changed = {each: progress.read.get(each.path) for each in items(after)}
        kept: Read = {}
        for each, was in changed.items():
            reader = by if each == item else known.get(each)
            if reader is not None and was != (fingerprint(after, each), reader):
                kept[each.path] = was
                progress.mark(after, each, reader)
        return kept

    def accept(self, slug: str, path: str, by: str) -> Done:
        """Note that a person read an item and found it right."""
        with self._one, lock.alone(self.root, tell=self.tell):
            record, progress = self.open(slug), session.Progress(self.root, slug)
            item = item_of(record.brief, path)
            read: Read = {path: progress.read.get(path)}
            progress.mark(record.brief, item, by)
            Journal(self.root, slug).add(Step(by=by, what="accept", item=path, read=read))
            return Done(record.brief, item)

    def resolve(
        self, slug: str, by: str, *, path: str = "", take: str = "", restore: str = "", give_back: str = ""
    ) -> Done:
        """Settle what is open at a path, or bring back what was struck, as `build.py resolve` does."""
        with self._one, lock.alone(self.root, tell=self.tell):
            record = self.open(slug)
            ledger_path = record_files.ledger_path(self.root, slug)
            text, ledger = record.text, files.content(ledger_path) or b""
            resolved = drafting.resolve(
                self.root,
                slug,
                path=path or None,
                take=take or None,
                restore=restore or None,
                give_back=give_back or None,
            )
            after, now = self.open(slug), files.content(ledger_path) or b""
            what = "bring back" if restore else f"take {take}" if take else "give back"
            step = Step(by=by, what=what, item=path or restore, before=text, after=after.text)
            Journal(self.root, slug).add(_with_ledger(step, ledger, now))
            if restore and restore not in {each.path for each in items(after.brief)}:
                raise ChangeError("The machine does not find it any more; select its words, and add it.")
            return Done(after.brief, None, resolved.done)

    def undo(self, slug: str, by: str) -> Done:
        """Take back the last step of a person, and keep what others did since; raises ChangeError."""
        with self._one, lock.alone(self.root, tell=self.tell):
            journal = Journal(self.root, slug)
            found = journal.last(by)
            if found is None:
                raise ChangeError("There is nothing of yours to undo here.")
            path, step = found
            if step.before != step.after:
                self._put_back(slug, step)
            progress = session.Progress(self.root, slug)
            for each, was in step.read.items():
                progress.put(each, was)
            files.drop(path)
            brief = self.open(slug).brief
            there = next((each for each in items(brief) if each.path == step.item), None)
            return Done(brief, there, f"Undone: {step.what}.")

    def _put_back(self, slug: str, step: Step) -> None:
        record = self.open(slug)
        ledger = record_files.ledger_path(self.root, slug)
        if step.ledger is not None and files.content(ledger) != step.ledger[1]:
            raise ChangeError("The machine has written the record since; this step cannot be undone.")
        text = step.before
        if record.text != step.after:
            try:
                text = branches.records(step.after, record.text, step.before, record.path)
            except BriefingError:
                raise ChangeError(
                    "Somebody has changed the same since; this step cannot be undone."
                ) from None
        text = _without_stones(text, record.path)
        files.write(record.path, text.encode())
        if step.ledger is not None:
            files.write(ledger, step.ledger[0])


def _with_ledger(step: Step, before: bytes, after: bytes) -> Step:
    return step if before == after else msgspec.structs.replace(step, ledger=(before, after))


def _without_stones(text: str, path: Path) -> str:
    """Return a record in which nothing counts as struck that is there."""
    brief = record_files.parse_record(text, path)
    node = tree(brief)
    left = tuple(stone for stone in brief.struck if stone.id not in (at(node, stone.section) or ()))
    if left == brief.struck:
        return text
    return briefs.rewritten(msgspec.structs.replace(brief, struck=left), text, path)


def _today() -> date:
    return datetime.now(UTC).date()
