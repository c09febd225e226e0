"""Who is in the same briefs as an actor: the numbers, and where the drawing puts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from briefing.render.index import Catalogue, ListedActor

SHOWN = 8
"""How many co-actors are drawn; more would be unreadable at 320 pixels."""
WIDTH, MIDDLE = 360, 180
ROW = 74
"""Height of a row of the drawing: a sign and a name of two lines."""
LINE = 19
"""Characters of a name on one line."""


class Neighbour(Struct, frozen=True, kw_only=True):
    """An actor who is in some of the same briefs, and where the drawing puts it."""

    id: str
    name: str
    kind: str
    shared: int
    """How many briefs name both."""
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Of the line, in the drawing's units."""
        return 1 + min(self.shared, 6) / 2


class Network(Struct, frozen=True, kw_only=True):
    """An actor with its neighbours; `links` join neighbours who stand together more than once."""

    height: int
    lines: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    links: tuple[tuple[Neighbour, Neighbour], ...]
    others: int
    """How many co-actors are not drawn."""


def partners(actor: ListedActor, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return name and kind of those who appear with an actor, as their newest briefs have them.

    Of an actor of a single brief, whose own place there tells the rest, none but those that are drawn.
    """
    if len(actor.appearances) == 1:
        ids = set(_foremost(actor))
        found = [catalogue.actors[key].newest for key in sorted(ids)]
        return [(other.name, other.kind) for other in found]
    ids = {other.id for appearance in actor.appearances for other in appearance.share.facts.actors}
    found = [catalogue.actors[key].newest for key in sorted(ids)]
    return [(other.name, other.kind) for other in found]


def network(actor: ListedActor, catalogue: Catalogue) -> Network | None:
    """Return who appears with an actor, most often and foremost first; None where nobody does."""
    if len(actor.appearances) == 1:
        near = _foremost(actor)
        count = len(actor.appearances[0].share.facts.actors) - 1
        return _drawn(actor, catalogue, near, dict.fromkeys(near, 1), count)
    together: Counter[str] = Counter()
    rank: Counter[str] = Counter()
    for appearance in actor.appearances:
        for place, other in enumerate(appearance.share.facts.actors):
            if other.id != actor.id:
                together[other.id] += 1
                rank[other.id] += place
    ranked = sorted(together, key=lambda key: (-together[key], rank[key], key))
    return _drawn(actor, catalogue, ranked[:SHOWN], together, len(ranked))


def _foremost(actor: ListedActor) -> list[str]:
    """Return those who are drawn next to an actor of a single brief."""
    facts = actor.appearances[0].share.facts
    return [other.id for other in facts.actors[: SHOWN + 1] if other.id != actor.id][:SHOWN]


def _drawn(
    actor: ListedActor, catalogue: Catalogue, near: list[str], together: Mapping[str, int], count: int
) -> Network | None:
    """Return the drawing of an actor and of those near, of so many with whom it appears."""
    if not near:
        return None
    rows = (len(near) + 1) // 2
    neighbours = tuple(_placed(catalogue.actors[key], together[key], n) for n, key in enumerate(near))
    return Network(
        height=rows * ROW,
        lines=_lines(actor.newest.name),
        neighbours=neighbours,
        links=_links(actor, neighbours),
        others=max(0, count - SHOWN),
    )


def _placed(actor: ListedActor, shared: int, number: int) -> Neighbour:
    """Place neighbours left and right in turn, so that the nearest are on top."""
    newest = actor.newest
    return Neighbour(
        id=actor.id,
        name=newest.name,
        kind=newest.kind,
        shared=shared,
        x=64 if number % 2 == 0 else WIDTH - 64,
        y=22 + (number // 2) * ROW,
        lines=_lines(newest.name),
    )


def _links(actor: ListedActor, shown: tuple[Neighbour, ...]) -> tuple[tuple[Neighbour, Neighbour], ...]:
    if len(actor.appearances) == 1:
        return ()
    pairs: Counter[tuple[int, int]] = Counter()
    place = {neighbour.id: number for number, neighbour in enumerate(shown)}
    for appearance in actor.appearances:
        here = sorted(place[other.id] for other in appearance.share.facts.actors if other.id in place)
        pairs.update((one, two) for index, one in enumerate(here) for two in here[index + 1 :])
    return tuple((shown[one], shown[two]) for (one, two), count in sorted(pairs.items()) if count > 1)


def _lines(name: str) -> tuple[str, ...]:
    """Break a name into two lines at most; what does not fit is cut, and stands whole in the table."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:2]
    if len(lines) > 2:
        kept[1] += "…"
    return tuple(line if len(line) <= LINE else line[: LINE - 1] + "…" for line in kept)
