"""A PDF with a text layer: the text of its pages, by pypdf."""

from __future__ import annotations

import io
import logging
import re
from datetime import date, datetime
from pathlib import Path

from briefing.ingest.received import Received, missing, one_line, refusing, tidy
from briefing.model import IngestError

MOST_PAGES = 200
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-\n([^\W\d_]+)")
"""A word at the end of a line, a hyphen, and how the next line goes on."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a PDF; raises IngestError for scans, locked files and books."""
    try:
        import pypdf
    except ImportError:
        raise missing("pypdf", "a PDF", path) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with refusing("a PDF", path):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise IngestError(
                "is locked with a password",
                where=str(path),
                hint="Open it, save a copy without a password, and add the copy.",
            )
        if len(reader.pages) > MOST_PAGES:
            raise IngestError(
                f"has {len(reader.pages)} pages; {MOST_PAGES} are the most",
                where=str(path),
                hint="One article a file; print its pages into a PDF of their own.",
            )
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata
        title, author = (one_line(about.title), one_line(about.author)) if about else (None, None)
        made = _made(about)
    if not text.strip():
        raise IngestError(
            "holds no text, only pictures of it",
            where=str(path),
            hint="Let text recognition (OCR) read it, and add what that makes.",
        )
    joined, unsure = _joined(tidy(text))
    remarks = ["the text of a PDF has line ends, headers and page numbers in it: read the seed once"]
    remarks += ["the date is the day on which the PDF was made: check it"] if made else []
    remarks += [f"{unsure} words were broken at a hyphen that may belong to them: kept"] if unsure else []
    return [
        Received(text=joined, stem=path.stem, title=title, date=made, author=author, remarks=tuple(remarks))
    ]


def _made(about: object) -> date | None:
    """Return the day on which a PDF says that it was made; a date that is none is no date."""
    try:
        made = getattr(about, "creation_date", None)
    except ValueError:
        return None
    return made.date() if isinstance(made, datetime) else None


def _joined(text: str) -> tuple[str, int]:
    """Join words that a line end broke, where the text holds the word whole elsewhere.

    Any other keeps its hyphen, since "long-\\nterm" must not become "longterm"; returns how many did.
    """
    whole = set(re.findall(r"[^\W\d_]+", text.lower()))
    unsure = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal unsure
        word = found.group(1) + found.group(2)
        if word.lower() in whole:
            return word
        unsure += 1
        return f"{found.group(1)}-{found.group(2)}"

    return _BROKEN.sub(mend, text), unsure
