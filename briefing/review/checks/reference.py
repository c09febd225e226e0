"""What is wrong in the reference: dates out of the era, unknown ids, episodes without a source.

The form of each file has been checked when it was read; here the parts are compared with each other.
A fault names its place by a path inside the file ("episodes[3].leaders[0]").
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import NO_LOCATOR, Episode, Era, KnownActor, Problem, Reference, Relations, SourceWork
from briefing.review.checks.context import CheckContext
from briefing.storage import record_yaml
from briefing.storage.reference_files import ReferenceFile

FRESH = timedelta(days=180)
"""For how long a check of who holds an office counts: an election is not missed for more than half a year."""
_NAMED = 5
"""Persons or sources that one warning names."""


class Fault(Struct, frozen=True, kw_only=True):
    """A fault of one file of the reference."""

    path: str
    what: str
    hint: str
    severity: Literal["error", "warning"] = "error"


def check(files: Iterable[ReferenceFile], given: CheckContext) -> Iterator[Problem]:
    """Yield the faults of what the desk knows besides the texts."""
    for file in files:
        for fault in faults(file.content, given.reference, given.words, given.today):
            yield Problem(
                where=str(file.path),
                line=record_yaml.line_of(file.text, fault.path),
                rule="reference",
                what=fault.what,
                hint=fault.hint,
                severity=fault.severity,
            )


def faults(content: object, reference: Reference, lexicon: Lexicon, today: date) -> Iterator[Fault]:
    """Yield what is wrong in one file of the reference, compared with the whole of it and against today."""
    if isinstance(content, Era):
        yield from _era(content, reference, lexicon)
    elif isinstance(content, Relations):
        yield from _relations(content, reference, lexicon)
    elif isinstance(content, tuple):
        yield from _actors(content, today)


def _actors(actors: Sequence[KnownActor], today: date) -> Iterator[Fault]:
    yield from _twice((actor.id for actor in actors), "[{}].id")
    old: dict[tuple[date, str], list[tuple[str, str]]] = {}
    for number, actor in enumerate(actors):
        for place, office in enumerate(actor.offices):
            if office.until is not None:
                continue
            at = f"[{number}].offices[{place}]"
            if actor.died is not None:
                yield Fault(
                    path=at,
                    what=f"{actor.id} died in {actor.died}, and {office.title!r} has no end",
                    hint="Add `until`.",
                )
            elif office.checked is None or office.source is None:
                yield Fault(
                    path=at,
                    what=f"{actor.id} holds {office.title!r}, and nothing says when and how that was known",
                    hint="Add `checked: DATE` and `source: ...`, or `until` where the office has ended.",
                    severity="warning",
                )
            elif today - office.checked > FRESH:
                old.setdefault((office.checked, office.source), []).append((at, actor.id))
    for (checked, source), places in sorted(old.items()):
        named = ", ".join(actor for _, actor in places[:_NAMED]) + (", ..." if len(places) > _NAMED else "")
        yield Fault(
            path=places[0][0],
            what=f"{len(places)} open offices were last checked on {checked} ({source}): {named}",
            hint="Check who holds them today, and write the day at `checked`.",
            severity="warning",
        )


def _era(era: Era, reference: Reference, lexicon: Lexicon) -> Iterator[Fault]:
    if era.until < era.since:
        yield Fault(path="until", what=f"{era.until} is before {era.since}", hint="Swap since and until.")
    yield from _twice((phase.id for phase in era.phases), "phases[{}].id")
    yield from _phases(era)
    yield from _twice((episode.id for episode in era.episodes), "episodes[{}].id")
    others = {e.id for other in reference.eras if other.id != era.id for e in other.episodes}
    actors = {actor.id for actor in reference.actors}
    for number, episode in enumerate(era.episodes):
        at = f"episodes[{number}]"
        if episode.id in others:
            yield Fault(
                path=f"{at}.id",
                what=f"{episode.id!r} is an episode of another era too",
                hint="Give one of the two another id; ids are unique in the whole reference.",
            )
        yield from _dates(episode, era, at)
        yield from _ids(episode, actors, lexicon, at)
        if not episode.sources:
            yield Fault(path=at, what=f"{episode.id} has no source", hint="Name one that a reader can find.")
        for place, work in enumerate(episode.sources):
            yield from _work(work, f"{at}.sources[{place}]")
    yield from _unlocated(era)


def _phases(era: Era) -> Iterator[Fault]:
    if not era.phases:
        return
    for number, (one, other) in enumerate(pairwise(era.phases), start=1):
        if other.since != one.until + 1:
            yield Fault(
                path=f"phases[{number}].since",
                what=f"{other.id} begins in {other.since}, {one.id} ends in {one.until}",
                hint="Phases follow each other: each begins in the year after the one before.",
            )
    if (era.phases[0].since, era.phases[-1].until) != (era.since, era.until):
        yield Fault(
            path="phases",
            what=f"the phases do not cover {era.since} to {era.until}",
            hint="Let the first one begin and the last one end with the era.",
        )


def _dates(episode: Episode, era: Era, at: str) -> Iterator[Fault]:
    if not era.since <= episode.first.year <= era.until:
        yield Fault(
            path=f"{at}.since",
            what=f"{episode.since} is outside {era.since} to {era.until}",
            hint="Correct the date, or the years of the era.",
        )
    if episode.until is not None and episode.last < episode.first:
        yield Fault(
            path=f"{at}.until",
            what=f"{episode.until} is before {episode.since}",
            hint="Swap since and until.",
        )
    elif episode.last.year > era.until:
        yield Fault(
            path=f"{at}.until",
            what=f"{episode.until} is outside {era.since} to {era.until}",
            hint="Leave `until` out where something outlived the era.",
        )


def _ids(episode: Episode, actors: set[str], lexicon: Lexicon, at: str) -> Iterator[Fault]:
    states = {state.id for state in lexicon.states}
    yield from _unknown(episode.states, states, f"{at}.states", "a state of states.yml")
    yield from _unknown(episode.third, states, f"{at}.third", "a state of states.yml")
    bodies = {body.id for body in lexicon.organizations.known}
    yield from _unknown(episode.bodies, bodies, f"{at}.bodies", "a body of organizations.yml")
    yield from _unknown(episode.leaders, actors, f"{at}.leaders", "an actor of actors.yml")
    yield from _unknown(episode.themes, lexicon.comparison.themes, f"{at}.themes", "a theme")
    yield from _unknown(episode.motifs, lexicon.motifs.motifs, f"{at}.motifs", "a motif")
    for name in ("states", "themes", "motifs"):
        if not getattr(episode, name):
            yield Fault(path=f"{at}.{name}", what="is empty", hint="Name at least one in this list.")


def _work(work: SourceWork, at: str) -> Iterator[Fault]:
    if work.kind == "book" and not (work.author and work.year):
        yield Fault(
            path=at,
            what=f"the book {work.title!r} lacks author or year",
            hint="Write its author and its year.",
        )
    if work.kind != "book" and work.date is None:
        yield Fault(path=at, what=f"{work.title!r} has no date", hint="Add the date, at least the year.")


def _unlocated(era: Era) -> Iterator[Fault]:
    """Yield one warning for all sources that say nothing about where they can be opened."""
    silent = [
        (f"episodes[{number}].sources[{place}]", work.title)
        for number, episode in enumerate(era.episodes)
        for place, work in enumerate(episode.sources)
        if work.locator is None
    ]
    if silent:
        titles = ", ".join(repr(title) for _, title in silent[:_NAMED]) + (
            ", ..." if len(silent) > _NAMED else ""
        )
        yield Fault(
            path=silent[0][0],
            what=f"{len(silent)} sources do not say where they can be opened: {titles}",
            hint=f"Add `locator: ...`, or `locator: {NO_LOCATOR}` where you are sure of none.",
            severity="warning",
        )


def _relations(relations: Relations, reference: Reference, lexicon: Lexicon) -> Iterator[Fault]:
    states = {state.id for state in lexicon.states}
    era = next((era for era in reference.eras if era.id == relations.era), None)
    if era is None:
        yield from _unknown([relations.era], {e.id for e in reference.eras}, "era", "an era", listed=False)
        return
    episodes = {episode.id for episode in era.episodes}
    pairs = ["+".join(sorted(pair.pair)) for pair in relations.pairs]
    yield from _twice(pairs, "pairs[{}].pair")
    for number, pair in enumerate(relations.pairs):
        at = f"pairs[{number}]"
        yield from _unknown(pair.pair, states, f"{at}.pair", "a state of states.yml")
        for one, other in pairwise(pair.phases):
            if other.since <= one.until:
                yield Fault(
                    path=f"{at}.phases[{pair.phases.index(other)}].since",
                    what=f"{other.since} lies in the phase before, which ends in {one.until}",
                    hint="Phases of a pair follow each other and do not overlap; years are inclusive.",
                )
        for place, phase in enumerate(pair.phases):
            here = f"{at}.phases[{place}]"
            if not era.since <= phase.since <= phase.until <= era.until:
                yield Fault(
                    path=f"{here}.since",
                    what=f"{phase.since} to {phase.until} is no time inside {era.since} to {era.until}",
                    hint="Write since and until as years of the era, the earlier one first.",
                )
            if phase.episode:
                yield from _unknown([phase.episode], episodes, f"{here}.episode", "an episode", listed=False)
            elif phase.source is None:
                yield Fault(
                    path=here, what="has no source", hint="Add `source`, or `episode` whose sources count."
                )
            if phase.source is not None:
                yield from _work(phase.source, f"{here}.source")


def _unknown(
    ids: Iterable[str], known: Iterable[str], at: str, what: str, *, listed: bool = True
) -> Iterator[Fault]:
    """Yield a fault for each id that is not known, with the nearest one that is."""
    there = sorted(known)
    for number, key in enumerate(ids):
        if key not in there:
            near = difflib.get_close_matches(key, there, 1)
            yield Fault(
                path=f"{at}[{number}]" if listed else at,
                what=f"{key!r} is not {what}",
                hint=f"Did you mean {near[0]!r}?" if near else f"Add it, or use {what} that is there.",
            )


def _twice(ids: Iterable[str], at: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, key in enumerate(ids):
        if key in seen:
            yield Fault(
                path=at.format(number),
                what=f"{key!r} stands twice",
                hint="Take one of the two out, or give it another name.",
            )
        seen.add(key)
