"""Pages that are at the old address of a renamed brief and lead on to the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from briefing.model import ConfigError, filenames
from briefing.render.index import Catalogue
from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer


def moved_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield a page for each old address; one that leads to a brief which is not published is left out.

    Raises ConfigError where the old slug is a brief's own, or leads to itself.
    """
    titles = {facts.slug: facts.title for facts in catalogue.facts}
    renamed = catalogue.options.renamed
    for old in sorted(renamed):
        if old in titles:
            raise ConfigError(
                f"renamed: {old} is the slug of a brief that is there",
                where="mkdocs.yml",
                hint="Take it out of `renamed`, or rename the brief's seed and record.",
            )
        if what := filenames.fault(old):
            hint = "Write the slug that the brief had: a file name without its ending."
            raise ConfigError(f"renamed: {old!r}: {what}", where="mkdocs.yml", hint=hint)
        new = _followed(old, renamed)
        if new not in titles:
            continue
        for form in ("briefs/{}.html", "sources/{}.html", "briefs/{}.embed.html"):
            path, to = form.format(old), form.format(new).partition("/")[2]
            make = partial(_page, path, to, titles[new], renderer)
            yield Job(
                path=path, template="pages/moved.html", shows=(new, titles[new]), make=make, unlisted=True
            )


def _page(path: str, to: str, title: str, renderer: Renderer) -> Page:
    body = renderer.render("moved", "../", to=to, title=title)
    return Page(path=path, title=renderer.words["moved"], body=body, kind="moved", moved_to=to)


def _followed(slug: str, renamed: Mapping[str, str]) -> str:
    seen = {slug}
    while slug in renamed:
        slug = str(renamed[slug])
        if slug in seen:
            raise ConfigError(
                f"renamed: {slug} leads to itself",
                where="mkdocs.yml",
                hint="Write the slug of today behind it, or take it out of `renamed`.",
            )
        seen.add(slug)
    return slug
