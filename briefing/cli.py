"""The commands.  Errors become one clear message each here, and exit code 1; never a traceback."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from briefing import __version__
from briefing.model import BriefingError, ConfigError, Reference

LONG_WORK = 40
"""Texts; from here on a terminal sees a progress bar."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except BriefingError as error:
        _say(f"error: {error}")
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        _say("stopped")
        return 130


def commands() -> list[str]:
    """Return the names of all commands."""
    (choices,) = (a.choices for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return list(choices)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Turn news texts into briefs, and briefs into a static site. Without a command: build.",
        epilog="Put texts into seeds/ as YYYY-MM-DD-name.txt, run this, read content/briefs/, open site/.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(command=_build, strict=False, any_language=False, config=Path("mkdocs.yml"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    build = commands.add_parser(
        "build",
        help="draft every seed, write or update the records, build site/ (the default)",
        description="Read mkdocs.yml, draft every text in seeds/, write the records, build site/. "
        "A record that a person changed keeps what the person wrote.",
    )
    build.add_argument(
        "--config",
        type=Path,
        default=Path("mkdocs.yml"),
        help="the site's configuration (default: mkdocs.yml)",
    )
    build.add_argument(
        "--strict", action="store_true", help="publish nothing if any text or record has an error"
    )
    _let_any_language(build)
    build.set_defaults(command=_build)

    parse = commands.add_parser(
        "parse",
        help="print the record of a text, and write nothing",
        description="Print the record of each text as JSON, a line each, and write nothing.",
        epilog="Example: build.py parse --date 2025-02-28 - < article.txt",
    )
    parse.add_argument("files", nargs="+", metavar="FILE", help="a text file; - is standard input")
    parse.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="the publication date, which 'Friday' is counted from"
    )
    parse.add_argument(
        "--format", choices=("json", "yaml"), default="json", help="json, a line each (default), or yaml"
    )
    parse.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="whose reference to use (default: mkdocs.yml)"
    )
    _let_any_language(parse)
    parse.set_defaults(command=_parse)

    explain = commands.add_parser(
        "explain",
        help="say why an item is there, and why a sentence gave none",
        description="Show for each item of a text (or the one named) its sentence, the rule and the lexicon "
        "row that made it and what else stood there; then the sentences that gave nothing, with the reason.",
        epilog="Example: build.py explain seeds/2025-02-28-talks.txt said-1d09",
    )
    explain.add_argument("file", metavar="FILE", help="a text file; - is standard input")
    explain.add_argument("item", nargs="?", metavar="ITEM", help="id of an item or an actor (default: all)")
    explain.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="the publication date, which 'Friday' is counted from"
    )
    explain.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="whose reference to use (default: mkdocs.yml)"
    )
    _let_any_language(explain)
    explain.set_defaults(command=_explain)

    serve = commands.add_parser(
        "serve",
        help="live preview: a change to a seed, a record or a template shows up",
        description="Draft the seeds, build the site and serve it; every change shows up by itself.",
    )
    serve.add_argument(
        "--config",
        type=Path,
        default=Path("mkdocs.yml"),
        help="the site's configuration (default: mkdocs.yml)",
    )
    serve.add_argument(
        "--address", default=None, metavar="HOST:PORT", help="where to serve (default: 127.0.0.1:8000)"
    )
    serve.set_defaults(command=_serve)

    schema = commands.add_parser(
        "schema", help="print the JSON Schema of a record", description="Print the JSON Schema of a record."
    )
    schema.set_defaults(command=_schema)
    return parser


def _let_any_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--any-language", action="store_true", help="take a text that does not look English as if it were"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2025-02-28") from None


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


# -- parse --------------------------------------------------------------------------------------


def _parse(options: argparse.Namespace) -> int:
    from briefing import codec, draft, language, lexicon, store

    words = lexicon.load()
    root = options.config.resolve().parent
    reference = store.read_reference(root) if options.config.is_file() else Reference()
    failed = 0
    for name in options.files:
        try:
            if name == "-":
                article = store.article(
                    sys.stdin.buffer.read(), "stdin", "standard input", published=options.date
                )
            else:
                article = store.read_seed(Path(name), published=options.date)
            if not options.any_language:
                language.require_english(article, words, name)
            brief = draft.draft(article, words, reference)
        except BriefingError as error:
            _say(f"error: {error}")
            failed += 1
            continue
        if options.format == "yaml":
            sys.stdout.write(codec.dump_yaml(brief))
        else:
            sys.stdout.write(codec.dump_json(brief).decode() + "\n")
    return 1 if failed else 0


def _explain(options: argparse.Namespace) -> int:
    from briefing import draft, explain, language, lexicon, store

    words = lexicon.load()
    root = options.config.resolve().parent
    reference = store.read_reference(root) if options.config.is_file() else Reference()
    if options.file == "-":
        data = sys.stdin.buffer.read()
        article = store.article(data, "stdin", "standard input", published=options.date)
    else:
        article = store.read_seed(Path(options.file), published=options.date)
    if not options.any_language:
        language.require_english(article, words, options.file)
    for line in explain.lines(draft.analyse(article, words, reference), options.item, words):
        _tell(line)
    return 0


def _schema(options: argparse.Namespace) -> int:
    import json

    from briefing import codec

    del options
    _tell(json.dumps(codec.schema(), indent=1, ensure_ascii=False))
    return 0


# -- build and serve ----------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    root = _root(options.config)
    from briefing import update

    with _progress() as advance:
        report = update.update(root, advance, any_language=options.any_language)
    for error in report.errors:
        _say(f"error: {error}")
    for line in report.lines():
        _tell(line)
    if report.errors and options.strict:
        _say("Nothing was published: there are errors, and --strict asks for none.")
        return 1
    from briefing import site

    built = site.build(options.config, strict=options.strict)
    pages = f"{built.pages} pages, {built.written} files written"
    _tell(f"Site: {_shown(built.index)} ({pages}), {time.perf_counter() - started:.1f} s in all.")
    return 1 if report.errors or built.errors else 0


def _serve(options: argparse.Namespace) -> int:
    _root(options.config)
    from briefing import site

    site.serve(options.config, address=options.address)
    return 0


def _root(config: Path) -> Path:
    """Return the desk's folder; raises ConfigError where there is no configuration."""
    if not config.is_file():
        raise ConfigError(
            "is not there",
            where=str(config),
            hint="Run this in the folder of a desk, or name its mkdocs.yml with --config.",
        )
    return config.resolve().parent


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal where the work is long."""
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
                task = bar.add_task("Drafting", total=total) if task is None else task
                bar.update(task, completed=done)

        yield advance
