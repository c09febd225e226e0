"""Long lists are cut by time and by letter; who is named together; what pages leave unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from msgspec import structs

from briefing import render
from briefing.model import Brief, Span
from briefing.render import actor_index, actor_pages, list_pages, pagination, timeline_page
from briefing.render.named_together import SHOWN, named_together
from briefing.render.page import Html
from briefing.storage.desk import Desk, Entry
from tests.desks import RENDERER, assembled, changed, copies, drafted, rendered, seed_entry

LARGEST = 200_000
"""Bytes that a page of an actor or a list may have."""
SHELL = 10_000
"""Bytes that the shell adds at most."""


@pytest.fixture(scope="module")
def entry(seed_brief: Brief) -> Entry:
    return seed_entry(seed_brief)


def made_of(jobs: Iterable[render.Job]) -> list[render.Page]:
    """Return the pages that jobs make."""
    return [page for job in jobs if isinstance(page := job.make(), render.Page)]


def lists_of(desk: Desk) -> list[render.Page]:
    """Return the pages of the lists in order of time."""
    whole = render.catalogue_of(desk, RENDERER)
    made = made_of(list_pages.index_jobs(whole, RENDERER))
    return made + made_of(timeline_page.timeline_jobs(whole, RENDERER))


def test_a_list_that_fits_stays_whole(entry: Entry) -> None:
    paths = set(rendered(assembled([entry])))
    assert "briefs/index.html" in paths
    assert not [path for path in paths if path.count("/") > 1]


def test_a_state_in_ten_thousand_briefs_has_pages_of_bearable_size(entry: Entry) -> None:
    desk = assembled(copies(entry, 10_000, a_day=8))
    whole = render.catalogue_of(desk, RENDERER)
    made = made_of(actor_pages.jobs_of(whole.actors["china"], whole, RENDERER))
    assert max(len(page.body.encode()) for page in made) < LARGEST - SHELL
    assert made[0].path == "actors/china.html"
    assert {"actors/china/2020-01.html", "actors/china/2021-01-2.html"} <= {page.path for page in made}
    for page in made[1:]:
        assert page.path.removeprefix("actors/") in made[0].body
    cards = sum(page.body.count('<article class="card') for page in made[1:])
    assert cards == 10_000


def test_every_list_is_cut_and_leads_to_its_parts(entry: Entry) -> None:
    desk = assembled(copies(entry, 400, a_day=1))
    made = {page.path: page for page in lists_of(desk)}
    assert max(len(page.body.encode()) for page in made.values()) < LARGEST - SHELL
    assert "briefs/months/2021.html" in made
    assert "statements/2020-03.html" in made
    assert [path for path in made if path.startswith("timeline/2025-02")]
    assert "../briefs/months/2020-03.html" in made["briefs/index.html"].body


def test_a_new_brief_changes_the_pages_of_its_own_month_alone(entry: Entry) -> None:
    entries = copies(entry, 1200, a_day=3)
    before = {p.path: p.body for p in lists_of(assembled(entries[:-1]))}
    after = {p.path: p.body for p in lists_of(assembled(entries))}
    differ = {path for path, body in after.items() if before.get(path) != body}
    own = {"briefs/index.html", "briefs/months/2021.html", "statements/index.html", "timeline.html"}
    own |= {path for path in differ if path.startswith(("statements/2021", "timeline/"))}
    assert "briefs/months/2021.html" in differ
    assert differ <= own
    assert len([path for path in after if "2020" in path]) > 12


def test_cutting_keeps_every_row_in_order() -> None:
    days = [date(2020 + n // 40, 1 + n % 12, 1) for n in range(90)]
    rows = sorted(days)
    parts = pagination.cut(rows, [pagination.year_key, pagination.month_key], lambda _: 10, limit=50)
    assert [row for part in parts for row in part.rows] == rows
    assert all(len(part.rows) <= 5 for part in parts)
    assert len({part.key for part in parts}) == len(parts)


def test_a_row_larger_than_a_page_stands_alone() -> None:
    parts = pagination.cut(
        ["big", "small"], [lambda _: "2020"], lambda row: 99 if row == "big" else 1, limit=50
    )
    assert [(part.key, part.rows) for part in parts] == [("2020", ("big",)), ("2020-2", ("small",))]


def test_periods_have_names() -> None:
    shown = [
        pagination.period_name(key, RENDERER.words) for key in ("2025", "2025-02", "2025-02-2", "undated")
    ]
    assert shown == ["2025", "February 2025", "February 2025, part 2", "Undated"]


def test_names_sort_without_accents_and_stand_under_their_letter() -> None:
    text = "Émile Zadora met Emil Zander and Łukasz Nowak in Paris on Monday. 李克强 spoke."
    body = rendered(assembled([drafted(text)]))["actors/index.html"].body
    assert body.index("Émile <b>Zadora</b>") < body.index("Emil <b>Zander</b>")
    assert actor_index.letter(pagination.fold("Émile"), 1) == "e"
    assert actor_index.letter(pagination.fold("“Al-Quds”"), 1) == "a"
    assert actor_index.letter(pagination.fold("9/11 Commission"), 1) == "other"


def test_countries_have_names(entry: Entry) -> None:
    body = rendered(assembled([entry]))["countries/index.html"].body
    assert 'id="at-cn">China<' in body
    assert 'id="at-su">Soviet Union<' in body


def test_tags_have_addresses_of_letters_and_digits(entry: Entry) -> None:
    source = structs.replace(entry.brief.source, tags=("Arms Control", "arms-control", "核"))
    made = rendered(assembled([changed(entry, source=source)]))
    tags = sorted(path for path in made if path.startswith("tags/tag-"))
    assert "tags/tag-arms-control.html" in tags
    assert len(tags) == 2
    assert all(path.isascii() for path in tags)


# -- who is named together ------------------------------------------------------------------------


def test_who_is_named_together_is_ranked_by_the_number_of_briefs(entry: Entry) -> None:
    fewer = changed(entry, slug="2025-03-01-fewer", actors=entry.brief.actors[:3], statements=(), events=())
    whole = render.catalogue_of(assembled([entry, *copies(entry, 2, a_day=1), fewer]), RENDERER)
    made = named_together(whole.actors["xi-jinping"], whole)
    assert [one.count for one in made] == sorted((one.count for one in made), reverse=True)
    assert made[0].count == 4
    assert "xi-jinping" not in {one.actor.id for one in made}
    assert len(made) == len(entry.brief.actors) - 1
    page = rendered(assembled([entry, *copies(entry, 2, a_day=1)]))["actors/xi-jinping.html"].body
    bars = page[page.index('id="together"') : page.index('id="in-briefs"')]
    assert bars.count("<li") == len(made)
    assert bars.count('<svg class="bar-of"') == len(made)
    assert "3 briefs" in bars


def test_next_to_an_actor_of_one_brief_the_foremost_stand_without_bars(entry: Entry) -> None:
    body = rendered(assembled([entry]))["actors/china.html"].body
    bars = body[body.index('id="together"') : body.index('id="in-briefs"')]
    assert bars.count("<li") == SHOWN
    assert "<svg" not in bars


def test_an_actor_alone_is_named_together_with_nobody() -> None:
    entry = drafted("Anna Berg resigned on Monday.")
    only = changed(entry, actors=entry.brief.actors[:1], statements=(), events=())
    whole = render.catalogue_of(assembled([only]), RENDERER)
    assert named_together(next(iter(whole.actors.values())), whole) == []


# -- what a page leaves unread, since work done in C is no call that could be counted --------------


class Walked(tuple[Any, ...]):
    """Knows how often somebody began to go through all of it."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        Walked.times += 1
        return super().__iter__()


def test_what_a_brief_adds_is_unpacked_once_for_pages_in_a_row(entry: Entry) -> None:
    share = render.catalogue_of(assembled([entry]), RENDERER).shares[0]
    rows = share.rows
    assert share.rows is rows
    assert [rows.said is rows.said, rows.events is rows.events, rows.pairs is rows.pairs] == [True] * 3
    assert rows.said != rows.events


def test_the_list_next_to_an_actor_of_one_brief_does_not_walk_through_its_cast(entry: Entry) -> None:
    made = assembled([entry])
    share = render.catalogue_of(made, RENDERER).shares[0]
    walked = structs.replace(share.facts, actors=Walked(share.facts.actors))
    whole = render.catalogue([structs.replace(share, facts=walked)], made.reference, made.options)
    Walked.times = 0
    assert named_together(whole.actors["china"], whole)
    assert Walked.times == 0


def test_the_sentences_of_a_place_are_found_without_a_walk_through_the_text(entry: Entry) -> None:
    walked = structs.replace(entry, sentences=Walked(entry.sentences))
    Walked.times = 0
    for one, other in pairwise(entry.sentences):
        assert walked.sentences_of(other.span) == [other]
        assert walked.sentences_of(Span(one.span.end - 1, other.span.start + 1)) == [one, other]
    assert Walked.times == 0


def test_html_of_any_depth_takes_the_way_to_the_root_wherever_it_stands() -> None:
    made = Html.of(lambda root: f'<a href="{root}a.html">é</a><img src="{root}b.svg">')
    assert made.at("../") == '<a href="../a.html">é</a><img src="../b.svg">'
    assert made.at("") == '<a href="a.html">é</a><img src="b.svg">'
    assert made.size == len(made.at("/").encode())
    assert Html.of(lambda _: "<b>none</b>").at("../../") == "<b>none</b>"
