"""Parallels: the share of labelled articles whose episode comes out, and of those that have none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import explain, pipeline
from briefing.model import Analysis, Article, Brief, Reference, Source, Span
from briefing.storage import reference_files
from tests import ROOT

CASES = [
    case
    for path in sorted((ROOT / "tests" / "cases" / "parallels").glob("*.yml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
]
SIGNS = yaml.load((ROOT / "tests" / "cases" / "likeness" / "signs.yml").read_text("utf-8"), yaml.CSafeLoader)
REFERENCE = reference_files.read_reference(ROOT)


def brief_of(text: str, *, title: str | None = None, day: date | None = None) -> Brief:
    source = Source(sha256="0" * 64, date=day, title=title)
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    return pipeline.draft(article, lexicon.load(), REFERENCE)


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[dict[str, Any], list[str]]]:
    """Return each labelled article with the episodes that come out for it."""
    return [
        (case, [p.episode for p in brief_of(case["text"], title=case["title"], day=case["date"]).parallels])
        for case in CASES
    ]


def test_the_expected_episode_is_among_the_first_three(
    outcomes: list[tuple[dict[str, Any], list[str]]],
) -> None:
    asked = [(case, found) for case, found in outcomes if case["expect"]]
    missed = {case["id"]: found for case, found in asked if not set(case["expect"]) & set(found[:3])}
    assert 1 - len(missed) / len(asked) >= 0.85, missed


def test_an_article_without_a_parallel_gets_none(outcomes: list[tuple[dict[str, Any], list[str]]]) -> None:
    asked = [(case, found) for case, found in outcomes if not case["expect"]]
    wrong = {case["id"]: found for case, found in asked if found}
    assert 1 - len(wrong) / len(asked) >= 0.95, wrong


@pytest.mark.parametrize("case", SIGNS, ids=lambda case: case["why"])
def test_a_turn_of_phrase(case: dict[str, Any]) -> None:
    found = [parallel.episode for parallel in brief_of(case["text"], day=date(2025, 1, 1)).parallels]
    assert set(found) & set(case["expect"]) if case["expect"] else not found, found
    assert not set(found) & set(case.get("never", ())), found


def test_the_seed(seed_analysis: Analysis) -> None:
    first, second = (found.item for found in seed_analysis.parallels[:2])
    assert (first.episode, second.episode) == ("opening-to-china", "sino-soviet-split")
    assert first.reasons == ("China, United States, Russia", "third party courted", "envoys meet")


def test_the_parts_of_the_score_are_told(seed_analysis: Analysis) -> None:
    told = "\n".join(explain.lines(seed_analysis, "opening-to-china", lexicon.load()))
    assert "third party courted" in told
    assert "motifs 0." in told
    assert "states 0." in told


def test_an_episode_that_the_text_names_comes_first() -> None:
    brief = brief_of(
        "Washington and Moscow spoke of their missiles in Belarus and Poland on Monday. Officials in both "
        "capitals compared the nuclear threats of the week with the Cuban missile crisis."
    )
    assert brief.parallels[0].episode == "cuban-missile-crisis"
    assert brief.parallels[0].reasons[0] == "named in the text"


def test_an_episode_that_is_not_over_is_no_parallel() -> None:
    """A text of the days themselves tells the episode; it is not like it."""
    text = next(case["text"] for case in SIGNS if case["why"] == "gas and a red line")
    during = brief_of(text, day=date(2013, 8, 25)).parallels
    after = brief_of(text, day=date(2017, 4, 5)).parallels
    assert "ghouta-and-the-red-line" not in [parallel.episode for parallel in during]
    assert after[0].episode == "ghouta-and-the-red-line"


def test_without_a_reference_nothing_is_alike() -> None:
    source = Source(sha256="0" * 64)
    text = CASES[0]["text"]
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    assert pipeline.draft(article, lexicon.load(), Reference()).parallels == ()


def test_reasons_are_words_of_the_reference_and_the_lexicon() -> None:
    words = lexicon.load()
    known = {motif.label for motif in words.motifs.motifs.values()} | set(words.motifs.reasons.values())
    known |= {name for state in words.states for name in state.names}
    known |= {place for era in REFERENCE.eras for episode in era.episodes for place in episode.places}
    known |= {echo for era in REFERENCE.eras for episode in era.episodes for echo in episode.echoes}
    for case in CASES:
        for parallel in brief_of(case["text"], title=case["title"], day=case["date"]).parallels:
            assert parallel.reasons
            for reason in parallel.reasons:
                assert all(part in known for part in reason.split(", ")), reason
