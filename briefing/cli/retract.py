"""retract: a brief taken back, with a public note."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from briefing.cli.common import (
    called,
    command,
    config_option,
    day_option,
    root_of,
    say,
    shown,
    slug_argument,
    slug_of,
    tell,
)


@command("build.py retract 2025-02-28-talks --note 'The text was a hoax.'")
@slug_argument
@click.option("--note", required=True, metavar="TEXT", help="what readers are told: why it was taken back")
@day_option("--date", "the day of the retraction", show_default="today, UTC")
@config_option()
def run(slug: str, note: str, date: date | None, config: Path) -> int:
    """Take a brief back: its text leaves the site, its address stays and says why.

    Feeds tell of it too. Publish it with the next build; on GitHub: commit and push.
    """
    root = root_of(config)
    from briefing.model import RecordError
    from briefing.review import session
    from briefing.storage import briefs, files, lock, record_files

    if not note.strip():
        raise click.BadParameter("say in a sentence why it is taken back", param_hint="--note")
    path = record_files.record_path(root, slug_of(root, slug))
    with lock.alone(root, tell=say):
        text = files.read_text(path)
        brief = record_files.parse_record(text, path)
        if brief.status == "retracted":
            raise RecordError(
                "is retracted already", where=str(path), hint="Edit its note under `corrections:`."
            )
        taken_back = session.retract(brief, note, date or datetime.now(UTC).date())
        files.write(path, briefs.rewritten(taken_back, text, path).encode())
    tell(f"Retracted: {shown(path)}. Next: {called()}, or commit and push.")
    return 0
