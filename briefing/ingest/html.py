"""A saved page (.html, .mhtml): the article in it without menus, advertisements and scripts, by trafilatura.

trafilatura drops what it takes for a control (`time`, `label`, elements of a site's own) with its words,
so such an element is opened where it is in a line.  A remark says where the page shows much more text.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.ingest.decoding import decode
from briefing.ingest.received import (
    Received,
    a_day,
    missing,
    no_text,
    one_line,
    own_title,
    refusing,
    tidy,
    web_address,
)
from briefing.model import IngestError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LANGUAGE = re.compile(r"""<html[^>]{0,2000}?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""", re.I)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_OPENED = frozenset(
    [
        "time",
        "button",
        "label",
        "output",
        "data",
        "nobr",
        "big",
        "acronym",
        "bdi",
        "bdo",
        "tt",
        "ruby",
        "rb",
        "meter",
        "font",
        "slot",
    ]
)
"""Elements in a line that the extraction would drop or cut at; any with a hyphen is one too."""
_LINES = frozenset(
    [
        "p",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "dd",
        "dt",
        "figcaption",
        "a",
        "em",
        "strong",
        "b",
        "i",
        "span",
        "u",
        "q",
        "cite",
        "ins",
    ]
)
_AROUND = frozenset(
    [
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "script",
        "style",
        "noscript",
        "figure",
        "template",
        "dialog",
        "button",
        "select",
    ]
)
LEAST = 0.6
"""Share of the words that a page shows in paragraphs, below which a remark says that less came in."""
MISSED = 40
"""Words of paragraphs that are not in the article, from which on it is said."""
_LONG = 12
"""Words of a paragraph that is no menu."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the article of a page; raises IngestError where it holds none."""
    if path.suffix.lower() in (".mhtml", ".mht") or re.match(
        rb"(?:MIME-Version|From: <Saved by)", data, re.I
    ):
        return [_archive(path, data)]
    html, remarks = decode(data, path, meta=True)
    return [_article(html, path, remarks)]


def _archive(path: Path, data: bytes) -> Received:
    """Return the article of a page that a browser saved with its pictures in one file (MHTML)."""
    with refusing("an archive of a page", path):
        message = message_from_bytes(data)
        pages = [
            part
            for part in message.walk()
            if part.get_content_type() in ("text/html", "application/xhtml+xml")
        ]
        start = message.get_param("start")
        page = next(
            (part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None
        )
        payload = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(payload, bytes):
        raise no_text(path, "Save the page again as an HTML file.")
    declared = page.get_param("charset")
    html, remarks = decode(payload, path, declared=declared if isinstance(declared, str) else None, meta=True)
    subject = str(make_header(decode_header(message.get("Subject", ""))))
    url = next(filter(None, map(web_address, _addresses(message, page))), None)
    return _article(html, path, remarks, title=subject, url=url)


def _addresses(message: Message, page: Message) -> list[str]:
    return [
        str(part.get(name, ""))
        for part in (message, page)
        for name in ("Snapshot-Content-Location", "Content-Location")
    ]


def _article(
    html: str, path: Path, remarks: tuple[str, ...], *, title: str | None = None, url: str | None = None
) -> Received:
    try:
        import trafilatura
        from lxml.html import HTMLParser, document_fromstring
        from trafilatura.settings import Document
    except ImportError:
        raise missing("trafilatura", "a saved page", path) from None
    with refusing("a page", path):
        tree = document_fromstring(
            html.encode("utf-8", "replace"),
            parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True),
        )
        hidden = _without_hidden(tree)
        _open_lines(tree)
        shown = _paragraphs(tree)
        found: Any = trafilatura.bare_extraction(
            tree,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    text = found.text if isinstance(found, Document) else None
    if not isinstance(found, Document) or not text or not re.search(r"\w{2}", text):
        raise IngestError(
            "holds no article that could be found",
            where=str(path),
            hint="Copy the article's text into a .txt file.",
        )
    language = _LANGUAGE.search(html)
    return Received(
        text=tidy(text.replace("\n", "\n\n")),
        stem=path.stem,
        title=own_title(found.title, path.stem) or one_line(title),
        date=a_day(found.date),
        publisher=one_line(found.sitename),
        url=web_address(found.url) or url,
        author=one_line(found.author),
        language=language.group(1).lower() if language else None,
        left_out=(f"hidden text ({hidden} words)",) if hidden else (),
        remarks=remarks + _missed(text, shown),
    )


# -- before the article is sought ---------------------------------------------------------------


def _without_hidden(tree: HtmlElement) -> int:
    """Take out what a page does not show; return how many words of it was in the article's element."""
    words = 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in (
            "html",
            "body",
            "head",
            "meta",
            "link",
            "script",
            "style",
        ):
            continue
        hides = ("hidden" in element.attrib and element.get("hidden") != "until-found") or _UNSEEN.search(
            element.get("style") or ""
        )
        if element.tag in ("rt", "rp") or hides:
            parent = element.getparent()
            if parent is None:
                continue
            inside = any(one.tag in ("article", "main", "p") for one in element.iterancestors())
            if hides and inside:
                words += len(element.text_content().split())
            element.drop_tree()
    return words


def _open_lines(tree: HtmlElement) -> None:
    """Put quotation marks for `q`, and open each element that is in a line and is no link."""
    depth: dict[HtmlElement, int] = {}
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "q":
            depth[element] = sum(one.tag == "q" for one in element.iterancestors())
        elif (element.tag in _OPENED or "-" in element.tag) and _is_in_line(element):
            element.drop_tag()
    for element, outer in depth.items():
        opening, closing = ("“”", "‘’")[outer % 2]
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    for element in depth:
        element.drop_tag()


def _is_in_line(element: HtmlElement) -> bool:
    """Return whether words of the same line are on a side of an element."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or parent.tag in ("body", "html", "head") or len(element.text_content()) > 500:
        return False
    if element.tag == "time" and len(parent.text_content().split()) < _LONG:
        return False  # a byline, whose day is the page's; one in the text is any day that the text names
    sides = (element.tail, parent.text if before is None else before.tail)
    return parent.tag in _LINES or (
        "-" not in str(parent.tag) and any((side or "").strip() for side in sides)
    )


def _paragraphs(tree: HtmlElement) -> list[str]:
    """Return the paragraphs that a page shows outside of its menus, in order."""
    found = []
    for element in tree.iter("p", "li", "blockquote"):
        if element.find(".//p") is not None or any(map(_is_around, element.iterancestors())):
            continue
        words = " ".join(element.text_content().split())
        if len(words.split()) >= _LONG:
            found.append(words)
    return found


def _is_around(element: HtmlElement) -> bool:
    """Return whether an element is a menu, a margin or the comments of readers."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _AROUND or re.search(r"\bcomments?\b", names, re.I) is not None


def _missed(text: str, shown: list[str]) -> tuple[str, ...]:
    came = " ".join(text.split())
    missing_ones = [words for words in dict.fromkeys(shown) if words[:40] not in came]
    missed = sum(len(words.split()) for words in missing_ones)
    total = sum(len(words.split()) for words in dict.fromkeys(shown))
    if missed < MISSED or total - missed >= LEAST * total:
        return ()
    first = missing_ones[0][:60]
    return (
        f"the page shows {missed} more words in paragraphs than came in, the first: {first!r} …: compare it",
    )
