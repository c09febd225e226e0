"""The wheel holds every module, lexicon file and template; both files of a release are the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from briefing import __version__, starter
from briefing.model import filenames
from tests import ROOT


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("release"))


def built(folder: Path) -> Path:
    """Build a release as `make release` does."""
    command = [sys.executable, str(ROOT / "tools" / "release.py"), str(folder)]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    )
    return folder


def test_every_package_is_named() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {path.parent for path in (ROOT / "briefing").rglob("*.py") if "files" not in path.parts}
    there = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert set(named) == there | {"briefing.locks", "briefing.templates", "briefing.starter.reference"}


def test_the_wheel_holds_everything(release: Path) -> None:
    held = set(zipfile.ZipFile(next(release.glob("*.whl"))).namelist())
    shipped = {
        "briefing": "briefing",
        "templates": "briefing/templates",
        "content/reference": "briefing/starter/reference",
    }
    for folder, inside in ((ROOT / here, inside) for here, inside in shipped.items()):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{inside}/{path.relative_to(folder).as_posix()}" in held


def test_a_release_is_the_same_bytes_each_time(release: Path, tmp_path: Path) -> None:
    (ROOT / "briefing" / "__init__.py").touch()
    again = built(tmp_path / "again")
    names = sorted(path.name for path in release.iterdir())
    stem = f"briefing_pages-{__version__}"
    assert names == [f"{stem}-py3-none-any.whl", f"{stem}.tar.gz"]
    for name in names:
        assert (again / name).read_bytes() == (release / name).read_bytes()


def test_the_sdist_makes_the_same_wheel(release: Path, tmp_path: Path) -> None:
    with tarfile.open(next(release.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    code = "from setuptools import build_meta; build_meta.build_wheel('wheel')"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "wheel").iterdir()
    made, first = zipfile.ZipFile(wheel), zipfile.ZipFile(next(release.glob("*.whl")))
    assert {name: made.read(name) for name in made.namelist()} == {
        name: first.read(name) for name in first.namelist()
    }


def test_every_name_is_one_on_windows_too(tmp_path: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    made = starter.make(tmp_path / "desk", name="Desk", requirement="x")
    names = [*filter(None, listed.stdout.split("\0")), *(p.relative_to(tmp_path).as_posix() for p in made)]
    parts = {part for name in names for part in name.split("/")}
    assert [
        part for part in parts if re.search(r'[<>:"|?*\\]|[ .]$', part) or filenames.RESERVED.match(part)
    ] == []
    assert len({name.casefold() for name in names}) == len(set(names))


def test_the_citation_names_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert cited["license"] == "MIT"
