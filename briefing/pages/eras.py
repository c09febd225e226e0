"""The reference as pages: a page for each era with its episodes on a line of time, one for each episode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from briefing import codec, lexicon
from briefing.desk import Desk, Entry
from briefing.lexicon import Lexicon
from briefing.model import Comparison, Episode, Era, KnownActor, Parallel, Reference
from briefing.pages.page import Page, RawFile
from briefing.pages.renderer import Renderer

DEFAULT = "cold-war"
"""The era that the navigation leads to, where the reference has it; else the first one does."""


class ShownParallel(msgspec.Struct, frozen=True, kw_only=True):
    """A parallel of a brief with its episode."""

    parallel: Parallel
    episode: Episode
    era: Era


def parallels_of(entry: Entry, reference: Reference) -> list[ShownParallel]:
    """Return the parallels of a brief whose episodes the reference has, in the order of the record."""
    found = {
        episode.id: ShownParallel(parallel=Parallel(episode=episode.id), episode=episode, era=era)
        for era in reference.eras
        for episode in era.episodes
    }
    return [
        msgspec.structs.replace(found[parallel.episode], parallel=parallel)
        for parallel in entry.brief.parallels
        if parallel.episode in found
    ]


def era_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the page of each era and of each of its episodes."""
    words = lexicon.load()
    known = {actor.id: actor for actor in desk.reference.actors}
    briefs: dict[str, list[tuple[Entry, Parallel]]] = {}
    for entry in desk.entries:
        for shown in parallels_of(entry, desk.reference):
            briefs.setdefault(shown.episode.id, []).append((entry, shown.parallel))
    if not desk.reference.eras:
        body = renderer.render("no-era", "../")
        yield Page(path="eras/index.html", title=renderer.words["eras"], body=body, kind="index")
    for era in desk.reference.eras:
        yield _era_page(era, briefs, desk.reference, renderer, words)
        for number, episode in enumerate(era.episodes):
            before = era.episodes[number - 1] if number else None
            after = era.episodes[number + 1] if number + 1 < len(era.episodes) else None
            yield _episode_page(
                episode, era, (before, after), briefs.get(episode.id, []), known, desk, renderer, words
            )


def era_name(era: Era, reference: Reference) -> str:
    """Return the file of an era's page: the default era stands at the address that the navigation knows."""
    ids = [other.id for other in reference.eras]
    return "index" if era.id == (DEFAULT if DEFAULT in ids else ids[0]) else era.id


def _era_page(
    era: Era,
    briefs: Mapping[str, list[tuple[Entry, Parallel]]],
    reference: Reference,
    renderer: Renderer,
    words: Lexicon,
) -> Page:
    ordered = sorted(era.episodes, key=lambda episode: (episode.first, episode.last, episode.id))
    groups = [(phase, list(group)) for phase, group in groupby(ordered, lambda e: era.phase_of(e.first.year))]
    body = renderer.render(
        "era",
        "../",
        era=era,
        groups=groups,
        briefs=briefs,
        states=_states(words),
        others=[(era_name(other, reference), other) for other in reference.eras if other.id != era.id],
        works=len({(work.title, work.author) for episode in era.episodes for work in episode.sources}),
    )
    return Page(path=f"eras/{era_name(era, reference)}.html", title=era.title, body=body, kind="index")


def _episode_page(
    episode: Episode,
    era: Era,
    beside: tuple[Episode | None, Episode | None],
    briefs: list[tuple[Entry, Parallel]],
    known: Mapping[str, KnownActor],
    desk: Desk,
    renderer: Renderer,
    words: Lexicon,
) -> Page:
    body = renderer.render(
        "episode",
        "../",
        episode=episode,
        era=era,
        era_name=era_name(era, desk.reference),
        phase=era.phase_of(episode.first.year),
        before=beside[0],
        after=beside[1],
        briefs=briefs,
        states=_states(words),
        known=known,
        bodies={body.id: body.names[0] for body in words.organizations.known},
        on_desk=frozenset(desk.actors),
        kind=words.motifs.kinds[episode.kind].label,
        motifs=[words.motifs.motifs[key].label for key in episode.motifs if key in words.motifs.motifs],
    )
    return Page(
        path=f"episodes/{episode.id}.html",
        title=episode.title,
        body=body,
        description=episode.text,
        kind="episode",
    )


def _states(words: Lexicon) -> dict[str, str]:
    return {state.id: state.names[0] for state in words.states}


class PairOfBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of then and now as the download gives it."""

    brief: str
    title: str
    pair: Comparison


def era_files(desk: Desk) -> Iterator[RawFile]:
    """Yield each era and its relations as JSON, and every pair of then and now."""
    for era in desk.reference.eras:
        data = codec.dump_lines(era)
        yield RawFile(path=f"eras/{era.id}.json", data=data)
    for relations in desk.reference.relations:
        yield RawFile(path=f"eras/{relations.era}-relations.json", data=codec.dump_lines(relations))
    pairs = [
        PairOfBrief(brief=entry.brief.slug, title=entry.brief.title, pair=pair)
        for entry in sorted(desk.entries, key=lambda entry: entry.brief.slug)
        for pair in entry.brief.comparison
    ]
    yield RawFile(path="then-and-now.json", data=codec.dump_json(pairs) + b"\n")
