"""The reference as pages: a page for each era with its episodes on a line of time, one for each episode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from briefing import lexicon
from briefing.lexicon import Lexicon
from briefing.model import Episode, Era, Reference, Relations
from briefing.render.index import Catalogue
from briefing.render.lists import NEWEST, Listing, ListRow, by_day, cut_up, fill_cards, keys_of, shown_card
from briefing.render.page import NO_TEMPLATE, Job, Page, RawFile
from briefing.render.renderer import Renderer
from briefing.storage import record_yaml

DEFAULT = "cold-war"
"""The era that the navigation leads to, where the reference has it; else the first one does."""


def era_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the page of each era and of each of its episodes, and the reference as JSON."""
    reference = catalogue.reference
    briefs: dict[str, list[ListRow]] = {}
    for share in catalogue.shares:
        for number, episode in enumerate(share.facts.episodes):
            row = ListRow(day=share.facts.day, share=share, number=number, size=share.facts.card)
            briefs.setdefault(episode, []).append(row)
    if not reference.eras:
        yield Job(
            path="eras/index.html",
            template="pages/no-era.html",
            shows=(),
            make=partial(_no_era, renderer),
            navigable=True,
        )
    for era in reference.eras:
        counts = {episode.id: len(briefs[episode.id]) for episode in era.episodes if episode.id in briefs}
        yield Job(
            path=f"eras/{era_name(era, reference)}.html",
            template="pages/era.html",
            shows=counts,
            make=partial(_era_page, era, counts, reference, renderer),
            navigable=era_name(era, reference) == "index",  # the others are reached from there,
        )
        for beside in zip((None, *era.episodes), era.episodes, (*era.episodes[1:], None), strict=False):
            yield from _episode_jobs(beside, era, briefs, catalogue, renderer)
    for era in reference.eras:
        yield _data(f"eras/{era.id}.json", era)
    for relations in reference.relations:
        yield _data(f"eras/{relations.era}-relations.json", relations)


def _data(path: str, value: Era | Relations) -> Job:
    return Job(
        path=path,
        template=NO_TEMPLATE,
        shows=(),
        make=lambda: RawFile(path=path, data=record_yaml.dump_lines(value)),
    )


def _no_era(renderer: Renderer) -> Page:
    body = renderer.render("no-era", "../")
    return Page(path="eras/index.html", title=renderer.words["eras"], body=body, kind="index")


def _episode_jobs(
    beside: tuple[Episode | None, Episode, Episode | None],
    era: Era,
    briefs: Mapping[str, list[ListRow]],
    catalogue: Catalogue,
    renderer: Renderer,
) -> Iterator[Job]:
    """Yield the page of an episode, and those of its briefs by time where they are too many for it."""
    _, episode, _ = beside
    rows = briefs.get(episode.id, [])
    path = f"episodes/{episode.id}.html"
    listing = Listing(
        path=path,
        below=f"episodes/{episode.id}",
        title=episode.title,
        fill=fill_cards,
        navigable=False,
    )
    links, jobs = cut_up(listing, rows, renderer)
    shown = rows[:NEWEST] if links else rows
    actors = (*episode.states, *episode.third, *episode.leaders, *episode.bodies)
    on_desk = frozenset(key for key in actors if key in catalogue.actors)
    yield Job(
        path=path,
        template="pages/episode.html",
        shows=(keys_of(shown), links, sorted(on_desk)),
        make=partial(_episode_page, beside, era, shown, links, on_desk, catalogue.reference, renderer),
    )
    yield from jobs


def era_name(era: Era, reference: Reference) -> str:
    """Return the file of an era's page: the default era is at the address that the navigation knows."""
    ids = [other.id for other in reference.eras]
    return "index" if era.id == (DEFAULT if DEFAULT in ids else ids[0]) else era.id


def _era_page(era: Era, counts: Mapping[str, int], reference: Reference, renderer: Renderer) -> Page:
    ordered = sorted(era.episodes, key=lambda episode: (episode.first, episode.last, episode.id))
    groups = [(phase, list(group)) for phase, group in groupby(ordered, lambda e: era.phase_of(e.first.year))]
    body = renderer.render(
        "era",
        "../",
        era=era,
        groups=groups,
        counts=counts,
        states=_states(lexicon.load()),
        eras=[(era_name(other, reference), other) for other in reference.eras],
        works=len({(work.title, work.author) for episode in era.episodes for work in episode.sources}),
    )
    return Page(path=f"eras/{era_name(era, reference)}.html", title=era.title, body=body, kind="index")


def _episode_page(
    beside: tuple[Episode | None, Episode, Episode | None],
    era: Era,
    shown: Sequence[ListRow],
    parts: Sequence[tuple[str, str, int]],
    on_desk: frozenset[str],
    reference: Reference,
    renderer: Renderer,
) -> Page:
    words = lexicon.load()
    before, episode, after = beside
    told = [
        (row.day, shown_card(row.share, "../", because=row.share.rows.because[row.number])) for row in shown
    ]
    body = renderer.render(
        "episode",
        "../",
        episode=episode,
        era=era,
        era_name=era_name(era, reference),
        phase=era.phase_of(episode.first.year),
        before=before,
        after=after,
        days=by_day(told),
        parts=parts,
        states=_states(words),
        known={actor.id: actor for actor in reference.actors},
        bodies={body.id: body.names[0] for body in words.organizations.known},
        on_desk=on_desk,
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
