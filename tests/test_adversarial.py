"""Texts made to be slow end, in every stage: here 100,000 characters, each by a few of the stages.

How their time grows is measured by `python benchmarks/adversarial.py`; `make soak` runs all of them.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[1] / "benchmarks" / "adversarial.py"
SPEC = importlib.util.spec_from_file_location("adversarial", PATH)
assert SPEC is not None
assert SPEC.loader is not None
adversarial = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(adversarial)
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 19
"""Of the pairs of a stage and a text each so-many-th is run."""
CHARACTERS = {"draft": 100_000, "merge": 10_000, "moved quotes": 20_000, "diff": 10_000, "pages": 20_000}
"""Where it is not 100,000: what these stages are given must be drafted first."""
PAIRS = [(stage, unit) for stage in adversarial.STAGES for unit in adversarial.UNITS]


@pytest.mark.parametrize(("stage", "unit"), PAIRS[::EVERY])
def test_a_text_made_to_be_slow_ends(stage: str, unit: str) -> None:
    took = adversarial.run(stage, unit, CHARACTERS.get(stage, 100_000))
    assert took >= 0
