"""The page of one brief: what it says, each item with its sentence."""

from __future__ import annotations

from briefing import lexicon
from briefing.desk import Desk, Entry
from briefing.pages import addresses, views
from briefing.pages.cards import card_address
from briefing.pages.citation import citations
from briefing.pages.drawings import then_and_now
from briefing.pages.eras import parallels_of
from briefing.pages.exports import updated
from briefing.pages.jsonld import article_data
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer
from briefing.pages.source import source_sentences
from briefing.pages.timescale import timescale


def brief_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one brief; nothing on it changes because another brief came."""
    brief, options, words = entry.brief, desk.options, renderer.words
    body = renderer.render(
        "brief",
        "../",
        entry=entry,
        brief=brief,
        actors={actor.id: actor for actor in brief.actors},
        gaps=views.gaps(brief),
        parallels=parallels_of(entry, desk.reference),
        drawn=then_and_now(entry, desk, lexicon.load(), words["stances"]),
        line=timescale(brief.events, words),
        endnotes=[s for s in source_sentences(entry, renderer) if s.cited and s.runs],
        cite=citations(entry, options, words),
        address=addresses.absolute(options, f"briefs/{brief.slug}.html"),
        edit=addresses.edit(options, brief.slug),
        report=addresses.report(options, brief, words),
    )
    return Page(
        path=f"briefs/{brief.slug}.html",
        title=brief.title,
        body=body,
        description=brief.summary[0].text if brief.summary else brief.title,
        kind="brief",
        updated=updated(entry),
        published=entry.day,
        data=article_data(entry, options),
        image=card_address(entry, options),
    )
