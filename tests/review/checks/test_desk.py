"""A check looks again at what changed alone, and finds the same as one that looks at everything."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefing import cli
from briefing.review import checks
from briefing.review.checks import links
from briefing.review.checks.worker import Checked, CheckWorker, SlugFiles
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"
SLUGS = ("2024-05-03-talks", "2024-05-04-trade")
TODAY = date(2025, 6, 1)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_desk(tmp_path / "desk", {slug: f"{TEXT}It is text {n}.\n" for n, slug in enumerate(SLUGS)})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs that were looked at."""
    seen: list[str] = []
    do = CheckWorker.do

    def counted(worker: CheckWorker, found: SlugFiles) -> Checked:
        seen.append(found.slug)
        return do(worker, found)

    monkeypatch.setattr(CheckWorker, "do", counted)
    return seen


def noted(desk: Path, slug: str, note: str) -> None:
    record = desk / "content" / "briefs" / f"{slug}.yml"
    record.write_text(record.read_text("utf-8") + note, "utf-8")


def test_what_did_not_change_is_not_looked_at(
    desk: Path, looked_at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == 0
    assert looked_at == list(SLUGS)
    assert cli.main(["check"]) == 0
    assert looked_at == list(SLUGS)
    noted(desk, SLUGS[1], "notes: See [this](gone.html).\n")
    capsys.readouterr()
    for _ in range(2):
        assert cli.main(["check"]) == 1
        assert "leads to gone.html" in capsys.readouterr().out
    assert looked_at == [*SLUGS, SLUGS[1]]
    shutil.rmtree(desk / ".cache")
    assert cli.main(["check"]) == 1


def test_a_day_to_come_is_looked_at_each_day(desk: Path, looked_at: list[str]) -> None:
    noted(desk, SLUGS[0], "corrections:\n- {date: 2025-06-03, note: A name was wrong.}\n")
    for days, told in ((0, True), (0, True), (1, True), (2, False), (9, False), (-9, True)):
        found = checks.found(desk, TODAY + timedelta(days=days))
        assert any("still to come" in problem.what for problem in found) == told
    assert looked_at == [*SLUGS, SLUGS[0], SLUGS[0], *SLUGS]


def test_many_records_are_checked_by_several_processes(desk: Path) -> None:
    for number in range(80):
        (desk / "seeds" / f"2024-06-01-more-{number}.txt").write_text(
            f"{TEXT}Number {number} came.\n", "utf-8"
        )
    assert cli.main(["build"]) == 0
    noted(desk, "2024-06-01-more-71", "notes: See [this](gone.html).\n")
    done: list[tuple[int, int]] = []
    assert checks.found(desk, TODAY, advance=lambda *given: done.append(given)) == []
    assert done[-1] == (82, 82)
    assert cli.main(["check"]) == 1


def test_links_and_ids_of_a_page() -> None:
    body = """<p ID="a" class=x>href="no" <a title='a > "b"' href='one.html?a&amp;b'>1</a><!-- <a href="no"> --></p>
        <img src=two.png alt=""><blockquote cite="">x</blockquote><q cite="three.html">id="no"</q><a\nhref="four">4</a>"""
    found = links.linked("x.html", body, "x.md")
    assert found.links == ("one.html?a&b", "two.png", "three.html", "four")
    assert found.ids == ("a",)
