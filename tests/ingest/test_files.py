"""Files of many kinds and programs: what comes in is the text, whole and in order, or one is told."""

from __future__ import annotations

import base64
import difflib
import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from briefing.ingest import READERS
from briefing.ingest.received import Received
from briefing.ingest.worker import ReaderProcess, answer
from briefing.model import BriefingError
from briefing.storage import yaml_reader
from tests import ROOT
from tests.ingest.test_ingest import document, pdf

CASES = ROOT / "tests" / "cases" / "ingest"
CORPUS = sorted(path for path in (CASES / "corpus").glob("*/*") if path.name != "expected.txt")
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
COPIES = 2_000 if LONG else 100
WORDS, ALL = 0.8, 0.95
"""The share of its words in order that every file gives, and that all files give together."""


def rows(name: str) -> list[dict[str, Any]]:
    found = yaml_reader.read((CASES / name).read_text("utf-8"), name)
    assert isinstance(found, list)
    return found


def data_of(case: dict[str, Any]) -> bytes:
    """Return the bytes of a case: those of a file, of a text in an encoding, or made from a part of them."""
    if "base64" in case:
        return base64.b64decode(case["base64"])
    if "document" in case:
        return document(case["document"], case.get("core"))
    if "pdf" in case:
        return pdf(case["pdf"])
    if "data" not in case:
        return (CASES / "faults" / str(case["file"])).read_bytes()
    return str(case["data"]).encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize(
    "case",
    [case for path in sorted(CASES.glob("*.yml")) if path.stem != "likeness" for case in rows(path.name)],
    ids=lambda case: f"{case['file']}: {case['why']}",
)
def test_case(case: dict[str, Any]) -> None:
    path = Path(case["file"])
    if case.get("fails"):
        with pytest.raises(BriefingError) as raised:
            READERS[path.suffix](path, data_of(case))
        assert raised.value.hint
        assert all(words in f"{raised.value}" for words in case["said"]), raised.value
        return
    found = READERS[path.suffix](path, data_of(case))
    received = found[case.get("entry", 0)]
    whole = f"{received.title}\n{received.text}"
    for words in case.get("holds", ()):
        assert words in received.text, (words, received.text)
    for words in case.get("lacks", ()):
        assert words not in whole, (words, received.text)
    for words in case.get("once", ()):
        assert received.text.count(words) == 1, (words, received.text)
    for words in case.get("left", ()):
        assert any(words in what for what in received.left_out), (words, received.left_out)
    for words in case.get("said", ()):
        assert any(words in what for what in received.remarks), (words, received.remarks)
    if case.get("quiet"):
        assert not received.remarks
    if "text" in case:
        assert received.text.strip() == case["text"].strip()
    for name, field in (
        ("title", "title"),
        ("author", "author"),
        ("publisher", "publisher"),
        ("url", "url"),
        ("day", "date"),
    ):
        if name in case:
            assert str(getattr(received, field)) == str(case[name])
    assert "\ufffd" not in whole


def share(path: Path, found: list[Received]) -> tuple[int, int, float]:
    """Return how many of the words came in order, of how many, and how like all the words are."""
    wanted = (path.parent / "expected.txt").read_text("utf-8").split()
    got = [word for received in found for word in received.text.split()]
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()), len(wanted), matcher.ratio()


def test_the_corpus_comes_in_whole() -> None:
    came = wanted = 0
    poor = []
    for path in CORPUS:
        found = READERS[path.suffix](path, path.read_bytes())
        same, count, ratio = share(path, found)
        came, wanted = came + same, wanted + count
        if ratio < WORDS:
            poor.append(f"{path.parent.name}/{path.name}: {ratio:.2f}")
    assert len(CORPUS) >= 60
    assert not poor
    assert came >= ALL * wanted, f"{came / wanted:.3f}"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some of them changed, cut out, doubled or put elsewhere."""
    copy = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10, 50))):
        at = chance.randrange(len(copy) + 1) if copy else 0
        size = chance.choice((1, 2, 8, 100, 1_000))
        match chance.randrange(5):
            case 0:
                copy[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del copy[at : at + size]
            case 2:
                copy[at:at] = copy[at : at + size]
            case 3:
                copy[at:at] = chance.choice(
                    (b"<", b"\x00", b"\xff\xfe", b"--", b"(", b"{\\", b"&#x110000;", b"\n\n", b"]]>")
                )
            case _:
                other = chance.randrange(len(copy) + 1) if copy else 0
                copy[at : at + size] = copy[other : other + size]
    return bytes(copy)


def test_damaged_files_are_read_or_refused() -> None:
    """Never a reader that fails on what it did not foresee, nor one that takes all the time it has."""
    chance = random.Random(23)  # noqa: S311 (the same copies each time)
    small = [
        path for path in (*CORPUS, *sorted((CASES / "faults").iterdir())) if path.stat().st_size < 60_000
    ]
    worker = ReaderProcess(seconds=20)
    broken = []
    try:
        for number in range(COPIES):
            path = chance.choice(small)
            data = mutated(path.read_bytes(), chance)
            try:
                worker.read(path, data)
            except BriefingError as error:
                if any(words in error.what for words in ("its reader", "took longer")):
                    broken.append(f"{number} {path.name}: {error.what}")
    finally:
        worker.close()
    assert not broken


def test_a_reader_that_takes_too_long_or_too_much_ends_in_an_error(tmp_path: Path) -> None:
    worker = ReaderProcess(seconds=0.0)
    try:
        with pytest.raises(BriefingError, match="took longer than 0 seconds") as raised:
            worker.read(tmp_path / "a.txt", b"The minister met the president.")
        assert raised.value.hint
        worker.seconds = 30
        assert worker.read(tmp_path / "a.txt", b"The minister met the president.")
        worker.memory = 400_000_000
        worker.close()
        with pytest.raises(BriefingError, match=r"reader ended|more memory|cannot be read"):
            worker.read(tmp_path / "a.html", b"<p>A paragraph.</p>" * 1_000_000)
    finally:
        worker.close()


def test_a_hundred_thousand_nested_tags_end(tmp_path: Path) -> None:
    found = answer(tmp_path / "a.html", b"<div>" * 100_000 + b"The minister met the president in Paris.")
    assert msgspec.structs.asdict(found)["error"] or found.texts or found.crash
