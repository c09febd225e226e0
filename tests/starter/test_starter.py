"""A new desk: made by one command, built at once by the installed package, and its people's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing import starter
from briefing.model import ConfigError
from briefing.storage import record_files
from tests import ROOT

SAMPLE = "2025-01-17-sample-fishing-talks"


def configuration(folder: Path) -> dict[str, Any]:
    """Read mkdocs.yml as MkDocs would; a value of the environment is its default."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: [loader.construct_object(n) for n in node.value][-1])
    read: dict[str, Any] = yaml.load((folder / "mkdocs.yml").read_text("utf-8"), Loader=Loader)  # noqa: S506
    return read


def run(*command: str | Path, folder: Path) -> str:
    result = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return result.stdout + result.stderr


def show_drafts(desk: Path) -> None:
    """Let a new desk show what nobody has reviewed."""
    config = desk / "mkdocs.yml"
    before = config.read_text("utf-8")
    config.write_text(before.replace("publish: reviewed", "publish: all"), "utf-8")
    assert config.read_text("utf-8") != before


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what the wheel needs comes from this one."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index", "--quiet"]
    build = f"--config-settings=--build-dir={folder / 'build'}"
    run(*pip, "wheel", ROOT, *offline, "--no-build-isolation", build, "--wheel-dir", folder, folder=folder)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", *offline, *folder.glob("*.whl"), folder=folder)
    inside = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder)
    here = run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder)
    needed = f"import site; site.addsitedir({here.strip()!r})"  # and what a .pth file there names
    (Path(inside.strip()) / "needed.pth").write_text(needed, "utf-8")
    return python


def test_the_wheel_makes_a_desk_that_builds_at_once(installed: Path, tmp_path: Path) -> None:
    assert str(ROOT) not in run(installed, "-c", "import briefing; print(briefing.__file__)", folder=tmp_path)
    said = run(installed.with_name("briefing"), "new", "harbour-desk", folder=tmp_path)
    assert "A public repository shows seeds and drafts to everybody" in said
    desk = tmp_path / "harbour-desk"
    show_drafts(desk)
    assert record_files.read_record(record_files.record_path(desk, SAMPLE)).statements
    run(installed, "build.py", "build", "--strict", folder=desk)
    page = desk / "site" / "briefs" / f"{SAMPLE}.html"
    assert "Ingrid Solberg" in page.read_text("utf-8")
    assert "Harbour desk" in (desk / "site" / "index.html").read_text("utf-8")
    assert (desk / "site" / "assets" / "style.css").is_file()
    left = [p.name for p in (desk / "site").rglob("*") if p.suffix in (".py", ".yml", ".pyc")]
    assert left == []
    before = page.read_bytes()
    run(installed, "-m", "mkdocs", "build", "--strict", folder=desk)
    assert page.read_bytes() == before


def test_a_template_of_the_desk_takes_the_place_of_the_packages(installed: Path, tmp_path: Path) -> None:
    run(installed.with_name("briefing"), "new", "desk", folder=tmp_path)
    desk = tmp_path / "desk"
    show_drafts(desk)
    config = desk / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  # custom_dir", "  custom_dir"), "utf-8")
    sections = desk / "templates" / "pages" / "sections"
    sections.mkdir(parents=True)
    (sections / "provenance.html").write_text("<p>Our own words</p>", "utf-8")
    run(installed, "build.py", "build", "--strict", folder=desk)
    page = (desk / "site" / "briefs" / f"{SAMPLE}.html").read_text("utf-8")
    assert "<p>Our own words</p>" in page
    assert "Ingrid Solberg" in page


def test_a_new_desk_has_the_pages_and_options_of_this_one(tmp_path: Path) -> None:
    starter.make(tmp_path, name="x", requirement="y")
    new, here = configuration(tmp_path), configuration(ROOT)
    assert new["nav"] == here["nav"]
    ((name, options),) = new["plugins"][0].items()
    assert name == "briefing"
    assert options.keys() == here["plugins"][0]["briefing"].keys()
    for path in (ROOT / "content" / "reference").glob("*.yml"):
        assert (tmp_path / "content" / "reference" / path.name).read_bytes() == path.read_bytes()
    assert (tmp_path / "content" / "schema" / "brief.schema.json").read_bytes() == (
        ROOT / "content" / "schema" / "brief.schema.json"
    ).read_bytes()


@pytest.mark.parametrize("name", ["x: y # {z}", "'\"", "*a", "- b", "Bøker & <b>", "@REQUIREMENT@"])
def test_any_name_on_one_line_is_a_name(tmp_path: Path, name: str) -> None:
    starter.make(tmp_path, name=name, requirement="briefing-pages==1")
    assert configuration(tmp_path)["site_name"] == name
    assert (tmp_path / "content" / "index.md").read_text("utf-8").startswith(f"# {name}\n")
    assert (tmp_path / "requirements.txt").read_text("utf-8").endswith("\nbriefing-pages==1\n")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1bb"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="one line"):
        starter.make(tmp_path / "new", name=name, requirement="y")
    assert not (tmp_path / "new").exists()


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(ConfigError, match="not empty"):
            starter.make(folder, name="x", requirement="y")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
