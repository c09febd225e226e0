"""A brief -> the small map that says where: its states tinted, its places as dots.

The outlines are Natural Earth's at 1:110 million in the Equal Earth projection, whole numbers, made by
`tools/make_maps.py`.  A map shows a window of them; what lies outside is left out.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from briefing import lexicon
from briefing.model import Brief
from briefing.render.jinja import markup

SCALE = 473.0
"""Units of a radian on the equator: the world is 2,560 units wide."""
MIDDLE = 11.0
"""Degrees of longitude in the middle, so that the cut runs through the Bering Strait."""
WIDE, FLAT, TALL = 560, 0.42, 0.7
"""Units of the narrowest window, and its height by its width at least and at most."""
WORLD = (-1275, -625, 2550, 1080)
"""The window of the whole world, without Antarctica."""
COARSE = 1500
"""A window wider than this shows the coarse outlines."""
MOST = 4
"""Places with a dot: more names would lie on each other."""
LONGEST = 12_000
"""Bytes of the outlines of a map; a window that needs more shows the coarse ones."""
PIXELS, LETTER = 296, 7
"""Width of the map on a page and of a letter on it: labels keep their size whatever the window."""
_HERE = re.compile(r"\b(?:in|at|near|outside|over|off) (?:the )?(?=((?:[^\W\d_][\w.’'-]*,? ?){1,4}))")
"""Words behind one that makes a place of them: "in Istanbul on Thursday"."""


class Area(Struct, frozen=True, array_like=True):
    """An outline of a state, or of a part of it."""

    code: str
    left: int
    top: int
    right: int
    bottom: int
    fine: str
    coarse: str


class Spot(Struct, frozen=True):
    """A place on the map; `x` and `y` in units."""

    name: str
    x: int
    y: int
    main: bool
    end: bool
    """Whether its name stands left of it."""
    across: float
    down: float
    """Where its name begins or ends."""


class LocatorMap(Struct, frozen=True, kw_only=True):
    """What a page draws."""

    window: tuple[int, int, int, int]
    """Left, top, width and height."""
    land: Markup
    states: Markup
    """Paths."""
    spots: tuple[Spot, ...]
    names: tuple[str, ...]
    """The states that are tinted."""
    dot: float
    letters: float
    """Radius of a place and height of its name."""


def project(lat: float, lon: float) -> tuple[float, float]:
    """Return the units of a place, by the Equal Earth projection (Šavrič, Patterson, Jenny, 2018)."""
    a1, a2, a3, a4, half = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    theta = math.asin(half * math.sin(math.radians(lat)))
    square = theta * theta
    six = square**3
    across = math.radians(lon - MIDDLE) * math.cos(theta)
    x = across / (half * (a1 + 3 * a2 * square + six * (7 * a3 + 9 * a4 * square)))
    y = -theta * (a1 + a2 * square + six * (a3 + a4 * square))
    return x * SCALE, y * SCALE


def locator_map(brief: Brief) -> LocatorMap | None:
    """Return the map of a brief; None where it names no place that is known."""
    spots = list(_spots(brief))[:MOST]
    if not spots:
        return None
    states = _codes(brief)
    window = _window([*spots, *(_seats()[code] for code in states if code in _seats())])
    unit = window[2] / PIXELS
    land, tinted = _outlines(window, frozenset(states))
    return LocatorMap(
        window=window,
        land=land,
        states=tinted,
        spots=tuple(_apart(spots, window, unit)),
        names=tuple(states.values()),
        dot=round(3.4 * unit, 1),
        letters=round(11.5 * unit, 1),
    )


Placed = tuple[str, float, float]


def _spots(brief: Brief) -> Iterator[Placed]:
    """Yield the places of a brief: its own, and those that its points and events name with "in"."""
    known, seen = _places(), set()
    for text in _texts(brief):
        for name in _names_in(text):
            at = known[name]
            if at not in seen:
                seen.add(at)
                yield name, *at


def _texts(brief: Brief) -> Iterator[str]:
    if brief.place is not None:
        place = brief.place.text
        yield f"in {place.title() if place.isupper() else place}"
    yield from (point.text for point in brief.summary)
    for event in brief.events:
        if not event.when.era:
            yield f"in {event.place}" if event.place in _places() else event.text


def _names_in(text: str) -> Iterator[str]:
    """Yield the names of places in a text behind a word that makes it a place: "in Istanbul"."""
    known = _places()
    for found in _HERE.finditer(text):
        words = found[1].split(" ")
        names = (" ".join(words[:end]).rstrip(",") for end in range(len(words), 0, -1))
        name = next((name for name in names if name in known or name.rstrip(".") in known), None)
        if name is not None:
            yield name if name in known else name.rstrip(".")


def _codes(brief: Brief) -> dict[str, str]:
    """Return the states of a brief by the codes of today's."""
    return {
        actor.country: actor.name
        for actor in brief.actors
        if actor.kind == "state" and actor.country in _today()
    }


def _apart(spots: Sequence[Placed], window: tuple[int, int, int, int], unit: float) -> Iterator[Spot]:
    """Yield the places with the sides of their names; one whose name would lie on another is left out."""
    taken: list[tuple[float, float, float]] = []
    for number, (name, x, y) in enumerate(spots):
        long = (len(name) * LETTER + 12) * unit
        sides = (x, x + long), (x - long, x)
        inside = (one for one in sides if window[0] < one[0] and one[1] < window[0] + window[2])
        fits = [one for one in inside if all(_clear(one, y, other, unit) for other in taken)]
        if fits:
            taken.append((*fits[0], y))
            end = fits[0] == sides[1]
            across = round(x) + (-7 if end else 7) * unit
            yield Spot(
                name, round(x), round(y), number == 0, end, round(across, 0), round(round(y) + 4 * unit, 0)
            )


def _clear(side: tuple[float, float], y: float, other: tuple[float, float, float], unit: float) -> bool:
    """Return whether a name at a height lies on no other."""
    start, end, height = other
    return abs(y - height) > 14 * unit or side[0] > end or side[1] < start


def _window(points: Sequence[Placed]) -> tuple[int, int, int, int]:
    """Return the window that shows all points with room around them."""
    xs, ys = [x for _, x, _ in points], [y for _, _, y in points]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    width = max(WIDE, across * 1.35, down * 1.5 / TALL)
    height = min(max(down * 1.5, width * FLAT), width * TALL)
    if width > WORLD[2] * 0.75 or height > WORLD[3]:
        return WORLD
    left, top = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    left = min(max(left, WORLD[0]), WORLD[0] + WORLD[2] - width)
    top = min(max(top, WORLD[1]), WORLD[1] + WORLD[3] - height)
    return round(left), round(top), round(width), round(height)


@functools.lru_cache(maxsize=256)
def _outlines(window: tuple[int, int, int, int], codes: frozenset[str]) -> tuple[Markup, Markup]:
    """Return the paths of all land and of the states of a brief, as far as the window shows them.

    Briefs of a desk share most windows: those of one place and the same states.
    """
    left, top, width, height = window
    near = [
        area
        for area in _areas()
        if area.left < left + width and area.right > left and area.top < top + height and area.bottom > top
    ]
    for fine in (width <= COARSE, False):
        land = _joined((area for area in near if area.code not in codes), fine=fine)
        tinted = _joined((area for area in near if area.code in codes), fine=fine)
        if len(land) + len(tinted) <= LONGEST:
            break
    return markup(land), markup(tinted)


def _joined(areas: Iterable[Area], *, fine: bool) -> str:
    return "".join(area.fine if fine else area.coarse for area in areas)


@functools.cache
def _areas() -> tuple[Area, ...]:
    rows = json.loads((Path(__file__).parent / "outlines.json").read_text("utf-8"))
    return tuple(Area(*row) for row in rows)


@functools.cache
def _today() -> frozenset[str]:
    """Return the codes of the states of today."""
    last = {state.country: state.successor is None for state in lexicon.load().states}
    return frozenset(code for code, still in last.items() if still)


@functools.cache
def _seats() -> dict[str, Placed]:
    """Return the capitals of the states of today by their codes."""
    rows = [state for state in lexicon.load().states if state.at and state.capital]
    return {state.country: (state.capital or "", *project(*state.at)) for state in rows if state.at}


@functools.cache
def _places() -> dict[str, tuple[float, float]]:
    """Return the units of every place that is known by name."""
    found = {name: project(*at) for name, at in lexicon.load().coordinates.items()}
    for state in lexicon.load().states:
        if state.at and state.capital:
            found |= dict.fromkeys((state.capital, *state.seats), project(*state.at))
    return found
