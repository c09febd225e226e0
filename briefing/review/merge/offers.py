"""What the machine offers, as its file keeps it: ids, and for each field a short hash.

Goes in: the tree of a brief.  Comes out: the same tree in plain JSON, without places, in which a value is
itself where it is short and else its hash; a field without a value is left out.  An item carries its first
words, so that it is known again after a person strikes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from briefing.model import Spans
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, split

PLAIN = 12
"""Characters up to which a value is its own hash."""
FIRST = 100
"""Characters of an item's words that are kept."""
WORDS = "~"
"""Under this name an item keeps its first words, and those that date it."""
OWN = ("schema_version", "slug", "former_slugs", "drafted", "approvals", "conflicts", "struck")
"""Fields of a record that no draft is about."""
PERSONS = "-"
"""Stands where a field is a person's, whatever its value: no value has this hash."""
Offer = dict[str, Any]


def offer(tree: Fields) -> Offer:
    """Return what a tree offers."""
    return _fields(Fields((name, value) for name, value in tree.items() if name not in OWN))


def token(written: Offer) -> str:
    """Return the hash by which a record names what was written into it."""
    return blake2b(msgspec.json.encode(written, enc_hook=str), digest_size=4).hexdigest()


def told(value: Any) -> Any:
    """Return how a file of the machine has a value; nothing ("", [] or {}) where there is none."""
    if isinstance(value, Fields):
        return _fields(value)
    if isinstance(value, ItemList):
        if any(isinstance(row, Fields) for row in value.values()):
            return {key: _row(row) for key, row in value.items()}
        return list(value)
    if isinstance(value, QuotedWords):
        return _short(f"{value.text}\0{value.occurrence}" if value.occurrence else value.text)
    if value in (None, (), False) or isinstance(value, Spans):
        return ""
    return _short(msgspec.json.encode(value).decode() if isinstance(value, tuple) else str(value))


def _fields(node: Fields) -> Offer:
    plain = ((name, told(value)) for name, value in node.items() if name not in ("id", "sha256"))
    return {name: value for name, value in plain if value}


def _row(row: Fields) -> Offer:
    """Return what an item offers, with its first words."""
    when = row["when"]["text"].text if isinstance(row.get("when"), Fields) else ""
    words = [first_words(words_of(row)), *([when] if when else [])]
    return {WORDS: words, **_fields(row)}


def words_of(node: Fields) -> str:
    """Return the words that an item is known by."""
    found = (quoted(node.get(name)) for name in ("text", "title", "then", "now", *node))
    return next((words.text for words in found if words is not None), str(node.get("name", "")))


def quoted(node: Any) -> QuotedWords | None:
    """Return the words of a quote, which stand by themselves or in a struct; a date is no quote."""
    if isinstance(node, Fields) and "earliest" not in node:
        node = node.get("text")
    return node if isinstance(node, QuotedWords) else None


def first_words(text: str) -> str:
    """Return words, as far as they tell a place."""
    return text if len(text) <= FIRST else text[:FIRST].rsplit(" ", 1)[0]


def _short(text: str) -> str:
    if len(text) <= PLAIN and text[:1] not in ("#", PERSONS):
        return text
    return "#" + blake2b(text.encode(), digest_size=4).hexdigest()


# -- paths --------------------------------------------------------------------------------------


def at(offered: Mapping[str, Any], path: str) -> Any:
    """Return what is offered at a path, "" where nothing is; None where not even its item is known."""
    node: Any = offered
    parts = split(path)
    for number, part in enumerate(parts):
        if isinstance(node, list):
            return part if part in node else None
        if not isinstance(node, dict):
            return None
        if part not in node:
            return "" if number == len(parts) - 1 else None
        node = node[part]
    return node


def put(offered: Offer, path: str, value: Any) -> Offer:
    """Return an offer with something else at a path; nothing ("", [], {}) takes it away."""
    name, *rest = split(path)
    result = dict(offered)
    here = result.get(name)
    if not rest:
        result.pop(name, None)
        return result | {name: value} if value else result
    if isinstance(here, list):
        return result | {name: [word for word in here if word != rest[0]] + ([rest[0]] if value else [])}
    if isinstance(here, dict):
        below = "/".join(part.replace("~", "~0").replace("/", "~1") for part in rest)
        return result | {name: put(here, below, value)}
    return result
