"""Desk -> pages: bodies made by Jinja, each under its address.

There is one way to render.  The MkDocs plugin, the packs and the incremental build are writers of the
same pages.  `entry_files` makes what shows one brief alone; `share` what that brief adds to the rest;
`jobs` are the pages of the whole desk, made of all shares.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from briefing.model import ConfigError
from briefing.render.actor_index import names_jobs
from briefing.render.actor_pages import actor_jobs
from briefing.render.brief_page import brief_page
from briefing.render.comparison_index import pairs_jobs
from briefing.render.contribution import Contribution, share
from briefing.render.embed_card import TEMPLATE as EMBED
from briefing.render.embed_card import embed_card, embed_path
from briefing.render.era_pages import era_jobs
from briefing.render.exports import export_jobs, record_file, record_path
from briefing.render.held_pages import held_jobs
from briefing.render.home_page import home_body
from briefing.render.index import Catalogue, catalogue
from briefing.render.jinja import visible
from briefing.render.list_pages import index_jobs
from briefing.render.page import NO_TEMPLATE, Job, Page, RawFile
from briefing.render.redirects import moved_jobs
from briefing.render.renderer import Renderer
from briefing.render.search import document_piece
from briefing.render.search import files as index_files
from briefing.render.search_page import documents, page_documents, piece, pieces, search_jobs, spellings
from briefing.render.social_cards import card_file
from briefing.render.source_page import source_page
from briefing.render.timeline_page import timeline_jobs
from briefing.render.weeks import week_jobs
from briefing.storage.boundary import guarded
from briefing.storage.desk import Desk, Entry

__all__ = [
    "Catalogue",
    "Contribution",
    "Job",
    "Page",
    "RawFile",
    "Renderer",
    "catalogue",
    "catalogue_of",
    "documents",
    "embed_path",
    "entry_files",
    "held_jobs",
    "home_body",
    "jobs",
    "page_documents",
    "pages",
    "piece",
    "pieces",
    "raw_files",
    "record_path",
    "require_apart",
    "share",
    "spellings",
    "template_of",
    "visible",
]


def entry_files(
    entry: Entry, desk: Desk, renderer: Renderer, *, card: bool = True, besides: Container[str] = ()
) -> Iterator[Page | RawFile]:
    """Yield what shows one brief alone; of `desk` only the reference and the options count.

    Without `card` the picture for other sites is left out, and so are the files `besides`.  Raises
    ConfigError where what draws it is not installed.
    """
    slug = entry.brief.slug
    if f"briefs/{slug}.html" not in besides:
        yield brief_page(entry, desk, renderer)
    if entry.sentences and f"sources/{slug}.html" not in besides:
        yield source_page(entry, desk, renderer)
    if embed_path(slug) not in besides and not desk.options.pack:
        yield embed_card(entry, desk.options, renderer)
    if record_path(slug) not in besides:
        yield record_file(entry)
    if card and f"briefs/{slug}.png" not in besides:
        picture = card_file(entry, desk.options, renderer)
        if picture is not None:
            yield picture


def template_of(path: str) -> str:
    """Return the template of a file that shows one brief alone."""
    if path.endswith(".embed.html"):
        return EMBED
    folder, _, kind = path.partition("/")[0], *path.rpartition(".")[1:]
    return _TEMPLATES[folder, kind]


_TEMPLATES = {
    ("briefs", "html"): "pages/brief.html",
    ("briefs", "json"): NO_TEMPLATE,
    ("briefs", "png"): "pages/card.svg.j2",
    ("sources", "html"): "pages/source.html",
}


def jobs(whole: Catalogue, renderer: Renderer, record: Callable[[str], bytes]) -> Iterator[Job]:
    """Yield every page and file that shows the whole desk, but for the search index and the home page.

    `record` returns the record of a slug as `entry_files` made it.
    """
    yield from actor_jobs(whole, renderer)
    yield from names_jobs(whole, renderer)
    yield from index_jobs(whole, renderer)
    yield from timeline_jobs(whole, renderer)
    yield from week_jobs(whole, renderer)
    yield from pairs_jobs(whole, renderer)
    yield from era_jobs(whole, renderer)
    yield from search_jobs(whole, renderer)
    yield from moved_jobs(whole, renderer)
    yield from export_jobs(whole, renderer, record)


def require_apart(paths: Iterator[str]) -> None:
    """Raise ConfigError where two pages would have one address, also on disks that know no case."""
    taken: set[str] = set()
    for path in paths:
        key = path.casefold()
        if key in taken:
            raise ConfigError(
                f"two pages have the address {path}",
                where="briefs",
                hint="Rename the seed and the record of one of them.",
            )
        taken.add(key)


# -- a desk that is in memory -----------------------------------------------------------------


def catalogue_of(desk: Desk, renderer: Renderer) -> Catalogue:
    """Return the shares of all briefs of a desk; raises BriefError where one of them cannot be shown."""
    shares = []
    for entry in desk.entries:
        with guarded(entry.brief.slug):
            shares.append(share(entry, desk, renderer))
    return catalogue(shares, desk.reference, desk.options)


def pages(desk: Desk, renderer: Renderer, whole: Catalogue | None = None) -> Iterator[Page]:
    """Yield every page of a desk but those that people write; raises ConfigError as `require_apart`."""
    made = [file for file in _files(desk, renderer, whole) if isinstance(file, Page)]
    require_apart(page.path for page in made)
    yield from made


def raw_files(
    desk: Desk, renderer: Renderer, whole: Catalogue | None = None, *, index: bool = True
) -> Iterator[RawFile]:
    """Yield every file of a desk that is no page; the search index only where `index` asks for it."""
    whole = whole or catalogue_of(desk, renderer)
    yield from (file for file in _files(desk, renderer, whole) if isinstance(file, RawFile))
    if index:
        besides = map(document_piece, documents(whole, renderer))
        found = index_files((*pieces(desk), *besides))
        yield from (RawFile(path=path, data=data) for path, data in found)


def _files(desk: Desk, renderer: Renderer, whole: Catalogue | None) -> Iterator[Page | RawFile]:
    records = {entry.brief.slug: entry for entry in desk.entries}
    for entry in desk.entries:
        with guarded(entry.brief.slug):
            made = list(entry_files(entry, desk, renderer, card=False))
        yield from made
    for job in jobs(
        whole or catalogue_of(desk, renderer), renderer, lambda slug: record_file(records[slug]).data
    ):
        yield job.make()
