"""Then and now, drawn: the states of a brief as nodes, how they stand to each other as lines.

Then comes from the relations of the reference in the year of the foremost parallel; now holds only
what the text says, in its words.  Both drawings have the same states at the same places.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

from msgspec import Struct

from briefing.extract import stances as extract_stances
from briefing.extract.stances import Tie
from briefing.lexicon import Lexicon
from briefing.model import Episode, Era, Phase, Reference, RelationPhase, SourceWork
from briefing.storage.desk import Desk, Entry

WIDTH = 340
"""Of a drawing, in its units; at 320 pixels a unit is a little less than a pixel."""
BOX, TALL = 110, 38
"""Size of a node."""
MOST = 5
"""States; more would be unreadable at 320 pixels."""
LONG = 3
"""Years: a longer episode is drawn as it began, a shorter one as it ended."""
_PLACES: Mapping[int, tuple[tuple[int, int], ...]] = {
    2: ((58, 30), (282, 30)),
    3: ((170, 26), (58, 206), (282, 206)),
    4: ((58, 26), (282, 26), (58, 206), (282, 206)),
    5: ((170, 24), (282, 118), (238, 236), (102, 236), (58, 118)),
}
_ASIDE = 0.36
"""Where on a line that crosses another its words stand."""
_LINE = 15
"""Characters of a line's words side by side; longer ones are broken, at most three lines."""
_MANNERS: Mapping[str, Literal["with", "against", "contact"]] = {
    "allied": "with", "aligned": "with", "neutral": "contact",
    "rival": "against", "hostile": "against", "at-war": "against",
}  # fmt: skip
Then = dict[frozenset[str], tuple[dict[str, str], RelationPhase]]
"""Pairs of codes with the names of the time."""
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


class Node(Struct, frozen=True, kw_only=True):
    """A state and the middle of its box."""

    code: str
    name: str
    x: int
    y: int


class StanceLine(Struct, frozen=True, kw_only=True):
    """How two states stand to each other, with where its words and its arrow are drawn."""

    one: Node
    two: Node
    manner: str
    label: str
    words: tuple[str, ...]
    """The label, broken."""
    x: float
    y: float
    arrow: tuple[float, float, float] | None
    """Place and angle in degrees; None where neither side alone holds the view."""


class Drawing(Struct, frozen=True, kw_only=True):
    """One of the two."""

    nodes: tuple[Node, ...]
    lines: tuple[StanceLine, ...]
    height: int


class StanceRow(Struct, frozen=True, kw_only=True):
    """A pair of states in the table of the same data."""

    now_names: tuple[str, str]
    then_names: tuple[str, str]
    phase: RelationPhase | None
    sources: tuple[SourceWork, ...]
    ties: tuple[Tie, ...]


class ThenAndNow(Struct, frozen=True, kw_only=True):
    """Both drawings and their data."""

    era: Era
    year: int
    phase: Phase | None
    episode: Episode | None
    """The parallel that the year is taken from; None where the text gives the year."""
    then: Drawing
    now: Drawing
    rows: tuple[StanceRow, ...]


def then_and_now(entry: Entry, desk: Desk, lexicon: Lexicon, stances: Mapping[str, str]) -> ThenAndNow | None:
    """Return the pair of drawings; None where fewer than two states relate then and now."""
    timed = _time(entry, desk)
    if timed is None or not entry.sentences:
        return None
    era, year, episode = timed
    then = _relations(desk.reference, era.id, year, lexicon)
    found = entry.ties if then else ()
    foremost = extract_stances.foremost(found)
    codes = _chosen(foremost, then, entry)
    if len(codes) < 2:
        return None
    names = _names(lexicon)
    olden = {code: name for pair in then.values() for code, name in pair[0].items()}
    pairs = [frozenset(pair) for pair in combinations(codes, 2)]
    now_nodes = _nodes(codes, names)
    then_nodes = _nodes(codes, olden)
    episodes = {e.id: e for e in era.episodes}
    return ThenAndNow(
        era=era,
        year=year,
        phase=era.phase_of(year),
        episode=episode,
        then=_drawing(
            then_nodes,
            [
                (pair, _MANNERS[then[pair][1].stance], stances[then[pair][1].stance], None)
                for pair in pairs
                if pair in then
            ],
        ),
        now=_drawing(
            now_nodes,
            [
                (pair, tie.manner, tie.words.text, tie.states if tie.directed else None)
                for pair in pairs
                if (tie := foremost.get(pair)) is not None
            ],
        ),
        rows=tuple(_row(pair, codes, names, olden, then, found, episodes) for pair in pairs),
    )


@functools.cache
def _names(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the names of the states of today by their codes."""
    return {state.country: state.names[0] for state in reversed(lexicon.states) if state.until is None}


def _time(entry: Entry, desk: Desk) -> tuple[Era, int, Episode | None] | None:
    """Return the era and year that the brief is compared with: the foremost parallel's, or the text's."""
    eras, episodes = _drawn(desk.reference)
    for parallel in entry.brief.parallels:
        if parallel.episode in episodes:
            era, episode = episodes[parallel.episode]
            return era, _year(era, episode, desk.reference), episode
    for pair in entry.brief.comparison:
        for found in _YEAR.findall(pair.then.text if pair.then else ""):
            for era in eras:
                if era.id == pair.era and era.since <= int(found) <= era.until:
                    return era, int(found), None
    return None


def _year(era: Era, episode: Episode, reference: Reference) -> int:
    """Return the year that stands for an episode: one in which the relation is what the episode made it."""
    rows = [relations for relations in reference.relations if relations.era == era.id]
    turned = [p for row in rows for pair in row.pairs for p in pair.phases if p.episode == episode.id]
    long = episode.last.year - episode.first.year > LONG
    year = (episode.first if long else episode.last).year
    return year if not turned or any(p.since <= year <= p.until for p in turned) else turned[0].since


@functools.lru_cache(maxsize=4)
def _drawn(reference: Reference) -> tuple[Sequence[Era], Mapping[str, tuple[Era, Episode]]]:
    """Return the eras that have relations, and their episodes by id."""
    drawn = {relations.era for relations in reference.relations}
    eras = [era for era in reference.eras if era.id in drawn]
    return eras, {episode.id: (era, episode) for era in eras for episode in era.episodes}


@functools.lru_cache(maxsize=512)
def _relations(reference: Reference, era: str, year: int, lexicon: Lexicon) -> Then:
    """Return how states stood in a year, by the codes of today, with the names of the time.

    Where two states of the time have become one, the one whose code has stayed stands for it.
    """
    states = {state.id: state for state in lexicon.states}
    successors = lexicon.comparison.successors
    found: Then = {}
    kept: dict[frozenset[str], bool] = {}
    for relations in reference.relations:
        for pair in relations.pairs if relations.era == era else ():
            phase = pair.at(year)
            rows = [states[key] for key in pair.pair if key in states]
            if phase is None or len(rows) < 2:
                continue
            named = {successors.get(row.country, row.country): row.names[0] for row in rows}
            key = frozenset(named)
            stayed = all(row.successor is None or row.country not in successors for row in rows)
            if len(key) == 2 and (key not in found or (stayed and not kept[key])):
                found[key], kept[key] = (named, phase), stayed
    return found


def _chosen(foremost: Mapping[frozenset[str], Tie], then: Then, entry: Entry) -> tuple[str, ...]:
    """Return the states that relate both then and now, those with most ties first, then as in the brief."""
    both = [pair for pair in foremost if pair in then]
    rank = {actor.country: number for number, actor in reversed(list(enumerate(entry.brief.actors)))}
    count = {code: sum(code in pair for pair in both) for pair in both for code in pair}
    return tuple(sorted(count, key=lambda code: (-count[code], rank.get(code, 99), code))[:MOST])


def _nodes(codes: Sequence[str], names: Mapping[str, str]) -> tuple[Node, ...]:
    places = _PLACES[len(codes)]
    return tuple(
        Node(code=code, name=names.get(code, code), x=x, y=y)
        for code, (x, y) in zip(codes, places, strict=True)
    )


def _drawing(
    nodes: tuple[Node, ...],
    lines: list[tuple[frozenset[str], str, str, tuple[str, str] | None]],
) -> Drawing:
    by_code = {node.code: node for node in nodes}
    drawn = []
    for pair, manner, label, direction in lines:
        one, two = (by_code[code] for code in direction or [n.code for n in nodes if n.code in pair])
        crossing = len(nodes) > 3 and one.x != two.x and one.y != two.y
        share = _ASIDE if crossing else 0.5
        drawn.append(
            StanceLine(
                one=one,
                two=two,
                manner=manner,
                label=label,
                words=_broken(label),
                x=round(one.x + (two.x - one.x) * share, 1),
                y=round(one.y + (two.y - one.y) * share, 1),
                arrow=_arrow(one, two) if direction else None,
            )
        )
    return Drawing(nodes=nodes, lines=tuple(drawn), height=max(node.y for node in nodes) + TALL // 2 + 6)


def _arrow(one: Node, two: Node) -> tuple[float, float, float]:
    """Return where the line from one box meets the other, and at what angle."""
    across, down = two.x - one.x, two.y - one.y
    shares = [abs(BOX / 2 / across) if across else 9.0, abs(TALL / 2 / down) if down else 9.0]
    share = min(shares)
    angle = round(math.degrees(math.atan2(down, across)), 1)
    return round(two.x - across * share, 1), round(two.y - down * share, 1), angle


def _broken(label: str) -> tuple[str, ...]:
    """Break words into at most three lines; what does not fit is cut and stands whole in the table."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines) if len(lines) <= 3 else (*lines[:2], lines[2] + " …")


def _row(
    pair: frozenset[str],
    codes: Sequence[str],
    names: Mapping[str, str],
    olden: Mapping[str, str],
    then: Then,
    found: Sequence[Tie],
    episodes: Mapping[str, Episode],
) -> StanceRow:
    one, two = (code for code in codes if code in pair)
    phase = then[pair][1] if pair in then else None
    sources: tuple[SourceWork, ...] = ()
    if phase is not None:
        episode = episodes.get(phase.episode or "")
        sources = (phase.source,) if phase.source else episode.sources[:1] if episode else ()
    return StanceRow(
        now_names=(names.get(one, one), names.get(two, two)),
        then_names=(olden.get(one, one), olden.get(two, two)),
        phase=phase,
        sources=sources,
        ties=tuple(tie for tie in found if frozenset(tie.states) == pair),
    )
