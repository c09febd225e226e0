"""Desk -> pages: bodies made by Jinja, each under its address.

There is one way to render.  The MkDocs plugin, the packs and whatever comes next are writers of
the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.desk import Desk
from briefing.model import ConfigError
from briefing.pages.actors import actor_pages
from briefing.pages.brief import brief_page
from briefing.pages.eras import era_files, era_pages
from briefing.pages.exports import exports
from briefing.pages.indexes import home_body, index_pages
from briefing.pages.moved import moved_pages
from briefing.pages.names import names_pages
from briefing.pages.page import Page, RawFile
from briefing.pages.pairs import pairs_page
from briefing.pages.renderer import Renderer
from briefing.pages.search import search_files, search_page
from briefing.pages.source import source_page
from briefing.pages.visible import visible

__all__ = ["Page", "RawFile", "Renderer", "home_body", "pages", "raw_files", "visible"]


def pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield every page of the desk but those that people write.

    Raises ConfigError where two pages would have one address, also on disks that know no case.
    """
    taken: set[str] = set()
    for page in _every_page(desk, renderer):
        key = page.path.casefold()
        if key in taken:
            raise ConfigError(
                f"two pages have the address {page.path}",
                where=page.title,
                hint="Rename the seed and the record of one of them.",
            )
        taken.add(key)
        yield page


def _every_page(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    for entry in desk.entries:
        yield brief_page(entry, desk, renderer)
        if entry.sentences:
            yield source_page(entry, desk, renderer)
    yield from actor_pages(desk, renderer)
    yield from names_pages(desk, renderer)
    yield from index_pages(desk, renderer)
    yield pairs_page(desk, renderer)
    yield from era_pages(desk, renderer)
    yield search_page(desk, renderer)
    yield from moved_pages(desk, renderer)


def raw_files(desk: Desk, renderer: Renderer) -> Iterator[RawFile]:
    """Yield every file of the desk that is no page."""
    yield from exports(desk, renderer)
    yield from era_files(desk)
    yield from search_files(desk)
