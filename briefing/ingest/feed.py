"""An RSS or Atom file: one text for each entry that holds more than a teaser."""

from __future__ import annotations

from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from briefing.ingest.html_text import plain
from briefing.ingest.received import Received, one_line, refusing, tidy, web_address
from briefing.ingest.xml import child, name, read_xml, text_of
from briefing.model import IngestError

SHORTEST = 40
"""Words; an entry below that is a teaser for a page, and no article."""
MOST = 1_000
"""Entries of one file."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the texts of a feed; raises IngestError where it is none or holds teasers alone."""
    root = read_xml(data, path)
    if name(root) not in ("rss", "RDF", "feed"):
        raise IngestError(
            f"is XML of another kind ({name(root)})",
            where=str(path),
            hint="Add an RSS or Atom feed, or save the page and add that.",
        )
    channel = child(root, "channel")
    about = root if channel is None else channel
    entries = [element for element in root.iter() if name(element) in ("item", "entry")][:MOST]
    with refusing("a feed", path):  # an entry may be nested deeper than can be written out
        texts = [_received(entry, about, path) for entry in entries]
    full = [received for received in texts if len(received.text.split()) >= SHORTEST]
    if not full:
        raise IngestError(
            f"holds {len(entries)} entries and no whole text" if entries else "holds no entry",
            where=str(path),
            hint="Open the pages it links to, save them, and add those.",
        )
    return full


def _received(entry: Element, about: Element, path: Path) -> Received:
    body = child(entry, "encoded", "content", "description", "summary")
    language = text_of(child(about, "language")) or about.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Received(
        text=tidy(_body(body)),
        stem=path.stem,
        title=one_line(plain(text_of(child(entry, "title")) or "")),
        date=_day(text_of(child(entry, "pubDate", "date", "published", "issued", "updated"))),
        publisher=one_line(text_of(child(about, "title"))),
        url=web_address(_link(entry)),
        author=_author(entry),
        language=one_line(language),
        part=True,
    )


def _body(element: Element | None) -> str:
    """Return the text of an entry: HTML in text, XHTML as elements, or plain text."""
    if element is None:
        return ""
    if len(element):
        return plain(tostring(element, encoding="unicode", method="html"))
    text = element.text or ""
    return text if element.get("type") == "text" else plain(text)


def _link(entry: Element) -> str | None:
    links = [element for element in entry if name(element) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return next((text for link in links if (text := text_of(link))), None)


def _author(entry: Element) -> str | None:
    """Return the author's name; an Atom author has a name within, an RSS one may be "mail (name)"."""
    found = child(entry, "creator", "author")
    if found is None:
        return None
    inner = child(found, "name")
    text = one_line(text_of(found if inner is None else inner))
    if text and "@" in text and text.endswith(")"):
        return one_line(text[text.find("(") + 1 : -1])
    return text


def _day(text: str | None) -> date | None:
    """Read a date of RSS (RFC 822) or Atom (RFC 3339)."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text or "").date()
    except (ValueError, TypeError, IndexError):
        return None
