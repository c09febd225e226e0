"""merge: two branches' versions of a record or of a machine's file, for git and by hand."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from briefing.cli.common import PATH, command, say


@command("build.py merge BASE OURS THEIRS content/briefs/2025-02-28-talks.yml")
@click.argument("base", type=PATH, help="the file as it was where the branches parted")
@click.argument("ours", type=PATH, help="as it is here; the result is written into it")
@click.argument("theirs", type=PATH, help="as it is on the other branch")
@click.argument(
    "name", required=False, metavar="[NAME]", help="what it is called in the desk (default: OURS)"
)
def run(base: Path, ours: Path, theirs: Path, name: str | None) -> int:
    """Merge three versions of a file field by field, and write the result into OURS.

    \b
    As git's merge driver, which .gitattributes of a new desk names:
    git config merge.briefing.driver 'briefing merge %O %A %B %P'

    What git merges by itself stays as git has it.  Only where both changed one value there is a conflict:
    OURS then holds git's own marks, and the exit code is 1.
    """
    from briefing.model import BriefingError
    from briefing.review.merge import branches

    path = Path(name or ours)
    sides = [side.read_bytes() for side in (base, ours, theirs)]
    try:
        if path.suffix == ".json":
            made = branches.machine_files(*sides)
        else:
            plain = _by_git(base, ours, theirs)
            made = plain if plain is not None and _reads(plain, path) else _record(sides, path)
    except (BriefingError, ValueError) as error:
        say(f"conflict: {error}")
        _by_git(base, ours, theirs, keep=True)
        return 1
    ours.write_bytes(made)
    return 0


def _record(sides: list[bytes], path: Path) -> bytes:
    from briefing.review.merge import branches
    from briefing.storage import files

    base, ours, theirs = (files.text_of(side, path) for side in sides)
    return branches.records(base, ours, theirs, path).encode()


def _reads(data: bytes, path: Path) -> bool:
    """Return whether what git made is a record."""
    from briefing.model import BriefingError
    from briefing.storage import files, record_files

    try:
        record_files.parse_record(files.text_of(data, path), path)
    except BriefingError:
        return False
    return True


def _by_git(base: Path, ours: Path, theirs: Path, *, keep: bool = False) -> bytes | None:
    """Return what git makes of the lines, None where it cannot; `keep` leaves its marks in `ours`."""
    names = ("-L", "ours", "-L", "base", "-L", "theirs")
    where = () if keep else ("-p",)
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "merge-file", *where, *names, str(ours), str(base), str(theirs)],  # noqa: S607
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
