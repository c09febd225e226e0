"""The wheel holds every module, lexicon file and template."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tests import ROOT


def test_every_package_is_named() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {path.parent for path in (ROOT / "briefing").rglob("*.py") if "files" not in path.parts}
    there = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert set(named) == there | {"briefing.locks", "briefing.templates", "briefing.starter.reference"}


def test_the_wheel_holds_everything(tmp_path: Path) -> None:
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), *offline, "--wheel-dir", str(tmp_path)]
    subprocess.run([*command, "--config-settings=--build-dir=" + str(tmp_path / "build")], check=True)
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    shipped = {
        "briefing": "briefing",
        "templates": "briefing/templates",
        "content/reference": "briefing/starter/reference",
    }
    for folder, inside in ((ROOT / here, inside) for here, inside in shipped.items()):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{inside}/{path.relative_to(folder).as_posix()}" in held
