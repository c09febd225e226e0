"""What one article may cost: beyond it the article is reported, and the others are built."""

from __future__ import annotations

import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from briefing import drafting, lexicon
from briefing.extract import pipeline
from briefing.extract.budget import Budget, Limits
from briefing.model import NO_REFERENCE, SeedError
from briefing.storage import seed_files
from tests import ROOT
from tests.crash_desk import CONFIG

GOOD = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of a short text and a longer one."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "seeds" / "2024-05-03-good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "seeds" / "2024-05-04-long.txt").write_text(GOOD * 20, "utf-8")
    return tmp_path


def built(folder: Path, limits: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    config = CONFIG.replace("source_text: full", f"source_text: full, limits: {{{limits}}}")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    command = [sys.executable, str(ROOT / "build.py"), "build", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ("seed_bytes: 500", "has 1,660 bytes; the limit is 500"),
        ("words: 300", "has about 380 words and marks; the limit is 300"),
        ("sentences: 30", "has 40 sentences; the limit is 30"),
    ],
)
def test_an_article_beyond_a_limit_is_reported_and_the_others_are_built(
    folder: Path, limits: str, words: str
) -> None:
    strict = built(folder, limits, "--strict")
    assert strict.returncode == 1
    assert "nothing was published: --strict stops" in strict.stderr
    assert not (folder / "site" / "index.html").exists()
    for _ in range(2):  # the second build has nothing else to do, and says it still
        result = built(folder, limits)
        assert result.returncode == 1
        assert f"2024-05-04-long.txt: {words}" in result.stderr
        assert f"raise limits: {{{limits.split(':')[0]}: ...}} in mkdocs.yml" in result.stderr
    pages = {
        path.stem
        for path in (folder / "site" / "briefs").glob("2024*.html")
        if not path.stem.endswith(".embed")
    }
    assert pages == {"2024-05-03-good"}
    assert built(folder, "").returncode == 0
    assert (folder / "site" / "briefs" / "2024-05-04-long.html").is_file()


def test_an_article_that_takes_too_long_is_given_up(folder: Path) -> None:
    result = built(folder, "seconds: 0.00001")
    assert result.returncode == 1
    assert result.stderr.count("took longer than 0.00001 seconds and was given up") == 2
    assert not (folder / "content" / "briefs").exists()


@pytest.mark.parametrize("limits", ["seconds: soon", "sentence: 3", "seed_bytes: 1.5"])
def test_a_limit_that_is_none_is_named(folder: Path, limits: str) -> None:
    result = built(folder, limits, "--strict")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert limits.split(":")[0] in result.stderr


def test_time_is_looked_at_between_all_stages() -> None:
    article = seed_files.article(GOOD.encode(), "2024-05-03-good", "good")
    stages = 11
    for late in range(stages):
        ticks = count()
        pace = Budget(Limits(seconds=late), Path("good"), lambda ticks=ticks: next(ticks))  # type: ignore[misc]
        with pytest.raises(SeedError, match="was given up"):
            pipeline.draft(article, lexicon.load(), NO_REFERENCE, pace)
        assert next(ticks) == late + 2


def test_many_seeds_with_bad_ones_go_through_a_pool(folder: Path) -> None:
    """Their errors come back from other processes."""
    for number in range(70):
        (folder / "seeds" / f"2024-06-01-more-{number}.txt").write_text(GOOD, "utf-8")
    (folder / "seeds" / "2024-06-02-empty.txt").write_text("", "utf-8")
    report = drafting.update(folder, limits=Limits(sentences=30))
    assert sorted(Path(error.where).name for error in report.errors) == [
        "2024-05-04-long.txt",
        "2024-06-02-empty.txt",
    ]
    assert len(report.outcomes) == 71
