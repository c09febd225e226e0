"""Comments that people write into a record: found in its text, and put back after it is written again.

The canonical writer knows nothing of comments.  So each is tied to the field or item that it stands
above, next to or below, by path and never by line, and is put back there.  Where its field is gone it
moves to what held the field: a comment is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import yaml

Where = Literal["above", "beside", "below", "end"]
Path = tuple[str, ...]
_SCHEMA = re.compile(r"#\s*yaml-language-server:")
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
"""What ends a line, and so a comment, for YAML."""
_KEYS = ("id", "episode", "path", "title")
"""What tells the items of a list apart, the first that an item has; else its number."""


class Comment(NamedTuple):
    """A comment: lines without their indentation, tied to a path."""

    path: Path
    where: Where
    lines: tuple[str, ...]


class _Line(NamedTuple):
    """A line of a record: what of it is a comment, and which nodes begin or end on it."""

    text: str
    comment: str
    starts: tuple[Path, ...]


def find(text: str) -> list[Comment]:
    """Return the comments of a record in order; raises yaml.YAMLError where it is no YAML."""
    lines = _lines(_BREAK.sub("\n", text))
    result: list[Comment] = []
    before: Path | None = None
    block: list[str] = []
    open_line = False
    for number, line in enumerate(lines):
        own = bool(line.comment) and not line.text
        if own:
            if not block:
                open_line = number > 0 and bool(lines[number - 1].text)
            block.append(line.comment)
            continue
        if block:
            path = next((p for later in lines[number:] for p in later.starts), None)
            inside = path is not None and before is not None and path[: len(before)] == before
            if open_line and not line.text and before is not None and not inside:
                result.append(Comment(before, "below", tuple(block)))
            else:
                result.append(Comment(path or (), "above" if path else "end", tuple(block)))
            block = []
        if line.starts:
            before = line.starts[-1]
        if line.comment and before is not None:
            result.append(Comment(before, "beside", (line.comment,)))
    return result


def put(text: str, comments: list[Comment]) -> str:
    """Return a record's canonical text with comments in it."""
    if not comments:
        return text
    lines = _lines(text)
    first: dict[Path, int] = {}
    last: dict[Path, int] = {}
    here: list[Path] = []
    raw = text.removesuffix("\n").split("\n")
    pads = [line[: len(line) - len(line.lstrip())] for line in raw]
    for number, line in enumerate(lines):
        here = list(line.starts) or here
        for path in line.starts:
            first.setdefault(path, number)
        for path in here if line.text else ():
            for depth in range(1, len(path) + 1):
                last[path[:depth]] = number
    above: dict[int, list[Comment]] = {}
    beside: dict[int, list[str]] = {}
    below: dict[int, list[Comment]] = {}
    end: list[Comment] = []
    for comment in comments:
        path = comment.path
        while path and path not in first:
            path = path[:-1]
        if not path:
            end.append(comment)
        elif path != comment.path:
            above.setdefault(first[path], []).append(comment)
        elif comment.where == "beside":
            beside.setdefault(first[path], []).extend(comment.lines)
        else:
            place, number = (below, last[path]) if comment.where == "below" else (above, first[path])
            place.setdefault(number, []).append(comment)
    out: list[str] = []
    for number, written in enumerate(raw):
        out += _blocks(above.get(number, []), pads[number], apart=not (out and out[-1]))
        out.append("  ".join([written, *beside.get(number, ())]))
        if number in below:
            out += [pads[number] + line for comment in below[number] for line in comment.lines]
            if number + 1 < len(raw) and raw[number + 1]:
                out.append("")
    if end:
        out += ["", *_blocks(end, "")]
    return "\n".join(out) + "\n"


def _blocks(comments: list[Comment], pad: str, *, apart: bool = True) -> list[str]:
    """Return the lines of comments, a blank line between two of them.

    Not so (`apart` False) right under a field: the first would then be read as standing below it.
    """
    out: list[str] = []
    for comment in comments:
        out += [""] if out and apart else []
        out += [pad + line for line in comment.lines]
    return out


# -- reading ------------------------------------------------------------------------------------


def _lines(text: str) -> list[_Line]:
    """Cut a record into lines, each with its comment and the paths that begin on it."""
    starts: dict[int, list[Path]] = {}
    scalars: list[tuple[int, int]] = []
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is not None:
        for path, line, span in _nodes(node, ()):
            if span is not None:
                start, end = span
                block = text[start : start + 1] in ("|", ">")  # whose first line may end in a comment
                scalars.append((text.find("\n", start) if block else start, end))
            if path:
                starts.setdefault(line, []).append(path)
    scalars.sort()
    result: list[_Line] = []
    offset = index = 0
    for number, raw in enumerate(text.split("\n")):
        end = offset + len(raw)
        while index < len(scalars) and scalars[index][1] <= offset:
            index += 1
        mark = _comment(text, offset, end, scalars, index)
        comment = text[mark:end].rstrip() if mark is not None else ""
        if number == 0 and _SCHEMA.match(comment):
            comment = ""
        content = text[offset : end if mark is None else mark].strip()
        if not comment and mark is not None:
            content = ""
        result.append(_Line(content, comment, tuple(starts.get(number, ()))))
        offset = end + 1
    return result


def _comment(text: str, start: int, end: int, scalars: list[tuple[int, int]], index: int) -> int | None:
    """Return where the comment of a line begins: at a # outside of every value, after a space or nothing."""
    at = text.find("#", start, end)
    while at >= 0:
        while index < len(scalars) and scalars[index][1] <= at:
            index += 1
        inside = index < len(scalars) and scalars[index][0] <= at < scalars[index][1]
        if not inside and (at == start or text[at - 1] in " \t"):
            return at
        at = text.find("#", at + 1, end)
    return None


def _nodes(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int, tuple[int, int] | None]]:
    """Yield (path, line, span of a value) of every node in the order of the text."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            yield inner, key.start_mark.line, (key.start_mark.index, key.end_mark.index)
            yield from _nodes(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        seen: dict[str, int] = {}
        for number, item in enumerate(node.value):
            name = _name(item, number)
            seen[name] = seen.get(name, 0) + 1
            inner = (*path, name if seen[name] == 1 else f"{name}-{seen[name]}")
            yield inner, item.start_mark.line, None
            yield from _nodes(item, inner)
    else:
        yield (), 0, (node.start_mark.index, node.end_mark.index)


def _name(item: yaml.Node, number: int) -> str:
    """Return what tells an item of a list apart."""
    if isinstance(item, yaml.ScalarNode):
        return str(item.value)
    if isinstance(item, yaml.MappingNode):
        values = {key.value: value.value for key, value in item.value if isinstance(value, yaml.ScalarNode)}
        return next((str(values[key]) for key in _KEYS if key in values), str(number))
    return str(number)
