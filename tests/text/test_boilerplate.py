"""Lines around an article are left out of the analysis and stay in the text."""

from __future__ import annotations

import pytest

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, Brief, Span, grounding
from briefing.model.typography import read_as
from briefing.storage import seed_files, yaml_reader
from briefing.text import boilerplate, sentences
from briefing.text.tokens import tokenize
from tests import ROOT

LEXICON = lexicon.load()
CASES = ROOT / "tests" / "cases" / "boilerplate" / "lines.yml"
LINES = yaml_reader.read(CASES.read_text("utf-8"), "lines.yml")
PROSE = "The harbour board of Vellmar approved the new ferry contract, and the chair said so."
SHORT = "The board met again in the old customs house for the whole of the day, and no one left."
TRANSCRIPT = """Briefing of the day

MS. HOLM: We will sail from May. The government of Norland has agreed.

Q: Will the fares rise?

MS. HOLM: No, they will not rise.

Reporter: And next year?

MS. HOLM: We will see. President Jon Berg will come to Vellmar on Friday.
"""


def brief_of(text: str) -> tuple[Brief, str]:
    article = seed_files.article(text.encode(), "2024-03-14-a", "a")
    brief = pipeline.draft(article, LEXICON, NO_REFERENCE)
    grounding.require(brief, article, "a")
    return brief, article.text


def gone(*paragraphs: str) -> list[str]:
    text = "\n\n".join(paragraphs)
    found = sentences.prose(text, Span(0, len(text)), LEXICON)
    read = " ".join(sentence.span.of(text) for sentence in found)
    return [line for line in paragraphs if line not in read]


@pytest.mark.parametrize("line", LINES["boilerplate"])
def test_a_line_around_an_article(line: str) -> None:
    assert gone(PROSE, line, SHORT) == [line]


@pytest.mark.parametrize("line", LINES["words"])
def test_a_line_of_the_article(line: str) -> None:
    assert gone(PROSE, line, SHORT) == []


def test_headings_between_paragraphs() -> None:
    assert gone(PROSE, SHORT, PROSE, "What happens next", SHORT) == ["What happens next"]
    assert gone(PROSE, SHORT, PROSE, "WAS THERE A WARNING?", PROSE) == ["WAS THERE A WARNING?"]
    assert gone(PROSE, SHORT, PROSE, "The war at sea, 1942", SHORT) == []
    assert gone("Ferry contract approved", PROSE, SHORT) == []


def test_a_text_of_nothing_else_is_read() -> None:
    assert gone("Share this", "8:16 PM") == []


def test_a_transcript_and_its_labels() -> None:
    assert boilerplate.is_transcript(TRANSCRIPT, LEXICON)
    assert not boilerplate.is_transcript(f"{PROSE}\n\nNote: {SHORT}\n\nAlso: {SHORT}", LEXICON)
    brief, _ = brief_of(TRANSCRIPT)
    assert [actor.name for actor in brief.actors if actor.kind != "state"] == ["Jon Berg"]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (
            "Rus\xadsian Pres\xadi\xaddent Vladi\xadmir Putin said on Mon\xadday that talks would go on.",
            "Vladimir Putin",
            "Russian President",
        ),
        (
            "Prime Min\xad\nister Jon Berg said on Monday that the boats of the company would go on.",
            "Jon Berg",
            "Prime Minister",
        ),
        (
            "Chief Financial Oﬃcer Jeﬀ Griﬃn said the fares reﬂect the costs.",
            "Jeff Griffin",
            "Chief Financial Officer",
        ),
        (
            "President Ma\u200brkos Li\u2060nd said on Monday that talks would go on.",
            "Markos Lind",
            "President",
        ),
    ],
)
def test_signs_of_no_width_and_ligatures_hide_no_names(text: str, name: str, title: str) -> None:
    brief, _ = brief_of(text)
    (person,) = [actor for actor in brief.actors if actor.kind == "person"]
    assert (person.name, person.roles[0].title) == (name, title)


def test_tokens_read_as_what_they_show_and_keep_their_places() -> None:
    text = "The ﬁrst Pres\xadident’s\xad vote"
    tokens = tokenize(text, Span(0, len(text)))
    assert [token.text for token in tokens] == ["The", "first", "President", "’s", "vote"]
    assert [text[token.start : token.end] for token in tokens][1:3] == ["ﬁrst", "Pres\xadident"]
    assert read_as("min\xad\nister") == "minister"
