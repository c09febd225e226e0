"""Desk -> pages: bodies made by Jinja, each under its address.

There is one way to render.  The MkDocs plugin, the packs and whatever comes next are writers of
the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.desk import Desk
from briefing.pages.actors import actor_page, actors_page
from briefing.pages.brief import brief_page
from briefing.pages.indexes import briefs_page, home_body, timeline_page
from briefing.pages.page import Page, RawFile
from briefing.pages.pairs import pairs_page
from briefing.pages.renderer import Renderer
from briefing.pages.source import source_page

__all__ = ["Page", "RawFile", "Renderer", "home_body", "pages"]


def pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield every page of the desk but those that people write."""
    for entry in desk.entries:
        yield brief_page(entry, desk, renderer)
        yield source_page(entry, desk, renderer)
    for actor in desk.actors.values():
        yield actor_page(actor, desk, renderer)
    yield briefs_page(desk, renderer)
    yield actors_page(desk, renderer)
    yield timeline_page(desk, renderer)
    yield pairs_page(desk, renderer)
