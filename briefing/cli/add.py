"""add: texts of many kinds become seeds."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing.cli.common import Commands, day, let_config, root_of, say, shown, tell


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "add",
        help="bring texts in: text, Markdown, pages, mails, feeds, .pdf, .docx, .odt, .rtf",
        description="Read each file, put its text into seeds/ under a clean name, with what the file says "
        "about itself and what was left out. What is there already is refused; what is nearly the same, or "
        "newer on the same event, is pointed out. A file that cannot be read does not stop the others.",
        epilog="Example: build.py add ~/Downloads/talks.html && build.py",
    )
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a file or a folder; a feed may hold several texts",
    )
    parser.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the publication date, whatever the files say"
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

    seeder = ingest.Seeder(root, day=options.date)
    for error in seeder.unread:
        say(f"not compared, since it cannot be read: {error}")
    taken = failed = 0
    left: list[str] = []
    for file in ingest.bring_all(options.files, seeder):
        at = f"[{file.number}/{file.count}] " if file.count > 1 else ""
        if file.error is not None:
            say(f"{at}error: {file.error}")
            left.append(f"{shown(file.path)}: {file.error.what}")
            failed += file.named or file.path.suffix.lower() in ingest.READERS
            continue
        for result in file.seeded:
            if result.path is None:
                say(f"{at}{file.path}: is there already as {result.slug}; not added")
            else:
                tell(f"{at}{file.path} -> {shown(result.path)}")
            for remark in result.remarks:
                tell(f"  {remark}")
        new = sum(result.path is not None for result in file.seeded)
        taken += new
        failed += file.named and not new
    tell(f"{taken} {'text' if taken == 1 else 'texts'} added.")
    if left and len(left) + taken > 1:
        tell(f"{len(left)} {'file' if len(left) == 1 else 'files'} not added:")
        for line in left:
            tell(f"  {line}")
    if taken:
        tell("Now run: python build.py")
    return 1 if failed else 0
