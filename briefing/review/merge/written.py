"""What the machine has written into a record after a merge: of what people own, what it was before."""

from __future__ import annotations

from typing import Any

from briefing.model import Spans
from briefing.review.merge.offers import WORDS, Offer, offer, told
from briefing.review.merge.ownership import MACHINE, Claims
from briefing.review.merge.record_tree import Fields, ItemList, join
from briefing.review.merge.three_way import weave


def written(claims: Claims, before: Offer, merged: Fields) -> Offer:
    """Return what the machine last wrote, given what it was before and what a merge yields now."""
    return _fields(claims, "", before, merged, offer(merged))


def _fields(claims: Claims, path: str, before: Any, merged: Fields, now: Offer) -> Offer:
    result: Offer = {WORDS: now[WORDS]} if WORDS in now else {}
    held = before if isinstance(before, dict) else {}
    for name, value in merged.items():
        inner = join(path, name)
        if inner in MACHINE or isinstance(value, Spans):
            continue
        here = _node(claims, inner, held.get(name, ""), value, now.get(name, ""))
        if name == "id" and inner not in claims.owned:
            continue
        if here:
            result[name] = here
    return result


def _node(claims: Claims, path: str, before: Any, merged: Any, now: Any) -> Any:
    if isinstance(merged, ItemList):
        return _rows(claims, path, before or {}, merged, now or {})
    if path in claims.owned:
        return before
    if isinstance(merged, Fields):
        return _fields(claims, path, before, merged, now or told(merged))
    return now


def _rows(claims: Claims, path: str, before: Any, merged: ItemList, now: Any) -> Any:
    keys = [key for key in merged if key in before or join(path, key) not in claims.owned]
    if path in claims.owned:  # the machine's own order, from which that of the record differs
        keys = weave([key for key in before if key in merged], keys, alone="last")
    if not isinstance(now, dict) or not any(isinstance(row, Fields) for row in merged.values()):
        return keys
    old = before if isinstance(before, dict) else {}
    return {key: _row(claims, join(path, key), old.get(key), merged[key], now[key]) for key in keys}


def _row(claims: Claims, path: str, before: Any, merged: Fields, now: Offer) -> Offer:
    if path in claims.owned and isinstance(before, dict):
        return before
    return _fields(claims, path, before, merged, now)
