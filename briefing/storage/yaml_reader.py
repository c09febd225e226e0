"""YAML -> plain values, read strictly: what people write means what it says, or is refused with its place.

Nothing is typed but integers, true, false and null, so that `NO` is Norway, `012` and `1:30` stay as
they are written and a date is text until a field asks for one.  Refused are duplicate keys, keys that
are no plain words, anchors and aliases, tags, deep nesting and texts of a size that nobody reviews.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from briefing.model import RecordError

LARGEST = 10_000_000
"""Characters; a record of this size was not written by a person."""
DEEPEST = 12
"""Levels; a record has six."""
_CHECK = "Check the quotes and the indentation of that line."
_HINTS = {
    "mapping values are not allowed": "Put the value in quotes: a colon and a space in it begin a new one.",
    "cannot start any token": "Indent with spaces, not tabs; quote what begins with @, `, % or *.",
    "another document": "A file holds one document: remove the line of three hyphens in its middle.",
    "escape c": "In double quotes a backslash begins an escape: write it twice, or use single quotes.",
    "unexpected end of stream": "Close the quotes or the bracket that stands open.",
    "or ']'": "Close the bracket, or put a comma between two values.",
    "or '}'": "Close the brace, or put a comma between two fields.",
    "expected ':'": "Write `name: value`, and quote a value that goes over several lines.",
    "block end": "Indent the fields of one item alike, and begin each item of a list with a hyphen.",
}
"""Words of the parser's messages -> what to try."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML holds only as an escape."""


class _Loader(yaml.CSafeLoader):
    """Types integers, true, false and null alone."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]{0,17})$"), list("-0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(
                None, None, "a name is a list or a mapping, not a word", key.start_mark
            )
        if key.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key.value!r} stands twice", key.start_mark
            )
        seen.add(key.value)
    return {str(k): v for k, v in loader.construct_mapping(node, deep=True).items()}


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(text: str, where: str) -> Any:
    """Read YAML strictly; raises RecordError with line and column, counted from 1."""
    if len(text) > LARGEST:
        hint = "Look for what filled it, or take it back from git."
        raise RecordError(f"is larger than {LARGEST:,} characters", where=where, hint=hint)
    try:
        _look_through(text, where)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader of our own)
    except yaml.YAMLError as error:
        raise _fault(error, text, where) from None


def require_form(text: str, where: str) -> None:
    """Raise RecordError with line and column where text is no YAML; what it holds is not looked at."""
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        raise _fault(error, text, where) from None


def _look_through(text: str, where: str) -> None:
    """Refuse what the form alone shows, before a value is made."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "Write the value out, or quote a text that begins with & or *."
            raise _at(event.start_mark, where, "anchors and aliases are not allowed", hint)
        tag = getattr(event, "tag", None)
        if tag and not (isinstance(event, yaml.ScalarEvent) and tag == "!"):
            hint = "Remove it, or quote a text that begins with an exclamation mark."
            raise _at(event.start_mark, where, f"the tag {tag} is not allowed", hint)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            what = f"nested deeper than {DEEPEST} levels"
            raise _at(event.start_mark, where, what, "Check the indentation and the brackets.")


def _fault(error: yaml.YAMLError, text: str, where: str) -> RecordError:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _unreadable(text, where, error)
    problem = (error.problem or "is no valid YAML").replace("found ", "", 1).replace("but ", "", 1)
    hint = next((hint for words, hint in _HINTS.items() if words in problem), _CHECK)
    if "stands twice" in problem:
        hint = "Keep one of the two."
    return _at(error.problem_mark or error.context_mark, where, problem, hint)


def _at(mark: Any, where: str, what: str, hint: str) -> RecordError:
    place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark is not None else where
    return RecordError(what, where=place, hint=hint)


def _unreadable(text: str, where: str, error: yaml.YAMLError) -> RecordError:
    """Name the character that YAML does not read; the parser itself gives no place."""
    found = _FORBIDDEN.search(text)
    if found is None:
        what = f"is no valid YAML: {error}".splitlines()[0]
        return RecordError(what, where=where, hint="Open it in an editor that knows YAML.")
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    return RecordError(
        f"holds U+{ord(found[0]):04X}, a control character",
        where=f"{where}:{line}:{column}",
        hint="Delete it; where the source has it, write it as an escape in double quotes.",
    )
