"""Types of the rows of comparison.yml, motifs.yml, background.yml and ties.yml."""

from __future__ import annotations

from msgspec import field

from briefing.lexicon.table import Table
from briefing.model import Relation


class EraMarks(Table, frozen=True, kw_only=True):
    """What names an era in comparisons, besides its name and years in calendar.yml."""

    since: int | None = None
    """The first year that counts, where calendar.yml has a later one."""
    settings: tuple[str, ...] = ()
    landmarks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By what a person is called, the given names."""
    states: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


class Theme(Table, frozen=True, kw_only=True):
    """The words of a theme: `strong` ones say it alone, `weak` ones support it."""

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class Comparing(Table, frozen=True, kw_only=True):
    """comparison.yml"""

    eras: dict[str, EraMarks]
    no_setting_before: frozenset[str]
    no_setting_after: frozenset[str]
    life: tuple[str, ...]
    topic: tuple[str, ...]
    now: tuple[str, ...]
    spans: dict[int, tuple[str, ...]]
    after: tuple[str, ...]
    weak: tuple[str, ...]
    again: tuple[str, ...]
    making: tuple[str, ...]
    raised: tuple[str, ...]
    changed: tuple[str, ...]
    answering: frozenset[str]
    saying_no: frozenset[str]
    relations: dict[Relation, tuple[str, ...]]
    likeness: dict[Relation, tuple[str, ...]]
    close: tuple[str, ...]
    denied: tuple[str, ...]
    openers: tuple[str, ...]
    setting_heads: frozenset[str]
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
    """What it counts for next to its rarity, in per cent: less for what much of the news shows."""


class Deed(Table, frozen=True, kw_only=True):
    """Who did what to whom, as a motif is shown by it."""

    who: str
    """A group of `actors`, or `anybody`."""
    did: tuple[str, ...]
    whom: tuple[str, ...]


class EpisodeKind(Table, frozen=True, kw_only=True):
    """What a reader is told of a kind of episode, and the motifs that show it."""

    label: str
    motifs: tuple[str, ...]


class Motifs(Table, frozen=True, kw_only=True):
    """motifs.yml"""

    motifs: dict[str, Motif]
    actors: dict[str, tuple[str, ...]]
    deeds: dict[str, tuple[Deed, ...]]
    kinds: dict[str, EpisodeKind]
    affairs: tuple[str, ...]
    elsewhere: tuple[str, ...]
    bodies: frozenset[str]
    reasons: dict[str, str]
    powers: tuple[str, ...]


class Ties(Table, frozen=True, kw_only=True):
    """ties.yml"""

    together: tuple[str, ...]
    against: tuple[str, ...]
    contact: tuple[str, ...]


class BackgroundTable(Table, frozen=True, kw_only=True):
    """background.yml"""

    prior: tuple[str, ...]
    standing: tuple[str, ...]
    parallel: tuple[str, ...]
    history_years: int
    of_today: tuple[str, ...]
