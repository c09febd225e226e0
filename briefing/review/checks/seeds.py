"""Seeds -> problems: the same words under two names, and days that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from briefing.model import Problem
from briefing.review.checks.context import CheckContext
from briefing.storage import seed_files


def twice(given: CheckContext) -> Iterator[Problem]:
    """Yield texts whose words are those of another one, however their lines are broken."""
    first: dict[bytes, str] = {}
    for slug, article in sorted(given.articles.items()):
        words = " ".join(article.body.of(article.text).split())
        other = first.setdefault(sha256(words.encode()).digest(), slug)
        if other != slug:
            yield Problem(
                where=str(given.seeds[slug]),
                rule="seed",
                what=f"has the same words as {given.seeds[other].name}",
                hint=f"Keep one of the two, and remove the other: python build.py delete {slug}",
                severity="warning",
            )


def days(given: CheckContext) -> Iterator[Problem]:
    """Yield texts whose head gives another day than the name of the file."""
    for slug, article in sorted(given.articles.items()):
        named = seed_files.day_of(slug)
        if named and article.date and named != article.date.isoformat():
            line = article.text.count("\n", 0, max(0, article.text.find("\ndate:") + 1)) + 1
            yield Problem(
                where=str(given.seeds[slug]),
                line=line,
                column=1,
                rule="dates",
                what=f"the head says {article.date}, the name of the file {named}",
                hint=f"Correct `date:` there, or: python build.py rename {slug} {article.date}{slug[10:]}",
                severity="warning",
            )
