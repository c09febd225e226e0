"""A book -> a tagged PDF (PDF/UA-1) for paper: cover, contents with page numbers, evidence as end notes.

WeasyPrint sets it; it is an extra, and so are the libraries of the system that it needs.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import logging
import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct, structs

from briefing.model import BriefingError
from briefing.model.extras import install_hint
from briefing.packs import archive, chapters, endnotes, html_tree, manifest, one_page
from briefing.packs.book import Book
from briefing.packs.chapters import Chapter
from briefing.packs.html import css_string

NAME = "pack.pdf"
"""What the file is called in its own manifest, whatever it is called on a disk."""
LATIN = 0x24F
"""The last code point of the Latin letters that every font for text has."""
SHOWN = 20
"""How many characters that no font has are named."""
SIZE = "9.4"
"""Points of the letters of a text."""
FONTS = {"fontpkg_source_serif_4": "Source Serif 4", "fontpkg_source_sans_3": "Source Sans 3"}
"""Package of the extra and the family that it brings."""
EPOCH = "SOURCE_DATE_EPOCH"
CONTENTS_FROM = 3
"""Briefs; with fewer there is no page for the contents, nor one for the title alone."""
MEMORY = 2_000
"""Megabytes where nobody says how much it may take: near 120 briefs of 400 words, or 5,600 sentences."""
_FIXED, _EACH = 100, 0.033
"""Megabytes by themselves and for each element; measured with WeasyPrint 70.0 on six books of 2,691 to
47,059 elements, which took 9 to 16 % less."""
_ELEMENT = re.compile("<[a-z]")


class PdfError(BriefingError):
    """What makes PDF is not installed, or the book is too large for it."""


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack; returns what a person must know: the characters that no font on this machine has."""
    advance(0, 1)
    briefs = len(book.desk.entries)
    for size in one_page.SIZES if book.one_page else (SIZE,):
        found = document(book, size)
        if found.pages <= briefs:
            break
    archive.write(path, found.data)
    advance(1, 1)
    long = book.one_page and found.pages > briefs
    remarks = [f"pdf: {found.pages} pages for {briefs}: a brief is too long for one"] if long else []
    return [*remarks, told(found.missing)] if found.missing else remarks


class Document(Struct, frozen=True, kw_only=True):
    """A PDF that is set."""

    data: bytes
    pages: int
    missing: frozenset[str] = frozenset()
    """Characters that no font has."""


def document(book: Book, size: str = SIZE) -> Document:
    """Return the file, set in letters of `size` points; raises PdfError where it cannot be set.

    Instead of an empty box a character that no font has is shown by its number in brackets, [U+AC1C].
    """
    engine, facts, html = _engine(), manifest.pack_json(book, "pdf"), text(book, size)
    _require_memory(html, book)
    missing = _set(engine, _specimen(html), facts).missing
    found = _set(engine, _numbered(html, missing), facts)
    if found.missing:  # a character that a font has by itself and not next to its neighbours
        missing |= found.missing
        found = _set(engine, _numbered(html, missing), facts)
    return structs.replace(found, data=manifest.seal(found.data), missing=missing)


def _require_memory(html: str, book: Book) -> None:
    """Raise PdfError where the layout, which is held as a whole, would take more than it may."""
    needed = 10 * math.ceil((_FIXED + _EACH * len(_ELEMENT.findall(html))) / 10)
    if needed > book.pdf_memory:
        raise PdfError(
            f"to set this takes about {needed:,} MB of memory; the limit is {book.pdf_memory:,}",
            where="pdf",
            hint="Choose fewer briefs (--brief, --actor, --tag, --since), take the zip, the HTML file or the "
            f"EPUB, which need far less, or raise the limit: --pdf-memory {needed}.",
        )


def _specimen(html: str) -> str:
    """Return a page with each character once: to set it costs little, and tells which ones no font has."""
    found = sorted(c for c in set(html) if ord(c) > LATIN)
    return f"<!doctype html><html lang=en><title>.</title><p>{' '.join(found)}</p></html>"


def _numbered(html: str, missing: frozenset[str]) -> str:
    return html.translate({ord(c): f"[U+{ord(c):04X}]" for c in missing})


def _set(engine: tuple[Any, Any], html: str, facts: bytes) -> Document:
    weasyprint, pydyf = engine
    missing: set[str] = set()
    pages = 0
    files = {address: path for *_, address, path in _fonts()}

    def finish(document: Any, pdf: Any) -> None:
        nonlocal pages
        pages = len(document.pages)
        for font in document.fonts.values():
            missing.update(chr(code) for code in font.missing)
        _attach(pdf, pydyf, {manifest.PACK: facts, manifest.MANIFEST: manifest.open_manifest(facts, NAME)})

    def refuse(url: str, *_: Any, **__: Any) -> Any:
        if url in files:
            kind = {"Content-Type": "font/ttf"}
            return weasyprint.urls.URLFetcherResponse(url, files[url].read_bytes(), kind)
        raise ValueError(f"a pack asks nobody for {url}")

    html = html.replace("\u00ad", "")  # in a ligature it would cost the letters of the text that is copied
    page = weasyprint.HTML(string=html, base_url="pack:", url_fetcher=refuse)
    with _one_moment():
        data = page.write_pdf(
            finisher=finish,
            pdf_variant="pdf/ua-1",
            pdf_identifier=sha256(facts).hexdigest()[:32].encode(),
        )
    return Document(data=data, pages=pages, missing=frozenset(missing))


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """Let fontTools write one time into the fonts that it cuts, and not that of the day."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[EPOCH]
        else:
            os.environ[EPOCH] = before


@functools.cache
def _fonts() -> tuple[tuple[str, str, str, Path], ...]:
    """Return family, style, address and file of each font of the extra; none where it is missing.

    They are under the Open Font License.  Letters that they lack are set in what the system has.
    """
    found = []
    for package, family in FONTS.items():
        try:
            folder = Path(str(importlib.import_module(package).__file__)).parent / "files"
        except ImportError:
            continue
        for path in sorted(folder.glob("*.ttf")):
            style = "italic" if "Italic" in path.name else "normal"
            found.append((family, style, f"font:{package}/{style}", path))
    return tuple(found)


def text(book: Book, size: str = SIZE) -> str:
    """Return what is set, as HTML."""
    few = len(book.desk.entries) < CONTENTS_FROM
    found = one_page.of_book(book) if book.one_page else _whole(book, few=few)
    links = chapters.Links(found)
    for chapter in found:
        links.lead(chapter)
        endnotes.draw(chapter)
        if chapter.kind == "brief" and not book.one_page:
            endnotes.number(chapter, None, links, book.words["note_back"])
    bodies = [(chapter, Markup(html_tree.html(chapter.root))) for chapter in found]  # noqa: S704 (serialised)
    alone = {book.title} == {entry.brief.title for entry in book.desk.entries}
    style = book.renderer.template(
        "packs/print.css.j2",
        paper=book.paper,
        size=size,
        handling=css_string(book.handling),
        head=css_string(book.desk.options.site_name if alone else ""),
        fonts=_fonts(),
    )
    return book.renderer.template(
        "packs/print.html",
        **{**book.values(), "chapters": bodies},
        kind="one-page" if book.one_page else "few" if few else "",
        style=Markup(style),  # noqa: S704 (of this repository)
        moment=book.built.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _whole(book: Book, *, few: bool) -> list[Chapter]:
    """Return the chapters; of few briefs there is no page for the contents, of one no title twice."""
    found = chapters.chapters(book, sources=False, notes=True)
    if len(book.desk.entries) == 1:
        html_tree.replace(found[0].root, lambda child: None if child.tag == "h1" else child)
    return [chapter for chapter in found if not (few and chapter.kind == "contents")]


def _engine() -> tuple[Any, Any]:
    """Return WeasyPrint and pydyf; what they would print on a failure is kept, and told in one line."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import pydyf
            import weasyprint
    except ImportError:
        raise PdfError(
            "WeasyPrint is not installed",
            where="pdf",
            hint=install_hint("pdf"),
        ) from None
    except OSError:
        raise PdfError(
            "WeasyPrint finds no Pango on this system",
            where="pdf",
            hint="Install it (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu).",
        ) from None
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return weasyprint, pydyf


def _attach(pdf: Any, pydyf: Any, files: dict[str, bytes]) -> None:
    """Put files into the PDF as they are, so that they can be found and checked without reading PDF."""
    names = []
    for name, data in sorted(files.items()):
        kind = "/application#2fjson" if name.endswith(".json") else "/text#2fplain"
        extra = {"Type": "/EmbeddedFile", "Subtype": kind, "Params": pydyf.Dictionary({"Size": len(data)})}
        stream = pydyf.Stream([data], extra, compress=False)
        pdf.add_object(stream)
        spec = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(name),
                "UF": pydyf.String(name),
                "Desc": pydyf.String(name),
                "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
                "AFRelationship": "/Supplement",
            }
        )
        pdf.add_object(spec)
        names += [pydyf.String(name), spec.reference]
    held = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    held["EmbeddedFiles"] = pydyf.Dictionary({"Names": pydyf.Array(names)})


def told(missing: frozenset[str]) -> str:
    """Return what a person is told of characters that no font has."""
    rows = [f"U+{ord(c):04X} {unicodedata.name(c, 'without a name')}" for c in sorted(missing)]
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return (
        f"pdf: no font on this machine has {', '.join(rows[:SHOWN])}{more}; its number stands in "
        "brackets for each. Install a font that has them (Debian: fonts-noto-core, "
        "fonts-noto-cjk) and make the pack again."
    )
