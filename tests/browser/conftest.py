"""A browser, a built site and a server for it.

The tests need Debian's chromium (its path can be given in CHROMIUM) and, for accessibility and HTML,
what `make browser` installs from npm.  Where one of them is missing they are skipped, unless CI=true.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import ROOT
from tests.conftest import missing

MODULES = Path(__file__).parent / "node_modules"
SAMPLE = """---
title: "Berg and Weiss meet in Geneva"
publisher: Sample desk
author: Briefing Pages contributors
url: https://example.org/berg
tags: [sample, arms control]
---
🕊️ President Anna Berg met Chancellor Karl Weiss in Geneva on Monday. Berg said that “the door is open”.
Weiss reportedly told his cabinet that the talks were likely to go on. An official said on Tuesday that a treaty was near.
During the Cold War, Geneva was the place where the two blocs met. Today, the blocs are three. Leon Roth signed a treaty here in 1987.
"""
SLUG = "2025-03-03-berg-weiss-geneva"
KINDS = {
    "home": "index.html",
    "brief": f"briefs/{SLUG}.html",
    "seed": "briefs/2025-02-28-xi-shoigu-beijing.html",
    "source": f"sources/{SLUG}.html",
    "actor": "actors/china.html",
    "briefs": "briefs/index.html",
    "actors": "actors/index.html",
    "countries": "countries/index.html",
    "statements": "statements/index.html",
    "timeline": "timeline.html",
    "weeks": "weeks/index.html",
    "week": "weeks/2025-02-24.html",
    "card": f"briefs/{SLUG}.embed.html",
    "tags": "tags/index.html",
    "tag": "tags/tag-arms-control.html",
    "pairs": "then-and-now.html",
    "era": "eras/index.html",
    "episode": "episodes/opening-to-china.html",
    "search": "search.html",
    "method": "method.html",
    "not found": "404.html",
}
"""A page of each kind."""


@pytest.fixture(scope="session")
def modules() -> Path:
    if not (MODULES / "axe-core").is_dir():
        missing("axe-core", "make browser")
    return MODULES


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed and a sample text as a site with an address of its own under a sub-path."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("templates", "content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "seeds" / f"{SLUG}.txt").write_text(SAMPLE, "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("renamed: {}", f"renamed: {{old-name: {SLUG}}}")
    config = config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: http://localhost/desk/")
    head = "repo_url: https://github.com/desk/site\nedit_uri: edit/main/content/\n"
    (folder / "mkdocs.yml").write_text(head + config, "utf-8")
    command = [sys.executable, str(ROOT / "build.py"), "build", "--strict"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1741000000"})
    return folder / "site"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site under /desk/ as GitHub Pages does: 404.html for what is not there."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/desk"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del message, explain
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a server, with a slash at its end."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/desk/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def at(site: Path, kind: str) -> str:
    """Return the address of a kind of page in the site's folder."""
    return (site / KINDS[kind]).as_uri()
