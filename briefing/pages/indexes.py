"""Lists over the whole desk: briefs by month, the timeline, the home page."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from briefing.desk import Desk
from briefing.pages import views
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer

NEWEST = 10


def briefs_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the list of all briefs by month."""
    months = groupby(desk.entries, key=lambda e: (e.day.year, e.day.month) if e.day else None)
    groups = [(_month(key, renderer), list(entries)) for key, entries in months]
    body = renderer.render("briefs", "../", groups=groups)
    return Page(path="briefs/index.html", title=renderer.words["briefs"], body=body, kind="index")


def _month(key: tuple[int, int] | None, renderer: Renderer) -> str:
    return views.month_name(*key, renderer.words) if key else str(renderer.words["undated"])


def timeline_page(desk: Desk, renderer: Renderer) -> Page:
    """Return all dated events of all briefs in order of time."""
    rows = [(event, entry) for entry in desk.entries for event in entry.brief.events]
    eras = [row for row in rows if row[0].when.era]
    dated = [row for row in rows if row[0].when.earliest]
    dated.sort(key=lambda row: (row[0].when.earliest or date.min, row[0].when.scheduled, row[1].brief.slug))
    body = renderer.render("timeline", "", rows=[*eras, *dated])
    return Page(path="timeline.html", title=renderer.words["timeline"], body=body, kind="index")


def home_body(desk: Desk, renderer: Renderer) -> str:
    """Return what the home page shows below what people wrote: the newest briefs."""
    return renderer.render("home", "", entries=desk.entries[:NEWEST], total=len(desk.entries))
