"""The reference: the desk's own is clean, each fault is told with its line, dates are as exact as written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from briefing import lexicon
from briefing.model import NO_LOCATOR, PartialDate, Problem, RecordError
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
  - {kind: treaty, locator: 1 UNTS 1, title: A treaty, date: 1951-02-03}
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


def check_reference(root: Path, today: date = date(2026, 1, 1)) -> list[Problem]:
    """Return what a check finds in the files of the reference."""
    problems = checks.found(root, today)
    return [problem for problem in problems if Path(problem.where).parent.name == "reference"]


def test_the_reference_of_the_repository_has_no_fault() -> None:
    assert check_reference(ROOT) == []


def test_the_reference_covers_the_cold_war_and_what_came_after() -> None:
    reference = reference_files.read_reference(ROOT)
    era, after = reference.eras
    assert (era.id, era.since, era.until) == ("cold-war", 1945, 1991)
    assert (after.id, after.since, after.until) == ("post-cold-war", 1991, 2014)
    assert len(era.episodes) >= 200
    assert len(after.episodes) >= 40
    assert len(reference.relations[0].pairs) >= 45


FOLDERS = (".github", "briefing", "content", "examples", "templates", "tests")
FILES = sorted(
    path
    for folder in FOLDERS
    for ending in ("*.yml", "*.yaml")
    for path in (ROOT / folder).rglob(ending)
    if path.name != "mkdocs.yml"  # MkDocs reads it with a tag of its own, !ENV
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_plain_readers_take_every_yaml_file(folder: str) -> None:
    """PyYAML's own reader is stricter than libyaml's about ? inside [brackets]; others build on it."""
    for path in FILES:
        if path.is_relative_to(ROOT / folder):
            list(yaml.parse(path.read_text("utf-8"), yaml.SafeLoader))


def test_a_reader_of_yaml_1_2_reads_what_people_edit_alike() -> None:
    reader = YAML(typ="safe", pure=True)
    for path in [
        *(ROOT / "content" / "reference").glob("*.yml"),
        ROOT / "briefing" / "lexicon" / "motifs.yml",
    ]:
        text = path.read_text("utf-8")
        assert reader.load(text) == yaml.load(text, yaml.CSafeLoader), path.name


FAULTS = (
    ("since: 1951-02", "since: 1949-02", "1949-02 is outside 1950 to 1960", 11),
    ("since: 1951-02", "since: 1951-02-30", "1951-02-30 is no day of the calendar", 11),
    ("since: 1951-02", "since: 1951-02\n  until: 1950", "1950 is before 1951-02", 12),
    ("since: 1951-02", "since: 1951-02\n  until: 1962", "1962 is outside 1950 to 1960", 12),
    ("[france, spain]\n  leaders", "[france, spian]\n  leaders", "'spian' is not a state", 13),
    ("[xi-jinping]", "[xi-jingping]", "'xi-jingping' is not an actor", 14),
    ("themes: [summits]", "themes: [summit]", "'summit' is not a theme", 15),
    ("themes: [summits]", "bodies: [natto]\n  themes: [summits]", "'natto' is not a body", 15),
    ("motifs: [leaders-summit]", "motifs: [leaders-meet]", "'leaders-meet' is not a motif", 16),
    ("motifs: [leaders-summit]", "motifs: []", "is empty", 16),
    ("kind: summit", "kind: dinner", "does not know 'dinner'", 12),
    ("since: 1956, until: 1960", "since: 1957, until: 1960", "late begins in 1957", 7),
    ("since: 1956, until: 1960", "since: 1956, until: 1959", "the phases do not cover", 6),
    (
        "\n  sources:\n  - {kind: treaty, locator: 1 UNTS 1, title: A treaty, date: 1951-02-03}",
        "",
        "has no source",
        9,
    ),
    (", date: 1951-02-03", "", "'A treaty' has no date", 19),
    ("kind: treaty, loc", "kind: book, loc", "lacks author or year", 19),
    ("locator: 1 UNTS 1, ", "", "1 sources do not say where they can be opened: 'A treaty'", 19),
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


ACTOR = (
    "- {id: anna-berg, name: Anna Berg, country: SE, offices: [{title: Minister, of: sweden, since: 2020}]}\n"
)
OFFICES = (
    ("since: 2020", "since: 2020, until: 2024", date(2026, 1, 1), ""),
    ("since: 2020", "since: 2020", date(2026, 1, 1), "nothing says when and how that was known"),
    ("since: 2020", "since: 2020, checked: 2026-01-02, source: A paper", date(2026, 6, 30), ""),
    (
        "since: 2020",
        "since: 2020, checked: 2026-01-02, source: A paper",
        date(2026, 7, 2),
        "2026-01-02 (A paper): anna",
    ),
    ("country: SE", "country: SE, died: 2024", date(2026, 1, 1), "died in 2024, and 'Minister' has no end"),
)


@pytest.mark.parametrize(("old", "new", "today", "what"), OFFICES, ids=[f"{o[1]} {o[2]}" for o in OFFICES])
def test_an_open_office_says_when_it_was_checked(
    root: Path, old: str, new: str, today: date, what: str
) -> None:
    folder = root / "content" / "reference"
    (folder / "actors.yml").write_text(ACTOR.replace(old, new), "utf-8")
    (folder / "thaw.yml").write_text(ERA.replace("xi-jinping", "anna-berg"), "utf-8")
    told = [problem.what for problem in check_reference(root, today)]
    assert [what in one for one in told] == ([True] if what else [])


def test_every_open_office_of_the_repository_has_a_day_and_a_source() -> None:
    for actor in reference_files.read_reference(ROOT).actors:
        for office in actor.offices:
            assert office.until or (office.checked and office.source), actor.id
            assert not (office.until and office.checked), actor.id


def test_who_holds_an_office_is_as_last_known() -> None:
    actors = {actor.id: actor for actor in reference_files.read_reference(ROOT).actors}
    held = {(o.of, o.title): actor.id for actor in actors.values() for o in actor.offices if o.until is None}
    assert held["united-kingdom", "Prime Minister"] == "andy-burnham"
    assert held["hungary", "Prime Minister"] == "peter-magyar"
    assert held["iran", "Supreme Leader"] == "mojtaba-khamenei"
    assert held["venezuela", "Interim President"] == "delcy-rodriguez"
    assert [office.since for office in actors["harold-wilson"].offices] == [1964, 1974]
    heads = [
        (office.of, office.title)
        for actor in actors.values()
        for office in actor.offices
        if office.until is None and office.title in ("President", "Prime Minister")
    ]
    assert len(heads) == len(set(heads))


def test_all_members_of_the_united_nations_have_a_row() -> None:
    states = [state for state in lexicon.load().states if state.until is None]
    assert len([state for state in states if state.status is None]) == 193
    assert {state.id for state in states if state.status == "observer"} == {"palestine", "vatican"}
    assert {state.id for state in states if state.status == "partly recognised"} == {"kosovo", "taiwan"}
    for state in states:
        assert state.capital
        assert state.at
        assert -90 < state.at[0] < 90
        assert -180 < state.at[1] < 180
    assert len({state.country for state in states}) == len(states)


def _is_isbn(text: str) -> bool:
    """Return whether the check digit is right, of ten characters or of thirteen (ISO 2108)."""
    digits = [10 if c == "X" else int(c) for c in text.replace("-", "")]
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return len(digits) == 13 and (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0-8044-2957-X", True),
        ("0-8044-2957-1", False),
        ("978-0-306-40615-7", True),
        ("978-0-306-40615-8", False),
    ],
)
def test_a_wrong_digit_of_an_isbn_is_seen(text: str, right: bool) -> None:
    assert _is_isbn(text) is right


def test_each_source_says_where_it_can_be_opened_or_that_this_is_not_known() -> None:
    eras = reference_files.read_reference(ROOT).eras
    works = [work for era in eras for episode in era.episodes for work in episode.sources]
    assert [work.title for work in works if work.locator is None] == []


def test_locators_are_of_kinds_that_can_be_opened() -> None:
    reference = reference_files.read_reference(ROOT)
    works = [work for era in reference.eras for episode in era.episodes for work in episode.sources]
    told = [work.locator for work in works if work.locator and work.locator != NO_LOCATOR]
    assert len(told) >= 220
    kinds = (
        r"[AS]/[A-Z0-9]",  # symbols of the United Nations
        r"\d+ (UNTS|ILM|UST|Stat\.|Fed\. Reg\.) \d+",
        r"Public Law \d+-\d+",
        r"FRUS",
        r"I\.C\.J\. Reports \d{4}, p\. \d+",
        r"IAEA INFCIRC/\d+",
        r"Public Papers of the Presidents",
        r"(HC|OIES|CRS|SOU|H\. Rept\.) ?\S+",
        r"(Bundesgesetzblatt|Gesetzblatt der DDR|OJ L) ",
        r"United States Senate, (Treaty Document|Executive|committee print)",
        r"(Department of State (Publication|Bulletin)|Studies in Intelligence|Beijing Review|NATO (press|official text)|ISBN) ?\S+",
        r"Congressional Record, \d+\w\w Congress",
        r"en\.kremlin\.ru/events/president/transcripts/\d+",
    )
    assert [one for one in told if not any(re.match(kind, one) for kind in kinds)] == []
    assert [one for one in told if one.startswith("ISBN") and not _is_isbn(one.removeprefix("ISBN "))] == []
    for work in works:
        if work.title.startswith("UN Security Council Resolution"):
            assert work.locator == f"S/RES/{work.title.split()[-1]} ({str(work.date)[:4]})"


def test_each_episode_that_was_added_has_two_sources() -> None:
    _, after = reference_files.read_reference(ROOT).eras
    assert [episode.id for episode in after.episodes if len(episode.sources) < 2] == []


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
    for era in reference_files.read_reference(ROOT).eras:
        assert record_yaml.load_json(record_yaml.dump_json(era), type(era), "era") == era
