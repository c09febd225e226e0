"""The cast and the dates -> where each sentence names states, people, people of an era and its years."""

from __future__ import annotations

from briefing.lexicon import Lexicon
from briefing.model import Cast, Found, Span, When


def states(cast: Cast, lexicon: Lexicon) -> dict[int, list[tuple[int, str]]]:
    """Return for each sentence where it names a state, or somebody of a state."""
    successors = lexicon.comparison.successors
    countries = {a.id: successors.get(a.country, a.country) for a in cast.actors if a.country}
    found: dict[int, list[tuple[int, str]]] = {}
    for mention in cast.mentions:
        country = countries.get(mention.actor or "")
        if country is not None:
            found.setdefault(mention.sentence, []).append((mention.span.start, country))
    return found


def people(cast: Cast) -> dict[int, list[Span]]:
    """Return for each sentence where the names of people stand."""
    found: dict[int, list[Span]] = {}
    for mention in cast.mentions:
        if mention.kind == "person" and mention.form == "name":
            found.setdefault(mention.sentence, []).append(mention.span)
    return found


def days(dates: tuple[Found[When], ...]) -> dict[int, list[int]]:
    """Return for each sentence where it names days."""
    found: dict[int, list[int]] = {}
    for date in dates:
        if date.item.precision == "day":
            found.setdefault(date.sentence, []).append(date.item.at.start)
    return found


def historical(cast: Cast, lexicon: Lexicon) -> dict[int, list[tuple[int, str]]]:
    """Return for each sentence where it names somebody of an era that is over."""
    eras = {a.id: a.era for a in cast.actors if a.era in lexicon.comparison.eras}
    found: dict[int, list[tuple[int, str]]] = {}
    for mention in cast.mentions:
        era = eras.get(mention.actor or "")
        if era is not None and mention.form == "name":
            found.setdefault(mention.sentence, []).append((mention.span.start, era))
    return found


def years(dates: tuple[Found[When], ...], lexicon: Lexicon) -> dict[int, list[tuple[Span, str]]]:
    """Return for each sentence the dates that fall into an era which texts are compared with."""
    eras = [era for era in lexicon.calendar.eras if era.id in lexicon.comparison.eras]
    found: dict[int, list[tuple[Span, str]]] = {}
    for date in dates:
        when = date.item
        if when.earliest is None or when.latest is None:
            continue
        for era in eras:
            if era.since <= when.earliest.year and when.latest.year <= era.until:
                found.setdefault(date.sentence, []).append((when.at[0], era.id))
                break
    return found
