"""Slugs of briefs that are held back -> a page at each address, which says so and nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer


def held_jobs(slugs: Iterable[str], renderer: Renderer) -> Iterator[Job]:
    """Yield the pages at the addresses of a brief and of its source."""
    for slug in slugs:
        for folder in ("briefs", "sources"):
            path = f"{folder}/{slug}.html"
            make = partial(_page, path, renderer)
            yield Job(path=path, template="pages/held.html", shows=None, make=make, unlisted=True)


def _page(path: str, renderer: Renderer) -> Page:
    body = renderer.render("held", "../")
    return Page(path=path, title=renderer.words["held"], body=body, kind="held")
