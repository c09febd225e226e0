"""A book -> an EPUB 3 file: a chapter a brief, the source texts as end notes, linked both ways."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from briefing.model import ConfigError
from briefing.model.extras import install_hint
from briefing.packs import chapters, endnotes, html_tree, manifest
from briefing.packs.archive import archive
from briefing.packs.book import Book
from briefing.packs.chapters import Chapter
from briefing.render.social_cards import drawing

MIME = b"application/epub+zip"
CONTAINER = b"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_SEMANTICS = {"cover": "cover", "source": "endnotes", "names": "index"}
_COVER_LINE, _COVER_LINES = 23, 8
_NOT_IN_XHTML = ("data-n", "data-copy", "data-done")


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack."""
    found, picture = bound(book), _picture(book)
    facts = manifest.pack_json(book, "epub")
    with archive(path, book.built) as out:
        out.put("mimetype", MIME, stored=True)  # first and as it is: so says the standard
        out.put("META-INF/container.xml", CONTAINER)
        for name, text in _front(book, found, facts, raster=bool(picture)).items():
            out.put(f"EPUB/{name}", text.encode())
        if picture:
            out.put("EPUB/cover.png", picture)
        for number, chapter in enumerate(found, 1):
            out.put(f"EPUB/{chapter.key}.xhtml", _xhtml(book, chapter).encode())
            advance(number, len(found))
        out.put(f"META-INF/{manifest.PACK}", facts)
        out.put(f"META-INF/{manifest.MANIFEST}", manifest.manifest(out.hashes))
    return (
        []
        if picture
        else [f"epub: the cover is SVG alone, which some readers do not show. {install_hint('cards')}"]
    )


def _picture(book: Book) -> bytes:
    """Return the cover as PNG; empty where what draws it, the extra `cards`, is not installed."""
    try:
        draw, fonts = drawing()
    except ConfigError:
        return b""
    return bytes(draw(svg_string=_cover(book), skip_system_fonts=True, font_files=fonts))


def _cover(book: Book) -> str:
    lines = textwrap.wrap(book.title, _COVER_LINE)
    if len(lines) > _COVER_LINES:
        lines = [*lines[: _COVER_LINES - 1], lines[_COVER_LINES - 1] + " …"]
    return book.renderer.template("packs/cover.svg.j2", **book.values(), lines=lines)


def bound(book: Book) -> list[Chapter]:
    """Return the chapters with numbers for evidence; the package's own navigation stands for contents."""
    found = [c for c in chapters.chapters(book, sources=True, notes=False) if c.kind != "contents"]
    links = chapters.Links(found, ending=".xhtml")
    by_key = {chapter.key: chapter for chapter in found}
    for chapter in found:
        links.lead(chapter)
        endnotes.draw(chapter)
    for chapter in found:
        if chapter.kind == "brief":
            source = by_key.get("t" + chapter.key[1:])
            endnotes.number(chapter, source, links, book.words["note_back"])
    for chapter in found:
        for element in chapter.root.iter():
            for name in _NOT_IN_XHTML:
                element.attrib.pop(name, None)
            if element.tag == "a" and element.get("role") == "doc-noteref":
                element.set("epub:type", "noteref")
    return found


def _front(book: Book, found: list[Chapter], facts: bytes, *, raster: bool) -> dict[str, str]:
    render, words = book.renderer.template, book.words
    values = {**book.values(), "chapters": found}
    drawn = [(chapter, chapter.root.find(".//svg") is not None) for chapter in found]
    package = render(
        "packs/package.opf.j2",
        **{**values, "chapters": drawn},
        raster=raster,
        identifier=uuid5(NAMESPACE_URL, facts.decode()),
        modified=book.built.strftime("%Y-%m-%dT%H:%M:%SZ"),
        rights=" · ".join(part for part in (book.handling, book.distribution) if part),
    )
    first = next(chapter.key for chapter in found if chapter.kind == "brief")
    nav = render("packs/nav.xhtml.j2", **values, first=first)
    return {
        "package.opf": package,
        "nav.xhtml": _page(book, nav, title=words["pack_contents"], kind="nav"),
        "style.css": book.renderer.source("packs/epub.css.j2"),
        "cover.svg": _cover(book),
    }


def _xhtml(book: Book, chapter: Chapter) -> str:
    semantics = _SEMANTICS.get(chapter.kind, "")
    return _page(
        book, html_tree.xml(chapter.root), title=chapter.title, kind=chapter.kind, semantics=semantics
    )


def _page(book: Book, body: str, *, title: str, kind: str, semantics: str = "") -> str:
    text = book.renderer.template(
        "packs/chapter.xhtml.j2",
        lang=book.words["lang"],
        title=title,
        kind=kind,
        semantics=semantics,
        handling=book.handling,
        body=Markup(body),  # noqa: S704 (serialised from a tree, or an escaped template)
    )
    return html_tree.clean(text)
