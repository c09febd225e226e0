"""Edits as somebody makes them on a web page, then what the workflow of a pull request does with them.

No edit is made by a command.  Each ends in a green check, in a branch that a build leaves as it is, and in the
page that one would expect.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from briefing import cli
from briefing.storage import record_files
from tests import ROOT
from tests.desks import new_desk
from tests.github_desk import JUNE, Api, Repository, git
from tests.project.test_report import REPORT

INF, TALKS, OTHER = "2019-08-02-inf-treaty-ends", "2025-03-01-talks", "2025-03-02-other"
TEXTS = {
    INF: (ROOT / "examples" / "desk" / "seeds" / f"{INF}.txt").read_text("utf-8"),
    TALKS: "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that the talks would go on.\n",
    OTHER: "Minister Eva Stein met Karl Weiss in Rome on Monday. Weiss said that the bridge was open.\n",
}


class Edit(Struct, frozen=True):
    """An edit: of a file, words by others (a pattern of regular expressions), and what the page then shows."""

    file: str
    old: str
    new: str
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    page: str = f"briefs/{INF}.html"


RECORD, SEED = f"content/briefs/{INF}.yml", f"seeds/{INF}.txt"
POMPEO = "Russia was solely responsible for the treaty's demise"
SHOWN = POMPEO.replace("'", "&#39;")
APPROVED = "status: published\nreviewer: Ada Moss\nreviewed: 2025-05-30"
ITEM = r"(?m)^- \{{id: {},.*\n(?:   .*\n)+"
EDITS = {
    "a title": Edit(RECORD, r"(?m)^title: .*", "title: The treaty is over", ("<h1>The treaty is over</h1>",)),
    "a title with a colon in quotes": Edit(
        RECORD, r"(?m)^title: .*", 'title: "Arms: it is over"', ("<h1>Arms: it is over</h1>",)
    ),
    "a shorter quote": Edit(
        RECORD,
        f'   text: "{POMPEO}"',
        '   text: "Russia was solely responsible"',
        ("Russia was solely responsible<",),
    ),
    "a role's words": Edit(
        RECORD, "title: US Secretary of State", "title: Secretary of State", (">Secretary of State",)
    ),
    "a speaker": Edit(RECORD, "speaker: mike-pompeo", "speaker: nato"),
    "a statement without id and place": Edit(
        RECORD,
        r"(?m)^statements:\n",
        "statements:\n- speaker: nato\n  verb: said\n  text: the alliance did not want a new arms race at\n".replace(
            " at\n", "\n"
        ),
        ("the alliance did not want a new arms race",),
    ),
    "a key point without id and place": Edit(
        RECORD,
        r"(?m)^summary:\n",
        "summary:\n- text: Moscow denies it and accuses the United States of wanting to be rid of the treaty.\n",
        ("Moscow denies it and accuses the United States",),
    ),
    "a struck statement": Edit(RECORD, ITEM.format("said-1786"), "", (), ('id="said-1786"',)),
    "statements in another order": Edit(
        RECORD, f"(?m)({ITEM.format('said-a803')[4:]})\n({ITEM.format('said-1786')[4:]})", r"\2\n\1"
    ),
    "a note": Edit(RECORD, r"\Z", "\nnotes: |-\n  See sentence 2.\n", ("See sentence 2.",)),
    "a colleague's comment": Edit(
        RECORD, r"- \{id: said-a803,", "# is this his?\n- {id: said-a803,", (SHOWN,)
    ),
    "a time before which it is not to come out": Edit(
        RECORD, "(?m)^status: .*", r"\g<0>\npublish_after: 2025-05-01T09:00+02:00", (SHOWN,)
    ),
    "a retraction": Edit(
        RECORD,
        "(?m)^status: .*",
        "status: retracted\ncorrections:\n- {date: 2025-05-30, kind: retraction, note: It was a hoax.}",
        ("It was a hoax.",),
        (SHOWN,),
    ),
    "a mended text": Edit(
        SEED, "solely responsible", "alone responsible", ("alone responsible",), ("solely responsible",)
    ),
    "a mended head of a text": Edit(SEED, "publisher: Sample desk", "publisher: The Paper", ("The Paper",)),
}


def edited(clone: Path, edit: Edit) -> None:
    path = clone / edit.file
    text = path.read_text("utf-8")
    new, count = re.subn(edit.old, edit.new, text, count=1)
    assert count == 1
    assert new != text, "the edit takes effect"
    path.write_text(new, "utf-8")


class Desk:
    """A repository of a desk, with what the workflow does to a branch."""

    def __init__(self, root: Path) -> None:
        self.number = 0
        desk = new_desk(root / "desk", TEXTS)
        (desk / ".gitignore").write_text("/site/\n/.cache/\n", "utf-8")
        self.repository = Repository(desk, root, Api("", {}, []))

    def edit(self, change: Callable[[Path], object]) -> Path:
        """Make an edit on a branch and review it; returns a checkout of what the branch then is, built."""
        self.number += 1
        branch = f"edit-{self.number}"
        clone = self.repository.clone(f"clone-{self.number}")
        change(clone)
        head = self.repository.push(clone, branch)
        runner = self.repository.clone(f"runner-{self.number}", branch)
        cli.main(["build", "--drafts", "--config", str(runner)])
        assert cli.main(["check", "--config", str(runner)]) == 0, "the check made after drafting is green"
        REPORT.commit(REPORT.taken(runner), str(self.repository.bare), head, branch)
        there = self.repository.clone(f"after-{self.number}", branch)
        assert cli.main(["check", "--config", str(there)]) == 0
        assert cli.main(["build", "--drafts", "--strict", "--config", str(there)]) == 0
        assert git(there, "status", "--porcelain") == "", "a build leaves the branch as it is"
        return there


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(JUNE))
    return Desk(tmp_path)


def page(there: Path, path: str) -> str:
    return (there / "site" / path).read_text("utf-8")


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_ends_green_and_shows(name: str, desk: Desk) -> None:
    edit = EDITS[name]
    there = desk.edit(lambda clone: edited(clone, edit))
    shown = page(there, edit.page)
    assert [words for words in edit.shows if words not in shown] == []
    assert [words for words in edit.hides if words in shown] == []
    if name == "a speaker":
        statements = {s.text: s.speaker for s in record_files.read_record(there / RECORD).statements}
        assert statements[POMPEO] == "nato"
    if name == "statements in another order":
        ids = [s.id for s in record_files.read_record(there / RECORD).statements]
        assert ids[:2] == ["said-1786", "said-a803"]
    if name == "a colleague's comment":
        assert "# is this his?" in (there / RECORD).read_text("utf-8")


def test_a_new_text_gets_its_draft(desk: Desk) -> None:
    text = "Minister Rosa Diaz met Ivan Petrov in Oslo on Monday. Diaz said that the port was open.\n"
    there = desk.edit(lambda clone: (clone / "seeds" / "2025-03-03-port.txt").write_text(text, "utf-8"))
    assert "Rosa Diaz" in page(there, "briefs/2025-03-03-port.html")
    assert (there / "content" / ".generated" / "2025-03-03-port.json").is_file()


def test_a_deleted_text_takes_its_draft_along(desk: Desk) -> None:
    there = desk.edit(lambda clone: (clone / "seeds" / f"{OTHER}.txt").unlink())
    assert not [path for path in there.rglob(f"{OTHER}*") if ".git" not in path.parts]


def test_a_renamed_text_keeps_what_people_wrote_and_its_address(desk: Desk) -> None:
    def change(clone: Path) -> None:
        record = f"content/briefs/{TALKS}.yml"
        edited(clone, Edit(record, "(?m)^title: .*", "title: My title"))
        edited(clone, Edit(record, "(?m)^status: .*", APPROVED))
        (clone / "seeds" / f"{TALKS}.txt").rename(clone / "seeds" / "2025-03-01-paris.txt")

    there = desk.edit(change)
    assert "<h1>My title</h1>" in page(there, "briefs/2025-03-01-paris.html")
    assert "url=2025-03-01-paris.html" in page(there, f"briefs/{TALKS}.html")


def test_an_approval_is_given_and_published(desk: Desk) -> None:
    there = desk.edit(lambda clone: edited(clone, Edit(RECORD, "(?m)^status: .*", APPROVED)))
    config = there / "mkdocs.yml"
    config.write_text(re.sub(r"publish: \w+", "publish: reviewed", config.read_text("utf-8")), "utf-8")
    assert cli.main(["build", "--config", str(there)]) == 0
    assert "reviewed by Ada Moss" in page(there, f"briefs/{INF}.html")
    assert not (there / "site" / "briefs" / f"{TALKS}.html").exists()
