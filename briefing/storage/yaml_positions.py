"""The text of a record -> the line and the column of a path inside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import yaml


class YamlPositions:
    """Finds paths such as "statements/said-4f1c/speaker" and "events/3" in YAML, read when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Any = None
        self._starts: list[int] = []
        """The offset of each line."""
        self._items: dict[yaml.SequenceNode, dict[str, Any]] = {}
        """By the node of a list: its items by their ids."""

    def of(self, path: str) -> tuple[int, int]:
        """Return (line, column), from 1, of the value at a path, or of the last part of it that is there."""
        if self._root is None:
            self._root = yaml.compose(self._text, Loader=yaml.CSafeLoader)
        node = self._root
        for part in filter(None, path.split("/")):
            below = self._below(node, part)
            if below is None:
                break
            node = below
        if node is None or node is self._root:
            return 1, 1
        return node.start_mark.line + 1, node.start_mark.column + 1

    def in_words(self, path: str, words: str) -> tuple[int, int]:
        """Return where words are inside the value at a path; a block of text begins below its key."""
        line, column = self.of(path)
        first = words.split("\n")[0][:40]
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self._text))]
        at = self._text.find(first, self._starts[line - 1] + column - 1)
        if at < 0:
            return line, column
        number = bisect_right(self._starts, at)
        return number, at - self._starts[number - 1] + 1

    def _below(self, node: Any, part: str) -> Any:
        """Return the value of a key, or the item of a list by its id or its number."""
        if isinstance(node, yaml.MappingNode):
            return next((value for key, value in node.value if key.value == part), None)
        if isinstance(node, yaml.SequenceNode):
            if node not in self._items:
                self._items[node] = _by_id(node)
            if (item := self._items[node].get(part)) is not None:
                return item
            if part.isdecimal() and int(part) < len(node.value):
                return node.value[int(part)]
        return None


def _by_id(node: yaml.SequenceNode) -> dict[str, Any]:
    """Return the items of a list by their ids; of two with one id the first."""
    found: dict[str, Any] = {}
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            for key, value in item.value:
                if key.value in ("id", "episode") and isinstance(value, yaml.ScalarNode):
                    found.setdefault(value.value, item)
    return found
