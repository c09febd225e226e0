"""The errors that a person can mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

DAMAGED = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading bytes that a program wrote raises where they are damaged: msgspec lets UnicodeDecodeError,
which is a ValueError, and RecursionError through."""


class BriefingError(Exception):
    """Base of the errors that a person can mend: what happened, where, and what to do next."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", rows: Sequence[str] = ()) -> None:
        """Keep what happened, where, what to do next, and in `rows` what there is to choose from."""
        self.what, self.where, self.hint, self.rows = what, where, hint, tuple(rows)
        super().__init__(what, where, hint, self.rows)

    def __str__(self) -> str:
        head = f"{shown(self.where)}: {self.what}" if self.where else self.what
        below = [self.hint, *self.rows] if self.hint else self.rows
        return "\n  ".join(map(_line, (head, *below)))

    def __reduce__(self) -> tuple[Callable[[], BriefingError], tuple[()]]:
        """Let an error go from a process of a pool to the one that asked."""
        return partial(type(self), self.what, where=self.where, hint=self.hint, rows=self.rows), ()


def shown(where: str) -> str:
    """Return a path as a person in this folder would write it."""
    try:
        return str(Path(where).relative_to(Path.cwd()))
    except (ValueError, OSError):  # it is elsewhere, or no path, or this folder is gone
        return where


def _line(text: str) -> str:
    """Return text on one line: a file's name or a value in it may hold line ends."""
    return " ".join(text.splitlines())


class SeedError(BriefingError):
    """A seed cannot be read as an article."""


class RecordError(BriefingError):
    """A record, a ledger or a reference file is broken."""


class UnmergedError(RecordError):
    """A record holds two changes that git could not merge, between its marks."""


class GroundingError(BriefingError):
    """An item's words are not at its place in the source."""


class IngestError(BriefingError):
    """A file cannot be brought in as a text."""


class ConfigError(BriefingError):
    """mkdocs.yml, an option, a folder or a template is missing or wrong."""


class WriteError(BriefingError):
    """A file cannot be written: the disk is full, or nobody may.  It ends the run, whatever it was about."""


class ClusterError(BriefingError):
    """The work on other machines cannot begin, or cannot go on."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something that `check` finds in a file: what is wrong, where, and what to do next."""

    where: str
    """The file."""
    line: int = 0
    """From 1; 0 where the whole file is meant."""
    column: int = 0
    """From 1, in code points; 0 where the whole line is meant."""
    rule: str = "reference"
    """Key of the rule that it breaks, in `briefing.review.checks.RULES`."""
    what: str
    hint: str = ""
    severity: Literal["error", "warning", "notice"] = "error"
    """A notice is what the next build puts right, or what somebody may want to know."""
