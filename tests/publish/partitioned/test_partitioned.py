"""A desk made as one site a month: each is whole, the front leads to all, and only what changed is made."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from briefing import cli, drafting
from briefing.publish import mkdocs
from briefing.publish.incremental import build as incremental_build
from briefing.storage.months import is_month, month_of
from tests import ROOT
from tests.publish.incremental.test_incremental import chance, files, replaced, text
from tests.publish.mkdocs.test_site import crawl

ADDRESS = "https://desk.example.org/"
MONTHS = ("2025-01", "2025-02", "2025-03", "undated")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of three months and a text without a day, with a short reference."""
    folder = tmp_path / "desk"
    shutil.copytree(
        ROOT / "content",
        folder / "content",
        ignore=shutil.ignore_patterns("briefs", ".generated", "relations.yml"),
    )
    era = folder / "content" / "reference" / "cold-war.yml"
    whole = era.read_text("utf-8")
    starts = [found.start() for found in re.finditer(r"^- id: ", whole, re.M)]
    era.write_text(whole[: starts[8]], "utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=shutil.ignore_patterns("__pycache__"))
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = re.sub("(?m)^site_url: .*", f"site_url: {ADDRESS}", config)
    (folder / "mkdocs.yml").write_text(re.sub("sites: one", "sites: monthly", config), "utf-8")
    (folder / "seeds").mkdir()
    for number in range(9):
        name = f"2025-0{number // 3 + 1}-1{number}-report.txt"
        (folder / "seeds" / name).write_text(text(chance(number)), "utf-8")
    (folder / "seeds" / "memo.txt").write_text(text(chance(50)), "utf-8")
    return folder


def build(folder: Path) -> mkdocs.Built:
    drafting.update(folder, monthly=True)
    return mkdocs.build(folder / "mkdocs.yml", strict=True)


def clean(folder: Path, beside: Path) -> dict[str, bytes]:
    """Return the site of a desk built in a folder that no build has seen."""
    shutil.copytree(folder, beside, ignore=shutil.ignore_patterns("site", ".cache"))
    mkdocs.build(beside / "mkdocs.yml")
    return files(beside / "site")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which months were made again."""
    found: list[str] = []
    finish = incremental_build.SiteBuild.finish

    def finished(one: incremental_build.SiteBuild) -> object:
        found.append(one.given.month)
        return finish(one)

    monkeypatch.setattr(incremental_build.SiteBuild, "finish", finished)
    return found


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("2025-03-04-name", "2025-03"),
        ("2025-03-04", "2025-03"),
        ("2025-13-04-name", "undated"),
        ("2025-03-name", "undated"),
        ("2025-03-041", "undated"),
        ("memo", "undated"),
    ],
)
def test_a_slug_stands_in_the_month_at_its_head(slug: str, month: str) -> None:
    assert month_of(slug) == month
    assert is_month(month)


@pytest.mark.parametrize("name", ["2025-00", "2025", "actors", "2025-03-04", "assets"])
def test_other_names_are_no_months(name: str) -> None:
    assert not is_month(name)


# -- what is there ----------------------------------------------------------------------------------


def test_every_link_and_anchor_resolves(folder: Path) -> None:
    build(folder)
    there = folder / "site"
    pages = crawl(there)
    reached = set()
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), f"{path} gives an id twice"
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            base = there if path.name == "404.html" else path.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            assert target.is_file(), f"{path.relative_to(there)} leads to {link}, which is not there"
            if target != path:
                reached.add(target)
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in pages[target].ids, f"{path.relative_to(there)}: no anchor {link}"
    lonely = {path.relative_to(there).as_posix() for path in pages.keys() - reached} - {"404.html"}
    assert not [name for name in lonely if "/tags/" not in name and "/episodes/" not in name]


def test_the_front_leads_to_every_month(folder: Path) -> None:
    built = build(folder)
    there = folder / "site"
    assert built.pages == len(list(there.rglob("*.html")))
    home = (there / "index.html").read_text("utf-8")
    for month in MONTHS:
        assert f'href="{month}/index.html"' in home
        assert f'href="../{month}/briefs/index.html"' in (there / "briefs" / "index.html").read_text("utf-8")
        assert (there / month / "assets" / "style.css").is_file()
    assert (
        home.index("2025-03/index.html") < home.index("2025-01/index.html") < home.index("undated/index.html")
    )
    assert 'href="2025-03/briefs/2025-03-18-report.html"' in home
    assert "10 briefs" in home
    brief = (there / "2025-02" / "briefs" / "2025-02-13-report.html").read_text("utf-8")
    assert '<a href="../../method.html">Method</a>' in brief
    assert '<a href="index.html">Briefs</a>' in brief
    assert f'<link rel="canonical" href="{ADDRESS}2025-02/briefs/2025-02-13-report.html">' in brief


def test_the_list_of_actors_leads_to_the_months_in_which_one_stands(folder: Path) -> None:
    build(folder)
    there = folder / "site"
    pages = [there / "actors" / "index.html", *(there / "actors").rglob("*.html")]
    listed = {match for page in pages for match in re.findall(r"20\d\d-\d\d/actors/[^\"]+", page.read_text())}
    stand = {path.relative_to(there).as_posix() for path in there.glob("20*/actors/*.html")}
    assert listed == {name for name in stand if not name.endswith("index.html")}


def test_sitemap_and_feed_are_over_all(folder: Path) -> None:
    build(folder)
    there = folder / "site"
    listed = [row[0].text for row in ET.fromstring((there / "sitemap.xml").read_bytes())]
    assert listed == [
        f"{ADDRESS}{name}" for name in ("sitemap-front.xml", *(f"{month}/sitemap.xml" for month in MONTHS))
    ]
    pages = {
        row[0].text or ""
        for address in listed
        for row in ET.fromstring((there / (address or "").removeprefix(ADDRESS)).read_bytes())
    }
    made = {path for path in crawl(there) if not path.name.endswith((".embed.html", "404.html"))}
    assert {there / unquote(address.removeprefix(ADDRESS)) for address in pages} == made
    feed = (there / "feed.xml").read_text("utf-8")
    assert feed.count("<entry>") == 9, "a text without a day has none in the feed either"
    assert f"<id>{ADDRESS}2025-01/briefs/2025-01-10-report.html</id>" in feed


def test_search_works_inside_a_month(folder: Path, chromium: Browser) -> None:
    build(folder)
    page = chromium.new_page()
    page.goto((folder / "site" / "2025-02" / "search.html").as_uri())
    page.locator("#q").fill("treaty")
    expect(page.locator("#found-briefs + ol h3 a")).to_have_count(3)
    links = [link.get_attribute("href") or "" for link in page.locator("#found-briefs + ol h3 a").all()]
    assert all("/2025-02/briefs/2025-02-1" in link for link in links)
    page.locator("#found-briefs + ol h3 a").first.click()
    expect(page).to_have_url(re.compile(r"/2025-02/briefs/2025-02-1"))
    page.close()


# -- no more than what changed ------------------------------------------------------------------------


def test_an_edit_makes_its_month_and_the_front_anew(folder: Path, tmp_path: Path, made: list[str]) -> None:
    build(folder)
    assert made == list(MONTHS)
    made.clear()
    assert build(folder).written == 0
    assert made == []
    before = {p: p.stat().st_mtime_ns for p in (folder / "site").rglob("*") if p.is_file()}
    record = folder / "content" / "briefs" / "2025-02-14-report.yml"
    record.write_text(re.sub("(?m)^title: .*", "title: Edited", record.read_text("utf-8")), "utf-8")
    build(folder)
    assert made == ["2025-02"]
    now = {p: p.stat().st_mtime_ns for p in (folder / "site").rglob("*") if p.is_file()}
    changed = {p.relative_to(folder / "site").parts[0] for p in now if before.get(p) != now[p]}
    assert changed == {"2025-02", "index.html", "feed.xml"}
    assert files(folder / "site") == clean(folder, tmp_path / "clean")


def remove(folder: Path) -> None:
    for path in (*folder.glob("seeds/2025-01*"), *folder.glob("content/briefs/2025-01*")):
        path.unlink()


def add(folder: Path) -> None:
    (folder / "seeds" / "2024-12-01-new.txt").write_text(text(chance(60)), "utf-8")


def hide(folder: Path) -> None:
    for path in folder.glob("content/briefs/2025-0[12]*"):
        replaced(path, "status: draft", "status: reviewed")
    replaced(folder / "mkdocs.yml", "publish: all", "publish: reviewed")


def damage(folder: Path) -> None:
    (folder / "site" / "2025-01" / "timeline.html").write_text("torn", "utf-8")
    (folder / "site" / "2025-02" / "assets" / "style.css").unlink()
    (folder / "site" / "2025-02" / "assets" / "litter.css").write_text("", "utf-8")
    (folder / "site" / "2019-01").mkdir()
    (folder / "site" / "2019-01" / "old.html").write_text("old", "utf-8")
    (folder / "site" / "old").mkdir()
    (folder / "site" / "old" / "old.html").write_text("old", "utf-8")


def restyle(folder: Path) -> None:
    with (folder / "templates" / "assets" / "style.css").open("a", encoding="utf-8") as file:
        file.write("/* new */\n")


def template(folder: Path) -> None:
    with (folder / "templates" / "shell.html").open("a", encoding="utf-8") as file:
        file.write("<!-- new -->\n")


def forget(folder: Path) -> None:
    for path in (folder / ".cache" / "site").glob("*2025-0[12]*"):
        path.write_bytes(path.read_bytes()[:99])


def one(folder: Path) -> None:
    replaced(folder / "mkdocs.yml", "sites: monthly", "sites: one")


@pytest.mark.parametrize("change", [remove, add, hide, damage, restyle, template, forget, one])
def test_after_a_change_the_site_is_that_of_a_clean_build(
    folder: Path, tmp_path: Path, change: object
) -> None:
    assert callable(change)
    build(folder)
    change(folder)
    build(folder)
    now, wanted = files(folder / "site"), clean(folder, tmp_path / "clean")
    assert now.keys() == wanted.keys()
    assert [path for path in now if now[path] != wanted[path]] == []
    assert not list((folder / ".cache" / "site").glob("staging-*"))
    if change is remove:
        assert not list((folder / ".cache").rglob("*2025-01*"))
    if change is hide:
        assert {path.split("/")[0] for path in now if is_month(path.split("/")[0])} == {"2025-01", "2025-02"}


def test_a_brief_that_waits_for_its_day_appears_on_it(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafting.update(folder)
    record = folder / "content" / "briefs" / "2025-02-14-report.yml"
    replaced(record, "status: draft\n", "status: draft\npublish_after: 2025-06-02\n")
    page = folder / "site" / "2025-02" / "briefs" / "2025-02-14-report.html"
    for day, anew in (("1748736000", list(MONTHS)), ("1748800000", []), ("1748822400", ["2025-02"])):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        made.clear()
        build(folder)
        assert made == anew
    assert page.is_file()


def test_what_stopped_builds_left_is_removed_and_no_month_removes_another(
    folder: Path, made: list[str]
) -> None:
    left = folder / ".cache" / "site" / "staging-left"
    left.mkdir(parents=True)
    build(folder)
    assert made == list(MONTHS)
    assert not left.exists()
    assert all((folder / "site" / month / "index.html").is_file() for month in MONTHS)


# -- what is wrong ------------------------------------------------------------------------------------


def test_a_record_that_is_wrong_is_told_until_it_is_mended(folder: Path) -> None:
    build(folder)
    (folder / "content" / "briefs" / "2025-02-14-report.yml").write_text("summary: [", "utf-8")
    for _ in range(2):
        assert mkdocs.build(folder / "mkdocs.yml").errors == 1
    assert not (folder / "site" / "2025-02" / "briefs" / "2025-02-14-report.html").exists()
    assert (folder / "site" / "2025-02" / "briefs" / "2025-02-13-report.html").exists()


def test_a_broken_template_stops_the_build_and_leaves_nothing_behind(folder: Path) -> None:
    build(folder)
    before = files(folder / "site")
    (folder / "templates" / "pages" / "list.html").write_text("{% if %}", "utf-8")
    assert cli.main(["build", "--config", str(folder / "mkdocs.yml")]) == 1
    assert files(folder / "site") == before
    assert not list((folder / ".cache" / "site").glob("staging-*"))


def test_strict_publishes_no_month_where_one_is_wrong(folder: Path) -> None:
    build(folder)
    before = files(folder / "site")
    add(folder)
    drafting.update(folder, monthly=True)
    (folder / "content" / "briefs" / "2025-02-14-report.yml").write_text("summary: [", "utf-8")
    assert cli.main(["build", "--strict", "--config", str(folder / "mkdocs.yml")]) == 1
    assert files(folder / "site") == before
    assert not list((folder / ".cache" / "site").glob("staging-*"))


@pytest.mark.parametrize("where", ["renamed", "folder"])
def test_what_monthly_sites_cannot_do_is_said(
    folder: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if where == "renamed":
        replaced(folder / "mkdocs.yml", "renamed: {}", "renamed: {2024-01-01-old: 2025-02-14-report}")
    else:
        (folder / "content" / "2025-02").mkdir()
        (folder / "content" / "2025-02" / "page.md").write_text("# A page\n", "utf-8")
    assert cli.main(["build", "--config", str(folder / "mkdocs.yml")]) == 1
    told = capsys.readouterr().err
    assert ("different months" if where == "renamed" else "has the name of a month") in told


def test_an_old_address_leads_on_within_its_month(folder: Path) -> None:
    replaced(folder / "mkdocs.yml", "renamed: {}", "renamed: {2025-02-01-old: 2025-02-14-report}")
    build(folder)
    page = (folder / "site" / "2025-02" / "briefs" / "2025-02-01-old.html").read_text("utf-8")
    assert 'content="0; url=2025-02-14-report.html"' in page
    assert not (folder / "site" / "2025-01" / "briefs" / "2025-02-01-old.html").exists()
