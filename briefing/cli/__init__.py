"""The commands, a module each.

Errors become one clear message here, and exit code 1; never a traceback.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from briefing import __version__
from briefing.cli import (
    add,
    build,
    check,
    diff,
    explain,
    new,
    pack,
    parse,
    resolve,
    review,
    schema,
    serve,
    verify,
)
from briefing.cli.common import say

COMMANDS = (build, add, parse, explain, review, resolve, check, diff, serve, pack, verify, new, schema)
"""Each adds itself to the parser and runs; heavy imports wait until it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    from briefing.model import BriefingError  # --help need not wait for the model

    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except BriefingError as error:
        say(f"error: {error}")
        return 1
    except BrokenPipeError:
        return 0
    except OSError as error:
        say(f"error: {error.filename or 'the system'}: {error.strerror or error}")
        say("  Check the disk and the permissions, and run this again: no file was left half written.")
        return 1
    except KeyboardInterrupt:
        say("stopped")
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
    parser.set_defaults(
        command=build.run,
        strict=False,
        any_language=False,
        scheduler=None,
        wait=600.0,
        config=Path("mkdocs.yml"),
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
