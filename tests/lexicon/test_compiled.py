"""The compiled lexicon and reference: the same as the YAML, made again when a source changes, and never needed."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from briefing import lexicon
from briefing.lexicon.compiled import compiled
from briefing.render import Renderer
from briefing.storage import reference_files
from tests import ROOT


class Table(msgspec.Struct, frozen=True):
    rows: tuple[str, ...]
    words: frozenset[str] = frozenset()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rows.yml").write_text("one", "utf-8")
    return tmp_path


def load(folder: Path) -> tuple[Table, bool]:
    """Return the table, and whether its source had to be read."""
    source, read = folder / "rows.yml", []

    def from_source() -> Table:
        read.append(True)
        return Table(tuple(source.read_text("utf-8").split()), frozenset("ab"))

    return compiled([source], folder / "kept", Table, from_source), bool(read)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "kept").glob("*"))


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
    (folder / "kept").write_text("no folder", "utf-8")
    assert load(folder) == load(folder) == (Table(("one",), frozenset("ab")), True)


def test_the_reference_survives_it_and_follows_its_files(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    shutil.copytree(ROOT / "content" / "reference", root / "content" / "reference")
    plain = reference_files.reference_of(
        map(reference_files.read_reference_file, reference_files.reference_paths(root))
    )

    def read() -> object:
        return msgspec.structs.asdict(reference_files.read_reference(root))

    assert read() == read() == msgspec.structs.asdict(plain)
    assert not (root / ".cache").exists(), "the one that is shipped is kept beside the code, for every desk"
    (root / "content" / "reference" / "relations.yml").unlink()
    assert read() == {**msgspec.structs.asdict(plain), "relations": ()}
    assert len(list((root / ".cache").glob("reference-*"))) == 1


def test_the_lexicon_survives_it() -> None:
    tables = lexicon.read(lexicon.HERE)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(tables), type=lexicon.Lexicon)
    loaded = lexicon.load()
    for field in tables.__struct_fields__:
        assert getattr(again, field) == getattr(loaded, field) == getattr(tables, field), field


def test_templates_of_a_desk_are_kept_in_its_cache_and_others_beside_the_code(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    own = desk / "own"
    (own / "pages").mkdir(parents=True)
    (own / "pages" / "tags.html").write_text("{{ title }}", "utf-8")
    cache = desk / ".cache" / "site"
    renderer = Renderer(own, ROOT / "templates", cache=cache)
    renderer.render("no-era", "../")
    assert not list(cache.rglob("*.cache"))
    assert renderer.render("tags", "", title="<b>") == "&lt;b&gt;"
    assert len(list(cache.rglob("*.cache"))) == 1
    again = Renderer(own, ROOT / "templates", cache=cache)
    assert again.render("tags", "", title="<i>") == "&lt;i&gt;"
    (own / "pages" / "tags.html").write_text("<p>{{ title }}", "utf-8")
    assert Renderer(own, ROOT / "templates", cache=cache).render("tags", "", title="t") == "<p>t"


def test_a_broken_compiled_template_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "one.html").write_text("{{ text }}", "utf-8")
    cache = tmp_path / ".cache" / "site"
    Renderer(tmp_path / "own", ROOT / "templates", cache=cache).template("one.html", text="1")
    (kept,) = cache.rglob("*.cache")
    kept.write_bytes(kept.read_bytes()[:20])
    assert Renderer(tmp_path / "own", ROOT / "templates", cache=cache).template("one.html", text="2") == "2"
