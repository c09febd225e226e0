"""HTML text <-> a tree of elements, so that a page can be set again for a book.

It reads what our templates write, not the web: every element but the void ones is closed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

Element = ET.Element
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_CASED = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "textlength": "textLength",
    "lengthadjust": "lengthAdjust",
}
"""SVG attributes whose capitals HTML does not mind and XML does."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SVG = "http://www.w3.org/2000/svg"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = ET.TreeBuilder()
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {_CASED.get(name, name): name if v is None else v for name, v in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parse(text: str) -> Element:
    """Return a body as the children of one `div`."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.builder.end("div")
    return reader.builder.close()


def html(element: Element) -> str:
    """Return an element as HTML."""
    return ET.tostring(element, encoding="unicode", method="html")


def xml(element: Element) -> str:
    """Return an element as XHTML; characters that XML forbids become the replacement character."""
    for drawing in element.iter("svg"):
        drawing.set("xmlns", SVG)
    return clean(ET.tostring(element, encoding="unicode", method="xml"))


def clean(text: str) -> str:
    """Return a text with the replacement character for what XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset(element.get("class", "").split())


def replace(root: Element, change: Callable[[Element], Element | None]) -> None:
    """Put `change(child)` in the place of every child below `root`; None takes it out.

    The text behind a child stays.  What was put in is not looked into again unless it is the child.
    """
    for parent in list(root.iter()):
        for child in list(parent):
            new = change(child)
            if new is child:
                continue
            place = list(parent).index(child)
            tail = child.tail or ""
            parent.remove(child)
            if new is None:
                _append_text(parent, place, tail)
            else:
                new.tail = tail
                parent.insert(place, new)


def _append_text(parent: Element, place: int, text: str) -> None:
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def made(tag: str, text: str = "", **attributes: str) -> Element:
    """Return a new element; `class_` is its class, and an underscore in a name is a hyphen."""
    names = {"class" if k == "class_" else k.replace("_", "-"): v for k, v in attributes.items()}
    element = ET.Element(tag, names)
    element.text = text
    return element


def text_of(element: Element) -> str:
    """Return all the text of an element."""
    return "".join(element.itertext())


def with_class(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a class."""
    return (element for element in root.iter() if name in classes(element))
