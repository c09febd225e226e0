"""Every word that the templates ask for is in words.yml, and none is there for nothing."""

from __future__ import annotations

import ast
import contextlib
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args, get_type_hints

import jinja2
import yaml
from jinja2 import nodes

from briefing import PACKAGE
from briefing.lexicon import Lexicon
from briefing.model import (
    BackgroundKind,
    Correction,
    Kind,
    Mode,
    Problem,
    Relation,
    StatementKind,
    Status,
)
from briefing.storage import files

NEEDED = (Status, BackgroundKind, Relation, get_type_hints(Correction)["kind"])
"""Values of the model that pages look up by themselves."""
KNOWN = (*NEEDED, Kind, StatementKind, Mode)
"""The same, and those that only some pages look up."""


def check(folders: Sequence[Path], words: Lexicon, root: Path) -> Iterator[Problem]:
    """Yield words that are missing, stand twice or are never asked for, where a desk has templates.

    The words of all folders count together: below `root` a desk writes down those alone that it changes.
    """
    places = [folder.resolve() for folder in folders]
    own = [p for p in places if p.is_relative_to(root) and "site-packages" not in p.parts]  # no .venv
    homes = [folder / "words.yml" for folder in folders if (folder / "words.yml").is_file()]
    if not (own and homes):
        return
    home, given = homes[0], _given(homes[0])
    for name, line in given:
        if line != (first := next(at for other, at in given if other == name)):
            yield _told(home, line, f"{name!r} stands twice, first in line {first}", "Delete one of the two.")
    there = {name for path in homes for name, _ in _given(path)}
    asked: set[str] = set()
    for path, tree in _trees(folders):
        asked |= {node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str)}
        for line, name in _asked(tree):
            asked.add(name)
            if name not in there:
                near = difflib.get_close_matches(name, sorted(there), 1)
                hint = f"Did you mean {near[0]!r}?" if near else f"Add `{name}:` to {home.name}."
                yield _told(path, line, f"asks for the word {name!r}, which {home.name} does not have", hint)
    for name in sorted(_values(NEEDED) - there):
        yield _told(home, 1, f"the word {name!r} is missing", "Pages look it up for a value of a record.")
    asked |= _values(KNOWN) | set(words.comparison.eras) | set(words.comparison.themes) | _constants()
    asked |= {era.id for era in words.calendar.eras}
    for name, line in given:
        if name not in asked:
            what = f"no template asks for the word {name!r}"
            yield _told(home, line, what, "Delete the line.", warn=True)


def _given(home: Path) -> list[tuple[str, int]]:
    """Return (key, line) of each word; the loader of the pages would take the last of two in silence."""
    root = yaml.compose(files.read_text(home), Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return []
    return [(str(key.value), key.start_mark.line + 1) for key, _ in root.value]


def _trees(folders: Iterable[Path]) -> Iterator[tuple[Path, nodes.Template]]:
    """Yield every template as read; of one that is broken rendering tells, with its line."""
    environment = jinja2.Environment(autoescape=True)
    for folder in folders:
        for path in sorted(path for end in ("html", "xml", "j2") for path in folder.rglob(f"*.{end}")):
            with contextlib.suppress(jinja2.TemplateSyntaxError):
                yield path, environment.parse(files.read_text(path))


def _asked(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield (line, key) of every word that a template names."""
    for name in tree.find_all(nodes.Getattr):
        if _is_words(name.node) and name.attr not in dir(Mapping):
            yield name.lineno, name.attr
    for key in tree.find_all(nodes.Getitem):
        if _is_words(key.node) and isinstance(key.arg, nodes.Const):
            yield key.lineno, str(key.arg.value)


def _is_words(node: nodes.Node) -> bool:
    """Return whether a node is `words` or `briefing.words`."""
    return (isinstance(node, nodes.Name) and node.name == "words") or (
        isinstance(node, nodes.Getattr) and node.attr == "words"
    )


def _constants() -> set[str]:
    """Return every string that the code of pages, packs and site holds: it names words by them."""
    found: set[str] = set()
    folders = ("render", "packs", "publish")
    for path in (path for folder in folders for path in (PACKAGE / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


def _values(kinds: Iterable[object]) -> set[str]:
    return {value for kind in kinds for value in get_args(kind)}


def _told(path: Path, line: int, what: str, hint: str, *, warn: bool = False) -> Problem:
    return Problem(
        where=str(path),
        line=line,
        column=1,
        rule="words",
        what=what,
        hint=hint,
        severity="warning" if warn else "error",
    )
