"""rename, retract, delete, and what people do by hand instead: no edit is lost, no address leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing import cli
from briefing.model import Brief
from briefing.storage import record_files
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that the talks would go on.\n"
OLD, NEW, OTHER = "2025-03-01-talks", "2025-03-01-paris-talks", "2025-03-02-other"


def replaced(path: Path, old: str, new: str) -> None:
    """Edit a file, and see that the edit took effect."""
    text = path.read_text("utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def run(desk: Path, *words: str) -> int:
    return cli.main([*words, "--config", str(desk)])


def record(desk: Path, slug: str) -> Brief:
    return record_files.read_record(record_files.record_path(desk, slug))


def names(desk: Path) -> set[str]:
    folders = (desk / "seeds", desk / "content" / "briefs", desk / "content" / ".generated")
    return {path.stem for folder in folders for path in folder.iterdir()}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with a reviewed brief that has a title and a comment of a person's, and with a draft."""
    monkeypatch.setenv("SITE_URL", "https://desk.example/")
    made = new_desk(tmp_path / "desk", {OLD: TEXT, OTHER: TEXT.replace("Paris", "Rome")})
    path = record_files.record_path(made, OLD)
    text = re.sub(r"(?m)^title: .*", "title: My title # a comment", path.read_text("utf-8"))
    reviewed = "status: reviewed\nreviewer: Ada Moss\nreviewed: 2025-03-03"
    path.write_text(text.replace("status: draft", reviewed), "utf-8")
    assert run(made, "build") == 0
    return made


def require_renamed(desk: Path) -> None:
    assert run(desk, "build") == 0
    assert names(desk) == {NEW, OTHER}
    brief = record(desk, NEW)
    assert (brief.title, brief.status, brief.reviewer) == ("My title", "reviewed", "Ada Moss")
    assert brief.former_slugs == (OLD,)
    assert "# a comment" in record_files.record_path(desk, NEW).read_text("utf-8")
    site = desk / "site"
    assert f'url={NEW}.html"' in (site / "briefs" / f"{OLD}.html").read_text("utf-8")
    assert f"<id>https://desk.example/briefs/{OLD}.html</id>" in (site / "feed.xml").read_text("utf-8")
    assert run(desk, "check") == 0
    before = record_files.record_path(desk, NEW).read_bytes()
    assert run(desk, "build") == 0
    assert record_files.record_path(desk, NEW).read_bytes() == before, "it rests"


def test_rename_moves_all_that_belongs_to_a_text(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "rename", OLD, NEW) == 0
    assert f"{OLD} is {NEW} now" in capsys.readouterr().out
    require_renamed(desk)


def test_a_text_renamed_by_hand_is_known_by_its_words(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "seeds" / f"{OLD}.txt").rename(desk / "seeds" / f"{NEW}.txt")
    assert run(desk, "build") == 0
    assert f"{OLD} is {NEW} now" in capsys.readouterr().out
    require_renamed(desk)


def test_a_record_renamed_along_by_hand_is_known_too(desk: Path) -> None:
    (desk / "seeds" / f"{OLD}.txt").rename(desk / "seeds" / f"{NEW}.txt")
    path = record_files.record_path(desk, OLD)
    path.rename(path.with_stem(NEW))
    require_renamed(desk)


def test_check_fails_for_nothing_that_the_build_moves(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "seeds" / f"{OLD}.txt").rename(desk / "seeds" / f"{NEW}.txt")
    (desk / "seeds" / f"{OTHER}.txt").unlink()
    capsys.readouterr()
    assert run(desk, "check") == 0
    told = capsys.readouterr().out
    assert f"{OLD}.yml" in told
    assert "python build.py" in told
    assert "delete the record" not in told.lower()


def test_a_second_name_and_the_first_one_taken_again(desk: Path) -> None:
    assert run(desk, "rename", OLD, NEW) == 0
    assert run(desk, "rename", NEW, "2025-03-01-third") == 0
    assert record(desk, "2025-03-01-third").former_slugs == (OLD, NEW)
    (desk / "seeds" / f"{OLD}.txt").write_text(TEXT.replace("Paris", "Bern"), "utf-8")
    assert run(desk, "build") == 0
    assert "Bern" in (desk / "site" / "briefs" / f"{OLD}.html").read_text("utf-8")
    assert 'url=2025-03-01-third.html"' in (desk / "site" / "briefs" / f"{NEW}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("new", "why"),
    [(OTHER, "is the slug of a text that is there"), ("a/b", "holds /"), ("2025-02-31-x", "no date")],
)
def test_a_name_that_cannot_be_had_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], new: str, why: str
) -> None:
    before = names(desk)
    assert run(desk, "rename", OLD, new) == 1
    assert why in capsys.readouterr().err
    assert names(desk) == before


def test_two_texts_with_the_same_words_are_not_taken_for_a_renamed_one(desk: Path) -> None:
    seed = desk / "seeds" / f"{OLD}.txt"
    (desk / "seeds" / f"{NEW}.txt").write_bytes(seed.read_bytes())
    seed.rename(desk / "seeds" / "2025-03-01-third.txt")
    run(desk, "build")
    assert record(desk, OLD).title == "My title", "nothing of it is lost"


def test_retract_keeps_the_address_and_says_why(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "seeds" / f"{OLD}.txt").write_text(TEXT + "More.\n", "utf-8")  # also where the text has changed
    assert run(desk, "retract", OLD, "--note", "The text was a hoax.", "--date", "2025-03-05") == 0
    assert run(desk, "build") == 0
    page = (desk / "site" / "briefs" / f"{OLD}.html").read_text("utf-8")
    assert "The text was a hoax." in page
    assert "Paris" not in page
    feed = (desk / "site" / "feed.xml").read_text("utf-8")
    assert "<title>Retracted: My title</title>" in feed
    assert "Retraction, 5 March 2025: The text was a hoax." in feed
    assert run(desk, "check") == 0
    assert run(desk, "retract", OLD, "--note", "Once more.") == 1
    assert "is retracted already" in capsys.readouterr().err
    assert run(desk, "retract", OTHER, "--note", " ") == 2


def test_delete_removes_all_but_not_what_readers_know(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "delete", OLD) == 1
    assert "retract" in capsys.readouterr().err
    assert run(desk, "delete", OTHER) == 0
    assert names(desk) == {OLD}
    assert run(desk, "delete", OLD, "--force") == 0
    assert names(desk) == set()
    assert run(desk, "delete", "../mkdocs") == 1


def test_a_deleted_text_takes_its_untouched_draft_along_and_no_edit(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for slug in (OLD, OTHER):
        (desk / "seeds" / f"{slug}.txt").unlink()
    assert run(desk, "build") == 1
    told = capsys.readouterr()
    assert f"the draft of {OTHER}" in told.out
    assert names(desk) == {OLD}, "what somebody wrote stays until somebody removes it"
    record_files.record_path(desk, OLD).unlink()
    assert run(desk, "build") == 0
    assert names(desk) == set()


def test_approve_binds_a_review_and_a_later_edit_is_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "approve", OTHER, "--by", "Ben Bly", "--date", "2025-03-03") == 0
    brief = record(desk, OTHER)
    assert (brief.status, brief.reviewer) == ("reviewed", "Ben Bly")
    assert run(desk, "build") == 0
    page = desk / "site" / "briefs" / f"{OTHER}.html"
    assert "reviewed by Ben Bly" in page.read_text("utf-8")
    assert run(desk, "check") == 0
    path = record_files.record_path(desk, OTHER)
    path.write_text(re.sub(r"(?m)^title: .*", "title: Another", path.read_text("utf-8")), "utf-8")
    assert run(desk, "build") == 0
    assert "changed since Ben Bly reviewed it on 3 March 2025" in page.read_text("utf-8")
    capsys.readouterr()
    run(desk, "check")
    assert "changed since Ben Bly reviewed it on 2025-03-03" in capsys.readouterr().out
    config = desk / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("cards: false", "cards: false\n      approvals_needed: 2"), "utf-8"
    )
    assert run(desk, "approve", OTHER, "--by", "Ada Moss", "--date", "2025-03-04") == 0
    assert run(desk, "check") == 1
    assert "approved by 1 of the 2 people" in capsys.readouterr().out
    assert run(desk, "approve", OTHER, "--by", "Ben Bly", "--date", "2025-03-05") == 0
    run(desk, "check")
    assert f"{OTHER}.yml" not in capsys.readouterr().out
    assert run(desk, "approve", OTHER, "--by", " ") == 1
