"""The dated events of all briefs -> the timeline: newest first, by years, within eras of the reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct

from briefing.model import Reference
from briefing.render import filters
from briefing.render.contribution import Contribution
from briefing.render.index import Catalogue
from briefing.render.lists import Listing, ListRow, html_of, list_jobs
from briefing.render.page import Job
from briefing.render.renderer import Renderer

NEWEST = 60
"""Events on the first page of a timeline that fills several."""


class ShownEvent(Struct, frozen=True, kw_only=True):
    """An event as HTML; `kind` and `marks` are classes of its row."""

    kind: str
    marks: str
    html: str


class Year(Struct, frozen=True, kw_only=True):
    """The events of one year; None for those that have an era alone."""

    year: int | None
    marks: str
    events: Sequence[ShownEvent]
    decade: int
    """The decade, such as 1980, whose first year on the page this is; else 0."""


class Band(Struct, frozen=True, kw_only=True):
    """Years that follow on each other within one era of the reference, or within none."""

    title: str
    span: str
    """First and last year of the era."""
    years: Sequence[Year]


def timeline_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the timeline, and a page for each year or month where one is not enough."""
    listing = Listing(
        path="timeline.html",
        below="timeline",
        title=renderer.words["timeline"],
        fill=partial(_fill, catalogue.reference),
        template="pages/timeline.html",
        of_briefs=False,
        first=NEWEST,
    )
    yield from list_jobs(listing, _rows(catalogue.shares), renderer)


def _rows(shares: Iterable[Contribution]) -> list[ListRow]:
    """Return what is dated, the newest first, then what has an era alone."""
    found = [(event, share, n) for share in shares for n, event in enumerate(share.facts.events)]
    dated = [row for row in found if row[0].earliest]
    dated.sort(key=lambda row: (row[0].earliest or date.min, row[0].kind == "plan"), reverse=True)
    return [
        ListRow(day=event.earliest, share=share, number=number, size=event.size)
        for event, share, number in [*dated, *(row for row in found if row[0].era and not row[0].earliest)]
    ]


def _fill(reference: Reference, rows: Sequence[ListRow], root: str, renderer: Renderer) -> dict[str, Any]:
    """Return years within eras, the decades to jump to, and the filters."""
    found, marks = filters.filters([filters.of_event(row.share, row.number) for row in rows], renderer)
    html = html_of(rows, lambda held, numbers: [*map(held.events.__getitem__, numbers)], root)
    bands: dict[tuple[str, str], dict[int | None, list[ShownEvent]]] = {}
    for row, own, shown in zip(rows, marks, html, strict=True):
        event = row.share.facts.events[row.number]
        year = event.earliest.year if event.earliest else None
        years = bands.setdefault(_band(year, event.era, reference), {})
        years.setdefault(year, []).append(ShownEvent(kind=event.kind, marks=own, html=shown))
    decades = Counter(row.day.year // 10 * 10 for row in rows if row.day and row.day.year > 9)
    opened: set[int] = set()
    return {
        "filters": found,
        "bands": [_shown(key, years, opened, reference, renderer) for key, years in bands.items()],
        "decades": sorted(decades.items(), reverse=True),
        "most": max(decades.values(), default=1),
        "total": len(rows),
        "briefs": len({row.share.facts.slug for row in rows}),
    }


def _band(year: int | None, era: str | None, reference: Reference) -> tuple[str, str]:
    """Return the era of a year, or "" and the era that it comes after."""
    if year is None:
        return era or "", ""
    eras = sorted(reference.eras, key=lambda one: one.since)
    within = next((one.id for one in eras if one.since <= year <= one.until), "")
    return within, "" if within else next((one.id for one in reversed(eras) if one.until < year), "")


def _shown(
    key: tuple[str, str],
    years: Mapping[int | None, Sequence[ShownEvent]],
    opened: set[int],
    reference: Reference,
    renderer: Renderer,
) -> Band:
    """Return a band; what has no year of its own stands first.  `opened` are the decades begun before it."""
    era = next((one for one in reference.eras if one.id == key[0]), None)
    title = era.title if era else str(renderer.words.get(key[0], "")) if key[0] else ""
    made = []
    for year, events in sorted(years.items(), key=lambda row: row[0] is not None):
        marks = dict.fromkeys(mark for event in events for mark in event.marks.split())
        decade = year // 10 * 10 if year else 0
        begins = decade if decade not in opened else 0
        opened.add(decade)
        made.append(Year(year=year, marks=" ".join(marks), events=events, decade=begins))
    years_of = f"{era.since}–{era.until}" if era else ""
    return Band(title=title, span=years_of, years=made)
