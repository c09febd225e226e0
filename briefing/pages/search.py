"""The page that searches; what it searches in is made by `briefing.search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import lexicon
from briefing.desk import Desk
from briefing.pages import views
from briefing.search.folding import terms

if TYPE_CHECKING:
    from briefing.pages import Page, Renderer


def search_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the page with the search box; its filters offer what the desk holds."""
    from briefing.pages import Page

    names = {state.country: state.names[0] for state in reversed(lexicon.load().states)}
    codes = {actor.country for entry in desk.entries for actor in entry.brief.actors if actor.country}
    tags = {tag for entry in desk.entries for tag in entry.brief.source.tags}
    statuses = {entry.brief.status for entry in desk.entries}
    body = renderer.render(
        "search",
        "",
        months=views.MONTHS,
        countries=sorted(((code, names.get(code, code)) for code in codes), key=lambda row: row[1]),
        tags=sorted(("-".join(terms(tag)), tag) for tag in tags),
        statuses={status: renderer.words[status] for status in sorted(statuses)},
    )
    return Page(path="search.html", title=renderer.words["search"], body=body, kind="index")
