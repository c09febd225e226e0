"""A selected desk -> the pages of a pack, made by `briefing.render`, with no link that leads nowhere.

What was left out is plain text: an anchor whose page is not in the pack loses its address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import quote, unquote

from markupsafe import Markup
from msgspec import Struct, structs

from briefing import render
from briefing.model import moments
from briefing.packs import naming
from briefing.render import Page, RawFile, Renderer, search
from briefing.render.jinja import escaped
from briefing.storage.boundary import guarded
from briefing.storage.desk import Desk, DeskActor, Entry

Paper = Literal["A4", "Letter"]
ASSETS = ("style.css", "more.css", "page.js", "theme.js", "search.js", "search.css", "icon.svg")
HEAD = (
    "index.html",
    "briefs/index.html",
    "actors/index.html",
    "timeline.html",
    "then-and-now.html",
    "search.html",
)
"""What the head of each page leads to."""
_OUTSIDE = re.compile(r"https?://", re.I)


class Book(Struct, frozen=True, kw_only=True):
    """What every format is made from."""

    title: str
    name: str
    """The file's name without its ending."""
    desk: Desk
    renderer: Renderer
    distribution: str
    """Who may have it, in the desk's words; empty where nobody said."""
    selection: dict[str, Any]
    paper: Paper
    one_page: bool = False
    """Whether a PDF holds each brief on one page, shortened."""
    pdf_memory: int
    """Megabytes that setting a PDF may take."""
    built: datetime
    """In UTC, whole seconds: SOURCE_DATE_EPOCH, or the newest day that a record tells of."""

    @property
    def handling(self) -> str:
        return self.desk.options.handling

    @property
    def words(self) -> Any:
        return self.renderer.words

    @property
    def day(self) -> date:
        return self.built.date()

    def values(self) -> dict[str, Any]:
        """Return what the templates of every format need."""
        return {
            "book": self,
            "entries": self.desk.entries,
            "lang": self.words["lang"],
            "handling": self.handling,
        }


def built_at(desk: Desk, epoch: str) -> datetime:
    """Return the time that a pack bears: `epoch` in seconds where it is given, else the newest record's."""
    moment = moments.of_epoch(epoch)
    if moment is None:
        newest = max((day for entry in desk.entries if (day := entry.updated)), default=date(1980, 1, 1))
        moment = datetime.combine(newest, time(), UTC)
    first, last = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)
    return min(max(moment, first), last)  # an archive knows none that is earlier or later


def named(desk: Desk) -> list[tuple[DeskActor, list[Entry]]]:
    """Return the index of names: each actor of the desk with the briefs that name it."""
    rows = [(actor, [a.entry for a in actor.appearances]) for actor in desk.actors.values()]
    return sorted(rows, key=lambda row: (row[0].newest.name.casefold(), row[0].id))


# -- the pages of a folder ----------------------------------------------------------------------


def site_pages(book: Book) -> list[Page]:
    """Return the cover and every page of the desk, as the site has them."""
    body = book.renderer.template("packs/cover.html", root="", **book.values())
    cover = Page(path="index.html", title=book.title, body=body, kind="index")
    return [cover, *render.pages(book.desk, book.renderer)]


def site_files(book: Book) -> Iterator[RawFile]:
    """Yield the records, the search index and the assets under safe names."""
    for raw in render.raw_files(book.desk, book.renderer, index=False):
        yield RawFile(path=naming.safe_path(raw.path), data=raw.data)
    whole = render.catalogue_of(book.desk, book.renderer)
    besides = render.documents(whole, book.renderer)
    there = (structs.replace(one, path=naming.safe_path(one.path)) for one in besides)
    for path, data in search.files((*_pieces(book.desk), *map(search.document_piece, there))):
        yield RawFile(path=path, data=data)
    for name in ASSETS:
        yield RawFile(path=f"assets/{name}", data=book.renderer.source(f"assets/{name}").encode())


def _pieces(desk: Desk) -> Iterator[search.Piece]:
    """Yield the pieces of the index under the names that the files have: results lead to them."""
    known = render.spellings(desk)
    for entry in desk.entries:
        renamed = structs.replace(entry.brief, slug=_stem(entry.brief.slug))
        with guarded(entry.brief.slug):
            found = render.piece(structs.replace(entry, brief=renamed), desk, known)
        yield found


def _stem(slug: str) -> str:
    return naming.safe_path(f"briefs/{slug}.html").removeprefix("briefs/").removesuffix(".html")


class _Links(HTMLParser):
    """Sets links of HTML again; what is no link stays byte for byte as it is.

    An anchor whose page is not there becomes a span, and a picture its description.
    """

    def __init__(self, body: str, address: Callable[[str], str | None]) -> None:
        super().__init__()
        self._body, self._address = body, address
        self._lines = [0, *(found.end() for found in re.finditer("\n", body))]
        """Where each line begins."""
        self._made: list[str] = []
        self._at = 0
        """Up to here the body is made."""
        self._open: list[str] = []
        """What each anchor that is open has become."""

    def text(self) -> str:
        """Return the HTML with its links."""
        self.feed(self._body)
        self.close()
        return "".join(self._made) + self._body[self._at :]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            href = given.get("href")
            new = None if href is None else self._address(href)
            self._open.append("a" if href is None or new is not None else "span")
            if new is not None:
                self._put(_start("a", {**given, "href": new}))
            elif href is not None:
                self._put(_start("span", {name: value for name, value in given.items() if name != "href"}))
        elif tag == "img":
            self._put(f"<span>{escaped(given.get('alt') or '')}</span>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open and self._open.pop() != "a":
            self._put("</span>", len("</a>"))

    def _put(self, html: str, size: int | None = None) -> None:
        """Put something in the place of the tag that was read last, or of so many characters."""
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self._made += (self._body[self._at : start], html)
        self._at = start + (len(self.get_starttag_text() or "") if size is None else size)


def _start(tag: str, attributes: Mapping[str, str | None]) -> str:
    """Return the start of an element."""
    shown = (name if value is None else f'{name}="{escaped(value)}"' for name, value in attributes.items())
    return f"<{' '.join((tag, *shown))}>"


class Shelf:
    """Sets the pages of a folder: the shell around each body, links within the folder alone."""

    def __init__(self, book: Book, made: Collection[Page], others: Collection[str]) -> None:
        self.book = book
        self.paths = {page.path for page in made} | set(others)
        titles = {page.path: page.title for page in made} | {"index.html": book.words["pack_contents"]}
        self.nav = [(name, titles[name]) for name in HEAD if name in titles]
        self._known: dict[tuple[str, str], str | None] = {}

    def whole(self, page: Page) -> bytes:
        """Return a page as its file holds it."""
        book, path = self.book, naming.safe_path(page.path)
        root = "../" * path.count("/")
        links = [
            {"href": root + name, "title": title, "active": name == page.path, "foot": False}
            for name, title in self.nav
        ]
        text = book.renderer.template(
            "shell.html",
            root=root,
            links=links,
            title=page.title,
            content=Markup(self.linked(page.body, page.path)),  # noqa: S704 (made by escaping templates)
            site_name=book.title,
            canonical="",
            description=page.description,
            kind=page.kind,
            csp=True,
            lang=book.words["lang"],
            handling=book.handling,
        )
        return text.encode()

    def linked(self, body: str, path: str) -> str:
        """Return a body whose links lead to pages of the folder; all others are plain text."""

        return _Links(body, lambda href: self._address(href, path)).text()

    def _address(self, href: str, path: str) -> str | None:
        """Return where a link leads inside the folder, or None where its target is not in it."""
        if href.startswith("#") or _OUTSIDE.match(href):
            return href
        folder = posixpath.dirname(path)
        target, mark, fragment = href.partition("#")
        key = (folder, target)
        if key not in self._known:
            self._known[key] = self._place(target, path)
        place = self._known[key]
        return None if place is None else place + mark + fragment

    def _place(self, target: str, path: str) -> str | None:
        folder = posixpath.dirname(path)
        whole = posixpath.join(folder, target)
        found = next((p for p in (posixpath.normpath(whole), whole) if p in self.paths), None)
        if found is None:
            unquoted = posixpath.normpath(unquote(whole))
            found = unquoted if unquoted in self.paths else self._unresolved(folder, target)
        if found is None:
            return None
        start = posixpath.dirname(naming.safe_path(path)) or "."
        return quote(posixpath.relpath(naming.safe_path(found), start))

    def _unresolved(self, folder: str, target: str) -> str | None:
        """Find a page whose own name holds "../": a link to it is the way to the root and that name."""
        rest = target
        for _ in range(len(folder.split("/")) if folder else 0):
            rest = rest.removeprefix("../")
        return rest if rest in self.paths else None
