"""Bytes -> text, with a word about the encoding where it is not UTF-8."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from briefing.model import IngestError
from briefing.storage import encodings

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]+)""")
_LOOKED_AT = 2048
"""Bytes of a page in which it may declare its encoding; HTML asks for the first 1,024."""


def decode(data: bytes, path: Path, *, declared: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the text and remarks; `declared` looks for the encoding that a page names itself.

    Raises IngestError where the bytes are no text.
    """
    for mark, wide in _MARKS:
        if data.startswith(mark):
            return _strictly(data, wide, path), (_remark(wide),)
    if declared and (found := _DECLARED.search(data[:_LOOKED_AT])):
        name = _known(found.group(1).decode("ascii"))
        if name and not name.startswith(("utf", "ascii")):  # a page that reads as ASCII so far is no UTF-16
            return _strictly(data, name, path), (_remark(name),)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(data, path)


def _guessed(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    found = encodings.likely(data)
    if not found:
        raise IngestError("is not text", where=str(path), hint="Export it as text, HTML, PDF or .docx.")
    others = f" (or is it {' or '.join(found[1:])}?)" if found[1:] else ""
    remark = f"{_remark(found[0])}, guessed from its bytes{others}: check letters with accents"
    return _strictly(data, found[0], path), (remark,)


def _strictly(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise IngestError(
            f"says that it is {name}, but byte {error.start} is not",
            where=str(path),
            hint="Open it where its text looks right, save it as UTF-8, and add it again.",
        ) from None


def _known(name: str) -> str | None:
    """Return Python's name of an encoding; browsers read ISO-8859-1 as Windows-1252, and so do we."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") and name.lower() != "us-ascii" else found


def _remark(name: str) -> str:
    return f"read as {name}, written as UTF-8"
