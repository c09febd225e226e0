"""The page of one brief: what it says, each item with its sentence."""

from __future__ import annotations

from functools import partial

from briefing import lexicon
from briefing.model import Sentence, meaning, sections
from briefing.render import urls, view_models
from briefing.render.citation import citations
from briefing.render.jsonld import article_data
from briefing.render.page import Html, Page
from briefing.render.renderer import Renderer
from briefing.render.social_cards import card_address
from briefing.render.source_page import cited_sentences
from briefing.render.stance_drawing import then_and_now
from briefing.render.timeline_drawing import timescale
from briefing.render.view_models import SentenceIndex, parallels_of
from briefing.storage.desk import Desk, Entry


def brief_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one brief; nothing on it changes because another brief came."""
    brief, options, words = entry.brief, desk.options, renderer.words
    parallels = parallels_of(entry, desk.reference)
    held = {section.name: len(getattr(brief, section.name)) for section in sections.SECTIONS}
    render = partial(  # for any depth, as in rows, so that the evidence is set once for both
        renderer.render,
        "brief",
        entry=entry,
        brief=brief,
        changed=meaning.changed_since(brief),
        actors={actor.id: actor for actor in brief.actors},
        gaps=view_models.gaps(brief),
        involved=view_models.involved(brief),
        parallels=parallels,
        contents=sections.parts(held | {"parallels": len(parallels)}),
        drawn=then_and_now(entry, desk, lexicon.load(), words["stances"]),
        line=timescale(brief.events, words),
        days=[view_models.in_words(event.when, words=words) for event in brief.events],
        cited=_endnotes(entry),
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


def _endnotes(entry: Entry) -> list[Sentence]:
    """Return the sentences that items quote, where they may be shown."""
    if entry.rights == "none":
        return []
    return [
        entry.sentences[index] for index in sorted(cited_sentences(entry, SentenceIndex(entry.sentences)))
    ]
