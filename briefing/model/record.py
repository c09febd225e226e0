"""The record that people review (`content/briefs/*.yml`).

A record holds meaning.  Its places (`at`, `mentions`) are no part of its file: they are found in the seed
when both are read (`briefing.model.places`), and go out to programs as JSON.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from msgspec import Meta, field

from briefing.model.source import (
    ActorId,
    ActorOrWords,
    Country,
    Embargo,
    Id,
    Record,
    Source,
    SourceWords,
    Spans,
)

SCHEMA_VERSION = 2
FAR = 4_000_000
"""Days from any day of the calendar to any other, and more."""

Kind = Literal["person", "organization", "state", "group", "place"]
Status = Literal["draft", "reviewed", "published", "retracted"]
StatementKind = Literal["said", "view", "denial"]
Mode = Literal["direct", "indirect", "mixed"]
Precision = Literal["day", "month", "season", "year", "decade", "century", "period", "era"]
BackgroundKind = Literal["history", "prior", "standing", "parallel"]
Naming = Literal["name", "office", "body", "unnamed"]
FigureKind = Literal[
    "dead", "wounded", "missing", "displaced", "detained", "expelled",
    "troops", "weapons", "money", "share", "distance", "votes",
]  # fmt: skip
Relation = Literal["reversal", "continuity", "echo", "contrast"]


Occurrence = Annotated[
    int, Meta(ge=1, description="Which is meant where the same words stand more than once.")
]
"""Which of the places is meant at which the same words stand, counted from 1 through the text; left out
where it is the first, or of a date the one in its item, or of a role the one nearest to the person's name."""


class Quote(Record, frozen=True, kw_only=True):
    """Words of the source, by themselves in a record's file where nothing else is to be said.

    `text` equals the source at `at`, but for insertions [in brackets]; where `at` holds several
    spans they are joined by " […] ".
    """

    text: str
    """The source's own words, but for insertions [in brackets] and cuts marked […]."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Point(Record, frozen=True, kw_only=True):
    """A sentence of the summary."""

    id: Id = ""
    text: str
    """A sentence of the source, or its beginning."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Role(Record, frozen=True, kw_only=True):
    """An office or function that the text (or the reference) gives a person."""

    title: str
    """As the text gives it: "Secretary of the Russian Security Council"."""
    of: ActorId | None = None
    """Id of the actor that the role belongs to, where the text names it."""
    era: Literal["current", "former", "acting", "elect", "historical"] = "current"
    """When the person has it, seen from the day of publication."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)
    """Empty only for a role that comes from the reference (then `roles` is in `inferred`)."""


class Actor(Record, frozen=True, kw_only=True):
    """One real person, body or state, with every place that names it."""

    id: Id = ""
    name: SourceWords
    """The fullest form in the text, family-name order and spelling kept; of a state the lexicon's name."""
    kind: Kind = "person"
    """A group is people without a body of their own ("US officials")."""
    roles: tuple[Role, ...] = ()
    """Offices, those of today first."""
    aliases: tuple[SourceWords, ...] = ()
    """The other forms in the text, in order of appearance, possessives stripped."""
    country: Country | None = None
    """ISO 3166-1 alpha-2; the states that are no more are SU, DD, YU, CS."""
    inferred: tuple[str, ...] = ()
    """Names of the fields that come from the reference, not from the text."""
    era: str | None = None
    """Set for historical actors, for instance "cold-war"."""
    salience: Annotated[int, Meta(ge=0, le=100)] = 0
    """Rank weight, 0 to 100; the list of actors is sorted by it."""
    known_as: str | None = None
    """The reference's spelling, where it differs from the text's."""
    wikidata: str | None = None
    """Its number there, for instance Q30."""
    mentions: Spans = field(default_factory=Spans)


class Statement(Record, frozen=True, kw_only=True):
    """What somebody said, denied or is reported to think."""

    id: Id = ""
    kind: StatementKind = "said"
    """A view is what somebody is told to think or want, and never shown as said."""
    mode: Mode = "indirect"
    """direct: all in quotation marks; mixed: some of it."""
    speaker: ActorId | None = None
    """Id of an actor; None where the source names nobody or nobody known."""
    speaker_text: SourceWords | None = None
    """The source's words for a speaker who is no actor of the brief ("US officials")."""
    on_behalf_of: ActorId | None = None
    """Id of an actor."""
    named: Naming | None = None
    """How the text names the source: a person by name, an office ("the foreign minister"), a body or a
    state, or nobody that one could ask ("officials")."""
    told_by: ActorOrWords | None = None
    """In whose words this stands ("Berg told me ...", said Holm): an actor's id, or the source's words."""
    addressee: ActorOrWords | None = None
    """Id of an actor, or the source's words for who is no actor of the brief ("reporters")."""
    occasion: SourceWords | None = None
    """In the text's words: "during the meeting with Shoigu", "When asked about ..."."""
    verb: SourceWords | None = None
    """The cue as it is in the text: "emphasized", "According to"."""
    hedge: SourceWords | None = None
    """The source's own reservation, as it is: "reportedly"."""
    text: str
    """What is said, in the words of the source."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class When(Record, frozen=True, kw_only=True):
    """A date expression and what it resolves to.

    `earliest` and `latest` bound it, both inclusive; where it cannot be resolved both are None
    and the expression stays as written.  In a record
    `earliest` alone stands for that one day, and both without `precision` for the days between them.
    """

    text: str
    """The words of the source: "last Friday"."""
    earliest: date | None = None
    """The first day that it can be."""
    latest: date | None = None
    """The last day that it can be."""
    precision: Precision | None = None
    """How exact the words are."""
    scheduled: bool = False
    """The source speaks of it as still to come."""
    offset: Annotated[int, Meta(ge=-FAR, le=FAR)] | None = None
    """Days from the day the article is about; only where no publication date is known."""
    era: str | None = None
    """A named era ("cold-war") that stands instead of a date."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)

    @property
    def anchored(self) -> bool:
        """Return whether the words count from another happening ("a day after the talks")."""
        return self.text.endswith((" after", " before"))


class Event(Record, frozen=True, kw_only=True):
    """A dated happening; the events of a brief are in order of time."""

    id: Id = ""
    when: When
    """The words that date it, and which days they mean."""
    actors: tuple[ActorId, ...] = ()
    """Ids of those who take part."""
    place: SourceWords | None = None
    """In the words of the source."""
    text: str
    """What happened, in the words of the source."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Outlook(Record, frozen=True, kw_only=True):
    """What the text says is coming, seen from the day of publication: dated ones first, by their day."""

    id: Id = ""
    text: str
    """What is coming, in the words of the source."""
    when: When | None = None
    """The words that date it."""
    conditional: bool = False
    """The text names a condition on which it comes."""
    speaker: ActorId | None = None
    """Who says so, where it is somebody's statement."""
    speaker_text: SourceWords | None = None
    """The same in the source's words, for who is no actor of the brief."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Figure(Record, frozen=True, kw_only=True):
    """A number that matters: what it counts and who says so."""

    id: Id = ""
    kind: FigureKind | None = None
    """What it counts, where the lexicon knows it."""
    number: SourceWords | None = None
    """As it stands: "at least 11", "$300 million"."""
    unit: SourceWords | None = None
    """What it is measured in: "%", "$", "km"."""
    counts: SourceWords | None = None
    """The noun that it counts, or what a share is of."""
    text: str
    """The clause that the number is in."""
    speaker: ActorId | None = None
    """Who says so, where it is somebody's statement."""
    speaker_text: SourceWords | None = None
    """The same in the source's words, for who is no actor of the brief."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Background(Record, frozen=True, kw_only=True):
    """A fact that was there before today's news, or next to it."""

    id: Id = ""
    kind: BackgroundKind
    """history; prior: before today's news; standing: so for long; parallel: at the same time."""
    text: str
    """In the words of the source."""
    occurrence: Occurrence | None = None
    at: Spans = field(default_factory=Spans)


class Comparison(Record, frozen=True, kw_only=True):
    """A pair of then and now that the text makes."""

    id: Id = ""
    era: str
    """Key of the era that today is compared with: "cold-war"."""
    theme: str
    """Key of the theme in the lexicon: "main-threat", "alignment" ..."""
    relation: Relation | None = None
    """How the text relates the two sides."""
    cue: Quote | None = None
    """The words that say how the two sides relate ("it is the reverse")."""
    then: Quote | None = None
    """What the text says of then."""
    now: Quote | None = None
    """What the text says of today."""
    answer: Quote | None = None
    """What the third party says to it."""
    answer_by: ActorId | None = None
    """Id of the actor who answers."""


class Parallel(Record, frozen=True, kw_only=True):
    """An episode of the reference that shares much with the brief; never from the source."""

    episode: str
    """Id of the episode in `content/reference/`."""
    reasons: tuple[str, ...] = ()
    """What both share; the machine writes them."""
    pinned: bool = False
    """A person chose it: it stays whatever the machine finds."""


class Assessment(Record, frozen=True, kw_only=True):
    """What the desk makes of it: people fill these fields, the machine never does."""

    judgement: str | None = None
    """One sentence that the desk would sign."""
    likelihood: str | None = None
    """Of the judgement, one of the degrees of `tradecraft.yml`: "likely", "very unlikely"."""
    so_what: str | None = None
    """Why it matters."""
    would_change: str | None = None
    """What would change the desk's mind."""
    gaps: str | None = None
    """What the desk does not know."""


class Correction(Record, frozen=True, kw_only=True):
    """A public note on what was wrong."""

    date: date
    """On which day it was made."""
    note: str
    """What readers are told."""
    kind: Literal["correction", "update", "retraction"] = "correction"
    """A retraction takes the text of the brief off the site."""


class Approval(Record, frozen=True, kw_only=True):
    """Somebody's word that a brief is right, bound to the words that it was given for."""

    by: str | None = None
    """Name of who has reviewed it."""
    on: date | None = None
    """On which day."""
    of: str | None = None
    """Hash of the meaning and of the seed as they were; the build writes it where a person gives the rest."""


class Conflict(Record, frozen=True, kw_only=True):
    """What a person must decide; what the person wrote stands until it is settled."""

    path: str
    """For instance "statements/said-4f1c/speaker"."""
    kind: Literal["changed", "lost"] = "changed"
    """changed: a person and the machine both changed the field; lost: the seed changed, and the words
    that a person holds no longer are in it."""
    machine: str
    """What the machine proposes now, JSON where it is no plain text; for lost words the nearest sentence."""
    held: str = ""
    """What the person holds; for lost words the words."""


class Tombstone(Record, frozen=True, kw_only=True):
    """An item, or a word of a list, that a person struck; it never comes back by itself."""

    section: str
    """Path of the list, for instance "statements" or "actors/tass/aliases"."""
    id: str
    """Its id, or the word."""
    words: str = ""
    """Its first words, by whose place it is known again when the machine words it otherwise."""
    kind: str = ""
    """Of the item, where it has one."""
    when: str = ""
    """Of an event: the words that date it."""


class Brief(Record, frozen=True, kw_only=True):
    """All that a page shows of one article."""

    schema_version: int = SCHEMA_VERSION
    """Which form the record has; an older one is rewritten by the next build."""
    slug: str
    """Name of the file, and the address of the page."""
    former_slugs: tuple[str, ...] = ()
    """Names that the brief had before, the first one first: their addresses lead on to it."""
    drafted: str = ""
    """Hash of the words of the machine that the record was last written with: by it the machine's file is
    known to be the one that belongs to it."""
    title: str
    """What the page is called; a person may change it."""
    status: Status = "draft"
    """draft: nobody has read it; reviewed and published: approved; retracted: taken back."""
    approvals: tuple[Approval, ...] = ()
    """Who has reviewed it, and when, the last one last."""
    publish_after: Embargo | None = None
    """A day (2025-03-01), or a time with its zone (2025-03-01T09:00+01:00): a built site shows nothing of
    the brief before."""
    place: Quote | None = None
    """Where the article is from, in the words of the source."""
    source: Source
    """Where the text comes from."""
    summary: tuple[Point, ...] = ()
    """The first point is the bottom line."""
    actors: tuple[Actor, ...] = ()
    """Who is named, the weightiest first."""
    statements: tuple[Statement, ...] = ()
    """Who said what."""
    outlook: tuple[Outlook, ...] = ()
    """What is coming."""
    figures: tuple[Figure, ...] = ()
    """Numbers that matter."""
    events: tuple[Event, ...] = ()
    """What happened when."""
    background: tuple[Background, ...] = ()
    """What was there before."""
    comparison: tuple[Comparison, ...] = ()
    """Pairs of then and now that the text makes."""
    parallels: tuple[Parallel, ...] = ()
    """Episodes of the reference that are alike."""
    corrections: tuple[Correction, ...] = ()
    """What was put right, for readers."""
    assessment: Assessment | None = None
    """What the desk makes of it."""
    notes: str | None = None
    """Markdown by people; the machine never writes here."""
    conflicts: tuple[Conflict, ...] = ()
    """Open conflicts between people and the machine; delete an entry to keep the person's value."""
    struck: tuple[Tombstone, ...] = ()
    """What people removed."""

    @property
    def reviewer(self) -> str | None:
        """Who approved it last."""
        return self.approvals[-1].by if self.approvals else None

    @property
    def reviewed(self) -> date | None:
        """On which day that was."""
        return self.approvals[-1].on if self.approvals else None

    @property
    def approved(self) -> bool:
        """Whether the machine must leave its meaning alone."""
        return self.status in ("reviewed", "published", "retracted")

    def compared_by(self, pair: Comparison) -> ActorId | None:
        """Return the id of who draws a comparison: both sides stand in what the same actor says."""
        sides = [quote.at for quote in (pair.then, pair.now) if quote is not None]
        speakers = [{s.speaker for s in self.statements if _holds(s.at, side)} for side in sides]
        shared = set.intersection(*speakers) - {None} if len(speakers) == 2 else set()
        return min(filter(None, shared), default=None)


def _holds(around: Spans, inside: Spans) -> bool:
    """Return whether one of the spans holds all that is inside; what has no place is nowhere."""
    return any(span.start <= inside[0].start and inside[-1].end <= span.end for span in around if inside)


# -- ids ----------------------------------------------------------------------------------------


def item_id(prefix: str, text: str, taken: Counter[str]) -> str:
    """Issue an id for an item: its kind, a short hash of its quote, a number where several agree.

    `taken` counts the ids issued so far.
    """
    stem = f"{prefix}-{sha256(text.encode()).hexdigest()[:4]}"
    taken[stem] = number = taken.get(stem, 0) + 1
    return stem if number == 1 else f"{stem}-{number}"
