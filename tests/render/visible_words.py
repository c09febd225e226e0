"""The words of a page that a reader sees at 1280 pixels with nothing unfolded.

Left out: navigation, permalinks, words inside drawings, and what is for screen readers or for paper alone.
"""

from __future__ import annotations

from html.parser import HTMLParser

_HIDDEN = frozenset(("vh", "pl", "toc", "toc-wide", "paper", "endnotes"))
_VOID = frozenset(("area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        """The elements around, each with whether a reader sees what is in it."""
        self.words: list[str] = []
        self.gone = False
        """Whether the last fold is none of this width."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        held = dict(attrs)
        seen = self.open[-1][1] if self.open else True
        parent = self.open[-1][0] if self.open else ""
        if tag == "summary" and parent == "details":
            seen = self.open[-2][1] and not self.gone
        folded = tag in ("details", "nav", "svg", "script", "button") or "hidden" in held
        hidden = bool(_HIDDEN & set((held.get("class") or "").split()))
        if tag == "details":
            self.gone = hidden
        self.open.append((tag, seen and not folded and not hidden))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][1]:
            self.words += [word for word in data.split() if any(map(str.isalnum, word))]


def visible_words(body: str) -> list[str]:
    """Return the words of a page's body that stand open."""
    reader = _Reader()
    reader.feed(body)
    return reader.words
