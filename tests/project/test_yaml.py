"""Every YAML file of the project says the same to the C loader, the pure-Python one and a reader of YAML 1.2."""

from __future__ import annotations

import io
import subprocess
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from tests import ROOT

FILES = [
    Path(name)
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--", "*.yml", "*.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    if name
]
KNOWN_TAG = "!ENV"
"""MkDocs' own: an environment variable."""


class _Python(yaml.SafeLoader):
    pass


class _C(yaml.CSafeLoader):
    pass


for loader in (_Python, _C):
    loader.add_constructor(KNOWN_TAG, lambda made, node: made.construct_sequence(node))  # type: ignore[arg-type]
    loader.yaml_implicit_resolvers = {}  # text as text: what is typed is the strict reader's, tested elsewhere


def plain(value: Any) -> Any:
    """Return a value with text in the place of what the two versions of YAML type differently."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_says_the_same_to_every_reader(file: Path) -> None:
    text = (ROOT / file).read_text("utf-8")
    found = yaml.load(text, Loader=_C)  # noqa: S506 (a safe loader)
    assert yaml.load(text, Loader=_Python) == found  # noqa: S506
    reader = YAML(typ="safe", pure=True)
    reader.version = "1.2"
    reader.allow_duplicate_keys = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = reader.compose(io.StringIO(text))
    assert _of_node(tree) == plain(found)


def _of_node(node: Any) -> Any:
    """Return what a tree of nodes holds, scalars as they are written."""
    if node is None:
        return "None"
    if node.id == "mapping":
        return {str(key.value): _of_node(value) for key, value in node.value}
    if node.id == "sequence":
        return [_of_node(inner) for inner in node.value]
    return str(node.value)
