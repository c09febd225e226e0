"""The job that may write takes records and nothing else, never forces, and keeps one comment."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing import starter
from briefing.model import filenames
from tests import ROOT
from tests.github_desk import Repository, api, git

HERE = ROOT / ".github" / "report.py"
TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that the talks would go on.\n"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report", HERE)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


REPORT: Any = loaded()


def test_a_new_desk_gets_the_same_program() -> None:
    assert HERE.read_bytes() == (starter.HERE / "_github" / "report.py").read_bytes()


@given(st.text())
@example("con.x")
@example("a\u200bb")
@example("x" * 201)
def test_it_takes_the_names_that_check_takes(slug: str) -> None:
    expected = bool(slug) and not slug.startswith(".") and not filenames.fault(slug)
    assert REPORT.allowed(slug) == expected


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    for folder in REPORT.KINDS:
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "content" / "briefs" / "a.yml").write_text("slug: a\n", "utf-8")
    return tmp_path


def test_it_takes_regular_files(handed: Path) -> None:
    assert REPORT.taken(handed) == {"content/briefs/a.yml": b"slug: a\n"}


@pytest.mark.parametrize("what", ["link", "folder", "ending", "name", "workflow in it"])
def test_it_refuses_anything_else(handed: Path, what: str) -> None:
    briefs = handed / "content" / "briefs"
    if what == "link":
        (briefs / "b.yml").symlink_to("/etc/hostname")
    elif what == "folder":
        (briefs / "b.yml").mkdir()
    elif what == "ending":
        (briefs / "b.py").write_text("print()", "utf-8")
    elif what == "name":
        (briefs / "index.yml").write_text("x", "utf-8")
    else:
        (handed / "content" / ".generated" / "workflows").mkdir()
    with pytest.raises(REPORT.RefusedError):
        REPORT.taken(handed)


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """A desk with the sample text, its record not yet made."""
    desk = tmp_path / "desk"
    starter.make(desk, name="Desk", requirement="briefing-pages")
    with api() as held:
        yield Repository(desk, tmp_path, held)


def branch_with_a_text(repository: Repository) -> str:
    clone = repository.clone("ada")
    (clone / "seeds" / "2025-03-01-talks.txt").write_text(TEXT, "utf-8")
    return repository.push(clone, "ada/$(id) talks".replace(" ", "-"))


BRANCH = "ada/$(id)-talks"
"""A name that a shell would run if it were written into a command."""


def files_of(repository: Repository, revision: str) -> set[str]:
    return set(
        git(repository.bare, "ls-tree", "-r", "--name-only", revision, "content", "seeds").splitlines()
    )


def test_new_texts_are_drafted_on_their_branch(repository: Repository) -> None:
    head = branch_with_a_text(repository)
    run = repository.review(BRANCH)
    assert run.failed == []
    assert run.report.returncode == 0, run.report.stderr
    assert run.commit != head
    assert git(repository.bare, "rev-parse", f"{run.commit}^") == head
    made = files_of(repository, run.commit) - files_of(repository, head)
    slugs = ("2025-01-17-sample-fishing-talks", "2025-03-01-talks")
    assert made == {f"content/{kind}" for s in slugs for kind in (f"briefs/{s}.yml", f".generated/{s}.json")}
    modes = git(repository.bare, "ls-tree", "-r", run.commit, "content/briefs").splitlines()
    assert {row.split()[0] for row in modes} == {"100644"}
    assert repository.api.statuses[run.commit]["state"] == "success"
    assert repository.api.statuses[run.commit]["context"] == "review"
    (comment,) = repository.api.comments
    assert comment["body"].startswith(REPORT.MARK)
    assert "Nothing is wrong" in comment["body"]
    assert f"/blob/{run.commit}/content/briefs/2025-03-01-talks.yml" in comment["body"]
    assert "https://git.example/preview" in comment["body"]
    assert "a-token" not in run.report.stdout + run.report.stderr


def test_a_second_run_commits_nothing_and_keeps_the_comment(repository: Repository) -> None:
    branch_with_a_text(repository)
    first = repository.review(BRANCH)
    repository.api.comments.insert(0, {"id": 0, "user": {"login": "ada"}, "body": REPORT.MARK})
    repository.api.comments[1]["id"] = 1
    second = repository.review(BRANCH)
    assert second.commit == first.commit
    assert "Nothing was committed" in second.report.stdout
    assert len(repository.api.comments) == 2
    assert repository.api.comments[0]["body"] == REPORT.MARK, "another person's comment is left alone"


def test_it_gives_up_where_the_branch_moved_on(repository: Repository) -> None:
    head = branch_with_a_text(repository)
    clone = repository.clone("ben", BRANCH)
    (clone / "seeds" / "2025-03-02-more.txt").write_text(TEXT.replace("Paris", "Rome"), "utf-8")
    files = {"content/briefs/x.yml": b"slug: x\n"}
    newer = repository.push(clone, BRANCH)
    assert REPORT.commit(files, str(repository.bare), head, BRANCH) == ""
    assert git(repository.bare, "rev-parse", BRANCH) == newer
    git(repository.bare, "update-ref", f"refs/heads/{BRANCH}", f"{head}^")  # taken back by somebody
    assert REPORT.commit(files, str(repository.bare), head, BRANCH) == ""
    assert git(repository.bare, "rev-parse", BRANCH) == git(repository.bare, "rev-parse", f"{head}^")


def test_what_is_wrong_is_told_and_the_status_says_so(repository: Repository) -> None:
    clone = repository.clone("ada")
    (clone / "seeds" / "2025-03-01-talks.txt").write_text(TEXT, "utf-8")
    (clone / "seeds" / "2025-03-02-empty.txt").write_text("", "utf-8")
    repository.push(clone, BRANCH)
    run = repository.review(BRANCH)
    assert run.failed == ["Check"]
    assert repository.api.statuses[run.commit]["state"] == "failure"
    (comment,) = repository.api.comments
    assert f"/blob/{run.commit}/seeds/2025-03-02-empty.txt" in comment["body"]
    assert "is empty" in comment["body"]
