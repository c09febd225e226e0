"""A brief -> its share: what it adds to the pages of the whole desk, its rows made once.

A share depends on one brief, the reference, the options and the templates alone, so that it can be
made in any process and kept.  Its facts say which pages show it and how long its rows are; the rows
themselves are read only where a page is made anew.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from msgspec import Struct

from briefing import codec
from briefing.desk import Desk, Entry
from briefing.model import Comparison
from briefing.pages.page import ROOT
from briefing.pages.parallels import parallels_of
from briefing.pages.renderer import Renderer


class Named(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An actor as one brief names it."""

    id: str
    name: str
    kind: str
    country: str | None
    inferred: tuple[str, ...]
    size: int
    """Bytes of the rows by which the actor's page shows the brief."""


class Dated(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An event as the timeline sorts it."""

    earliest: date | None
    scheduled: bool
    era: bool
    size: int
    """Bytes of its row."""


class Facts(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What decides where a brief stands in lists; sizes are bytes of rows."""

    slug: str
    title: str
    day: date | None
    updated: date | None
    status: str
    tags: tuple[str, ...]
    actors: tuple[Named, ...]
    card: int
    said: tuple[int, ...]
    """Of statements, as on the list of all of them."""
    events: tuple[Dated, ...]
    pairs: tuple[tuple[str, int], ...]
    """Theme and size."""
    episodes: tuple[str, ...]
    """Of the reference, to which the brief is like."""
    record_hash: bytes
    """Of the whole record."""


class Cast(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What one brief tells of an actor, for the actor's page."""

    era: str | None
    known_as: str | None
    aliases: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    """Title, and the row that begins with it."""


class Rows(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The rows of a brief as HTML, in the order of the record."""

    card: str
    statements: tuple[tuple[str, str], ...]
    """Speaker, or nothing, and the row on the speaker's page."""
    said: tuple[str, ...]
    events: tuple[str, ...]
    pairs: tuple[str, ...]
    because: tuple[tuple[str, ...], ...]
    """For each episode, why."""
    cast: tuple[Cast, ...]
    summary: tuple[str, ...]
    language: str
    pair_data: tuple[str, ...]
    """Each pair as JSON."""


class Share(Struct, frozen=True, kw_only=True, array_like=True):
    """What one brief adds to lists; its rows stay packed until they are asked for."""

    facts: Facts
    packed_rows: msgspec.Raw
    key: bytes
    """A hash of all of it."""

    @property
    def rows(self) -> Rows:
        return self._opened.rows

    def said_by(self, actor: str) -> str:
        """Return the rows of what an actor said, joined."""
        return self._opened.said.get(actor, "")

    @property
    def _opened(self) -> _Opened:
        """Return the rows unpacked; those of few briefs are kept, since each of their actors asks anew."""
        found = _OPENED.get(self.key)
        if found is None:
            rows = _ROWS.decode(self.packed_rows)
            said: dict[str, list[str]] = {}
            for speaker, row in rows.statements:
                said.setdefault(speaker, []).append(row)
            found = _Opened(rows, {speaker: "".join(found) for speaker, found in said.items()})
            if len(_OPENED) >= KEPT:
                _OPENED.clear()
            _OPENED[self.key] = found
        return found


class _Opened(NamedTuple):
    """The rows of a brief, unpacked."""

    rows: Rows
    said: dict[str, str]
    """Speaker -> all rows of what that actor said."""


class PairOfBrief(Struct, frozen=True, kw_only=True):
    """A pair of then and now as the download gives it."""

    brief: str
    title: str
    pair: Comparison


KEPT = 16
"""Briefs whose rows stay unpacked."""
_OPENED: dict[bytes, _Opened] = {}
_ROWS = msgspec.msgpack.Decoder(Rows)


def share(entry: Entry, desk: Desk, renderer: Renderer) -> Share:
    """Return the share of a brief; of `desk` only the reference and the options count."""
    brief = entry.brief
    rows = _rows(entry, desk, renderer)
    said: dict[str, int] = {}
    for speaker, row in rows.statements:
        said[speaker] = said.get(speaker, 0) + _size(row)
    facts = Facts(
        slug=brief.slug,
        title=brief.title,
        day=entry.day,
        updated=entry.updated,
        status=brief.status,
        tags=brief.source.tags,
        actors=tuple(
            Named(
                id=actor.id,
                name=actor.name,
                kind=actor.kind,
                country=actor.country,
                inferred=actor.inferred,
                size=_size(rows.card) + said.get(actor.id, 0),
            )
            for actor in brief.actors
        ),
        card=_size(rows.card),
        said=tuple(map(_size, rows.said)),
        events=tuple(
            Dated(
                earliest=event.when.earliest,
                scheduled=event.when.scheduled,
                era=event.when.era is not None,
                size=_size(row),
            )
            for event, row in zip(brief.events, rows.events, strict=True)
        ),
        pairs=tuple((pair.theme, _size(row)) for pair, row in zip(brief.comparison, rows.pairs, strict=True)),
        episodes=tuple(shown.episode.id for shown in parallels_of(entry, desk.reference)),
        record_hash=_hash(codec.pack(brief)),
    )
    packed_rows = msgspec.msgpack.encode(rows)
    return Share(
        facts=facts,
        packed_rows=msgspec.Raw(packed_rows),
        key=_hash(msgspec.msgpack.encode(facts) + packed_rows),
    )


def _rows(entry: Entry, desk: Desk, renderer: Renderer) -> Rows:
    brief, row = entry.brief, renderer.row
    actors = {actor.id: actor for actor in brief.actors}
    return Rows(
        card=row("card", entry, ROOT),
        statements=tuple((s.speaker or "", row("statement", entry, s, ROOT)) for s in brief.statements),
        said=tuple(row("said", entry, s, actors.get(s.speaker or ""), ROOT) for s in brief.statements),
        events=tuple(row("event", entry, event, ROOT) for event in brief.events),
        pairs=tuple(row("pair", entry, pair, actors, ROOT) for pair in brief.comparison),
        because=tuple(shown.parallel.reasons for shown in parallels_of(entry, desk.reference)),
        cast=tuple(
            Cast(
                era=actor.era,
                known_as=actor.known_as,
                aliases=actor.aliases,
                roles=tuple((r.title, row("role", entry, r, ROOT)) for r in actor.roles if r.at),
            )
            for actor in brief.actors
        ),
        summary=tuple(point.text for point in brief.summary[:3]),
        language=brief.source.language,
        pair_data=tuple(
            codec.dump_json(PairOfBrief(brief=brief.slug, title=brief.title, pair=pair)).decode()
            for pair in brief.comparison
        ),
    )


def _size(row: str) -> int:
    return len(row.encode())


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
