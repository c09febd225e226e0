"""The real seed gives the record and the pages that were read and approved."""

from __future__ import annotations

from tests import golden


def test_record_and_pages_are_as_approved() -> None:
    made = dict(golden.files())
    assert {path.name for path in made} == {path.name for path in golden.FOLDER.iterdir()}
    for path, text in made.items():
        assert text == path.read_text("utf-8"), f"{path.name} differs: run make goldens and read the diff"


def test_the_record_is_short_enough_to_read() -> None:
    record = (golden.FOLDER / "record.yml").read_bytes()
    assert record.count(b"\n") <= 220
    assert len(record) <= 9.25 * 1024
