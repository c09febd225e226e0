"""Background: the cases, and that every quote stands where it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import attribution, background, dates, events
from briefing.extract.entities import linking, recognition
from briefing.model import NO_REFERENCE, Article, Background, Found, Source, Span
from briefing.text import sentences
from tests import CASE_FILES
from tests.extract.test_outlook import plain

CASES = [
    case
    for path in sorted((CASE_FILES / "background").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def background_of(text: str, day: date | None) -> tuple[Found[Background], ...]:
    words = lexicon.load()
    source = Source(sha256="0" * 64, date=day)
    document = sentences.document(
        Article(slug="case", text=text, body=Span(0, len(text)), source=source), words
    )
    when = dates.find(document, words)
    named = recognition.find(document, when, words, NO_REFERENCE)
    cast = linking.cast(document, named, when, words, NO_REFERENCE)
    said = attribution.find(document, cast, when, words)
    happened = events.find(document, cast, when, words)
    return background.find(document, cast, when, happened, said, words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict[str, Any]) -> None:
    found = background_of(case["text"], case.get("date"))
    for item in found:
        assert [span.of(case["text"]) for span in item.item.at] == [plain(item.item.text)]
    got = [{"kind": f.item.kind, "text": f.item.text} for f in found]
    assert len(got) == len(case["items"]), got
    for facts, wanted in zip(got, case["items"], strict=True):
        assert {key: facts[key] for key in wanted} == wanted
