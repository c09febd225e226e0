"""parse: the record of a text, printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing.cli.common import (
    any_language_option,
    article_of,
    command,
    config_option,
    date_option,
    give,
    reference_of,
    say,
    text_argument,
)


@command("build.py parse --date 2025-02-28 - < article.txt")
@text_argument("files", nargs=-1, required=True, metavar="FILE...")
@date_option
@click.option(
    "--format", "form", type=click.Choice(("json", "yaml")), default="json", help="json, a line each, or yaml"
)
@config_option("whose reference to use")
@any_language_option
def run(files: Sequence[str], date: date | None, form: str, config: Path, *, any_language: bool) -> int:
    """Print the record of each text as JSON, a line each, and write nothing."""
    from briefing import lexicon
    from briefing.extract import pipeline
    from briefing.model import BriefingError
    from briefing.storage import record_yaml
    from briefing.text import terminal

    reference = reference_of(config)
    failed = 0
    for name in files:
        try:
            article = article_of(name, date, config, any_language=any_language)
            brief = pipeline.draft(article, lexicon.load(), reference)
        except BriefingError as error:
            say(f"error: {error}")
            failed += 1
            continue
        if form == "yaml":
            sys.stdout.write(terminal.escaped(record_yaml.dump_yaml(brief)))
        else:
            give(record_yaml.dump_json(brief).decode() + "\n")
    return 1 if failed else 0
