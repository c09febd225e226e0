"""What readers type and what stands first: the demo desk, the seed and a few texts, opened from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import msgspec
import pytest
from playwright.sync_api import Browser, Page

from briefing import lexicon, render
from briefing.extract import pipeline
from briefing.model import Reference
from briefing.render import search, search_page
from briefing.storage import briefs, desk, seed_files, yaml_reader
from briefing.storage.desk import Desk, Options
from tests import ROOT

DATA: dict[str, Any] = yaml_reader.read(
    (ROOT / "tests" / "cases" / "search" / "queries.yml").read_text("utf-8"), "queries.yml"
)
ASSETS = ROOT / "templates" / "assets"


def the_desk(reference: Reference) -> Desk:
    words = lexicon.load()
    paths = sorted((*(ROOT / "examples" / "desk" / "seeds").glob("*.txt"), *(ROOT / "seeds").glob("*.txt")))
    texts = [seed_files.read_seed(path) for path in paths]
    texts += [seed_files.article(text.encode(), slug, slug) for slug, text in DATA["texts"].items()]
    entries = [briefs.entry(pipeline.draft(text, words, reference), text, words) for text in texts]
    return desk.assemble(entries, reference, msgspec.convert({"source_text": "full"}, Options))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """The search of that desk in a folder: its page, its index, its assets."""
    made, folder = the_desk(reference), tmp_path_factory.mktemp("search")
    renderer = render.Renderer(ROOT / "templates")
    whole = render.catalogue_of(made, renderer)
    jobs = [job.make() for job in render.jobs(whole, renderer, lambda _: b"") if job.navigable]
    pages = [msgspec.structs.replace(page, body="") for page in jobs if isinstance(page, render.Page)]
    method = markdown.markdown((ROOT / "content" / "method.md").read_text("utf-8"))
    pages.append(render.Page(path="method.html", title="Method", body=method))
    documents = (*render.documents(whole, renderer), *render.page_documents(pages))
    files = dict(search.files((*render.pieces(made), *map(search.document_piece, documents))))
    for found in (job.make() for job in search_page.search_jobs(whole, renderer)):
        page = f"<!doctype html>{found.body}".encode() if isinstance(found, render.Page) else found.data
        files[found.path] = page
    files |= {f"assets/{name}": (ASSETS / name).read_bytes() for name in ("search.js", "search.css")}
    for path, data in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def opened(folder: Path, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto((folder / "search.html").as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("case", DATA["queries"], ids=lambda case: str(case["ask"]))
def test_what_stands_first(case: dict[str, Any], opened: Page) -> None:
    rows: Any = opened.evaluate(
        "asked => briefingSearch.answer(asked).then(found => found.shown.flatMap(one => one.rows))",
        str(case["ask"]),
    )
    first = None
    if rows:
        path = str(rows[0]["row"][0])
        first = f"briefs/{path}" if rows[0]["group"] == "briefs" else path[2:].removesuffix(".html")
    assert first == case["first"], case.get("why", "")


def test_a_hit_shows_the_word_that_it_was_found_by(opened: Page) -> None:
    marks = "document.querySelectorAll('#hits section:first-of-type li:first-child mark')"
    for asked, shown in (
        ("baloon", {"balloon"}),
        ("reelected", {"re-elected"}),
        ("2024-06-03", {"3 June 2024"}),
        ('"open door"', {"open", "door"}),
        ("2024-03-07", {"7 March 2024"}),
        ("F22", {"F-22"}),
    ):
        opened.fill("#q", asked)
        opened.wait_for_selector("#hits:not([aria-busy])")
        found = opened.evaluate(f"Array.from({marks}, mark => mark.textContent)")
        assert shown <= set(found), asked
    opened.fill("#q", "zelenskyy")
    opened.wait_for_selector("#hits:not([aria-busy])")
    assert "zelenskyy" in opened.inner_text("#found-briefs + ol > li:first-child").lower()
