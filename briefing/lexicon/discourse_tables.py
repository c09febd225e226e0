"""Types of the rows of speech.yml, calendar.yml, tense.yml, abbreviations.yml, hedges.yml and summary.yml."""

from __future__ import annotations

from typing import Literal

import msgspec

from briefing.lexicon.table import Table


class Abbreviations(Table, frozen=True, kw_only=True):
    """abbreviations.yml"""

    inner: tuple[str, ...]
    either: tuple[str, ...]
    starters: tuple[str, ...]


class MailHeads(Table, frozen=True, kw_only=True):
    """Names of the lines in the head of a mail, in several languages."""

    from_: frozenset[str] = msgspec.field(name="from")
    sent: frozenset[str]
    subject: frozenset[str]
    other: frozenset[str]


class Boilerplate(Table, frozen=True, kw_only=True):
    """What is around an article and is none of its words: `boilerplate.yml`."""

    lines: frozenset[str]
    openings: tuple[str, ...]
    desk: tuple[str, ...]
    tails: frozenset[str]
    staff: tuple[str, ...]
    headlines: frozenset[str]
    labels: frozenset[str]
    notices: tuple[str, ...]
    credits: frozenset[str]
    bylines: tuple[str, ...]
    byline_words: frozenset[str]
    speakers: frozenset[str]
    footers: tuple[str, ...]
    disclaimers: tuple[str, ...]
    banners: tuple[str, ...]
    sent_from: tuple[str, ...]
    forwarded: frozenset[str]
    wrote: tuple[str, ...]
    heads: MailHeads
    roles: frozenset[str]
    free_mail: frozenset[str]


class EraTable(Table, frozen=True, kw_only=True):
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
    family_months: frozenset[str]
    given_months: tuple[str, ...]
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
    vague: frozenset[str]
    before_figure: tuple[str, ...]
    before_year: tuple[str, ...]
    eras: tuple[EraTable, ...]
    known_days: tuple[KnownDay, ...]
    month_first: frozenset[str]
    any_country: frozenset[str]


class Summary(Table, frozen=True, kw_only=True):
    """summary.yml"""

    stop_words: tuple[str, ...]
    leaning: frozenset[str]
    housekeeping: frozenset[str]
    tells_news: frozenset[str]
    title_joints: tuple[str, ...]
    date_prepositions: tuple[str, ...]
    holds_date: frozenset[str]
    no_title_ends: frozenset[str]
    votes: frozenset[str]
    holding: frozenset[str]
    outcomes: frozenset[str]


class Tense(Table, frozen=True, kw_only=True):
    """tense.yml"""

    past_auxiliaries: frozenset[str]
    present_auxiliaries: frozenset[str]
    future_auxiliaries: frozenset[str]
    modals: frozenset[str]
    reporting: frozenset[str]
    uttering: frozenset[str]
    acting: frozenset[str]
    acting_alone: frozenset[str]
    denying: frozenset[str]
    given: frozenset[str]
    accords: frozenset[str]
    attending: frozenset[str]
    reacting: frozenset[str]
    linking: frozenset[str]
    rounds: frozenset[str]
    happenings: frozenset[str]
    light: frozenset[str]
    openers: frozenset[str]
    coming: frozenset[str]
    intending: frozenset[str]
    starting: frozenset[str]
    deferring: frozenset[str]
    cancelling: frozenset[str]
    proposing: frozenset[str]
    disputed: frozenset[str]
    telling: frozenset[str]
    dating: frozenset[str]
    adjuncts: frozenset[str]
    introducing: frozenset[str]
    outside: frozenset[str]
    times: frozenset[str]

    def is_adjunct(self, word: str) -> bool:
        """Return whether a word may be between a verb of saying and its "that"."""
        return word in self.adjuncts or word in self.dating


class SpeechCue(Table, frozen=True):
    """A verb of saying, denying or thinking, and what may stand as its content."""

    lemma: str
    takes: tuple[
        Literal["that", "clause", "quote", "wh", "hearer", "order", "to"]
        | Literal["as", "of", "for", "np", "ing", "named", "part", "thing", "word", "told", "agent"]
        | Literal["at", "on", "with", "goal", "listed"],
        ...,
    ]
    kind: Literal["said", "view", "denial"] = "said"
    noun: bool = False
    forms: tuple[str, ...] = ()
    """Those that are a verb of saying; all of the lemma's where speech.yml gives none."""
    particle: str = ""
    """Words that must follow: "out" of "pointed out"."""
    nouns: tuple[str, ...] = ()
    """The only ones that may head an object that is content; any where there are none."""


class Refusals(Table, frozen=True):
    """How a source refuses to comment."""

    verbs: frozenset[str]
    silent: frozenset[str]


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

    cues: tuple[SpeechCue, ...]
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


class Tradecraft(Table, frozen=True, kw_only=True):
    """tradecraft.yml"""

    likelihood: tuple[str, ...]
    confidence: tuple[str, ...]
    absolute: tuple[str, ...]


class OutlookTable(Table, frozen=True, kw_only=True):
    """outlook.yml"""

    intending: frozenset[str]
    due: frozenset[str]
    standing: frozenset[str]
    acting: frozenset[str]
    conditions: frozenset[str]


class FigureTable(Table, frozen=True, kw_only=True):
    """figures.yml"""

    verbs: dict[str, tuple[str, ...]]
    people: frozenset[str]
    troops: frozenset[str]
    paying: frozenset[str]
    distances: frozenset[str]
    signs: frozenset[str]
    currencies: frozenset[str]
    multiples: frozenset[str]
    multitudes: frozenset[str]
    around: tuple[str, ...]
