"""A brief's chapter -> what of it goes on one page of paper: what stands open of its first sections."""

from __future__ import annotations

from briefing.packs import chapters, html_tree
from briefing.packs.book import Book
from briefing.packs.chapters import Chapter, anchor
from briefing.packs.html_tree import Element

SECTIONS = ("key-points", "outlook", "then-and-now", "who")
"""What follows the title and the bottom line."""
WHOLE = "who"
"""The section that shows what a page folds as well, but for offices with their sentences."""
SIZES = ("9.4", "8.8", "8.2", "7.6")
"""Points of the letters, tried in turn until each brief is on one page."""
_GONE = frozenset(("fold", "side", "people"))


def of_book(book: Book) -> list[Chapter]:
    """Return the briefs of a book, shortened."""
    found = [one for one in chapters.chapters(book, sources=False, notes=False) if one.kind == "brief"]
    for chapter in found:
        kept = {anchor(chapter.key, name) for name in SECTIONS}
        whole = anchor(chapter.key, WHOLE)
        for section in chapter.root.iter("section"):
            for fold in section if section.get("aria-labelledby") == whole else ():
                fold.attrib.pop("class", "")
        for fold in chapter.root.iter("div"):
            if any(heading.get("id") == whole for heading in fold.iterfind("div/h2")):
                fold.attrib.pop("class", "")

        def change(child: Element, kept: set[str] = kept) -> Element | None:
            label = child.get("aria-labelledby", "") if child.tag == "section" else ""
            out = (label and label not in kept) or _GONE & html_tree.classes(child)
            return None if out else child

        html_tree.replace(chapter.root, change)
    return found
