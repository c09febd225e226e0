"""Settling what is open: conflicts, fields given back to the machine, struck items brought back.

Each function takes and yields values; the next merge does the rest.
"""

from __future__ import annotations

import difflib

import msgspec

from briefing.model import Brief, BriefingError, Conflict, Ledger
from briefing.review.merge.record_tree import at, below, join, tree
from briefing.review.merge.similarity import under


class SettleError(BriefingError):
    """There is nothing to settle, to give back or to bring back where a person said."""


def open_conflicts(brief: Brief) -> tuple[Conflict, ...]:
    """Return what a person must decide before the record is in order."""
    return brief.conflicts


def told(conflict: Conflict, slug: str) -> tuple[str, str]:
    """Return what a conflict is about, and what to do, in two sentences."""
    if conflict.kind == "lost":
        near = f" The nearest sentence is now: {conflict.machine!r}." if conflict.machine else ""
        return (
            f"{conflict.path}: the source does not hold these words any more: {conflict.was!r}.{near}",
            "Correct the words in the record, or delete the item.",
        )
    now = f"the machine now proposes {conflict.machine!r} (before: {conflict.was!r})"
    command = f"python build.py resolve {slug} --take human {conflict.path}  # or: --take machine"
    return f"{conflict.path}: a person changed it, and {now}.", command


def settle(record: Brief, ledger: Ledger, *, take: str, path: str | None = None) -> tuple[Brief, Ledger]:
    """Settle the conflicts at a path or all of them; raises SettleError where there is none.

    "human" keeps the person's value; "machine" gives the field back.  Lost words can only be given
    up: whose place is gone nobody can keep.
    """
    chosen = [c for c in record.conflicts if path is None or below(path, c.path)]
    if not chosen:
        raise SettleError(
            "has no open conflict" + (f" at {path}" if path else ""),
            where=record.slug,
            hint=_near(path, [c.path for c in record.conflicts]) or "There is nothing to do.",
        )
    lost = [c for c in chosen if c.kind == "lost" and not c.path.endswith("/mentions")]
    if take == "human" and lost and (path is not None or len(lost) == len(chosen)):
        what, hint = told(lost[0], record.slug)
        raise SettleError(what, where=record.slug, hint=hint)
    if take == "machine":
        for conflict in chosen:
            if conflict.kind == "changed":
                ledger = _returned(ledger, conflict.path)
            else:
                ledger = _returned(ledger, _item(conflict.path))
    gone = {c.path for c in chosen if take == "machine" or c not in lost}
    left = tuple(c for c in record.conflicts if c.path not in gone)
    return msgspec.structs.replace(record, conflicts=left), ledger


def give_back(record: Brief, ledger: Ledger, path: str) -> Ledger:
    """Return a field, an item or an order to the machine; raises SettleError where nothing is owned."""
    whole = next((o for o in ledger.owned if below(o, path) and o != path and "/" in o), None)
    if whole is not None:
        raise SettleError(
            f"{path} is a part of {whole}, which a person put in",
            where=record.slug,
            hint=f"Give back the whole of it: --give-back {whole}",
        )
    owned = any(below(path, o) for o in ledger.owned) or any(below(path, s.section) for s in ledger.struck)
    if not owned:
        raise SettleError(
            f"{path} is not owned by a person",
            where=record.slug,
            hint=_near(path, ledger.owned) or "The machine writes every field of this record.",
        )
    if path in ledger.owned and at(tree(ledger.drafted), path) is None and path.count("/") == 1:
        raise SettleError(
            f"{path} was put in by a person, and the machine has no such item",
            where=record.slug,
            hint="Delete it from the record if it should go.",
        )
    return _returned(ledger, path)


def restore(ledger: Ledger, name: str) -> Ledger:
    """Take the stone off a struck item, named by id or path; raises SettleError where there is none."""
    stones = [s for s in ledger.struck if name in (s.id, join(s.section, s.id))]
    if len(stones) != 1:
        paths = [join(stone.section, stone.id) for stone in stones or ledger.struck]
        raise SettleError(
            f"{name} is struck {'more than once' if stones else 'nowhere'}",
            where=ledger.slug,
            hint=f"Struck are: {', '.join(paths)}" if paths else "Nobody struck anything here.",
        )
    return msgspec.structs.replace(ledger, struck=tuple(s for s in ledger.struck if s is not stones[0]))


def _returned(ledger: Ledger, path: str) -> Ledger:
    return msgspec.structs.replace(
        ledger,
        owned=tuple(o for o in ledger.owned if not below(path, o)),
        struck=tuple(s for s in ledger.struck if not (under(path, s) and s.section.count("/"))),
    )


def _item(path: str) -> str:
    """Return the path of the item that holds a field, or the field itself at the top."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else path.partition("/")[0]


def _near(path: str | None, known: object) -> str:
    names = list(known) if isinstance(known, list | tuple) else []
    if path is None or not names:
        return ""
    near = difflib.get_close_matches(path, names, 3, 0.5) or names[:3]
    return f"There is: {', '.join(near)}"
