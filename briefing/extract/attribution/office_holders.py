"""Words for an office -> the one person of the cast who holds it: "the director general of the agency"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from briefing.model import Cast

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OWNER = re.compile(r"['’]s\b")
_SMALL = frozenset(("the", "of", "for", "at", "in", "to", "on", "and", "her", "his", "its"))
_BEHIND = frozenset(("of", "for", "at", "in", "to", "on"))
_PAST = frozenset(("former", "late", "ex", "then", "outgoing", "deputy", "acting", "new", "next"))
"""Words by which somebody else may be meant."""
_FEWEST = 2
"""Words of an office; "the minister" alone may be any."""


class Holder(NamedTuple):
    """A person's office of today: its last word, and all that it is called by."""

    actor: str
    country: str | None
    head: str
    words: frozenset[str]


def of(cast: Cast) -> tuple[Holder, ...]:
    """Return the offices that the persons of the cast hold today."""
    return tuple(
        Holder(actor.id, actor.country, read[0], read[1])
        for actor in cast.actors
        if actor.kind == "person"
        for role in actor.roles
        if role.era == "current" and (read := _read(role.title)) is not None
    )


def named(holders: Sequence[Holder], text: str, states: Collection[tuple[str, str | None]]) -> str | None:
    """Return the one whose office the words name, or None; `states` are the names in it with their codes."""
    if not text.lower().startswith("the ") and not _OWNER.search(text):
        return None
    codes = {code for _, code in states}
    for name, _ in states:
        text = text.replace(name, " ")
    read = _read(text)
    if read is None or len(read[1]) < _FEWEST or not _PAST.isdisjoint(read[1]):
        return None
    found = {one.actor: one.country for one in holders if one.head == read[0] and read[1] <= one.words}
    if len(found) != 1:
        return None
    actor, country = next(iter(found.items()))
    return actor if not codes or country is None or codes == {country} else None


def _read(title: str) -> tuple[str, frozenset[str]] | None:
    """Return the head of an office and its words; None where nothing is left."""
    words = _WORD.findall(_OWNER.sub(" ", title).lower())
    core = words[: next((at for at, word in enumerate(words) if at and word in _BEHIND), len(words))]
    kept = frozenset(words) - _SMALL
    return (core[-1], kept) if core and core[-1] in kept else None
