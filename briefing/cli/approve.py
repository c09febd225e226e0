"""approve: a person's word that a brief is right, bound to its words and its text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from briefing.cli.common import command, config_option, day_option, root_of, say, seed_of, slug_argument, tell


@command("build.py approve 2025-02-28-talks --by 'Ada Moss'")
@slug_argument
@click.option("--by", required=True, metavar="NAME", help="your name")
@day_option("--date", "the day of the review", show_default="today, UTC")
@config_option()
def run(slug: str, by: str, date: date | None, config: Path) -> int:
    """Write into a record that you have reviewed it, as it is.

    A draft becomes reviewed; of a brief that changed after somebody reviewed it this is a new review.
    Whatever is changed afterwards, in the record or in the text, is told on the page and by check.
    """
    from briefing.model import BriefingError
    from briefing.review import session
    from briefing.review.session import edits

    root = root_of(config)
    record = session.RecordUnderReview(root, seed_of(root, slug).stem, say)
    if not by.strip():
        raise BriefingError("--by is empty", where=slug, hint="Write who has reviewed it.")
    if record.brief.conflicts:
        hint = f"Settle them: python build.py resolve {record.brief.slug}"
        raise BriefingError("has open conflicts", where=record.brief.slug, hint=hint)
    day = date or datetime.now(UTC).date()
    record.save(edits.review(record.brief, by, day))
    tell(f"Reviewed by {record.brief.reviewer} on {day}.")
    return 0
