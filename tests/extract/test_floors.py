"""Precision and recall of each stage over all its cases, the hard ones included, stay above their floors.

The other tests ask for every sure case one by one; here stand the figures that a change of engine
or lexicon may not lower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import yaml

from tests import CASE_FILES
from tests.extract import test_background
from tests.extract.attribution import test_attribution
from tests.extract.comparison import test_comparison
from tests.extract.dates import test_dates
from tests.extract.entities import test_entities
from tests.extract.events import test_events
from tests.text import test_sentences

FLOORS = yaml.safe_load((CASE_FILES / "floors.yml").read_text("utf-8"))
Items = Iterable[Any]
FEWEST_CASES = 300


def _names(case: dict[str, Any]) -> tuple[Items, Items]:
    found, wanted = test_entities.found(case), test_entities.wanted(case)
    return tuple(
        [(kind, name) for kind, names in facts.items() for name in names] for facts in (found, wanted)
    )  # type: ignore[return-value]


def _roles(case: dict[str, Any]) -> tuple[Items, Items]:
    found, wanted = test_entities.found(case)["persons"], test_entities.wanted(case)["persons"]
    return [row for row in found.items() if row[1]], [row for row in wanted.items() if row[1]]


def _statements(case: dict[str, Any]) -> tuple[Items, Items]:
    found = [item.item.text for item in test_attribution.find(case["text"])]
    return found, [expected["text"] for expected in case["expect"]]


def _comparisons(case: dict[str, Any]) -> tuple[Items, Items]:
    found = [item.item.theme for item in test_comparison.compare(case["text"])]
    return found, [
        expected.get("theme", theme)
        for expected, theme in zip(case["pairs"], found + [None] * len(case["pairs"]), strict=False)
    ]


def _events(case: dict[str, Any]) -> tuple[Items, Items]:
    found = test_events.timeline(case["text"], case.get("published"))
    return [test_events.written(event) for event in found], case["events"]


def _dates(case: dict[str, Any]) -> tuple[Items, Items]:
    return test_dates.found(case), case["dates"]


def _background(case: dict[str, Any]) -> tuple[Items, Items]:
    found = test_background.background_of(case["text"], case.get("date"))
    return [item.item.kind for item in found], [item["kind"] for item in case["items"]]


STAGES: dict[str, tuple[list[dict[str, Any]], Callable[[dict[str, Any]], tuple[Items, Items]]]] = {
    "sentences": (
        [case for _, case in test_sentences.CASES],
        lambda case: (test_sentences.cut(case["text"]), case["sentences"]),
    ),
    "names": ([case for _, case in test_entities.CASES], _names),
    "roles": ([case for _, case in test_entities.CASES], _roles),
    "statements": ([case for _, _, case in test_attribution.CASES], _statements),
    "dates": ([case for _, case in test_dates.CASES], _dates),
    "events": ([case for _, case in test_events.CASES], _events),
    "background": (test_background.CASES, _background),
    "comparison": (test_comparison.CASES, _comparisons),
}


@pytest.mark.parametrize("stage", STAGES)
def test_precision_and_recall_hold(stage: str) -> None:
    cases, items = STAGES[stage]
    right = given = asked = 0
    for case in cases:
        found, wanted = (Counter(rows) for rows in items(case))
        right += (found & wanted).total()
        given += found.total()
        asked += wanted.total()
    figures = {"precision": 100 * right / given, "recall": 100 * right / asked}
    for name, floor in FLOORS[stage].items():
        assert figures[name] >= floor, f"{stage}: {name} {figures[name]:.1f} is below its floor {floor}"


def test_there_are_enough_cases() -> None:
    cases = [case for stage, (rows, _) in STAGES.items() if stage != "roles" for case in rows]
    assert len(cases) >= FEWEST_CASES
    assert [case["text"] for case in cases if not case.get("why")] == []
