"""What is not published is absent: a word planted in every field is in no byte of the site or of a pack.

A retracted brief keeps its address, its title, who reviewed and published it, and the public note.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from msgspec import structs

from briefing.model import Approval, Brief, Correction, Embargo
from briefing.storage import files as storage_files
from briefing.storage import record_files, record_yaml
from tests import hostile

KINDS = ("draft", "embargoed", "retracted", "open")
HIDDEN = ("draft", "embargoed", "retracted")


def word(kind: str) -> str:
    return f"Quux{kind}word"


def planted(path: Path, kind: str, number: int) -> Brief:
    """Return a record with the kind's word in every field that the kind hides."""
    brief = hostile.record(path, word(kind), number)
    if kind == "draft":
        return structs.replace(brief, status="draft")
    if kind == "embargoed":
        return structs.replace(brief, publish_after=Embargo("2025-03-03T13:00+01:00"))
    if kind == "retracted":
        by = (Approval(by="Eva Stein"),)
        kept = {"title": "A title that stays", "approvals": by, "status": "retracted"}
        note = Correction(date=date(2025, 3, 2), kind="retraction", note="The source took it back.")
        source = structs.replace(brief.source, publisher="A paper")
        return structs.replace(brief, **kept, corrections=(note,), source=source)
    return brief


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that publishes what was reviewed, built and packed on 3 March 2025."""
    made = hostile.empty(tmp_path_factory.mktemp("unpublished") / "desk")
    config = (made / "mkdocs.yml").read_text("utf-8")
    (made / "mkdocs.yml").write_text(re.sub(r"publish: all", "publish: reviewed", config), "utf-8")
    for number, kind in enumerate(KINDS):
        path = made / "seeds" / f"2025-02-20-slug-{kind}.txt"
        seed = hostile.seed(word(kind))
        if kind == "retracted":
            seed = seed.replace(f"publisher: {word(kind)}".encode(), b"publisher: A paper")
        path.write_bytes(seed)
        record = planted(path, kind, number)
        storage_files.write(record_files.record_path(made, path.stem), record_yaml.dump_yaml(record).encode())
    hostile.run(made, "build", "--strict")
    hostile.run(made, "pack", "--title", "pack", "--format", "zip,html,epub,pdf")
    return made


def unpacked(path: Path) -> dict[str, bytes]:
    """Return the files that a file holds, by name, itself among them; packed ones unpacked."""
    data = path.read_bytes()
    found = {path.name: data}
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as held:
            found |= {f"{path.name}/{name}": held.read(name) for name in held.namelist()}
    elif data.startswith(b"\x1f\x8b"):
        found[f"{path.name} unpacked"] = gzip.decompress(data)
    elif data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        found[f"{path.name} text"] = "\n".join(page.extract_text() for page in reader.pages).encode()
        found[f"{path.name} about"] = repr(
            [reader.metadata, reader.outline, reader.named_destinations]
        ).encode()
        for number in range(1, len(reader.xref[0]) if reader.xref else 0):
            stream = reader.get_object(number)
            if stream is not None and hasattr(stream, "get_data"):
                found[f"{path.name} object {number}"] = stream.get_data()
    return found


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """Everything that goes out, by name."""
    out: dict[str, bytes] = {}
    for folder in ("site", "dist"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                out |= {
                    f"{path.parent.relative_to(root)}/{name}": data for name, data in unpacked(path).items()
                }
    assert sum(name.startswith("dist/") for name in out) > 40
    return out


def traces(files: dict[str, bytes], text: str) -> list[str]:
    """Return the files in whose bytes or name a text stands, in any case."""
    sought = text.lower()
    return [n for n, data in files.items() if sought.encode() in data.lower() or sought in n.lower()]


def test_the_words_could_be_found(files: dict[str, bytes]) -> None:
    found = traces(files, word("open"))
    for part in (
        ".html",
        ".json",
        ".jsonl",
        "feed.xml",
        "search/",
        "pack.zip/",
        "pack.epub/",
        "pack.html",
        "pack.pdf text",
    ):
        assert [name for name in found if part in name], part


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_byte_and_no_name_holds_the_word(files: dict[str, bytes], kind: str) -> None:
    assert traces(files, word(kind)) == []


@pytest.mark.parametrize("kind", ["draft", "embargoed"])
def test_not_even_the_slug_is_there(files: dict[str, bytes], kind: str) -> None:
    assert traces(files, f"slug-{kind}") == []


def test_a_retracted_brief_keeps_its_address_and_its_note(files: dict[str, bytes]) -> None:
    page = files["site/briefs/2025-02-20-slug-retracted.html"].decode()
    for kept in ("A title that stays", "Eva Stein", "The source took it back."):
        assert kept in page
    assert "site/sources/2025-02-20-slug-retracted.html" not in files
    assert b"The source took it back." in files["site/briefs/2025-02-20-slug-retracted.json"]
