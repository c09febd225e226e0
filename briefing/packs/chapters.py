"""A book -> chapters in reading order, for the formats that are one document.

Bodies are those of the site.  Controls for a screen are taken out, ids get their chapter's key in
front, links lead to the chapter that holds their target, and what is in no chapter is plain text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from msgspec import Struct

from briefing.packs import html_tree
from briefing.packs.book import Book, named
from briefing.packs.html_tree import Element
from briefing.render.brief_page import brief_page
from briefing.render.source_page import source_page
from briefing.storage.boundary import guarded

_NOT_AN_ID = re.compile(r"[^A-Za-z0-9_-]")
_OUTSIDE = re.compile(r"https?://", re.I)
_FOR_A_SCREEN = frozenset(("toc", "toc-wide", "pl", "cite", "acts", "data", "legend", "copy"))
_FOLDS = frozenset(("fold", "rest"))
"""Classes of what a page folds; paper cannot unfold it."""
_APART = frozenset(("meta", "sides", "names", "k", "basis"))
"""Classes of elements whose parts CSS sets apart."""
_BOXES = frozenset(("p", "div", "section", "h1", "h2", "h3", "h4", "li", "dt", "dd", "td", "th", "tr"))
_REFERS = ("aria-labelledby", "aria-describedby", "for", "headers")


class Chapter(Struct, frozen=True, kw_only=True):
    """A part of a book that begins on its own page."""

    key: str
    """cover, contents, b1 and t1 for the first brief and its text, names."""
    kind: str
    """cover, contents, brief, source or names."""
    path: str
    """Of the page on the site that it is."""
    title: str
    language: str
    root: Element


def chapters(book: Book, *, sources: bool, notes: bool) -> list[Chapter]:
    """Return the chapters; `sources` adds each text, `notes` keeps each brief's own end notes."""
    index = named(book.desk) if len(book.desk.entries) > 1 else []  # of one brief it would say one thing
    values = {**book.values(), "named": index, "root": ""}
    found = [
        _front(book, "cover", "packs/title.html", book.title, values),
        _front(book, "contents", "packs/contents.html", book.words["pack_contents"], values),
    ]
    texts: list[Chapter] = []
    for number, entry in enumerate(book.desk.entries, 1):
        with guarded(entry.brief.slug):
            pages = [("b", brief_page(entry, book.desk, book.renderer))]
            if sources and entry.sentences:
                pages.append(("t", source_page(entry, book.desk, book.renderer)))
        for letter, page in pages:
            chapter = Chapter(
                key=f"{letter}{number}",
                kind=page.kind,
                path=page.path,
                title=page.title,
                language=entry.brief.source.language,
                root=html_tree.parse(page.body),
            )
            (found if letter == "b" else texts).append(chapter)
    found += texts
    if index:
        found.append(_front(book, "names", "packs/names.html", book.words["names_index"], values))
    for chapter in found:
        _strip(chapter.root, _FOR_A_SCREEN if notes else _FOR_A_SCREEN | {"endnotes"})
        _unfold(chapter.root)
        _space(chapter.root)
        _rename(chapter)
    return found


def _front(book: Book, key: str, template: str, title: str, values: dict[str, object]) -> Chapter:
    root = html_tree.parse(book.renderer.template(template, **values))
    path = "index.html" if key == "cover" else f"{key}.html"
    return Chapter(key=key, kind=key, path=path, title=title, language=book.words["lang"], root=root)


def _strip(root: Element, gone: Collection[str]) -> None:
    drop = frozenset(gone)
    html_tree.replace(root, lambda child: None if drop & html_tree.classes(child) else child)


def _unfold(root: Element) -> None:
    """Open what a page folds: a summary with a heading becomes the heading, any other is taken out."""
    for details in root.iter("details"):
        if not _FOLDS & html_tree.classes(details):
            continue
        details.tag = "span" if "rest" in html_tree.classes(details) else "div"
        summary = details.find("summary")
        if summary is not None and len(summary):
            summary.tag = "div"
        elif summary is not None:
            details.remove(summary)


def _space(root: Element) -> None:
    """Put a blank between neighbours that CSS alone sets apart, for who searches or copies the words."""
    for parent in root.iter():
        apart = _APART & html_tree.classes(parent)
        for child in parent[:-1]:
            if not child.tail and (apart or child.tag in _BOXES):
                child.tail = " "


def _rename(chapter: Chapter) -> None:
    """Put the chapter's key before each id, and make an id of what is none in XML."""
    for element in chapter.root.iter():
        if "id" in element.attrib:
            element.set("id", anchor(chapter.key, element.get("id", "")))
        for name in _REFERS:
            if name in element.attrib:
                element.set(name, " ".join(anchor(chapter.key, one) for one in element.get(name, "").split()))


def anchor(key: str, name: str) -> str:
    """Return the id that a chapter gives to an element."""
    return f"{key}-" + _NOT_AN_ID.sub(lambda found: f"_{ord(found[0]):x}_", name)


# -- links --------------------------------------------------------------------------------------


class Links:
    """Knows where a site's address is in the book.

    `files` says whether each chapter is a file of its own; `ending` is that of such files.
    """

    def __init__(self, found: Iterable[Chapter], *, ending: str = "") -> None:
        self.ending = ending
        self.chapters = {chapter.path: chapter for chapter in found}
        self.ids = {
            chapter.key: {e.get("id", "") for e in chapter.root.iter()} for chapter in self.chapters.values()
        }

    def address(self, key: str, name: str = "") -> str:
        """Return the address of an anchor, or of a chapter's beginning."""
        if self.ending:
            return f"{key}{self.ending}" + (f"#{name}" if name else "")
        return f"#{name or key}"

    def target(self, href: str, chapter: Chapter) -> str | None:
        """Return where a link of a chapter leads in the book, or None where its target is not in it."""
        if _OUTSIDE.match(href):
            return href
        target, _, fragment = href.partition("#")
        path = chapter.path if not target else _resolved(chapter.path, target)
        found = self.chapters.get(path)
        if found is None and path.startswith("actors/"):
            name = anchor("names", path.removeprefix("actors/").removesuffix(".html"))
            return self.address("names", name) if name in self.ids.get("names", set()) else None
        if found is None:
            return None
        name = anchor(found.key, unquote(fragment)) if fragment else ""
        return self.address(found.key, name if name in self.ids[found.key] else "")

    def lead(self, chapter: Chapter) -> None:
        """Set every link of a chapter; one that leads nowhere becomes plain text."""

        def change(child: Element) -> Element:
            if child.tag == "img":
                return html_tree.made("span", child.get("alt", ""))
            if child.tag != "a" or "href" not in child.attrib:
                return child
            new = self.target(child.get("href", ""), chapter)
            if new is not None:
                child.set("href", new)
            else:
                child.tag = "span"
                del child.attrib["href"]
                child.attrib.pop("rel", None)
            return child

        html_tree.replace(chapter.root, change)


def _resolved(path: str, target: str) -> str:
    """Return the path on the site that a link of a page leads to; a hostile id may hold slashes."""
    folder = posixpath.dirname(path)
    up = target
    while up.startswith("../") and folder:
        up, folder = up[3:], posixpath.dirname(folder)
    return unquote(posixpath.join(folder, up)) if "%" in up else posixpath.join(folder, up)
