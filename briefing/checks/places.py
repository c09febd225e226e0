"""The text of a record -> the line and the column of a path inside it."""

from __future__ import annotations

from typing import Any

import yaml


class Places:
    """Finds paths such as "statements/said-4f1c/speaker" and "events/3" in YAML, read when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Any = None

    def of(self, path: str) -> tuple[int, int]:
        """Return (line, column), from 1, of the value at a path, or of the last part of it that is there."""
        if self._root is None:
            self._root = yaml.compose(self._text, Loader=yaml.CSafeLoader)
        node = self._root
        for part in filter(None, path.split("/")):
            below = _below(node, part)
            if below is None:
                break
            node = below
        if node is None or node is self._root:
            return 1, 1
        return node.start_mark.line + 1, node.start_mark.column + 1

    def in_words(self, path: str, words: str) -> tuple[int, int]:
        """Return where words stand inside the value at a path; a block of text begins below its key."""
        line, column = self.of(path)
        first = words.split("\n")[0][:40]
        for number, raw in enumerate(self._text.split("\n")[line - 1 :], start=line):
            at = raw.find(first, column - 1 if number == line else 0)
            if at >= 0:
                return number, at + 1
        return line, column


def _below(node: Any, part: str) -> Any:
    """Return the value of a key, or the item of a list by its id or its number."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode) and any(
                key.value in ("id", "episode") and value.value == part for key, value in item.value
            ):
                return item
        if part.isdecimal() and int(part) < len(node.value):
            return node.value[int(part)]
    return None
