"""A brief -> what its page shows open, what it folds, and where each fact has its home.

Each fact stands once: the first of bottom line, then and now, key points, what to watch, statements and
timeline that tells it is its home; elsewhere it is a pointer to there.  A page is no longer than its
source: what goes beyond is folded, the least important first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from briefing.model import (
    Actor,
    Background,
    Brief,
    Comparison,
    Event,
    Figure,
    Outlook,
    Point,
    Spans,
    Statement,
)
from briefing.model.grounding import CUT as SOURCE_CUT
from briefing.storage.desk import Entry

TOLD = 0.6
"""An item of which this part stands elsewhere is told there."""
LIMIT, SHORT_LIMIT, SHORT = 1.1, 1.4, 150
"""Words of a page by those of its source; a source of fewer than 150 words gets more."""
MOST = {"points": 5, "outlook": 5, "pairs": 3, "said": 5, "figures": 6, "who": 8, "times": 14}
"""Items of a section that stand open at most."""
TURNS = ("points", "outlook", "said", "times", "times", "figures", "pairs", "times", "who")
"""The order in which sections get an open row, again and again while there is room."""
FRAME = 39
"""Words that stand on every page: day, status, kind of source, basis, whether something is ahead, proof."""
HEADING, FOLD, DRAWN, PARALLELS = 3, 4, 17, 30
DAY = 4
POINTER = 6
"""Words of a pointer at most."""
STATED = 60
"""Words of a statement that stand open; of a longer one the rest is folded."""
NEAR = 4
"""A denial answers one of so many statements before it."""
_REST = 8
"""Words of a key point next to those of its statement: who says so, and no more."""


class Row(Struct, frozen=True, kw_only=True):
    """An item of a section."""

    item: Any
    said: Statement | None = None
    """The statement that it belongs to, which names who says so."""
    home: str = ""
    """Where its words stand on the page, if not here: the id of that item."""
    words: int = 0


class Section(Struct, frozen=True, kw_only=True):
    """The rows of a section: those that stand open, and those that are folded."""

    shown: tuple[Row, ...] = ()
    folded: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.shown or self.folded)


class Versus(Struct, frozen=True, kw_only=True):
    """A claim and its denial."""

    claim: Statement
    denial: Statement

    @property
    def id(self) -> str:
        return self.denial.id


class Basis(Struct, frozen=True, kw_only=True):
    """On what a brief rests: statements by how their source is named, and those of a party."""

    total: int
    named: tuple[tuple[str, int], ...]
    party: int

    @property
    def strip(self) -> list[tuple[str, float, float]]:
        """Return kind, beginning and width of each part of the bar, in per cent."""
        found, start = [], 0.0
        for kind, count in self.named:
            width = round(100 * count / self.total, 1) if self.total else 0.0
            found.append((kind, round(start, 1), width))
            start += width
        return found


class BriefView(Struct, frozen=True, kw_only=True):
    """The page of a brief."""

    words: int
    """Of the source's body."""
    basis: Basis
    points: Section
    outlook: Section
    pairs: Section
    said: Section
    """Statements, and pairs of claim and denial."""
    figures: Section
    who: Section
    """Groups of actors by country: an item is a tuple of them, the state first where there is one."""
    times: Section
    """Events and background in one order."""
    draws: bool
    """Whether there is room for the drawings of then and now to stand open."""


def view(entry: Entry) -> BriefView:
    """Return what the page of a brief shows."""
    brief = entry.brief
    parties = _parties(brief)
    homes = _Homes()
    for point in brief.summary[:1]:
        homes.add(point.at, point.id)
    pairs = [Row(item=pair, words=_pair_words(pair)) for pair in brief.comparison]
    for pair in brief.comparison:
        for side in (pair.then, pair.now, pair.answer):
            if side is not None:
                homes.add(side.at, pair.id)
    cost = _Cost(brief)
    points, told_points = _points(brief, homes, cost)
    outlook = [_coming(item, homes, cost) for item in brief.outlook]
    said, told_said = _said(brief, parties, homes, cost)
    times, told_times = _times(brief, homes)
    rows = {
        "points": points,
        "outlook": outlook,
        "pairs": pairs,
        "said": said,
        "figures": [_figure(item, homes, cost) for item in brief.figures],
        "times": times,
        "who": [Row(item=group, words=sum(map(_name_words, group))) for group in by_country(brief)],
    }
    told = {"points": told_points, "said": told_said, "times": told_times}
    words = len(entry.article.text[entry.article.body.start :].split())
    left = _limit(words) - _frame(entry, rows, told) - PARALLELS * bool(brief.parallels)
    shown, left = _within(rows, left)
    sections = {
        name: Section(shown=tuple(all_[: shown[name]]), folded=(*all_[shown[name] :], *told.get(name, ())))
        for name, all_ in rows.items()
    }
    return BriefView(words=words, basis=_basis(brief, parties), draws=left >= DRAWN, **sections)


# -- where a fact has its home ------------------------------------------------------------------


class _Homes:
    """The words that stand on the page already, and in which item."""

    def __init__(self) -> None:
        self._in: dict[int, list[tuple[int, int, str]]] = {}
        """Beginning, end and item of the words that touch a block of the text."""

    def add(self, at: Spans, name: str) -> None:
        for span in at:
            for block in span.blocks():
                self._in.setdefault(block, []).append((span.start, span.end, name))

    def of(self, at: Spans) -> str:
        """Return the id of the item that tells most of a place; empty where none tells enough of it."""
        shared: dict[str, int] = {}
        whole = 0
        for span in at:
            start, end = span.start, span.end
            whole += end - start
            near = dict.fromkeys(one for block in span.blocks() for one in self._in.get(block, ()))
            for first, last, name in near:
                common = min(last, end) - max(first, start)
                if common > 0:
                    shared[name] = shared.get(name, 0) + common
        best = max(shared, key=shared.__getitem__, default="")
        return best if best and shared[best] >= TOLD * whole else ""

    def take(self, at: Spans, name: str) -> str:
        """Return where a place is told; where nowhere, it has its home here from now on."""
        found = self.of(at)
        if not found:
            self.add(at, name)
        return found


class _Cost:
    """Counts the words that an item takes on a page."""

    def __init__(self, brief: Brief) -> None:
        self._names = {actor.id: len(actor.name.split()) + 1 for actor in brief.actors}

    def who(self, item: Statement | Outlook | Figure) -> int:
        """Return the words that name who says so, with the code of a country."""
        return self._names.get(item.speaker or "", len((item.speaker_text or "").split()))

    def said(self, item: Statement) -> int:
        """Return the words of a statement with all that stands around it."""
        around = (item.verb, item.occasion, item.hedge, item.addressee, item.on_behalf_of, item.told_by)
        more = sum([len(part.replace("-", " ").split()) + 1 for part in around if part])
        unnamed = 0 if item.speaker or item.speaker_text else 5
        return self.who(item) + unnamed + more + min(STATED, len(item.text.split())) + 2


def _pair_words(pair: Comparison) -> int:
    sides = (pair.then, pair.now, pair.answer, pair.cue)
    return 12 + sum(len(side.text.split()) + 1 for side in sides if side is not None)


def _coming(item: Outlook, homes: _Homes, cost: _Cost) -> Row:
    home = homes.take(item.at, item.id)
    text = POINTER if home else len(item.text.split())
    return Row(item=item, home=home, words=DAY + cost.who(item) + 3 * item.conditional + text + 1)


def _points(brief: Brief, homes: _Homes, cost: _Cost) -> tuple[list[Row], list[Row]]:
    """Return the key points behind the bottom line, and those that stand elsewhere on the page."""
    rows: list[Row] = []
    told: list[Row] = []
    for point in brief.summary[1:]:
        said = statement_of(point, brief.statements)
        at = said.at if said is not None else point.at
        home = homes.take(at, point.id)
        words = cost.said(said) if said is not None else len(point.text.split()) + 3
        row = Row(item=point, said=said, home=home, words=words)
        (told if home else rows).append(row)
    return rows, told


def statement_of(point: Point, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement that a key point says and attributes, and besides which it says nothing."""
    for said in statements:
        named = said.speaker or said.speaker_text
        whole = all(part in point.text for part in said.text.split(SOURCE_CUT))
        if named and whole and len(point.text.split()) <= len(said.text.split()) + _REST:
            return said
    return None


def _figure(item: Figure, homes: _Homes, cost: _Cost) -> Row:
    home = homes.take(item.at, item.id)
    return Row(item=item, home=home, words=(cost.who(item) or 2) + len(item.text.split()) + 1)


# -- who said what ------------------------------------------------------------------------------


def _said(
    brief: Brief, parties: frozenset[str | None], homes: _Homes, cost: _Cost
) -> tuple[list[Row], list[Row]]:
    """Return what was said, each speaker once before any twice, and what stands elsewhere on the page."""
    pairs = list(_versus(brief.statements))
    paired = {one.id for pair in pairs for one in (pair.claim, pair.denial)}
    rest = [one for one in brief.statements if one.id not in paired]
    again: set[str] = set()
    heard: set[tuple[str | None, str | None]] = set()
    for one in rest:
        if (one.speaker, one.speaker_text) in heard:
            again.add(one.id)
        heard.add((one.speaker, one.speaker_text))
    rest.sort(key=lambda one: (one.kind != "denial", one.id in again, one.speaker not in parties))
    rows: list[Row] = []
    told: list[Row] = []
    for pair in pairs:
        homes.add(pair.claim.at, pair.id)
        homes.add(pair.denial.at, pair.id)
        rows.append(Row(item=pair, words=1 + cost.said(pair.claim) + cost.said(pair.denial)))
    for one in rest:
        home = homes.take(one.at, one.id)
        row = Row(item=one, said=one, home=home, words=cost.said(one))
        (told if home else rows).append(row)
    return rows, told


def _versus(statements: Sequence[Statement]) -> Iterator[Versus]:
    """Yield each denial with the claim that it answers: a near one of another with words of it."""
    taken: set[str] = set()
    if not any(one.kind == "denial" for one in statements):
        return
    order = sorted(statements, key=lambda one: one.at.start if one.at else 0)
    for number, denial in enumerate(order):
        if denial.kind != "denial":
            continue
        before = [one for one in order[max(0, number - NEAR) : number] if _differs(one, denial)]
        words = _content(denial)
        shared = {one.id: len(_content(one) & words) for one in before}
        claim = max(before, key=lambda one: shared[one.id], default=None)
        if claim is None or claim.id in taken or not shared[claim.id]:
            continue
        taken.add(claim.id)
        yield Versus(claim=claim, denial=denial)


def _differs(one: Statement, other: Statement) -> bool:
    return one.kind != "denial" and (one.speaker, one.speaker_text) != (other.speaker, other.speaker_text)


def _content(statement: Statement) -> frozenset[str]:
    """Return the stems of the words of a statement that mean something."""
    return frozenset(word.strip(".,“”\"'’").lower()[:6] for word in statement.text.split() if len(word) > 4)


# -- the basis ----------------------------------------------------------------------------------


def basis(brief: Brief) -> Basis:
    """Count the statements of a brief by how their source is named."""
    return _basis(brief, _parties(brief))


def _basis(brief: Brief, parties: frozenset[str | None]) -> Basis:
    named = [statement.named or "unnamed" for statement in brief.statements]
    return Basis(
        total=len(named),
        named=tuple((kind, named.count(kind)) for kind in ("name", "office", "body", "unnamed")),
        party=sum(not parties.isdisjoint((one.speaker, one.on_behalf_of)) for one in brief.statements),
    )


def _parties(brief: Brief) -> frozenset[str | None]:
    """Return the actors who are, or who speak for, a state or body that the bottom line names."""
    if not brief.summary:
        return frozenset()
    lead = brief.summary[0].at
    named = [actor for actor in brief.actors if _is_in(actor, lead)]
    states = {actor.country for actor in named if actor.country}
    bodies = {actor.id for actor in named}
    return frozenset(
        actor.id
        for actor in brief.actors
        if actor.id in bodies
        or (actor.country in states and (actor.kind != "person" or actor.roles))
        or any(role.of in bodies for role in actor.roles)
    )


def _is_in(actor: Actor, at: Spans) -> bool:
    """Return whether a place holds a mention of an actor."""
    return any(one.overlaps(span) for span in at for one in actor.mentions)


# -- who is involved ----------------------------------------------------------------------------


def by_country(brief: Brief) -> list[tuple[Actor, ...]]:
    """Return the actors of a brief by country, each with its state first; those without one stand last."""
    groups: dict[str, list[Actor]] = {}
    for actor in brief.actors:
        groups.setdefault(actor.country or "", []).append(actor)
    rest = groups.pop("", [])
    return [
        tuple(sorted(group, key=lambda actor: actor.kind != "state"))
        for group in (*groups.values(), rest)
        if group
    ]


def _name_words(actor: Actor) -> int:
    return len(actor.name.split()) + sum(len(role.title.split()) for role in actor.roles[:1])


# -- one timeline -------------------------------------------------------------------------------


def _times(brief: Brief, homes: _Homes) -> tuple[list[Row], list[Row]]:
    """Return events and background in one order: eras, what is dated, then what has no day of its own.

    Of an era that stands elsewhere one way there is enough; the others are in the second list.
    """
    events = [_time(event, homes) for event in brief.events]
    facts = [_time(fact, homes) for fact in brief.background]
    facts, again = _besides(facts, brief.events)
    past = [row for row in facts if row.item.kind == "history"]
    other = [row for row in facts if row.item.kind != "history"]
    eras: list[Row] = []
    rest: list[Row] = []
    ways: set[str] = set()
    for row in events:
        era = row.item.when.era
        if not era:
            rest.append(row)
        elif row.home and era in ways:
            again.append(row)
        else:
            eras.append(row)
            if row.home:
                ways.add(era)
    return [*eras, *past, *rest, *other], again


def _besides(facts: list[Row], events: Sequence[Event]) -> tuple[list[Row], list[Row]]:
    """Return the background next to the events, and what only tells them again."""
    if not facts:
        return [], []
    inner = _Homes()
    for row in facts:
        inner.add(row.item.at, row.item.id)
    told = {inner.of(event.at) for event in events}
    again: list[Row] = []
    other: list[Row] = []
    for row in facts:
        (again if row.home.startswith("event-") or row.item.id in told else other).append(row)
    return other, again


def _time(item: Event | Background, homes: _Homes) -> Row:
    home = homes.take(item.at, item.id)
    place = len((getattr(item, "place", None) or "").split())
    text = (place or POINTER) if home else len(item.text.split()) + place + 2
    return Row(item=item, home=home, words=DAY + text)


# -- as long as the source ----------------------------------------------------------------------


def _limit(words: int) -> float:
    return words * (LIMIT if words >= SHORT else SHORT_LIMIT)


def _frame(entry: Entry, rows: Mapping[str, list[Row]], told: Mapping[str, list[Row]]) -> int:
    """Return the words that stand on a page whatever is folded."""
    brief, source, desk = entry.brief, entry.brief.source, entry.brief.assessment
    texts = [
        *(brief.title, source.publisher, source.author, source.title, source.url),
        *(brief.notes, brief.reviewer),
        *(note.note + " correction of a day" for note in brief.corrections),
        *(point.text for point in brief.summary[:1]),
        *(getattr(desk, name) for name in (desk.__struct_fields__ if desk else ())),
    ]
    words = sum(len((text or "").split()) for text in texts) + 2 * len(source.tags)
    parts = sum(bool(section or told.get(name)) for name, section in rows.items())
    return FRAME + words + (HEADING + FOLD) * parts


def _within(rows: Mapping[str, list[Row]], limit: float) -> tuple[dict[str, int], float]:
    """Return how many rows of each section stand open, in turns, and the words that are left."""
    shown = dict.fromkeys(rows, 0)
    left = [name for name in TURNS if rows[name]]
    while left:
        for name in left.copy():
            at = shown[name]
            if at == min(len(rows[name]), MOST[name]) or rows[name][at].words > limit:
                left = [other for other in left if other != name]
            elif name in left:
                limit -= rows[name][at].words
                shown[name] += 1
    return shown, limit
