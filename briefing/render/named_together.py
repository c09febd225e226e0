"""Who is named in the same briefs as an actor, ranked by how many briefs name both."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from briefing.render.contribution import ActorInBrief
from briefing.render.index import Catalogue, ListedActor

SHOWN, MOST = 8, 60
"""How many of them stand open, and how many a page names at all."""


class Partner(Struct, frozen=True, kw_only=True):
    """An actor, as its newest brief has it, and the number of briefs."""

    actor: ActorInBrief
    count: int


def named_together(actor: ListedActor, catalogue: Catalogue) -> list[Partner]:
    """Return who stands in the briefs of an actor: most often first, then by their places in the newest ones.

    Next to an actor of a single brief those stand alone that are foremost there: the rest of its cast is not
    walked through.
    """
    if len(actor.appearances) == 1:
        cast = actor.appearances[0].share.facts.actors[: SHOWN + 1]
        foremost = [other.id for other in cast if other.id != actor.id][:SHOWN]
        return [Partner(actor=catalogue.actors[key].newest, count=1) for key in foremost]
    together: Counter[str] = Counter()
    for appearance in actor.appearances:
        together.update([other.id for other in appearance.share.facts.actors])
    del together[actor.id]
    ranked = together.most_common(MOST)
    return [Partner(actor=catalogue.actors[key].newest, count=count) for key, count in ranked]
