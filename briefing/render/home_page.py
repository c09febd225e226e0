"""All briefs -> the home page below what people wrote: the lead story, briefs by day, what to watch.

No clock: everything is seen from the day of the newest brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from briefing.render import filters, weeks
from briefing.render.contribution import Coming, Contribution
from briefing.render.index import Catalogue
from briefing.render.lists import by_day, shown_card
from briefing.render.renderer import Renderer

NEWEST = 24
"""Briefs on the home page."""
WATCHED, MOST_WATCHED = 6, 30
"""Rows of what to watch that stand open, and that the page has at most."""
FRESH = timedelta(days=7)
"""What has no day is watched for so long after its brief."""
Story = tuple[Contribution, str]
"""A brief, and the way from the home page to the root of its site: a month's site has one of its own."""


class Totals(Struct, frozen=True, kw_only=True, array_like=True):
    """How many of each kind a site has."""

    briefs: int
    actors: int
    statements: int


def home_body(catalogue: Catalogue, renderer: Renderer) -> str:
    """Return what the home page shows below what people wrote."""
    said = sum(len(facts.said) for facts in catalogue.facts)
    totals = Totals(briefs=len(catalogue.shares), actors=len(catalogue.actors), statements=said)
    stories = [(share, "") for share in catalogue.shares]
    return home_of(stories, totals, renderer, feed=catalogue.options.feeds, calendar=True)


def home_of(
    stories: Sequence[Story], totals: Totals, renderer: Renderer, *, feed: bool, calendar: bool = False
) -> str:
    """Return the home page of some briefs, the newest first; `feed` and `calendar` say whether they exist."""
    shown = stories[:NEWEST]
    found, marks = filters.filters([filters.of_brief(share, renderer) for share, _ in shown], renderer)
    cards = [(share, shown_card(share, root, own)) for (share, root), own in zip(shown, marks, strict=True)]
    lead = lead_story(shown)
    rest = [(share.facts.day, card) for share, card in cards if lead is None or share is not lead[0]]
    week = weeks.key_of(shown[0][0].facts.day) if shown else ""
    return renderer.render(
        "home",
        "",
        lead=lead[0].rows.lead.at(lead[1]) if lead else "",
        lead_card=next((card for share, card in cards if lead and share is lead[0]), None),
        days=by_day(rest),
        filters=found,
        watch=list(watched(stories))[:MOST_WATCHED],
        calendar=calendar and any(row.earliest for share, _ in stories for row in share.facts.coming),
        open=WATCHED,
        totals=totals,
        shown=len(shown),
        week=f"{shown[0][1]}weeks/{week}.html" if week else "",
        feed=feed,
    )


def lead_story(stories: Sequence[Story]) -> Story | None:
    """Return the brief that leads: of the newest day, one that is no draft first, then by its statements."""
    newest = [row for row in stories if row[0].facts.day == stories[0][0].facts.day]
    standing = [row for row in newest if row[0].facts.status != "retracted"]
    return max(
        standing, key=lambda row: (row[0].facts.status != "draft", len(row[0].facts.said)), default=None
    )


def watched(stories: Iterable[Story]) -> Iterator[str]:
    """Yield what is still to come, seen from the newest day, as HTML: the nearest first, undated last."""
    dated: list[tuple[date, Contribution, int, str]] = []
    undated: list[tuple[Contribution, int, str]] = []
    today: date | None = None
    for share, root in stories:
        day = share.facts.day
        today = today or day
        if today is None or day is None or share.facts.status == "retracted":
            continue
        for number, coming in enumerate(share.facts.coming):
            if coming.earliest is None:
                undated += [(share, number, root)] if today - day <= FRESH else []
            elif is_ahead(coming, today):
                dated.append((coming.earliest, share, number, root))
    dated.sort(key=lambda row: row[0])
    for share, number, root in (*(row[1:] for row in dated), *undated):
        yield share.rows.coming[number].html.at(root)


def is_ahead(coming: Coming, today: date) -> bool:
    """Return whether a day or a time is not over yet."""
    last = coming.latest or coming.earliest
    return last is not None and last >= today
