"""What a file gave, before it becomes a seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from briefing.model import IngestError

LARGEST_FILE = 25_000_000
"""Bytes; a saved page, a mail or a PDF of one article is smaller."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Received(Struct, frozen=True, kw_only=True):
    """One text with what its file says about it."""

    text: str
    stem: str
    """What the slug is made from where there is no title: the file's name without its ending."""
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    remarks: tuple[str, ...] = ()
    """What a person should know or check."""
    verbatim: bytes | None = None
    """The seed's bytes, where the file is a seed already and is taken as it is."""
    markdown: bool = False
    part: bool = False
    """One of several texts of a file, so that the file's hash tells nothing."""


def one_line(text: str | None) -> str | None:
    """Return metadata as one line without control characters; None where nothing is left."""
    return " ".join(_CONTROLS.sub(" ", text).split()) or None if text else None


def web_address(text: str | None) -> str | None:
    """Return an address of the web, or None: what a page may link to is http and https alone."""
    found = one_line(text)
    return found if found and re.fullmatch(r"https?://[^\s<>\"']+", found) else None


def tidy(text: str) -> str:
    """Return a text with line feeds, no control characters, no more than one empty line, one at its end."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\u00ad", "")
    lines = "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def missing(package: str, what: str, path: Path) -> IngestError:
    """Return the error of a package that is not installed."""
    return IngestError(
        f"{what} needs the package {package}, which is not installed",
        where=str(path),
        hint="Run: python -m pip install 'briefing-pages[ingest]'",
    )


@contextmanager
def refusing(what: str, path: Path) -> Iterator[None]:
    """Turn whatever a parser of another project raises on a broken or hostile file into one clear error."""
    try:
        yield
    except IngestError:
        raise
    except Exception as error:  # noqa: BLE001 (such parsers raise what they like)
        said = str(error).strip().splitlines()
        raise IngestError(
            f"cannot be read as {what}: {said[0] if said else type(error).__name__}",
            where=str(path),
            hint="Open it and save it again, or copy its text into a .txt file.",
        ) from None
