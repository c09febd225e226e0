"""Whatever one brief raises, in any stage, is that brief's error with file and line; the others are built."""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing import cli
from briefing.model import Statement
from briefing.storage import record_yaml
from briefing.storage.boundary import BriefError, guarded
from tests.desks import new_desk

BAD, GOOD = "2024-05-03-bad", "2024-05-04-good"
TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk of two briefs, built once."""
    folder = new_desk(tmp_path / "desk", {BAD: TEXT, GOOD: TEXT})
    monkeypatch.chdir(folder)
    return folder


def broken(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a function fail in a way that nobody foresaw where it is given the bad brief."""
    module, _, attribute = name.rpartition(".")
    owner = importlib.import_module(module)
    function: Callable[..., Any] = getattr(owner, attribute)

    def failing(*given: Any, **more: Any) -> Any:
        if BAD in (getattr(getattr(value, "brief", value), "slug", "") for value in given):
            raise RecursionError("too deep")
        return function(*given, **more)

    monkeypatch.setattr(owner, attribute, failing)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("briefing.drafting.worker.settle", "content/briefs/2024-05-03-bad.yml"),
        ("briefing.extract.pipeline.draft", "seeds/2024-05-03-bad.txt"),
        ("briefing.render.brief_page", "content/briefs/2024-05-03-bad.yml"),
        ("briefing.render.share", "content/briefs/2024-05-03-bad.yml"),
        ("briefing.render.piece", "content/briefs/2024-05-03-bad.yml"),
    ],
)
def test_a_build_names_the_brief_and_builds_the_others(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    name: str,
    where: str,
) -> None:
    for slug in (BAD, GOOD):
        (desk / "seeds" / f"{slug}.txt").write_text(f"{TEXT}Lee said: “It snowed.”\n", "utf-8")
    broken(monkeypatch, name)
    capsys.readouterr()
    assert cli.main(["build"]) == 1
    told = "".join(capsys.readouterr()) + caplog.text
    assert where in told
    assert "RecursionError" in told
    assert (desk / "site" / "briefs" / f"{GOOD}.html").is_file()
    assert "It snowed" in (desk / "site" / "briefs" / f"{GOOD}.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["briefing.render.brief_page", "briefing.review.checks.dates._of_brief"])
def test_a_check_names_the_brief_and_checks_the_others(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    record = desk / "content" / "briefs" / f"{GOOD}.yml"
    record.write_text(f"{record.read_text('utf-8')}\nnotes: '[nowhere](nowhere.html)'\n", "utf-8")
    broken(monkeypatch, name)
    capsys.readouterr()
    assert cli.main(["check"]) == 1
    told = capsys.readouterr().out
    assert f"content/briefs/{BAD}.yml" in told
    assert "nowhere.html" in told


@pytest.mark.parametrize("form", ["zip", "html", "epub"])
def test_a_pack_leaves_the_brief_out_and_says_so(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    for name in ("briefing.render.brief_page", "briefing.packs.chapters.brief_page"):
        broken(monkeypatch, name)
    assert cli.main(["pack", "--format", form]) == 1
    assert f"content/briefs/{BAD}.yml" in capsys.readouterr().err
    (made,) = (desk / "dist").iterdir()
    assert cli.main(["verify", str(made)]) == 0


def test_the_line_is_that_of_the_item_which_was_worked_on(tmp_path: Path) -> None:
    def work(item: Statement) -> None:
        raise IndexError(item.id)

    record = tmp_path / "content" / "briefs" / "x.yml"
    record.parent.mkdir(parents=True)
    record.write_text("slug: x\nstatements:\n- id: said-1\n- id: said-2\n", "utf-8")
    with pytest.raises(BriefError) as caught, guarded("x"):
        work(record_yaml.convert({"id": "said-2", "text": "x", "at": "0-1"}, Statement, "", ""))
    sent = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (as from a process of the pool)
    assert sent.placed(tmp_path).where == f"{record}:4"
    assert "statements/said-2" in str(sent)


@pytest.mark.parametrize("error", [OSError("full"), MemoryError()])
def test_what_the_system_says_ends_the_run(error: Exception) -> None:
    with pytest.raises(type(error)), guarded("x"):
        raise error


def test_too_little_memory_is_one_message(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("briefing.drafting.worker.settle", failing)
    (desk / "seeds" / f"{GOOD}.txt").write_text(f"{TEXT}It rained.\n", "utf-8")
    assert cli.main(["build"]) == 1
    assert "not enough memory" in capsys.readouterr().err
