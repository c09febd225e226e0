"""The reference: the desk's own is clean, each fault is told with its line, dates are as exact as written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from briefing.model import PartialDate, Problem, RecordError
from briefing.review import checks
from briefing.storage import record_yaml, reference_files
from tests import ROOT

ERA = """\
id: thaw
title: Thaw
since: 1950
until: 1960
phases:
- {id: early, title: Early, since: 1950, until: 1955}
- {id: late, title: Late, since: 1956, until: 1960}
episodes:
- id: first-meeting
  title: The first meeting
  since: 1951-02
  kind: summit
  states: [france, spain]
  leaders: [xi-jinping]
  themes: [summits]
  motifs: [leaders-summit]
  text: They met.
  sources:
  - {kind: treaty, title: A treaty, date: 1951-02-03}
"""
RELATIONS = """\
era: thaw
pairs:
- pair: [france, spain]
  phases:
  - {since: 1950, until: 1954, stance: rival, turn: They met, episode: first-meeting}
  - {since: 1955, until: 1960, stance: allied, turn: They signed, source: {kind: book, title: B, author: A, year: 1970}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "reference"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "content" / "reference" / "actors.yml", folder)
    (folder / "thaw.yml").write_text(ERA, "utf-8")
    (folder / "relations.yml").write_text(RELATIONS, "utf-8")
    return tmp_path


def check_reference(root: Path) -> list[Problem]:
    """Return what a check finds in the files of the reference."""
    problems = checks.found(checks.read(root, date(2026, 1, 1)))
    return [problem for problem in problems if Path(problem.where).parent.name == "reference"]


def test_the_reference_of_the_repository_has_no_fault() -> None:
    assert check_reference(ROOT) == []


def test_the_reference_covers_the_cold_war() -> None:
    reference = reference_files.read_reference(ROOT)
    (era,) = reference.eras
    assert (era.since, era.until) == (1945, 1991)
    assert len(era.episodes) >= 80
    assert len(reference.relations[0].pairs) >= 45


FAULTS = (
    ("since: 1951-02", "since: 1949-02", "1949-02 is outside 1950 to 1960", 11),
    ("since: 1951-02", "since: 1951-02-30", "1951-02-30 is no day of the calendar", 11),
    ("since: 1951-02", "since: 1951-02\n  until: 1950", "1950 is before 1951-02", 12),
    ("since: 1951-02", "since: 1951-02\n  until: 1962", "1962 is outside 1950 to 1960", 12),
    ("[france, spain]\n  leaders", "[france, spian]\n  leaders", "'spian' is not a state", 13),
    ("[xi-jinping]", "[xi-jingping]", "'xi-jingping' is not an actor", 14),
    ("themes: [summits]", "themes: [summit]", "'summit' is not a theme", 15),
    ("motifs: [leaders-summit]", "motifs: [leaders-meet]", "'leaders-meet' is not a motif", 16),
    ("motifs: [leaders-summit]", "motifs: []", "is empty", 16),
    ("kind: summit", "kind: dinner", "does not know 'dinner'", 12),
    ("since: 1956, until: 1960", "since: 1957, until: 1960", "late begins in 1957", 7),
    ("since: 1956, until: 1960", "since: 1956, until: 1959", "the phases do not cover", 6),
    ("\n  sources:\n  - {kind: treaty, title: A treaty, date: 1951-02-03}", "", "has no source", 9),
    (", date: 1951-02-03", "", "'A treaty' has no date", 19),
    ("kind: treaty, title: A", "kind: book, title: A", "lacks author or year", 19),
)


@pytest.mark.parametrize(("old", "new", "what", "line"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_of_an_era_is_told_with_its_line(
    root: Path, old: str, new: str, what: str, line: int
) -> None:
    assert old in ERA
    (root / "content" / "reference" / "relations.yml").unlink()
    (root / "content" / "reference" / "thaw.yml").write_text(ERA.replace(old, new), "utf-8")
    (problem,) = check_reference(root)
    assert what in problem.what
    assert problem.line == line
    assert problem.hint


PAIRS = (
    ("since: 1955, until: 1960", "since: 1954, until: 1960", "1954 lies in the phase before", 6),
    ("since: 1955, until: 1960", "since: 1955, until: 1961", "is no time inside 1950 to 1960", 6),
    ("episode: first-meeting", "episode: second-meeting", "'second-meeting' is not an episode", 5),
    (", episode: first-meeting", "", "has no source", 5),
    ("era: thaw", "era: frost", "'frost' is not an era", 1),
    ("pair: [france, spain]", "pair: [france, narnia]", "'narnia' is not a state", 3),
)


@pytest.mark.parametrize(("old", "new", "what", "line"), PAIRS, ids=[fault[2] for fault in PAIRS])
def test_a_fault_of_relations_is_told_with_its_line(
    root: Path, old: str, new: str, what: str, line: int
) -> None:
    assert old in RELATIONS
    (root / "content" / "reference" / "relations.yml").write_text(RELATIONS.replace(old, new), "utf-8")
    (problem,) = check_reference(root)
    assert what in problem.what
    assert problem.line == line


def test_an_id_that_stands_twice(root: Path) -> None:
    twice = ERA + ERA[ERA.index("- id: first-meeting") :]
    (root / "content" / "reference" / "thaw.yml").write_text(twice, "utf-8")
    (problem,) = check_reference(root)
    assert "'first-meeting' stands twice" in problem.what
    assert problem.line == 20


def test_a_file_that_is_none_of_the_reference(root: Path) -> None:
    (root / "content" / "reference" / "notes.yml").write_text("a: b\n", "utf-8")
    with pytest.raises(RecordError, match="no file of the reference"):
        reference_files.read_reference(root)
    assert [problem.what for problem in check_reference(root)] == ["is no file of the reference"]


def test_the_command_says_what_to_do(root: Path) -> None:
    config = root / "mkdocs.yml"
    (root / "seeds").mkdir()
    (root / "content" / "index.md").write_text("# A desk\n", "utf-8")
    config.write_text(
        "site_name: x\ndocs_dir: content\nuse_directory_urls: false\ntheme: briefing\nplugins: [briefing]\n",
        "utf-8",
    )
    command = [sys.executable, str(ROOT / "build.py"), "check", "--config", str(config)]
    assert subprocess.run(command, check=False).returncode == 0
    (root / "content" / "reference" / "thaw.yml").write_text(ERA.replace("spain", "spian"), "utf-8")
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert told.returncode == 1
    assert "thaw.yml" in told.stdout
    assert "'spian' is not a state of states.yml" in told.stdout
    assert "Did you mean 'spain'?" in told.stdout


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1971", date(1971, 1, 1), date(1971, 12, 31)),
        ("1972-02", date(1972, 2, 1), date(1972, 2, 29)),
        ("1971-07-09", date(1971, 7, 9), date(1971, 7, 9)),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, first: date, last: date) -> None:
    day = PartialDate(text)
    assert (day.earliest, day.latest) == (first, last)


@pytest.mark.parametrize("text", ["71", "1971-7", "1971-13", "about 1971", "1971-02-30"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no (date|day)"):
        PartialDate(text)


def test_an_era_is_data_for_others() -> None:
    (era,) = reference_files.read_reference(ROOT).eras
    assert record_yaml.load_json(record_yaml.dump_json(era), type(era), "era") == era
