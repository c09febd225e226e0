"""The story of docs/pages/day.md in a real repository: a desk, a text, a review, a newer engine, a conflict, publication.

The lines are the page's own; what a person writes and what a newer version brings comes between them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from briefing import drafting
from briefing.model import Brief
from briefing.storage import record_files
from tests import ROOT
from tests.cli.test_resolve import SLUG, TEXT

SWEDEN = "2024-03-07-sweden-joins-nato"
SAMPLE = "2025-01-17-sample-fishing-talks"
PERSON = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Eva Stein"), ("EMAIL", "eva@example.org"))
}


def story() -> list[str]:
    """Return the lines of the page's story; those that begin with # tell what happens meanwhile."""
    text = (ROOT / "docs" / "pages" / "day.md").read_text("utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]


class Shell:
    """Runs commands as a person types them; `said` holds what each said, by its first words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | PERSON
        self.said: dict[str, str] = {}

    def run(self, line: str, answers: str = "") -> None:
        command, _, remark = line.partition("  #")
        for part in command.split("&&"):
            words = shlex.split(part)
            if words[0] == "cd":
                self.folder /= words[1]
                continue
            program = [sys.executable] if words[0] == "python" else [words[0]]
            result = subprocess.run(
                [*program, *words[1:]],
                cwd=self.folder,
                env=self.environment,
                input=answers,
                capture_output=True,
                text=True,
                check=False,
            )
            told = result.stdout + result.stderr
            assert result.returncode == ("fails" in remark), f"{part}\n{told}"
            assert "Traceback" not in told
            self.said[" ".join(words[:3])] = told


def newer(folder: Path) -> Path:
    """Return a newer version of the package: it takes what was said for a view."""
    shutil.copytree(ROOT / "briefing", folder / "briefing", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", folder / "briefing" / "templates")
    row = folder / "briefing" / "lexicon" / "speech.yml"
    text = row.read_text("utf-8")
    changed = text.replace("{lemma: say, ", "{lemma: say, kind: view, ")
    assert changed != text
    row.write_text(changed, "utf-8")
    return folder


def edited(path: Path, *edits: tuple[str, str]) -> None:
    """Replace words in a file by regular expressions that fit once."""
    text = path.read_text("utf-8")
    for pattern, words in edits:
        text, count = re.subn(pattern, words, text, count=1, flags=re.S)
        assert count == 1, pattern
    path.write_text(text, "utf-8")


def record(desk: Path, slug: str = SWEDEN) -> Brief:
    return record_files.read_record(record_files.record_path(desk, slug))


def test_the_story_of_the_docs(tmp_path: Path) -> None:
    (tmp_path / "build.py").symlink_to(ROOT / "build.py")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shell = Shell(tmp_path)
    lines = iter(story())

    def until(start: str, answers: str = "") -> None:
        for line in lines:
            if line.startswith(start):
                if not line.startswith("#"):
                    shell.run(line, answers)
                return
            shell.run(line)
        pytest.fail(f"the page has no line that begins with: {start}")

    until("python build.py review", "n\nThe vote in Budapest came last.\nq\n")
    desk = shell.folder
    path = record_files.record_path(desk, SWEDEN)
    said = {item.speaker: item for item in record(desk).statements}
    mine, other = said["sauli-niinisto"], said["jens-stoltenberg"]
    assert mine.kind == other.kind == "said"
    struck = record(desk).summary[1]
    edited(
        path,
        (rf"- \{{id: {mine.id}, ", f"- {{id: {mine.id}, kind: denial,  # he gives it up\n   "),
        (rf"- \{{id: {struck.id},.*?(?=- \{{id: )", ""),
    )
    until("# weeks later")
    note = shell.said["python build.py diff"]
    assert note.startswith("## Briefs: 1 changed\n")
    assert "Point gone:" in note
    assert "kind “said” → “denial”" in note
    assert "The vote in Budapest came last." in note
    assert len(note.splitlines()) < 25
    checked = shell.said["python build.py check"]  # offices that were checked long ago are warnings
    assert checked == "Nothing is wrong.\n" or "\n0 errors, " in checked

    shell.environment["PYTHONPATH"] = str(newer(tmp_path / "newer"))
    until("python build.py check")
    path_of_conflict = f"statements/{mine.id}/kind"
    for told in (shell.said["python build.py"], shell.said["python build.py check"]):
        assert f"{path_of_conflict}: a person changed it, and the machine now proposes 'view'" in told
        assert f"python build.py resolve {SWEDEN} --take human" in told
    kinds = {item.id: item.kind for item in record(desk).statements}
    assert kinds[mine.id] == "denial", "what a person wrote stays"
    assert kinds[other.id] == "view", "what nobody touched follows the newer version"
    until("python build.py resolve")
    assert not record(desk).conflicts
    shell.run("python build.py check")
    assert "# he gives it up" in path.read_text("utf-8")

    until("# write")
    edited(path, ("status: draft", "status: published\nreviewer: Eva Stein\nreviewed: 2024-03-08"))
    edited(desk / "mkdocs.yml", (r"publish: [^\n]*", "publish: reviewed"))
    for line in lines:
        shell.run(line)
    assert len(list((desk / "dist").iterdir())) == 3
    shell.run("python build.py check")
    page = (desk / "site" / "briefs" / f"{SWEDEN}.html").read_text("utf-8")
    assert "The vote in Budapest came last." in page
    assert "Eva Stein" in page
    assert struck.text not in page
    assert not (desk / "site" / "briefs" / f"{SAMPLE}.html").exists()
    shell.run("python build.py diff main HEAD")
    assert "“published, by Eva Stein, 2024-03-08”" in shell.said["python build.py diff"]


def test_two_branches_edit_one_record_and_the_ledger_may_go(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / f"{SLUG}.txt").write_text(TEXT, "utf-8")
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    shell = Shell(tmp_path)
    path, ledger = record_files.record_path(tmp_path, SLUG), record_files.ledger_path(tmp_path, SLUG)
    drafting.update(tmp_path)
    shell.run("git init --quiet -b main")
    shell.run("git add seeds content .gitattributes && git commit --quiet -m Draft")
    gone = record(tmp_path, SLUG).statements[-1]
    edits = {
        "one": ((rf"- \{{id: {gone.id},.*?\n(?=\n)", ""),),
        "two": (("title: [^\n]*", "title: Talks in Paris"), ("verb: stressed", "verb: added")),
    }
    for branch, changes in edits.items():
        shell.run(f"git switch --quiet -c {branch} main")
        edited(path, *changes)
        drafting.update(tmp_path)
        shell.run(f"git commit --quiet -am {branch}")
        assert (
            "content/.generated"
            not in subprocess.run(
                ["git", "show", "--stat"], cwd=tmp_path, capture_output=True, text=True, check=True
            ).stdout
        )
    shell.run("git merge one -m merged")
    assert "CONFLICT" not in shell.said["git merge one"]

    def both_are_there() -> None:
        brief = record(tmp_path, SLUG)
        assert brief.title == "Talks in Paris"
        assert "added" in [item.verb for item in brief.statements]
        assert gone.text not in [item.text for item in brief.statements]
        assert not brief.conflicts

    drafting.update(tmp_path)
    both_are_there()
    before = record(tmp_path, SLUG)
    ledger.unlink()
    drafting.update(tmp_path)
    both_are_there()
    assert structs.replace(record(tmp_path, SLUG), drafted=before.drafted) == before
