"""A class -> what the docstrings below its fields say, for the schema and the documents."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap


def field_docs(kind: type) -> dict[str, str]:
    """Return the docstring of each field that has one, as one line; needs the source of the class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    found: dict[str, str] = {}
    rows = tree.body if isinstance(tree, ast.ClassDef) else []
    for before, row in itertools.pairwise(rows):
        target = before.target if isinstance(before, ast.AnnAssign) else None
        if isinstance(before, ast.Assign):
            target = before.targets[0] if isinstance(before.targets[0], ast.Name) else None
        told = row.value if isinstance(row, ast.Expr) else None
        if isinstance(target, ast.Name) and isinstance(told, ast.Constant):
            found[target.id] = " ".join(str(told.value).split())
    return found
