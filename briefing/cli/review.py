"""review: one brief, item by item, in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.common import command, config_option, day_option, root_of, say, seed_of, slug_argument, tell

if TYPE_CHECKING:
    from briefing.review.session import TextRun


@command("build.py review 2025-02-28-talks --reviewer 'Ada Moss'")
@slug_argument
@click.option("--reviewer", default="", metavar="NAME", show_default="you are asked", help="your name")
@day_option("--date", "the day of the review", show_default="today, UTC")
@config_option()
def run(slug: str, reviewer: str, date: date | None, config: Path) -> int:
    """Show each item of a brief with its sentence, and do what you say.

    Every step is saved at once; leave with q and start again where you were.
    At the end it can be marked as reviewed.
    """
    root = root_of(config)
    from briefing.review import session

    record = session.RecordUnderReview(root, seed_of(root, slug).stem, say)
    progress = session.Progress(root, record.brief.slug)
    terminal = _Looks() if sys.stdin.isatty() and sys.stdout.isatty() else _Lines()
    walk = session.Walk(record, progress, terminal)
    walk.through(reviewer=reviewer, day=date or datetime.now(UTC).date())
    return 0


class _Lines:
    """Plain lines: the evidence between >> and <<."""

    def ask(self, prompt: str) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            tell("")
            raise EOFError
        return line.removesuffix("\n")

    def say(self, text: str) -> None:
        tell(text)

    def show(self, runs: Sequence[TextRun]) -> None:
        tell("".join(f">>{run.text}<<" if run.marked else run.text for run in runs))


class _Looks(_Lines):
    """A terminal: wrapped, the evidence in bold on a ground of its own."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(highlight=False)

    def ask(self, prompt: str) -> str:
        return input(prompt)  # with the line editing of a terminal

    def say(self, text: str) -> None:
        self.console.print(text, markup=False)

    def show(self, runs: Sequence[TextRun]) -> None:
        from rich.padding import Padding
        from rich.text import Text

        text = Text.assemble(*((run.text, "bold black on yellow" if run.marked else "dim") for run in runs))
        self.console.print(Padding(text, (0, 0, 0, 2)))
