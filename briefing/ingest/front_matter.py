"""The front matter of other programs (Hugo, Jekyll, Obsidian, web clippers) -> what a seed says about itself.

YAML between `---`, TOML between `+++`, JSON between braces.  A field that a seed has under another name is
taken over; any other, and a value that cannot be read, is named and left out.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from briefing.ingest.received import named, one_line, web_address
from briefing.model import BriefingError, Rights, SeedError
from briefing.storage import yaml_reader

_FENCED = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_YAML_END = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^\.\.\.[ \t]*(?:\r?\n|\Z)", re.S | re.M)
NAMES = {
    "title": ("title", "headline", "name"),
    "date": (
        "date",
        "published",
        "publishdate",
        "pubdate",
        "datepublished",
        "date_published",
        "publicationdate",
        "published_at",
        "created",
        "created_at",
        "datecreated",
    ),
    "author": ("author", "authors", "byline", "creator", "by"),
    "publisher": (
        "publisher",
        "publication",
        "site",
        "sitename",
        "site_name",
        "website",
        "outlet",
        "journal",
        "newspaper",
    ),
    "url": (
        "url",
        "source",
        "link",
        "canonical",
        "canonicalurl",
        "canonical_url",
        "original",
        "original_url",
        "source_url",
        "permalink",
        "uri",
    ),
    "language": ("language", "lang", "locale"),
    "rights": ("rights",),
    "tags": ("tags", "keywords", "categories", "topics", "tag", "category"),
}
"""A seed's field -> the names of others for it, the one that counts most first;
case and hyphens do not count."""
_DATE = re.compile(r"\[{0,2}(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\]{0,2}")
_MOST = 20


class FrontMatter(Struct, frozen=True, kw_only=True):
    """What the front matter said, and the offset at which the text begins."""

    end: int = 0
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rights: Rights | None = None
    left_out: tuple[str, ...] = ()


def read(text: str, path: Path) -> FrontMatter:
    """Return the front matter; raises SeedError where there is one that no program could read."""
    fields, end = _fields(text, path)
    if not fields:
        return FrontMatter(end=end)
    by_name = {re.sub(r"[\s-]+", "", str(key).lower()).rstrip(":"): key for key in fields}
    used: set[Any] = set()
    found: dict[str, Any] = {}
    readers: dict[str, Callable[[Any], Any]] = {
        "rights": _rights,
        "date": _day,
        "tags": _tags,
        "url": web_address_of,
        "author": _people,
        "language": _language,
    }
    for wanted, names in NAMES.items():
        for name in names:
            key = by_name.get(name)
            if key is None or key in used or fields[key] in (None, "", []):
                continue
            reader: Callable[[Any], Any] = readers.get(wanted, _line)
            value = reader(fields[key])
            if value and wanted not in found:
                found[wanted] = value
                used.add(key)
    source = by_name.get("source")
    if (
        source is not None
        and source not in used
        and "publisher" not in found
        and (words := _line(fields[source]))
    ):
        found["publisher"] = words
        used.add(source)
    empty = {key for key, value in fields.items() if value in (None, "", [], {})}
    left = [key for key in fields if key not in used and key not in empty]
    names_left = [
        named(f"the field {key!r} of the front matter", _shown(fields[key])) for key in left[:_MOST]
    ]
    if len(left) > _MOST:
        names_left.append(f"{len(left) - _MOST} more fields of the front matter")
    return FrontMatter(end=end, left_out=tuple(names_left), **found)


def _fields(text: str, path: Path) -> tuple[Mapping[Any, Any], int]:
    """Return the fields as written and the offset behind them; none where the text has no front matter."""
    hint = "Write it as title: …, date: 2025-02-28 between two lines of ---, or remove it."
    found = _FENCED.match(text) or _YAML_END.match(text)
    start = text.lstrip("\ufeff").lstrip()
    try:
        if found and found[0].lstrip("\ufeff").startswith("+++"):
            return tomllib.loads(found[2]), found.end()
        if found:
            raw = found[found.lastindex or 1]
            fields = yaml_reader.read("\n" + raw, str(path))
            if fields is None or isinstance(fields, dict):
                return fields or {}, found.end()
            return {}, 0  # a line between two rulers, which is text
        if start.startswith("{") and path.suffix.lower() != ".txt":
            fields, length = json.JSONDecoder().raw_decode(start)
            return (fields, text.index(start) + length) if isinstance(fields, dict) else ({}, 0)
    except BriefingError as error:
        raise SeedError(
            f"the front matter is broken: {error.what}", where=error.where, hint=error.hint
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"the front matter is broken: {error}", where=f"{path}:1", hint=hint) from None
    except (ValueError, RecursionError):
        return {}, 0
    if re.match(r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n\s*\w+\s*[:=]", text):
        raise SeedError(
            "the front matter is not closed",
            where=f"{path}:1",
            hint="End it with the line that it begins with.",
        )
    return {}, 0


def _shown(value: Any) -> str:
    return str(value) if not isinstance(value, list | tuple) else ", ".join(map(str, value))


def _line(value: Any) -> str | None:
    if isinstance(value, str | int | float):
        return one_line(_unlinked(str(value)))
    return _people(value)


def _people(value: Any) -> str | None:
    """Return names joined by commas: of a line, a list, or entries with a name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, list | tuple):
        names = [name for one in value if (name := _people(one))]
        return ", ".join(dict.fromkeys(names)) or None
    return one_line(_unlinked(str(value))) if isinstance(value, str | int) else None


def _unlinked(text: str) -> str:
    return re.sub(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]", r"\1", text)


def web_address_of(value: Any) -> str | None:
    """Return an address of the web, or None."""
    return web_address(value) if isinstance(value, str) else None


def _language(value: Any) -> str | None:
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*", value) if isinstance(value, str) else None
    return found[0].replace("_", "-").lower() if found else None


def _tags(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",") if "," in value else value.split()
    rows = value if isinstance(value, list | tuple) else ()
    words = (one_line(str(row).lstrip("#")) for row in rows if isinstance(row, str | int))
    return tuple(dict.fromkeys(word for word in words if word))


def _rights(value: Any) -> Rights | None:
    try:
        found: Rights = msgspec.convert(value, Rights)
    except msgspec.ValidationError:
        return None
    return found


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return day_of(str(value))


def day_of(text: str) -> date | None:
    """Return the day at the head of a text: 2024-03-12T10:00:00+01:00, 2024/3/12, [[2024-03-12]]."""
    found = _DATE.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _day_in_words(text)
    except ValueError:
        return None


def _day_in_words(text: str) -> date | None:
    from briefing.ingest.mail_text import day_in_words

    return day_in_words(text) if len(text) < 60 else None
