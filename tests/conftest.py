"""The real seed as article, analysis and brief, with and without its publication date."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from briefing import lexicon
from briefing.extract import pipeline, points
from briefing.model import Analysis, Article, Brief, Reference
from briefing.storage import reference_files, seed_files
from briefing.text.sentences import document
from tests import ROOT

SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"

# CI tries the same examples every time, so that it fails for what changed; `make soak` looks for new ones.
# No deadline: how fast the machine is at the moment says nothing about the code.
settings.register_profile("quick", deadline=None, derandomize=False)
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True, database=None)
settings.register_profile("nightly", settings.get_profile("quick"), max_examples=5_000, print_blob=True)
IN_CI = os.environ.get("CI") == "true"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "quick"))


@pytest.fixture(scope="session")
def reference() -> Reference:
    return reference_files.read_reference(ROOT)


@pytest.fixture(scope="session")
def seed_article() -> Article:
    return seed_files.read_seed(SEED)


@pytest.fixture(scope="session")
def seed_text(seed_article: Article) -> str:
    return seed_article.text


@pytest.fixture(scope="session")
def seed_analysis(seed_article: Article, reference: Reference) -> Analysis:
    return pipeline.analyse(seed_article, lexicon.load(), reference)


@pytest.fixture(scope="session")
def seed_brief(seed_analysis: Analysis) -> Brief:
    return pipeline.compose(seed_analysis)


@pytest.fixture(scope="session")
def undated_brief(seed_article: Article, reference: Reference) -> Brief:
    source = msgspec.structs.replace(seed_article.source, date=None)
    article = msgspec.structs.replace(seed_article, slug="undated", source=source)
    return pipeline.draft(article, lexicon.load(), reference)


@pytest.fixture(scope="session")
def sixth_sentence_subject(seed_analysis: Analysis) -> str | None:
    """Who the office that stands alone in sentence 6 is resolved to."""
    found = [m for m in seed_analysis.cast.mentions if m.sentence == 5 and m.form == "office"]
    return found[0].actor if found else None


@pytest.fixture(scope="session")
def he_summary(seed_analysis: Analysis) -> list[str]:
    """Every sentence of the seed as the summary would show it."""
    rows = [
        (sentence.index, "test")
        for sentence in document(seed_analysis.document.article, lexicon.load()).sentences
    ]
    return [
        found.item.text for found in points.of_sentences(seed_analysis.document, seed_analysis.cast, rows)
    ]


# -- a browser -----------------------------------------------------------------------------------


def missing(what: str, how: str) -> None:
    """Skip, or fail where CI promises that everything is there."""
    message = f"{what} is not installed: {how}"
    if IN_CI:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        missing("chromium", "apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
