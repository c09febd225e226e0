"""Sentences: the cases of tests/cases/sentences, and what holds for any text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.extract import pipeline
from briefing.lexicon import inflection, load
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import NO_REFERENCE, Article, Source, Span
from briefing.text import sentences
from tests import CASE_FILES

HERE = CASE_FILES / "sentences"
CASES: list[tuple[str, dict[str, Any]]] = [
    (path.stem, case)
    for path in sorted(HERE.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
PIECES = [
    ". ",
    "! ",
    "? ",
    " ",
    "\n",
    "\r\n",
    "\u2028",
    "\ufeff",
    "\xa0",
    "“",
    "”",
    '"',
    "U.S.",
    "Mr.",
    "a",
    "The",
    "5",
    "…",
    "[3]",
]


def cut(text: str) -> list[str]:
    """Return the sentences of a text as strings."""
    return [s.span.of(text) for s in sentences.split(text, Span(0, len(text)), load())]


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_case(case: dict[str, Any]) -> None:
    assert cut(case["text"]) == case["sentences"], case["why"]


def clauses(cue: SpeechCue) -> Iterator[str]:
    """Yield clauses with a verb of saying in all its forms, behind a name and before one."""
    verb = inflection.forms(cue.lemma, load().verbs)
    for form in cue.forms:
        if form in verb.ing:
            yield f"Anna Berg was {form} {cue.particle}"
        elif form in verb.past or form == verb.third:
            yield f"Anna Berg {form} {cue.particle}"
        elif form in verb.participle:
            yield f"Anna Berg had {form} {cue.particle}"
        else:
            yield f"Critics {form} {cue.particle}"
        if not cue.particle and (form in verb.past or form == verb.third):
            yield f"{form} Anna Berg"


@pytest.mark.parametrize("cue", load().speech.cues, ids=lambda cue: f"{cue.lemma} {cue.particle}".strip())
@pytest.mark.parametrize("quotation", ["“The bridge stays shut!”", '"Does it stay shut?"'])
def test_every_verb_of_saying_goes_with_the_quotation_before_it(cue: SpeechCue, quotation: str) -> None:
    if cue.particle and "quote" not in cue.takes:
        pytest.skip("with such a particle it has another content: called for a vote")
    for clause in clauses(cue):
        text = f"{quotation} {clause.strip()} on Monday."
        assert cut(f"{text} It rained.") == [text, "It rained."]


def test_paragraphs_are_counted() -> None:
    text = "First line.\nSecond line. It goes on.\n\nThird line."
    found = sentences.split(text, Span(0, len(text)), load())
    assert [s.paragraph for s in found] == [0, 1, 1, 2]
    assert [s.index for s in found] == [0, 1, 2, 3]


def test_body_leaves_the_front_matter_out() -> None:
    text = "---\ntitle: A. B\n---\nThe talks ended."
    assert [s.span.of(text) for s in sentences.split(text, Span(20, len(text)), load())] == [
        "The talks ended."
    ]


def test_document_has_the_tokens_of_each_sentence() -> None:
    text = "Nixon’s visit ended. It was 1972."
    source = Source(sha256="", date=date(2025, 1, 1))
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    document = sentences.document(article, load())
    words = [[token.text for token in row] for row in document.tokens]
    assert words == [["Nixon", "’s", "visit", "ended", "."], ["It", "was", "1972", "."]]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30).map("".join))
def test_sentences_are_trimmed_ordered_and_disjoint(text: str) -> None:
    found = sentences.split(text, Span(0, len(text)), load())
    end = 0
    for sentence in found:
        assert end <= sentence.span.start < sentence.span.end
        assert sentence.span.of(text) == sentence.span.of(text).strip()
        end = sentence.span.end
    covered = "".join(s.span.of(text) for s in found)
    bare = [c for c in text if not c.isspace() and c not in "\ufeff\u200b\u2060"]
    assert [c for c in covered if not c.isspace() and c not in "\ufeff\u200b\u2060"] == bare


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000,
        "a. " * 33_000,
        "“" * 50_000 + "”" * 50_000,
        "[1]" * 33_000,
        "A." * 50_000,
        "\n" * 100_000,
        "x" * 100_000 + ".",
        "U.S. " * 20_000,
        ". [1] [2]" * 11_000,
        "'" * 100_000,
    ],
    ids=[
        "stops",
        "short",
        "quotes",
        "notes",
        "initials",
        "lines",
        "word",
        "abbreviations",
        "stops-notes",
        "apostrophes",
    ],
)
def test_nasty_text_is_cut_without_loss(text: str) -> None:
    found = sentences.split(text, Span(0, len(text)), load())
    assert sum(s.span.end - s.span.start for s in found) <= len(text)


@pytest.mark.parametrize("unit", ["Moscow ", "Ann Lee and ", "1990-", "x", "the Cold War and "])
def test_what_runs_on_is_cut_and_read(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    found = sentences.split(text, Span(0, len(text)), load())
    assert max(s.span.end - s.span.start for s in found) <= sentences.LONGEST
    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")
    source = Source(sha256="0" * 64)
    pipeline.draft(
        Article(slug="long", text=text, body=Span(0, len(text)), source=source), load(), NO_REFERENCE
    )
