"""Types of the rows of names.yml, titles.yml, organizations.yml, states.yml and places.yml."""

from __future__ import annotations

from typing import Literal

from briefing.lexicon.table import Table


class StateTable(Table, frozen=True, kw_only=True):
    """A row of states.yml."""

    id: str
    country: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    capital: str | None = None
    at: tuple[float, float] | None = None
    """Latitude and longitude of the capital, in degrees."""
    status: Literal["observer", "partly recognised"] | None = None
    """None for a member of the United Nations, and for a state that is no more."""


class Titles(Table, frozen=True, kw_only=True):
    """titles.yml"""

    honorifics: tuple[str, ...]
    lesser: frozenset[str]
    offices: tuple[str, ...]
    kin: tuple[str, ...]
    relatives: frozenset[str]
    modifiers: tuple[str, ...]
    former: tuple[str, ...]
    acting: tuple[str, ...]
    elect: tuple[str, ...]
    marks: frozenset[str]
    parties: frozenset[str]
    leading: dict[str, str]
    lowering: frozenset[str]
    short: dict[str, str]
    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    family_first_states: frozenset[str]
    either_order: frozenset[str]
    two_families: frozenset[str]
    given_alone: frozenset[str]
    honours: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    family_first: tuple[str, ...]


class KnownBody(Table, frozen=True, kw_only=True):
    """A body known by name (organizations.yml)."""

    id: str
    names: tuple[str, ...]


class Organizations(Table, frozen=True, kw_only=True):
    """organizations.yml"""

    heads: tuple[str, ...]
    themes: frozenset[str]
    halls: tuple[str, ...]
    premises: tuple[str, ...]
    surnames: tuple[str, ...]
    media: frozenset[str]
    media_heads: frozenset[str]
    owners: tuple[str, ...]
    chambers: dict[str, tuple[str, ...]]
    others: tuple[str, ...]
    known: tuple[KnownBody, ...]


class Homonym(Table, frozen=True, kw_only=True):
    """Words that tell a place of the United States from the state of its name (names.yml)."""

    at_home: frozenset[str]
    abroad: frozenset[str]


class NameTable(Table, frozen=True, kw_only=True):
    """names.yml"""

    given_or_office: frozenset[str]
    place_before: tuple[str, ...]
    place_verbs: frozenset[str]
    person_verbs: tuple[str, ...]
    no_body: tuple[str, ...]
    things: tuple[str, ...]
    peoples: tuple[str, ...]
    body_before: tuple[str, ...]
    body_after: tuple[str, ...]
    parties_after: frozenset[str]
    body_of: tuple[str, ...]
    led: frozenset[str]
    place_of: tuple[str, ...]
    place_openers: frozenset[str]
    headed: frozenset[str]
    unheaded: frozenset[str]
    works: frozenset[str]
    vessels: frozenset[str]
    human_verbs: frozenset[str]
    human_passives: frozenset[str]
    romanized: dict[str, str]
    work_verbs: frozenset[str]
    written: frozenset[str]
    adjective_endings: tuple[str, ...]
    compounds: frozenset[str]
    place_compounds: frozenset[str]
    place_given: frozenset[str]
    common_families: frozenset[str]
    homonyms: dict[str, Homonym]
    us_signs: frozenset[str]
    us_offices: frozenset[str]
    held: frozenset[str]
    houses: frozenset[str]
    of_cities: frozenset[str]
    of_states: frozenset[str]
    of_governments: frozenset[str]
    directions: frozenset[str]
    ranks: tuple[str, ...]


class GivenNames(Table, frozen=True, kw_only=True):
    """given_names.yml"""

    he: tuple[str, ...]
    she: tuple[str, ...]


class PlaceTable(Table, frozen=True, kw_only=True):
    """places.yml"""

    names: tuple[str, ...]
