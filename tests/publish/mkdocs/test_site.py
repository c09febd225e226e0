"""The real MkDocs, strictly; then every link and anchor of what it built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests import ROOT

EPOCH = {**os.environ, "SOURCE_DATE_EPOCH": "1740700800"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own desk, built by build.py and then strictly by mkdocs."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("templates", "content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [sys.executable, str(ROOT / "build.py"), "build", "--strict"]
    subprocess.run(command, cwd=folder, check=True, env=EPOCH)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_mkdocs_builds_it_strictly_to_the_same_bytes(built: Path) -> None:
    before = files(built / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=built, check=True, env=EPOCH)
    assert files(built / "site") == before


def test_a_second_build_changes_nothing(built: Path) -> None:
    watched = [p for p in (*(built / "content").rglob("*"), *(built / "site").rglob("*")) if p.is_file()]
    before = {path: path.stat().st_mtime_ns for path in watched}
    result = subprocess.run(
        [sys.executable, str(ROOT / "build.py")],
        cwd=built,
        check=True,
        env=EPOCH,
        capture_output=True,
        text=True,
    )
    assert "0 drafted, 0 merged with edits, 1 unchanged" in result.stdout
    assert {path: path.stat().st_mtime_ns for path in watched} == before


class Links(HTMLParser):
    """Collects addresses and anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in ("href", "src", "cite") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)


def crawl(site: Path) -> dict[Path, Links]:
    pages = {}
    for path in sorted(site.rglob("*.html")):
        pages[path] = Links()
        pages[path].feed(path.read_text("utf-8"))
    return pages


def test_every_link_and_anchor_resolves(built: Path) -> None:
    site = built / "site"
    pages = crawl(site)
    assert len(pages) > 15
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), f"{path.name} gives an id twice"
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            base = site if path.name == "404.html" else path.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            assert target.is_file(), f"{path.relative_to(site)} leads to {link}, which is not there"
            if parts.fragment:
                assert parts.fragment in pages[target].ids, f"{path.relative_to(site)}: no anchor {link}"


def test_no_page_asks_another_host(built: Path) -> None:
    for path, page in crawl(built / "site").items():
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text
        assert " style=" not in text
        assert not [link for link in page.links if link.startswith(("http:", "https:", "//"))], path


def test_every_item_opens_its_sentence(built: Path) -> None:
    page = (built / "site/briefs/2025-02-28-xi-shoigu-beijing.html").read_text("utf-8")
    assert page.count('<details class="ev"') >= 30
    assert "sources/2025-02-28-xi-shoigu-beijing.html#s13" in page


def test_nothing_but_the_site_is_published(built: Path) -> None:
    names = set(files(built / "site"))
    assert not [n for n in names if n.endswith((".yml", ".py", ".md")) or "schema" in n or "generated" in n]
    assert ".gitignore" not in names or (ROOT / "site/.gitignore").is_file()


def test_cited_text_alone_is_shown_where_the_desk_says_so(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(built, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("source_text: full", "source_text: none"), "utf-8")
    subprocess.run([sys.executable, str(ROOT / "build.py")], cwd=folder, check=True, env=EPOCH)
    page = (folder / "site/sources/2025-02-28-xi-shoigu-beijing.html").read_text("utf-8")
    assert "14 sentences that no item cites" in page or "sentences" in page
    assert "friendly neighbors" not in page


def test_unreviewed_briefs_leave_no_trace(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(built, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    config = folder / "mkdocs.yml"
    config.write_text(re.sub(r"publish: .*", "publish: reviewed", config.read_text("utf-8")), "utf-8")
    subprocess.run([sys.executable, str(ROOT / "build.py")], cwd=folder, check=True, env=EPOCH)
    assert not [
        name for name, data in files(folder / "site").items() if b"Shoigu" in data or "shoigu" in name
    ]
