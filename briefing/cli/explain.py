"""explain: why an item is there, and why a sentence gave none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefing.cli.common import (
    any_language_option,
    article_of,
    command,
    config_option,
    date_option,
    reference_of,
    tell,
    text_argument,
)


@command("build.py explain seeds/2025-02-28-talks.txt said-1d09")
@text_argument("file")
@click.argument("item", required=False, metavar="[ITEM]", help="id of an item or an actor (default: all)")
@click.option(
    "--sentence",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="word classes, phrases and clauses of this sentence instead",
)
@date_option
@config_option("whose reference to use")
@any_language_option
def run(
    file: str, item: str | None, sentence: int | None, date: date | None, config: Path, *, any_language: bool
) -> int:
    """Show for each item of a text, or the one named, its sentence and why it was made of it.

    That is the rule, the lexicon row and what else was there.
    Then come the sentences that gave nothing, with the reason.
    """
    from briefing import lexicon
    from briefing.extract import explain, pipeline
    from briefing.text import explain as syntax

    words = lexicon.load()
    article = article_of(file, date, config, any_language=any_language)
    analysis = pipeline.analyse(article, words, reference_of(config))
    document = analysis.document
    if sentence is None:
        told = explain.lines(analysis, item, words)
    elif sentence > len(document.sentences):
        raise click.BadParameter(f"the text has {len(document.sentences)} sentences", param_hint="--sentence")
    else:
        told = syntax.lines(document, sentence - 1, words)
    for line in told:
        tell(line)
    return 0
