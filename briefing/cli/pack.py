"""pack: a set of briefs as files that a person carries."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import click

from briefing.cli.common import (
    PATH,
    command,
    config_option,
    day_option,
    progress,
    quiet_options,
    result,
    root_of,
    say,
    shown,
    slugs,
    tell,
)

STATUSES = ("draft", "reviewed", "published", "retracted")


def _formats(text: str) -> tuple[str, ...]:
    from briefing.packs import FORMATS  # not for --help, which must not wait for them

    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if set(wanted) - set(FORMATS) or not (wanted or not text):
        raise click.BadParameter(f"{text!r}: choose from {', '.join(FORMATS)}")
    return wanted


def _week(text: str) -> date:
    try:
        day = datetime.strptime(f"{text}-1", "%G-W%V-%u").date()
        return min(day, day + timedelta(days=6))  # the calendar may end before the week does
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!r} is no week; write it as 2024-W10") from None


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise click.BadParameter(f"{text!r} is no number of megabytes; write it as 2000")
    return int(text)


@command("build.py pack --since 2025-02-01 --status reviewed --title 'For the talks'")
@click.option(
    "--brief", "briefs", multiple=True, metavar="SLUG", shell_complete=slugs, help="a brief; may be repeated"
)
@click.option("--actor", "actors", multiple=True, metavar="ID", help="briefs that name an actor")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="briefs with a tag")
@day_option("--since", "from a day on, inclusive")
@day_option("--until", "up to a day, inclusive")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="briefs of a status; may be repeated",
)
@click.option(
    "--format",
    "forms",
    type=_formats,
    default="",
    show_default="zip,html,epub",
    metavar="LIST",
    help="zip, html, epub, pdf, docx, md, eml, with commas",
)
@click.option(
    "--digest",
    type=_week,
    metavar="YYYY-WNN",
    help="the briefs of a week of ISO 8601, as a mail where no --format says otherwise",
)
@click.option("--title", default="", show_default="the brief's, or the site's name", help="the pack's title")
@click.option("--distribution", default="", show_default=False, help="who may have it, for the cover")
@click.option("--paper", type=click.Choice(("A4", "Letter")), default="A4", help="of the pdf")
@click.option("--one-page", is_flag=True, help="of the pdf: each brief on one page, shortened")
@click.option(
    "--pdf-memory",
    type=_megabytes,
    metavar="MB",
    show_default="2000",
    help="what setting the pdf may take, by estimate",
)
@click.option("--out", type=PATH, default="dist", help="the folder")
@config_option()
@quiet_options
def run(
    forms: Sequence[str],
    digest: date | None,
    title: str,
    distribution: str,
    paper: Literal["A4", "Letter"],
    pdf_memory: int | None,
    one_page: bool,
    out: Path,
    config: Path,
    **wishes: Any,
) -> int:
    """Make packs from the records that the site is made from.

    Without a wish everything that the site shows goes in; a brief must answer every kind of wish.
    The same records give the same bytes on any day; SOURCE_DATE_EPOCH sets the time that a pack bears.
    """
    root = root_of(config)
    if digest:
        wishes |= {"since": digest, "until": digest + timedelta(days=6)}
        title = title or f"{digest:%G-W%V}"
    forms = forms or (("eml",) if digest else ("zip", "html", "epub"))
    from briefing import packs
    from briefing.publish import mkdocs
    from briefing.storage.boundary import BriefError

    book = packs.compile_book(
        *mkdocs.desk_of(config),
        packs.Selection(**wishes),
        title=title,
        distribution=distribution,
        paper=paper,
        pdf_memory=pdf_memory,
        one_page=one_page,
        epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
    )
    tell(f"{book.title}: {len(book.desk.entries)} {'brief' if len(book.desk.entries) == 1 else 'briefs'}")
    for entry in book.desk.entries:
        tell(f"  {entry.brief.slug} ({entry.brief.status})")
    with progress("Packing") as advance:
        made, errors = packs.make(book, forms, out, advance)
    for pack in made:
        tell(f"{pack.sha256}  {shown(pack.path)}  {pack.size:,} bytes")
        for remark in pack.remarks:
            say(f"warning: {remark}")
    for error in errors:
        say(f"error: {error.placed(root) if isinstance(error, BriefError) else error}")
    packed = [{"path": pack.path, "sha256": pack.sha256, "bytes": pack.size} for pack in made]
    result(title=book.title, briefs=[entry.brief.slug for entry in book.desk.entries], packs=packed)
    return 1 if errors else 0
