"""How sources are named, and what kind of source has published a text: the cases."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import pipeline, publishers
from briefing.model import Article, Source, Span
from briefing.storage import reference_files
from briefing.text import sentences
from tests import CASE_FILES, ROOT
from tests.extract.test_outlook import brief_of

HERE = CASE_FILES / "sources"
NAMING: list[dict[str, Any]] = yaml.safe_load((HERE / "naming.yml").read_text("utf-8"))
PUBLISHERS: list[dict[str, Any]] = yaml.safe_load((HERE / "publishers.yml").read_text("utf-8"))
REFERENCE = reference_files.read_reference(ROOT)


@pytest.mark.parametrize("case", NAMING, ids=lambda case: case["why"])
def test_how_a_source_is_named(case: dict[str, Any]) -> None:
    assert [statement.named for statement in brief_of(case["text"]).statements] == [case["named"]]


@pytest.mark.parametrize("case", PUBLISHERS, ids=lambda case: case["why"])
def test_what_has_published_a_text(case: dict[str, Any]) -> None:
    text = case.get("text", "Norway sent two ships.")
    source = Source(
        sha256="0" * 64,
        publisher=case.get("publisher"),
        url=case.get("url"),
        kind=case.get("given", "unknown"),
    )
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    document = sentences.document(article, lexicon.load())
    assert publishers.kind_of(document, REFERENCE) == case["kind"]
    assert pipeline.draft(article, lexicon.load(), REFERENCE).source.kind == case["kind"]


def test_every_publisher_has_a_reason_and_a_way_to_be_known() -> None:
    names = [name for row in REFERENCE.publishers for name in (*row.names, *row.sites)]
    assert len(names) == len(set(names))
    assert all(row.reason and (row.names or row.sites or row.words) for row in REFERENCE.publishers)
