"""Signs of no width and ligatures: how a source was set, and no part of how its words read."""

from __future__ import annotations

import re

ODD = re.compile("[\xad\u200b\u2060\ufeff\ufb00-\ufb06]")
"""What a word may hold without reading otherwise."""
SOFT_BREAK = re.compile(r"\xad(?:\r\n|\n)")
"""A soft hyphen at the end of a line: the word goes on in the next."""
_READ_AS = str.maketrans(
    dict.fromkeys("\xad\u200b\u2060\ufeff", "")
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


def read_as(text: str) -> str:
    """Return words as they read: without signs of no width, and with the letters of ligatures."""
    return SOFT_BREAK.sub("", text).translate(_READ_AS) if ODD.search(text) else text
