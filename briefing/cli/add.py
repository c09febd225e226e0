"""add: texts of many kinds become seeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing.cli.common import (
    PATH,
    called,
    command,
    config_option,
    day_option,
    quiet_options,
    result,
    root_of,
    say,
    shown,
    tell,
)


@command("build.py add ~/Downloads/talks.html && build.py")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...", help="a file or a folder")
@day_option("--date", "the publication date, whatever the files say")
@config_option()
@quiet_options
def run(files: Sequence[Path], date: date | None, config: Path) -> int:
    """Read each file, put its text into seeds/ under a clean name, with what the file says about itself.

    Text, Markdown, saved pages, mails, feeds, .pdf, .docx, .odt, .rtf; what is left out of one is named.
    What is there already is refused; what is nearly the same, or newer on the same event, is pointed out.
    A file that cannot be read does not stop the others.
    """
    root = root_of(config)
    from briefing.storage import lock

    with lock.alone(root, tell=say):
        return _bring(files, date, root)


def _bring(files: Sequence[Path], date: date | None, root: Path) -> int:
    from briefing import ingest

    seeder = ingest.Seeder(root, day=date)
    for error in seeder.unread:
        say(f"not compared, since it cannot be read: {error}")
    taken = failed = 0
    left: list[str] = []
    added: list[Path] = []
    for file in ingest.bring_all(files, seeder):
        at = f"[{file.number}/{file.count}] " if file.count > 1 else ""
        if file.error is not None:
            say(f"{at}error: {file.error}")
            left.append(f"{shown(file.path)}: {file.error.what}")
            failed += file.named or file.path.suffix.lower() in ingest.READERS
            continue
        for seeded in file.seeded:
            if seeded.path is None:
                say(f"{at}{file.path}: is there already as {seeded.slug}; not added")
            else:
                tell(f"{at}{file.path} -> {shown(seeded.path)}")
            for remark in seeded.remarks:
                tell(f"  {remark}")
        came = [seeded.path for seeded in file.seeded if seeded.path is not None]
        added += came
        new = len(came)
        taken += new
        failed += file.named and not new
    tell(f"{taken} {'text' if taken == 1 else 'texts'} added.")
    if left and len(left) + taken > 1:
        tell(f"{len(left)} {'file' if len(left) == 1 else 'files'} not added:")
        for line in left:
            tell(f"  {line}")
    if taken:
        tell(f"Now run: {called()}")
    result(added=added, not_added=left)
    return 1 if failed else 0
