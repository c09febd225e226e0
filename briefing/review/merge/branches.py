"""Three versions of one file, of two branches and of where they parted -> one, field by field.

Records are merged by what they say: a value that one side changed is taken, additions of both are kept, and
only where both changed one value, or one edited what the other struck, is there a conflict.  Of a file of the
machine nothing is worth a conflict: one that belongs to no record is made again by the next build.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from briefing.model import DAMAGED, Brief, BriefingError, Source, places
from briefing.review.merge.offers import told
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, join, struct, tree
from briefing.review.merge.three_way import weave
from briefing.storage import record_files, record_yaml, yaml_comments

T = TypeVar("T")
SETS = ("approvals", "corrections", "conflicts", "struck")
"""Lists of a record whose entries are whole: each is there or not."""


class BranchConflictError(BriefingError):
    """Two branches changed one value; `rows` names the paths."""


def records(base: str, ours: str, theirs: str, path: Path) -> str:
    """Return the text of a record that two branches changed.

    Raises BranchConflictError where both changed one value, and RecordError where a side cannot be read.
    """
    sides = [_read(text, path) for text in (base, ours, theirs)]
    merger = _Merger()
    merged: Fields = merger.node("", *(tree(side) for side in sides))
    for name in SETS:
        merged[name] = tuple(_united(*(getattr(side, name) for side in sides)))
    merged["drafted"] = _token(*(side.drafted for side in sides))
    if merger.conflicts:
        hint = "Choose one of the two, and build again."
        raise BranchConflictError(
            "both branches changed one value", where=str(path), hint=hint, rows=merger.conflicts
        )
    plain = record_yaml.dump_yaml(struct(merged, Brief))
    comments = _united(*(tuple(yaml_comments.find(text)) for text in (base, ours, theirs)))
    made = yaml_comments.put(plain, list(comments))
    if record_yaml.dump_yaml(record_files.parse_record(made, path)) != plain:
        raise BriefingError("what was made of it could not be read back", where=str(path))
    return made


def machine_files(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """Return a file of the machine that two branches changed; raises ValueError where one is damaged."""
    try:
        sides = [msgspec.json.decode(data) if data.strip() else {} for data in (base, ours, theirs)]
    except DAMAGED as error:
        raise ValueError(str(error)) from None
    return record_yaml.dump_lines(_plain(*sides), depth=3)


def _read(text: str, path: Path) -> Brief:
    if not text.strip():  # both added the file
        return Brief(slug=path.stem, title="", source=Source())
    return places.with_ids(record_files.parse_record(text, path))


def _token(base: str, ours: str, theirs: str) -> str:
    """Return which machine's file belongs to what two branches wrote; "" where it is neither's."""
    return theirs if ours in (base, theirs) else ours if theirs == base else ""


class _Merger:
    """Merges trees, and collects the paths at which both sides changed one value."""

    def __init__(self) -> None:
        self.conflicts: list[str] = []

    def node(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        if _same(ours, theirs) or _same(theirs, base):
            return ours
        if _same(ours, base):
            return theirs
        if isinstance(ours, Fields) and isinstance(theirs, Fields):
            held = base if isinstance(base, Fields) else Fields()
            return Fields(
                (name, self.node(join(path, name), held.get(name), value, theirs[name]))
                for name, value in ours.items()
                if path or name not in (*SETS, "drafted")
            )
        if isinstance(ours, ItemList) and isinstance(theirs, ItemList):
            return self._rows(path, base if isinstance(base, ItemList) else ItemList(), ours, theirs)
        self.conflicts.append(path)
        return ours

    def _rows(self, path: str, base: ItemList, ours: ItemList, theirs: ItemList) -> ItemList:
        rows = ItemList()
        for key in dict.fromkeys((*ours, *theirs)):
            inner = join(path, key)
            if key in ours and key in theirs:
                rows[key] = self.node(inner, base.get(key), ours[key], theirs[key])
                continue
            here = ours.get(key, theirs.get(key))
            if key not in base:
                rows[key] = here
            elif not _same(here, base[key]):
                self.conflicts.append(inner)
        return ItemList(
            (key, rows[key]) for key in self._order(path, [*base], [*ours], [*theirs]) if key in rows
        )

    def _order(self, path: str, base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
        """Return the order of the side that has another one than before, with what the other added."""
        both = [key for key in ours if key in theirs]
        mine, other = both, [key for key in theirs if key in ours]
        old = [key for key in base if key in ours and key in theirs]
        known = [key for key in mine if key in old], [key for key in other if key in old]
        if known[0] != old != known[1] and known[0] != known[1]:
            self.conflicts.append(path)
        lead, more = (theirs, ours) if known[0] == old != known[1] else (ours, theirs)
        return weave(lead, more, alone="first")


def _same(one: Any, other: Any) -> bool:
    """Return whether two nodes say the same; places and the order of items count as they do in a file."""
    if isinstance(one, QuotedWords) and isinstance(other, QuotedWords):
        return one[:2] == other[:2]
    if isinstance(one, Fields | ItemList) and isinstance(other, Fields | ItemList):
        return list(one) == list(other) and all(_same(value, other[key]) for key, value in one.items())
    return bool(one == other) or (not told(one) and not told(other))


def _united(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> Iterable[T]:
    """Yield what both sides kept and what either added."""
    yield from (one for one in ours if one in theirs or one not in base)
    yield from (one for one in theirs if one not in base and one not in ours)


def _plain(base: Any, ours: Any, theirs: Any) -> Any:
    """Merge values of JSON: of two that both sides changed ours stands."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return ours
    held = base if isinstance(base, dict) else {}
    keys = [
        key
        for key in weave([*ours], theirs, alone="last")
        if key not in held or (key in ours and key in theirs)
    ]
    return {
        key: _plain(held.get(key), ours.get(key, theirs.get(key)), theirs.get(key, ours.get(key)))
        for key in keys
    }
