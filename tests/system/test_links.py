"""Nothing is written or removed through a link, and nothing that a build did not make."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing import cli
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"
SLUG = "2024-05-03-talks"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_desk(tmp_path / "desk", {SLUG: TEXT})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def victim(tmp_path: Path) -> dict[Path, bytes]:
    """Files outside of the desk, under names that the program gives."""
    folder = tmp_path / "victim"
    for name in (
        "staging-server/db",
        "report.tmp",
        ".a.1.tmp",
        "records.state",
        "lock",
        "site/x",
        "index.html",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"precious")
    return tree(folder)


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "place", [".cache", ".cache/site", ".cache/entries", ".cache/review", "site", "site/briefs"]
)
@pytest.mark.parametrize(
    "command",
    [["build"], ["resolve", SLUG], ["check"], ["pack", "--format", "zip"], ["diff"], ["parse", SLUG]],
)
def test_a_link_in_what_a_build_makes_is_refused(
    desk: Path, victim: dict[Path, bytes], capsys: pytest.CaptureFixture[str], place: str, command: list[str]
) -> None:
    there = desk / place
    if there.exists():
        there.rename(desk.parent / "moved")
    there.symlink_to(desk.parent / "victim")
    (desk / "seeds" / f"{SLUG}.txt").write_text(TEXT + "Lee said no.\n", "utf-8")
    capsys.readouterr()
    code = cli.main(command)
    assert tree(desk.parent / "victim") == victim
    if command[0] == "build" or (command[0] == "resolve" and place.startswith(".cache")):
        assert code == 1
        assert "is a link" in capsys.readouterr().err


def test_a_record_that_is_a_link_inside_of_the_desk_stays_one(desk: Path) -> None:
    record = desk / "content" / "briefs" / f"{SLUG}.yml"
    (desk / "shared").mkdir()
    record.write_text(record.read_text("utf-8").replace("title: ", "title: Mine, ", 1), "utf-8")
    target = record.rename(desk / "shared" / "record.yml")
    record.symlink_to(target)
    (desk / "seeds" / f"{SLUG}.txt").write_text(TEXT + "Cole warned that the treaty would fall.\n", "utf-8")
    before = target.read_bytes()
    assert cli.main(["build"]) == 0
    assert record.is_symlink()
    assert b"title: Mine, " in target.read_bytes() != before


def test_a_link_in_the_cache_to_a_file_is_refused(desk: Path, victim: dict[Path, bytes]) -> None:
    vault = desk / ".cache" / "drafts.vault"
    vault.unlink()
    vault.symlink_to(desk.parent / "victim" / "report.tmp")
    assert cli.main(["build"]) == 1
    assert tree(desk.parent / "victim") == victim


def test_files_of_people_that_end_like_left_overs_stay(desk: Path) -> None:
    own = [desk / "seeds" / "notes.tmp", desk / "content" / "briefs" / "table.tmp"]
    left = desk / "seeds" / f".{SLUG}.txt.123.tmp"
    for path in [*own, left]:
        path.write_text("x", "utf-8")
    assert cli.main(["build"]) == 0
    assert all(path.exists() for path in own)
    assert not left.exists()
