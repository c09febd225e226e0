"""What a template is about to print -> what a reader can see.

Every value goes through here, so that no page, feed or book holds a control character or one that turns
the direction of what stands beside it.  What was rendered already is left alone.
"""

from __future__ import annotations

from typing import Any

from briefing import hidden


def visible(value: Any) -> Any:
    """Return a text with signs for what nobody would see; anything else as it is."""
    if type(value) is not str or value.isprintable():  # Markup is a kind of str, and was rendered already
        return value
    return hidden.signed(value)
