"""add: texts of many kinds become seeds."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing.cli.common import Commands, day, let_config, root_of, say, shown, tell


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "add",
        help="bring texts in: .txt, .md, saved .html, .eml, RSS or Atom, .pdf, .docx",
        description="Read each file, put its text into seeds/ under a clean name, with what the file says "
        "about itself. What is there already is refused; what is nearly the same, or newer on the same "
        "event, is pointed out. A file that cannot be read does not stop the others.",
        epilog="Example: build.py add ~/Downloads/talks.html && build.py",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file; a feed may hold several")
    parser.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the publication date, where the files do not say it"
    )
    let_config(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Bring the files in; returns 1 where one was not taken."""
    root = root_of(options.config)
    from briefing import locks

    with locks.alone(root, tell=say):
        return _bring(options, root)


def _bring(options: argparse.Namespace, root: Path) -> int:
    from briefing import ingest
    from briefing.model import BriefingError

    seeder = ingest.Seeder(root, day=options.date)
    for error in seeder.unread:
        say(f"not compared, since it cannot be read: {error}")
    taken = failed = 0
    for path in options.files:
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
        tell("Now run: python build.py")
    return 1 if failed else 0
