"""Plain text and Markdown: a seed already, taken byte for byte where it is UTF-8."""

from __future__ import annotations

from pathlib import Path

from briefing.ingest.decoding import decode
from briefing.ingest.received import Received, tidy
from briefing.storage import seed_files


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text; raises SeedError where its front matter or its name's date is broken."""
    text, remarks = decode(data, path)
    article = seed_files.article(text.encode() if remarks else data, path.stem, str(path))
    source = article.source
    body = article.body.of(article.text)
    fenced = article.text.lstrip("\ufeff").startswith("---")
    kept = (text.encode() if fenced else None) if remarks else data
    return [
        Received(
            text=tidy(body),
            stem=path.stem,
            title=source.title,
            date=source.date,
            publisher=source.publisher,
            url=source.url,
            author=source.author,
            language=source.language,
            remarks=remarks,
            verbatim=kept,
            markdown=path.suffix.lower() == ".md",
        )
    ]
