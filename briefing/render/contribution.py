"""A brief -> its share: what it adds to the pages of the whole desk, its rows made once.

A share depends on one brief, the reference, the options and the templates alone, so that it can be
made in any process and kept.  Its facts say which pages show it and how long its rows are; the rows
themselves are read only where a page is made again.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from briefing.model import Actor, Comparison, Correction
from briefing.render.item_html import kind_of
from briefing.render.page import Html
from briefing.render.renderer import Renderer
from briefing.render.view_models import is_latin, parallels_of
from briefing.storage import record_yaml
from briefing.storage.desk import Desk, Entry

AROUND_CARD, AROUND_EVENT = 380, 120
"""Bytes that a list sets around a row at most: its day or year, the marks of its filters, its version."""


class ActorInBrief(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An actor as one brief names it."""

    id: str
    name: str
    kind: str
    country: str | None
    inferred: tuple[str, ...]
    size: int
    """Bytes of the rows by which the actor's page shows the brief."""


class Dated(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An event as the timeline sorts and filters it."""

    earliest: date | None
    kind: str
    """What `kind_of` an event returns."""
    era: str | None
    """Of what has no date: the era that stands for it."""
    actors: tuple[int, ...]
    """Places in the brief's list of actors, from 0."""
    size: int
    """Bytes of its row."""


class Coming(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What a text says is coming; both days are None where it names none."""

    earliest: date | None
    latest: date | None


class Facts(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What decides where a brief is in lists; sizes are bytes of rows."""

    slug: str
    title: str
    former_slugs: tuple[str, ...]
    day: date | None
    """Of the source."""
    published: date | None
    """The desk's own."""
    updated: date | None
    status: str
    tags: tuple[str, ...]
    actors: tuple[ActorInBrief, ...]
    card: int
    said: tuple[int, ...]
    """Of statements, as on the list of all of them."""
    events: tuple[Dated, ...]
    coming: tuple[Coming, ...]
    pairs: tuple[tuple[str, int], ...]
    """Theme and size of each pair of then and now that has both sides."""
    episodes: tuple[str, ...]
    """Of the reference, to which the brief is like."""
    record_hash: bytes
    """Of the whole record."""


class CastFragments(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What one brief tells of an actor, for the actor's page."""

    era: str | None
    known_as: str | None
    aliases: tuple[str, ...]
    roles: tuple[tuple[str, Html], ...]
    """Title, and the row that begins with it."""
    said: tuple[Html, ...]
    """The rows of the actor's statements, as on the actor's page."""


class ComingRow(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What a text says is coming: as HTML, and what a calendar needs."""

    html: Html
    id: str
    text: str


class RowFragments(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The rows of a brief as HTML, in the order of the record; each kind is read when it is asked for."""

    card: Html
    lead: Html
    """The brief as the first one of the home page."""
    packed_coming: msgspec.Raw
    summary: tuple[str, ...]
    language: str
    corrections: tuple[Correction, ...]
    packed_said: msgspec.Raw
    packed_events: msgspec.Raw
    packed_pairs: msgspec.Raw
    packed_because: msgspec.Raw
    packed_pair_data: msgspec.Raw
    packed_cast: tuple[msgspec.Raw, ...]

    @property
    def said(self) -> tuple[Html, ...]:
        """Statements, as on the list of all of them."""
        return _SAID.decode(self.packed_said)

    @property
    def events(self) -> tuple[Html, ...]:
        return _EVENTS.decode(self.packed_events)

    @property
    def coming(self) -> tuple[ComingRow, ...]:
        """What the text says is coming."""
        return _COMING.decode(self.packed_coming)

    @property
    def pairs(self) -> tuple[Html, ...]:
        return _PAIRS.decode(self.packed_pairs)

    @property
    def because(self) -> tuple[tuple[str, ...], ...]:
        """For each episode, why."""
        return _BECAUSE.decode(self.packed_because)

    @property
    def pair_data(self) -> tuple[str, ...]:
        """Each pair as JSON."""
        return _TEXTS.decode(self.packed_pair_data)

    def cast(self, place: int) -> CastFragments:
        """Return what the brief tells of the actor at a place in its list, from 0."""
        return _CAST.decode(self.packed_cast[place])


class Contribution(Struct, frozen=True, kw_only=True, array_like=True):
    """What one brief adds to lists; its rows stay packed until they are asked for."""

    facts: Facts
    packed_rows: msgspec.Raw
    key: bytes
    """A hash of all of it."""

    @property
    def rows(self) -> RowFragments:
        return _ROWS.decode(self.packed_rows)


class PairOfBrief(Struct, frozen=True, kw_only=True):
    """A pair of then and now as the download gives it."""

    brief: str
    title: str
    pair: Comparison


Unpacked = TypeVar("Unpacked")


class _Last(Generic[Unpacked]):
    """Unpacks, and keeps what was unpacked last: pages that show one brief are made in a row."""

    def __init__(self, form: type[Unpacked]) -> None:
        self._decoder = msgspec.msgpack.Decoder(form)
        self._kept: tuple[msgspec.Raw, Unpacked] | None = None

    def decode(self, packed: msgspec.Raw) -> Unpacked:
        kept = self._kept
        if kept is None or kept[0] is not packed:
            self._kept = kept = packed, self._decoder.decode(packed)
        return kept[1]


_ROWS = _Last(RowFragments)
_SAID, _EVENTS, _PAIRS = _Last(tuple[Html, ...]), _Last(tuple[Html, ...]), _Last(tuple[Html, ...])
_COMING = msgspec.msgpack.Decoder(tuple[ComingRow, ...])
_TEXTS = msgspec.msgpack.Decoder(tuple[str, ...])
_BECAUSE = msgspec.msgpack.Decoder(tuple[tuple[str, ...], ...])
_CAST = msgspec.msgpack.Decoder(CastFragments)


def share(entry: Entry, desk: Desk, renderer: Renderer) -> Contribution:
    """Return the share of a brief; of `desk` only the reference and the options count."""
    brief, row = entry.brief, renderer.open_row
    actors = {actor.id: actor for actor in brief.actors}
    episodes = parallels_of(entry, desk.reference)
    card = row("card", entry)
    spoken: dict[str, list[Html]] = {}
    for s in brief.statements:
        if s.speaker:
            spoken.setdefault(s.speaker, []).append(row("statement", entry, s))
    said = [row("said", entry, s, actors.get(s.speaker or "")) for s in brief.statements]
    events = [row("event", entry, event) for event in brief.events]
    coming = [
        ComingRow(html=row("coming", entry, item), id=item.id, text=item.text) for item in brief.outlook
    ]
    full = [pair for pair in brief.comparison if pair.then and pair.now]
    pairs = [row("pair", entry, pair, actors) for pair in full]
    places = {actor.id: place for place, actor in enumerate(brief.actors)}
    facts = Facts(
        slug=brief.slug,
        title=brief.title,
        former_slugs=brief.former_slugs,
        day=entry.day,
        published=entry.published,
        updated=entry.updated,
        status=brief.status,
        tags=brief.source.tags,
        actors=tuple(
            ActorInBrief(
                id=actor.id,
                name=shown_name(actor),
                kind=actor.kind,
                country=actor.country,
                inferred=actor.inferred,
                size=card.size + AROUND_CARD + sum(row.size for row in spoken.get(actor.id, ())),
            )
            for actor in brief.actors
        ),
        card=card.size + AROUND_CARD,
        said=tuple(row.size for row in said),
        events=tuple(
            Dated(
                earliest=event.when.earliest,
                kind=kind_of(event),
                era=event.when.era,
                actors=tuple(places[key] for key in event.actors if key in places),
                size=shown.size + AROUND_EVENT,
            )
            for event, shown in zip(brief.events, events, strict=True)
        ),
        coming=tuple(
            Coming(earliest=when.earliest, latest=when.latest)
            if (when := item.when)
            else Coming(earliest=None, latest=None)
            for item in brief.outlook
        ),
        pairs=tuple((pair.theme, shown.size) for pair, shown in zip(full, pairs, strict=True)),
        episodes=tuple(shown.episode.id for shown in episodes),
        record_hash=_hash(record_yaml.pack(brief)),
    )
    rows = RowFragments(
        card=card,
        lead=row("lead", entry),
        packed_coming=_packed(coming),
        summary=tuple(point.text for point in brief.summary[:3]),
        language=brief.source.language,
        corrections=brief.corrections,
        packed_said=_packed(said),
        packed_events=_packed(events),
        packed_pairs=_packed(pairs),
        packed_because=_packed([shown.parallel.reasons for shown in episodes]),
        packed_pair_data=_packed([_data_of(entry, pair) for pair in brief.comparison]),
        packed_cast=tuple(
            _packed(
                CastFragments(
                    era=actor.era,
                    known_as=actor.known_as,
                    aliases=actor.aliases,
                    roles=tuple((r.title, row("role", entry, r)) for r in actor.roles if r.at),
                    said=tuple(spoken.get(actor.id, ())),
                )
            )
            for actor in brief.actors
        ),
    )
    packed_rows = _packed(rows)
    return Contribution(
        facts=facts, packed_rows=packed_rows, key=_hash(bytes(_packed(facts)) + bytes(packed_rows))
    )


def shown_name(actor: Actor) -> str:
    """Return an actor's name for pages of the whole desk: in Latin letters where the reference has it so."""
    return actor.known_as if actor.known_as and not is_latin(actor.name) else actor.name


def _data_of(entry: Entry, pair: Comparison) -> str:
    brief = entry.brief
    return record_yaml.dump_json(PairOfBrief(brief=brief.slug, title=brief.title, pair=pair)).decode()


def _packed(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(value))


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
