"""review: briefs under review, in the browser; or one of them, item by item, in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.common import command, config_option, day_option, root_of, say, seed_of, slugs, tell

if TYPE_CHECKING:
    from briefing.review.session import TextRun


@command("build.py review --terminal 2025-02-28-talks --reviewer 'Ada Moss'")
@click.argument("slug", required=False, shell_complete=slugs, help="the brief to begin with")
@click.option("--terminal", is_flag=True, help="show one brief, item by item, in the terminal")
@click.option("--reviewer", default="", metavar="NAME", show_default="you are asked", help="your name")
@day_option("--date", "in the terminal: the day of the review", show_default="today, UTC")
@click.option("--port", default=0, metavar="PORT", show_default="8140, or a free one", help="where to serve")
@click.option("--no-browser", is_flag=True, help="print the address, and open nothing")
@click.option(
    "--forwarded-host",
    default="",
    metavar="HOST",
    help="the one other host by which a browser comes: a dev container's, with its port kept private",
)
@config_option()
def run(
    slug: str | None,
    reviewer: str,
    date: date | None,
    port: int,
    forwarded_host: str,
    config: Path,
    *,
    terminal: bool,
    no_browser: bool,
) -> int:
    """Open the review desk in the browser: the source at the left, what was made of it at the right.

    Every step is saved at once, as an edit of the record is, and can be undone.
    With --terminal: show each item of a brief with its sentence, and do what you say; leave with q and
    start again where you were.
    """
    root = root_of(config)
    name = seed_of(root, slug).stem if slug else ""
    if not terminal:
        return _desk(config, name, reviewer, port, forwarded_host, opens=not no_browser)
    if not name:
        raise click.UsageError("--terminal needs the slug of a brief")
    from briefing.review import session

    record = session.RecordUnderReview(root, name, say)
    progress = session.Progress(root, record.brief.slug)
    shown = _Looks() if sys.stdin.isatty() and sys.stdout.isatty() else _Lines()
    walk = session.Walk(record, progress, shown)
    walk.through(reviewer=reviewer, day=date or datetime.now(UTC).date())
    return 0


def _desk(config: Path, slug: str, reviewer: str, port: int, forwarded: str, *, opens: bool) -> int:
    from briefing.model import ConfigError
    from briefing.model.extras import install_hint

    try:
        import starlette
        import uvicorn
    except ImportError:
        hint = f"{install_hint('review')}\n  Without it: python build.py review --terminal SLUG"
        raise ConfigError("the review desk needs packages that are not installed", hint=hint) from None
    del starlette, uvicorn
    from briefing.reviewdesk import server

    server.serve(config, say, slug=slug, port=port, forwarded=forwarded, reviewer=reviewer, opens=opens)
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
