"""YAML that means something else than it seems, or is made to hurt: read as written, or refused with its place."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from briefing.model import BriefingError, ConfigError, RecordError, SeedError
from briefing.render import Renderer
from briefing.storage import record_yaml, reference_files, seed_files, yaml_reader

AS_WRITTEN = ("NO", "no", "Yes", "on", "OFF", "y", "012", "0o14", "0x1F", "1:30", "12:30:45", "1_000", "+1", ".5", "1e3",
              "2025-02-28", "2025-02-28 10:00:00", ".inf", ".NaN", "Null", "TRUE", "=", "<<", "9" * 5000, "1٢", "٣")  # fmt: skip
BROKEN = {
    "a key twice": ("a: 1\nb: 2\na: 3\n", "3:1", "'a' stands twice", "Keep one"),
    "a key twice inside": ("x:\n- {a: 1, a: 2}\n", "2:10", "stands twice", "Keep one"),
    "a number and a text for one key": ('1: a\n"1": b\n', "2:1", "stands twice", "Keep one"),
    "an anchor": ("a: &x 1\n", "1:4", "anchors", "Write the value out"),
    "an alias": ("a: *x\n", "1:4", "aliases", "Write the value out"),
    "a merge": ("a: &x {b: 1}\nc: {<<: *x}\n", "1:4", "anchors", "Write the value out"),
    "a bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "1:4", "anchors", "Write the value out"),
    "a tag of Python": ("a: !!python/object/apply:os.system [id]\n", "1:4", "tag", "Remove it"),
    "a tag of YAML": ("a: !!binary aGk=\n", "1:4", "tag", "Remove it"),
    "a tag of one's own": ("a: !ENV X\n", "1:4", "tag", "Remove it"),
    "a list as a key": ("? [a, b]\n: c\n", "1:3", "not a word", "quotes"),
    "a mapping as a key": ("{a: b}: c\n", "1:1", "not a word", "quotes"),
    "deep brackets": ("[" * 50_000, "1:13", "deeper than 12", "brackets"),
    "deep braces": ("a: " + "{a: " * 50_000, "1:48", "deeper than 12", "brackets"),
    "deep lines": ("".join(" " * n + "a:\n" for n in range(40)), "13:13", "deeper than 12", "indentation"),
    "two documents": ("a: 1\n---\nb: 2\n", "2:1", "another document", "three hyphens"),
    "a tab": ("a:\n\tb: 1\n", "2:1", "cannot start any token", "not tabs"),
    "a colon in a value": ("a: b: c\n", "1:5", "mapping values", "in quotes"),
    "an open quote": ("a: 'b\n", "2:1", "unexpected end", "Close the quotes"),
    "an open bracket": ("a: [b\n", "2:1", "", "Close the bracket"),
    "a reserved sign": ("a: @b\n", "1:4", "cannot start any token", "quote what begins with @"),
    "a NUL": ("a: b\nc: d\0\n", "2:5", "U+0000", "Delete it"),
    "an escape": ("a: b\x1b\n", "1:5", "U+001B", "Delete it"),
    "no character": ("a: b\ufffe\n", "1:5", "U+FFFE", "Delete it"),
    "half a character": ('a: "\\ud800"\n', "1:7", "escape code", "single quotes"),
    "an unknown escape": ('a: "\\q"\n', "1:5", "escape character", "single quotes"),
}


@pytest.mark.parametrize("text", AS_WRITTEN, ids=lambda text: text[:12])
def test_a_value_is_what_was_written(text: str) -> None:
    assert yaml_reader.read(f"a: {text}\n", "x.yml") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-3", -3), ("0", 0), ("true", True), ("null", None), ("~", None), ("", None)],
)
def test_few_things_are_typed(text: str, value: object) -> None:
    assert yaml_reader.read(f"a: {text}\n", "x.yml") == {"a": value}


@pytest.mark.parametrize(("text", "place", "what", "hint"), BROKEN.values(), ids=BROKEN)
def test_it_is_refused_with_its_place_and_what_to_do(text: str, place: str, what: str, hint: str) -> None:
    started = time.perf_counter()
    with pytest.raises(RecordError) as caught:
        yaml_reader.read(text, "x.yml")
    assert time.perf_counter() - started < 5
    assert caught.value.where == f"x.yml:{place}", caught.value
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_more_than_ten_megabytes_are_refused_at_once() -> None:
    started = time.perf_counter()
    with pytest.raises(RecordError, match="larger than 10,000,000 characters"):
        yaml_reader.read("a: " + "x" * yaml_reader.LARGEST, "x.yml")
    assert time.perf_counter() - started < 0.5


IN_FRONT = {name: case for name, case in BROKEN.items() if name != "two documents"}
"""Where three hyphens end the front matter."""


@pytest.mark.parametrize(("text", "place", "what", "hint"), IN_FRONT.values(), ids=IN_FRONT)
def test_a_front_matter_is_as_strict(text: str, place: str, what: str, hint: str) -> None:
    del hint
    with pytest.raises(SeedError) as caught:
        seed_files.article(f"---\n{text}\n---\nText.\n".encode(), "x", "x.txt")
    if "\0" not in text:
        assert what in caught.value.what
        line = int(place.split(":")[0]) + 1
        assert caught.value.where.startswith((f"x.txt:{line}:", f"x.txt:{line + 1}:"))


def test_the_reference_and_the_words_are_as_strict(tmp_path: Path) -> None:
    path = tmp_path / "actors.yml"
    path.write_text("- {id: a, id: b, name: c}\n", "utf-8")
    with pytest.raises(RecordError, match=re.escape("'id' stands twice")):
        reference_files.read_reference_file(path)
    (tmp_path / "words.yml").write_text("skip: &a x\n", "utf-8")
    with pytest.raises(ConfigError, match="anchors") as caught:
        Renderer(tmp_path)
    assert caught.value.where.endswith("words.yml:1:7")


WRONG = {
    "a number for a title": (
        "title: T",
        "title: 2024",
        "x.yml:2: title: a number stands where a text should",
        "in quotes",
    ),
    "a list for a text": ("title: T", "title: [a]", "a list stands where a text should", "one text"),
    "Norway for a status": (
        "status: draft",
        "status: NO",
        "status: does not know 'NO'",
        "draft, reviewed, published, retracted",
    ),
    "a kind of no actor": (
        "kind: person",
        "kind: man",
        "actors[0].kind: does not know 'man'",
        "person, organization, state, group, place",
    ),
    "no day": (
        "date: 2025-02-28",
        "date: 2025-02-30",
        "source.date: is no day of the calendar",
        "2025-02-28",
    ),
    "a day in another order": (
        "date: 2025-02-28",
        "date: 28.2.2025",
        "source.date: is no day of the calendar",
        "2025-02-28",
    ),
    "a way up for an id": ("id: ann-lee", "id: ../../x", "actors[0].id: cannot be an id", "ann-lee"),
    "an id with a line end": ("id: ann-lee", 'id: "ann\\n"', "actors[0].id: cannot be an id", "ann-lee"),
    "a name for a country": ("country: FR", "country: France", "is no code of a state", "two capitals"),
    "a text for a list": (
        "aliases: [Lee]",
        "aliases: Lee",
        "actors[0].aliases: a text stands where a list should",
        "[one, two]",
    ),
    "a text for fields": (
        "source: {sha256: a, date: 2025-02-28}",
        "source: a paper",
        "source: a text stands where fields with values should",
        "{braces}",
    ),
    "a place that is none": ("at: 1-6", "at: 6", "place.at:", "122-197"),
    "a place backwards": ("at: 1-6", "at: 6-1", "6-1 is no span", "122-197"),
    "a name mistyped": ("aliases:", "alias:", "has no field 'alias'", "'aliases'"),
}
RECORD = """slug: x
title: T
status: draft
place: {text: Paris, at: 1-6}
source: {sha256: a, date: 2025-02-28}
actors:
- {id: ann-lee, name: Ann Lee, kind: person, country: FR, aliases: [Lee]}
"""


@pytest.mark.parametrize(("old", "new", "what", "hint"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_told_in_words(old: str, new: str, what: str, hint: str) -> None:
    record_yaml.load_yaml(RECORD, "x.yml")
    assert old in RECORD
    with pytest.raises(BriefingError) as caught:
        record_yaml.load_yaml(RECORD.replace(old, new), "x.yml")
    assert what in str(caught.value)
    assert hint in caught.value.hint
    assert re.match(r"x\.yml:\d+", caught.value.where)
