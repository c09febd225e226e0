"""What the checks of a record are given: the record with its text, and what the desk knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Article, Brief, BriefingError, Ledger, Problem, Reference
from briefing.storage.yaml_positions import YamlPositions


class RecordFile(Struct, frozen=True, kw_only=True):
    """A record that could be read, with its text and its seed where there is one."""

    path: Path
    text: str
    brief: Brief
    seed: Path | None = None
    article: Article | None
    """None too where the seed cannot be read."""
    places: YamlPositions
    ledger: Ledger | None = None
    """The machine's file, where it could be read."""
    moved: str = ""
    """Name of the file that the text is in now, where somebody renamed it."""
    over: bool = False
    """Whether the next build removes it: a draft that nobody touched, whose text was deleted."""

    @property
    def stale(self) -> bool:
        """Whether the text is another one than the machine last drafted; the next build does so again."""
        return bool(self.ledger and self.article and self.ledger.seed != self.article.source.sha256)

    def problem(self, at: str, rule: str, what: str, hint: str, *, warn: bool = False) -> Problem:
        """Return a problem at a path inside the record ("statements/said-4f1c/speaker")."""
        line, column = self.places.of(at)
        return Problem(
            where=str(self.path),
            line=line,
            column=column,
            rule=rule,
            what=what,
            hint=hint,
            severity="warning" if warn else "error",
        )


class CheckContext(Struct, frozen=True, kw_only=True):
    """What all records of a desk are checked with."""

    today: date
    """The day that dates are compared with."""
    words: Lexicon
    reference: Reference
    approvals_needed: int = 1
    """How many people must have approved a brief as it is."""


def problem_of(error: BriefingError, rule: str) -> Problem:
    """Return an error as a problem; its place is written FILE, FILE:LINE or FILE:LINE:COLUMN."""
    where = error.where
    numbers: list[int] = []
    while len(numbers) < 2:
        head, colon, tail = where.rpartition(":")
        if not (colon and tail.isdecimal() and not Path(where).exists()):
            break
        where = head
        numbers.insert(0, int(tail))
    line, column = (*numbers, 0, 0)[:2]
    return Problem(where=where, line=line, column=column, rule=rule, what=error.what, hint=error.hint)
