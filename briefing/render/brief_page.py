"""The page of one brief: what it says, each item with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import escape
from msgspec import Struct

from briefing import lexicon
from briefing.model import Actor, Brief, Sentence, meaning, sections
from briefing.render import brief_view, urls
from briefing.render.brief_view import BriefView
from briefing.render.citation import citations
from briefing.render.embed_card import embed_path
from briefing.render.jsonld import article_data
from briefing.render.locator_map import locator_map
from briefing.render.page import Html, Page
from briefing.render.renderer import Renderer
from briefing.render.social_cards import card_address
from briefing.render.stance_drawing import then_and_now
from briefing.render.view_models import parallels_of
from briefing.storage.desk import Desk, Entry, Options

CARD = 260
"""Pixels of the height of a card in a frame."""


def brief_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one brief; nothing on it changes because another brief came."""
    brief, options, words = entry.brief, desk.options, renderer.words
    parallels = parallels_of(entry, desk.reference)
    view = brief_view.view(entry)
    where = locator_map(brief)
    render = partial(  # for any depth, as in rows, so that the evidence is set once for both
        renderer.render,
        "brief",
        entry=entry,
        brief=brief,
        view=view,
        changed=meaning.changed_since(brief),
        actors={actor.id: actor for actor in brief.actors},
        told=_told(brief, view),
        persons=[actor for actor in brief.actors if actor.kind == "person" and actor.roles],
        others=[actor for actor in brief.actors if _has_more_names(actor)],
        parallels=parallels,
        where=where,
        contents=_contents(brief, len(parallels), has_map=where is not None),
        drawn=then_and_now(entry, desk, lexicon.load(), words["stances"]),
        cited=_endnotes(entry, renderer.parts.cited),
        shared=_shared(brief, options, words) if not options.pack else None,
        cite=citations(entry, options, words),
        address=urls.absolute(options, f"briefs/{brief.slug}.html"),
        edit=urls.edit(options, brief.slug),
        report=urls.report(options, brief, words),
    )
    return Page(
        path=f"briefs/{brief.slug}.html",
        title=brief.title,
        body=Html.of(render).at("../"),
        description=brief.summary[0].text if brief.summary else brief.title,
        kind="brief",
        updated=entry.updated,
        published=entry.published,
        data=article_data(entry, options),
        image=card_address(entry, options),
    )


class Shared(Struct, frozen=True, kw_only=True):
    """What a reader may send or set elsewhere; nobody else takes part in it."""

    text: str
    """Title, bottom line and link."""
    frame: str
    """The card as HTML; empty where the site's address is not known."""


def _shared(brief: Brief, options: Options, words: Mapping[str, Any]) -> Shared:
    status = f"{words[brief.status]}: " if brief.status in ("draft", "retracted") else ""
    lines = [f"{status}{brief.title}", *(point.text for point in brief.summary[:1])]
    page = urls.absolute(options, f"briefs/{brief.slug}.html")
    card = escape(urls.absolute(options, embed_path(brief.slug)))
    title, size = escape(brief.title), f'width="100%" height="{CARD}"'
    frame = f'<iframe src="{card}" title="{title}" {size} loading="lazy"></iframe>'
    return Shared(text="\n".join([*lines, page]).strip(), frame=frame if page else "")


def _contents(brief: Brief, parallels: int, *, has_map: bool) -> tuple[str, ...]:
    """Return the parts of the page in their order."""
    held = {section.name: len(getattr(brief, section.name)) for section in sections.SECTIONS}
    found = sections.parts(held | {"parallels": parallels})
    found += ["where"] * has_map
    found += ["assessment"] * bool(brief.assessment or brief.notes)
    return (*found, "provenance")


def _has_more_names(actor: Actor) -> bool:
    """Return whether an actor without offices has names or a time that the groups do not show."""
    told = actor.kind == "person" and actor.roles
    return not told and bool(actor.aliases or actor.known_as or actor.era)


def _told(brief: Brief, view: BriefView) -> str:
    """Return the words that the page shows of the source, in which offices may stand."""
    rows = (*view.points.shown, *view.said.shown, *view.times.shown)
    texts = (getattr(row.item, "text", "") for row in rows if not row.home)
    return " ".join((*(point.text for point in brief.summary[:1]), *texts))


def _endnotes(entry: Entry, cited: Callable[[Entry], frozenset[int]]) -> list[Sentence]:
    """Return the sentences that items quote, where they may be shown."""
    if entry.rights == "none":
        return []
    return [entry.sentences[index] for index in sorted(cited(entry))]
