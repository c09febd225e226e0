"""Summary: titles and points of the cases, and what holds for every point."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, Analysis, Article, Source, Span
from tests import CASE_FILES

HERE = CASE_FILES / "summary"
TITLES: list[dict[str, Any]] = yaml.safe_load((HERE / "titles.yml").read_text("utf-8"))
POINTS: list[dict[str, Any]] = yaml.safe_load((HERE / "points.yml").read_text("utf-8"))


def analysis_of(text: str, title: str | None = None) -> Analysis:
    source = Source(sha256="0" * 64, title=title, date=date(2024, 5, 15))
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    return pipeline.analyse(article, lexicon.load(), NO_REFERENCE)


@pytest.mark.parametrize("case", TITLES, ids=lambda case: case["why"])
def test_title(case: dict[str, Any]) -> None:
    assert analysis_of(case["text"]).title == case["title"]


@pytest.mark.parametrize("case", POINTS, ids=lambda case: case["why"])
def test_points(case: dict[str, Any]) -> None:
    found = analysis_of(case["text"], case.get("title")).summary
    found = found if case.get("all") else found[: len(case["points"])]
    plain = [span.of(case["text"]) for point in found for span in point.item.at]
    assert plain == case["points"]


def test_a_title_in_the_front_matter_is_kept() -> None:
    assert analysis_of(TITLES[0]["text"], "As the desk has it").title == "As the desk has it"
