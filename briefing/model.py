"""The types that every stage reads or yields, and the errors.

Offsets are half-open, zero-based and count Unicode code points of the seed decoded once as
UTF-8: a byte order mark, CR LF and the front matter count, and nothing is normalised.

Two families of types live here.  The record (`Brief` and what it holds) is what people review
and what `content/briefs/*.yml` stores.  The analysis (`Document`, `Mention`, `Cast`, `Found`)
is what the engine works with; it also says which rule and which lexicon row made an item.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct, field

SCHEMA_VERSION = 1

Kind = Literal["person", "organization", "state", "group", "place"]
Form = Literal["name", "office", "pronoun", "demonym", "noun"]
Rights = Literal["full", "cited", "none"]
Status = Literal["draft", "reviewed", "published", "retracted"]
StatementKind = Literal["said", "view", "denial"]
Mode = Literal["direct", "indirect", "mixed"]
Precision = Literal["day", "month", "season", "year", "decade", "century", "period", "era"]
BackgroundKind = Literal["history", "prior", "standing", "parallel"]
Relation = Literal["reversal", "continuity", "echo", "contrast"]


class Span(NamedTuple):
    """A half-open range of code points; written 122-197."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


class Spans(tuple[Span, ...]):
    """One or more spans in the order of the text: where an item's words stand."""

    __slots__ = ()

    @classmethod
    def one(cls, start: int, end: int) -> Spans:
        """Return the place of a quote that runs from `start` to `end`."""
        return cls((Span(start, end),))

    @property
    def start(self) -> int:
        return self[0].start

    @property
    def end(self) -> int:
        return self[-1].end


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of everything that is stored: immutable, strict, defaults left out."""


# -- the source ---------------------------------------------------------------------------------


class Source(Record, frozen=True, kw_only=True):
    """Where a brief comes from, as its front matter and file name give it."""

    sha256: str
    """Hash of the seed's bytes, lower-case hexadecimal."""
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str = "en"
    tags: tuple[str, ...] = ()
    rights: Rights | None = None
    """How much of the text the site may show; None leaves it to the desk's option."""
    original_sha256: str | None = None
    """Hash of the file that the seed's text was taken from (a saved page, a mail, a PDF)."""


class Article(Struct, frozen=True, kw_only=True):
    """A seed as read: the whole decoded text and what is known about it."""

    slug: str
    text: str
    body: Span
    """What follows the front matter."""
    source: Source

    @property
    def date(self) -> date | None:
        """The day of publication, where known."""
        return self.source.date


# -- the record ---------------------------------------------------------------------------------


class Quote(Record, frozen=True, kw_only=True):
    """Words of the source and their place.

    `text` equals the source at `at`, but for insertions [in brackets]; where `at` holds several
    spans they are joined by " […] ".
    """

    text: str
    at: Spans


class Point(Record, frozen=True, kw_only=True):
    """A sentence of the summary."""

    id: str
    text: str
    at: Spans


class Role(Record, frozen=True, kw_only=True):
    """An office or function that the text (or the reference) gives a person."""

    title: str
    """As the text gives it: "Secretary of the Russian Security Council"."""
    of: str | None = None
    """Id of the actor that the role belongs to, where the text names it."""
    era: Literal["current", "former", "acting", "elect", "historical"] = "current"
    at: Spans = field(default_factory=Spans)
    """Empty only for a role that comes from the reference (then `roles` is in `inferred`)."""


class Actor(Record, frozen=True, kw_only=True):
    """One real person, body or state, with every place that names it."""

    id: str
    name: str
    """The fullest form in the text, family-name order and spelling kept."""
    kind: Kind = "person"
    roles: tuple[Role, ...] = ()
    aliases: tuple[str, ...] = ()
    """The other forms in the text, in order of appearance, possessives stripped."""
    country: str | None = None
    """ISO 3166-1 alpha-2; the states that are no more are SU, DD, YU, CS."""
    inferred: tuple[str, ...] = ()
    """Names of the fields that come from the reference, not from the text."""
    era: str | None = None
    """Set for historical actors, for instance "cold-war"."""
    salience: int = 0
    """Rank weight, 0 to 100; the list of actors is sorted by it."""
    known_as: str | None = None
    """The reference's spelling, where it differs from the text's."""
    wikidata: str | None = None
    mentions: Spans = field(default_factory=Spans)


class Statement(Record, frozen=True, kw_only=True):
    """What somebody said, denied or is reported to think."""

    id: str
    kind: StatementKind = "said"
    mode: Mode = "indirect"
    speaker: str | None = None
    """Id of an actor; None where the source names nobody or nobody known."""
    speaker_text: str | None = None
    """The source's words for a speaker who is no actor of the brief ("US officials")."""
    on_behalf_of: str | None = None
    """Id of an actor."""
    addressee: str | None = None
    """Id of an actor, or the source's words for who is no actor of the brief ("reporters")."""
    occasion: str | None = None
    """In the text's words: "during the meeting with Shoigu", "When asked about ..."."""
    verb: str | None = None
    """The cue as it stands in the text: "emphasized", "According to"."""
    hedge: str | None = None
    """The source's own reservation, as it stands: "reportedly"."""
    text: str
    at: Spans


class When(Record, frozen=True, kw_only=True):
    """A date expression and what it resolves to.

    `earliest` and `latest` bound it, both inclusive; where it cannot be resolved both are None
    and the expression stays as written.
    """

    text: str
    earliest: date | None = None
    latest: date | None = None
    precision: Precision | None = None
    scheduled: bool = False
    """The source speaks of it as still to come."""
    offset: int | None = None
    """Days from the day the article is about; only where no publication date is known."""
    era: str | None = None
    """A named era ("cold-war") that stands instead of a date."""
    at: Spans

    @property
    def anchored(self) -> bool:
        """Tell whether the words count from another happening ("a day after the talks")."""
        return self.text.endswith((" after", " before"))


class Event(Record, frozen=True, kw_only=True):
    """A dated happening; the events of a brief stand in order of time."""

    id: str
    when: When
    actors: tuple[str, ...] = ()
    place: str | None = None
    text: str
    at: Spans


class Background(Record, frozen=True, kw_only=True):
    """A fact that was there before today's news, or beside it."""

    id: str
    kind: BackgroundKind
    text: str
    at: Spans


class Comparison(Record, frozen=True, kw_only=True):
    """A pair of then and now that the text makes."""

    id: str
    era: str
    theme: str
    """Key of the theme in the lexicon: "main-threat", "alignment" ..."""
    relation: Relation | None = None
    cue: Quote | None = None
    """The words that say how the two sides relate ("it is the reverse")."""
    then: Quote | None = None
    now: Quote | None = None
    answer: Quote | None = None
    """What the third party says to it."""
    answer_by: str | None = None
    """Id of the actor who answers."""


class Parallel(Record, frozen=True, kw_only=True):
    """An episode of the reference that shares much with the brief; never from the source."""

    episode: str
    reasons: tuple[str, ...] = ()
    pinned: bool = False


class Correction(Record, frozen=True, kw_only=True):
    """A public note on what was wrong."""

    date: date
    note: str
    kind: Literal["correction", "update", "retraction"] = "correction"


class Conflict(Record, frozen=True, kw_only=True):
    """What a person must decide; what the person wrote stands until it is settled."""

    path: str
    """For instance "statements/said-4f1c/speaker"."""
    kind: Literal["changed", "lost"] = "changed"
    """changed: a person and the machine both changed the field; lost: the seed changed, and the words
    that a person holds no longer stand in it."""
    machine: str
    """What the machine proposes now, JSON where it is no plain text; for lost words the nearest sentence."""
    was: str
    """What the machine proposed before; for lost words the words."""


class Brief(Record, frozen=True, kw_only=True):
    """All that a page shows of one article."""

    schema_version: int = SCHEMA_VERSION
    slug: str
    title: str
    status: Status = "draft"
    reviewer: str | None = None
    reviewed: date | None = None
    publish_after: date | None = None
    place: Quote | None = None
    source: Source
    summary: tuple[Point, ...] = ()
    """The first point is the bottom line."""
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    background: tuple[Background, ...] = ()
    comparison: tuple[Comparison, ...] = ()
    parallels: tuple[Parallel, ...] = ()
    corrections: tuple[Correction, ...] = ()
    notes: str | None = None
    """Markdown by people; the machine never writes here."""
    conflicts: tuple[Conflict, ...] = ()
    """Open conflicts between people and the machine; delete an entry to keep the person's value."""


# -- the ledger ---------------------------------------------------------------------------------


class Tombstone(Record, frozen=True, kw_only=True):
    """An item, or a word of a list, that a person struck; it never comes back by itself."""

    section: str
    """Path of the list, for instance "statements" or "actors/tass/aliases"."""
    id: str
    quote: str
    kind: str = ""
    at: Spans = field(default_factory=Spans)
    """Where it stood, by which it is known again when the machine words it otherwise."""
    when: Spans = field(default_factory=Spans)
    """Of an event: where the words stand that date it."""


class Ledger(Record, frozen=True, kw_only=True):
    """What the machine last proposed and wrote, and what people own (`content/.generated/<slug>.json`)."""

    schema_version: int = SCHEMA_VERSION
    slug: str
    draft: str = ""
    """Hash of the machine's last draft as it came: with the same draft and record nothing is to be merged."""
    drafted: Brief
    """What the machine last proposed, under the ids once issued; an item that it no longer finds and a
    person holds stays here as it last was."""
    written: Brief | None = None
    """What the last merge wrote; None where that was the draft itself."""
    sha256: str = ""
    """Hash of the record's bytes as the machine wrote them: another hash means that a person edited."""
    owned: tuple[str, ...] = ()
    """Paths of fields, items and orders that people changed or added."""
    struck: tuple[Tombstone, ...] = ()


# -- the analysis -------------------------------------------------------------------------------


class Token(NamedTuple):
    """A word, a number or one punctuation mark; a possessive ending is a token of its own."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence; `index` and `paragraph` count from 0 in the body."""

    index: int
    paragraph: int
    span: Span


class Document(Struct, frozen=True, kw_only=True):
    """An article cut into sentences and tokens, made once and read by every stage."""

    article: Article
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    """The tokens of each sentence, in the order of `sentences`."""

    @property
    def text(self) -> str:
        return self.article.text


class Mention(Struct, frozen=True, kw_only=True):
    """A span that stands for somebody or something."""

    span: Span
    kind: Kind
    sentence: int
    form: Form = "name"
    actor: str | None = None
    """Id of the actor, once `actors` has made the cast."""
    acts: bool = True
    """False where a state's name is a place and nothing more ("in Beijing")."""
    rule: str = ""
    row: str = ""


class Cast(Struct, frozen=True, kw_only=True):
    """Who is in the article: actors by falling salience, and every mention that is resolved.

    `mentions` are in order of the text and include offices, demonyms and pronouns that stand
    for an actor; `Actor.mentions` holds the names alone.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    inside: tuple[Mention, ...] = ()
    """Names that are a part of another name, such as the state in "Bank of Japan"."""


Item = TypeVar("Item")


class Found(Struct, Generic[Item], frozen=True, kw_only=True):
    """An item with the reason why it is there."""

    item: Item
    sentence: int
    rule: str
    """Name of the rule, as `explain` shows it: "appositive-role", "verb-before-quote"."""
    row: str = ""
    """The lexicon row that took part: "speech:emphasize"."""
    about: Span | None = None
    """For a statement: where its speaker is named."""


class Analysis(Struct, frozen=True, kw_only=True):
    """Everything the engine found in one article, before it is cut down to a record."""

    document: Document
    dates: tuple[Found[When], ...]
    cast: Cast
    statements: tuple[Found[Statement], ...]
    events: tuple[Found[Event], ...]
    background: tuple[Found[Background], ...]
    comparison: tuple[Found[Comparison], ...]
    parallels: tuple[Parallel, ...]
    title: str
    place: Quote | None
    summary: tuple[Found[Point], ...]


# -- the reference ------------------------------------------------------------------------------


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


# -- errors -------------------------------------------------------------------------------------


class BriefingError(Exception):
    """Base of the errors that a person can mend: what happened, where, and what to do next."""

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(what, where, hint)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  {self.hint}" if self.hint else head


class SeedError(BriefingError):
    """A seed cannot be read as an article."""


class IngestError(BriefingError):
    """A file cannot be brought in as a text."""


class RecordError(BriefingError):
    """A record, a ledger or a reference file is broken."""


class GroundingError(BriefingError):
    """An item's words do not stand at its place in the source."""


class ConfigError(BriefingError):
    """mkdocs.yml, an option, a folder or a template is missing or wrong."""


def decode_hook(kind: type[Any], value: Any) -> Any:
    """Read the project's own types: `122-197`, `[122-197, 210-214]` or `[[122, 197]]`."""
    if kind is not Spans:
        raise NotImplementedError(kind)
    if isinstance(value, str):
        value = [value]
    return Spans(_span(part) for part in value)


def _span(part: Any) -> Span:
    try:
        start, end = (int(n) for n in (part.split("-") if isinstance(part, str) else part))
    except (TypeError, ValueError):
        raise ValueError(f"{part!r} is no span; write it as 122-197") from None
    if not 0 <= start < end:
        raise ValueError(f"{start}-{end} is no span: it must start at 0 or later and hold a character")
    return Span(start, end)


# -- ids ----------------------------------------------------------------------------------------


def item_id(prefix: str, text: str, taken: Counter[str]) -> str:
    """Issue an id for an item: its kind, a short hash of its quote, a number where several agree.

    `taken` counts the ids issued so far.
    """
    stem = f"{prefix}-{sha256(text.encode()).hexdigest()[:4]}"
    taken[stem] += 1
    return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
