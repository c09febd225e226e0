"""Packs: what goes in, the same bytes everywhere, nothing dead inside, proof that holds, no half file."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser
from pypdf import PdfReader

from briefing import lexicon as lexicons
from briefing import packs
from briefing.model import Brief, BriefingError, ConfigError, Reference
from briefing.packs import archive, epub, manifest, naming, pdf, verify
from briefing.packs import html as packs_html
from briefing.packs.book import Book, Shelf
from briefing.render import Page, Renderer
from briefing.storage import briefs, desk, seed_files
from briefing.storage.desk import Options
from tests import ROOT
from tests.publish.mkdocs.test_site import crawl

DEMO = ("2018-04-27-panmunjom", "2022-08-31-gorbachev-dies", "2015-08-14-havana-embassy")
HOSTILE = ("../../x", "x" * 300, "\u202etxt.exe", "🚀🚀", "CON", "a/b\\c:d", "")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of the seed's brief and three of the second desk, drafted, with a handling mark."""
    folder = tmp_path_factory.mktemp("packs")
    for name in ("templates", "content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    for slug in DEMO:
        shutil.copy(ROOT / "examples" / "desk" / "seeds" / f"{slug}.txt", folder / "seeds")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = text.replace('handling: ""', 'handling: "For official use"')
    (folder / "mkdocs.yml").write_text(
        text.replace('distribution: ""', 'distribution: "Delegation <A>"'), "utf-8"
    )
    run(folder, "build")
    return folder


def run(folder: Path, *arguments: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert result.returncode == code, result.stdout + result.stderr
    return result


@pytest.fixture(scope="module")
def made(home: Path) -> dict[str, Path]:
    """Every pack of the desk, and what the command said under `said`."""
    result = run(home, "pack", "--format", "zip,html,epub,pdf", "--title", "For the talks")
    found = {form: home / "dist" / f"for-the-talks.{form}" for form in ("zip", "html", "epub", "pdf")}
    (home / "said.txt").write_text(result.stdout + result.stderr, "utf-8")
    return found


@pytest.fixture(scope="module")
def folder(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(made["zip"]) as held:
        held.extractall(target)
    (inside,) = target.iterdir()
    return inside


def book_of(brief: Brief, reference: Reference, *, count: int = 1, **changes: object) -> Book:
    """Return the book of the seed's brief, or of copies of it, without a process."""
    article = seed_files.read_seed(ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt")
    copies = [
        briefs.entry(
            replace(brief, **{"slug": brief.slug if count == 1 else f"{brief.slug}-{n}", **changes}),
            article,
            lexicons.load(),
        )
        for n in range(count)
    ]
    whole = desk.assemble(copies, reference, Options(source_text="full", site_name="Desk"))
    return packs.compile_book(whole, Renderer(ROOT / "templates"), packs.Selection())


# -- what goes in -------------------------------------------------------------------------------


def test_it_says_what_went_in_and_the_sum_of_each_file(home: Path, made: dict[str, Path]) -> None:
    said = (home / "said.txt").read_text("utf-8")
    for slug in (*DEMO, "2025-02-28-xi-shoigu-beijing"):
        assert slug in said
    for path in made.values():
        assert sha256(path.read_bytes()).hexdigest() in said
        assert f"{path.stat().st_size:,} bytes" in said


@pytest.mark.parametrize(
    ("wish", "slugs"),
    [
        (packs.Selection(tags=("sample",)), set(DEMO)),
        (packs.Selection(actors=("xi-jinping",)), {"2025-02-28-xi-shoigu-beijing"}),
        (packs.Selection(since=date(2022, 8, 31)), {DEMO[1], "2025-02-28-xi-shoigu-beijing"}),
        (packs.Selection(until=date(2018, 4, 27), statuses=("draft",)), {DEMO[0], DEMO[2]}),
        (packs.Selection(briefs=(DEMO[0], DEMO[1]), since=date(2020, 1, 1)), {DEMO[1]}),
    ],
)
@pytest.mark.filterwarnings("ignore:user_configs")
def test_a_brief_must_answer_every_kind_of_wish(home: Path, wish: packs.Selection, slugs: set[str]) -> None:
    from briefing.publish import mkdocs

    whole, _ = mkdocs.desk_of(home / "mkdocs.yml")
    assert {entry.brief.slug for entry in packs.select(whole, wish).entries} == slugs


def test_an_empty_selection_shows_what_could_be_selected(home: Path) -> None:
    result = run(home, "pack", "--tag", "nothing", "--out", "empty", code=1)
    for shown in (DEMO[0], "sample", "2015-08-14 to 2025-02-28", "draft (4)", "--actor"):
        assert shown in result.stderr
    assert not (home / "empty").exists()


def test_an_unknown_slug_is_an_error(seed_brief: Brief, reference: Reference) -> None:
    whole = book_of(seed_brief, reference).desk
    with pytest.raises(ConfigError, match="there is no brief nowhere"):
        packs.select(whole, packs.Selection(briefs=("nowhere", seed_brief.slug)))


# -- inside -------------------------------------------------------------------------------------


def test_every_link_of_the_zip_leads_somewhere(folder: Path) -> None:
    pages = {path.resolve(): found for path, found in crawl(folder).items()}
    assert (folder / "index.html").resolve() in pages
    checked = 0
    for path, found in pages.items():
        assert len(found.ids) == len(set(found.ids)), path
        for link in found.links:
            target, _, fragment = link.partition("#")
            if target.startswith("http"):
                continue
            other = (path.parent / target).resolve() if target else path
            assert other.exists(), f"{path.name} -> {link}"
            assert not fragment or other.suffix != ".html" or fragment in pages[other].ids, (
                f"{path.name} -> {link}"
            )
            checked += 1
    assert checked > 500


def test_the_mark_stands_at_head_and_foot_of_every_page(folder: Path, made: dict[str, Path]) -> None:
    for path in folder.rglob("*.html"):
        assert path.read_text("utf-8").count('<p class="handling">For official use</p>') == 2, path
    with zipfile.ZipFile(made["epub"]) as held:
        for name in held.namelist():
            if name.endswith(".xhtml"):
                assert held.read(name).count(b'<p class="handling">For official use</p>') == 2, name
    assert made["html"].read_text("utf-8").count('<p class="handling">For official use</p>') == 2
    for text in ((folder / "index.html").read_text("utf-8"), made["html"].read_text("utf-8")):
        assert "Delegation &lt;A&gt;" in text


@pytest.fixture(scope="module")
def drawn(home: Path) -> set[str]:
    """The lines of the then-and-now drawings on the brief's page of the built site."""
    page = (home / "site" / "briefs" / "2025-02-28-xi-shoigu-beijing.html").read_text("utf-8")
    return set(re.findall(r'<path class="tie[^>]*? d="([^"]+)"', page))


@pytest.mark.parametrize("form", ["zip", "epub", "html"])
def test_the_drawings_of_the_site_are_in_a_pack(form: str, drawn: set[str], made: dict[str, Path]) -> None:
    assert len(drawn) > 1
    held = made[form].read_bytes()
    if form != "html":
        with zipfile.ZipFile(made[form]) as archived:
            held = b"".join(archived.read(name) for name in archived.namelist() if "html" in name)
    assert drawn <= set(re.findall(r'<path class="tie[^>]*? d="([^"]+)"', held.decode()))


def test_the_drawings_of_the_site_are_in_a_pdf(home: Path, made: dict[str, Path]) -> None:
    page = (home / "site" / "briefs" / "2025-02-28-xi-shoigu-beijing.html").read_text("utf-8")
    (shown,) = re.findall(r'<div class="drawn".*?</figure>', page, re.S)
    names = re.findall(r'<text class="state-name"[^>]*>([^<]+)', shown)
    assert len(names) > 3
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(made["pdf"]).pages]
    (held,) = [text for text in texts if "Today, by the text" in text]
    for name in names:
        assert held.count(name) >= names.count(name)


def test_what_was_left_out_is_plain_text(seed_brief: Brief, reference: Reference) -> None:
    notes = "See [another](other.html), ![a map](map.png), [the web](https://example.org/)."
    book = book_of(seed_brief, reference, notes=notes)
    page = Page(
        path="briefs/a.html",
        title="A",
        body='<p><a href="other.html">another</a> <a class="x" href="../sources/b.html#s1">b</a> <img alt="map" src="m.png"></p>',
    )
    there = Page(path="sources/b.html", title="B", body="")
    linked = Shelf(book, [page, there], []).linked(page.body, page.path)
    assert (
        linked
        == '<p><span>another</span> <a class="x" href="../sources/b.html#s1">b</a> <span>map</span></p>'
    )
    text = packs_html.document(book, lambda *_: None).decode()
    assert '<a href="https://example.org/">the web</a>' in text
    assert "<span>another</span>" in text
    assert "<img" not in text


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("<a\n class='x' href='gone.html'>5 > 4 &amp; 3</a>", '<span class="x">5 > 4 &amp; 3</span>'),
        (
            "<A HREF=gone.html>a</A><svg viewBox='0 0 9 9'></svg>",
            "<span>a</span><svg viewBox='0 0 9 9'></svg>",
        ),
        (
            '<a id="only">a</a><br/>&nbsp;<a href="#b">b</a>',
            '<a id="only">a</a><br/>&nbsp;<a href="#b">b</a>',
        ),
        (
            '<!-- <a href="gone.html"> --><img alt="a &lt; b" src="c.png">',
            '<!-- <a href="gone.html"> --><span>a &lt; b</span>',
        ),
    ],
)
def test_links_are_found_however_they_are_written(
    seed_brief: Brief, reference: Reference, body: str, linked: str
) -> None:
    page = Page(path="index.html", title="a", body=body)
    assert Shelf(book_of(seed_brief, reference), [page], []).linked(body, page.path) == linked


def test_one_brief_is_small_enough_to_mail(seed_brief: Brief, reference: Reference) -> None:
    text = packs_html.document(book_of(seed_brief, reference), lambda *_: None)
    assert len(text) < 200_000
    assert not re.search(rb'(?:src|href)="(?!#|https?://)', text)


def test_the_notes_of_a_book_lead_both_ways(seed_brief: Brief, reference: Reference) -> None:
    chapters = {chapter.key: chapter for chapter in epub.bound(book_of(seed_brief, reference))}
    there = {
        a.get("id"): a.get("href", "")
        for a in chapters["b1"].root.iter("a")
        if a.get("role") == "doc-noteref"
    }
    back = {a.get("href", "").partition("#")[2] for a in chapters["t1"].root.iter("a") if a.get("role")}
    ids = {element.get("id") for element in chapters["t1"].root.iter()}
    assert len(there) > 20
    assert set(there) == back
    assert {href.partition("#")[2] for href in there.values()} <= ids


@pytest.mark.parametrize("slug", [name for name in HOSTILE if name])
def test_hostile_names_are_safe_in_archives(
    slug: str, tmp_path: Path, seed_brief: Brief, reference: Reference
) -> None:
    actor = replace(seed_brief.actors[0], id=slug)
    book = book_of(
        seed_brief, reference, slug=slug, title=f"{slug} & <b>", actors=(actor, *seed_brief.actors[1:])
    )
    for form in ("zip", "epub"):
        path = tmp_path / f"a.{form}"
        packs.FORMATS[form](book, path, lambda *_: None)
        found = verify.inspect(path)
        assert found.faults == ()
        assert found.facts["briefs"][0]["slug"] == slug
        with zipfile.ZipFile(path) as held:
            names = held.namelist()
        assert all(re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", name) for name in names)
        assert len({name.casefold() for name in names}) == len(names)
    with zipfile.ZipFile(tmp_path / "a.zip") as held:
        held.extractall(tmp_path / "out")
    for path, found_links in crawl(tmp_path / "out").items():
        for link in found_links.links:
            assert link.startswith(("#", "http")) or (path.parent / link.partition("#")[0]).exists(), (
                f"{path}: {link}"
            )


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_give_safe_file_names(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}", naming.file_name(title))
    assert naming.file_name(title) != "con"


def test_different_names_stay_different() -> None:
    names = ["a b", "a-b", "a_b", "ä b", "A b", "x" * 300, "x" * 301, "🚀", "🛰"]
    assert len({naming.segment(name) for name in names}) == len(names)


# -- the same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["zip", "html", "epub", "pdf"])
def test_the_same_bytes_in_another_process_time_zone_and_hash_seed(
    form: str, home: Path, made: dict[str, Path]
) -> None:
    run(home, "pack", "--format", form, "--title", "For the talks", "--out", "again",
        TZ="Pacific/Kiritimati", PYTHONHASHSEED="4711", LC_ALL="C", LANG="C")  # fmt: skip
    assert (home / "again" / made[form].name).read_bytes() == made[form].read_bytes()


def test_a_pack_bears_the_time_that_it_is_told(home: Path, made: dict[str, Path]) -> None:
    assert verify.inspect(made["zip"]).facts["built"] == "2025-02-28T00:00:00Z"
    run(home, "pack", "--format", "zip", "--out", "epoch", SOURCE_DATE_EPOCH="1800000000")
    (path,) = (home / "epoch").glob("*.zip")
    assert verify.inspect(path).facts["built"] == "2027-01-15T08:00:00Z"
    with zipfile.ZipFile(path) as held:
        assert {info.date_time for info in held.infolist()} == {(2027, 1, 15, 8, 0, 0)}
        assert {info.external_attr for info in held.infolist()} == {0o100644 << 16}


# -- proof --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["zip", "html", "epub", "pdf"])
def test_a_pack_is_whole_and_every_brief_is_the_record_at_hand(
    form: str, home: Path, made: dict[str, Path]
) -> None:
    total = sha256(made[form].read_bytes()).hexdigest()
    result = run(home, "verify", str(made[form]), "--sha256", total.upper())
    assert "Whole: yes" in result.stdout
    assert "Published sum: the same" in result.stdout
    assert result.stdout.count("  same: ") == 4
    assert (
        "this is not the approved pack"
        in run(home, "verify", str(made[form]), "--sha256", "0" * 64, code=1).stdout
    )


def test_the_manifest_is_one_that_sha256sum_reads(folder: Path) -> None:
    result = subprocess.run(
        ["sha256sum", "--strict", "-c", "MANIFEST.sha256"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(result.stdout.splitlines()) == sum(path.is_file() for path in folder.rglob("*")) - 1


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_changed_byte_of_one_file_is_found(
    form: str, at: float, made: dict[str, Path], tmp_path: Path
) -> None:
    data = bytearray(made[form].read_bytes())
    data[int(len(data) * at)] ^= 1
    (tmp_path / "changed").write_bytes(data)
    assert verify.inspect(tmp_path / "changed").faults


def test_changes_to_an_archive_are_told_by_name(made: dict[str, Path], tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(made["zip"]) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            name = info.filename.removeprefix("for-the-talks/")
            if name == "assets/theme.js":
                continue
            new.writestr(info, old.read(info) + (b" " if name == "index.html" else b""))
        new.writestr("for-the-talks/more.html", "x")
    assert set(verify.inspect(changed).faults) == {
        "assets/theme.js is missing", "more.html is not in the manifest", "index.html was changed"
    }  # fmt: skip


@pytest.mark.parametrize("form", ["zip", "html", "epub", "pdf"])
@pytest.mark.parametrize("before", [b"", b"x"])
def test_bytes_before_or_behind_a_pack_are_found(
    form: str, before: bytes, home: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "more").write_bytes(before + made[form].read_bytes() + b"<!-- more -->")
    assert "Whole: yes" not in run(home, "verify", str(tmp_path / "more"), code=1).stdout


def test_a_pack_without_a_sum_or_a_signature_is_whole_and_nobodys(home: Path, made: dict[str, Path]) -> None:
    assert "Whole: yes; who made it is not known\n" in run(home, "verify", str(made["zip"])).stdout


def test_records_that_moved_on_are_told(home: Path, made: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "desk"
    shutil.copytree(home, other, ignore=shutil.ignore_patterns("dist", "site", ".cache"))
    record = other / "content" / "briefs" / f"{DEMO[0]}.yml"
    record.write_text(record.read_text("utf-8").replace("status: draft", "status: reviewed"), "utf-8")
    (other / "content" / "briefs" / f"{DEMO[1]}.yml").unlink()
    with (other / "seeds" / f"{DEMO[2]}.txt").open("a") as seed:
        seed.write("More.\n")
    result = run(other, "verify", str(made["zip"]), code=3)
    assert f"changed: {DEMO[0]} (record)" in result.stdout
    assert f"missing: {DEMO[1]}" in result.stdout
    assert f"changed: {DEMO[2]} (record and source text)" in result.stdout  # its places are found anew
    assert "same: 2025-02-28-xi-shoigu-beijing" in result.stdout


@pytest.mark.skipif(
    shutil.which("ssh-keygen") is None and not os.environ.get("CI"), reason="ssh-keygen is not installed"
)
def test_a_signature_is_checked(home: Path, made: dict[str, Path], tmp_path: Path) -> None:
    key, signers = tmp_path / "key", tmp_path / "signers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    signers.write_text("desk@example.org " + (tmp_path / "key.pub").read_text())
    for form in ("zip", "html", "epub", "pdf"):
        pack, signature = tmp_path / f"pack.{form}", tmp_path / f"pack.{form}.sig"
        shutil.copy(made[form], pack)
        subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", "briefing-pack", "-f", str(key), str(pack)],
            check=True,
            capture_output=True,
        )
        asked = ["verify", str(pack), "--signature", str(signature), "--signers", str(signers), "--identity"]
        assert "Signature: good" in run(home, *asked, "desk@example.org").stdout
    assert "not good" in run(home, *asked, "other@example.org", code=1).stdout
    asked[1] = str(made["epub"])
    assert "not good" in run(home, *asked, "desk@example.org", code=1).stdout
    assert "needs --signers" in run(home, "verify", str(pack), "--signature", str(signature), code=2).stderr


def hostile(path: Path, name: str, *, mode: int = 0o100644, twice: bool = False) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for _ in range(2 if twice else 1):
            info = zipfile.ZipInfo("x")
            info.filename, info.external_attr, info.create_system = name, mode << 16, 3
            out.writestr(info, "x")
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "mode", "twice", "fault"),
    [
        ("../../x", 0o100644, False, "leads out"),
        ("/etc/passwd", 0o100644, False, "leads out"),
        ("a\\..\\x", 0o100644, False, "leads out"),
        ("C:/x", 0o100644, False, "leads out"),
        ("link", stat.S_IFLNK | 0o777, False, "no plain file"),
        ("same", 0o100644, True, "twice"),
        ("honest", 0o100644, False, "no proof"),
    ],
)
def test_hostile_archives_are_refused(name: str, mode: int, twice: bool, fault: str, tmp_path: Path) -> None:
    found = verify.inspect(hostile(tmp_path / "a.zip", name, mode=mode, twice=twice))
    assert any(fault in told for told in found.faults), found.faults
    assert found.facts == {}


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("bomb", b"0" * 1_000_000)
    monkeypatch.setattr(verify, "LARGEST", 999_999)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was read"))
    assert "would unpack to more" in verify.inspect(tmp_path / "a.zip").faults[0]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\3\4broken", b"%PDF-1.7", b"<!doctype html>", b"hello"])
def test_what_is_no_pack_is_told_without_a_traceback(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(data)
    result = run(tmp_path, "verify", "file", code=1)
    assert "Traceback" not in result.stderr
    assert "fault:" in result.stderr or "is no pack" in result.stderr


# -- readers of others --------------------------------------------------------------------------


def checker() -> list[str]:
    """Return the command that runs epubcheck; Debian's is a jar under a plain name."""
    found = shutil.which("epubcheck")
    if found is None:
        return []
    return ["java", "-jar", found] if Path(found).read_bytes()[:2] == b"PK" else [found]


@pytest.mark.skipif(not checker() and not os.environ.get("CI"), reason="epubcheck is not installed")
def test_epubcheck_reports_nothing(made: dict[str, Path]) -> None:
    command = [*checker(), str(made["epub"])]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in result.stdout + result.stderr, result.stdout + result.stderr
    assert result.returncode == 0


def test_the_pdf_read_back(home: Path, made: dict[str, Path]) -> None:
    reader = PdfReader(made["pdf"])
    assert reader.metadata is not None
    assert reader.metadata.title == "For the talks"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert set(reader.attachments) == {"pack.json", "MANIFEST.sha256"}
    titles = {brief["title"] for brief in json.loads(reader.attachments["pack.json"][0])["briefs"]}
    outline = {str(item.title) for item in reader.outline if not isinstance(item, list)}
    assert len(titles) == 4
    assert titles <= outline
    pages = [page.extract_text() for page in reader.pages]
    plain = re.sub(r"\s", "", "".join(pages))
    assert 12 <= len(pages) <= 40
    for brief in (found.brief for found in briefs.pairs(home) if found.brief):
        for point in brief.summary:
            words = re.sub(r"\s", "", point.text)
            numbered = re.sub(
                "[가-힣]", lambda found: f"[U+{ord(found[0]):04X}]", words
            )  # where no font has it
            assert words in plain or numbered in plain, point.text
    assert all(text.count("For official use") == 2 for text in pages)
    assert {round(float(reader.pages[0].mediabox.width)), round(float(reader.pages[0].mediabox.height))} == {
        595,
        842,
    }
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_letter_paper_is_wider(seed_brief: Brief, reference: Reference) -> None:
    text = pdf.text(replace(book_of(seed_brief, reference), paper="Letter"))
    assert "size:Letter" in text


def test_a_character_without_a_font_is_told_by_name(seed_brief: Brief, reference: Reference) -> None:
    book = book_of(seed_brief, reference, notes="A sign of a private plane: \U000f1234")
    found = pdf.document(book)
    assert found.missing == {"\U000f1234"}
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(found.data)).pages)
    assert "private plane: [U+F1234]" in text
    assert "U+F1234 without a name" in pdf.told(found.missing)


def test_without_weasyprint_the_other_formats_are_made(home: Path, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise ImportError('not here')")
    result = run(
        home, "pack", "--format", "pdf,epub", "--out", str(tmp_path), PYTHONPATH=str(tmp_path), code=1
    )
    told, hint = result.stderr.splitlines()
    assert told == "error: pdf: WeasyPrint is not installed"
    assert re.fullmatch(r"  Run: \S+ -m pip install -r \S*locks/pdf\.txt", hint)
    assert [path.suffix for path in tmp_path.glob("*.epub")] == [".epub"]
    (tmp_path / "weasyprint.py").write_text("print('a long story'); raise OSError('no pango')")
    result = run(home, "pack", "--format", "pdf", "--out", str(tmp_path), PYTHONPATH=str(tmp_path), code=1)
    assert "Install it (Debian: apt-get install" in result.stderr
    assert "story" not in result.stdout + result.stderr


def test_a_pdf_that_needs_too_much_memory_is_refused_and_says_what_it_needs(
    home: Path, tmp_path: Path
) -> None:
    wish = ("pack", "--format", "pdf,epub", "--out", str(tmp_path))
    result = run(home, *wish, "--pdf-memory", "120", code=1)
    told = re.fullmatch(
        r"error: pdf: to set this takes about (\d+) MB of memory; the limit is 120\n"
        r"  Choose fewer briefs .*, or raise the limit: --pdf-memory (\d+)\.\n",
        result.stderr,
    )
    assert told
    assert told[1] == told[2]
    assert [path.suffix for path in tmp_path.iterdir()] == [".epub"]
    run(home, *wish, "--pdf-memory", told[2])
    assert {path.suffix for path in tmp_path.iterdir()} == {".epub", ".pdf"}
    for wrong in ("0", "-5", "much"):
        assert (
            "is no number of megabytes; write it as 2000"
            in run(home, *wish, f"--pdf-memory={wrong}", code=2).stderr
        )


# -- interrupted --------------------------------------------------------------------------------


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"before")

    def half() -> Iterator[None]:
        with archive.archive(path, packs.built_at(desk.assemble([], _none(), Options()), "")) as out:
            out.put("a", b"a")
            raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        next(half())
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def _none() -> Reference:
    from briefing.model import NO_REFERENCE

    return NO_REFERENCE


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2, 0.5])
def test_killed_at_any_moment_no_half_pack_has_the_final_name(
    delay: float, home: Path, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "pack",
        "--format",
        "zip,html,epub",
        "--out",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not any(tmp_path.iterdir()):
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for path in tmp_path.glob("[!.]*"):
        assert verify.inspect(path).faults == ()


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BriefingError, match="cannot be written"):
        archive.write(tmp_path / "file" / "a.html", b"")


def test_a_text_that_looks_like_a_seal_does_not_break_it(
    seed_brief: Brief, reference: Reference, tmp_path: Path
) -> None:
    book = book_of(seed_brief, reference, notes=f"Odd:\n\n    {manifest.BLANK}  pack.html\n    x\n")
    (tmp_path / "a").write_bytes(packs_html.document(book, lambda *_: None))
    assert verify.inspect(tmp_path / "a").faults == ()


# -- in a browser -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["zip", "html"])
def test_it_opens_from_a_folder_without_a_network(
    form: str, folder: Path, made: dict[str, Path], chromium: Browser
) -> None:
    trouble: list[str] = []
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else trouble.append(request.url),
    )
    if form == "zip":
        page.goto((folder / "index.html").as_uri())
        page.click("#find-any")
        page.fill("#q", "panmunjom")
        page.click("#hits h3 a >> nth=0")
        page.wait_for_url("**/briefs/2018-04-27-panmunjom.html**")
        assert page.locator("svg.map").bounding_box()["width"] > 200  # type: ignore[index]
    else:
        page.goto(made["html"].as_uri())
        page.fill("#find-words", "panmunjom")
        page.click("#find-hits a >> nth=0")
        assert page.url.partition("#")[2]
        page.locator("details.ev summary [aria-hidden]").first.click()
        assert page.locator("details.ev blockquote").first.is_visible()
    context.close()
    assert trouble == []
