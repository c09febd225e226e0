"""Pages that stand at the old address of a renamed brief and lead on to the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing import portable
from briefing.desk import Desk
from briefing.model import ConfigError
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer


def moved_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each old address; one that leads to a brief which is not published is left out.

    Raises ConfigError where the old slug is a brief's own, or leads to itself.
    """
    titles = {entry.brief.slug: entry.brief.title for entry in desk.entries}
    for old in sorted(desk.options.renamed):
        if old in titles:
            raise ConfigError(
                f"renamed: {old} is the slug of a brief that is there",
                where="mkdocs.yml",
                hint="Take it out of `renamed`, or rename the brief's seed and record.",
            )
        if what := portable.fault(old):
            hint = "Write the slug that the brief had: a file name without its ending."
            raise ConfigError(f"renamed: {old!r}: {what}", where="mkdocs.yml", hint=hint)
        new = _followed(old, desk.options.renamed)
        if new not in titles:
            continue
        for folder in ("briefs", "sources"):
            body = renderer.render("moved", "../", to=f"{new}.html", title=titles[new])
            title = renderer.words["moved"]
            yield Page(
                path=f"{folder}/{old}.html", title=title, body=body, kind="moved", moved_to=f"{new}.html"
            )


def _followed(slug: str, renamed: Mapping[str, str]) -> str:
    seen = {slug}
    while slug in renamed:
        slug = str(renamed[slug])
        if slug in seen:
            raise ConfigError(
                f"renamed: {slug} leads to itself",
                where="mkdocs.yml",
                hint="Each old slug names the slug of today.",
            )
        seen.add(slug)
    return slug
