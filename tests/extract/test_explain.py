"""Explain says which rule made an item, and why a sentence gave none."""

from __future__ import annotations

from hashlib import sha256

import pytest

from briefing import lexicon
from briefing.extract import explain, pipeline
from briefing.model import NO_REFERENCE, Analysis, Article, BriefingError, Source, Span

TEXT = (
    "Prime Minister Jan Novak met Ana Costa in Lisbon on Monday. Novak said that the port would stay open. "
    "Costa did not say whether she agreed."
)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    source = Source(sha256=sha256(TEXT.encode()).hexdigest())
    article = Article(slug="novak", text=TEXT, body=Span(0, len(TEXT)), source=source)
    return pipeline.analyse(article, lexicon.load(), NO_REFERENCE)


def test_names_rule_and_row_of_an_item(analysis: Analysis) -> None:
    statement = analysis.statements[0]
    told = "\n".join(explain.lines(analysis, statement.item.id, lexicon.load()))
    assert "the port would stay open" in told
    assert f"rule      {statement.rule}; lexicon row speech:say" in told
    assert "sentence  2: Novak said" in told


def test_says_why_a_verb_gave_nothing(analysis: Analysis) -> None:
    told = "\n".join(explain.lines(analysis, None, lexicon.load()))
    assert "verb of saying 'say' is negated: nothing was said" in told


def test_explains_an_actor(analysis: Analysis) -> None:
    actor = analysis.cast.actors[0]
    assert actor.name in "\n".join(explain.lines(analysis, actor.id, lexicon.load()))


def test_refuses_an_unknown_item(analysis: Analysis) -> None:
    with pytest.raises(BriefingError, match="said-0000"):
        explain.lines(analysis, "said-0000", lexicon.load())
