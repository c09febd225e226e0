"""What the engine knows about the language of news: typed tables read from the YAML files here.

Each file of this folder is one field of `Lexicon`; its rows are documented at the head of the
file.  A fix to what the engine knows is a line of YAML, never a longer regular expression.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from briefing.compiled import compiled
from briefing.model import Relation

HERE = Path(__file__).parent


class Loader(yaml.CSafeLoader):
    """Reads `no`, `on` and `12:30` as the words they are: only integers, true, false and null are typed."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9]\d*)$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Base of a file's content."""


class Abbreviations(Table, frozen=True, kw_only=True):
    """abbreviations.yml"""

    inner: tuple[str, ...]
    either: tuple[str, ...]
    starters: tuple[str, ...]


class Era(Table, frozen=True, kw_only=True):
    """A named era; its years bound it for sorting and matching, never as a date on a page."""

    id: str
    name: str
    phrases: tuple[str, ...]
    since: int
    until: int


class KnownDay(Table, frozen=True, kw_only=True):
    """A day that news names without its year."""

    month: int
    day: int
    year: int
    before: frozenset[str]
    """Words after the day that make it this one: the "attacks" of "the Sept. 11 attacks"."""
    written: str = ""


class Calendar(Table, frozen=True, kw_only=True):
    """calendar.yml"""

    months: tuple[tuple[str, ...], ...]
    doubtful_months: tuple[str, ...]
    before_month: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekday_names: tuple[str, ...]
    seasons: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    parts: tuple[str, ...]
    from_publication: dict[str, int]
    from_narrative: dict[str, int]
    after_count: dict[str, int]
    feasts: dict[str, tuple[int, int]]
    nowadays: tuple[str, ...]
    today_after: tuple[str, ...]
    today_before: tuple[str, ...]
    counted: tuple[str, ...]
    before_figure: tuple[str, ...]
    before_year: tuple[str, ...]
    eras: tuple[Era, ...]
    known_days: tuple[KnownDay, ...]


class State(Table, frozen=True, kw_only=True):
    """A row of states.yml."""

    id: str
    country: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str | None = None


class Titles(Table, frozen=True, kw_only=True):
    """titles.yml"""

    honorifics: tuple[str, ...]
    lesser: frozenset[str]
    offices: tuple[str, ...]
    kin: tuple[str, ...]
    modifiers: tuple[str, ...]
    former: tuple[str, ...]
    acting: tuple[str, ...]
    elect: tuple[str, ...]
    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    family_first: tuple[str, ...]


class KnownBody(Table, frozen=True, kw_only=True):
    """A body known by name (organizations.yml)."""

    id: str
    names: tuple[str, ...]


class Organizations(Table, frozen=True, kw_only=True):
    """organizations.yml"""

    heads: tuple[str, ...]
    halls: tuple[str, ...]
    premises: tuple[str, ...]
    surnames: tuple[str, ...]
    owners: tuple[str, ...]
    chambers: dict[str, tuple[str, ...]]
    others: tuple[str, ...]
    known: tuple[KnownBody, ...]


class Names(Table, frozen=True, kw_only=True):
    """names.yml"""

    place_before: tuple[str, ...]
    person_verbs: tuple[str, ...]
    no_body: tuple[str, ...]
    things: tuple[str, ...]
    peoples: tuple[str, ...]
    body_before: tuple[str, ...]
    body_after: tuple[str, ...]
    body_of: tuple[str, ...]
    place_of: tuple[str, ...]
    headed: frozenset[str]
    unheaded: frozenset[str]
    works: frozenset[str]
    compounds: frozenset[str]
    ranks: tuple[str, ...]


class GivenNames(Table, frozen=True, kw_only=True):
    """given_names.yml"""

    he: tuple[str, ...]
    she: tuple[str, ...]


class Places(Table, frozen=True, kw_only=True):
    """places.yml"""

    names: tuple[str, ...]


class Summary(Table, frozen=True, kw_only=True):
    """summary.yml"""

    stop_words: tuple[str, ...]
    leaning: frozenset[str]
    title_joints: tuple[str, ...]
    date_prepositions: tuple[str, ...]


class Tense(Table, frozen=True, kw_only=True):
    """tense.yml"""

    past_auxiliaries: tuple[str, ...]
    present_auxiliaries: tuple[str, ...]
    future_auxiliaries: tuple[str, ...]
    modals: tuple[str, ...]
    irregular: dict[str, str]
    reporting: tuple[str, ...]
    happenings: tuple[str, ...]
    light: tuple[str, ...]
    openers: tuple[str, ...]
    coming: tuple[str, ...]
    intending: tuple[str, ...]
    starting: tuple[str, ...]
    deferring: tuple[str, ...]
    not_past: tuple[str, ...]
    present_verbs: tuple[str, ...]


class Cue(Table, frozen=True):
    """A verb of saying, denying or thinking, and what may stand as its content."""

    lemma: str
    forms: tuple[str, ...]
    takes: tuple[
        Literal["that", "clause", "quote", "wh", "hearer", "order", "to", "as", "of", "np", "named", "part"],
        ...,
    ]
    kind: Literal["said", "view", "denial"] = "said"
    noun: bool = False
    particle: str = ""
    """A word that must follow: "out" of "pointed out"."""


class Refusals(Table, frozen=True):
    """How a source refuses to comment."""

    verbs: frozenset[str]
    silent: frozenset[str]
    flat: tuple[str, ...]


class SpeechNouns(Table, frozen=True):
    """Nouns that carry a clause with `that`, by kind, and the light verbs before them."""

    said: frozenset[str]
    made: frozenset[str]
    """Nouns of saying only after "make"."""
    denial: frozenset[str]
    view: frozenset[str]
    light: frozenset[str]


class Relay(Table, frozen=True):
    """Words of somebody else that a speaker brings."""

    verbs: frozenset[str]
    things: frozenset[str]


class Speech(Table, frozen=True):
    """Who says, denies and thinks: `speech.yml`."""

    cues: tuple[Cue, ...]
    nouns: SpeechNouns
    feelings: frozenset[str]
    phrases: tuple[str, ...]
    unspoken: frozenset[str]
    sources: frozenset[str]
    occasions: frozenset[str]
    openers: frozenset[str]
    relay: Relay
    refusals: Refusals
    words: dict[str, frozenset[str]]


class Hedges(Table, frozen=True):
    """The source's own reservations: `hedges.yml`."""

    words: frozenset[str]
    likelihood: frozenset[str]


class EraMarks(Table, frozen=True, kw_only=True):
    """What names an era in comparisons, besides its name and years in calendar.yml."""

    settings: tuple[str, ...] = ()
    landmarks: dict[str, tuple[str, ...]] = {}
    people: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    again: dict[Relation, tuple[str, ...]] = {}
    ended: tuple[str, ...] = ()


class Theme(Table, frozen=True, kw_only=True):
    """The words of a theme: `strong` ones say it alone, `weak` ones support it."""

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class Comparing(Table, frozen=True, kw_only=True):
    """comparison.yml"""

    eras: dict[str, EraMarks]
    no_setting_before: tuple[str, ...]
    life: tuple[str, ...]
    other_topics: tuple[str, ...]
    now: tuple[str, ...]
    then: tuple[str, ...]
    relations: dict[Relation, tuple[str, ...]]
    likeness: dict[Relation, tuple[str, ...]]
    close: tuple[str, ...]
    denied: tuple[str, ...]
    openers: tuple[str, ...]
    successors: dict[str, str]
    themes: dict[str, Theme]


class Motif(Table, frozen=True, kw_only=True):
    """What an article and an episode can share, and the signs of it."""

    label: str
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()
    together: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Lists of phrases, each of which must have one in the same sentence."""
    unless: tuple[str, ...] = ()
    """Phrases that tell the contrary: a sentence with one of them is no sign."""
    weight: int = 100
    """What it counts for beside its rarity, in per cent: less for what much of the news shows."""


class EpisodeKind(Table, frozen=True, kw_only=True):
    """What a reader is told of a kind of episode, and the motifs that show it."""

    label: str
    motifs: tuple[str, ...]


class Motifs(Table, frozen=True, kw_only=True):
    """motifs.yml"""

    motifs: dict[str, Motif]
    kinds: dict[str, EpisodeKind]
    affairs: tuple[str, ...]
    elsewhere: tuple[str, ...]
    reasons: dict[str, str]
    powers: tuple[str, ...]


class Ties(Table, frozen=True, kw_only=True):
    """ties.yml"""

    together: tuple[str, ...]
    against: tuple[str, ...]
    contact: tuple[str, ...]


class Tradecraft(Table, frozen=True, kw_only=True):
    """tradecraft.yml"""

    likelihood: tuple[str, ...]
    confidence: tuple[str, ...]
    absolute: tuple[str, ...]


class Setting(Table, frozen=True, kw_only=True):
    """background.yml"""

    prior: tuple[str, ...]
    standing: tuple[str, ...]
    parallel: tuple[str, ...]
    history_years: int
    of_today: tuple[str, ...]


class Lexicon(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """All tables.  Compared and hashed by identity, so that stages can cache what they compile."""

    abbreviations: Abbreviations
    background: Setting
    calendar: Calendar
    given_names: GivenNames
    names: Names
    organizations: Organizations
    places: Places
    states: tuple[State, ...]
    comparison: Comparing
    summary: Summary
    tense: Tense
    ties: Ties
    speech: Speech
    hedges: Hedges
    motifs: Motifs
    languages: dict[str, tuple[str, ...]]
    """Small words by language."""
    titles: Titles
    tradecraft: Tradecraft


def read(folder: Path) -> Lexicon:
    """Read every table of `folder`; raises msgspec.ValidationError for a row out of shape."""
    raw: dict[str, Any] = {}
    for field in msgspec.structs.fields(Lexicon):
        path = folder / f"{field.name}.yml"
        raw[field.name] = yaml.load(path.read_text("utf-8"), Loader=Loader)  # noqa: S506 (a safe loader of our own)
    return msgspec.convert(raw, Lexicon)


@functools.cache
def load() -> Lexicon:
    """Return the lexicon that ships with the package, compiled when its files have not changed."""
    sources = [*HERE.glob("*.yml"), *HERE.glob("*.py"), *HERE.parent.glob("model/*.py")]
    bytecode = Path(importlib.util.cache_from_source(__file__)).parent
    return compiled(sources, bytecode, Lexicon, lambda: read(HERE))
