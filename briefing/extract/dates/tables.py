"""The calendar and the tenses as look-up tables: one dictionary tells what a word may begin."""

from __future__ import annotations

import functools

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import KnownDay, Tense

JOINTS = frozenset(
    (";", ":", "“", "”", '"', "who", "which", "while", "but", "after", "where", "since", "(", ")")
)
"""Words and marks at which a clause ends."""


class Tables(Struct, frozen=True, kw_only=True):
    """calendar.yml and tense.yml, keyed by lower-case word."""

    triggers: dict[str, str]
    """What kind of expression a word may belong to: month, weekday, unit, season, deictic, era, feast."""
    months: dict[str, int]
    weekdays: dict[str, int]
    weekday_names: frozenset[str]
    seasons: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    parts: frozenset[str]
    doubtful: frozenset[str]
    family: frozenset[str]
    """Months that are family names too."""
    before_family: frozenset[str]
    """Given names and titles, as they are written."""
    given: frozenset[str]
    """Months that are given names too."""
    no_family: frozenset[str]
    """Words that may be after a month with a capital and are no family name: states, offices."""
    before_month: frozenset[str]
    before_figure: frozenset[str]
    before_year: frozenset[str]
    counted: frozenset[str]
    vague: frozenset[str]
    from_publication: dict[str, int]
    from_narrative: dict[str, int]
    after_count: dict[str, int]
    nowadays: frozenset[str]
    today_after: frozenset[str]
    today_before: frozenset[str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word of a named era or feast -> its words in lower case and its id, longest first."""
    feasts: dict[str, tuple[int, int]]
    tense: Tense
    telling: frozenset[str]
    """Every word of those that say whether a clause looks ahead, and those at which it ends."""
    month_first: frozenset[str]
    any_country: frozenset[str]
    countries: dict[str, str]
    """Names and adjectives of states in lower case -> the code of the country."""
    known_days: dict[tuple[int, int], KnownDay]
    """Month and day to the happening that needs no year."""


@functools.cache
def tables(lexicon: Lexicon) -> Tables:
    """Return the tables of a lexicon, made once."""
    calendar, tense = lexicon.calendar, lexicon.tense
    months = {name.lower(): n for n, row in enumerate(calendar.months, start=1) for name in row}
    weekdays = {name.lower(): n for n, name in enumerate(calendar.weekdays)}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for era in calendar.eras:
        for phrase in era.phrases:
            words = tuple(phrase.lower().split())
            phrases.setdefault(words[0], []).append((words, era.id))
    for feast in calendar.feasts:
        words = tuple(_feast_words(feast))
        phrases.setdefault(words[0], []).append((words, "feast:" + feast))
    triggers = dict.fromkeys(phrases, "phrase")
    triggers |= dict.fromkeys(calendar.units, "unit")
    triggers |= dict.fromkeys(calendar.seasons, "season")
    triggers |= dict.fromkeys(("today", "yesterday", "tomorrow", "tonight", "overnight"), "deictic")
    triggers |= dict.fromkeys(calendar.nowadays, "now")
    triggers |= dict.fromkeys(months, "month") | dict.fromkeys(weekdays, "weekday")
    for word in calendar.ordinals:
        triggers[f"{word}-century"] = "century"
    for part in ("mid", "early", "late"):
        for word in (*months, *calendar.seasons):
            triggers[f"{part}-{word}"] = "month" if word in months else "season"
    no_family = {
        words.split()[0].lower()
        for row in (
            *(state.names + state.adjectives for state in lexicon.states),
            lexicon.titles.offices,
            lexicon.titles.honorifics,
            calendar.weekdays,
        )
        for words in row
    }
    telling = JOINTS.union(
        ("before", "to", "ahead"),
        tense.past_auxiliaries,
        lexicon.verbs.pasts,
        tense.present_auxiliaries,
        tense.future_auxiliaries,
        tense.modals,
        tense.coming,
        tense.intending,
        tense.starting,
        tense.deferring,
    )
    months |= {f"{p}-{m}": n for p in ("mid", "early", "late") for m, n in months.items()}
    seasons = dict(calendar.seasons)
    seasons |= {f"{p}-{s}": n for p in ("mid", "early", "late") for s, n in calendar.seasons.items()}
    return Tables(
        triggers=triggers,
        months=months,
        weekdays=weekdays,
        weekday_names=frozenset(calendar.weekday_names),
        seasons=seasons,
        numbers=calendar.numbers,
        ordinals=calendar.ordinals,
        units=calendar.units,
        parts=frozenset(calendar.parts),
        doubtful=frozenset(calendar.doubtful_months),
        family=calendar.family_months,
        before_family=frozenset(
            (*lexicon.given_names.he, *lexicon.given_names.she, *lexicon.titles.honorifics)
        ),
        given=frozenset(calendar.given_months),
        no_family=frozenset(no_family),
        before_month=frozenset(calendar.before_month),
        before_figure=frozenset(calendar.before_figure),
        before_year=frozenset(calendar.before_year),
        vague=calendar.vague,
        counted=frozenset(calendar.counted),
        from_publication=calendar.from_publication,
        from_narrative=calendar.from_narrative,
        after_count=calendar.after_count,
        nowadays=frozenset(calendar.nowadays),
        today_after=frozenset(calendar.today_after),
        today_before=frozenset(calendar.today_before),
        phrases={first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in phrases.items()},
        feasts=calendar.feasts,
        tense=tense,
        telling=telling,
        month_first=calendar.month_first,
        any_country=calendar.any_country,
        countries={
            name.lower(): state.country.lower()
            for state in lexicon.states
            for name in state.names + state.adjectives
        },
        known_days={(row.month, row.day): row for row in calendar.known_days},
    )


def _feast_words(feast: str) -> list[str]:
    words: list[str] = []
    for word in feast.lower().split():
        if word.endswith(("'s", "’s")):
            words += [word[:-2], word[-2:]]
        else:
            words.append(word)
    return words
