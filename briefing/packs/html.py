"""A book -> one HTML file that holds its styles, scripts, drawings, search and proof, and can be mailed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from briefing.packs import archive, chapters, html_tree, manifest
from briefing.packs.book import Book

NAME = "pack.html"
"""What the file is called in its own manifest, whatever it is called on a disk."""


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack."""
    archive.write(path, document(book, advance))
    return []


def document(book: Book, advance: Callable[[int, int], None]) -> bytes:
    """Return the file."""
    found = chapters.chapters(book, sources=True, notes=True)
    links = chapters.Links(found)
    bodies = []
    for number, chapter in enumerate(found, 1):
        links.lead(chapter)
        bodies.append((chapter, Markup(html_tree.html(chapter.root))))  # noqa: S704 (serialised from a tree)
        advance(number, len(found))
    renderer = book.renderer
    sheets = (renderer.source(f"assets/{name}") for name in ("style.css", "more.css", "search.css"))
    style = "".join(sheets) + renderer.template("packs/single.css.j2", handling=css_string(book.handling))
    scripts = [
        renderer.source("assets/theme.js"),
        renderer.source("assets/page.js") + renderer.source("packs/find.js.j2"),
    ]
    facts = manifest.pack_json(book, "html").replace(b"<", b"\\u003c")
    text = renderer.template(
        "packs/single.html",
        **{**book.values(), "chapters": bodies},
        style=Markup(style),  # noqa: S704 (of this repository)
        style_hash=_hash(style),
        scripts=[Markup(script) for script in scripts],  # noqa: S704 (of this repository)
        script_hashes=[_hash(script) for script in scripts],
        facts=Markup(facts.decode()),  # noqa: S704 (no < in it)
        manifest=Markup(manifest.open_manifest(facts, NAME).decode()),  # noqa: S704 (hashes)
    )
    return manifest.seal(text.encode())


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def css_string(text: str) -> Markup:
    """Return a text as a string of CSS, or "" where it is empty."""
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{safe}"') if text else Markup("")  # noqa: S704 (all but letters is escaped)
