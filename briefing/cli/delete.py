"""delete: a text, its record and the machine's file, removed."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import command, config_option, root_of, say, shown, slug_argument, slug_of, tell


@command("build.py delete 2025-02-28-talks")
@slug_argument
@click.option(
    "--force", is_flag=True, help="also one that was reviewed or published, whose address is then lost"
)
@config_option()
def run(slug: str, *, force: bool, config: Path) -> int:
    """Remove a text with its record and the machine's file; git keeps what was committed.

    A brief that readers may have seen is retracted instead: its address then says why it is gone.
    """
    root = root_of(config)
    from briefing import drafting
    from briefing.model import RecordError
    from briefing.storage import lock, record_files

    slug = slug_of(root, slug)
    path = record_files.record_path(root, slug)
    with lock.alone(root, tell=say):
        if not force and path.is_file() and (status := record_files.read_record(path).status) != "draft":
            hint = f"Take it back: retract {slug} --note 'Why'. Or, where its address may be lost: --force"
            raise RecordError(f"is {status}, and readers may know it", where=str(path), hint=hint)
        removed = drafting.delete(root, slug)
    for file in removed:
        tell(f"Removed: {shown(file)}")
    return 0
