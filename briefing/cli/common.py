"""What the commands share: options, the desk's folder, what is said and shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import console

if TYPE_CHECKING:
    from briefing.model import Article, Reference

Commands = Any
"""What `ArgumentParser.add_subparsers` returns; argparse keeps the name of the type to itself."""
LONG_WORK = 40
"""Texts; from here on a terminal sees a progress bar."""


def let_config(parser: argparse.ArgumentParser, what: str = "the site's configuration") -> None:
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help=f"{what} (default: mkdocs.yml)"
    )


def let_any_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--any-language", action="store_true", help="take a text that does not look English as if it were"
    )


def let_wait(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wait",
        type=float,
        default=600.0,
        metavar="SECONDS",
        help="how long to wait where another build is at work here (default: 600)",
    )


def let_date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the publication date, which 'Friday' is counted from"
    )


def day(text: str) -> date:
    """Read a date given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2025-02-28") from None


def say(text: str) -> None:
    """Tell a person something, on standard error."""
    sys.stderr.write(console.safe(text) + "\n")


def tell(text: str) -> None:
    """Print a line of what was asked for."""
    sys.stdout.write(console.safe(text) + "\n")


def give(json: str) -> None:
    """Print JSON for a program."""
    sys.stdout.write(console.data(json))


def root_of(config: Path) -> Path:
    """Return the desk's folder; raises ConfigError where there is no configuration."""
    from briefing.model import ConfigError

    if not config.is_file():
        raise ConfigError(
            "is not there",
            where=str(config),
            hint="Run this in the folder of a desk, or name its mkdocs.yml with --config.",
        )
    return config.resolve().parent


def reference_of(config: Path) -> Reference:
    """Return what the desk of a configuration knows; nothing where there is no desk."""
    from briefing import store
    from briefing.model import NO_REFERENCE

    return store.read_reference(config.resolve().parent) if config.is_file() else NO_REFERENCE


def article_of(name: str, published: date | None, *, any_language: bool) -> Article:
    """Read a text, `-` from standard input; raises SeedError where it cannot be used."""
    from briefing import language, lexicon, store

    if name == "-":
        article = store.article(sys.stdin.buffer.read(), "stdin", "standard input", published=published)
    else:
        article = store.read_seed(Path(name), published=published)
    if not any_language:
        language.require_english(article, lexicon.load(), name)
    return article


def shown(path: Path) -> str:
    """Return a path as a person in this folder would write it."""
    from briefing.model import errors

    return errors.shown(str(path))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal where the work is long; yields a function of (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = None

        def advance(done: int, total: int) -> None:
            nonlocal task
            if total >= LONG_WORK:
                task = bar.add_task(what, total=total) if task is None else task
                bar.update(task, completed=done)

        yield advance
