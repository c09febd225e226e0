"""A saved page: the article in it without menus, advertisements and scripts, by trafilatura."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from briefing.ingest.decoding import decode
from briefing.ingest.received import Received, missing, one_line, refusing, tidy, web_address
from briefing.model import IngestError

_LANGUAGE = re.compile(r"""<html[^>]{0,2000}?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""", re.I)


def read(path: Path, data: bytes) -> list[Received]:
    """Return the article of a page; raises IngestError where it holds none."""
    try:
        import trafilatura
        from trafilatura.settings import Document
    except ImportError:
        raise missing("trafilatura", "a saved page", path) from None
    html, remarks = decode(data, path, declared=True)
    with refusing("a page", path):
        found = trafilatura.bare_extraction(
            html,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    text = found.text if isinstance(found, Document) else None
    if not isinstance(found, Document) or not text or not text.strip():
        raise IngestError(
            "holds no article that could be found",
            where=str(path),
            hint="Copy the article's text into a .txt file.",
        )
    language = _LANGUAGE.search(html)
    return [
        Received(
            text=tidy(text.replace("\n", "\n\n")),
            stem=path.stem,
            title=one_line(found.title),
            date=_day(found.date),
            publisher=one_line(found.sitename),
            url=web_address(found.url),
            author=one_line(found.author),
            language=language.group(1).lower() if language else None,
            remarks=remarks,
        )
    ]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
