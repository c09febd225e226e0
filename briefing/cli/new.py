"""new: a repository for another desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing import __version__
from briefing.cli.common import Commands, shown, tell


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "new",
        help="make a repository for another desk",
        description="Write the files of a new desk into a folder: configuration, a sample text with its "
        "record, pages, what the desk knows, workflows for GitHub. Page templates stay in the package.",
        epilog="Example: build.py new ../harbour-desk --name 'Harbour desk'",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is new or empty")
    parser.add_argument("--name", help="the site's name (default: from the folder's)")
    parser.add_argument(
        "--from",
        dest="requirement",
        metavar="REQUIREMENT",
        default=f"briefing-pages=={__version__}",
        help="what pip installs for the desk: a version (default: this one), an address, a wheel",
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Make the desk and draft its sample; returns the exit code."""
    from briefing import starter, update

    folder: Path = options.folder.resolve()
    name = options.name or folder.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Briefs"
    made = starter.make(folder, name=name, requirement=options.requirement)
    update.update(folder)
    tell(f"{len(made)} files written into {shown(folder)}, and the sample text drafted. Next:")
    tell(f"  cd {shown(folder)}")
    tell("  python build.py          # builds site/; open site/index.html")
    tell("  git init && git add . && git commit -m 'A new desk'")
    tell("README.md there says the rest. A public repository shows seeds and drafts to everybody.")
    return 0
