"""The pages of actors: one for each across all briefs, and the list from A to Z."""

from __future__ import annotations

from briefing.desk import Desk, DeskActor
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer


def actor_page(actor: DeskActor, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one actor across all briefs."""
    del desk
    forms: dict[str, None] = {}
    for appearance in actor.appearances:
        for form in (appearance.actor.name, *appearance.actor.aliases):
            forms.setdefault(form)
    body = renderer.render("actor", "../", actor=actor, newest=actor.newest, forms=list(forms))
    day = max((a.entry.day for a in actor.appearances if a.entry.day), default=None)
    return Page(path=f"actors/{actor.id}.html", title=actor.newest.name, body=body, kind="actor", updated=day)


def actors_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the list of all actors, A to Z by kind."""
    kinds = ("person", "organization", "state", "group")
    groups = [
        (
            kind,
            sorted(
                (a for a in desk.actors.values() if a.newest.kind == kind),
                key=lambda a: a.newest.name.casefold(),
            ),
        )
        for kind in kinds
    ]
    body = renderer.render("actors", "../", groups=[(kind, rows) for kind, rows in groups if rows])
    return Page(path="actors/index.html", title=renderer.words["actors"], body=body, kind="index")
