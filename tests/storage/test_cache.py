"""A cache that did not come from this machine is not believed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from briefing import cli
from briefing.storage import cache
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"
SLUG = "2024-05-03-talks"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that was built on another machine, as a clone brings it with its cache."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "theirs"))
    folder = new_desk(tmp_path / "desk", {SLUG: TEXT})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "ours"))
    return folder


def poisoned(desk: Path) -> None:
    """Put code where templates are kept as code, and something else next to it."""
    (compiled,) = (desk / ".cache" / "site").glob("templates-*")
    (compiled / "__jinja2_x.cache").write_bytes(b"poison")
    (desk / ".cache" / "entries.vault").write_bytes(b"poison")


@pytest.mark.parametrize("command", [["build"], ["pack", "--format", "html"]])
def test_a_cache_of_another_machine_is_made_again(desk: Path, command: list[str]) -> None:
    poisoned(desk)
    (desk / ".cache" / "review").mkdir()
    (desk / ".cache" / "review" / "x.json").write_text("{}", "utf-8")
    assert cli.main(command) == 0
    left = [
        path for path in (desk / ".cache").rglob("*") if path.is_file() and b"poison" in path.read_bytes()
    ]
    assert left == []
    assert (desk / ".cache" / "review" / "x.json").is_file()


def test_the_own_cache_is_kept(desk: Path) -> None:
    assert cli.main(["build"]) == 0
    before = (desk / ".cache" / "drafts.vault").read_bytes()
    assert cli.main(["build"]) == 0
    assert (desk / ".cache" / "drafts.vault").read_bytes() == before


def test_without_a_place_for_a_key_the_place_of_the_cache_stands_for_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_key", lambda: b"")
    cache.folder(desk)
    assert not (desk / ".cache" / "drafts.vault").exists()
    (desk / ".cache" / "own").write_bytes(b"x")
    cache.folder(desk)
    assert (desk / ".cache" / "own").exists()
    (desk / ".cache").rename(desk / "moved")
    (desk / ".cache").mkdir()
    for path in (desk / "moved").iterdir():
        path.rename(desk / ".cache" / path.name)
    cache.folder(desk)
    assert not (desk / ".cache" / "own").exists()


def test_a_cache_that_git_tracks_is_refused_and_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["init", "-q"], ["add", "-f", ".cache"]):
        subprocess.run(["git", *command], cwd=desk, check=True)
    capsys.readouterr()
    assert cli.main(["build"]) == 1
    assert "is tracked by git" in capsys.readouterr().err
    assert cli.main(["check"]) == 1
    assert "is tracked by git" in capsys.readouterr().out
