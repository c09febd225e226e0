"""Comparisons of then and now: the cases, the offset law, and that eras are data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing import comparison, dates, lexicon, sentences
from briefing.model import Actor, Article, Cast, Comparison, Document, Found, Mention, Source, Span

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases" / "comparison").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
STATES = {
    "US": "us washington american americans nixon kissinger reagan kennedy america",
    "RU": "russia russian moscow kremlin putin",
    "SU": "soviet soviets khrushchev brezhnev gorbachev",
    "CN": "china beijing chinese mao",
    "DE": "germany german",
    "GB": "britain british london",
    "UA": "ukraine ukrainian kyiv",
    "CU": "cuba cuban havana",
}
"""Names of states, so that these tests do not depend on how the cast is made."""
IDS = {"US": "united-states", "RU": "russia", "SU": "soviet-union", "CN": "china"}


def document_of(text: str) -> Document:
    source = Source(sha256="0" * 64, date=date(2025, 2, 28))
    return sentences.document(
        Article(slug="case", text=text, body=Span(0, len(text)), source=source), lexicon.load()
    )


def cast_of(document: Document) -> Cast:
    countries = {word: country for country, words in STATES.items() for word in words.split()}
    mentions = tuple(
        Mention(span=token.span, kind="state", sentence=sentence.index, actor=countries[token.lower])
        for sentence, tokens in zip(document.sentences, document.tokens, strict=True)
        for token in tokens
        if token.lower in countries and token.text[0].isupper()
    )
    actors = tuple(Actor(id=country, name=country, kind="state", country=country) for country in STATES)
    return Cast(actors=actors, mentions=mentions)


def compare(text: str) -> tuple[Found[Comparison], ...]:
    document = document_of(text)
    knowledge = lexicon.load()
    return comparison.find(document, cast_of(document), dates.find(document, knowledge), (), knowledge)


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
