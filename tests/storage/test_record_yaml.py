"""The canonical record: what is written is read back, and what is broken is refused with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from briefing.model import Brief, Point, Quote, RecordError, Source, Spans
from briefing.storage import record_yaml
from tests import ROOT
from tests.desks import bare

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


def brief(text: str, title: str = "A title", notes: str | None = None) -> Brief:
    at = Spans.one(3, 9)
    return Brief(
        slug="2024-01-02-x",
        title=title,
        place=Quote(text=text, at=at),
        source=Source(sha256="0" * 64, tags=(text, "no")),
        summary=(Point(id="point-1", text=text, at=at),),
        notes=notes,
    )


@given(TEXTS, TEXTS, st.none() | TEXTS)
@example("NO", "012", "1:30")
@example("2024-01-02", "null", "~")
@example("a: b # c", "- x", "  leading")
@example('it\'s "quoted" \\ back', "[x], {y}", "a\n\n  b\n")
@example("tab\there", "\u2028", "\x85\ufeff")
def test_what_is_written_is_read_back(text: str, title: str, notes: str | None) -> None:
    record = brief(text, title, notes)
    assert record_yaml.load_yaml(record_yaml.dump_yaml(record), "x.yml") == bare(record)


def test_the_seed_is_compact_and_read_back(seed_brief: Brief) -> None:
    text = record_yaml.dump_yaml(seed_brief)
    assert record_yaml.load_yaml(text, "x.yml") == bare(seed_brief)
    assert len(text.splitlines()) <= 150
    assert len(text.encode()) <= 8 * 1024
    assert " at:" not in text
    assert "mentions" not in text


def test_json_is_read_back(seed_brief: Brief) -> None:
    assert record_yaml.load_json(record_yaml.dump_json(seed_brief), Brief, "x") == seed_brief


def test_the_schema_is_fresh() -> None:
    stored = json.loads((ROOT / "content/schema/brief.schema.json").read_text("utf-8"))
    assert stored == json.loads(json.dumps(record_yaml.schema())), "run `make schema`"


HEAD = "slug: x\ntitle: t\nsource: {sha256: a}\n"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (HEAD + "titel: u\n", "x.yml", "Did you mean 'title'?"),
        (HEAD + "title: u\n", "x.yml:4:1", "stands twice"),
        (HEAD + "notes: &a b\nplace: *a\n", "x.yml:4:8", "anchors"),
        (HEAD + "notes: !!python/object:os.system b\n", "x.yml:4:8", "tag"),
        (HEAD + "notes: 'open\n", "x.yml", "quotes"),
        (HEAD + "status: maybe\n", "x.yml:4", "status"),
        (HEAD + "summary:\n- {id: a, text: b, at: 9-3}\n", "x.yml:5", "9-3"),
        ("slug: x\n", "x.yml", "title"),
        ("[" * 99 + "]" * 99, "x.yml:1", "nested"),
    ],
)
def test_broken_records_are_refused_with_their_place(text: str, place: str, words: str) -> None:
    with pytest.raises(RecordError) as caught:
        record_yaml.load_yaml(text, "x.yml")
    assert caught.value.where.startswith(place)
    assert words in str(caught.value)


def test_norway_stays_norway() -> None:
    text = "slug: x\ntitle: NO\nsource: {sha256: a, tags: [no, 012, 1:30]}\n"
    record = record_yaml.load_yaml(text, "x.yml")
    assert record.title == "NO"
    assert record.source.tags == ("no", "012", "1:30")


def test_the_bare_name_of_a_list_is_an_empty_list(seed_brief: Brief) -> None:
    text = record_yaml.dump_yaml(structs.replace(seed_brief, statements=(), summary=()))
    loaded = record_yaml.load_yaml(
        text.replace("\nactors:", "\nstatements:\nsummary: null\nactors:", 1), "x.yml"
    )
    assert loaded.statements == ()
    assert loaded.summary == ()
