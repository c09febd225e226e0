"""What the commands share: options, the desk's folder, what is said and shown."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from briefing.model import Article, Reference

Function = TypeVar("Function", bound=Callable[..., Any])
PATH = click.Path(path_type=Path, readable=False)
"""A path that the command itself opens: what is wrong with it is told as of any other file."""


class Command(click.Command):
    """A command whose epilogue shows a use of it, unbroken, under the name by which it was called."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            name = ctx.find_root().info_name or "build.py"
            formatter.write(f"\nExample:\n  {self.epilog.replace('build.py', name)}\n")


def command(example: str = "") -> Callable[[Callable[..., int]], Command]:
    """Make a command of a function: its docstring is the help, and what it returns is the exit code."""
    return click.command(cls=Command, epilog=example)


def day(text: str) -> date:
    """Read a date given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write it as 2025-02-28") from None


# -- options ------------------------------------------------------------------------------------


def config_option(what: str = "the site's configuration") -> Callable[[Function], Function]:
    """Let a command be told where the desk is: its mkdocs.yml, or the folder that holds it."""
    return click.option(
        "--config",
        type=PATH,
        default="mkdocs.yml",
        callback=lambda _context, _option, path: path / "mkdocs.yml" if path.is_dir() else path,
        help=what,
    )


def day_option(name: str, what: str, **more: Any) -> Callable[[Function], Function]:
    """Let a command be told a day."""
    return click.option(name, type=day, metavar="YYYY-MM-DD", help=what, **more)


date_option = day_option("--date", "the publication date, which 'Friday' is counted from")
any_language_option = click.option(
    "--any-language", is_flag=True, help="take a text that does not look English as if it were"
)


def slugs(context: click.Context, _: object, incomplete: str) -> list[CompletionItem]:
    """Return the slugs of records that go on like this, or leave it to the shell to look for files.

    A name with a character that steers a shell is left out: bash puts what it is given into the line.
    """
    from click.shell_completion import CompletionItem

    desk = Path(context.params.get("config") or "mkdocs.yml").parent
    found = sorted(path.stem for path in (desk / "content" / "briefs").glob("*.yml"))  # no record is opened
    plain = [slug for slug in found if slug.startswith(incomplete) and re.fullmatch(r"\w[\w.+-]*", slug)]
    return [CompletionItem(slug) for slug in plain] or [CompletionItem(incomplete, type="file")]


def text_argument(name: str, **more: Any) -> Callable[[Function], Function]:
    """Let a command be told a text."""
    what = "a text file, or the slug of a brief; - is standard input"
    return click.argument(name, shell_complete=slugs, help=what, **more)


slug_argument = click.argument(
    "slug", shell_complete=slugs, help="the brief: its slug, or the path of its record or its text"
)


# -- what is said -------------------------------------------------------------------------------


def _note(context: click.Context, option: click.Parameter, value: bool) -> None:
    context.meta[str(option.name)] = value


def quiet_options(function: Function) -> Function:
    """Let a command be told to say less: only what is wrong, or one piece of JSON for a program."""
    quiet = click.option(
        "--quiet", is_flag=True, expose_value=False, callback=_note, help="say only what is wrong"
    )
    json = click.option(
        "--json", is_flag=True, expose_value=False, callback=_note, help="print the result as JSON alone"
    )
    return quiet(json(function))


def _asked(option: str) -> bool:
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(option))


_MARKED = re.compile(r"^((?:\[\d+/\d+\] )?)(error|fault|warning|held back|stopped)(?=:|$)")


def say(text: str) -> None:
    """Tell a person something, on standard error; in a terminal what is wrong has a colour."""
    line = _line(text)
    if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        line = _MARKED.sub(lambda found: found[1] + click.style(found[2], _colour(found[2]), bold=True), line)
    sys.stderr.write(line)


def _colour(word: str) -> str:
    return "red" if word in ("error", "fault") else "yellow"


def tell(text: str) -> None:
    """Print a line of what was asked for."""
    if not (_asked("quiet") or _asked("json")):
        sys.stdout.write(_line(text))


def result(**found: object) -> None:
    """Print what came out as JSON, where a program asked for it."""
    if _asked("json"):
        give(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n")


def _line(text: str) -> str:
    """Return a line that steers no terminal and can be written: a file's name need not be UTF-8."""
    from briefing.text import terminal

    return terminal.safe(text).encode(errors="backslashreplace").decode() + "\n"


def give(text: str) -> None:
    """Print JSON for a program."""
    from briefing.text import terminal

    sys.stdout.write(terminal.data(text))


def near(word: str, names: Iterable[str]) -> str:
    """Return "Did you mean ...?" with the three names that come nearest to a word, or nothing."""
    from difflib import get_close_matches

    names = sorted(names)
    parts = [name for name in names if len(word) > 2 and word in name]  # --any, talks
    found = parts[:3] or get_close_matches(word, names)
    return f"Did you mean {' or '.join(map(repr, found))}?" if found else ""


def called() -> str:
    """Return what a person types to call the program once more."""
    context = click.get_current_context(silent=True)
    name = context and context.find_root().info_name
    return name if name and name != "build.py" else "python build.py"


# -- the desk -----------------------------------------------------------------------------------


def root_of(config: Path) -> Path:
    """Return the desk's folder; raises ConfigError where there is no configuration."""
    from briefing.model import ConfigError

    if not config.is_file():
        raise ConfigError(
            "is not there",
            where=str(config),
            hint="Run this in the folder of a desk, name its mkdocs.yml with --config, "
            f"or make a desk: {called()} new FOLDER",
        )
    return config.resolve().parent


def reference_of(config: Path) -> Reference:
    """Return what the desk of a configuration knows; nothing where there is no desk."""
    from briefing.model import NO_REFERENCE
    from briefing.storage import reference_files

    return reference_files.read_reference(config.resolve().parent) if config.is_file() else NO_REFERENCE


def slug_of(root: Path, name: str) -> str:
    """Return the slug that a slug, or the path of a record or a seed, means; raises SeedError where none."""
    from briefing.storage import record_files

    slug = re.sub(r"\.(yml|txt|md)$", "", Path(name).name)
    return (
        slug if slug in {path.stem for path in record_files.record_paths(root)} else seed_of(root, name).stem
    )


def seed_of(root: Path, name: str) -> Path:
    """Return the seed that a slug, or the path of a record or a seed, means; raises SeedError where none."""
    from briefing.model import SeedError
    from briefing.storage import seed_files

    seeds = {path.stem: path for path in seed_files.seed_paths(root)[0]}
    slug = name
    if name not in seeds:
        here = {root / "seeds", root / "content" / "briefs"}
        inside = Path(name).name == name or any(
            (base / name).resolve().parent in here for base in (Path(), root)
        )
        slug = re.sub(r"\.(yml|txt|md)$", "", Path(name).name) if inside else name
    if slug not in seeds:
        shown_first = ", ".join(sorted(seeds, reverse=True)[:3]) or "none yet"
        hint = (
            near(slug, seeds) or f"A slug is the name of a file in seeds/ without its ending: {shown_first}."
        )
        raise SeedError("is no text of this desk", where=name, hint=hint)
    return seeds[slug]


def article_of(name: str, published: date | None, config: Path, *, any_language: bool) -> Article:
    """Read a text: a file, `-` from standard input, or what `seed_of` takes where there is a desk.

    Raises SeedError where it cannot be used.
    """
    from briefing import lexicon
    from briefing.storage import seed_files
    from briefing.text import language

    if name == "-":
        article = seed_files.article(sys.stdin.buffer.read(), "stdin", "standard input", published=published)
    else:
        path = Path(name)
        meant = path.suffix == ".yml" or (path.name == name and not path.exists())
        if meant and config.is_file():
            path = seed_of(config.resolve().parent, name)
        article = seed_files.read_seed(path, published=published)
    if not any_language:
        language.require_english(article, lexicon.load(), name)
    return article


def shown(path: Path) -> str:
    """Return a path as a person in this folder would write it."""
    from briefing.model import errors

    return errors.shown(str(path))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal from the first moment, and at the end a line with the time.

    Yields a function of (done, total); until it is called nobody knows how much there is to do.
    """
    if not sys.stderr.isatty() or _asked("quiet"):
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console, started = Console(stderr=True, highlight=False), time.perf_counter()
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
    console.print(f"{what}: {time.perf_counter() - started:.1f} s", style="dim")
