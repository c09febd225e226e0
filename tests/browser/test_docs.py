"""axe-core finds nothing on the tool's own site, wide and narrow, in light and dark; nothing is wider than its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_standards import said
from tests.project.test_docs import built_docs


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_docs(tmp_path_factory.mktemp("docs"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_in_the_docs(
    page: Page, docs: Path, modules: Path, scheme: str, width: int
) -> None:
    source = (modules / "axe-core" / "axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for path in sorted(docs.glob("*.html")):
        if path.name == "404.html":  # its style is named from the root of a server
            continue
        page.goto(path.as_uri())
        page.evaluate(source)
        found[path.name] = said(page.evaluate("axe.run()")["violations"])
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[path.name].append("wider than the page")
    assert not {name: lines for name, lines in found.items() if lines}
