"""Where a report says where and when it was written."""

from __future__ import annotations

import pytest

from briefing import lexicon
from briefing.storage import seed_files
from briefing.text import sentences

NEWS = "Two envoys met on Sunday and agreed to meet again."


def dateline_of(text: str) -> str:
    article = seed_files.article(text.encode(), "2024-05-03-x", "x")
    document = sentences.document(article, lexicon.load())
    return document.dateline.of(article.text) if document.dateline else ""


@pytest.mark.parametrize(
    "head",
    [
        "BERGSTADT, Nov 27 (Agency) - ",
        "BERGSTADT/LORNE, Nov. 27 (Agency) — ",
        "LORNE, Veskaria (AB) — ",
        "BERGSTADT, February 5. /ABCD/. ",
        "Port-au-Lac (Marais) (ABC) – ",
        "BERGSTADT — ",
    ],
)
def test_forms_of_datelines(head: str) -> None:
    assert dateline_of(f"Envoys meet\n\n{head}{NEWS}\n") == head


def test_one_with_a_day_or_an_agency_may_stand_behind_bullets_and_a_byline() -> None:
    before = "Envoys meet\n\n* Talks go on\n* Nothing signed\n\nBy Ada Holm\n\n"
    assert dateline_of(f"{before}BERGSTADT, Nov 27 (Agency) - {NEWS}\n") == "BERGSTADT, Nov 27 (Agency) - "
    assert dateline_of(f"{before}TREATY - {NEWS}\n") == ""


def test_no_sentence_ends_in_a_dateline() -> None:
    text = f"BERGSTADT, Feb. 5. /ABCD/. {NEWS}\n"
    document = sentences.document(seed_files.article(text.encode(), "2024-05-03-x", "x"), lexicon.load())
    assert len(document.sentences) == 1
