"""A record and its seed are put together in one module, and as far as either can be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from briefing import PACKAGE, lexicon
from briefing.model import Brief, RecordError, SeedError
from briefing.storage import briefs, record_yaml, seed_files
from tests.desks import drafted

OWNER = Path(briefs.__file__).resolve()
OTHERS = [path for path in sorted(PACKAGE.rglob("*.py")) if path != OWNER]
RECORDS = {"parse_record", "read_record", "load_yaml"}
SEEDS = {"read_seed", "article"}
TEXT = b"Anna Berg said on Friday that the bridge stays shut."


def used(tree: ast.Module) -> set[str]:
    """Return the functions of other modules that a module names, under the names that they have there."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    names = [alias for node in imports for alias in node.names]
    modules = {(alias.asname or alias.name).partition(".")[0] for alias in names}
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {alias.name for alias in names} | {
        node.attr for node in attributes if ast.unparse(node).partition(".")[0] in modules
    }


def made(tree: ast.Module) -> list[int]:
    """Return the lines on which a module makes an `Entry` of a desk, not of another class of that name."""
    nodes = list(ast.walk(tree))
    own = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name == "Entry"]
    if any("brief: Brief" not in ast.unparse(node) for node in own):
        return []
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if ast.unparse(call.func).rpartition(".")[2] == "Entry"]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_one_module_alone_reads_a_record_with_its_seed(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert made(tree) == [], f"ask {OWNER.name} for entries"
    names = used(tree)
    assert not (names & RECORDS and names & SEEDS), f"ask {OWNER.name} for a record with its seed"


@pytest.mark.parametrize(
    "code",
    [
        "from briefing.storage.desk import Entry\nEntry(brief=b)",
        "from briefing.storage import desk\ndesk.Entry(brief=b)",
        "class Entry(Struct):\n    brief: Brief\ndef f(): return Entry(brief=b)",
    ],
)
def test_another_maker_of_entries_is_found(code: str) -> None:
    assert made(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "from briefing.storage import files\nfiles.parse_record(t, p)\nfiles.read_seed(p)",
        "from briefing.storage import files as s\npartial(s.read_record, p)\ns.article(d, n, w)",
        "from briefing.storage.files import read_record, article as of",
        "import briefing.storage.files\nbriefing.storage.files.read_record(r)\nbriefing.storage.files.read_seed(p)",
    ],
)
def test_another_reader_of_both_is_found(code: str) -> None:
    names = used(ast.parse(code))
    assert names & RECORDS
    assert names & SEEDS


@pytest.fixture(scope="module")
def brief() -> Brief:
    return drafted(TEXT.decode(), "2025-03-01-bridge").brief


def test_both_files_are_read_from_the_disk_as_from_bytes(tmp_path: Path, brief: Brief) -> None:
    record, seed = tmp_path / f"{brief.slug}.yml", tmp_path / f"{brief.slug}.txt"
    record.write_text(record_yaml.dump_yaml(brief), "utf-8")
    seed.write_bytes(TEXT)
    found = briefs.pair(record, seed)
    assert found == briefs.parsed(record, record.read_bytes(), TEXT)
    assert (found.brief, found.errors) == (brief, ())
    assert found.article == seed_files.read_seed(seed)
    alone = briefs.pair(None, seed)
    assert (alone.brief, alone.article, alone.errors) == (None, found.article, ())


def test_what_cannot_be_read_hides_nothing_else(brief: Brief) -> None:
    path = Path(f"{brief.slug}.yml")
    data = record_yaml.dump_yaml(brief).encode()
    for record, seed, kinds in (
        (b"\xff", b"", [RecordError, SeedError]),
        (data.replace(b"status:", b"state:"), TEXT, [RecordError]),
        (data, b"\0", [SeedError]),
        (data, None, []),
    ):
        found = briefs.parsed(path, record, seed)
        assert [type(error) for error in found.errors] == kinds
        assert (found.brief is None) == (RecordError in kinds)
        assert (found.article is None) == (seed is None or SeedError in kinds)


def test_a_brief_without_a_seed_has_an_empty_text(brief: Brief) -> None:
    entry = briefs.entry(brief, None, lexicon.load())
    assert (entry.brief, entry.article.text, entry.sentences, entry.ties) == (brief, "", (), ())


def test_a_brief_from_the_cache_gives_the_same_bytes(tmp_path: Path) -> None:
    told = drafted("---\nlanguage: en\n---\n" + TEXT.decode(), "2025-03-01-bridge")
    record = record_yaml.dump_yaml(told.brief).encode()
    read = briefs.parsed(tmp_path / f"{told.brief.slug}.yml", record, told.article.text.encode()).brief
    for brief in (told.brief, record_yaml.unpack(record_yaml.pack(told.brief), Brief)):
        assert record_yaml.dump_json(brief) == record_yaml.dump_json(read)
