"""reference: office holders from a table, put into content/reference/actors.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefing.cli.common import PATH, Command, config_option, day_option, root_of, say, tell


@click.group()
def run() -> None:
    """Keep the reference up to date: `import` puts office holders of a table into actors.yml."""


@run.command("import", cls=Command, epilog="build.py reference import heads.csv --checked 2026-11-30 --write")
@click.argument("table", type=PATH, required=False, help="CSV: name, country, office, since")
@click.option("--source", default="Wikidata", help="by what the table knows it, as the reference will say")
@day_option("--checked", "the day on which the table was right")
@click.option("--write", is_flag=True, help="write it; without this the command only says what it would do")
@click.option("--query", is_flag=True, help="print the query by which Wikidata gives such a table, and stop")
@config_option("which desk the reference is of")
def take(
    table: Path | None, source: str, checked: date | None, write: bool, query: bool, config: Path
) -> int:
    """Put who holds which office into content/reference/actors.yml, and keep what people wrote there."""
    from briefing import lexicon
    from briefing.drafting import office_holders
    from briefing.storage import files, lock

    if query:
        tell(office_holders.QUERY.rstrip())
        return 0
    if table is None or checked is None:
        raise click.UsageError("name a table and the day: --checked 2026-11-30")
    root = root_of(config)
    holders = office_holders.read_table(files.read_text(table), str(table), lexicon.load())
    path = root / "content" / "reference" / "actors.yml"
    with lock.alone(root, tell=say):
        imported = office_holders.merged(
            files.read_text(path),
            holders,
            office_holders.read_ledger(root),
            source=source,
            checked=checked,
            where=str(path),
        )
        if write:
            office_holders.write(root, imported)
    tell("\n".join(office_holders.told(imported)) or "Nothing is new.")
    if not write:
        say("Nothing was written; --write does it.")
    return 0
