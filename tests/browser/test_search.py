"""The search, on its page and in the box that opens on any page.

It is the same in a folder with no network, under a sub-path and at the root of a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import SLUG

SEED = "2025-02-28-xi-shoigu-beijing"


@pytest.fixture(params=["folder", "sub-path", "root"])
def search(request: pytest.FixtureRequest, chromium: Browser, site: Path, served: str) -> Iterator[Page]:
    """The page that searches; what it complains of and asks of others fails the test."""
    folder = request.param == "folder"
    start = {"folder": site.as_uri() + "/", "sub-path": served, "root": served.removesuffix("desk/")}
    context = chromium.new_context(offline=folder, viewport={"width": 360, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda r: complaints.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    page.on("request", lambda r: None if r.url.startswith(start[request.param]) else complaints.append(r.url))
    page.goto(start[request.param] + "search.html")
    yield page
    assert complaints == []
    context.close()


@pytest.fixture
def brief(search: Page) -> Page:
    """A page of a brief, of the same site, with its box closed."""
    search.goto(search.url.partition("search.html")[0] + f"briefs/{SLUG}.html")
    return search


def hits(page: Page) -> list[str]:
    links = page.locator("#found-briefs + ol h3 a").all()
    return [re.sub(r".*/|\.html.*", "", link.get_attribute("href") or "") for link in links]


def answer(page: Page, state: str) -> list[str]:
    """Return the hits once they are those of what is asked now; the last query may have had as many."""
    expect(page.locator("#hits")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#state")).to_have_text(state)
    return hits(page)


def ask(page: Page, query: str, state: str) -> list[str]:
    page.locator("#q").fill(query)
    return answer(page, state)


def test_a_word_leads_to_its_sentence(search: Page) -> None:
    assert ask(search, "friendly neighbors", "1 brief") == [SEED]
    expect(search.locator("#hits mark")).to_have_text(["friendly", "neighbors"])
    assert "#" in (search.locator("#found-briefs + ol h3 a").get_attribute("href") or "")
    search.locator("#found-briefs + ol h3 a").click()
    expect(search).to_have_url(re.compile(rf"briefs/{SEED}\.html#"))
    search.go_back()
    expect(search.locator("#q")).to_have_value("friendly neighbors")
    expect(search.locator("#hits mark")).to_have_text(["friendly", "neighbors"])


def test_spellings_beginnings_plurals_and_accents(search: Page) -> None:
    assert ask(search, "zelenskyy", "1 brief") == [SEED], "the reference knows this spelling"
    assert ask(search, "wladimir", "1 brief") == [SEED]
    assert sorted(ask(search, "tre", "1 brief")) == [SLUG], "the beginning of treaty"
    assert ask(search, "treaties", "1 brief") == [SLUG]
    assert ask(search, "Génèva", "1 brief") == [SLUG]
    assert ask(search, "U.S.", "1 brief") == [SEED]
    assert sorted(ask(search, "cold war", "2 briefs")) == sorted([SEED, SLUG])


def test_nothing_and_something(search: Page) -> None:
    assert ask(search, "xylophone", "No brief holds this.") == []
    assert ask(search, "treaty shoigu ", "No brief holds all of these words; 2 hold some of them.")
    assert ask(search, "<img src=x onerror=alert(1)>", "No brief holds this.") == []
    assert ask(search, "constructor __proto__", "No brief holds this.") == []


def test_the_filters(search: Page) -> None:
    search.locator("#search summary").click()
    search.locator("[name=country]").select_option("cn")
    assert answer(search, "1 brief") == [SEED]
    search.locator("[name=country]").select_option("")
    search.locator("[name=from]").fill("2025-03-01")
    assert answer(search, "1 brief") == [SLUG]
    assert ask(search, "geneva", "1 brief") == [SLUG]
    search.locator("[name=to]").fill("2025-03-02")
    assert answer(search, "No brief holds this.") == []
    search.locator("button[type=reset]").click()
    search.locator("[name=actor]").fill("lin jian")
    assert answer(search, "1 brief") == [SEED]
    search.locator("[name=actor]").fill("istanbul")
    assert answer(search, "No brief holds this.") == []
    search.locator("[name=actor]").fill("")
    search.locator("[name=tag]").select_option("arms-control")
    assert answer(search, "1 brief") == [SLUG]
    expect(search).to_have_url(re.compile("#tag=arms-control$"))


def test_the_keys(search: Page) -> None:
    ask(search, "cold war", "2 briefs")
    first, second, *_ = search.locator("#hits h3 a").all()
    search.locator("#q").press("ArrowDown")
    expect(first).to_be_focused()
    search.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    search.keyboard.press("ArrowUp")
    search.keyboard.press("Escape")
    expect(search.locator("#q")).to_be_focused()
    search.keyboard.press("Enter")
    expect(first).to_be_focused()
    search.keyboard.press("Enter")
    expect(search).to_have_url(re.compile("eras/index"))


def test_a_late_answer_to_an_earlier_query_is_dropped(page: Page, served: str) -> None:
    held: list[Route] = []
    page.route("**/search/d-*.js", lambda route: held.append(route))
    page.goto(served + "search.html")
    with page.expect_request("**/search/d-*.js"):
        page.locator("#q").fill("geneva")
    expect(page.locator("#hits")).to_have_attribute("aria-busy", "true")
    assert ask(page, "xylophone", "No brief holds this.") == []
    with page.expect_event("requestfinished"):
        for route in held:
            route.continue_()
    page.evaluate("() => new Promise(done => setTimeout(done))")
    assert answer(page, "No brief holds this.") == []


def test_without_script_the_lists_lead_on(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    expect(page.locator("#search")).to_be_hidden()
    page.locator("noscript a").first.click()
    expect(page).to_have_url(re.compile(r"actors/index\.html$"))
    context.close()


def test_a_key_opens_the_box_anywhere_and_esc_leaves(brief: Page) -> None:
    brief.keyboard.press("/")
    box = brief.locator("dialog #q")
    expect(box).to_be_focused()
    brief.keyboard.type("shoigu/treaty")
    expect(box).to_have_value("shoigu/treaty")
    assert ask(brief, "friendly neighbors", "1 brief") == [SEED]
    brief.keyboard.press("Escape")
    expect(brief.locator("dialog")).to_be_hidden()
    brief.locator("#find-any").click()
    expect(box).to_have_value("friendly neighbors")
    brief.keyboard.press("ArrowDown")
    brief.keyboard.press("Enter")
    expect(brief).to_have_url(re.compile(rf"briefs/{SEED}\.html#"))


def test_the_box_leads_to_the_page_with_all_results(brief: Page) -> None:
    brief.locator("#find-any").click()
    assert ask(brief, "cold war", "2 briefs")
    brief.locator("dialog .all").click()
    expect(brief).to_have_url(re.compile(r"search\.html#q=cold\+war$"))
    expect(brief.locator("#found-briefs + ol h3 a")).to_have_count(2)


def test_groups_and_misspelt_words(brief: Page) -> None:
    brief.keyboard.press("/")
    ask(brief, "shoigoo", "No brief holds this.")
    ask(brief, "shoigy", "No brief has “shoigy”; shown is “shoigu”. 1 brief")
    expect(brief.locator("dialog h2")).to_have_text(["Actors", "Briefs"])
    ask(brief, "cuban missile crisis", "No brief holds this.")
    expect(brief.locator("dialog h2").first).to_have_text("Then and now")
    ask(brief, "world factbook", "No brief holds this.")
    expect(brief.locator("dialog h3 a")).to_have_attribute("href", re.compile(r"method\.html#the-map$"))


def test_nothing_moves_and_nothing_is_loaded_before_it_is_asked_for(page: Page, served: str) -> None:
    watch = """new PerformanceObserver(list => list.getEntries().forEach(one => { window.moved = (window.moved || 0) + one.value; }))
        .observe({type: "layout-shift", buffered: true})"""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{served}briefs/{SLUG}.html")
    assert len(loaded) <= 5
    page.evaluate(watch)
    page.keyboard.press("/")
    ask(page, "cold war", "2 briefs")
    assert page.evaluate("window.moved || 0") < 0.1
    page.goto(f"{served}search.html#q=cold+war")
    page.evaluate(watch)
    expect(page.locator("#found-briefs + ol h3 a")).to_have_count(2)
    assert page.evaluate("window.moved || 0") < 0.1


def test_a_site_without_its_index_leads_to_the_page(chromium: Browser, site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/search-words.js", lambda route: route.abort())
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_box(page: Page, served: str, modules: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.goto(f"{served}briefs/{SLUG}.html")
    page.keyboard.press("/")
    ask(page, "cold war", "2 briefs")
    page.evaluate((modules / "axe-core" / "axe.min.js").read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
