"""diff: what changed in meaning between two states of the desk, as a note for a pull request."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing.cli.common import command, config_option, reference_of, root_of


@command("build.py diff main --limit comment")
@click.argument("base", help="a git revision, or the folder of a desk")
@click.argument("head", required=False, metavar="[HEAD]", help="the same (default: the files as they are)")
@click.option(
    "--limit",
    type=click.Choice(("summary", "comment")),
    help="cut to what GitHub takes: a step's summary (1 MiB) or a comment (64 KB)",
)
@click.option(
    "--links", default="", metavar="URL", help="where files are shown: .../blob/REVISION of a repository"
)
@config_option("which desk's revisions to read")
def run(base: str, head: str | None, limit: str | None, links: str, config: Path) -> int:
    """Compare the records of two git revisions or folders.

    The note tells of briefs added, changed, removed, and in each the actors, roles, statements, dates and
    pairs that came, went or changed, with the sentence behind each. Places are left out.
    """
    root = root_of(config)
    from briefing.review import diff

    found = diff.between(base, head, root, lines=bool(links))
    eras = reference_of(config).eras
    note = diff.note(
        found,
        base,
        head or "the files as they stand",
        diff.LIMITS[limit] if limit else 0,
        titles={episode.id: episode.title for era in eras for episode in era.episodes},
        links=links.rstrip("/"),
        proposed=diff.proposed(base, head, root),
    )
    note = diff.warning(base, head, root) + note
    sys.stdout.buffer.write(note.encode("utf-8", "replace"))
    return 0
