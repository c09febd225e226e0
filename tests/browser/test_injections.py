"""Every page of the desks of hostile texts, run by a browser: no dialog, no request elsewhere, no script of theirs."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import hostile
from tests.browser.conftest import Handler


class Watched:
    """A page of a browser, and what it did that no page of ours does."""

    def __init__(self, page: Page, start: str) -> None:
        self.page, self.start = page, start
        self.faults: list[str] = []
        page.on("dialog", self._dialog)
        page.on("popup", lambda other: self.faults.append(f"popup {other.url}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _dialog(self, dialog: object) -> None:
        self.faults.append("dialog")
        getattr(dialog, "dismiss")()  # noqa: B009 (playwright gives the event no type)

    def _request(self, url: str) -> None:
        if not url.startswith((self.start, "data:image/svg+xml")):
            self.faults.append(f"request {url}")

    def visit(self, url: str) -> list[str]:
        """Open a page, wake what waits for a hand on it, and return what went wrong."""
        self.faults.clear()
        self.page.goto(url, wait_until="load")
        state = self.page.evaluate(
            """() => {
                document.querySelectorAll('details').forEach(each => { each.open = true; });
                document.querySelectorAll('main *').forEach(each => each.dispatchEvent(new Event('mouseover')));
                return [String(window.pwned), location.href.split('#')[0], document.querySelectorAll('base,iframe,object,embed,form[action]').length];
            }"""
        )
        if state[0] != "undefined":
            self.faults.append(f"window.pwned is {state[0]}")
        if state[1] != url:
            self.faults.append(f"went to {state[1]}")
        if state[2]:
            self.faults.append("an element that no template has")
        return list(self.faults)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of every injection in every field, and seeds named like them."""
    root = hostile.fill(hostile.empty(tmp_path_factory.mktemp("hostile") / "desk"))
    assert len(hostile.named(root)) > 20
    hostile.run(root, "build", code=1)  # some of the names are refused
    return root


@pytest.fixture(scope="module")
def address(desk: Path) -> Iterator[str]:
    """The desk on a server."""
    handler = functools.partial(Handler, directory=str(desk / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/desk/"
    server.shutdown()
    server.server_close()
    thread.join()


def visited(chromium: Browser, urls: list[str], start: str) -> dict[str, list[str]]:
    """Visit pages; returns what went wrong by page."""
    context = chromium.new_context()
    watched = Watched(context.new_page(), start)
    wrong = {url: faults for url in urls if (faults := watched.visit(url))}
    context.close()
    return wrong


def names(desk: Path, first: int) -> list[str]:
    """Return the pages of the site but 404.html, whose addresses are absolute.

    In the long form every page, else every fourth: what a page holds is asked of each in tests/system.
    """
    site = desk / "site"
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    assert len(found) > 3 * len(hostile.injections())
    found.remove("404.html")
    return found if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else found[first::4]


def test_the_watch_sees_what_runs(chromium: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for body, fault in (
        ("<img src=data:, onerror=window.pwned=1>", "window.pwned is 1"),
        ("<script>alert(1)</script>", "dialog"),
        ("<img src=http://127.0.0.1:9/a.png>", "request http://127.0.0.1:9/a.png"),
        ("<main><p onmouseover=window.pwned=2>x</p></main>", "window.pwned is 2"),
        ("<iframe></iframe>", "an element that no template has"),
    ):
        page.write_text(f"<!doctype html><title>x</title>{body}", "utf-8")
        (faults,) = visited(chromium, [page.as_uri()], page.as_uri()).values()
        assert fault in faults


def test_every_page_from_a_folder(chromium: Browser, desk: Path) -> None:
    site = desk / "site"
    urls = [(site / name).as_uri() for name in names(desk, 0)]
    assert visited(chromium, urls, site.as_uri()) == {}


def test_pages_from_a_server(chromium: Browser, desk: Path, address: str) -> None:
    start = (desk / "site").as_uri() + "/"
    urls = [address + (desk / "site" / name).as_uri().removeprefix(start) for name in names(desk, 2)]
    assert visited(chromium, urls, address) == {}


def test_searching_for_injections(chromium: Browser, desk: Path) -> None:
    context = chromium.new_context()
    start = (desk / "site" / "search.html").as_uri()
    watched = Watched(context.new_page(), (desk / "site").as_uri())
    assert watched.visit(start) == []
    for injection in hostile.injections()[::10]:
        watched.page.locator("input[type=search]").fill(injection.text.replace("\n", " "))
        watched.page.wait_for_timeout(250)
    assert watched.faults == []
    assert watched.page.evaluate("String(window.pwned)") == "undefined"
    context.close()


def test_the_pack_of_one_file(chromium: Browser, desk: Path) -> None:
    hostile.run(desk, "pack", "--title", hostile.injections()[0].text, "--format", "html")
    (path,) = (desk / "dist").glob("*.html")
    assert visited(chromium, [path.as_uri()], path.as_uri()) == {}
