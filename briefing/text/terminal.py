"""Anybody's words -> lines that a terminal and the log of a workflow take for words.

Control characters and what turns the direction of text are spelt out as JSON spells them, so that JSON
stays the same JSON; a line that GitHub would take for a command gets a mark before it.
"""

from __future__ import annotations

import logging
import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Return text that steers neither a terminal nor a workflow; line feeds and tabs stay."""
    plain = escaped(text)
    if "::" not in plain and "##[" not in plain:
        return plain
    return "\n".join(inert(line) for line in plain.split("\n"))


def escaped(text: str) -> str:
    """Return text with what steers a terminal spelt out."""
    return _STEERING.sub(lambda found: _escape(found[0]), text)


def data(text: str) -> str:
    """Return JSON that is the same JSON and steers nothing: for programs, on the same stream."""
    return escaped(text).replace("##[", "##\\u005b")


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def inert(line: str) -> str:
    """Return a line of a log that the runner takes for no command, old form or new."""
    line = line.replace("##[", "# #[")
    return "·" + line if line.lstrip().startswith("::") else line


class Lines(logging.Formatter):
    """Formats what is logged as lines of words."""

    def format(self, record: logging.LogRecord) -> str:
        return safe(super().format(record))
