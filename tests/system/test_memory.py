"""The largest seed that is let in needs less than a gigabyte, from its draft to its site and its packs.

The quick form takes a twentieth of it; `make soak` the whole: 2 MB in 20,000 sentences.  A PDF, whose
layout is held as a whole, is refused beyond `--pdf-memory`, and takes no more than it was said to.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pytest

from briefing.extract.budget import Limits
from tests import ROOT, crash_desk

pytest.importorskip("resource", reason="how much memory a process took cannot be asked here")
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
PART = 1 if LONG else 20
FORMATS = ("zip", "html", "epub") if LONG else ("zip",)
PDF_SENTENCES = 2_000 if LONG else 200
MOST = 1_000_000_000
"""Bytes, the interpreter and its libraries among them."""
CONFIG = crash_desk.CONFIG.replace("source_text: full", "source_text: full, limits: {seconds: 3600}")
SENTENCES = (
    "President Anna Berg met with Foreign Minister Carl Weiss in Geneva on Monday to speak about a treaty.",
    "Berg said that Russia and China would sign a new agreement on trade within the next five months.",
    "“We trust Weiss and the ministry,” Berg told reporters in Geneva, and answered no more questions.",
    "During the Cold War, the United States and the Soviet Union argued over it; today, China decides.",
    "Defense Minister Ivan Orlov denied on Tuesday that Russia had moved troops to the border of Norway.",
    "Mary Cole, a spokeswoman of the Foreign Ministry, said that Norway would ask the council in May.",
)
ASKED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "build.py", *sys.argv[1:]]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("used", used * (1 if sys.platform == "darwin" else 1024))
sys.exit(code)
"""
"""Stands between the tests and the command, since what a process takes is never told as less than what the one
that began it took."""


def used(*arguments: str) -> int:
    """Run a command of the project in a process of its own; return the bytes of memory that it took."""
    ran = subprocess.run(
        [sys.executable, "-c", ASKED, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return int(ran.stdout.split()[-1])


def desk_of(folder: Path, sentences: int, characters: int) -> list[str]:
    """Make a desk of one text, and return the arguments by which a command takes it."""
    pieces = [s if n % 5 else f"{s}\n" for n, s in enumerate(islice(cycle(SENTENCES), sentences))]
    (folder / "seeds").mkdir()
    (folder / "content").mkdir()
    (folder / "content" / "index.md").write_text("# Home\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (folder / "seeds" / "2025-03-01-large.txt").write_text(" ".join(pieces)[:characters], "utf-8")
    return ["--config", str(folder / "mkdocs.yml")]


def test_the_largest_seed_fits_into_a_gigabyte(tmp_path: Path) -> None:
    limits = Limits()
    config = desk_of(tmp_path, limits.sentences // PART, (limits.seed_bytes - 20_000) // PART)
    size = (tmp_path / "seeds" / "2025-03-01-large.txt").stat().st_size
    assert limits.seed_bytes // PART * 0.9 < size <= limits.seed_bytes
    assert used("build", *config) < MOST
    for form in FORMATS:
        assert used("pack", "--format", form, *config) < MOST, form


def test_a_pdf_takes_no_more_memory_than_it_was_said_to(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    config = desk_of(tmp_path, PDF_SENTENCES, 1_000_000)
    used("build", *config)
    with pytest.raises(AssertionError) as refused:
        used("pack", "--format", "pdf", "--pdf-memory", "1", *config)
    told = re.search(r"takes about ([\d,]+) MB", str(refused.value))
    assert told
    needs = told[1].replace(",", "")
    assert used("pack", "--format", "pdf", "--pdf-memory", needs, *config) < int(needs) * 1_000_000
