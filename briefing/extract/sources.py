"""Statements -> who says the words at a place, and how the text names each source.

Goes in: statements with the place where their source is named.  Comes out: for a place in the text the
source whose words it is among, and for each statement whether its source stands there by name, by
office, as a body or not at all.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec

from briefing.lexicon import Lexicon
from briefing.model import Cast, Found, Kind, Naming, Spans, Statement

_BODIES: frozenset[Kind] = frozenset(("organization", "state", "group", "place"))
_SPEAKING = "spokes"
"""Whoever speaks for an office is told by it, however many may hold it: "a ministry spokesman"."""
_MANY = frozenset(
    ("official", "member", "source", "aide", "diplomat", "analyst", "expert", "resident", "officer")
)
"""Offices that many hold: "the official" is nobody that one could ask."""
_OPEN = frozenset(("a", "an", "one", "some", "another", "several", "many", "two", "three", "both", "other"))


class SourceIndex:
    """The statements of a text by their places."""

    def __init__(self, statements: Sequence[Found[Statement]]) -> None:
        self._in: dict[int, list[Statement]] = {}
        for found in statements:
            for block in found.item.at.blocks():
                self._in.setdefault(block, []).append(found.item)

    def of(self, at: Spans) -> Statement | None:
        """Return the shortest statement that shares words with a place; None where none does."""
        near = {id(one): one for block in at.blocks() for one in self._in.get(block, ())}.values()
        around = [one for one in near if any(mine.overlaps(span) for mine in one.at for span in at)]
        return min(around, key=lambda one: one.at.end - one.at.start, default=None)


def with_naming(
    statements: Sequence[Found[Statement]], cast: Cast, lexicon: Lexicon
) -> tuple[Found[Statement], ...]:
    """Return the statements, each with how the text names its source."""
    kinds: dict[str, Kind] = {actor.id: actor.kind for actor in cast.actors}
    naming = _naming(lexicon)
    return tuple(
        msgspec.structs.replace(
            found, item=msgspec.structs.replace(found.item, named=naming.of(found.item, kinds))
        )
        for found in statements
    )


@functools.cache
def _naming(lexicon: Lexicon) -> _Naming:
    return _Naming(lexicon)


class _Naming:
    """How sources are named, by the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.offices = frozenset(office.split(" ")[-1] for office in lexicon.titles.offices) - _MANY
        self.bodies = frozenset(head.lower() for head in lexicon.organizations.heads)

    def of(self, statement: Statement, kinds: dict[str, Kind]) -> Naming:
        """Return how the source of a statement is named."""
        if statement.speaker is not None:
            return "body" if kinds.get(statement.speaker) in _BODIES else "name"
        words = (statement.speaker_text or "").lower().split()
        return self._in_words(words) if words else "unnamed"

    def _in_words(self, words: Sequence[str]) -> Naming:
        end = next(
            (at for at, word in enumerate(words) if at and word in ("of", "for", "from", "in", "at")),
            len(words),
        )
        head = words[end - 1].strip(",.")
        if head.startswith(_SPEAKING) and not head.endswith("s"):
            return "office"
        if words[0] in _OPEN:
            return "unnamed"
        if head in self.bodies:
            return "body"
        return "office" if head in self.offices else "unnamed"
