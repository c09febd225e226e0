"""What msgspec says about a value that does not fit the model -> what a person reads, and what to try."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import msgspec

from briefing import model

_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_MISSING = re.compile(r"required field `([^`]+)`")
_GOT = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_BOUND = re.compile(r"Expected `int` (?P<bound>[<>]=) (?P<number>-?\d+)")
_SCHEMA = "See the schema named in the first line of the file."
_NOUNS = {
    "str": "a text",
    "int": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "fields with values",
    "null": "nothing",
}
_TRY = {
    "str": 'Put it in quotes: "{got}".',
    "array": "Write a hyphen before each item, or [one, two].",
    "object": "Write `name: value`, each on a line of its own or in {{braces}}.",
    "int": "Write digits alone.",
    "bool": "Write true or false.",
}


def unknown(message: str) -> str:
    """Return the name of the field that the model does not know, or ""."""
    found = _UNKNOWN.search(message)
    return found[1] if found else ""


def worded(message: str, path: str, kind: Any) -> tuple[str, str]:
    """Return what is wrong and what to try; `path` leads from `kind` to the value ("actors[2].kind")."""
    if found := _UNKNOWN.search(message):
        known = {name for struct in _structs() for name in struct.__struct_fields__}
        near = difflib.get_close_matches(found[1], sorted(known), 1)
        what = f"has no field {found[1]!r}"
        return what, f"Did you mean {near[0]!r}?" if near else f"Remove it. {_SCHEMA}"
    if found := _MISSING.search(message):
        return f"lacks the field {found[1]!r}", f"Add `{found[1]}:` with its value."
    if found := _GOT.search(message):
        wanted, got = found["wanted"].split(" | ")[0], found["got"]
        what = f"{_NOUNS.get(got, got)} stands where {_NOUNS.get(wanted, wanted)} should"
        hint = _TRY.get(wanted, _SCHEMA).format(got="true" if got == "bool" else "2024")
        return what, "Write one text." if wanted == "str" and got in ("array", "object") else hint
    if "enum value" in message:
        choices = _choices(kind, re.findall(r"[^.\[\]]+", path))
        return message.replace("Invalid enum value", "does not know"), f"Write one of: {', '.join(choices)}."
    if "RFC3339" in message or "Expected `date" in message:
        return "is no day of the calendar", "Write it as 2025-02-28."
    if "regex '^[A-Z]{2}" in message:
        return "is no code of a state", "Write two capitals: DE, or SU for the Soviet Union."
    if path.endswith("publish_after"):
        what, _, hint = message.partition("; ")
        return what, hint[:1].upper() + hint[1:] + "." if hint else "Write it as 2025-02-28."
    if "matching regex" in message:
        return "cannot be an id", "Write letters without accents, digits and hyphens, such as ann-lee."
    if found := _BOUND.search(message):
        most = found["bound"] == "<="
        what = f"the number is too {'large' if most else 'small'}"
        return what, f"Write one of {found['number']} at {'most' if most else 'least'}."
    if "is no span" in message or "not iterable" in message or path.endswith(".at"):
        return message, "Write where the words stand as 122-197, or [122-197, 210-214]."
    return message, _SCHEMA


def _choices(kind: Any, path: list[str]) -> list[str]:
    """Return the words that may be at a path below a type."""
    if get_origin(kind) is Literal:
        return [str(choice) for choice in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        return _choices(fields.get(path[0]), path[1:]) if path else []
    inner = path[1:] if path and path[0].isdigit() and get_origin(kind) is tuple else path
    return [choice for part in get_args(kind) for choice in _choices(part, inner)]


def _structs() -> Iterator[type[msgspec.Struct]]:
    for value in vars(model).values():
        if isinstance(value, type) and issubclass(value, model.Record):
            yield value
