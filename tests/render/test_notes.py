"""People's Markdown is shown whatever it is: what asks too much of Markdown is shown as it was typed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from markupsafe import escape

from briefing.render.notes import LONGEST, notes


@pytest.fixture(autouse=True)
def shallow() -> Iterator[None]:
    """Leave as little room for calls as the inside of a build does."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(500)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize(
    "text",
    [
        "- " * 600 + "a",
        "> " * 900 + "a",
        ">" * 900 + "a",
        "1. " * 500 + "a",
        "\n".join("    " * level + "- a" for level in range(70)),
        "\n".join("\t" * level + "- a" for level in range(70)),
        "\n".join("> " * level + "- a" for level in range(60)),
        "- > " * 300 + "a",
        "[" * 3_000,
        "![" * 3_000,
        "[a](" * 2_000,
        "*" * (LONGEST + 1),
    ],
)
def test_a_note_that_asks_too_much_is_shown_as_it_was_typed(text: str) -> None:
    started = time.process_time()
    assert notes(text) == f"<p>{escape(text)}</p>"
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("- a\n- b\n    - c\n        1. d", "<ol>"),
        ("a\n\n------------------------\n\nb", "<hr>"),
        ("a\n\n* * *\n\nb", "<hr>"),
        ("**a** [b](https://example.org)", "<strong>"),
    ],
)
def test_what_people_write_is_markdown(text: str, holds: str) -> None:
    assert holds in notes(text)
