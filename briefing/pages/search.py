"""The page that searches and the files that it searches in."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lexicon, search
from briefing.desk import Desk
from briefing.pages.page import Page, RawFile
from briefing.pages.renderer import Renderer
from briefing.search.folding import terms


def search_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the page with the search box; its filters offer what the desk holds."""
    names = {state.country: state.names[0] for state in reversed(lexicon.load().states)}
    codes = {actor.country for entry in desk.entries for actor in entry.brief.actors if actor.country}
    tags = {tag for entry in desk.entries for tag in entry.brief.source.tags}
    statuses = {entry.brief.status for entry in desk.entries}
    body = renderer.render(
        "search",
        "",
        countries=sorted(((code, names.get(code, code)) for code in codes), key=lambda row: row[1]),
        tags=sorted(("-".join(terms(tag)), tag) for tag in tags),
        statuses={status: renderer.words[status] for status in sorted(statuses)},
    )
    return Page(path="search.html", title=renderer.words["search"], body=body, kind="index")


def search_files(desk: Desk) -> Iterator[RawFile]:
    """Yield the files of the search index."""
    for path, data in search.files(desk, lexicon.load()):
        yield RawFile(path=path, data=data)
