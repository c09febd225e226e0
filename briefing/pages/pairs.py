"""Every pair of then and now of the desk, by theme."""

from __future__ import annotations

from itertools import groupby

from briefing.desk import Desk
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer


def pairs_page(desk: Desk, renderer: Renderer) -> Page:
    """Return every pair of then and now, by theme."""
    rows = [(pair, entry) for entry in desk.entries for pair in entry.brief.comparison]
    rows.sort(key=lambda row: row[0].theme)
    actors = {e.brief.slug: {actor.id: actor for actor in e.brief.actors} for _, e in rows}
    groups = [(theme, list(group)) for theme, group in groupby(rows, key=lambda row: row[0].theme)]
    body = renderer.render("pairs", "", groups=groups, actors=actors)
    return Page(path="then-and-now.html", title=renderer.words["then_and_now"], body=body, kind="index")
