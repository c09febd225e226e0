"""What the machine would change in a brief that somebody approved, and what a person takes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from briefing.model import Conflict, Proposal, Spans
from briefing.review.merge import offers
from briefing.review.merge.offers import Offer, first_words, told, words_of
from briefing.review.merge.ownership import MACHINE
from briefing.review.merge.record_tree import Fields, ItemList, at, join, put, split
from briefing.review.merge.three_way import plain, weave


def proposals(
    mine: Fields,
    merged: Fields,
    theirs: Fields,
    fresh: Mapping[str, Conflict],
    known: Iterable[Proposal],
    owned: Collection[str],
) -> list[Proposal]:
    """Return what differs between a record and what a merge would make of it, in the order of the record.

    `fresh` is where the machine has another opinion of a person's field, and `known` what it proposed
    before: of people's fields that stays open as long as neither side changes.
    """
    found = {one.path: one for one in _differences("", mine, merged)}
    for conflict in fresh.values():
        found[conflict.path] = Proposal(path=conflict.path, machine=conflict.machine, held=conflict.held)
    for one in known:
        same = plain(at(theirs, one.path)) == one.machine and plain(at(mine, one.path)) == one.held
        if one.path in owned and one.kind == "changed" and same:
            found.setdefault(one.path, one)
    return list(found.values())


def _differences(path: str, mine: Any, merged: Any) -> Iterator[Proposal]:
    if isinstance(mine, Fields) and isinstance(merged, Fields):
        for name, value in merged.items():
            inner = join(path, name)
            if inner not in MACHINE and name != "id" and not isinstance(value, Spans):
                yield from _differences(inner, mine[name], value)
    elif isinstance(mine, ItemList) and any(
        isinstance(row, Fields) for row in (*mine.values(), *merged.values())
    ):
        for key, row in merged.items():
            if key in mine:
                yield from _differences(join(path, key), mine[key], row)
            else:
                yield Proposal(path=join(path, key), kind="new", machine=words_of(row))
        for key, row in mine.items():
            if key not in merged:
                yield Proposal(path=join(path, key), kind="gone", held=words_of(row))
    elif told(mine) != told(merged):
        yield Proposal(path=path, machine=plain(merged), held=plain(mine))


def accepted(
    mine: Fields, merged: Fields, theirs: Fields, last: Offer, chosen: Iterable[Proposal]
) -> tuple[Fields, Offer]:
    """Return a record with what a person took of the machine's proposals, and what is written then."""
    result = Fields(mine, source=Fields(mine["source"], sha256=merged["source"]["sha256"]))
    for one in chosen:
        section, key = "/".join(one.path.split("/")[:-1]), split(one.path)[-1]
        rows = at(result, section) if section else None
        if one.kind == "changed":
            value = at(merged, one.path)
            value = at(theirs, one.path) if told(value) == told(at(mine, one.path)) else value
            result = put(result, one.path, value)
            last = offers.put(last, one.path, told(value))
        elif isinstance(rows, ItemList) and one.kind == "gone":
            result = put(result, section, ItemList((k, row) for k, row in rows.items() if k != key))
            last = offers.put(last, one.path, "")
        elif isinstance(rows, ItemList):
            source = at(merged, section)
            order = weave(list(rows), [k for k in source if k in rows or k == key], alone="first")
            result = put(
                result, section, ItemList((k, rows.get(k, source[k] if k == key else None)) for k in order)
            )
            last = offers.put(last, one.path, offers.offer(Fields(x=ItemList({key: source[key]})))["x"][key])
            last = _ordered(last, section, order)
    return result, last


def _ordered(last: Offer, section: str, order: list[str]) -> Offer:
    """Put the items that the machine wrote into the order of the record."""
    rows = offers.at(last, section)
    if not isinstance(rows, dict):
        return last
    return offers.put(
        last, section, {key: rows[key] for key in weave([k for k in order if k in rows], rows, alone="last")}
    )


def stone_words(one: Proposal) -> str:
    """Return the words by which an item that a person turned down is known again."""
    return first_words(one.machine)
