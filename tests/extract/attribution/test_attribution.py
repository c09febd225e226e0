"""Run the cases of the statements stage."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
import yaml

from briefing import lexicon
from briefing.extract import attribution, dates
from briefing.extract.entities import linking, recognition
from briefing.lexicon import inflection
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import NO_REFERENCE, Article, Found, Source, Span, Statement
from briefing.text import sentences
from tests import CASE_FILES

CASES = [
    (path.stem, number, case)
    for path in sorted((CASE_FILES / "statements").glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")))
]


def find(text: str) -> tuple[Found[Statement], ...]:
    """Find the statements of a bare text, with nothing known next to it."""
    source = Source(sha256=sha256(text.encode()).hexdigest())
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    words = lexicon.load()
    document = sentences.document(article, words)
    when = dates.find(document, words)
    named = recognition.find(document, when, words, NO_REFERENCE)
    return attribution.find(document, linking.cast(document, named, when, words, NO_REFERENCE), when, words)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}-{n}") for name, n, case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find(text)
    for item in found:
        assert item.item.text == " […] ".join(span.of(text) for span in item.item.at), "offsets hold"
    got = [_facts(text, item) for item in found]
    wanted = case["expect"]
    assert [{key: facts[key] for key in want} for facts, want in zip(got, wanted, strict=False)] == wanted
    assert len(got) == len(wanted), got


QUOTING = [cue for cue in lexicon.load().speech.cues if "quote" in cue.takes]


@pytest.mark.parametrize("cue", QUOTING, ids=lambda cue: f"{cue.lemma} {cue.particle}".strip())
@pytest.mark.parametrize("mark", "!?")
def test_every_verb_that_takes_a_quotation_gives_the_statement(cue: SpeechCue, mark: str) -> None:
    past = inflection.forms(cue.lemma, lexicon.load().verbs).past[0]
    clauses = [f"Anna Berg {past} {cue.particle}".strip(), *([] if cue.particle else [f"{past} Anna Berg"])]
    for clause in clauses:
        found = [one.item for one in find(f"“The bridge stays shut{mark}” {clause} on Monday.")]
        assert [(one.text, one.speaker, one.mode) for one in found] == [
            (f"The bridge stays shut{mark}", "anna-berg", "direct")
        ]


def _facts(text: str, found: Found[Statement]) -> dict[str, Any]:
    item = found.item
    return {
        "speaker": found.about.of(text) if found.about else None,
        "actor": item.speaker,
        "source": item.speaker or item.speaker_text,
        "kind": item.kind,
        "mode": item.mode,
        "verb": item.verb,
        "text": item.text,
        "addressee": item.addressee,
        "occasion": item.occasion,
        "on_behalf_of": item.on_behalf_of,
        "told_by": item.told_by,
        "hedge": item.hedge,
    }
