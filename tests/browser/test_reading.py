"""Keyboard, narrow screens, paper, without script, under a sub-path."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import KINDS, SLUG, at

PLACES = ("folder", "server")
SHIFT = """() => new Promise(done => { let sum = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value)).observe({type: 'layout-shift', buffered: true});
setTimeout(() => done(sum), 300); })"""


def address(place: str, site: Path, served: str, kind: str) -> str:
    return at(site, kind) if place == "folder" else served + KINDS[kind]


@pytest.mark.parametrize("place", PLACES)
def test_no_page_complains_or_asks_another_host(page: Page, site: Path, served: str, place: str) -> None:
    complaints: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    for kind in KINDS:
        if (place, kind) == ("folder", "not found"):
            continue  # the one page with absolute addresses
        page.goto(address(place, site, served, kind), wait_until="networkidle")
    start = site.as_uri() if place == "folder" else served
    assert not complaints
    assert [url for url in sorted(asked) if not url.startswith((start, "data:"))] == []


def test_the_keyboard_leads_from_home_to_the_evidence_and_back(page: Page, site: Path) -> None:
    page.goto(at(site, "home"))
    title = "Berg and Weiss meet in Geneva"

    def tab_to(condition: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"() => {{ const e = document.activeElement; return {condition}; }}"):
                return
        pytest.fail(f"no Tab reaches {condition}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(f"e.textContent === '{title}'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SLUG}.html")
    tab_to("e.matches('.bluf summary')")
    page.keyboard.press("Enter")
    expect(page.locator(".bluf blockquote")).to_be_visible()
    tab_to("e.matches('.bluf blockquote a')")
    page.keyboard.press("Escape")
    expect(page.locator(".bluf blockquote")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.bluf summary')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sources/{SLUG}.html#s1")
    assert page.locator("#s1").evaluate("e => e.matches(':target')")
    page.go_back()
    page.wait_for_url(f"**/briefs/{SLUG}.html")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_320_pixels(chromium: Browser, served: str, kind: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto(served + KINDS[kind])
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_evidence_opens_by_touch(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(at(site, "seed"))
    page.locator(".bluf summary [aria-hidden]").tap()
    expect(page.locator(".bluf blockquote")).to_be_visible()
    context.close()


def test_a_page_reads_without_script(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at(site, "brief"))
    page.locator(".bluf summary [aria-hidden]").click()
    expect(page.locator(".bluf blockquote")).to_be_visible()
    expect(page.locator("#theme")).to_be_hidden()
    expect(page.locator("button[data-copy]").first).to_be_hidden()
    page.goto(at(site, "source"))
    mark = page.locator(".received a.person").first
    assert mark.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    page.locator("#show-person").uncheck()
    assert mark.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.locator("#show-statement").uncheck()
    expect(page.locator(".received .sign").first).to_be_hidden()
    context.close()


def test_marks_after_emoji_hold_the_right_words(page: Page, site: Path) -> None:
    page.goto(at(site, "source"))
    names = page.locator(".received a.person").all_inner_texts()
    assert {"Anna Berg", "Karl Weiss"} <= set(names)


def test_the_scheme_is_switched_and_remembered(page: Page, served: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(served + KINDS["brief"])
    paper = "() => getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(paper)
    page.locator("#theme").click()
    after = page.evaluate(paper)
    assert after != before
    page.goto(served + KINDS["home"])
    assert page.evaluate(paper) == after
    assert page.locator("#theme").get_attribute("aria-pressed") == "true"
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_on_paper_the_evidence_stands_at_the_end_with_addresses(page: Page, site: Path) -> None:
    page.goto(at(site, "brief"))
    expect(page.locator(".endnotes")).to_be_hidden()
    page.locator(".bluf summary [aria-hidden]").click()
    page.emulate_media(media="print")
    expect(page.locator(".endnotes")).to_be_visible()
    expect(page.locator(".endnotes")).to_contain_text("https://example.org/berg")
    expect(page.locator(".endnotes")).to_contain_text(f"http://localhost/desk/briefs/{SLUG}.html")
    expect(page.locator("blockquote").first).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert 1 <= paper.count(b"/Type /Page\n") <= 4


def test_motion_is_reduced_where_the_reader_asks(page: Page, site: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(at(site, "brief"))
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_nothing_moves_while_a_page_loads(page: Page, served: str) -> None:
    for kind in ("home", "seed", "source", "actor"):
        page.goto(served + KINDS[kind])
        assert page.evaluate(SHIFT) == 0


def test_a_page_that_is_not_there_works_under_a_sub_path(page: Page, served: str) -> None:
    answer = page.goto(served + "briefs/deep/er/none.html")
    assert answer is not None
    assert answer.status == 404
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
    page.locator("main a").click()
    page.wait_for_url(served + "index.html")


@pytest.mark.parametrize("place", PLACES)
def test_an_old_address_leads_on(page: Page, site: Path, served: str, place: str) -> None:
    start = site.as_uri() + "/" if place == "folder" else served
    page.goto(start + "briefs/old-name.html")
    page.wait_for_url(f"{start}briefs/{SLUG}.html")


def test_a_citation_is_copied(context: BrowserContext, served: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served + KINDS["brief"])
    page.locator(".cite summary", has_text="Cite this brief").click()
    page.locator("button[data-copy=cite_bibtex]").click()
    expect(page.locator("button[data-copy=cite_bibtex]")).to_contain_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()").startswith("@misc{")
