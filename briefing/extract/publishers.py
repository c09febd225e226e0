"""An article -> what kind of source published it.

Asked in turn: the front matter's `kind`, its publisher, the host of its address, the agency of the
dateline.  Names and hosts come from `content/reference/publishers.yml`, whose rows give their reason.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import urlsplit

from briefing.model import Document, Reference, SourceKind

_AGENCY = re.compile(r"\(([^()]{2,40})\)")


def kind_of(document: Document, reference: Reference) -> SourceKind:
    """Return the kind of an article's publisher; "unknown" where nothing says it."""
    source = document.article.source
    if source.kind != "unknown":
        return source.kind
    table = _table(reference)
    named = table.of_name(source.publisher or "") or table.of_site(source.url or "")
    return named or table.of_name(_agency(document)) or "unknown"


def _agency(document: Document) -> str:
    """Return the agency that a dateline names: "(Xinhua)"; empty where it names none."""
    head = document.dateline
    found = _AGENCY.search(document.text, *head) if head is not None else None
    return found[1] if found else ""


class _Table:
    """Names, words and hosts of publishers."""

    def __init__(self, reference: Reference) -> None:
        rows = reference.publishers
        self.names = {_plain(name): row.kind for row in rows for name in row.names}
        self.sites = {site: row.kind for row in rows for site in row.sites}
        self.words = [(_plain(word).split(" "), row.kind) for row in rows for word in row.words]

    def of_name(self, name: str) -> SourceKind | None:
        plain = _plain(name)
        found = self.names.get(plain)
        if found is not None or not plain:
            return found
        parts = plain.split(" ")
        return next((kind for words, kind in self.words if _within(words, parts)), None)

    def of_site(self, url: str) -> SourceKind | None:
        """Return the kind by the host of an address, or by a domain above it."""
        try:
            host = (urlsplit(url).hostname or "") if "//" in url else ""
        except ValueError:  # http://[::1 has no host that can be read
            return None
        labels = host.split(".")
        return next(
            (self.sites[name] for at in range(len(labels)) if (name := ".".join(labels[at:])) in self.sites),
            None,
        )


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold())).removeprefix("the ")


def _within(words: list[str], parts: list[str]) -> bool:
    return any(parts[at : at + len(words)] == words for at in range(len(parts)))


@functools.lru_cache(maxsize=8)
def _table(reference: Reference) -> _Table:
    return _Table(reference)
