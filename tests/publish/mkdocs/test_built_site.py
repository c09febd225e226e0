"""The built site as the web sees it: with an address, with an own domain, with something unpublished."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests import ROOT

SLUG = "2025-02-28-xi-shoigu-beijing"
ADDRESS = ('site_url: !ENV [SITE_URL, ""]', "site_url: https://desk.example.org/pages/")
"""What the configuration says of the site's address, and what it says here."""


def built(folder: Path, config: str) -> tuple[Path, str]:
    for name in ("templates", "content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "content" / "CNAME").write_text("desk.example.org\n", "utf-8")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1740700800", "TZ": "Asia/Tokyo"}
    command = [sys.executable, str(ROOT / "build.py"), "build", "--strict"]
    told = subprocess.run(command, cwd=folder, check=True, env=environment, capture_output=True, text=True)
    return folder / "site", told.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("renamed: {}", f"renamed: {{old: {SLUG}}}")
    return built(tmp_path_factory.mktemp("with"), config.replace(*ADDRESS))[0]


def test_every_page_has_its_canonical_address(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        name = path.relative_to(site).as_posix()
        assert text.startswith("<!doctype html>")
        if name != "404.html":
            page = name.replace(".embed.html", ".html")  # the card of a brief names the brief
            page = name if 'http-equiv="refresh"' in text else page
            assert f'<link rel="canonical" href="https://desk.example.org/pages/{page}">' in text
        if name not in ("404.html", f"briefs/{SLUG}.embed.html"):
            assert 'type="application/atom+xml"' in text
            assert '<meta property="og:title"' in text


def test_addresses_are_relative_but_in_the_page_for_what_is_not_there(site: Path) -> None:
    for path in site.rglob("*.html"):
        links = re.findall(r'<(?:a|link|script)\b[^>]*?(?:href|src)="([^"]+)"', path.read_text("utf-8"))
        own = [link for link in links if not link.startswith("https://desk.example.org/pages/")]
        if path.name == "404.html":
            beside = "assets/style.css"  # where it is opened from a folder
            assert all(link.startswith(("/pages/", "#")) or link == beside for link in own)
        else:
            assert not [link for link in own if link.startswith(("/", "http"))]


def test_the_sitemap_has_the_dates_of_the_records_and_no_old_address(site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    data = (site / "sitemap.xml").read_bytes()
    rows = {row.findtext(f"{space}loc"): row.findtext(f"{space}lastmod") for row in ET.fromstring(data)}
    assert rows[f"https://desk.example.org/pages/briefs/{SLUG}.html"] == "2025-02-28"
    assert "https://desk.example.org/pages/briefs/old.html" not in rows
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == data


def test_an_old_address_names_the_new_one_to_people_and_machines(site: Path) -> None:
    text = (site / "briefs" / "old.html").read_text("utf-8")
    assert f'<meta http-equiv="refresh" content="0; url={SLUG}.html">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<a href="{SLUG}.html">' in text


def test_the_own_domain_is_published(site: Path) -> None:
    assert (site / "CNAME").read_text("utf-8") == "desk.example.org\n"


def test_without_an_address_the_build_says_what_it_leaves_out(tmp_path: Path) -> None:
    site, told = built(tmp_path, (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert "sitemap and feed are left out" in told
    assert not (site / "sitemap.xml").exists()
    assert not (site / "feed.xml").exists()
    assert not [p for p in site.rglob("*.html") if 'rel="canonical"' in p.read_text("utf-8")]


def test_what_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("publish: all", "publish: reviewed").replace(
        "renamed: {}", f"renamed: {{hushed: {SLUG}}}"
    )
    site, _ = built(tmp_path, config.replace(*ADDRESS))
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        assert "shoigu" not in name
        assert "hushed" not in name
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert not re.search(rb"shoigu|lin.jian|hushed", data, re.IGNORECASE), name
