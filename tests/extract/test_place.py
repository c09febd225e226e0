"""The place of a brief: the cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.test_outlook import brief_of, cases


@pytest.mark.parametrize("case", cases("place"), ids=lambda case: case["why"])
def test_place(case: dict[str, Any]) -> None:
    place = brief_of(case["text"]).place
    assert (place.text if place else None) == case["place"]
    assert place is None or place.at[0].of(case["text"]) == place.text
