"""pack: a set of briefs as files that a person carries."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from briefing.cli.common import Commands, day, let_config, progress, root_of, say, shown, tell

FORMATS = ("zip", "html", "epub", "pdf")
STATUSES = ("draft", "reviewed", "published", "retracted")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "pack",
        help="put briefs into files that open without a network: zip, html, epub, pdf",
        description="Make packs from the records that the site is made from. Without a wish everything that "
        "the site shows goes in; a brief must answer every kind of wish. The same records give the same "
        "bytes on any day; SOURCE_DATE_EPOCH sets the time that a pack bears.",
        epilog="Example: build.py pack --since 2025-02-01 --status reviewed --title 'For the talks'",
    )
    parser.add_argument(
        "--brief", action="append", default=[], metavar="SLUG", help="a brief; may be repeated"
    )
    parser.add_argument(
        "--actor", action="append", default=[], metavar="ID", help="briefs that name an actor"
    )
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="briefs with a tag")
    parser.add_argument("--since", type=day, metavar="YYYY-MM-DD", help="from a day on, inclusive")
    parser.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="up to a day, inclusive")
    parser.add_argument(
        "--status", action="append", default=[], choices=STATUSES, help="briefs of a status; may be repeated"
    )
    parser.add_argument(
        "--format",
        type=_formats,
        default=("zip", "html", "epub"),
        metavar="LIST",
        help="zip, html, epub, pdf, with commas (default: zip,html,epub)",
    )
    parser.add_argument(
        "--title", default="", help="the pack's title (default: the brief's, or the site's name)"
    )
    parser.add_argument("--distribution", default="", help="who may have it, for the cover")
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="of the pdf (default: A4)")
    parser.add_argument(
        "--pdf-memory",
        type=_megabytes,
        metavar="MB",
        help="what setting the pdf may take, by estimate (default: 2000)",
    )
    parser.add_argument("--out", type=Path, default=Path("dist"), help="the folder (default: dist)")
    let_config(parser)
    parser.set_defaults(command=run)


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not wanted or set(wanted) - set(FORMATS):
        raise argparse.ArgumentTypeError(f"{text!r}: choose from {', '.join(FORMATS)}")
    return wanted


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of megabytes; write it as 2000")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Make the packs; returns 1 where one of them could not be made."""
    root_of(options.config)
    from briefing import packs, site

    selection = packs.Selection(
        briefs=tuple(options.brief),
        actors=tuple(options.actor),
        tags=tuple(options.tag),
        since=options.since,
        until=options.until,
        statuses=tuple(options.status),
    )
    book = packs.compile_book(
        *site.desk_of(options.config),
        selection,
        title=options.title,
        distribution=options.distribution,
        paper=options.paper,
        pdf_memory=options.pdf_memory,
        epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
    )
    tell(f"{book.title}: {len(book.desk.entries)} {'brief' if len(book.desk.entries) == 1 else 'briefs'}")
    for entry in book.desk.entries:
        tell(f"  {entry.brief.slug} ({entry.brief.status})")
    with progress("Packing") as advance:
        made, errors = packs.make(book, options.format, options.out, advance)
    for pack in made:
        tell(f"{pack.sha256}  {shown(pack.path)}  {pack.size:,} bytes")
        for remark in pack.remarks:
            say(f"warning: {remark}")
    for error in errors:
        say(f"error: {error}")
    return 1 if errors else 0
