"""Every number that a person or a file gives is within bounds before anything is done with it."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.model import Brief, Era, Quote, RecordError, Span, Spans
from briefing.model.source import LONGEST
from briefing.storage import record_yaml


@pytest.mark.parametrize(
    "at",
    [
        "187-20100000000",
        "0-20000001",
        "1٢-20",
        "5-5",
        "-1-4",
        [[0, 20_000_001]],
        [[0.5, 4]],
        [[True, 4]],
        [[float("-inf"), float("inf")]],
        [[1, 2, 3]],
        ["1-2", None],
        "9" * 5_000 + "-" + "9" * 5_001,
        7,
    ],
)
def test_a_place_that_no_text_has_is_refused(at: Any) -> None:
    with pytest.raises(RecordError, match=r"span|list|not iterable"):
        record_yaml.convert({"text": "x", "at": at}, Quote, "", "x.yml")
    if not isinstance(at, str) or len(at) < 100:
        with pytest.raises(RecordError):
            record_yaml.load_json(f'{{"text": "x", "at": {_json(at)}}}'.encode(), Quote, "x.json")


def _json(at: Any) -> str:
    return str(at).replace("None", "null").replace("True", "true").replace("'", '"')


def test_many_long_places_cost_no_more_than_their_beginnings() -> None:
    blocks = Spans([Span(0, 20_000_000)] * 1_000).blocks()
    assert len(blocks) == LONGEST + 1


def test_items_that_share_a_character_share_a_block() -> None:
    assert Spans.one(100, 140).blocks() & Spans.one(139, 141).blocks()
    assert not Spans.one(0, 64).blocks() & Spans.one(64, 65).blocks()


@pytest.mark.parametrize("year", [10_000, -10_000, 10**17])
def test_a_year_that_no_calendar_has_is_refused(year: int) -> None:
    text = f"id: x\ntitle: X\nsince: {year}\nuntil: {year}\nepisodes: []\n"
    with pytest.raises(RecordError, match="number is too") as caught:
        record_yaml.convert({"id": "x", "title": "X", "since": year, "until": year}, Era, text, "x.yml")
    assert caught.value.where == "x.yml:3"


@pytest.mark.parametrize(("field", "value"), [("salience", 101), ("salience", -1)])
def test_a_number_of_a_record_outside_of_its_bounds_is_refused(field: str, value: int) -> None:
    actor = {"id": "lee", "name": "Lee", "kind": "person", "mentions": "0-3", field: value}
    given = {"slug": "x", "title": "X", "source": {"sha256": "0"}, "actors": [actor]}
    with pytest.raises(RecordError, match="number is too"):
        record_yaml.convert(given, Brief, "", "x.yml")
