"""The page that searches and the files that it searches in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from briefing import lexicon
from briefing.render import search
from briefing.render.index import Catalogue
from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer
from briefing.render.search.terms import terms
from briefing.render.view_models import parallels_of
from briefing.storage.desk import Desk, Entry


def search_job(catalogue: Catalogue, renderer: Renderer) -> Job:
    """Return the page with the search box; its filters offer what the desk holds."""
    names = {state.country: state.names[0] for state in reversed(lexicon.load().states)}
    codes = {actor.country for facts in catalogue.facts for actor in facts.actors if actor.country}
    tags = {tag for facts in catalogue.facts for tag in facts.tags}
    statuses = {facts.status for facts in catalogue.facts}
    filters: dict[str, Any] = {
        "countries": sorted(((code, names.get(code, code)) for code in codes), key=lambda row: row[1]),
        "eras": [(era.id, era.title) for era in catalogue.reference.eras],
        "tags": sorted(("-".join(terms(tag)), tag) for tag in tags),
        "statuses": {status: renderer.words[status] for status in sorted(statuses)},
    }
    make = partial(_page, filters, renderer)
    return Job(path="search.html", template="pages/search.html", shows=filters, make=make, navigable=True)


def _page(filters: dict[str, Any], renderer: Renderer) -> Page:
    body = renderer.render("search", "", **filters)
    return Page(path="search.html", title=renderer.words["search"], body=body, kind="index")


def pieces(desk: Desk) -> Iterator[search.Piece]:
    """Yield what each brief of a desk adds to the search index."""
    known = spellings(desk)
    return (piece(entry, desk, known) for entry in desk.entries)


def piece(entry: Entry, desk: Desk, known: Mapping[str, tuple[str, ...]]) -> search.Piece:
    """Return what a brief adds to the search index; of `desk` only the options and the reference count."""
    eras = {pair.era for pair in entry.brief.comparison}
    eras |= {shown.era.id for shown in parallels_of(entry, desk.reference)}
    return search.piece(entry, known, entry.brief.source.rights or desk.options.source_text, eras)


def spellings(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return every name by which a desk knows an actor, by id."""
    return search.spellings(desk.reference, lexicon.load())
