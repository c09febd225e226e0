"""explain: why an item is there, and why a sentence gave none."""

from __future__ import annotations

import argparse

from briefing.cli.common import (
    Commands,
    article_of,
    let_any_language,
    let_config,
    let_date,
    reference_of,
    tell,
)


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        help="say why an item is there, and why a sentence gave none",
        description="Show for each item of a text (or the one named) its sentence, the rule and the lexicon "
        "row that made it and what else stood there; then the sentences that gave nothing, with the reason.",
        epilog="Example: build.py explain seeds/2025-02-28-talks.txt said-1d09",
    )
    parser.add_argument("file", metavar="FILE", help="a text file; - is standard input")
    parser.add_argument("item", nargs="?", metavar="ITEM", help="id of an item or an actor (default: all)")
    let_date(parser)
    let_config(parser, "whose reference to use")
    let_any_language(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the explanation; returns the exit code."""
    from briefing import draft, explain, lexicon

    words = lexicon.load()
    article = article_of(options.file, options.date, any_language=options.any_language)
    for line in explain.lines(
        draft.analyse(article, words, reference_of(options.config)), options.item, words
    ):
        tell(line)
    return 0
