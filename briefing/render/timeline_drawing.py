"""The events of a brief on a line of time: where each stands.

Gaps are drawn by the logarithm of their days, so that a day and half a century fit on one line; the
page says so.  Eras have no days and are at the left, before what is dated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec import Struct

from briefing.model import Event, When

LEFT, RIGHT = 6.0, 94.0
"""Per cent of the width between which the marks stand."""
APART = 8.5
"""Per cent of the width that a mark takes at 320 pixels; nearer ones are stacked."""
LANES = 10
"""More marks than this above each other are a list, not a drawing."""
LABEL = 26.0
"""Per cent of the width that the date below the line takes."""


class TimelineMark(Struct, frozen=True, kw_only=True):
    """An event on the line: `number` as in the list, `x` and `until` in per cent, `lane` from the line up."""

    number: int
    x: float
    until: float
    lane: int
    scheduled: bool
    era: bool


class Label(Struct, frozen=True, kw_only=True):
    """A date below the line."""

    x: float
    text: str
    anchor: str


class Timescale(Struct, frozen=True, kw_only=True):
    """The drawing."""

    marks: tuple[TimelineMark, ...]
    labels: tuple[Label, ...]
    lanes: int


def timescale(events: Sequence[Event], words: Mapping[str, Any]) -> Timescale | None:
    """Return the drawing; None where it would show nothing.

    That is where fewer than two events are dated, all are at one point, or too many on one.
    """
    dated = [event for event in events if event.when.earliest]
    eras = [event for event in events if not event.when.earliest and event.when.era]
    days = sorted({day for event in dated for day in _ends(event.when)})
    if len(dated) < 2 or len(days) + bool(eras) < 2:
        return None
    places = _places(days, LEFT + (22.0 if eras else 0.0))
    marks = _marks(events, places)
    if max(mark.lane for mark in marks) >= LANES:
        return None
    labels = [Label(x=LEFT - 4, text=_era(event, words), anchor="start") for event in eras[:1]]
    return Timescale(
        marks=tuple(marks),
        labels=(*labels, *_labels(dated, places)),
        lanes=max(mark.lane for mark in marks) + 1,
    )


def _ends(when: When) -> tuple[date, ...]:
    if when.earliest is None:
        return ()
    return (when.earliest, when.latest or when.earliest)


def _era(event: Event, words: Mapping[str, Any]) -> str:
    return str(words.get(event.when.era or "", event.when.text))


def _places(days: Sequence[date], left: float) -> dict[date, float]:
    """Spread the days between `left` and RIGHT, each gap by the logarithm of its length."""
    steps = [0.0]
    for before, day in pairwise(days):
        steps.append(steps[-1] + math.log2(1 + (day - before).days))
    whole = steps[-1]
    if not whole:
        return dict.fromkeys(days, (left + RIGHT) / 2)
    return {
        day: round(left + (RIGHT - left) * step / whole, 2) for day, step in zip(days, steps, strict=True)
    }


def _marks(events: Sequence[Event], places: Mapping[date, float]) -> list[TimelineMark]:
    rows = []
    for number, event in enumerate(events, 1):
        when = event.when
        if when.earliest:
            rows.append((places[when.earliest], number, places[when.latest or when.earliest], event))
        elif when.era:
            rows.append((LEFT, number, LEFT, event))
    rows.sort(key=lambda row: row[:2])
    ends: list[float] = []
    marks = []
    for x, number, until, event in rows:
        lane = next((lane for lane, end in enumerate(ends) if end + APART <= x), len(ends))
        ends[lane : lane + 1] = [until]
        marks.append(
            TimelineMark(
                number=number,
                x=x,
                until=until,
                lane=lane,
                scheduled=event.when.scheduled,
                era=event.when.earliest is None,
            )
        )
    return marks


def _labels(dated: Sequence[Event], places: Mapping[date, float]) -> list[Label]:
    """Label the first and the last day, and between them what has room."""
    texts: dict[float, str] = {}
    for event in dated:
        if event.when.earliest:
            texts.setdefault(places[event.when.earliest], _short(event.when))
    spots = sorted(texts)
    kept = [spots[-1]]
    for x in spots[:-1]:
        clear = all(abs(x - other) >= LABEL for other in kept)
        if clear:
            kept.append(x)
    return [Label(x=x, text=texts[x], anchor=_anchor(x)) for x in sorted(kept)]


def _anchor(x: float) -> str:
    return "start" if x < 15 else "end" if x > 85 else "middle"


def _short(when: When) -> str:
    """Return an ISO date, as much of it as is known."""
    day = when.earliest or date.min
    match when.precision:
        case "year" | "decade" | "century":
            return str(day.year)
        case "month" | "season":
            return f"{day.year}-{day.month:02}"
        case _:
            return day.isoformat()
