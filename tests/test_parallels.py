"""Parallels: the share of labelled articles whose episode comes out, and of those that have none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing import draft, lexicon, store
from briefing.model import Article, Brief, Source, Span

ROOT = Path(__file__).resolve().parents[1]
CASES = [
    case
    for path in sorted((ROOT / "tests" / "cases" / "parallels").glob("*.yml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
]
REFERENCE = store.read_reference(ROOT)


def brief_of(text: str, *, title: str | None = None, day: date | None = None) -> Brief:
    source = Source(sha256="0" * 64, date=day, title=title)
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    return draft.draft(article, lexicon.load(), REFERENCE)


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
