"""HTML of a mail or a feed -> its paragraphs as plain text; nothing in it is run, loaded or kept.

What a browser or a mail program does not show (a preheader, `hidden`, `display: none`) is left out and
counted.  Quotation marks stand for `q`; elements that HTML does not know are inside a paragraph.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from msgspec import Struct

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin a new paragraph; any other is inside one."""
_LEFT_OUT = frozenset(
    [
        "applet",
        "audio",
        "canvas",
        "datalist",
        "head",
        "iframe",
        "map",
        "math",
        "noframes",
        "noscript",
        "object",
        "rp",
        "rt",
        "rtc",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "xml",
    ]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_SIBLINGS = frozenset(["p", "li", "td", "th", "tr", "dt", "dd", "option"])
"""Elements that another of their name ends where nobody closes them."""
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:font-size|max-height|opacity)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)",
    re.I,
)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_MEDIA = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_DEEPEST = 200
_TAG = re.compile(r"<[A-Za-z/!?]")
_SIGNATURES = frozenset(("gmail_signature", "moz-signature", "signature", "applemailsignature"))


class ShownText(Struct, frozen=True):
    """What a reader of the HTML sees, and how many words nobody sees."""

    text: str
    hidden: int
    signature: int


class _HtmlParagraphs(HTMLParser):
    def __init__(self, *, cited: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.cited = cited
        self.done: list[str] = []
        self.words: list[str] = []
        self.outside: list[str] = []
        """Names of the elements that are being left out, the outermost first."""
        self.why = ""
        self.counts = {"hidden": 0, "signature": 0}
        self.quotes = 0
        self.depths: list[bool] = []
        """For each open blockquote, whether it is a mail that is answered or forwarded."""
        self.style: list[str] | None = None
        self.classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _local(tag)
        if tag == "style":
            self.style = []
        if self.outside:
            self._inside_what_is_left_out(tag)
            if self.outside:
                return
        about = dict(attrs)
        why = self._left_out(tag, about)
        if why and tag not in _VOID and len(self.outside) < _DEEPEST:
            if tag in _BLOCK:
                self.end()
            self.outside.append(tag)
            self.why = why
        elif tag == "q":
            self.words.append("“‘"[self.quotes % 2])
            self.quotes += 1
        elif tag in _BLOCK:
            self.end()
            if tag == "blockquote":
                classes = str(about.get("class") or "")
                self.depths.append(about.get("type") == "cite" or "gmail_quote" in classes)

    def _inside_what_is_left_out(self, tag: str) -> None:
        """Go deeper, or end an element that the new one closes."""
        last = self.outside[-1]
        if (tag == last and tag in _SIBLINGS) or (last == "p" and tag in _BLOCK and tag != "br"):
            self.outside.pop()
        elif tag == last and len(self.outside) < _DEEPEST:
            self.outside.append(tag)

    def _left_out(self, tag: str, about: dict[str, str | None]) -> str | None:
        if tag in _LEFT_OUT:
            return "never"
        classes = str(about.get("class") or "").split()
        if (
            ("hidden" in about and about["hidden"] != "until-found")
            or _UNSEEN.search(about.get("style") or "")
            or self.classes.intersection(classes)
        ):
            return "hidden"
        names = {name.lower() for name in (*classes, about.get("id") or "")}
        return "signature" if self.cited and names & _SIGNATURES else None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _local(tag)
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        tag = _local(tag)
        if tag == "style" and self.style is not None:
            self.classes |= _hiding("".join(self.style))
            self.style = None
        if self.outside:
            if tag in self.outside:
                while self.outside.pop() != tag:
                    pass
        elif tag == "q" and self.quotes:
            self.quotes -= 1
            self.words.append("”’"[self.quotes % 2])
        elif tag in _BLOCK:
            self.end()
            if tag == "blockquote" and self.depths:
                self.depths.pop()

    def handle_data(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)
        elif not self.outside:
            self.words.append(data)
        elif self.why in self.counts:
            self.counts[self.why] += len(data.split())

    def end(self) -> None:
        if paragraph := " ".join("".join(self.words).split()):
            self.done.append("> " * (self.cited and sum(self.depths)) + paragraph)
        self.words.clear()


def _local(tag: str) -> str:
    """Return the name of an element: XHTML in a feed has its namespace, Outlook's `o:p` is no `p`."""
    prefix, _, name = tag.rpartition(":")
    return tag if prefix in ("o", "w", "v", "m") or prefix.startswith("st") else name


def _hiding(style: str) -> set[str]:
    """Return the classes that a style sheet hides on every screen."""
    rules = _RULE.findall(_MEDIA.sub("", style))
    return {name for name, rule in rules if re.search(r"display\s*:\s*none", rule, re.I)}


def plain(html: str) -> str:
    """Return the text of HTML, a paragraph each block, an empty line between two."""
    return shown(html).text


def shown(html: str, *, cited: bool = False) -> ShownText:
    """Return what HTML shows; with `cited`, paragraphs of a mail that is quoted begin with "> "."""
    parser = _HtmlParagraphs(cited=cited)
    parser.feed(_closed(html))
    parser.close()
    parser.end()
    counts = parser.counts
    return ShownText("\n\n".join(parser.done), counts["hidden"], counts["signature"])


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
