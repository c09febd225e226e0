"""The dialogue with a reviewer: one item after the other, by plain lines in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from briefing.model import Brief
from briefing.model.sections import SECTION, shape_of_type
from briefing.review.session import edits
from briefing.review.session.context import TextRun, context, printable
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import Item, described, fingerprint, items, place
from briefing.review.session.progress import Progress
from briefing.review.session.quote_search import quote, sentences
from briefing.review.session.session import RecordUnderReview

HELP = (
    "a accept   e edit a field   s strike   n note (public)   b back   + words: add an item from a sentence"
    "   q quit, all is saved"
)
MOST = 5
"""Sentences offered when an item is added."""


class Terminal(Protocol):
    """Where the dialogue takes place."""

    def ask(self, prompt: str) -> str:
        """Return a line that the reviewer typed; raises EOFError where there is none any more."""

    def say(self, text: str) -> None:
        """Show a line."""

    def show(self, runs: Sequence[TextRun]) -> None:
        """Show the source with the evidence marked."""


class Walk:
    """A walk through one brief."""

    def __init__(self, record: RecordUnderReview, progress: Progress, terminal: Terminal) -> None:
        self.record, self.progress, self.terminal = record, progress, terminal
        self.at = 0
        self.shown: tuple[Item, str] | None = None
        """The item that was shown last, and its fingerprint: it is not shown again after a mistake."""

    @property
    def brief(self) -> Brief:
        return self.record.brief

    def through(self, *, reviewer: str, day: date) -> bool:
        """Walk to the end or until the reviewer quits; say whether everything was read."""
        unread = self.progress.unread(self.brief)
        total = len(items(self.brief))
        self.terminal.say(f"{self.brief.slug}: {total - len(unread)} of {total} items read.")
        self.terminal.say(HELP)
        self.at = unread[0] if unread else 0
        try:
            while unread := self.progress.unread(self.brief):
                self.at = self.at if self.at < len(items(self.brief)) else unread[0]
                if not self._step(items(self.brief)[self.at]):
                    return self._left()
            self._end(reviewer, day)
        except EOFError:
            return self._left()
        return True

    def _left(self) -> bool:
        left = len(self.progress.unread(self.brief))
        self.terminal.say(f"Saved. Still to be read: {left}. The same command goes on there.")
        return False

    def _step(self, item: Item) -> bool:
        """Show one item and do what the reviewer says; False ends the walk."""
        now = (item, fingerprint(self.brief, item))
        if now != self.shown:
            self._show(item)
            self.shown = now
        typed = self.terminal.ask("> ").strip()
        if typed.lower() in ("q", "quit"):
            return False
        try:
            self._do(item, typed)
        except ChangeError as error:
            self.terminal.say(str(error))
        return True

    def _show(self, item: Item) -> None:
        self.terminal.say(f"\n[{self.at + 1}/{len(items(self.brief))}]")
        for line in described(self.brief, item):
            self.terminal.say(printable(line))
        at = place(self.brief, item)
        runs = context(at, self.record.article, self.record.sentences)
        if runs:
            self.terminal.show(runs)
        elif item.section:
            self.terminal.say("  (no place in the source)")

    def _do(self, item: Item, typed: str) -> None:
        letter, _, rest = typed.partition(" ")
        actions: dict[str, Callable[[Item, str], None]] = {
            "a": self._accept,
            "e": self._edit,
            "s": self._strike,
            "n": self._note,
            "b": self._back,
        }
        if typed.startswith("+"):
            self._add(typed[1:].strip())
        elif action := actions.get(letter.lower()):
            action(item, rest.strip())
        else:
            self.terminal.say(HELP)

    def _accept(self, item: Item, _: str) -> None:
        self.progress.mark(self.brief, item)
        unread = self.progress.unread(self.brief)
        self.at = next((number for number in unread if number > self.at), unread[0] if unread else 0)

    def _edit(self, item: Item, field: str) -> None:
        fields = edits.FIELDS[item.section]
        if not field:
            field = (
                fields[0] if len(fields) == 1 else self.terminal.ask(f"Field ({', '.join(fields)}): ").strip()
            )
        if field not in fields:
            raise ChangeError(f"Fields here: {', '.join(fields)}. Others are changed in the file.")
        typed = self.terminal.ask(f"New {field} (empty takes it away): ")
        self.record.save(edits.edit(self.brief, item, field, typed, self.record.article))

    def _strike(self, item: Item, _: str) -> None:
        brief, others = edits.strike(self.brief, item)
        self.record.save(brief)
        self.terminal.say(
            f"Struck: {item.path}. It stays away; to bring it back: "
            f"python build.py resolve {self.brief.slug} --restore {item.id}"
        )
        if others:
            self.terminal.say(f"Items that named it and no longer do: {others}.")

    def _note(self, item: Item, text: str) -> None:
        text = text or self.terminal.ask("Note (it stands on the page): ")
        self.record.save(edits.note(self.brief, item, text))
        self.terminal.say("Noted.")

    def _back(self, _: Item, __: str) -> None:
        self.at = max(self.at - 1, 0)

    def _add(self, typed: str) -> None:
        """Add an item: a few words -> its sentence -> the words and the kind."""
        typed = typed or self.terminal.ask("A few words of the sentence: ")
        found = sentences(typed, self.record.article, self.record.sentences)
        if not found:
            raise ChangeError("No sentence of the source holds all of these words. Type fewer of them.")
        texts = [printable(sentence.span.of(self.record.article.text)) for sentence in found[:MOST]]
        for number, text in enumerate(texts, start=1):
            self.terminal.say(f"  {number}. {text}")
        choice = (
            "1"
            if len(texts) == 1
            else self.terminal.ask(f"Which (1 to {len(texts)}, empty for none): ").strip()
        )
        if not choice.isdecimal() or not 1 <= int(choice) <= len(texts):
            raise ChangeError("Nothing was added.")
        sentence = found[int(choice) - 1]
        kind = self.terminal.ask(f"What is it ({', '.join(edits.KINDS)}): ").strip().lower()
        if kind not in edits.KINDS:
            raise ChangeError(f"Nothing was added. Type one of: {', '.join(edits.KINDS)}.")
        words = self.terminal.ask("Its words (empty: the whole sentence): ") or sentence.span.of(
            self.record.article.text
        )
        evidence = quote(words, self.record.article, sentence.span.start)
        if evidence is None:
            raise ChangeError("The source does not say that. Type its own words; […] joins two places.")
        asked: dict[str, str] = {}
        if edits.KINDS[kind] == "statements":
            asked["speaker"] = self.terminal.ask(
                "Who says it (an actor, or the source's words; empty: nobody named): "
            ).strip()
        elif shape_of_type(SECTION[edits.KINDS[kind]].item).dates:
            asked["when"] = self.terminal.ask("The words that date it: ").strip()
            asked["day"] = self.terminal.ask("The day as YYYY-MM-DD (empty: not known): ").strip()
        here = items(self.brief)[self.at]
        brief, item = edits.add(self.brief, kind, evidence, self.record.article, **asked)
        self.record.save(brief)
        self.progress.mark(self.brief, item)
        self.at = items(self.brief).index(here)
        self.terminal.say(f"Added: {item.path}")

    def _end(self, reviewer: str, day: date) -> None:
        """Everything was read: offer to say so in the record."""
        self.terminal.say(f"\nAll {len(items(self.brief))} items are read.")
        if self.brief.conflicts:
            count = len(self.brief.conflicts)
            self.terminal.say(
                f"Open conflicts: {count}. Settle them: python build.py resolve {self.brief.slug}"
            )
            return
        if count := len(self.record.proposals):
            slug = self.brief.slug
            self.terminal.say(
                f"The machine proposes changes: {count}. See them: python build.py resolve {slug}"
            )
        if self.brief.status != "draft":
            self.terminal.say(f"Its status is {self.brief.status}.")
            return
        name = reviewer or self.terminal.ask(
            "Your name, to set the status to reviewed (empty: leave it a draft): "
        )
        if name.strip():
            self.record.save(edits.review(self.brief, name, day))
            self.terminal.say(f"Reviewed by {self.brief.reviewer} on {day}. Now run: python build.py")
