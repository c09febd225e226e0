"""A desk -> its pages, made in memory, each with the file in which a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing import render
from briefing.model import Problem
from briefing.review.checks.context import CheckContext, RecordFile
from briefing.review.checks.links import Body
from briefing.storage import briefs, desk, files
from briefing.storage.boundary import guarded
from briefing.storage.desk import Desk, Options

HOME = "index.html"


def assembled(given: CheckContext, records: Iterable[RecordFile], options: Options) -> Desk:
    """Return the desk of the records, drafts included; raises BriefError where one cannot be read."""
    made = []
    for record in records:
        with guarded(record.brief.slug):
            made.append(briefs.entry(record.brief, record.article, given.words))
    return desk.assemble(made, given.reference, options)


def bodies(
    made: Desk, renderer: render.Renderer, records: Iterable[RecordFile], config: Path
) -> Iterator[Body]:
    """Yield the body of every page of a desk; what is on no brief's page is the configuration's."""
    of_brief = {f"briefs/{record.brief.slug}.html": record for record in records}
    whole = render.catalogue_of(made, renderer)
    for page in render.pages(made, renderer, whole):
        record = of_brief.get(page.path)
        yield Body(
            path=page.path,
            html=page.body,
            where=str(record.path if record else config),
            text=record.text if record else "",
        )
    yield Body(path=HOME, html=render.home_body(whole, renderer), where=str(config))


def addresses(made: Desk, renderer: render.Renderer) -> frozenset[str]:
    """Return the addresses of what a desk publishes that is no page."""
    return frozenset(file.path for file in render.raw_files(made, renderer))


def moved(options: Options, given: CheckContext, config: Path) -> Iterator[Problem]:
    """Yield renamed briefs whose new slug no record has."""
    text = files.read_text(config)
    for old, new in sorted(options.renamed.items()):
        if new not in given.written and new not in options.renamed:
            yield Problem(
                where=str(config),
                line=text.count("\n", 0, max(0, text.find(f"{old}:"))) + 1,
                column=1,
                rule="links",
                what=f"renamed: {old} leads to {new}, which is no record",
                hint="Write the slug of today, or take the line out.",
            )
