"""Model <-> canonical YAML and JSON, and the JSON Schema.

The canonical YAML of a record is made to be read in a diff and merged by git: an item is a few lines, its
words on a line of their own, and an empty line is between two of them.  Places are not in it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from briefing import model
from briefing.model import (
    DAMAGED,
    SCHEMA_VERSION,
    Brief,
    Embargo,
    PartialDate,
    Precision,
    Quote,
    RecordError,
    Spans,
    When,
    decode_hook,
)
from briefing.model.field_docs import field_docs
from briefing.model.sections import LISTS, SECTION, shape_of
from briefing.storage import migrations, validation_messages, yaml_reader
from briefing.storage.yaml_positions import YamlPositions

SCHEMA_LINE = "# yaml-language-server: $schema=../schema/brief.schema.json\n"
WIDTH = 120
_PLAIN = re.compile(r"[^\W\d_][\w .,’'“”()/&;!?%+*–—…-]*")
_RESERVED = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n", "none", "~"))
_CODE = re.compile(r"[A-Za-z][\w./#-]*|https?://[^\s,\[\]{}#'\"]+|[0-9a-f]{40,64}|\d+-\d+", re.ASCII)
T = TypeVar("T")


# -- writing ------------------------------------------------------------------------------------


def dump_yaml(brief: Brief) -> str:
    """Return the canonical YAML of a record.

    Between what different people edit, groups of the head and items, is an empty line, so that git merges it.
    """
    fields = _fields(brief) | {"schema_version": SCHEMA_VERSION}
    lines = [SCHEMA_LINE.rstrip()]
    for group in GROUPS:
        here = [_entry(name, fields.pop(name)) for name in group if name in fields]
        lines += [*itertools.chain.from_iterable(here), ""] if here else []
    for name, value in fields.items():
        lines += [*_entry(name, value), ""]
    return "\n".join(lines[:-1]) + "\n"


GROUPS = (
    ("schema_version", "slug", "former_slugs", "drafted"),
    ("title",),
    ("status", "approvals", "publish_after"),
)
"""Fields that stand together."""


def dump_fields(fields: Mapping[str, Any]) -> str:
    """Return the canonical YAML of plain fields, a line each: the front matter of a seed."""
    return "".join(f"{name}: {_flow(value)}\n" for name, value in fields.items())


def dump_flow(value: Any) -> str:
    """Return a value of the model as YAML on one line, to be in a list of such."""
    return _flow(value)


def _entry(name: str, value: Any) -> list[str]:
    """Write a field of a record."""
    if name == "notes":
        return _block(name, value)
    if name not in LISTS:
        flow = f"{name}: {_flow(value)}"
        if len(flow) > WIDTH and isinstance(value, msgspec.Struct):
            return [f"{name}:", *(f"  {key}: {_flow(inner)}" for key, inner in _fields(value).items())]
        return [flow]
    apart = name in SECTION
    items = (line for item in value for line in ([*_item(item), ""] if apart else _item(item)))
    return [f"{name}:", *(list(items)[:-1] if apart else items)]


def _fields(value: msgspec.Struct) -> dict[str, Any]:
    """Return the fields that differ from their defaults, in the order of the model, without places."""
    result = {}
    for name, default in _defaults(type(value)):
        here = getattr(value, name)
        if default is msgspec.NODEFAULT or here != default or name == "status":
            result[name] = here
    if isinstance(value, When) and value.precision == _precision(value):
        result.pop("precision", None)
        if value.latest == value.earliest:
            result.pop("latest", None)
    return result


def _precision(when: When) -> Precision | None:
    """Return what the bounds or an era say by themselves; the canonical form leaves it out."""
    if not when.earliest:
        return "era" if when.era else None
    return "day" if when.latest == when.earliest else "period"


@functools.cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """Return (name, default) of the fields of a struct; looking them up takes msgspec a millisecond."""
    fields = [f for f in msgspec.structs.fields(kind) if f.type is not Spans and f.name != "sha256"]
    factories = ((f.name, f.default, f.default_factory) for f in fields)
    return tuple((name, value if make is msgspec.NODEFAULT else make()) for name, value, make in factories)


def _item(item: msgspec.Struct) -> list[str]:
    """Write one item of a list in flow style, what it quotes in quotation marks and at the end of a line."""
    shape = shape_of(item)
    rows: list[list[str]] = [[]]
    for name, value in _fields(item).items():
        plain = _alone(value)
        if name == shape.quote or isinstance(value, Quote):
            words = f"{name}: {_quoted(plain) if isinstance(plain, str) else _flow_inner(plain)}"
            rows[-1:] = [[f"{rows[-1][0]}, {words}"]] if len(rows[-1]) == 1 else [rows[-1], [words]]
            rows.append([])
        else:
            rows[-1].append(f"{name}: {_flow_inner(plain)}")
    filled = [row for row in rows if row]
    ends = [*[","] * (len(filled) - 1), "}"]
    lines = [line for row, end in zip(filled, ends, strict=True) for line in _wrapped("   ", row, end)]
    return ["- {" + lines[0].lstrip(), *lines[1:]]


def _alone(value: Any) -> Any:
    """Return a quote of which nothing but the words is to be said as these."""
    return value.text if isinstance(value, Quote) and _fields(value).keys() == {"text"} else value


def _wrapped(head: str, words: list[str], tail: str) -> Iterator[str]:
    """Break what is in brackets over lines."""
    line = head
    for index, word in enumerate(words):
        more = word + (", " if index < len(words) - 1 else tail)
        if len(line) + len(more.rstrip()) > WIDTH and line.strip() != head.strip():
            yield line.rstrip()
            line = "   "
        line += more
    yield line.rstrip()


def _block(name: str, text: str) -> list[str]:
    """Write people's Markdown as a literal block where its lines allow it."""
    body = text.split("\n")
    if (
        text != text.strip("\n")
        or any(line != line.rstrip() or not line.isprintable() for line in body)
        or text[:1] == " "
    ):
        return [f"{name}: {_quoted(text)}"]
    return [f"{name}: |-", *(f"  {line}" if line else "" for line in body)]


def _flow(value: Any) -> str:
    """Write a value on one line."""
    value = _alone(value)
    if isinstance(value, msgspec.Struct):
        value = _fields(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_flow_inner(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_flow_inner(v) for v in value) + "]"
    return _scalar(value)


def _flow_inner(value: Any) -> str:
    """Write a value inside brackets, where a comma would end it."""
    if isinstance(value, str):
        plain = _scalar(value)
        return _quoted(value) if plain[:1] not in "'\"" and re.search(r"[,\[\]{}]", plain) else plain
    return _flow(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | Embargo):
        return str(value)
    if isinstance(value, int):
        return str(value)
    return _string(str(value))


def _string(text: str) -> str:
    if not text or text.lower() in _RESERVED or not text.isprintable() or text != text.strip():
        return _quoted(text)
    if _CODE.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text) and ": " not in text and " #" not in text and text[-1] != ":":
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Quote: single marks where every character is plain, else double ones with escapes."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'
    escapes = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", '"': '\\"'}
    return '"' + "".join(escapes.get(c) or (c if c.isprintable() else _escape(c)) for c in text) + '"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# -- reading ------------------------------------------------------------------------------------


def load_yaml(text: str, where: str) -> Brief:
    """Read a record; raises RecordError that names the place and what to do."""
    return convert(migrations.current(yaml_reader.read(text, where), where), Brief, text, where)


def convert(value: Any, kind: type[T], text: str, where: str) -> T:
    """Convert what was read to a type of the model; raises RecordError with the path inside."""
    try:
        return msgspec.convert(value, kind, dec_hook=decode_hook)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        path = path.rstrip("`").removeprefix("$").removeprefix(".")
        field = validation_messages.unknown(message)
        inside = f"{path}.{field}" if field else path
        place = f"{where}:{line_of(text, inside)}" if text else where
        what, hint = validation_messages.worded(message, path, kind)
        raise RecordError(f"{path}: {what}" if path else what, where=place, hint=hint) from None


def line_of(text: str, path: str) -> int:
    """Return the line, from 1, on which a path such as "actors[2].name" stands."""
    return YamlPositions(text).of("/".join(re.findall(r"[^.\[\]]+", path)))[0]


# -- JSON ---------------------------------------------------------------------------------------


def dump_json(value: Any) -> bytes:
    """Return JSON on one line; a place is a list of [start, end]."""
    return msgspec.json.encode(_versioned(value))


def dump_lines(value: Any, depth: int = 2) -> bytes:
    """Return JSON with one field or item a line, so that a diff shows what changed."""
    return ("\n".join(_opened(_versioned(value), "", depth)) + "\n").encode()


def pack(value: Any) -> bytes:
    """Return a value of the model as MessagePack, for caches."""
    return msgspec.msgpack.encode(value, enc_hook=_encode_hook)


def unpack(data: bytes | memoryview, kind: type[T]) -> T:
    """Return what `pack` made; raises one of DAMAGED where it did not."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=decode_hook)


def _encode_hook(value: Any) -> str:
    if isinstance(value, PartialDate | Embargo):
        return str(value)
    raise NotImplementedError(type(value))


def _versioned(value: Any) -> Any:
    """Return the builtins of a value; a schema version is written even where it is the default."""
    plain = msgspec.to_builtins(value, enc_hook=_encode_hook)
    version = getattr(value, "schema_version", None)
    return plain if version is None else {"schema_version": version, **plain}


def _opened(value: Any, indent: str, depth: int) -> Iterator[str]:
    """Open mappings and lists of mappings some levels deep; what lies deeper stays on its line."""
    inner = indent + " "
    if isinstance(value, dict) and value and len(indent) < depth:
        yield indent + "{"
        for index, (key, below) in enumerate(value.items()):
            lines = list(_opened(below, inner, depth))
            comma = "," if index < len(value) - 1 else ""
            yield from [f'{inner}"{key}": {lines[0].lstrip()}', *lines[1:-1]] if len(lines) > 1 else []
            yield lines[-1] + comma if len(lines) > 1 else f'{inner}"{key}": {lines[0].lstrip()}{comma}'
        yield indent + "}"
    elif isinstance(value, list | tuple) and value and (isinstance(value[0], dict) or len(indent) == 1):
        yield indent + "["
        yield from (f"{inner}{_compact(item)}," for item in value[:-1])
        yield inner + _compact(value[-1])
        yield indent + "]"
    else:
        yield indent + _compact(value)


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def load_json(data: bytes, kind: type[T], where: str) -> T:
    """Read JSON written by `dump_json`; raises RecordError where it is damaged."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=decode_hook)
    except DAMAGED as error:
        raise RecordError(str(error), where=where, hint="Delete the file; the build makes it anew.") from None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a record's file, with the docstrings of the model as descriptions."""

    def hook(kind: type) -> dict[str, Any]:
        if kind is Spans:
            return {"type": "array"}
        if kind is Embargo:
            return {"type": "string", "pattern": f"^{Embargo.FORM}$"}
        raise NotImplementedError(kind)

    result = msgspec.json.schema(Brief, schema_hook=hook)
    kinds = result["$defs"]
    for title, found in kinds.items():
        told = field_docs(getattr(model, title))
        for name in ("at", "mentions", "sha256"):
            found.get("properties", {}).pop(name, None)
        for name, row in found.get("properties", {}).items():
            row.update({"description": told[name]} if name in told else {})
    kinds["Quote"] = {"anyOf": [{"type": "string"}, kinds["Quote"]]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Brief", **result}
