"""HTML of a mail or a feed -> its paragraphs as plain text; nothing in it is run, loaded or kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    "|sub|sup|time|tt|u|var|wbr"
)
"""Elements inside a paragraph; any other begins a new one."""
_LEFT_OUT = frozenset(["head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"])
_DEEPEST = 200
_TAG = re.compile(r"<[A-Za-z/!?]")


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self.words: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        tag = tag.rpartition(":")[2]  # XHTML in a feed comes with its namespace
        if tag in _LEFT_OUT and len(self.hidden) < _DEEPEST:
            self.hidden.append(tag)
        elif not _INLINE.fullmatch(tag):
            self.end()

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif not _INLINE.fullmatch(tag):
            self.end()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    def end(self) -> None:
        if paragraph := " ".join("".join(self.words).split()):
            self.done.append(paragraph)
        self.words.clear()


def plain(html: str) -> str:
    """Return the text of HTML, a paragraph each block, an empty line between two."""
    parser = _Paragraphs()
    parser.feed(_closed(html))
    parser.close()
    parser.end()
    return "\n\n".join(parser.done)


def _closed(html: str) -> str:
    """Leave out a comment or a tag that never ends, as browsers do.

    html.parser looks for the end of each again and again, in time that grows with their square; a marked
    section, which HTML does not have, becomes a comment that the next ">" ends.
    """
    html = html.replace("<![", "<! [")
    comment = html.find("<!--", html.rfind("-->") + 1)
    html = html if comment < 0 else html[:comment]
    tag = _TAG.search(html, html.rfind(">") + 1)
    return html if tag is None else html[: tag.start()]
