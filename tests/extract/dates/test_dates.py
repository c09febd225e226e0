"""Dates: the cases of tests/cases/dates, and what holds for any text.

An expected date is written "words = value": a day, month or year in ISO form, `from..to`, `-` for what
stays as written, `era:ID`, or `offset:DAYS`; `+` after it marks what is still to come.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.extract import dates
from briefing.extract.dates.expressions import scan
from briefing.extract.dates.tables import tables
from briefing.lexicon import load
from briefing.model import Article, Document, Source, Span, When
from briefing.text import sentences
from tests import CASE_FILES

HERE = CASE_FILES / "dates"
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}-{number}", case)
    for path in sorted(HERE.glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1)
]
WORDS = [
    word
    for line in (
        "May March Friday on 5 12 1939 2024 94 - – to from the last next two days ago later year month that",
        "week weeks ago before from on this each of first 6 th 23.06.2009 23/06/2009 today Friday's",
        "century Christmas Cold War today , . ( ) fall in early mid-June August-September 300 BC 9999 0 31",
    )
    for word in line.split()
]


def document(text: str, published: date | None, url: str = "", publisher: str = "") -> Document:
    """Return a text as a document."""
    source = Source(sha256="", date=published, url=url or None, publisher=publisher or None)
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    return sentences.document(article, load())


def written(when: When) -> str:
    """Return a date as the cases write it."""
    if when.era:
        value = f"era:{when.era}"
    elif when.offset is not None:
        value = f"offset:{when.offset}"
    elif when.earliest is None or when.latest is None:
        value = "-"
    elif when.precision == "day":
        value = when.earliest.isoformat()
    elif when.precision == "month":
        assert when.latest.day == monthrange(when.latest.year, when.latest.month)[1]
        value = when.earliest.isoformat()[:7]
    elif when.precision == "year":
        value = when.earliest.isoformat()[:4]
    else:
        value = f"{when.earliest}..{when.latest}"
    return f"{when.text} = {value}" + (" +" if when.scheduled else "")


def found(case: dict[str, Any]) -> list[str]:
    """Return the dates that are found in a case."""
    source = (case.get(key, "") for key in ("url", "publisher"))
    items = dates.find(document(case["text"], case.get("published"), *source), load())
    return [written(item.item) for item in items]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert found(case) == case["dates"], case["why"]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.booleans())
def test_dates_stand_where_they_say_and_are_bounded(text: str, known: bool) -> None:
    found = dates.find(document(text, date(2024, 2, 29) if known else None), load())
    end = 0
    for item in found:
        when = item.item
        assert when.text == when.at[0].of(text)
        assert when.at.start >= end
        end = when.at.end
        assert (when.earliest is None) == (when.latest is None)
        if when.earliest and when.latest:
            assert when.earliest <= when.latest


@pytest.mark.parametrize(
    "word", ["1999-", "the last ", "May ", "two days later ", "Friday, ", "12 ", "of the end "]
)
def test_the_work_grows_with_the_length(word: str) -> None:
    """Count the look-ups: twice the text, twice the work."""

    class Counted(list[Any]):
        seen = 0

        def __getitem__(self, at: Any) -> Any:
            Counted.seen += 1
            return super().__getitem__(at)

    work: list[int] = []
    for times in (500, 1000):
        text = word * times
        tokens = Counted(document(text, date(2024, 2, 29)).tokens[0])
        Counted.seen = 0
        scan(tokens, tables(load()))
        work.append(Counted.seen)
    assert work[1] <= 2.1 * work[0] + 50


@pytest.mark.parametrize(
    "text", ["1939-" * 20_000, "in May " * 14_000, "a day after " * 8_000, "9" * 100_000, "'" * 100_000]
)
def test_nasty_text_gives_no_error(text: str) -> None:
    dates.find(document(text, date(2024, 2, 29)), load())
