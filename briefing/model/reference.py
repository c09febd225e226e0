"""What the desk knows beside the texts (`content/reference/*.yml`)."""

from __future__ import annotations

from briefing.model.record import Kind
from briefing.model.source import Record


class Office(Record, frozen=True, kw_only=True):
    """An office that a known person held; years inclusive, `until` None while in office."""

    title: str
    of: str | None = None
    since: int | None = None
    until: int | None = None


class KnownActor(Record, frozen=True, kw_only=True):
    """A person or body that the desk knows (`content/reference/actors.yml`)."""

    id: str
    name: str
    kind: Kind = "person"
    spellings: tuple[str, ...] = ()
    """Other full spellings and unambiguous short forms."""
    country: str | None = None
    offices: tuple[Office, ...] = ()
    born: int | None = None
    died: int | None = None
    family_name_first: bool = False
    wikidata: str | None = None


class Reference(Record, frozen=True, kw_only=True):
    """What the desk knows beside the texts."""

    actors: tuple[KnownActor, ...] = ()


NO_REFERENCE = Reference()
"""A desk that knows nothing beside the texts; one object, since compiled tables are kept by identity."""
