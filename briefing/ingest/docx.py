"""A .docx: its paragraphs and properties; what was deleted with changes tracked is left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from briefing.ingest.received import LARGEST_FILE, Received, one_line, refusing, tidy
from briefing.ingest.xml import child, name, read_xml, text_of
from briefing.model import IngestError

_GONE = frozenset(("del", "moveFrom", "instrText", "delText", "pPr", "rPr"))
_SPACES = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a document; raises IngestError where it is none or far too large."""
    with refusing("a .docx", path), zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = read_xml(_part(archive, "word/document.xml", path), path)
        there = "docProps/core.xml" in archive.namelist()
        core = read_xml(_part(archive, "docProps/core.xml", path), path) if there else Element("none")
        paragraphs = [paragraph for paragraph in _paragraphs(body) if paragraph.strip()]
    if not paragraphs:
        raise IngestError(
            "holds no text",
            where=str(path),
            hint="Where it is a picture of a text, type the text into a .txt file and add that.",
        )
    day = _day(text_of(child(core, "created")))
    return [
        Received(
            text=tidy("\n\n".join(paragraphs)),
            stem=path.stem,
            title=one_line(text_of(child(core, "title"))),
            date=day,
            author=one_line(text_of(child(core, "creator"))),
            language=one_line(text_of(child(core, "language"))),
            remarks=("the date is the day on which the document was made: check it",) if day else (),
        )
    ]


def _part(archive: zipfile.ZipFile, inside: str, path: Path) -> bytes:
    """Return a part of the archive; what it claims as its size is not believed."""
    with archive.open(inside) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise IngestError(
            f"unpacks to more than {LARGEST_FILE:,} bytes",
            where=str(path),
            hint="Copy the text into a .txt file.",
        )
    return data


def _paragraphs(element: Element) -> Iterator[str]:
    for paragraph in element.iter():
        if name(paragraph) == "p":
            yield "".join(_runs(paragraph))


def _runs(element: Element) -> Iterator[str]:
    """Yield the words of a paragraph, but not those of a paragraph inside it (a text box)."""
    stack = [iter(element)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
            continue
        kind = name(inner)
        if kind == "t":
            yield inner.text or ""
        elif kind in _SPACES:
            yield _SPACES[kind]
        elif kind != "p" and kind not in _GONE:
            stack.append(iter(inner))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
