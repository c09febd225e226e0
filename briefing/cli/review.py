"""review: one brief, item by item, in the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.cli.common import Commands, day, let_config, root_of, say, tell

if TYPE_CHECKING:
    from briefing.walkthrough import Run


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "review",
        help="walk through one brief: accept, edit, strike, note, add",
        description="Show each item of a brief with its sentence, and do what you say. Every step is saved "
        "at once; leave with q and start again where you were. At the end it can be marked as reviewed.",
        epilog="Example: build.py review 2025-02-28-talks --reviewer 'Ada Moss'",
    )
    parser.add_argument("slug", metavar="SLUG", help="name of the record, without .yml")
    parser.add_argument("--reviewer", default="", metavar="NAME", help="your name (default: you are asked)")
    parser.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the day of the review (default: today, UTC)"
    )
    let_config(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Walk through the brief; returns the exit code."""
    root = root_of(options.config)
    from briefing import walkthrough

    record = walkthrough.Reviewed(root, options.slug.removesuffix(".yml"), say)
    progress = walkthrough.Progress(root, record.brief.slug)
    terminal = _Looks() if sys.stdin.isatty() and sys.stdout.isatty() else _Lines()
    walk = walkthrough.Walk(record, progress, terminal)
    walk.through(reviewer=options.reviewer, day=options.date or datetime.now(UTC).date())
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

    def show(self, runs: Sequence[Run]) -> None:
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

    def show(self, runs: Sequence[Run]) -> None:
        from rich.padding import Padding
        from rich.text import Text

        text = Text.assemble(*((run.text, "bold black on yellow" if run.marked else "dim") for run in runs))
        self.console.print(Padding(text, (0, 0, 0, 2)))
