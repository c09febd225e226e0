"""The page of one brief: what it says, each item with its sentence."""

from __future__ import annotations

from briefing.desk import Desk, Entry
from briefing.pages import views
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer


def brief_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one brief; nothing on it changes because another brief came."""
    brief = entry.brief
    body = renderer.render(
        "brief",
        "../",
        entry=entry,
        brief=brief,
        actors={actor.id: actor for actor in brief.actors},
        gaps=views.gaps(brief),
        rights=brief.source.rights or desk.options.source_text,
    )
    return Page(
        path=f"briefs/{brief.slug}.html",
        title=brief.title,
        body=body,
        description=brief.summary[0].text if brief.summary else brief.title,
        kind="brief",
        updated=brief.reviewed or entry.day,
    )
