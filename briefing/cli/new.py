"""new: a repository for another desk."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import PATH, command, shown, tell


@command("build.py new ../harbour-desk --name 'Harbour desk'")
@click.argument("folder", type=PATH, help="a folder that is new or empty")
@click.option("--name", metavar="NAME", show_default="from the folder's", help="the site's name")
@click.option(
    "--from",
    "requirement",
    metavar="REQUIREMENT",
    default="",
    show_default="this program, as a wheel in vendor/",
    help="what pip installs for the desk: a version, an address, a wheel",
)
def run(folder: Path, name: str | None, requirement: str) -> int:
    """Write the files of a new desk into a folder.

    These are the configuration, a sample text with its record, pages, what the desk knows, and workflows
    for GitHub. Page templates stay in the package.
    """
    from briefing import drafting, starter

    folder = folder.resolve()
    name = name or folder.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Briefs"
    made = starter.make(folder, name=name, requirement=requirement)
    drafting.update(folder)
    tell(f"{len(made)} files written into {shown(folder)}, and the sample text drafted. Next:")
    tell(f"  cd {shown(folder)}")
    tell("  python build.py          # builds site/; open site/index.html")
    tell("  git init && git add . && git commit -m 'A new desk'")
    tell("README.md there says the rest. A public repository shows seeds and drafts to everybody.")
    return 0
