"""add: texts of many kinds become seeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing.cli.common import PATH, called, command, config_option, day_option, root_of, say, shown, tell


@command("build.py add ~/Downloads/talks.html && build.py")
@click.argument(
    "files", nargs=-1, required=True, type=PATH, metavar="FILE...", help="a file; a feed may hold several"
)
@day_option("--date", "the publication date, where the files do not say it")
@config_option()
def run(files: Sequence[Path], date: date | None, config: Path) -> int:
    """Read each file, put its text into seeds/ under a clean name, with what the file says about itself.

    What is there already is refused; what is nearly the same, or newer on the same event, is pointed out.
    A file that cannot be read does not stop the others.
    """
    root = root_of(config)
    from briefing.storage import lock

    with lock.alone(root, tell=say):
        return _bring(files, date, root)


def _bring(files: Sequence[Path], date: date | None, root: Path) -> int:
    from briefing import ingest
    from briefing.model import BriefingError

    seeder = ingest.Seeder(root, day=date)
    for error in seeder.unread:
        say(f"not compared, since it cannot be read: {error}")
    taken = failed = 0
    for path in files:
        try:
            results = ingest.bring(path, seeder)
        except BriefingError as error:
            say(f"error: {error}")
            failed += 1
            continue
        for result in results:
            if result.path is None:
                say(f"{path}: is there already as {result.slug}; not added")
            else:
                tell(f"{path} -> {shown(result.path)}")
            for remark in result.remarks:
                tell(f"  {remark}")
        new = sum(result.path is not None for result in results)
        taken += new
        failed += not new
    tell(f"{taken} {'text' if taken == 1 else 'texts'} added.")
    if taken:
        tell(f"Now run: {called()}")
    return 1 if failed else 0
