"""The review desk in a browser, as a person meets it: a story, then keys alone, a phone, colours forced, a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Page, expect

from briefing.model import Brief
from briefing.review.merge import offers
from briefing.storage import record_files, record_yaml
from tests import ROOT, hostile
from tests.browser.test_injections import Watched
from tests.browser.test_standards import said

SLUG = "2025-02-28-xi-shoigu-beijing"


@contextmanager
def served(root: Path, *more: str) -> Iterator[str]:
    """Serve a desk; yields its address, with a slash at its end, and kills the server at the end."""
    command = [sys.executable, str(ROOT / "build.py"), "review", "--no-browser", *more]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = next((line for line in server.stderr if "http" in line), "").split()[-1]
        try:
            yield address
        finally:
            server.send_signal(signal.SIGKILL)
            server.stderr.read()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The repository's own desk, in git."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for name in ("templates", "content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for words in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("config", "user.name", "Ada Moss"),
        ("config", "user.email", "ada@example.org"),
        ("add", "."),
        ("commit", "--quiet", "--message", "First"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


def read(root: Path) -> Brief:
    return record_files.read_record(record_files.record_path(root, SLUG))


def saved(page: Page) -> None:
    """Wait until the step is saved and shown."""
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.wait_for_function("!localStorage.getItem(`review-steps:${document.body.dataset.slug}`)")


def step(page: Page, key: str = "", click: str = "") -> None:
    """Do something that is saved, and wait for it."""
    version = page.evaluate("document.body.dataset.version")
    if click:
        page.click(click)
    else:
        page.keyboard.press(key)
    page.wait_for_function("version => document.body.dataset.version !== version", arg=version)
    saved(page)


def select(page: Page, words: str) -> None:
    """Select words of the source as a mouse does."""
    page.evaluate(
        """words => {
            const all = [...document.querySelectorAll('#txt [data-a]')];
            const parts = words.split(' ');
            const at = all.findIndex((_, number) => parts.every((part, more) => all[number + more]?.textContent === part));
            const range = document.createRange();
            range.setStart(all[at].firstChild, 0);
            range.setEnd(all[at + parts.length - 1].firstChild, all[at + parts.length - 1].textContent.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_selector("#pop:not([hidden])")


def propose(root: Path, path: str) -> None:
    """Let the machine have thought otherwise of a verb that a person changed, so that it asks."""
    ledger = record_files.read_ledger(root, SLUG)
    assert ledger is not None
    last = offers.put(ledger.written, path, "muttered")
    changed = structs.replace(ledger, draft="0" * 16, written=last)
    record_files.ledger_path(root, SLUG).write_bytes(record_yaml.dump_lines(changed, depth=3))
    record = record_files.record_path(root, SLUG)
    old, new = (record_yaml.dump_flow(offers.token(each)) for each in (ledger.written, last))
    record.write_text(
        record.read_text("utf-8").replace(old, new).replace("verb: stressed", "verb: repeatedly"), "utf-8"
    )


def test_a_story_of_one_brief(root: Path, page: Page) -> None:
    """A wrong speaker takes three actions from the list: the brief, the name, the right one."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served(root) as address:
        page.goto(address)
        page.click("#briefs a")
        page.click("#statements-said-7945 .who")
        step(page, click=".picker li:has-text('Sergey Shoigu')")
        assert read(root).statements[1].speaker == "sergey-shoigu"
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")

        select(page, "maintain close communication")  # shorten its quote
        step(page, click="#pop [data-use=words]")
        assert read(root).statements[1].text == "maintain close communication"

        select(page, "warm greetings to")  # add a statement
        page.click("#pop [data-kind=said]")
        page.keyboard.type("sho")
        page.keyboard.press("Enter")
        page.click("#ask .go")
        expect(page.locator(".card.cur")).to_contain_text("warm greetings")
        added = next(each for each in read(root).statements if each.text.startswith("warm"))
        assert added.speaker == "sergey-shoigu"

        page.click("#statements-said-1852")
        step(page, "s")
        assert all(each.id != "said-1852" for each in read(root).statements)
        expect(page.locator("#statements-said-1852")).to_have_class("card struck")
        step(page, "u")
        assert any(each.id == "said-1852" for each in read(root).statements)

        page.click("#actors-china")  # merge two actors
        page.click("#actors-china [data-do=merge]")
        page.keyboard.type("chinese foreign")
        page.keyboard.press("Enter")
        step(page, click="#ask .go")
        assert all(each.id != "chinese-foreign-ministry" for each in read(root).actors)

        propose(root, "statements/said-2043/verb")
        page.click(".done a[href$='.html']", modifiers=["Control"])  # the preview builds, and merges
        preview = (
            page.context.wait_for_event("page", timeout=60_000)
            if len(page.context.pages) == 1
            else page.context.pages[-1]
        )
        expect(preview.locator("h1")).to_contain_text("Xi Jinping", timeout=60_000)
        preview.close()
        page.bring_to_front()
        expect(page.locator(".choose")).to_be_visible(timeout=10_000)
        step(page, click=".choose [data-take=human]")
        assert not read(root).conflicts

        page.click("[data-do=approve]")
        page.fill("#ask [name=by]", "Ada Moss")
        step(page, click="#ask .go")
        assert (read(root).status, read(root).reviewer) == ("reviewed", "Ada Moss")

        page.goto(address + "changes")
        expect(page.locator(".written")).to_contain_text("Sergey Shoigu")
        page.click("#commit .go")
        expect(page.get_by_text("Everything is committed.")).to_be_visible(timeout=10_000)
    assert errors == []
    subject = subprocess.run(
        ["git", "log", "--format=%s", "-1"], cwd=root, check=True, capture_output=True, text=True
    )
    assert subject.stdout.startswith("Review: Xi Jinping")
    check = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_keys_alone(root: Path, page: Page) -> None:
    with served(root) as address:
        page.goto(address)
        for key in ("j", "Enter"):
            page.keyboard.press(key)
        page.wait_for_selector(".card.cur")
        total = page.locator(".card").count()
        for _ in range(3):
            step(page, "a")
        expect(page.locator(".prog b")).to_have_text(f"3 of {total}")
        step(page, "u")
        page.keyboard.press("n")
        page.keyboard.press("e")
        page.wait_for_selector(".slot form")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.click("#statements-said-1d09")
        for key in ("{", "{"):
            page.keyboard.press(key)
        step(page, "{")
        assert read(root).statements[0].text == "China and Russia are friendly neighbors"
        for key in ("+", "]", "]", "]", "Enter"):
            page.keyboard.press(key)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        step(page, "Enter")
        assert any(
            each.text == "China and Russia are friendly neighbors and true friends."
            for each in read(root).summary
        )
        page.keyboard.press("?")
        expect(page.locator("#ask dl")).to_be_visible()
        page.keyboard.press("Escape")
        step(page, "s")


def test_two_browsers_see_each_others_saves_and_a_kill_loses_nothing(root: Path, chromium: Browser) -> None:
    one, other = chromium.new_context().new_page(), chromium.new_context().new_page()
    with served(root, "--port", "8163") as address:
        for page in (one, other):
            page.goto(address + f"briefs/{SLUG}")
        one.click("#statements-said-1d09 .who")
        step(one, click=".picker li:has-text('Lin Jian')")
        expect(other.locator("#statements-said-1d09 .who")).to_have_text("Lin Jian", timeout=10_000)
        one.reload()
        expect(one.locator("#statements-said-1d09 .who")).to_have_text("Lin Jian")
    one.click("#statements-said-7945")
    one.keyboard.press("s")  # nobody is there to take it
    expect(one.locator("#saved")).to_contain_text("1 step kept here")
    assert any(each.id == "said-7945" for each in read(root).statements)
    with served(root, "--port", "8163") as address:
        one.goto(address + f"briefs/{SLUG}")
        saved(one)
        assert all(each.id != "said-7945" for each in read(root).statements)
    one.context.close()
    other.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(root: Path, page: Page, modules: Path, scheme: str, width: int) -> None:
    source = (modules / "axe-core" / "axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = {}

    def look(what: str) -> None:
        page.evaluate(source)
        found[what] = said(page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    with served(root) as address:
        page.goto(address)
        look("list")
        page.goto(address + "changes")
        look("changes")
        page.goto(address + f"briefs/{SLUG}")
        page.wait_for_selector(".card.cur")
        look("brief")
        page.click("#statements-said-1d09")
        step(page, "s")
        page.click("#actors-xi-jinping")
        page.keyboard.press("e")
        page.wait_for_selector(".slot form")
        page.locator("details.sec").evaluate_all("all => all.forEach(one => one.open = true)")
        look("form")
        page.click("#statements-said-7945 .who")
        page.wait_for_selector(".picker")
        look("picker")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        select(page, "maintain close communication")
        look("words selected")
        page.click("#pop [data-kind=event]")
        look("dialog")
    assert not {what: lines for what, lines in found.items() if lines}


def test_touch_and_forced_colours(root: Path, chromium: Browser) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, forced_colors="active"
    )
    page = context.new_page()
    with served(root) as address:
        page.goto(address)
        page.tap("#briefs a")
        page.tap("#statements-said-7945 .who")
        page.tap(".picker li:has-text('Sergey Shoigu')")
        expect(page.locator("#statements-said-7945 .who")).to_have_text("Sergey Shoigu")
        outline = page.evaluate("getComputedStyle(document.querySelector('.card.cur')).outlineStyle")
        assert outline == "solid", "the item in hand is told without colour"
        small = page.locator("#statements-said-7945 > .ac .btn").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 24).length"
        )
        assert small == 0
    context.close()


def test_a_hostile_desk(chromium: Browser, tmp_path: Path) -> None:
    """Every injection in every field: no dialog, no request elsewhere, no script of theirs."""
    root = hostile.fill(hostile.empty(tmp_path / "desk"))
    every = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 6
    context = chromium.new_context()
    with served(root) as address:
        watched = Watched(context.new_page(), address)
        faults = {"list": watched.visit(address)}
        for number in range(0, len(hostile.injections()), every):
            slug = hostile.slug_of(number)
            faults[slug] = watched.visit(f"{address}briefs/{slug}")
            watched.page.locator(".card:not(.struck)").nth(3).click()
            watched.page.keyboard.press("e")
            watched.page.wait_for_selector(".slot form")
            watched.page.locator(".n").first.click()
            faults[f"{slug} by hand"] = list(watched.faults)
    context.close()
    assert not {where: what for where, what in faults.items() if what}
