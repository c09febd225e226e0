"""The rooms: what imports what is held by the contracts in pyproject.toml, and CONTRIBUTING.md draws the same rooms."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = CONTRACTS[0]["layers"]
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    said = lint(ROOT)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/errors.py", "from briefing import lexicon", CONTRACTS[0]["name"]),
        ("extract/dates/days.py", "from briefing.extract import summary", CONTRACTS[1]["name"]),
        ("render/page.py", "import mkdocs.config", CONTRACTS[2]["name"]),
    ],
)
def test_an_import_that_goes_up_is_named(module: str, line: str, contract: str, tmp_path: Path) -> None:
    for path in (ROOT / "briefing").rglob("*.py"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    with (tmp_path / "briefing" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    said = lint(tmp_path)
    assert said.returncode == 1
    assert f"{contract} BROKEN" in said.stdout


def test_contributing_draws_the_rooms_in_their_order() -> None:
    drawing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Rooms")[1].split("```")[1]
    assert re.findall(r"^ {10,14}([a-z]+) ", drawing, re.M) == ROOMS
