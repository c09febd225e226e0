"""The months that a large desk is cut into, by the day at the head of a slug."""

from __future__ import annotations

import re

UNDATED = "undated"
_DATED = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-\d{2}(?:-|$)")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def month_of(slug: str) -> str:
    """Return the month of a slug, as 2025-03; "undated" where it does not begin with a day."""
    found = _DATED.match(slug)
    return found.group(1) if found else UNDATED


def is_month(name: str) -> bool:
    """Return whether a name is one that `month_of` returns."""
    return name == UNDATED or _MONTH.fullmatch(name) is not None
