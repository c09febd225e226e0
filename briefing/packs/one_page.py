"""A brief's chapter -> what of it goes on one page of paper: what stands open of its first sections."""

from __future__ import annotations

from briefing.packs import chapters, html_tree
from briefing.packs.book import Book
from briefing.packs.chapters import Chapter, anchor
from briefing.packs.html_tree import Element

SECTIONS = ("key-points", "outlook", "then-and-now", "who")
"""What follows the title and the bottom line."""
SIZES = ("9.4", "8.8", "8.2", "7.6")
"""Points of the letters, tried in turn until each brief is on one page."""


def of_book(book: Book) -> list[Chapter]:
    """Return the briefs of a book, shortened."""
    found = [one for one in chapters.chapters(book, sources=False, notes=False) if one.kind == "brief"]
    for chapter in found:
        kept = {anchor(chapter.key, name) for name in SECTIONS}

        def change(child: Element, kept: set[str] = kept) -> Element | None:
            section = child.tag == "section" and child.get("aria-labelledby", "")
            if section and section not in kept:
                return None
            return None if {"fold", "side"} & html_tree.classes(child) else child

        html_tree.replace(chapter.root, change)
    return found
