"""A chapter's tree -> headings, paragraphs and list items, for the formats that people go on writing in.

Drawings are left out, and so are the controls of a screen.  What CSS sets apart on a page is set apart by
a middle dot here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from briefing.packs import chapters, endnotes, html_tree
from briefing.packs.book import Book
from briefing.packs.chapters import Chapter
from briefing.packs.html_tree import Element, classes

BLOCKS = frozenset(
    (
        *(
            "article",
            "aside",
            "blockquote",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figure",
            "footer",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "li",
            "nav",
            "ol",
            "p",
            "section",
            "summary",
            "table",
        ),
        *("tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_KINDS = {"li": "item", "dd": "item", "blockquote": "quote", "dt": "term", "caption": "term"}
_APART = frozenset(("meta", "sides"))
"""Classes of paragraphs whose parts stand apart on a page, by CSS alone."""
_GONE = frozenset(("svg", "figure", "script", "style", "template"))


class Run(Struct, frozen=True, kw_only=True):
    """Text of one kind."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    """An address outside, or ""."""
    note: str = ""
    """The id of the end note that the run refers to, or ""."""


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph."""

    kind: str
    """heading, text, item, quote, term or note."""
    runs: tuple[Run, ...]
    level: int = 0
    """Of a heading, from 1."""
    name: str = ""
    """The id of an end note."""


def of_book(book: Book) -> Iterator[tuple[Chapter, list[Block]]]:
    """Yield each chapter with its blocks; the end notes of a brief hold its sentences."""
    left_out = {"contents"} if len(book.desk.entries) > 1 else {"contents", "cover"}
    found = [one for one in chapters.chapters(book, sources=False, notes=True) if one.kind not in left_out]
    links = chapters.Links(found)
    for chapter in found:
        links.lead(chapter)
        if chapter.kind == "brief":
            endnotes.number(chapter, None, links, book.words["note_back"])
        yield chapter, list(_with_content(list(of_tree(chapter.root))))


def _with_content(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks without the headings of what a text cannot show, such as a drawing."""
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        empty = following is None or (following.kind == "heading" and following.level <= block.level)
        if block.kind != "heading" or not empty:
            yield block


def of_tree(root: Element) -> Iterator[Block]:
    """Yield the blocks below an element, in order."""
    loose: list[Run] = _runs_of_text(root.text)
    for child in root:
        if _is_block(child):
            yield from _paragraph("text", loose)
            loose = []
            yield from _block(child)
        else:
            loose += _runs(child)
        loose += _runs_of_text(child.tail)
    yield from _paragraph("text", loose)


def _is_block(element: Element) -> bool:
    return element.tag in BLOCKS or any(child.tag in BLOCKS for child in element.iter())


def _block(element: Element) -> Iterator[Block]:
    heading = re.fullmatch(r"h([1-6])", element.tag)
    if element.tag in _GONE:
        return
    if heading:
        yield from _paragraph("heading", _inside(element), level=int(heading[1]))
    elif element.tag == "tr":
        yield from _paragraph("item", _apart(element))
    elif "note" in element.get("id", "").rpartition("-")[2] and element.tag == "li":
        yield from _paragraph("note", _without_label(element), name=element.get("id", ""))
    elif any(map(_is_block, element)):
        yield from of_tree(element)
    else:
        apart = element.tag == "dt" or _APART & classes(element)
        runs = _apart(element) if apart else _inside(element)
        yield from _paragraph(_KINDS.get(element.tag, "text"), runs)


def _without_label(note: Element) -> list[Run]:
    found: list[Run] = []
    for child in note:
        found += _runs(child) if child.tag != "a" else ()
        found += _runs_of_text(child.tail)
    return found


def _apart(element: Element) -> list[Run]:
    """Return the runs of an element whose children stand apart."""
    found: list[Run] = []
    for child in element:
        runs = list(_tidy(_runs(child)))
        if runs and found:
            found.append(Run(text=" · "))
        found += runs
    return found


def _inside(element: Element, **style: object) -> list[Run]:
    found = _runs_of_text(element.text, **style)
    for child in element:
        found += _runs(child, **style)
        found += _runs_of_text(child.tail, **style)
    return found


def _runs(element: Element, **style: object) -> list[Run]:
    if element.tag in _GONE or element.get("aria-hidden") == "true":
        return []
    if element.get("role") == "doc-noteref":
        return [Run(text=html_tree.text_of(element), note=element.get("href", "").removeprefix("#"))]
    if element.tag in ("b", "strong", "th"):
        style["bold"] = True
    elif element.tag in ("i", "em", "cite"):
        style["italic"] = True
    elif element.tag == "a" and element.get("href", "").startswith(("http:", "https:", "mailto:")):
        style["link"] = element.get("href", "")
    return _inside(element, **style)


def _runs_of_text(text: str | None, **style: object) -> list[Run]:
    return [Run(text=text, **style)] if text else []  # type: ignore[arg-type]


def _paragraph(kind: str, runs: Iterable[Run], *, level: int = 0, name: str = "") -> Iterator[Block]:
    """Yield a block where something is in it."""
    tidy = tuple(_tidy(runs))
    if tidy:
        yield Block(kind=kind, runs=tidy, level=level, name=name)


def _tidy(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with white space as a reader sees it: none at the ends, one blank between words."""
    before = ""
    kept: list[Run] = []
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        text = text.lstrip() if not before or before.endswith(" ") else text
        if run.note:
            text = text.strip()
        if text:
            kept.append(Run(text=text, bold=run.bold, italic=run.italic, link=run.link, note=run.note))
            before = text
    while kept and not kept[-1].text.strip():
        kept.pop()
    for at, run in enumerate(kept):
        text = run.text.rstrip() if at + 1 == len(kept) or kept[at + 1].note else run.text
        if text:
            yield Run(text=text, bold=run.bold, italic=run.italic, link=run.link, note=run.note)
