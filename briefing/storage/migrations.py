"""A record as it was read, of any version that ever was -> the form of today.

In version 1 a record held places; they tell which of several was meant until it is written again.
`schema_version` is raised where a field changes its meaning or its name.  A new optional field needs no
new version, and what the canonical form leaves out is filled in here.  `tests/records/` holds a record of
each form that there was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from briefing.model import SCHEMA_VERSION, Brief, Quote, RecordError
from briefing.model.sections import LISTS, SECTIONS, typed


def current(record: Any, where: str) -> Any:
    """Bring a record up to date; raises RecordError where it is of a version that is not known."""
    if not isinstance(record, dict):
        return record
    version = record.setdefault("schema_version", 1)
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
    _open_quotes(record, QUOTES[""])
    for name, items in record.items():
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                _open_quotes(item, QUOTES.get(name, ()))
                _fill_bounds(item)
    _gather_review(record)
    if version == 1:
        _keep_conflicts(record)
    return record


def _drop_empty_lists(record: dict[str, Any]) -> None:
    """Take the bare name of a list, which is left where a person strikes its last item, for an empty list."""
    for name in [name for name, value in record.items() if value is None and name in LISTS]:
        del record[name]


def _open_quotes(item: dict[str, Any], names: Iterable[str]) -> None:
    """Take words that stand by themselves for a quote without anything else."""
    for name in names:
        if isinstance(item.get(name), str):
            item[name] = {"text": item[name]}


def _fill_bounds(item: dict[str, Any]) -> None:
    """Fill in what a date leaves out: one bound alone is a day, two are a period."""
    when = item.get("when")
    if isinstance(when, dict) and "precision" not in when:
        if "earliest" in when:
            later = when.get("latest", when["earliest"]) != when["earliest"]
            when["precision"] = "period" if later else "day"
            when.setdefault("latest", when["earliest"])
        elif "era" in when:
            when["precision"] = "era"


def _gather_review(record: dict[str, Any]) -> None:
    """Take `reviewer` and `reviewed`, the form of version 1, for the last approval."""
    names = {"reviewer": "by", "reviewed": "on"}
    given = {new: record.pop(old) for old, new in names.items() if record.get(old) is not None}
    for old in names:
        record.pop(old, None)
    held = record.get("approvals") or []
    if given and isinstance(held, list):
        record["approvals"] = [*held, given]


def _keep_conflicts(record: dict[str, Any]) -> None:
    """Take over what is open: version 1 kept what the machine had said before, which nothing needs now."""
    for conflict in record.get("conflicts", ()):
        if isinstance(conflict, dict) and "was" in conflict:
            was = conflict.pop("was")
            conflict["held"] = was if conflict.get("kind") == "lost" else ""


_KINDS: dict[str, type[msgspec.Struct]] = {"": Brief, **{section.name: section.item for section in SECTIONS}}
QUOTES = {
    name: tuple(field.name for field in msgspec.structs.fields(kind) if typed(field.type).kind is Quote)
    for name, kind in _KINDS.items()
}
"""By section, and of the record itself: the fields that hold nothing but words of the source."""
