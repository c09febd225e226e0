"""Long lists cut into pages: by year, by month where a year is too long, into parts where that is too.

A list that fits on one page stays whole.  Where it does not, a new row changes the page of its own
period and no other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from msgspec import Struct

from briefing.render import view_models

LIMIT = 120_000
"""Bytes of rows on one page; head, contents and pictures come on top, and 200 KB is what a page may weigh."""

Row = TypeVar("Row")


class Part(Struct, Generic[Row], frozen=True, kw_only=True):
    """A page of a long list."""

    key: str
    """2025, 2025-02, 2025-02-2 for the second part of a month, undated; a letter in lists of names."""
    rows: tuple[Row, ...]


def cut(
    rows: Sequence[Row],
    keys: Sequence[Callable[[Row], str]],
    size: Callable[[Row], int],
    limit: int = LIMIT,
) -> list[Part[Row]]:
    """Group rows by the first key, what is too long by the next, and the rest into numbered parts.

    The rows keep their order; it decides which of a period's rows come into its first part.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(keys[0](row), []).append(row)
    parts: list[Part[Row]] = []
    for key, group in groups.items():
        if sum(map(size, group)) <= limit:
            parts.append(Part(key=key, rows=tuple(group)))
        elif len(keys) > 1:
            parts += cut(group, keys[1:], size, limit)
        else:
            parts += _numbered(key, group, size, limit)
    return parts


def _numbered(key: str, rows: Sequence[Row], size: Callable[[Row], int], limit: int) -> list[Part[Row]]:
    chunks: list[list[Row]] = [[]]
    weight = 0
    for row in rows:
        weight += size(row)
        if weight > limit and chunks[-1]:
            chunks.append([])
            weight = size(row)
        chunks[-1].append(row)
    return [
        Part(key=f"{key}-{number}" if number > 1 else key, rows=tuple(chunk))
        for number, chunk in enumerate(chunks, 1)
    ]


def fold(name: str) -> str:
    """Return a name without accents and case, for sorting."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().strip("“”\"'’ ")


def year_key(day: date | None) -> str:
    """Return "2025", or "undated"."""
    return f"{day.year:04}" if day else "undated"


def month_key(day: date | None) -> str:
    """Return "2025-02", or "undated"."""
    return f"{day.year:04}-{day.month:02}" if day else "undated"


def period_name(key: str, words: Mapping[str, Any]) -> str:
    """Return a period's key in words: "February 2025, part 2"."""
    year, *rest = key.split("-")
    if not year.isdigit():
        name = str(words["undated"])
        rest = ["", *rest]
    else:
        name = view_models.month_name(int(year), int(rest[0]), words) if rest else year
    return words["part"].format(name=name, number=rest[1]) if len(rest) > 1 else name
