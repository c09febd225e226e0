"""One file of the lexicon: what all tables have in common, and how their YAML is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Base of a file's content."""


class Loader(yaml.CSafeLoader):
    """Reads `no`, `on` and `12:30` as the words they are: only numbers, true, false and null are typed."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9]\d*)$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])


def plain(path: Path) -> Any:
    """Return the rows of a file as plain values."""
    return yaml.load(path.read_text("utf-8"), Loader=Loader)  # noqa: S506 (a safe loader of our own)
