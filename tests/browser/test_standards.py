"""axe-core and html-validate find nothing on any kind of page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import KINDS
from tests.conftest import missing

RULES = {
    "extends": ["html-validate:standard", "html-validate:document"],
    "rules": {
        "no-trailing-whitespace": "off",
        "long-title": "off",
        "no-inline-style": "error",
        "prefer-native-element": "off",
        "void-style": "off",
        "require-sri": ["error", {"target": "crossorigin"}],
    },
}
"""Style of the markup is not measured; a title is as long as its brief's."""


def said(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{v['id']} ({v['impact']}): {node['target']} {node['failureSummary']}"
        for v in violations
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, served: str, modules: Path, scheme: str) -> None:
    source = (modules / "axe-core" / "axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = {}
    for kind, path in KINDS.items():
        page.goto(served + path)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        page.evaluate(source)
        rules = {"color-contrast-enhanced": {"enabled": True}}  # 7:1, WCAG 2 AAA
        result = page.evaluate("([tags, rules]) => axe.run({runOnly: tags, rules})", [tags, rules])
        found[kind] = said(result["violations"])
    assert not {kind: lines for kind, lines in found.items() if lines}


def test_the_html_is_valid(site: Path, modules: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        missing("node", "apt-get install nodejs npm, then make browser")
    config = tmp_path / "rules.json"
    config.write_text(json.dumps({"root": True, **RULES}), "utf-8")
    files = [str(site / path) for path in {*KINDS.values(), "briefs/old-name.html"}]
    command = [str(node), str(modules / "html-validate" / "bin" / "html-validate.mjs")]
    result = subprocess.run(
        [*command, "--config", str(config), "--formatter", "text", *sorted(files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
