"""A brief -> the card that other sites may show in a frame: a page without a script."""

from __future__ import annotations

from briefing.render import urls
from briefing.render.page import RawFile
from briefing.render.renderer import Renderer
from briefing.storage.desk import Entry, Options

TEMPLATE = "pages/embed.html"


def embed_path(slug: str) -> str:
    """Return the address of the card of a brief."""
    return f"briefs/{slug}.embed.html"


def embed_card(entry: Entry, options: Options, renderer: Renderer) -> RawFile:
    """Return the card of a brief."""
    body = renderer.template(
        TEMPLATE,
        root="../",
        entry=entry,
        brief=entry.brief,
        site_name=options.site_name,
        handling=options.handling,
        canonical=urls.absolute(options, f"briefs/{entry.brief.slug}.html"),
    )
    return RawFile(path=embed_path(entry.brief.slug), data=body.encode())
