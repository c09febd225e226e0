"""A record as it was read, of any version that ever was -> the form of today.

`schema_version` is raised where a field changes its meaning or its name.  A new optional field needs no
new version, and what the canonical form leaves out is filled in here.  `tests/records/` holds a record of
each form that there was.
"""

from __future__ import annotations

from typing import Any

from briefing.model import SCHEMA_VERSION, RecordError
from briefing.model.sections import LISTS


def current(record: Any, where: str) -> Any:
    """Bring a record up to date; raises RecordError where it is of a version that is not known."""
    if not isinstance(record, dict):
        return record
    version = record.get("schema_version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        what = f"schema_version: {version!r} is no version"
        raise RecordError(what, where=where, hint=f"Write schema_version: {SCHEMA_VERSION}")
    if version > SCHEMA_VERSION:
        raise RecordError(
            f"is of version {version}, and this program reads records up to version {SCHEMA_VERSION}",
            where=where,
            hint="Update the program (python -m pip install --upgrade briefing-pages); nothing was changed.",
        )
    _drop_empty_lists(record)
    _fill_bounds(record)
    return record


def _drop_empty_lists(record: dict[str, Any]) -> None:
    """Take the bare name of a list, which is left where a person strikes its last item, for an empty list."""
    for name in [name for name, value in record.items() if value is None and name in LISTS]:
        del record[name]


def _fill_bounds(record: dict[str, Any]) -> None:
    """Fill in what a date leaves out: one bound alone is a day, two are a period."""
    lists = (items for items in record.values() if isinstance(items, list))
    for item in (item for items in lists for item in items):
        when = item.get("when") if isinstance(item, dict) else None
        if isinstance(when, dict) and "earliest" in when and "precision" not in when:
            when["precision"] = (
                "period" if when.get("latest", when["earliest"]) != when["earliest"] else "day"
            )
            when.setdefault("latest", when["earliest"])
