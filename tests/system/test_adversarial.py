"""Texts made to be slow take no more than twice the work where they are twice as long, in every stage.

The quick form counts calls of functions, which no clock and no busy machine can change, for the texts by
which faults were found and a few of the others.  `make soak` runs every stage with every text of 60,000
characters, and lets none take longer than a time that only a hang would need.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from briefing.model import BriefingError, text_index
from tests import ROOT

PATH = ROOT / "benchmarks" / "adversarial.py"
SPEC = importlib.util.spec_from_file_location("adversarial", PATH)
assert SPEC is not None
assert SPEC.loader is not None
adversarial = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(adversarial)
STAGES, NAMES = adversarial.stages.STAGES, adversarial.shapes.NAMES
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
EVERY = 197
"""Of the pairs of a stage and a text each so-many-th is counted besides those that were faults."""
CHARACTERS = 8_000
LEAST = 20_000
"""Calls below which what a stage does once counts for too much."""
GROWTH = 2.5
LONGEST = 60_000
HANG = 300.0
"""Processor seconds."""
FAULTS = (
    ("draft", "people of one first name"),
    ("draft", "people of one surname"),
    ("draft", "different bodies"),
    ("draft", "short names of many"),
    ("draft", "offices of many"),
    ("merge", "according to"),
    ("merge", "seats of government"),
    ("lost quotes", "different quotations"),
    ("lost quotes", "one sentence over"),
    ("moved quotes", "one name"),
    ("diff", "he"),
    ("diff of all", "different sentences"),
    ("explain", "different dates"),
    ("check", "different lines"),
    ("search piece", "quotations in lines"),
    ("pages of the desk", "people of one first name"),
    ("ingest mail", "emoji"),
)
PAIRS = [*FAULTS, *[(stage, name) for stage in STAGES for name in NAMES][::EVERY]]


def calls(act: Callable[[], object]) -> int:
    """Return how many functions are called, of Python and of C."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        act()
    except BriefingError:
        pass  # it says what is wrong
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(("stage", "name"), dict.fromkeys(PAIRS))
def test_twice_the_length_is_twice_the_work(stage: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "SHORT", 0)  # an index for both, so that the two can be compared
    counted = []
    for characters in (CHARACTERS, 2 * CHARACTERS):
        try:
            act = STAGES[stage](adversarial.shapes.text(name, characters))
        except BriefingError:
            return  # the text is none of which this stage would ever hear
        calls(act)  # what is made once for all is made
        counted.append(calls(act))
    assert counted[1] <= GROWTH * max(LEAST, counted[0])


@pytest.mark.parametrize(
    ("stage", "name"), [(stage, name) for name in NAMES for stage in STAGES] if LONG else []
)
def test_a_text_made_to_be_slow_ends(stage: str, name: str) -> None:
    assert adversarial.run(stage, name, LONGEST, HANG) < HANG
