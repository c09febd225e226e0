"""The shares of all briefs as one value: what the pages of the whole desk are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from msgspec import Struct, structs

from briefing.model import Reference
from briefing.render.contribution import ActorInBrief, CastFragments, Contribution, Facts, RowFragments
from briefing.storage.desk import Options


class IndexedAppearance(Struct, frozen=True, kw_only=True, gc=False):
    """An actor in one brief."""

    share: Contribution
    place: int
    """Of the actor in the brief's list, from 0."""

    @property
    def day(self) -> date | None:
        return self.share.facts.day

    @property
    def named(self) -> ActorInBrief:
        return self.share.facts.actors[self.place]

    def cast(self, rows: RowFragments) -> CastFragments:
        """Return what the brief, whose rows these are, tells of the actor."""
        return rows.cast(self.place)


class ListedActor(Struct, frozen=True, kw_only=True):
    """An actor across all briefs, newest appearance first."""

    id: str
    appearances: tuple[IndexedAppearance, ...]

    @property
    def newest(self) -> ActorInBrief:
        return self.appearances[0].named


class Catalogue(Struct, frozen=True, kw_only=True):
    """Every share of a desk, in the order of its lists."""

    shares: tuple[Contribution, ...]
    """Newest first; undated ones last, by slug."""
    actors: Mapping[str, ListedActor]
    reference: Reference
    options: Options

    @property
    def facts(self) -> Iterable[Facts]:
        return (share.facts for share in self.shares)


def catalogue(shares: Iterable[Contribution], reference: Reference, options: Options) -> Catalogue:
    """Put shares together."""
    ordered = sorted(shares, key=lambda share: share.facts.slug)
    ordered.sort(key=lambda share: share.facts.day or date.min, reverse=True)
    found: dict[str, list[IndexedAppearance]] = {}
    for share in ordered:
        for place, actor in enumerate(share.facts.actors):
            found.setdefault(actor.id, []).append(IndexedAppearance(share=share, place=place))
    actors = {key: ListedActor(id=key, appearances=tuple(found[key])) for key in sorted(found)}
    options = structs.replace(options, renamed={**_renamed(ordered), **options.renamed})
    return Catalogue(shares=tuple(ordered), actors=actors, reference=reference, options=options)


def _renamed(shares: Iterable[Contribution]) -> dict[str, str]:
    """Return each former slug with the one that came next; a brief that took the name over keeps it."""
    facts = [share.facts for share in shares]
    taken = {brief.slug for brief in facts}
    names = ([old for old in brief.former_slugs if old not in taken] + [brief.slug] for brief in facts)
    return {old: new for row in names for old, new in pairwise(row)}
