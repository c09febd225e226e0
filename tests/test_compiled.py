"""The compiled lexicon: the same as the YAML, made anew when a source changes, and never needed."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from briefing import lexicon
from briefing.lexicon.compiled import compiled


class Table(msgspec.Struct, frozen=True):
    rows: tuple[str, ...]
    words: frozenset[str] = frozenset()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "rows.yml").write_text("one", "utf-8")
    return tmp_path


def load(folder: Path) -> tuple[Table, bool]:
    """Return the table, and whether its source had to be read."""
    source, read = folder / "rows.yml", []

    def from_source() -> Table:
        read.append(True)
        return Table(tuple(source.read_text("utf-8").split()), frozenset("ab"))

    return compiled([source], folder / "module.py", Table, from_source), bool(read)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def test_the_second_time_nothing_is_read(folder: Path) -> None:
    first, second = load(folder), load(folder)
    assert first == (Table(("one",), frozenset("ab")), True)
    assert second == (first[0], False)


def test_a_changed_source_is_read_again_and_the_old_file_goes(folder: Path) -> None:
    load(folder)
    (folder / "rows.yml").write_text("one two", "utf-8")
    assert load(folder) == (Table(("one", "two"), frozenset("ab")), True)
    assert len(kept(folder)) == 1


def test_a_broken_file_is_made_anew(folder: Path) -> None:
    load(folder)
    for broken in (b"", b"\xc1", msgspec.msgpack.encode({"rows": 3})):
        kept(folder)[0].write_bytes(broken)
        assert load(folder) == (Table(("one",), frozenset("ab")), True)
        assert load(folder)[1] is False


def test_where_nothing_can_be_written_the_source_is_read(folder: Path) -> None:
    (folder / "__pycache__").write_text("no folder", "utf-8")
    assert load(folder) == load(folder) == (Table(("one",), frozenset("ab")), True)


def test_the_lexicon_survives_it() -> None:
    tables = lexicon.read(lexicon.HERE)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(tables), type=lexicon.Lexicon)
    loaded = lexicon.load()
    for field in tables.__struct_fields__:
        assert getattr(again, field) == getattr(loaded, field) == getattr(tables, field), field
