"""Two people edit one record on two branches, in real git: what merges by itself, what the driver merges."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing import drafting
from briefing.model import Brief
from briefing.review import merge
from briefing.storage import briefs, record_files
from tests import ROOT

SLUG = "2019-08-02-inf-treaty-ends"
DRIVER = f"{Path(sys.executable).with_name('briefing')} merge %O %A %B %P"
Edit = Callable[[str], str]


def git(desk: Path, *arguments: str, fails: bool = False) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=desk, capture_output=True, text=True, check=False)
    assert fails or done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branches") / "desk"
    (folder / "seeds").mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "desk" / "seeds" / f"{SLUG}.txt", folder / "seeds")
    shutil.copy(ROOT / ".gitattributes", folder)
    (folder / ".gitignore").write_text("/.cache/\n", "utf-8")
    drafting.update(folder)
    git(folder, "init", "--quiet", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Drafted")
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


def record(desk: Path) -> Path:
    return record_files.record_path(desk, SLUG)


def seed(desk: Path) -> Path:
    return desk / "seeds" / f"{SLUG}.txt"


def read(desk: Path) -> Brief:
    found = briefs.pair(record(desk), seed(desk)).brief
    assert found is not None
    return found


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        changed, count = re.subn(old, new, text, count=1, flags=re.M)
        assert count == 1, old
        return changed

    return edit


def strike(number: int) -> Edit:
    """Strike a statement by deleting its lines, as one does on a web page."""

    def edit(text: str) -> str:
        found = list(re.finditer(r"^- \{id: (?:said|view|denial)-.*\n(?:   .*\n)+", text, re.M))[number]
        return text[: found.start()] + text[found.end() :]

    return edit


def reordered(text: str) -> str:
    first, second = list(re.finditer(r"^- \{id: (?:said|view|denial)-.*\n(?:   .*\n)+", text, re.M))[:2]
    return text[: first.start()] + second[0] + "\n" + first[0] + text[second.end() :]


def added(words: str) -> Edit:
    return swap(r"^statements:\n", f'statements:\n- verb: said\n  text: "{words}"\n\n')


class Pair(NamedTuple):
    one: Edit
    other: Edit
    rebuilt: bool = False


TITLE = swap(r"^title: .*", "title: Another title")
STATUS = swap(r"^status: draft", "status: reviewed\napprovals:\n- {by: Ben Bly, on: 2026-03-03}")
SPEAKER = swap(r"speaker: mike-pompeo", "speaker: nato")
VERB = swap(r"(speaker: [a-z-]+,[^}]*verb: )\w+", r"\1declared")
BY_GIT = {
    "title against status": Pair(TITLE, STATUS),
    "title against notes, rebuilt": Pair(TITLE, lambda text: text + "\nnotes: |-\n  A note.\n", rebuilt=True),
    "strike against strike of the neighbour": Pair(strike(0), strike(1)),
    "words against strike of the neighbour": Pair(
        swap(r'(- \{id: said-.*\n   text: ".*) \w+"', r'\1"'), strike(1)
    ),
    "a speaker against another item's words": Pair(SPEAKER, strike(3)),
    "rebuilt, different items": Pair(TITLE, SPEAKER, rebuilt=True),
}
"""What plain git merges."""
BY_DRIVER = {
    "speaker against verb of one item": Pair(
        swap(r"speaker: mike-pompeo", "speaker: nato"),
        swap(r"(speaker: mike-pompeo,[^}]*?verb: )[^,}]*", r"\1declared"),
    ),
    "two additions at one place": Pair(
        added("the alliance did not want a new arms race"), added("did not want a new arms race")
    ),
    "tags against rights": Pair(
        swap(r"^  tags: \[", "  tags: [treaties, "),
        swap(r"^(  rights: ).*", r"\1none"),
    ),
    "reorder against edit": Pair(reordered, VERB),
    "strikes, rebuilt": Pair(strike(0), strike(1), rebuilt=True),
}
"""What needs the command."""
CONFLICTS = {
    "two titles": Pair(TITLE, swap(r"^title: .*", "title: A third title")),
    "edit against strike": Pair(swap(r"(- \{id: said-[^}]*?verb: )[^,}]*", r"\1declared"), strike(0)),
}


def branches(desk: Path, pair: Pair, *, driver: bool) -> str:
    """Make both edits on branches of their own, and merge them; returns what git says."""
    if driver:
        git(desk, "config", "merge.briefing.driver", DRIVER)
    for name, edit in (("one", pair.one), ("other", pair.other)):
        git(desk, "switch", "--quiet", "-c", name, "main")
        record(desk).write_text(edit(record(desk).read_text("utf-8")), "utf-8")
        if pair.rebuilt:
            drafting.update(desk)
        git(desk, "commit", "--quiet", "-am", name)
    return git(desk, "merge", "one", "-m", "merged", fails=True)


def require_both(desk: Path) -> None:
    """Fail where the record is not what both edits make of it."""
    merged = record(desk).read_text("utf-8")
    for name in ("one", "other"):
        mine = git(desk, "show", f"{name}:content/briefs/{SLUG}.yml")
        base = git(desk, "show", f"main:content/briefs/{SLUG}.yml")
        for line in set(mine.splitlines()) - set(base.splitlines()):
            words = re.sub(r"[{},\s-]+", " ", line).strip()
            assert not words or words.split()[-1] in merged, line
    drafting.update(desk)
    assert read(desk).conflicts == ()
    shutil.rmtree(desk / "content" / ".generated")


@pytest.mark.parametrize("name", BY_GIT)
def test_what_git_merges_by_itself(desk: Path, name: str) -> None:
    said = branches(desk, BY_GIT[name], driver=False)
    assert "CONFLICT" not in said
    require_both(desk)


@pytest.mark.parametrize("name", BY_DRIVER)
def test_what_the_command_merges(desk: Path, name: str) -> None:
    assert "CONFLICT" in branches(desk, BY_DRIVER[name], driver=False)
    git(desk, "merge", "--abort")
    git(desk, "config", "merge.briefing.driver", DRIVER)
    assert "CONFLICT" not in git(desk, "merge", "one", "-m", "merged", fails=True)
    require_both(desk)


@pytest.mark.parametrize("name", CONFLICTS)
def test_edits_of_one_value_conflict_as_git_has_it(desk: Path, name: str) -> None:
    assert "CONFLICT" in branches(desk, CONFLICTS[name], driver=True)
    text = record(desk).read_text("utf-8")
    assert "<<<<<<< " in text
    assert ">>>>>>> " in text


def test_strikes_of_neighbours_are_both_struck(desk: Path) -> None:
    gone = [item.id for item in read(desk).statements[:2]]
    branches(desk, BY_GIT["strike against strike of the neighbour"], driver=False)
    drafting.update(desk)
    brief = read(desk)
    assert [stone.id for stone in brief.struck] == sorted(gone)
    assert not {item.id for item in brief.statements} & set(gone)


def test_a_corrected_seed_against_an_edited_record_both_rebuilt(desk: Path) -> None:
    git(desk, "switch", "--quiet", "-c", "one")
    text = seed(desk).read_text("utf-8")
    assert "solely responsible" in text
    seed(desk).write_text(text.replace("solely responsible", "alone responsible"), "utf-8")
    drafting.update(desk)
    git(desk, "commit", "--quiet", "-am", "seed")
    git(desk, "switch", "--quiet", "-c", "other", "main")
    record(desk).write_text(TITLE(record(desk).read_text("utf-8")), "utf-8")
    drafting.update(desk)
    assert git(desk, "status", "--short").split() == ["M", f"content/briefs/{SLUG}.yml"], "no machine's file"
    git(desk, "commit", "--quiet", "-am", "record")
    assert "CONFLICT" not in git(desk, "merge", "one", "-m", "merged")
    report = drafting.update(desk)
    assert not report.outcomes[0].foreign
    ledger = record_files.read_ledger(desk, SLUG)
    assert ledger is not None
    assert merge.owned(read(desk), ledger) == ["title"]
    assert any("alone responsible" in item.text for item in read(desk).statements)


def test_a_damaged_side_is_left_to_git(desk: Path) -> None:
    def broken(text: str) -> str:
        return text.replace("title:", "titel:", 1)

    said = branches(desk, Pair(broken, swap(r"^title: .*", "title: Mine")), driver=True)
    assert "CONFLICT" in said
    assert "<<<<<<< " in record(desk).read_text("utf-8")
