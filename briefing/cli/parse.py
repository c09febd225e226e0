"""parse: the record of a text, printed."""

from __future__ import annotations

import argparse
import sys

from briefing import console
from briefing.cli.common import (
    Commands,
    article_of,
    give,
    let_any_language,
    let_config,
    let_date,
    reference_of,
    say,
)


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "parse",
        help="print the record of a text, and write nothing",
        description="Print the record of each text as JSON, a line each, and write nothing.",
        epilog="Example: build.py parse --date 2025-02-28 - < article.txt",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a text file; - is standard input")
    let_date(parser)
    parser.add_argument(
        "--format", choices=("json", "yaml"), default="json", help="json, a line each (default), or yaml"
    )
    let_config(parser, "whose reference to use")
    let_any_language(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the records; returns the exit code."""
    from briefing import codec, draft, lexicon
    from briefing.model import BriefingError

    reference = reference_of(options.config)
    failed = 0
    for name in options.files:
        try:
            article = article_of(name, options.date, any_language=options.any_language)
            brief = draft.draft(article, lexicon.load(), reference)
        except BriefingError as error:
            say(f"error: {error}")
            failed += 1
            continue
        if options.format == "yaml":
            sys.stdout.write(console.escaped(codec.dump_yaml(brief)))
        else:
            give(codec.dump_json(brief).decode() + "\n")
    return 1 if failed else 0
