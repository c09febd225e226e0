"""A module imports only from lower numbers; the list of rooms stands in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "briefing"
ROOMS = {
    name: int(level)
    for level, name in re.findall(r"^\s*(\d+)  (\w+) ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)
}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    """Return the module of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "briefing":
            found |= {alias.name for alias in node.names if alias.name not in ("PACKAGE", "__version__")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("briefing."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("briefing.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS, f"CONTRIBUTING.md does not list the room {room}"
    for other in imports(path) - {room}:
        assert other in ROOMS, f"CONTRIBUTING.md does not list the room {other}"
        assert ROOMS[other] < ROOMS[room], f"{room} ({ROOMS[room]}) imports {other} ({ROOMS[other]})"


def test_only_site_imports_mkdocs() -> None:
    users = {room_of(p) for p in FILES if re.search(r"^\s*(from|import) mkdocs", p.read_text("utf-8"), re.M)}
    assert users == {"site"}


def test_the_list_names_no_room_that_is_not_there() -> None:
    there = {room_of(path) for path in FILES}
    assert set(ROOMS) <= there, f"listed, but not there: {set(ROOMS) - there}"
