"""upgrade: a newer program for this desk, tried before it is taken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from briefing.cli.common import PATH, command, config_option, root_of, shown, tell


@command("build.py upgrade briefing_pages-1.1.0-py3-none-any.whl --sha256 4f6e...")
@click.argument("file", type=PATH, help="the wheel of the new program")
@click.option("--sha256", "expected", required=True, metavar="HASH", help="what its publisher says it is")
@click.option("--dry-run", is_flag=True, help="say what would change, and change nothing")
@config_option("which desk")
def run(file: Path, expected: str, dry_run: bool, config: Path) -> int:
    """Try a newer program on a copy of the desk, say what it would change, and put it into vendor/.

    The note tells of the briefs as `diff` does. Records are drafted again by the next build.
    """
    root = root_of(config)
    from briefing.starter import upgrade

    data = upgrade.read(file, expected)
    tell("Trying it on a copy of the desk, in an environment of its own ...")
    with upgrade.tried(root, file.name, data) as (copy, program):
        subprocess.run([*program, "diff", str(root), str(copy)], cwd=copy, check=False)  # noqa: S603 (our own)
    if dry_run:
        tell("Nothing was changed.")
        return 0
    upgrade.write(root, file.name, data)
    tell(f"{shown(root / 'requirements.txt')} names it now. Next:")
    tell("  python -m pip install -r requirements.txt")
    return 0
