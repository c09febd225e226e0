"""Plain text: a seed already, taken byte for byte where it is UTF-8; Markdown: its words without marks."""

from __future__ import annotations

from pathlib import Path

from briefing.ingest import front_matter, markdown
from briefing.ingest.decoding import decode
from briefing.ingest.received import Received, first_heading, no_text, tidy
from briefing.model import Article, SeedError
from briefing.storage import seed_files


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text; raises SeedError where its front matter or its name's date is broken."""
    text, remarks = decode(data, path)
    return [_as_it_stands(path, data, text, remarks)]


def _as_it_stands(path: Path, data: bytes, text: str, remarks: tuple[str, ...]) -> Received:
    article = seed_files.article(text.encode() if remarks else data, path.stem, str(path))
    fenced = article.text.lstrip("\ufeff").startswith("---")
    kept = (text.encode() if fenced else None) if remarks else data
    return _received(path, article, remarks, kept)


def _received(path: Path, article: Article, remarks: tuple[str, ...], kept: bytes | None) -> Received:
    source = article.source
    return Received(
        text=tidy(article.body.of(article.text)),
        stem=path.stem,
        title=source.title,
        date=source.date,
        publisher=source.publisher,
        url=source.url,
        author=source.author,
        language=source.language,
        remarks=remarks,
        verbatim=kept,
        markdown=path.suffix.lower() in (".md", ".markdown"),
    )


def read_markdown(path: Path, data: bytes) -> list[Received]:
    """Return the words of Markdown; raises SeedError where its front matter cannot be read.

    A file without a mark whose front matter is a seed's own is taken byte for byte.
    """
    text, remarks = decode(data, path)
    head = front_matter.read(text, path)
    body = markdown.plain(text[head.end :])
    if not body.text.strip():
        raise no_text(path, "Put the article into it, or remove the file.")
    same = not markdown.has_marks(text[head.end :])
    if same and (not head.end or text.lstrip("\ufeff").startswith("---")):
        try:
            return [_as_it_stands(path, data, text, remarks)]
        except SeedError:
            if not head.end:
                raise
    title = head.title
    words = tidy(body.text)
    return [
        Received(
            text=words,
            stem=path.stem,
            title=title or body.title or first_heading(words),
            date=head.date or front_matter.day_of(path.stem),
            publisher=head.publisher,
            url=head.url,
            author=head.author,
            language=head.language,
            tags=head.tags,
            rights=head.rights,
            left_out=(*head.left_out, *body.left_out),
            remarks=remarks,
        )
    ]
