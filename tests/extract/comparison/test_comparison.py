"""Comparisons of then and now: the cases, the offset law, and that eras are data."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
import yaml

from briefing import lexicon
from briefing.extract import attribution, comparison, dates
from briefing.extract.entities import linking, recognition
from briefing.lexicon.comparison_tables import EraMarks
from briefing.lexicon.discourse_tables import EraTable
from briefing.model import NO_REFERENCE, Article, Comparison, Found, Source, Span
from briefing.text import sentences
from tests import CASE_FILES, ROOT

CASES = [
    case
    for path in sorted((CASE_FILES / "comparison").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def compare(text: str, words: lexicon.Lexicon | None = None) -> tuple[Found[Comparison], ...]:
    words = words or lexicon.load()
    source = Source(sha256="0" * 64, date=date(2025, 2, 28))
    document = sentences.document(
        Article(slug="case", text=text, body=Span(0, len(text)), source=source), words
    )
    when = dates.find(document, words)
    named = recognition.find(document, when, words, NO_REFERENCE)
    cast = linking.cast(document, named, when, words, NO_REFERENCE)
    said = attribution.find(document, cast, when, words)
    return comparison.find(comparison.Marks(document, cast, when, words), said, words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any]) -> None:
    found = [item.item for item in compare(case["text"])]
    assert len(found) == len(case["pairs"]), [(f.then, f.now) for f in found]
    for item, expected in zip(found, case["pairs"], strict=True):
        for side in ("then", "now", "cue"):
            if side in expected:
                quote = getattr(item, side)
                assert (quote.text if quote is not None else None) == expected[side]
        for name in ("theme", "relation", "era"):
            if name in expected:
                assert getattr(item, name) == expected[name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_quotes_stand_at_their_place(case: dict[str, Any]) -> None:
    for found in compare(case["text"]):
        for quote in (found.item.then, found.item.now, found.item.cue, found.item.answer):
            if quote is not None:
                assert " […] ".join(span.of(case["text"]) for span in quote.at) == quote.text
                assert quote.text == quote.text.strip()


def test_another_era_is_data() -> None:
    text = (
        "In the 1830s, Paris regarded Vienna as its main rival. Today, however, it is the reverse: France "
        "and Austria see each other as allies, and Berlin is the main rival of France."
    )
    words = lexicon.load()
    assert compare(text, words) == ()
    concert = EraTable(
        id="concert", name="the concert of Europe", phrases=("Concert of Europe",), since=1815, until=1853
    )
    wider = msgspec.structs.replace(
        words,
        calendar=msgspec.structs.replace(words.calendar, eras=(*words.calendar.eras, concert)),
        comparison=msgspec.structs.replace(
            words.comparison, eras={**words.comparison.eras, "concert": EraMarks()}
        ),
    )
    (pair,) = compare(text, wider)
    assert (pair.item.era, pair.item.theme, pair.item.relation) == ("concert", "main-threat", "reversal")


def test_the_seed() -> None:
    seed = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"
    threat, alignment = (found.item for found in compare(seed.read_text("utf-8")))
    assert (threat.theme, threat.relation) == ("main-threat", "reversal")
    assert threat.cue is not None
    assert threat.cue.text == "it is the reverse"
    assert threat.then is not None
    assert threat.then.text == "the US viewed the Soviet Union as the greatest threat"
    assert threat.now is not None
    assert "sees China as the greatest threat" in threat.now.text
    assert (alignment.theme, alignment.answer_by) == ("alignment", "russia")
    assert alignment.then is not None
    assert "Nixon" in alignment.then.text
    assert alignment.now is not None
    assert alignment.now.text.startswith("Beijing fears")
    assert alignment.answer is not None
    assert alignment.answer.text.endswith("of a strategic nature and unshakeable")
