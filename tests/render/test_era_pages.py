"""Pages of the reference, parallels and drawings on a brief, and a second era that is only a file."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from msgspec import structs

from briefing import lexicon
from briefing.extract import pipeline, stances
from briefing.model import NO_LOCATOR, Brief, Comparison, Parallel, PartialDate, Quote, Span, Spans
from briefing.render import view_models
from briefing.render.stance_drawing import then_and_now
from briefing.storage import briefs, desk, reference_files, seed_files
from briefing.storage import files as storage_files
from briefing.storage.desk import Desk, Entry
from tests import ROOT
from tests.desks import RENDERER, SITE, changed, raw, rendered, seed_entry

REFERENCE = reference_files.read_reference(ROOT)
CONCERT = """\
id: concert
title: Concert of Europe
since: 1815
until: 1853
phases:
- {id: congresses, title: The congresses, since: 1815, until: 1822}
- {id: decline, title: The decline, since: 1823, until: 1853}
episodes:
- id: congress-of-verona
  title: The Congress of Verona
  since: 1822-10
  until: 1822-12
  kind: conference
  states: [austria, russia, france, united-kingdom]
  third: [spain]
  themes: [spheres-of-influence, summits]
  motifs: [intervention-by-invitation, leaders-summit, uprising-crushed]
  text: The powers met at Verona and let France send troops to Spain. Britain did not agree.
  sources:
  - {kind: book, author: Henry Kissinger, title: A World Restored, year: 1957}
"""
MARCH = """\
MADRID - Troops from France crossed into Spain on Tuesday after its king had asked for military help against an \
uprising in Cadiz. Soldiers opened fire on protesters. Russia and Austria approved the step at a summit of the \
allies; Britain refused to take part in the intervention.
"""


@pytest.fixture(scope="module")
def made(seed_analysis_brief: Brief) -> Desk:
    return desk.assemble([seed_entry(seed_analysis_brief)], REFERENCE, SITE)


@pytest.fixture(scope="module")
def seed_analysis_brief() -> Brief:
    article = seed_files.read_seed(ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt")
    return pipeline.draft(article, lexicon.load(), REFERENCE)


def drawn(entry: Entry, made: Desk) -> object:
    return then_and_now(entry, made, lexicon.load(), RENDERER.words["stances"])


# -- the brief ------------------------------------------------------------------------------------


def test_a_brief_shows_its_parallels_as_not_from_the_article(made: Desk) -> None:
    body = rendered(made)["briefs/2025-02-28-xi-shoigu-beijing.html"].body
    part = body[body.index('id="parallels"') :]
    assert "From the reference, not from the article." in part
    assert part.index("The opening to China") < part.index("The Sino-Soviet split")
    assert "third party courted" in part
    assert "Shanghai Communiqué" in part


def test_an_episode_that_is_gone_from_the_reference_is_left_out(made: Desk) -> None:
    entry = changed(made.entries[0], parallels=(Parallel(episode="no-such"),), comparison=())
    page = rendered(desk.assemble([entry], REFERENCE, SITE))[f"briefs/{entry.brief.slug}.html"]
    assert "no-such" not in page.body
    assert 'id="then-and-now"' not in page.body


def test_a_pinned_parallel_says_so(made: Desk) -> None:
    entry = changed(made.entries[0], parallels=(Parallel(episode="sputnik", pinned=True),))
    page = rendered(desk.assemble([entry], REFERENCE, SITE))[f"briefs/{entry.brief.slug}.html"]
    assert RENDERER.words["pinned"] in page.body


LATER = """\
KYIV - The plan would give Ukraine security guarantees of the United States and Europe instead of membership in \
NATO. In the capital, few trust in such papers: Ukraine once gave up its nuclear weapons in exchange for assurances \
that Russia would respect its borders, a deputy of the parliament said.
"""


def test_a_parallel_says_of_which_era_it_is(made: Desk) -> None:
    article = seed_files.article(LATER.encode(), "2026-01-05-guarantees", "guarantees")
    words = lexicon.load()
    entry = briefs.entry(pipeline.draft(article, words, REFERENCE), article, words)
    pages = rendered(desk.assemble([*made.entries, entry], REFERENCE, SITE))
    body = pages["briefs/2026-01-05-guarantees.html"].body
    shown = body[body.index("The Budapest Memorandum") :]
    assert "After the Cold War" in shown[: shown.index("</details>")]
    body = pages["briefs/2025-02-28-xi-shoigu-beijing.html"].body
    shown = body[body.index('id="parallels"') :]
    assert shown.count("Cold War. ") == 3
    assert 'href="post-cold-war.html"' in pages["eras/index.html"].body
    assert 'href="index.html"' in pages["eras/post-cold-war.html"].body
    assert "2026-01-05-guarantees" in pages["episodes/budapest-memorandum.html"].body


# -- drawings -------------------------------------------------------------------------------------


def test_the_triangle_of_the_seed(made: Desk) -> None:
    pair = then_and_now(made.entries[0], made, lexicon.load(), RENDERER.words["stances"])
    assert pair is not None
    assert (pair.year, pair.episode.id if pair.episode else "") == (1972, "opening-to-china")
    assert {node.name for node in pair.then.nodes} == {"China", "Soviet Union", "United States"}
    assert {node.name for node in pair.now.nodes} == {"China", "Russia", "United States"}
    then = {frozenset((line.one.code, line.two.code)): line.label for line in pair.then.lines}
    assert then == {
        frozenset(("CN", "RU")): "hostile",
        frozenset(("CN", "US")): "neutral",
        frozenset(("RU", "US")): "rivals",
    }
    now = {(line.one.code, line.two.code, line.manner): line.label for line in pair.now.lines}
    assert now[("US", "CN", "against")] == "greatest threat"
    assert now[("CN", "RU", "with")] == "friendly neighbors"


def test_today_holds_only_words_of_the_text(made: Desk) -> None:
    entry = made.entries[0]
    for tie in stances.find(entry.brief, entry.article.text, lexicon.load()):
        assert [span.of(entry.article.text) for span in tie.words.at] == [tie.words.text]
        assert any(part.covers(tie.words.at[0]) for part in tie.at)


def test_a_drawing_can_be_read_without_seeing_it(made: Desk) -> None:
    body = rendered(made)["briefs/2025-02-28-xi-shoigu-beijing.html"].body
    figure = body[body.index('class="drawn"') : body.index('class="parallels"')]
    drawings = re.findall(r"<svg.*?</svg>", figure, re.S)
    assert len(drawings) == 2
    for drawing in drawings:
        svg = ElementTree.fromstring(drawing)
        assert svg.get("role") == "img"
        named = (svg.get("aria-labelledby") or "").split()
        ids = {child.get("id"): child.text for child in svg if child.get("id")}
        assert all(ids[name] for name in named)
    assert "China, Russia: friendly neighbors" in figure
    table = figure[figure.index("<table") :]
    assert "unshakeable" in table
    assert "Opening to China" in table


def test_one_state_alone_is_not_drawn(made: Desk) -> None:
    assert drawn(changed(made.entries[0], statements=(), events=()), made) is None
    assert drawn(changed(made.entries[0], parallels=(), comparison=()), made) is None


def test_the_text_gives_the_year_where_there_is_no_parallel(made: Desk) -> None:
    then = Quote(text="in 1962", at=Spans((Span(0, 7),)))
    pair = Comparison(id="pair-x", era="cold-war", theme="alignment", then=then)
    found = then_and_now(
        changed(made.entries[0], parallels=(), comparison=(pair,)),
        made,
        lexicon.load(),
        RENDERER.words["stances"],
    )
    assert found is not None
    assert (found.year, found.episode) == (1962, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xi said that Russia is a true friend of China.", {("RU", "CN", "true friend")}),
        ("Moscow sees Poland as an adversary.", {("RU", "PL", "adversary")}),
        ("France regards Berlin as its closest ally.", {("FR", "DE", "closest ally")}),
        ("In 1958, Taipei said that Washington was its closest ally.", set()),
        ("Washington denied that China is its enemy.", set()),
        ("The minister said that peace is a friend of all.", set()),
    ],
)
def test_how_two_states_stand(text: str, expected: set[tuple[str, str, str]]) -> None:
    words = lexicon.load()
    article = seed_files.article(text.encode(), "2025-03-01-case", "case")
    brief = pipeline.draft(article, words, REFERENCE)
    found = {(*sorted(tie.states), tie.words.text) for tie in stances.find(brief, text, words)}
    assert found == {(*sorted(states[:2]), states[2]) for states in expected}


# -- pages of the reference -----------------------------------------------------------------------


def test_an_episode_has_a_page_with_its_briefs(made: Desk) -> None:
    pages = rendered(made)
    body = pages["episodes/opening-to-china.html"].body
    assert "9 July 1971 to 28 February 1972" in body
    assert "Margaret MacMillan" in body
    assert "../briefs/2025-02-28-xi-shoigu-beijing.html" in body
    assert "../actors/richard-nixon.html" in body
    assert RENDERER.words["parallel_of_none"] in pages["episodes/sputnik.html"].body
    assert f"<cite>Suez</cite>, 1991 ({NO_LOCATOR})" in pages["episodes/suez-crisis.html"].body


def test_an_era_is_a_line_of_time_with_its_phases(made: Desk) -> None:
    body = rendered(made)["eras/index.html"].body
    era = REFERENCE.eras[0]
    for phase in era.phases:
        assert f'href="#{phase.id}"' in body
        assert f'id="{phase.id}"' in body
    shown = re.findall(r"episodes/([\w-]+)\.html", body)
    assert sorted(shown) == sorted(episode.id for episode in era.episodes)
    assert shown.index("yalta-conference") < shown.index("opening-to-china") < shown.index("malta-summit")


def test_a_desk_without_an_era_says_so() -> None:
    body = rendered(desk.assemble([], reference_files.read_reference(ROOT / "seeds"), SITE))[
        "eras/index.html"
    ].body
    assert RENDERER.words["no_eras"] in body


def test_the_reference_and_the_pairs_are_downloads(made: Desk) -> None:
    files = raw(made)
    assert len(json.loads(files["eras/cold-war.json"])["episodes"]) == len(REFERENCE.eras[0].episodes)
    assert json.loads(files["eras/cold-war-relations.json"])["era"] == "cold-war"
    pairs = json.loads(files["then-and-now.json"])
    assert {pair["pair"]["theme"] for pair in pairs} == {"main-threat", "alignment"}


def test_an_unpublished_brief_leaves_no_trace_on_an_episode(seed_analysis_brief: Brief) -> None:
    options = structs.replace(SITE, publish="reviewed")
    hidden = desk.assemble([seed_entry(seed_analysis_brief)], REFERENCE, options, drafts=False)
    assert seed_analysis_brief.slug not in rendered(hidden)["episodes/opening-to-china.html"].body
    assert json.loads(raw(hidden)["then-and-now.json"]) == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("1945-02-04", "1945-02-11", "4 to 11 February 1945"),
        ("1945-07-17", "1945-08-02", "17 July to 2 August 1945"),
        ("1947-09", "1956-04", "September 1947 to April 1956"),
        ("1947-03", "1947-04", "March to April 1947"),
        ("1946", None, "1946"),
    ],
)
def test_times_in_words(since: str, until: str | None, expected: str) -> None:
    last = PartialDate(until) if until else None
    assert view_models.span_of_time(PartialDate(since), last, words=RENDERER.words) == expected


# -- another era ----------------------------------------------------------------------------------


@pytest.fixture
def concert(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "reference"
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "content" / "reference", folder, dirs_exist_ok=True)
    (folder / "concert.yml").write_text(CONCERT, "utf-8")
    return tmp_path


def test_a_second_era_is_a_file(concert: Path) -> None:
    reference = reference_files.read_reference(concert)
    assert [era.id for era in reference.eras] == ["concert", "cold-war", "post-cold-war"]
    words = lexicon.load()
    article = seed_files.article(MARCH.encode(), "2025-03-01-march", "march")
    brief = pipeline.draft(article, words, reference)
    assert brief.parallels[0].episode == "congress-of-verona"
    entry = briefs.entry(brief, article, words)
    pages = rendered(desk.assemble([entry], reference, SITE))
    assert "A World Restored" in pages["briefs/2025-03-01-march.html"].body
    assert "2025-03-01-march" in pages["episodes/congress-of-verona.html"].body
    assert "The congresses" in pages["eras/concert.html"].body
    assert "Renewed confrontation" in pages["eras/index.html"].body


def test_an_edit_of_the_reference_changes_the_draft(concert: Path) -> None:
    folder = concert / "content" / "reference"
    before = storage_files.hash_of_files([folder])
    (folder / "concert.yml").write_text(CONCERT.replace("leaders-summit, ", ""), "utf-8")
    assert storage_files.hash_of_files([folder]) != before
