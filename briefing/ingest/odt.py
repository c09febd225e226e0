"""An OpenDocument text (.odt, .fodt) -> its paragraphs in order and its properties.

Notes, comments, headers and hidden text are named with their words; what was deleted with changes tracked
is apart in the file and is left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from briefing.ingest.docx import names_in, part
from briefing.ingest.received import (
    Received,
    a_day,
    first_heading,
    named,
    no_text,
    one_line,
    own_title,
    refusing,
    tidy,
)
from briefing.ingest.xml import child, name, read_xml, text_of
from briefing.model import IngestError

_PARAGRAPHS = frozenset(("p", "h"))
_APART = {
    "note": "a footnote",
    "annotation": "a comment",
    "hidden-text": "hidden text",
    "hidden-paragraph": "hidden text",
}
_GONE = frozenset(
    (
        "tracked-changes",
        "note-citation",
        "sequence-decls",
        "forms",
        "ruby-text",
        "script",
        "meta",
        "creator",
        "date",
    )
)
_SIGNS = {"tab": " ", "line-break": "\n", "soft-page-break": ""}


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a document; raises IngestError where it is none or far too large."""
    with refusing("a document", path):
        roots = _roots(path, data)
    hidden = {
        value
        for root in roots
        for style in root.iter()
        if name(style) == "style" and any(_attribute(one, "display") == "none" for one in style)
        for value in [_attribute(style, "name")]
    }
    texts = [
        text
        for root in roots
        for text in root.iter()
        if name(text) == "text" and name(root) != "document-styles"
    ]
    body = next((text for text in texts if len(text) or text.text), None)
    left_out: list[str] = []
    margins = (page for root in roots for page in root.iter() if name(page) in ("header", "footer"))
    words = ((name(page), one_line(" ".join(page.itertext()))) for page in margins)
    left_out += [named(f"a {kind}", text) for kind, text in words if text]
    paragraphs = [] if body is None else list(_paragraphs(body, hidden, left_out))
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise no_text(path, "Where it is a picture of a text, type the text into a .txt file and add that.")
    text = tidy("\n\n".join(row.strip() for row in paragraphs if row.strip()))
    about = next((one for root in roots for one in root.iter() if name(one) == "meta"), None)
    return [
        Received(
            text=text,
            stem=path.stem,
            title=own_title(text_of(child(about, "title")), path.stem) or first_heading(text),
            made=a_day(text_of(child(about, "creation-date"))),
            author=one_line(text_of(child(about, "initial-creator")) or text_of(child(about, "creator"))),
            left_out=tuple(dict.fromkeys(left_out)),
        )
    ]


def _roots(path: Path, data: bytes) -> list[Element]:
    if not data.startswith(b"PK"):
        return [read_xml(data, path)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = names_in(archive)
        found = [part(archive, names, inside, path) for inside in ("content.xml", "styles.xml", "meta.xml")]
    if found[0] is None:
        raise IngestError(
            "is no OpenDocument text", where=str(path), hint="Open it, save it as .odt, and add that."
        )
    return [root for root in found if root is not None]


def _paragraphs(body: Element, hidden: set[str | None], left_out: list[str]) -> Iterator[str]:
    """Yield the paragraphs in order; one inside another (a text box) behind it."""
    stack = [iter(body)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        elif name(inner) in _PARAGRAPHS:
            boxes: list[Element] = []
            yield "".join(_words(inner, hidden, left_out, boxes))
            stack += [iter([box]) for box in boxes]
        elif name(inner) not in _GONE and name(inner) not in _APART:
            stack.append(iter(inner))


def _words(
    element: Element, hidden: set[str | None], left_out: list[str], boxes: list[Element]
) -> Iterator[str]:
    """Yield the words of a paragraph; a text box goes to `boxes`."""
    stack: list[tuple[Iterator[Element], str]] = [(iter([element]), "")]
    while stack:
        inner = next(stack[-1][0], None)
        if inner is None:
            yield stack.pop()[1]
            continue
        kind, after = name(inner), inner.tail or "" if inner is not element else ""
        if kind == "s":
            yield " " + after
        elif kind in _SIGNS:
            yield _SIGNS[kind] + after
        elif kind in _APART or (kind == "span" and _attribute(inner, "style-name") in hidden):
            body = next((one for one in inner if name(one) == "note-body"), inner)
            what = _APART.get(kind, "hidden text")
            what = "an endnote" if _attribute(inner, "note-class") == "endnote" else what
            left_out.append(named(what, " ".join(_without(body, _GONE))))
            yield after
        elif kind in ("text-box", "table", "list", "section") and inner is not element:
            boxes.append(inner)
            yield after
        elif kind in _GONE:
            yield after
        else:
            yield inner.text or ""
            stack.append((iter(inner), after))


def _without(element: Element, kinds: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        if name(inner) not in kinds:
            yield from _without(inner, kinds)
        yield inner.tail or ""


def _attribute(element: Element, wanted: str) -> str | None:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == wanted), None)
