"""The page that searches, the words that its script shows, and what is found besides briefs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from typing import Any

import msgspec

from briefing import lexicon
from briefing.model import Episode
from briefing.render import search, view_models
from briefing.render.era_pages import era_name
from briefing.render.index import Catalogue, ListedActor
from briefing.render.page import Job, Page, RawFile
from briefing.render.renderer import Renderer
from briefing.render.search import Document
from briefing.render.search.terms import terms
from briefing.render.view_models import parallels_of
from briefing.storage.desk import Desk, Entry

WORDS = "search-words.js"
"""The words and the box of the search, which its script loads when it is opened on any page."""
_SHOWN = (
    "search_hint", "one_hit", "many_hits", "least_hits", "some_hits", "no_hit", "search_failed",
    "sentence_number", "meant", "spelt", "all_hits", "months", "short_day", "search_groups",
)  # fmt: skip


_NO_PAGES = frozenset({"search.html", "eras/index.html"})
"""The page of the search itself, and that of an era, which is found as one."""


def search_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the page with the search box, whose filters offer what the desk holds, and the script's words."""
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
    yield Job(path="search.html", template="pages/search.html", shows=filters, make=make, navigable=True)
    yield Job(
        path=WORDS,
        template="pages/search-box.html",
        shows=filters["statuses"],
        make=partial(_words, filters["statuses"], renderer),
    )


def _page(filters: dict[str, Any], renderer: Renderer) -> Page:
    body = renderer.render("search", "", **filters)
    return Page(path="search.html", title=renderer.words["search"], body=body, kind="index")


def _words(statuses: Mapping[str, str], renderer: Renderer) -> RawFile:
    """Return the script that hands over the words and the box that opens on any page."""
    shown = {name: renderer.words[name] for name in _SHOWN}
    box = renderer.render("search-box", "")
    data = msgspec.json.encode(shown | {"status": statuses, "box": box}).decode()
    return RawFile(path=WORDS, data=f'briefingSearch("words",{data})\n'.encode())


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


# -- what is found besides briefs ---------------------------------------------------------------


def documents(catalogue: Catalogue, renderer: Renderer) -> Iterator[Document]:
    """Yield actors, eras and episodes as the search finds them."""
    known = search.spellings(catalogue.reference, lexicon.load())
    for actor in catalogue.actors.values():
        yield _actor(actor, known, renderer)
    for era in catalogue.reference.eras:
        years = f"{era.since} {renderer.words['to']} {era.until}"
        path = f"eras/{era_name(era, catalogue.reference)}.html"
        yield Document(group=search.EPISODES, path=path, title=era.title, note=years)
        for episode in era.episodes:
            yield _episode(episode, era.title, known, renderer)


def _actor(actor: ListedActor, known: Mapping[str, tuple[str, ...]], renderer: Renderer) -> Document:
    newest = actor.newest
    names = dict.fromkeys((*(one.named.name for one in actor.appearances), *known.get(actor.id, ())))
    names.pop(newest.name, None)
    state = newest.country and newest.kind != "state"
    return Document(
        group=search.ACTORS,
        path=f"actors/{actor.id}.html",
        title=newest.name,
        note=renderer.country(newest.country) if state and newest.country else "",
        names=tuple(names),
        rank=len(actor.appearances).bit_length(),
    )


def _episode(
    episode: Episode, era: str, known: Mapping[str, tuple[str, ...]], renderer: Renderer
) -> Document:
    ids = (*episode.states, *episode.third, *episode.leaders, *episode.bodies)
    years = view_models.span_of_time(episode.since, episode.until, words=renderer.words)
    return Document(
        group=search.EPISODES,
        path=f"episodes/{episode.id}.html",
        title=episode.title,
        note=f"{years}, {era}",
        names=(*(name for one in ids for name in known.get(one, ())[:1]), *episode.places),
        sentences=((episode.text, ""), (years, "")),
    )


def page_documents(pages: Iterable[Page]) -> Iterator[Document]:
    """Yield pages as the search finds them: those that people wrote by their words, others by their title."""
    for page in pages:
        if page.path in _NO_PAGES:
            continue
        parser = _Blocks()
        parser.feed(page.body)
        found = tuple((text, place) for text, place in parser.blocks() if text != page.title)
        yield Document(group=search.PAGES, path=page.path, title=page.title, sentences=found)


class _Blocks(HTMLParser):
    """Takes HTML that Markdown made apart into its blocks of text, each with the id of its heading."""

    ENDS = frozenset({"p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self._found: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._place = ""

    def blocks(self) -> list[tuple[str, str]]:
        """Return the texts with their places."""
        self._end()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.ENDS:
            self._end()
        if tag in {"h2", "h3", "h4"}:
            self._place = dict(attrs).get("id") or self._place

    def handle_endtag(self, tag: str) -> None:
        if tag in self.ENDS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end(self) -> None:
        if text := " ".join("".join(self._text).split()):
            self._found.append((text, self._place))
        self._text.clear()
