"""Settling what is open: conflicts, proposals, fields given back to the machine, struck items brought back.

Each function takes and yields values; the next merge does the rest.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import msgspec

from briefing.model import Brief, BriefingError, Conflict, Ledger, Proposal, Tombstone
from briefing.review.merge import offers
from briefing.review.merge.offers import PERSONS, Offer, first_words
from briefing.review.merge.offers import told as told_of
from briefing.review.merge.ownership import Claims, learn
from briefing.review.merge.record_tree import Fields, ItemList, at, below, join, split, tree
from briefing.review.merge.three_way import plain


class SettleError(BriefingError):
    """There is nothing to settle, to give back or to bring back where a person said."""


def open_conflicts(brief: Brief) -> tuple[Conflict, ...]:
    """Return what a person must decide before the record is in order."""
    return brief.conflicts


def open_proposals(brief: Brief, ledger: Ledger | None) -> tuple[Proposal, ...]:
    """Return what the machine proposes for an approved brief, without what a person did by hand."""
    if ledger is None or brief.status not in ("reviewed", "published"):
        return ()
    node = tree(brief)
    return tuple(one for one in ledger.proposals if not _done(one, at(node, one.path)))


def _done(one: Proposal, here: object) -> bool:
    if one.kind == "changed":
        return plain(here) == one.machine
    return (here is None) == (one.kind == "gone")


def owned(record: Brief, ledger: Ledger) -> list[str]:
    """Return the paths of what people changed, added or put in order."""
    claims = Claims(record.struck, ledger.orders)
    learn(claims, ledger.written, tree(record))
    return sorted(claims.owned)


def told(conflict: Conflict | Proposal, slug: str) -> tuple[str, str]:
    """Return what a conflict or a proposal is about, and what to do, in two sentences."""
    path = conflict.path
    command = f"python build.py resolve {slug} --take human {path}  # or: --take machine"
    if conflict.kind == "lost":
        near = f" The nearest sentence is now: {conflict.machine!r}." if conflict.machine else ""
        return (
            f"{path}: the source does not hold these words any more: {conflict.held!r}.{near}",
            "Correct the words in the record, or delete the item.",
        )
    if isinstance(conflict, Proposal):
        what = {
            "changed": f"{conflict.machine!r} in place of {conflict.held!r}",
            "new": f"a new item: {conflict.machine!r}",
            "gone": f"to take it out: {conflict.held!r}",
        }
        return f"{path}: the machine proposes {what[conflict.kind]}.", command
    held = f" (held: {conflict.held!r})" if conflict.held else ""
    return f"{path}: a person changed it, and the machine now proposes {conflict.machine!r}{held}.", command


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
    lost = [c for c in chosen if c.kind == "lost"]
    if take == "human" and lost and (path is not None or len(lost) == len(chosen)):
        what, hint = told(lost[0], record.slug)
        raise SettleError(what, where=record.slug, hint=hint)
    gone = {c.path for c in chosen if take == "machine" or c not in lost}
    record = msgspec.structs.replace(
        record, conflicts=tuple(c for c in record.conflicts if c.path not in gone)
    )
    if take == "machine":
        for conflict in chosen:
            path = conflict.path if conflict.kind == "changed" else _item(conflict.path)
            record, ledger = _returned(record, ledger, path)
    return record, ledger


def decline(record: Brief, ledger: Ledger, path: str | None = None) -> tuple[Brief, Ledger]:
    """Turn down what the machine proposes at a path, or all of it: the record's word is a person's then."""
    last, struck = ledger.written, record.struck
    for one in open_proposals(record, ledger):
        if path is not None and not below(path, one.path):
            continue
        if one.kind == "new":
            section, name = "/".join(one.path.split("/")[:-1]), split(one.path)[-1]
            stone = Tombstone(section=section, id=name, words=first_words(one.machine))
            struck = (*struck, stone)
        else:
            last = offers.put(last, one.path, PERSONS if one.kind == "changed" else "")
    left = tuple(one for one in ledger.proposals if path is not None and not below(path, one.path))
    ledger = msgspec.structs.replace(ledger, proposals=left)
    return _bound(msgspec.structs.replace(record, struck=struck), ledger, last)


def give_back(record: Brief, ledger: Ledger, path: str) -> tuple[Brief, Ledger]:
    """Return a field, an item or an order to the machine; raises SettleError where nothing is owned."""
    paths = owned(record, ledger)
    whole = next((o for o in paths if below(o, path) and o != path and "/" in o), None)
    if whole is not None:
        raise SettleError(
            f"{path} is a part of {whole}, which a person put in",
            where=record.slug,
            hint=f"Give back the whole of it: --give-back {whole}",
        )
    if not any(below(path, o) for o in paths) and not any(below(path, s.section) for s in record.struck):
        raise SettleError(
            f"{path} is not owned by a person",
            where=record.slug,
            hint=_near(path, paths) or "The machine writes every field of this record.",
        )
    if path in paths and offers.at(ledger.offered, path) in ("", None) and path.count("/") == 1:
        raise SettleError(
            f"{path} was put in by a person, and the machine has no such item",
            where=record.slug,
            hint="Delete it from the record if it should go.",
        )
    return _returned(record, ledger, path)


def restore(record: Brief, ledger: Ledger, name: str) -> tuple[Brief, Ledger]:
    """Take the stone off a struck item, named by id or path; raises SettleError where there is none."""
    stones = [s for s in record.struck if name in (s.id, join(s.section, s.id))]
    if len(stones) != 1:
        paths = [join(stone.section, stone.id) for stone in stones or record.struck]
        raise SettleError(
            f"{name} is struck {'more than once' if stones else 'nowhere'}",
            where=ledger.slug,
            hint=f"Struck are: {', '.join(paths)}" if paths else "Nobody struck anything here.",
        )
    left = tuple(stone for stone in record.struck if stone is not stones[0])
    last = offers.put(ledger.written, join(stones[0].section, stones[0].id), "")
    return _bound(msgspec.structs.replace(record, struck=left), ledger, last)


def _returned(record: Brief, ledger: Ledger, path: str) -> tuple[Brief, Ledger]:
    """Count what is at a path as the machine's, so that the next merge writes it."""
    here = at(tree(record), path)
    rows = isinstance(here, ItemList) and any(isinstance(row, Fields) for row in here.values())
    last = _in_order(ledger.written, path, list(here)) if rows else ledger.written
    if not rows or "/" in path:
        last = offers.put(last, path, _offered(here, path))
    left = tuple(s for s in record.struck if not ("/" in s.section and below(path, s.section)))
    orders = {each: ids for each, ids in ledger.orders.items() if not below(path, each)}
    ledger = msgspec.structs.replace(ledger, orders=orders)
    return _bound(msgspec.structs.replace(record, struck=left), ledger, last)


def _offered(here: object, path: str) -> object:
    key = split(path)[-1]
    if isinstance(here, Fields) and path.count("/") == 1:
        return offers.offer(Fields(x=ItemList({key: here})))["x"][key]
    return told_of(here)


def _in_order(last: Offer, path: str, keys: Iterable[str]) -> Offer:
    rows = offers.at(last, path)
    if not isinstance(rows, dict):
        return last
    first = [key for key in keys if key in rows]
    return offers.put(last, path, {key: rows[key] for key in (*first, *(k for k in rows if k not in first))})


def _bound(record: Brief, ledger: Ledger, last: Offer) -> tuple[Brief, Ledger]:
    record = msgspec.structs.replace(record, drafted=offers.token(last))
    proposed = ledger.offered
    return record, msgspec.structs.replace(ledger, written=last, proposed=proposed)


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
