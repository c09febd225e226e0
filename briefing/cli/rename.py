"""rename: another slug for a text, with its record and the way from its old address."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import called, command, config_option, root_of, say, seed_of, slug_argument, tell


@command("build.py rename 2025-02-28-talks 2025-02-28-beijing-talks")
@slug_argument
@click.argument("new", help="the slug that it is to have")
@config_option()
def run(slug: str, new: str, config: Path) -> int:
    """Rename a text, its record and the machine's file; the old address leads on to the new one.

    A text that was renamed by hand needs no command: the next build knows it by its words.
    """
    root = root_of(config)
    from briefing import drafting
    from briefing.publish import mkdocs
    from briefing.storage import lock

    public = mkdocs.plugin_of(mkdocs.configuration(config)).config.publish == "all"
    with lock.alone(root, tell=say):
        drafting.finish(root)
        moves = drafting.rename(root, seed_of(root, slug).stem, new, drafts_public=public)
    for line in drafting.lines(moves):
        tell(line)
    tell(f"Next: {called()}, then commit seeds/ and content/.")
    return 0
