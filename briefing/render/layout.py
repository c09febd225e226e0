"""The body of a page -> the whole page, with its head, navigation and foot."""

from __future__ import annotations

import functools
import posixpath
from urllib.parse import quote, urljoin

from markupsafe import Markup
from msgspec import Struct

from briefing.render.page import Page
from briefing.render.renderer import Renderer

NavLinks = tuple[tuple[str, str, bool], ...]
"""The navigation: title, address from the site's root, and whether it stands at the foot of a page."""


class Link(Struct, frozen=True, kw_only=True):
    """A link of the navigation, on one page."""

    href: str
    title: str
    active: bool
    """Whether the page is the one that it leads to."""
    foot: bool


class Shell(Struct, frozen=True, kw_only=True):
    """What all pages of a site have around their bodies."""

    links: NavLinks
    site_name: str
    site_url: str
    handling: str
    styles: tuple[str, ...] = ()
    """The desk's own style sheets (`extra_css`), by their addresses from the site's root."""
    preview: bool
    """Whether the live preview shows it, whose script the security policy would stop."""
    below: str = ""
    """The folder that the pages are in, from the root that `links` count from, with a slash."""

    def _linked(self, path: str) -> str:
        """Return a page's address where the navigation leads to it, else nothing."""
        return next((url for _, url, _ in self.links if url == path), "")

    def whole(self, page: Page, renderer: Renderer) -> bytes:
        """Return a page as its file holds it."""
        path = self.below + page.path
        links = _links(self.links, posixpath.dirname(path) or ".", self._linked(path))
        text = renderer.template(
            "shell.html",
            root=page.root,
            styles=self.styles,
            links=links,
            title=page.title,
            content=Markup(page.body),  # noqa: S704 (made by escaping templates)
            site_name=self.site_name,
            canonical=urljoin(self.site_url, quote(page.path)) if self.site_url else "",
            description=page.description,
            kind=page.kind,
            data=Markup(page.data),  # noqa: S704 (escaped where it was made)
            image=page.image,
            moved_to=page.moved_to,
            published=page.published.isoformat() if page.published else "",
            updated=page.updated.isoformat() if page.updated else "",
            csp=not self.preview,
            lang=renderer.words["lang"],
            handling=self.handling,
        )
        return text.encode()


@functools.lru_cache(maxsize=256)
def _links(links: NavLinks, folder: str, active: str) -> tuple[Link, ...]:
    """Return the navigation as a page in a folder shows it."""
    return tuple(
        Link(href=posixpath.relpath(url, folder), title=title, active=url == active, foot=foot)
        for title, url, foot in links
    )
