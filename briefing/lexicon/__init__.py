"""What the engine knows about the language of news: typed tables read from the YAML files here.

Each file of this folder is one field of `Lexicon`; its rows are documented at the head of the
file.  A fix to what the engine knows is a line of YAML, never a longer regular expression.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import msgspec
import yaml

HERE = Path(__file__).parent


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of a file's content."""


class Lexicon(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """All tables.  Compared and hashed by identity, so that stages can cache what they compile."""


def read(folder: Path) -> Lexicon:
    """Read every table of `folder`; raises msgspec.ValidationError for a row out of shape."""
    raw: dict[str, Any] = {}
    for field in msgspec.structs.fields(Lexicon):
        path = folder / f"{field.name}.yml"
        raw[field.name] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506
    return msgspec.convert(raw, Lexicon)


@functools.cache
def load() -> Lexicon:
    """Return the lexicon that ships with the package."""
    return read(HERE)
