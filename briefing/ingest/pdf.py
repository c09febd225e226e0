"""A PDF with a text layer -> its paragraphs, opened by pypdf, its letters with their places by pdfminer.

Lines are put in the order of columns and joined to paragraphs; words that were broken at a line's end
are whole again; what is at the edge of every page, page numbers and footnotes are named.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefing.ingest.hyphens import joined
from briefing.ingest.pdf_lines import PdfLine, lines_of, without_edges, without_notes
from briefing.ingest.received import (
    Received,
    first_heading,
    missing,
    one_line,
    own_title,
    refusing,
    tidy,
)
from briefing.model import IngestError

MOST_PAGES = 200
_BAD = re.compile(r"[\ufffd\ue000-\uf8ff\x00\x01\x04-\x08]|\(cid:\d+\)|/[gG]\d+|/uni[0-9A-F]{4}")
_LEADING = 1.25
"""A gap between lines, as a share of what is usual, from which on a paragraph ends."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a PDF; raises IngestError for scans, locked files and books."""
    try:
        import pypdf
    except ImportError:
        raise missing("pypdf", "a PDF", path) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with refusing("a PDF", path):
        reader = pypdf.PdfReader(io.BytesIO(data))
        _require_open(reader, path)
        if len(reader.pages) > MOST_PAGES:
            raise IngestError(
                f"has {len(reader.pages)} pages; {MOST_PAGES} are the most",
                where=str(path),
                hint="One article a file; print its pages into a PDF of their own.",
            )
        pages = _pages(reader, data)
        about = reader.metadata
        title, author = (about.title, one_line(about.author)) if about else (None, None)
        made = _made(about)
    _require_letters(pages, path)
    left_out: list[str] = []
    remarks = []
    scans = [
        str(number) for number, page in enumerate(pages, 1) if not any(line.text.strip() for line in page)
    ]
    if scans:
        left_out.append(f"page {', '.join(scans)}: it holds no text, only pictures or nothing")
    body = [without_notes(page, left_out) for page in without_edges(pages, left_out)]
    text, unsure = joined(_paragraphs(body))
    text = tidy(text)
    remarks.append("the lines of a PDF were joined to paragraphs: read the seed once")
    remarks += [f"{unsure} words were broken at a hyphen that may belong to them: kept"] if unsure else []
    return [
        Received(
            text=text,
            stem=path.stem,
            title=own_title(title, path.stem) or first_heading(text),
            made=made,
            author=author,
            left_out=tuple(left_out),
            remarks=tuple(remarks),
        )
    ]


def _require_open(reader: Any, path: Path) -> None:
    """Raise IngestError where a PDF needs a password to be opened; one against printing alone is read."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise IngestError(
            "is locked with a password",
            where=str(path),
            hint="Open it, save a copy without a password, and add the copy.",
        )


def _require_letters(pages: Sequence[Sequence[PdfLine]], path: Path) -> None:
    text = "".join(line.text for page in pages for line in page)
    if not re.search(r"\w", text):
        raise IngestError(
            "holds no text, only pictures of it: it is a scan",
            where=str(path),
            hint="Let text recognition (OCR) read it, and add what that makes.",
        )
    bad = len(_BAD.findall(text))
    if bad > 0.02 * len(text.split()) + 2:
        raise IngestError(
            f"does not say which letters its fonts show ({bad} of them are unknown)",
            where=str(path),
            hint="Open it, copy its text into a .txt file, or let text recognition (OCR) read it.",
        )


def _made(about: object) -> date | None:
    """Return the day on which a PDF says that it was made; a date that is none is no date."""
    try:
        made = getattr(about, "creation_date", None)
    except (ValueError, OverflowError):
        return None
    return made.date() if isinstance(made, datetime) else None


def _pages(reader: Any, data: bytes) -> list[list[PdfLine]]:
    """Return the lines of each page; where pdfminer fails, those of pypdf, which have no place."""
    from briefing.ingest import pdf_letters

    try:
        return [lines_of(letters) for letters in pdf_letters.pages(data)]
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 (pdfminer raises what it likes; another reader may know better)
        texts = [page.extract_text() for page in reader.pages]
    rows = [[row for row in text.split("\n") if row.strip()] for text in texts]
    return [[PdfLine(" ".join(row.split()), 0, -12.0 * n, 10) for n, row in enumerate(page)] for page in rows]


# -- paragraphs ---------------------------------------------------------------------------------


def _paragraphs(pages: list[list[PdfLine]]) -> str:
    """Return the text with an empty line between paragraphs and a line end between the lines of one."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    gaps = [(a.y - b.y) / b.size for page in pages for a, b in pairwise(page) if 0 < a.y - b.y < 4 * a.size]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 1.2
    widths = sorted(len(line.text.strip()) for line in lines)
    width = widths[int(0.8 * (len(widths) - 1))]
    parts: list[str] = []
    for page in pages:
        for number, line in enumerate(page):
            before = page[number - 1] if number else None
            text = line.text.strip()
            if not parts:
                parts.append(text)
            elif _ends(parts[-1], before, line, usual, width):
                parts.append(f"\n\n{text}")
            else:
                parts.append(f"\n{text}")
    return "".join(parts)


def _ends(last: str, before: PdfLine | None, line: PdfLine, usual: float, width: float) -> bool:
    """Return whether a paragraph ends before a line."""
    last = last.strip()
    closed = last[-1:] in '.!?:…"”’)»' or not last
    if before is None:  # a new page
        return closed and len(last) < 0.85 * width
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return last[-1:] not in "-\u00ad\u2010,"
    gap = before.y - line.y
    if gap < 0:  # a new column
        return closed and len(last) < 0.85 * width
    if gap > _LEADING * usual * line.size:
        return True
    indented = line.x > before.x + 0.7 * line.size and gap > 0
    return closed and (indented or len(last) < 0.6 * width)
