"""XML -> elements, without entities of its own, external files or sizes out of all proportion."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from briefing.model import IngestError


def read_xml(data: bytes, path: Path) -> Element:
    """Return the root; raises IngestError for broken XML and for a document that declares entities.

    Entities are what XML bombs and readers of other files are made of; no feed and no document
    needs any, so the first pass stops at a declaration before anything is expanded.
    """
    guard = expat.ParserCreate()
    guard.EntityDeclHandler = lambda *_: _refuse(path)
    guard.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        guard.Parse(data, True)
        return fromstring(data)  # noqa: S314 (the guard has read it whole)
    except LookupError as error:
        raise IngestError(
            f"names an encoding that is not known: {error}",
            where=f"{path}:1",
            hint="Write the encoding that it is in into its first line, mostly UTF-8.",
        ) from None
    except (expat.ExpatError, ParseError, ValueError) as error:
        raise IngestError(
            f"is broken XML: {error}", where=str(path), hint="Download or export it again."
        ) from None


def _refuse(path: Path) -> None:
    raise IngestError(
        "declares XML entities, which are not read",
        where=str(path),
        hint="Remove its DOCTYPE if you trust it.",
    )


def name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element | None) -> str | None:
    """Return all text in an element."""
    return None if element is None else "".join(element.itertext()).strip() or None


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child with the first of the names that there is; None in nothing."""
    if element is None:
        return None
    for wanted in names:
        for found in element:
            if name(found) == wanted:
                return found
    return None
