"""Outlook and figures: the cases, and that every item's words stand where it says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, Article, Brief, Source, Span
from tests import CASE_FILES


def cases(stage: str) -> list[dict[str, Any]]:
    """Return the cases of a stage."""
    files = sorted((CASE_FILES / stage).glob("*.yml"))
    return [case for path in files for case in yaml.safe_load(path.read_text("utf-8"))]


def brief_of(text: str) -> Brief:
    source = Source(sha256="0" * 64, date=date(2024, 5, 10))
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    return pipeline.draft(article, lexicon.load(), NO_REFERENCE)


def facts(item: Any) -> dict[str, Any]:
    """Return the fields of an item, of its date the first day."""
    told = {name: getattr(item, name) for name in item.__struct_fields__}
    when = told.get("when")
    return told | {"earliest": when.earliest if when else None}


def plain(text: str) -> str:
    """Return an item's words without the [names] put in."""
    return re.sub(r" \[[^…\]]+\]", "", text)


def found(stage: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a stage finds in a case, as far as the case asks for it."""
    got = [facts(item) for item in getattr(brief_of(case["text"]), stage)]
    for item in got:
        assert " […] ".join(span.of(case["text"]) for span in item["at"]) == plain(item["text"])
    wanted = [*case["items"], *({} for _ in got)]
    return [{key: item[key] for key in keys} for item, keys in zip(got, wanted, strict=False)]


@pytest.mark.parametrize("case", cases("outlook"), ids=lambda case: case["why"])
def test_outlook(case: dict[str, Any]) -> None:
    assert found("outlook", case) == case["items"]


@pytest.mark.parametrize("case", cases("figures"), ids=lambda case: case["why"])
def test_figures(case: dict[str, Any]) -> None:
    assert found("figures", case) == case["items"]
