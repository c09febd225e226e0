"""Seeds -> problems: the same words under two names, and days that do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from briefing.model import Article, Problem
from briefing.storage import seed_files


def words_key(article: Article) -> bytes:
    """Return a hash of the words of a text, however its lines are broken."""
    return blake2b(" ".join(article.body.of(article.text).split()).encode(), digest_size=16).digest()


def twice(rows: Iterable[tuple[Path, bytes]]) -> Iterator[Problem]:
    """Yield texts whose words, by their keys, are those of an earlier one."""
    first: dict[bytes, Path] = {}
    for path, key in rows:
        other = first.setdefault(key, path)
        if other is not path:
            yield Problem(
                where=str(path),
                rule="seed",
                what=f"has the same words as {other.name}",
                hint=f"Keep one of the two, and remove the other: python build.py delete {path.stem}",
                severity="warning",
            )


def days(path: Path, article: Article) -> Iterator[Problem]:
    """Yield that the head of a text gives another day than the name of its file."""
    slug, day = article.slug, article.date
    named = seed_files.day_of(slug)
    if named and day and named != day.isoformat():
        yield Problem(
            where=str(path),
            line=article.text.count("\n", 0, max(0, article.text.find("\ndate:") + 1)) + 1,
            column=1,
            rule="dates",
            what=f"the head says {day}, the name of the file {named}",
            hint=f"Correct `date:` there, or: python build.py rename {slug} {day}{slug[10:]}",
            severity="warning",
        )
