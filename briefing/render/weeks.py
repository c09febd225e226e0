"""All briefs -> a digest page for each week, Monday to Sunday, and the list of weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from briefing.render import view_models
from briefing.render.contribution import Contribution
from briefing.render.index import Catalogue
from briefing.render.lists import by_day, shown_card
from briefing.render.named_together import Partner
from briefing.render.page import Job, Page
from briefing.render.renderer import Renderer

NAMED = 8
"""Actors that a digest ranks."""


def key_of(day: date | None) -> str:
    """Return the week of a day as the name of its page: its Monday; "" where there is no day."""
    return str(_monday(day)) if day else ""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday()) if day > date.min + timedelta(days=7) else day


def week_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the digest of each week that has a brief, and their list."""
    dated = [share for share in catalogue.shares if share.facts.day]
    found = [(key, list(held)) for key, held in groupby(dated, key=lambda share: key_of(share.facts.day))]
    links = [(f"{key}.html", _title(key, renderer), len(held)) for key, held in found]
    yield Job(
        path="weeks/index.html",
        template="pages/weeks.html",
        shows=links,
        make=partial(_index, links, renderer),
        navigable=True,
    )
    for place, (key, held) in enumerate(found):
        later = links[place - 1][:2] if place else None
        earlier = links[place + 1][:2] if place + 1 < len(links) else None
        yield Job(
            path=f"weeks/{key}.html",
            template="pages/week.html",
            shows=([share.key for share in held], later, earlier),
            make=partial(_page, key, held, earlier, later, renderer),
            updated=held[0].facts.day,
        )


def _title(key: str, renderer: Renderer) -> str:
    first = date.fromisoformat(key)
    day = view_models.short_day(first, words=renderer.words)
    return str(renderer.words["week_of"].format(day=day))


def _index(links: Sequence[tuple[str, str, int]], renderer: Renderer) -> Page:
    body = renderer.render("weeks", "../", weeks=links)
    return Page(path="weeks/index.html", title=renderer.words["weeks"], body=body, kind="index")


def _page(
    key: str,
    shares: Sequence[Contribution],
    earlier: tuple[str, str] | None,
    later: tuple[str, str] | None,
    renderer: Renderer,
) -> Page:
    named = Counter(actor.id for share in shares for actor in share.facts.actors)
    newest = {actor.id: actor for share in reversed(shares) for actor in share.facts.actors}
    again = [actor for actor, count in named.items() if count > 1]
    ranked = sorted(again, key=lambda actor: (-named[actor], newest[actor].name, actor))[:NAMED]
    title = _title(key, renderer)
    body = renderer.render(
        "week",
        "../",
        title=title,
        days=by_day([(share.facts.day, shown_card(share, "../")) for share in shares]),
        total=len(shares),
        watch=list(_coming(shares)),
        named=[Partner(actor=newest[actor], count=named[actor]) for actor in ranked],
        earlier=earlier,
        later=later,
    )
    return Page(path=f"weeks/{key}.html", title=title, body=body, kind="part", updated=shares[0].facts.day)


def _coming(shares: Sequence[Contribution]) -> Iterator[str]:
    """Yield what the briefs of a week say is coming after its last brief, the nearest first, undated last."""
    last = shares[0].facts.day
    found = [
        (coming.earliest or date.max, share, number)
        for share in shares
        if share.facts.status != "retracted"
        for number, coming in enumerate(share.facts.coming)
        if coming.earliest is None or (last is not None and (coming.latest or coming.earliest) >= last)
    ]
    found.sort(key=lambda row: row[0])
    for _, share, number in found:
        yield share.rows.coming[number].html.at("../")
