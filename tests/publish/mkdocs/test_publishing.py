"""What is not public leaves no trace in a built site, and the live preview shows it."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from briefing.publish import mkdocs
from briefing.storage.desk import Options
from tests import ROOT

FEBRUARY = 1_740_700_800
"""28 February 2025, in seconds."""
DAY = 86_400
STATUS = {
    "draft": "status: draft",
    "embargoed": "status: reviewed\npublish_after: 2025-03-01",
    "retracted": 'status: retracted\nreviewer: Eva Stein\ncorrections:\n- {date: 2025-02-27, kind: retraction, note: "The source took it back."}',
    "open": "status: reviewed\nreviewer: Eva Stein\nreviewed: 2025-02-27",
}


def text_of(kind: str) -> str:
    word, name = f"Quux{kind}word", f"{kind.capitalize()}name"
    return (
        "Minister Ann Lee met Bob Cole in Paris on Friday. "
        f"President John {name} said that the {word} would go on. "
        f"During the Cold War, the US viewed the {word} as the greatest threat. The {word} began in May 2020.\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a brief of each kind that publishes reviewed briefs only."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "templates", root / "templates")
    config = re.sub(r"publish: .*", "publish: reviewed", (ROOT / "mkdocs.yml").read_text("utf-8"))
    (root / "mkdocs.yml").write_text(config, "utf-8")
    (root / "content").mkdir()
    (root / "seeds").mkdir()
    for name in ("index.md", "method.md"):
        shutil.copy(ROOT / "content" / name, root / "content" / name)
    for kind in STATUS:
        (root / "seeds" / f"2025-02-20-{kind}.txt").write_text(text_of(kind), "utf-8")
    build(root, FEBRUARY)
    for kind, status in STATUS.items():
        record = root / "content" / "briefs" / f"2025-02-20-{kind}.yml"
        record.write_text(record.read_text("utf-8").replace("status: draft", status, 1), "utf-8")
    return root


def build(root: Path, epoch: int) -> dict[str, bytes]:
    """Build with a day; returns the files of the site, unpacked."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    command = [sys.executable, str(ROOT / "build.py"), "build", "--strict"]
    subprocess.run(command, cwd=root, check=True, env=environment, capture_output=True)
    files = {
        str(path.relative_to(root / "site")): path for path in (root / "site").rglob("*") if path.is_file()
    }
    return {
        name: gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
        for name, path in files.items()
    }


def traces(files: dict[str, bytes], kind: str) -> list[str]:
    """Return the files in which a word or a name of a brief stands."""
    words = [f"quux{kind}word".encode(), f"{kind}name".encode(), f"john-{kind}".encode()]
    return [
        n for n, data in files.items() if any(w in data.lower() or w in n.lower().encode() for w in words)
    ]


def test_what_is_not_public_leaves_no_trace(folder: Path) -> None:
    files = build(folder, FEBRUARY)
    assert traces(files, "open"), "the planted words can be found at all"
    for kind in ("draft", "embargoed", "retracted"):
        assert traces(files, kind) == []
    for kind in ("draft", "embargoed"):
        assert not [name for name, data in files.items() if kind in name or f"20-{kind}".encode() in data]


def test_a_retracted_brief_keeps_its_address_and_says_why(folder: Path) -> None:
    files = build(folder, FEBRUARY)
    page = files["briefs/2025-02-20-retracted.html"].decode()
    assert "The source took it back." in page
    assert "27 February 2025" in page
    assert "Retracted" in page
    assert "sources/2025-02-20-retracted.html" not in files
    assert "sources/2025-02-20-retracted.html" not in page
    assert b"The source took it back." in files["briefs/2025-02-20-retracted.json"]


def test_a_brief_held_back_comes_on_its_day(folder: Path) -> None:
    assert "briefs/2025-02-20-embargoed.html" not in build(folder, FEBRUARY)
    assert "briefs/2025-02-20-embargoed.html" in build(folder, FEBRUARY + DAY)
    assert traces(build(folder, FEBRUARY), "embargoed") == []


def test_the_preview_shows_what_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(FEBRUARY))
    options = Options(publish="reviewed")
    shown = {e.brief.slug[11:] for e in mkdocs.read_desk(folder, options, preview=True).entries}
    built = {e.brief.slug[11:] for e in mkdocs.read_desk(folder, options, preview=False).entries}
    assert shown == set(STATUS)
    assert built == {"open", "retracted"}
    everything = mkdocs.read_desk(folder, Options(), preview=False)
    assert "embargoed" not in {e.brief.slug[11:] for e in everything.entries}


def test_without_a_set_day_the_day_of_the_build_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    held = "embargoed" not in {
        e.brief.slug[11:] for e in mkdocs.read_desk(folder, Options(), preview=False).entries
    }
    assert held == (date.today() < date(2025, 3, 1))
