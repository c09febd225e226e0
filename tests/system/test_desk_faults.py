"""What desks met with records of version 1, in the form of today: each edit takes effect, and ends as it should."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from briefing import drafting
from briefing.model import Actor, Brief
from briefing.review import checks, diff, merge
from briefing.storage import briefs, record_files
from tests import ROOT
from tests.review.merge.test_branches import git

TWO = (
    "LONDON, March 1 - British Foreign Secretary Ada Moss met the daughter of a former agent on Saturday.\n\n"
    "Ben Bly arrived later. Moss, once a fierce critic of the treaty, said that the talks would go on. "
    "Ben Bly and his daughter Mary Hale left early.\n"
)
SLUG = "2025-03-01-two"


class Desk:
    def __init__(self, folder: Path, text: str = TWO) -> None:
        self.folder = folder
        (folder / "seeds").mkdir(parents=True)
        self.seed.write_text(text, "utf-8")
        drafting.update(folder)

    @property
    def seed(self) -> Path:
        return self.folder / "seeds" / f"{SLUG}.txt"

    @property
    def path(self) -> Path:
        return record_files.record_path(self.folder, SLUG)

    @property
    def brief(self) -> Brief:
        found = briefs.pair(self.path, self.seed).brief
        assert found is not None
        return found

    def edit(self, old: str, new: str) -> None:
        text = self.path.read_text("utf-8")
        changed, count = re.subn(old, new, text, count=1, flags=re.M)
        assert count == 1, old
        assert changed != text
        self.path.write_text(changed, "utf-8")

    def owned(self) -> list[str]:
        ledger = record_files.read_ledger(self.folder, SLUG)
        assert ledger is not None
        return merge.owned(self.brief, ledger)

    def actor(self, key: str) -> Actor:
        return next(actor for actor in self.brief.actors if actor.id == key)

    def problems(self) -> list[str]:
        found = checks.found(self.folder, drafting.draft_of(self.folder, SLUG)[0].date or _DAY)
        return [problem.what for problem in found if problem.severity == "error"]


_DAY = date(2026, 1, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    git(made.folder, "init", "--quiet", "-b", "main")
    (made.folder / ".gitignore").write_text("/.cache/\n", "utf-8")
    git(made.folder, "add", "--all")
    git(made.folder, "commit", "--quiet", "-m", "1")
    return made


def test_a_role_without_a_place_shows_the_sentence_of_its_person(desk: Desk) -> None:
    desk.edit(r"(\{id: mary-hale, [^}]*)\}", r"\1, roles: [{title: daughter}]}")
    drafting.update(desk.folder)
    (role,) = desk.actor("mary-hale").roles
    assert role.at.start == TWO.index("daughter Mary"), "not the daughter of a former agent"
    assert "occurrence" not in desk.path.read_text("utf-8")
    note = diff.note(diff.between("HEAD", None, desk.folder), "HEAD", "now")
    assert "role “daughter” new" in note
    assert "Ben Bly and his daughter Mary Hale left early." in note
    assert "former agent" not in note.split("**Actor changed:**")[1]


def test_the_note_of_a_role_that_went_shows_its_own_sentence(desk: Desk) -> None:
    moss = desk.actor("ada-moss")
    role = next((role for role in moss.roles if "critic" in role.title), None)
    if role is None:  # the engine of today may not take it for one
        desk.edit(
            r"(\{id: ada-moss,[^\n]*\n?[^\n]*roles: \[)",
            r"\1{title: fierce critic of the treaty, era: former}, ",
        )
        drafting.update(desk.folder)
        git(desk.folder, "commit", "--quiet", "-am", "2")
        role = next(role for role in desk.actor("ada-moss").roles if "critic" in role.title)
    assert TWO[role.at.start : role.at.end] == role.title
    desk.edit(rf"\{{title: {re.escape(role.title)}[^}}]*\}}(, )?", "")
    drafting.update(desk.folder)
    note = diff.note(diff.between("HEAD", None, desk.folder), "HEAD", "now")
    assert "critic" in note
    assert "Moss, once a fierce critic" in note


def test_an_alias_shows_a_sentence_that_has_it(desk: Desk) -> None:
    desk.edit(r"(\{id: ada-moss, name: Ada Moss)", r"\1, kind: person")
    desk.edit(r"aliases: \[Moss", "aliases: [Foreign Secretary, Moss")
    drafting.update(desk.folder)
    words = {span.of(TWO) for span in desk.actor("ada-moss").mentions}
    assert {"Ada Moss", "Moss", "Foreign Secretary"} <= words


def test_an_item_made_by_hand_needs_no_id_and_no_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", TWO.replace("early.", "early after two hours of talks."))
    desk.edit(
        r"^statements:\n", "statements:\n- speaker: ada-moss\n  verb: said\n  text: two hours of talks\n\n"
    )
    assert desk.problems() == []
    drafting.update(desk.folder)
    made = desk.brief.statements[0]
    assert (made.speaker, made.text) == ("ada-moss", "two hours of talks")
    assert re.fullmatch(r"said-[0-9a-f]{4}", made.id)
    assert f"{{id: {made.id}, speaker: ada-moss" in desk.path.read_text("utf-8")
    assert made.at[0].of(desk.seed.read_text("utf-8")) == "two hours of talks"
    assert desk.owned() == [f"statements/{made.id}"]


def test_a_file_of_the_machine_from_before_a_correction_makes_nothing_a_persons(desk: Desk) -> None:
    assert desk.owned() == []
    ledger = record_files.ledger_path(desk.folder, SLUG)
    old = ledger.read_bytes()
    desk.seed.write_text(TWO.replace("Ben Bly arrived later.", "Ben Bly said that he was late."), "utf-8")
    drafting.update(desk.folder)
    assert any("he was late" in item.text for item in desk.brief.statements), "the correction took effect"
    before = desk.path.read_bytes()
    ledger.write_bytes(old)
    assert any("of another state" in p.what for p in checks.found(desk.folder, _DAY))
    report = drafting.update(desk.folder)
    assert "is of another state" in "\n".join(report.lines())
    assert desk.owned() == []
    assert desk.path.read_bytes() == before


def test_a_sentence_in_the_text_of_the_seed_changes_no_line_of_its_record(tmp_path: Path) -> None:
    slug = "2025-02-28-xi-shoigu-beijing"
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "content" / "reference", tmp_path / "content" / "reference")
    drafting.update(tmp_path)
    path, seed = record_files.record_path(tmp_path, slug), tmp_path / "seeds" / f"{slug}.txt"
    before, text = path.read_bytes(), seed.read_text("utf-8")
    first = briefs.pair(path, seed).brief
    seed.write_text(
        text.replace("Shoigu’s visit took place", "It was cold. Shoigu’s visit took place", 1), "utf-8"
    )
    drafting.update(tmp_path)
    assert path.read_bytes() == before
    then = briefs.pair(path, seed).brief
    assert first is not None
    assert then is not None
    assert then.background[-1].at.start == first.background[-1].at.start + len("It was cold. ")
    assert drafting.update(tmp_path).slugs("unchanged") == [slug]


def test_the_second_of_two_places_is_meant(tmp_path: Path) -> None:
    text = "Ada Moss said that the bridge was open. Nobody heard it. Ben Bly said that the bridge was open.\n"
    desk = Desk(tmp_path / "desk", text)
    said = {item.speaker: item for item in desk.brief.statements if item.text == "the bridge was open"}
    assert said["ada-moss"].at.start < said["ben-bly"].at.start
    record = desk.path.read_text("utf-8")
    assert record.count("occurrence: 2") >= 1
    assert "occurrence: 1" not in record
    desk.edit(r"occurrence: 2", "occurrence: 7")
    assert any("'the bridge was open' has no place" in what for what in desk.problems())
