"""diff: what changed in meaning between two states of the desk, as a note for a pull request."""

from __future__ import annotations

import argparse
import sys

from briefing.cli.common import Commands, let_config, root_of


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "diff",
        help="say what changed in the briefs' meaning, as Markdown",
        description="Compare the records of two git revisions or folders: briefs added, changed, removed, "
        "and in each the actors, roles, statements, dates and pairs that came, went or changed, with the "
        "sentence behind each. Places and order are left out.",
        epilog="Example: build.py diff main --limit comment",
    )
    parser.add_argument("base", metavar="BASE", help="a git revision, or the folder of a desk")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="the same (default: the files as they stand)")
    parser.add_argument(
        "--limit",
        choices=("summary", "comment"),
        help="cut to what GitHub takes: a step's summary (1 MiB) or a comment (64 KB)",
    )
    let_config(parser, "which desk's revisions to read")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the note; returns the exit code."""
    root = root_of(options.config)
    from briefing import changes

    found = changes.between(options.base, options.head, root)
    limit = changes.LIMITS[options.limit] if options.limit else 0
    head = options.head or "the files as they stand"
    sys.stdout.buffer.write(changes.note(found, options.base, head, limit).encode("utf-8", "replace"))
    return 0
