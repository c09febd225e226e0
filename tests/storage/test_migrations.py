"""Records of every earlier form load and are brought up to date without loss.

`tests/records/v1/` holds the record of the seed and its ledger as they was in the history of this
repository each time that their form changed; a folder is named after the commit.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from briefing import drafting
from briefing.model import SCHEMA_VERSION, Brief, RecordError
from briefing.review import merge
from briefing.storage import migrations, record_files, record_yaml, yaml_reader
from tests import ROOT
from tests.desks import bare

SLUG = "2025-02-28-xi-shoigu-beijing"
FORMS = sorted((ROOT / "tests" / "records").glob("v*/*"))
pytestmark = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.parent.name}-{form.name}")


def words(value: Any) -> Iterator[str]:
    """Yield every text and number that a record holds."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("precision", "latest") and (name, inner) != ("kind", "person"):
                yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    else:
        yield str(value)


def test_it_loads_and_nothing_is_lost(form: Path) -> None:
    path = form / f"{SLUG}.yml"
    before = yaml_reader.read(path.read_text("utf-8"), str(path))
    brief = record_files.read_record(path)
    written = record_yaml.dump_yaml(brief)
    after = yaml_reader.read(written, "written")
    assert brief.schema_version == int(form.parent.name[1:])
    assert after["schema_version"] == SCHEMA_VERSION
    lost = {word for word in set(words(before)) - set(words(after)) if not re.fullmatch(r"\d+-\d+", word)}
    lost.discard(before["source"]["sha256"])
    assert lost <= {"said", "indirect", "current", "day", "era", "0", "1", "en"}, (
        "defaults and places alone go"
    )
    assert record_yaml.load_yaml(written, "written") == structs.replace(bare(brief), schema_version=2)


def test_what_was_left_out_is_filled_in(form: Path) -> None:
    brief = record_files.read_record(form / f"{SLUG}.yml")
    dated = [event.when for event in brief.events if event.when.earliest]
    assert dated
    assert all(when.latest and when.precision for when in dated)


def test_a_build_brings_it_up_to_date_and_keeps_an_edit(form: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "content" / "reference", tmp_path / "content" / "reference")
    record, ledger = record_files.record_path(tmp_path, SLUG), record_files.ledger_path(tmp_path, SLUG)
    record.parent.mkdir()
    ledger.parent.mkdir()
    shutil.copy(form / f"{SLUG}.json", ledger)
    text = (form / f"{SLUG}.yml").read_text("utf-8")
    record.write_text(
        text.replace("title: Xi Jinping met", "title: Talks in Beijing, Xi Jinping met") + "notes: Kept.\n",
        "utf-8",
    )
    report = drafting.update(tmp_path)
    assert report.slugs("left") == []
    brief = record_files.read_record(record)
    assert brief.title.startswith("Talks in Beijing")
    assert brief.notes == "Kept."
    assert merge.open_conflicts(brief) == ()
    fresh = drafting.draft_of(tmp_path, SLUG)[1]
    assert {s.text for s in fresh.statements} <= {s.text for s in brief.statements}
    before = record.read_bytes()
    drafting.update(tmp_path)
    assert record.read_bytes() == before


def test_a_newer_one_is_refused_and_left_alone(form: Path, tmp_path: Path) -> None:
    newer = (
        (form / f"{SLUG}.yml")
        .read_text("utf-8")
        .replace("schema_version: 1", f"schema_version: {SCHEMA_VERSION + 1}")
    )
    with pytest.raises(
        RecordError, match=f"version {SCHEMA_VERSION + 1}.*up to version {SCHEMA_VERSION}"
    ) as caught:
        record_yaml.load_yaml(newer, "x.yml")
    assert "Update the program" in caught.value.hint
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    record = record_files.record_path(tmp_path, SLUG)
    record.parent.mkdir(parents=True)
    record.write_text(newer, "utf-8")
    assert drafting.update(tmp_path).slugs("left") == [SLUG]
    assert record.read_text("utf-8") == newer


@pytest.mark.parametrize("version", ["one", 0, -1, True, None, [1]])
def test_a_version_that_is_none_is_refused(form: Path, version: object) -> None:
    del form
    with pytest.raises(RecordError, match="is no version"):
        migrations.current({"schema_version": version, "slug": "x"}, "x.yml")


def test_a_record_without_a_version_is_of_the_first(form: Path) -> None:
    text = (form / f"{SLUG}.yml").read_text("utf-8").replace("schema_version: 1\n", "")
    brief: Brief = record_yaml.load_yaml(text, "x.yml")
    assert brief.schema_version == 1
