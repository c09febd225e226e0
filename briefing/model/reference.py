"""What the desk knows next to the texts (`content/reference/*.yml`)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from briefing.model.record import Kind
from briefing.model.source import Country, Id, PartialDate, Record, SourceKind, Year

WorkKind = Literal["treaty", "declaration", "resolution", "speech", "statute", "document", "book"]
EpisodeKind = Literal[
    "conference", "crisis", "war", "treaty", "split", "opening", "doctrine", "summit", "espionage", "embargo",
    "space", "weapons", "alliance", "coup", "uprising", "speech", "aid", "reform", "movement", "end",
]  # fmt: skip
Stance = Literal["allied", "aligned", "neutral", "rival", "hostile", "at-war"]
NO_LOCATOR = "no locator known"
"""What a source says that is to be looked for by its title and date, or by author and title."""


class Office(Record, frozen=True, kw_only=True):
    """An office that a known person held; years inclusive, `until` None while in office."""

    title: str
    of: str | None = None
    since: Year | None = None
    until: Year | None = None
    checked: date | None = None
    """The day on which the person was last known to hold it, where there is no `until`."""
    source: str | None = None
    """By what that was known."""


class KnownActor(Record, frozen=True, kw_only=True):
    """A person or body that the desk knows (`content/reference/actors.yml`)."""

    id: Id
    name: str
    kind: Kind = "person"
    spellings: tuple[str, ...] = ()
    """Other full spellings and unambiguous short forms."""
    country: Country | None = None
    offices: tuple[Office, ...] = ()
    born: Year | None = None
    died: Year | None = None
    family_name_first: bool = False
    wikidata: str | None = None


class SourceWork(Record, frozen=True, kw_only=True):
    """A source of the reference that a reader can find: a document by name and date, a book by its author."""

    kind: WorkKind
    title: str
    date: PartialDate | None = None
    author: str | None = None
    year: Year | None = None
    """Of a book's first publication."""
    locator: str | None = None
    """Where it can be opened: a symbol of the United Nations, a volume of a series, a public law, an ISBN.

    `NO_LOCATOR` where whoever wrote it was sure of none; None says nothing about it.
    """


class Phase(Record, frozen=True, kw_only=True):
    """A part of an era; years inclusive, phases follow each other without a gap."""

    id: Id
    title: str
    since: Year
    until: Year


class Episode(Record, frozen=True, kw_only=True):
    """A happening of an era that an article of today can be like."""

    id: Id
    title: str
    since: PartialDate
    until: PartialDate | None = None
    """None for what is one day, month or year."""
    kind: EpisodeKind
    states: tuple[str, ...]
    """Ids of states who did it, or between whom it was."""
    third: tuple[str, ...] = ()
    """Ids of states at whom it was aimed, or whose position it changed."""
    leaders: tuple[str, ...] = ()
    """Ids of known actors."""
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...]
    """Themes of comparisons."""
    motifs: tuple[str, ...]
    echoes: tuple[str, ...] = ()
    """Words by which a text of any time tells something like it, as `lexicon/phrase_matcher.py` has them."""
    text: str
    """What happened and why it mattered, in two or three sentences."""
    sources: tuple[SourceWork, ...] = ()

    @property
    def first(self) -> date:
        """The first day that it can have begun on."""
        return self.since.earliest

    @property
    def last(self) -> date:
        """The last day that it can have ended on."""
        return (self.until or self.since).latest


class Era(Record, frozen=True, kw_only=True):
    """A time that texts are compared with; years inclusive."""

    id: Id
    title: str
    since: Year
    until: Year
    phases: tuple[Phase, ...] = ()
    episodes: tuple[Episode, ...]

    def phase_of(self, year: int) -> Phase | None:
        """Return the phase that a year belongs to."""
        return next((p for p in self.phases if p.since <= year <= p.until), None)


class RelationPhase(Record, frozen=True, kw_only=True):
    """How two states stood to each other; years inclusive."""

    since: Year
    until: Year
    stance: Stance
    turn: str
    """What it began with, in a few words."""
    episode: str | None = None
    """Id of an episode whose sources count, where there is no source of its own."""
    source: SourceWork | None = None


class RelationPair(Record, frozen=True, kw_only=True):
    """Two states and the phases of their relation, in order, never two at a time."""

    pair: tuple[str, str]
    phases: tuple[RelationPhase, ...]

    def at(self, year: int) -> RelationPhase | None:
        """Return the phase that a year belongs to."""
        return next((p for p in self.phases if p.since <= year <= p.until), None)


class Relations(Record, frozen=True, kw_only=True):
    """How the powers of an era stood to each other."""

    era: Id
    pairs: tuple[RelationPair, ...]


class Publisher(Record, frozen=True, kw_only=True):
    """Who publishes texts, or the words by which the name of one tells what it is (`publishers.yml`)."""

    kind: SourceKind
    names: tuple[str, ...] = ()
    """As a front matter, a dateline or a byline has them; in full, whatever the case."""
    words: tuple[str, ...] = ()
    """Words in the name of a publisher who stands in no row of his own."""
    sites: tuple[str, ...] = ()
    """Hosts of its pages, without "www."."""
    country: Country | None = None
    reason: str
    """Why it counts as this kind: who owns it, who appoints its head, what it says of itself."""


class Publishers(Record, frozen=True, kw_only=True):
    """`content/reference/publishers.yml`"""

    publishers: tuple[Publisher, ...]


class Reference(Record, frozen=True, eq=False, kw_only=True):
    """What the desk knows besides the texts.

    Compared and hashed by identity, so that stages can keep what they make of it in a `functools.lru_cache`.
    """

    actors: tuple[KnownActor, ...] = ()
    eras: tuple[Era, ...] = ()
    """By their first year."""
    relations: tuple[Relations, ...] = ()
    publishers: tuple[Publisher, ...] = ()


NO_REFERENCE = Reference()
"""A desk that knows nothing besides the texts."""
