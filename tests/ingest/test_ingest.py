"""Texts brought in: what a file says goes into the seed, and what is hostile stays out."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ingest import READERS, Seeder, bring, docx, feed, html_text
from briefing.ingest.similarity import known, nearest
from briefing.ingest.slugs import LONGEST, slug
from briefing.model import BriefingError, IngestError
from briefing.storage import seed_files, yaml_reader
from tests import ROOT
from tests.crash_desk import CONFIG

CASES = ROOT / "tests" / "cases" / "ingest" / "likeness.yml"
SENTENCES = [
    "Minister Ann Lee met Bob Cole in Paris on Friday to discuss the ferry between the two islands.",
    "Lee said that talks would go on in the spring, and that both sides had shown some patience.",
    "Cole told reporters that the ferry would sail again before the summer if the harbour is repaired.",
    "The harbour was damaged in a storm two years ago, and the works have been delayed ever since.",
]
TEXT = "\n\n".join(SENTENCES) + "\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    return tmp_path


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def add(desk: Path, path: Path, day: date | None = None) -> tuple[Path, tuple[str, ...]]:
    """Bring a file of one text in; returns the new seed and what was remarked."""
    (result,) = bring(path, Seeder(desk, day=day))
    assert result.path is not None
    return result.path, result.remarks


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def document(body: str, core: str | None = None) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        if core:
            archive.writestr("docProps/core.xml", core)
    return made.getvalue()


def pdf(text: str) -> bytes:
    """Write a PDF of one page by hand, with a text layer and its own title and day."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.splitlines())
    stream = f"BT /F1 11 Tf 40 780 Td {lines} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(The ferry)/Author(Ada Moss)/CreationDate(D:20240503120000Z)>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(data))
    )


# -- what is taken over -------------------------------------------------------------------------


def test_plain_text_is_taken_byte_for_byte(desk: Path) -> None:
    data = ("\ufeff" + TEXT.replace("\n", "\r\n")).encode()
    path, remarks = add(desk, put(desk, "2024-05-03-Ferry talks.txt", data))
    assert path.name == "2024-05-03-ferry-talks.txt"
    assert path.read_bytes() == data
    assert remarks == ()


def test_a_date_given_by_hand_goes_into_the_slug(desk: Path) -> None:
    path, _ = add(desk, put(desk, "ferry.md", TEXT), date(2024, 5, 3))
    assert path.name == "2024-05-03-ferry.md"
    assert seed_files.read_seed(path).date == date(2024, 5, 3)
    path, remarks = add(desk, put(desk, "other.txt", SENTENCES[3] * 3))
    assert path.name == "other.txt"
    assert "no date" in remarks[0]


def test_another_encoding_is_told(desk: Path) -> None:
    text = TEXT.replace("Cole", "Colé") + "Señor Muñoz ate crème brûlée at the Café de Fête in Orléans."
    path, remarks = add(desk, put(desk, "2024-05-03-a.txt", text.encode("cp1252")))
    assert "written as UTF-8" in remarks[0]
    assert "guessed" in remarks[0]
    assert "Colé told" in path.read_text("utf-8")
    assert seed_files.read_seed(path).source.original_sha256 == sha256(text.encode("cp1252")).hexdigest()
    wide = (TEXT + "Another line.").encode("utf-16")
    path, remarks = add(desk, put(desk, "2024-05-03-b.txt", wide))
    assert remarks[0] == "read as utf-16, written as UTF-8"


def test_a_saved_page(desk: Path) -> None:
    head = (
        '<title>Ferry talks go on | Island Post</title><meta property="og:title" content="Ferry: “talks” go on">'
        '<meta property="og:site_name" content="Island Post"><meta name="author" content="Ada Moss">'
        '<meta property="article:published_time" content="2024-05-03T09:00:00Z">'
        '<link rel="canonical" href="https://post.example/ferry">'
    )
    body = "".join(f"<p>{line}</p>" for line in SENTENCES)
    html = page(
        f"<nav>Home Sport Weather</nav><article><h1>Ferry talks</h1>{body}</article>"
        "<script>alert('never')</script><footer>All rights reserved</footer>",
        head,
    )
    file = put(desk, "saved.html", html)
    path, _ = add(desk, file)
    source = seed_files.read_seed(path).source
    assert path.name == "2024-05-03-ferry-talks-go-on.txt"
    assert source.title == "Ferry: “talks” go on"
    assert (source.publisher, source.author) == ("Island Post", "Ada Moss")
    assert (source.url, source.date) == ("https://post.example/ferry", date(2024, 5, 3))
    assert source.original_sha256 == sha256(html.encode()).hexdigest()
    text = path.read_text("utf-8")
    assert "\n\n".join(SENTENCES) in text
    assert not [word for word in ("never", "alert", "Weather", "<p>") if word in text]


def test_a_page_in_the_encoding_that_it_declares(desk: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in [*SENTENCES, "The café stood by."])
    html = page(f"<article>{body}</article>", '<meta charset="iso-8859-1">').encode("latin-1")
    path, remarks = add(desk, put(desk, "saved.htm", html))
    assert "café" in path.read_text("utf-8")
    assert "read as cp1252, written as UTF-8" in remarks


def mail(**parts: Any) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Ferry talks go on"
    message["From"] = "Ada Moss <ada@post.example>"
    message["Date"] = "Fri, 03 May 2024 23:30:00 -0700"
    message.set_content(parts.pop("plain", TEXT), **parts)
    return message


def test_a_mail(desk: Path) -> None:
    message = mail()
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment(b"1", maintype="application", subtype="pdf", filename="../../x.pdf")
    path, remarks = add(desk, put(desk, "m.eml", message.as_bytes()))
    source = seed_files.read_seed(path).source
    assert path.name == "2024-05-03-ferry-talks-go-on.txt"
    assert (source.author, source.title) == ("Ada Moss", "Ferry talks go on")
    assert SENTENCES[1] in path.read_text("utf-8")
    assert remarks == ("left out: the attachment ../../x.pdf",)
    assert "left_out: [the attachment ../../x.pdf]" in path.read_text("utf-8")


def test_a_mail_of_html_alone_is_read_without_what_would_run(desk: Path) -> None:
    html = (
        f"<style>p {{}}</style><script>steal()</script><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}<br>Bye &amp; on"
    )
    path, _ = add(desk, put(desk, "m.eml", mail(plain=html, subtype="html").as_bytes()))
    assert path.read_text("utf-8").endswith(f"{SENTENCES[0]}\n\n{SENTENCES[1]}\n\nBye & on\n")


def test_lines_that_a_mail_program_broke_are_joined(desk: Path) -> None:
    message = mail(plain="The ferry will \nsail again.\nSoon.\n")
    message.set_param("format", "flowed")
    path, _ = add(desk, put(desk, "m.eml", message.as_bytes()))
    assert path.read_text("utf-8").endswith("The ferry will sail again.\nSoon.\n")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Island Post</title><language>en</language>
<item><title>Ferry &amp;amp; talks</title><link>https://post.example/1</link><dc:creator>Ada Moss</dc:creator>
<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{0}</p><script>x()</script><p>{1}</p><p>{2}</p>]]></content:encoded></item>
<item><title>Second</title><link>javascript:alert(1)</link><author>ada@post.example (Ada Moss)</author>
<description>{2} {3} {0}</description></item>
<item><title>Teaser</title><description>Read more.</description></item></channel></rss>""".format(*SENTENCES)


def test_a_feed_gives_a_text_for_each_entry(desk: Path) -> None:
    first, second = bring(put(desk, "feed.rss", RSS), Seeder(desk))
    assert first.path is not None
    assert second.path is not None
    source = seed_files.read_seed(first.path).source
    assert first.slug == "2024-05-03-ferry-talks"
    assert (source.title, source.publisher) == ("Ferry & talks", "Island Post")
    assert (source.author, source.url) == ("Ada Moss", "https://post.example/1")
    assert "\n\n".join(SENTENCES[:3]) in first.path.read_text("utf-8")
    source = seed_files.read_seed(second.path).source
    assert (source.url, source.author, source.date) == (None, "Ada Moss", None)
    assert [result.path for result in bring(desk / "feed.rss", Seeder(desk))] == [None, None]


def test_an_atom_feed(desk: Path) -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Island Post</title><entry>
    <title type="html">Ferry</title><link rel="self" href="https://post.example/self"/>
    <link href="https://post.example/2"/><author><name>Ada Moss</name></author>
    <published>2024-05-03T23:00:00+02:00</published><content type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml"><p>{SENTENCES[0]}</p><p>{SENTENCES[1]} <b>{SENTENCES[2]}</b></p></div>
    </content></entry></feed>"""
    path, _ = add(desk, put(desk, "feed.atom", atom))
    source = seed_files.read_seed(path).source
    assert (source.url, source.author, source.date) == (
        "https://post.example/2",
        "Ada Moss",
        date(2024, 5, 3),
    )
    assert f"{SENTENCES[0]}\n\n{SENTENCES[1]} {SENTENCES[2]}\n" in path.read_text("utf-8")


def test_a_word_document(desk: Path) -> None:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SENTENCES)
    body += "<w:p><w:r><w:t>Old</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    core = (
        '<cp:coreProperties xmlns:cp="a" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="b">'
        "<dc:title>Ferry talks</dc:title><dc:creator>Ada Moss</dc:creator>"
        "<dcterms:created>2024-05-03T08:00:00Z</dcterms:created></cp:coreProperties>"
    )
    path, remarks = add(desk, put(desk, "Report.docx", document(body, core)))
    assert path.name == "ferry-talks.txt"
    text = path.read_text("utf-8")
    assert text.endswith("\n\n".join([*SENTENCES, "Old"]) + "\n")
    assert remarks[0] == "left out: text deleted with changes tracked: gone"
    assert "was made on 2024-05-03: if that is the day of its text" in remarks[1]


def test_a_pdf(desk: Path) -> None:
    text = "Minister Ann Lee met the other min-\nister in a long-\nterm plan for the is-\nlands. Each minister spoke.\nThe islands wait."
    path, remarks = add(desk, put(desk, "x.pdf", pdf(text)))
    source = seed_files.read_seed(path).source
    assert (source.title, source.author, source.date) == ("The ferry", "Ada Moss", None)
    assert any("was made on 2024-05-03" in remark for remark in remarks)
    read = path.read_text("utf-8")
    assert "the other minister in a long-term plan for the islands." in read
    assert any("1 words were broken" in remark for remark in remarks)


# -- what is there already ----------------------------------------------------------------------


def test_what_is_there_is_refused_whatever_its_name_and_form(desk: Path) -> None:
    first = put(desk, "2024-05-03-a.txt", TEXT)
    seeder = Seeder(desk)
    (taken,) = bring(first, seeder)
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SENTENCES)
    copy = put(desk, "b.docx", document(body))
    for path in (first, put(desk, "other name.txt", TEXT), copy):
        for again in (seeder, Seeder(desk)):
            (result,) = bring(path, again)
            assert (result.path, result.slug) == (None, taken.slug)
    assert len(list((desk / "seeds").iterdir())) == 1


def test_the_same_file_is_known_by_its_hash_when_its_seed_was_edited(desk: Path) -> None:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SENTENCES)
    file = put(desk, "b.docx", document(body))
    path, _ = add(desk, file)
    path.write_text(
        path.read_text("utf-8").split("---\n")[0]
        + "---\n"
        + path.read_text("utf-8").split("---\n")[1]
        + "---\nAll new words.\n",
        "utf-8",
    )
    (result,) = bring(file, Seeder(desk))
    assert result.path is None


def test_a_newer_version_from_the_same_address_is_pointed_out(desk: Path) -> None:
    front = "---\ndate: 2024-05-0{0}\nurl: https://post.example/1\n---\n"
    add(desk, put(desk, "a.txt", front.format(3) + TEXT))
    _, remarks = add(
        desk, put(desk, "b.txt", front.format(4) + "Quite another story with nothing in common.")
    )
    assert any("same address as 2024-05-03-a" in remark for remark in remarks)


@pytest.mark.parametrize(
    "case", yaml_reader.read(CASES.read_text("utf-8"), "cases"), ids=lambda case: case["why"]
)
def test_likeness(case: dict[str, Any]) -> None:
    day = date(2024, 5, 3)
    first = known("first", case["first"], day)
    near = nearest(known("", case["second"], day + timedelta(days=int(case["days"]))), [first])
    assert (near.how if near else None) == case["how"]


def test_texts_on_other_events_are_no_newer_ones() -> None:
    """The texts of the second desk are on twenty-one events; put on one day, none is taken for another."""
    texts = [
        seed_files.read_seed(path) for path in sorted((ROOT / "examples" / "desk" / "seeds").glob("*.txt"))
    ]
    knowns = [known(a.slug, a.body.of(a.text), date(2024, 5, 3)) for a in texts]
    assert len(knowns) > 15
    assert [nearest(one, [k for k in knowns if k is not one]) for one in knowns] == [None] * len(knowns)


# -- slugs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "found"),
    [
        ("Xi’s visit: “talks”!", date(2024, 5, 3), "2024-05-03-xis-visit-talks"),
        ("2024-01-01 Old name", date(2024, 5, 3), "2024-05-03-old-name"),
        ("../../etc/passwd", None, "etc-passwd"),
        ("CON", None, "con-text"),
        ("Łódź, Straße, Ærø", None, "lodz-strasse-aero"),
        ("Переговоры", None, "text"),
        ("Переговоры", date(2024, 5, 3), "2024-05-03-text"),
        ("taken", None, "taken-3"),
    ],
)
def test_slugs(words: str, day: date | None, found: str) -> None:
    assert slug(words, day, {"taken", "taken-2"}, fallback="text") == found


@given(st.text(max_size=200), st.none() | st.dates(min_value=date(1900, 1, 1)))
def test_a_slug_can_be_stored_anywhere(words: str, day: date | None) -> None:
    found = slug(words, day, (), fallback="text-0a")
    assert 0 < len(found) <= LONGEST
    assert found.isascii()
    assert all(char.isalnum() or char == "-" for char in found)
    assert found.split("-")[0] not in ("con", "nul", "prn", "aux") or "-" in found
    assert found == found.lower().strip("-")


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_file_says_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, title: str, author: str
) -> None:
    from briefing.ingest.received import Received, one_line

    desk = tmp_path_factory.mktemp("desk")
    received = Received(text=TEXT, stem="x", title=one_line(title), author=one_line(author))
    try:
        result = Seeder(desk).take(received, "0" * 64)
    except UnicodeEncodeError:
        assert any("\ud800" <= char <= "\udfff" for char in title + author)
        return
    assert result.path is not None
    source = seed_files.read_seed(result.path).source
    assert (source.title, source.author) == (received.title, received.author)


# -- hostile and broken files -------------------------------------------------------------------

DEEP = f"<feed><entry><content type='xhtml'>{'<b>' * 5_000}x{'</b>' * 5_000}</content></entry></feed>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.rss", BOMB, "declares XML entities"),
        ("a.xml", OUTSIDE, "declares XML entities"),
        ("a.xml", "<rss><channel>", "broken XML"),
        ("a.xml", "<html/>", "another kind"),
        ("a.atom", "<feed/>", "no entry"),
        ("a.atom", DEEP, "no whole text|broken XML"),
        ("a.docx", b"PK\x03\x04broken", "cannot be read as a .docx"),
        ("a.docx", document("<w:p/>"), "holds no text"),
        ("a.pdf", b"%PDF-1.4 broken", "cannot be read as a PDF"),
        ("a.pdf", pdf(""), "only pictures"),
        ("a.html", "<html><script>x</script></html>", "no article"),
        ("a.html", "<" * 5_000, "no article"),
        ("a.eml", b"\xff\xfe\x00", "is no mail"),
        ("a.eml", "Subject: x\n\n", "holds no text"),
        ("a.txt", b"\x00\x01\xff\xfe\x00binary\x9d", "is not text"),
        ("a.txt", b"", "is empty"),
        ("a.exe", b"MZ", "of a kind that is not read"),
    ],
)
def test_a_broken_file_is_one_clear_error(desk: Path, name: str, data: bytes | str, said: str) -> None:
    with pytest.raises(BriefingError, match=said) as raised:
        bring(put(desk, name, data), Seeder(desk))
    assert raised.value.hint
    assert not list((desk / "seeds").iterdir())


def test_a_document_that_unpacks_to_far_too_much(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "LARGEST_FILE", 100_000)
    data = document(f"<w:p><w:r><w:t>{'a' * 10_000_000}</w:t></w:r></w:p>")
    assert len(data) < 100_000
    with pytest.raises(IngestError, match="unpacks to more than"):
        docx.read(desk / "a.docx", data)


def test_deep_and_wide_pages_end(desk: Path) -> None:
    deep = "<div>" * 20_000 + SENTENCES[0]
    html = f"<script>{deep}" + "<style>" * 5_000
    with pytest.raises(IngestError):
        bring(put(desk, "a.eml", mail(plain=html, subtype="html").as_bytes()), Seeder(desk))
    path, _ = add(desk, put(desk, "b.eml", mail(plain=deep, subtype="html").as_bytes()))
    assert SENTENCES[0] in path.read_text("utf-8")


def test_metadata_cannot_break_the_front_matter(desk: Path) -> None:
    message = mail()
    del message["Subject"]
    raw = message.as_bytes().replace(
        b"From:", b"Subject: =?utf-8?q?x=0A---=0Arights=3A_full_=23_=7B?=\nFrom:"
    )
    path, _ = add(desk, put(desk, "a.eml", raw))
    source = seed_files.read_seed(path).source
    assert source.rights is None
    assert source.title is not None
    assert source.title.startswith("x --- rights: full")


def test_more_than_the_most_entries_are_not_read(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST", 1)
    assert len(feed.read(desk / "feed.rss", RSS.encode())) == 1


# -- the command --------------------------------------------------------------------------------


@pytest.fixture
def command(desk: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    put(desk, "mkdocs.yml", "site_name: x\n")

    def run(*arguments: str, code: str = "pass") -> subprocess.CompletedProcess[str]:
        program = f"import sys; {code}; from briefing.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.run(
            [sys.executable, "-c", program, *arguments], cwd=desk, capture_output=True, text=True, check=False
        )

    return run


def test_one_bad_file_does_not_stop_the_others(desk: Path, command: Callable[..., Any]) -> None:
    put(desk, "good.txt", TEXT)
    put(desk, "bad.pdf", "no")
    result = command("add", "bad.pdf", "good.txt", "nowhere.txt", "--date", "2024-05-03")
    assert result.returncode == 1
    assert "good.txt -> seeds/2024-05-03-good.txt" in result.stdout
    assert "1 text added." in result.stdout
    assert "bad.pdf: cannot be read as a PDF" in result.stderr
    assert "nowhere.txt: cannot be read" in result.stderr
    assert "Traceback" not in result.stderr
    again = command("add", "good.txt")
    assert again.returncode == 1
    assert "is there already as 2024-05-03-good" in again.stderr


@pytest.mark.parametrize(("package", "name"), [("trafilatura", "a.html"), ("pypdf", "a.pdf")])
def test_a_missing_extra_is_named_and_the_other_files_are_taken(
    desk: Path, command: Callable[..., Any], package: str, name: str
) -> None:
    put(desk, name, "Caf\xe9".encode("latin-1"))
    put(desk, "good.txt", TEXT)
    result = command("add", name, "good.txt", code=f"sys.modules[{package!r}] = None")
    assert result.returncode == 1
    assert re.search(r"-m pip install -r \S*locks/ingest\.txt", result.stderr)
    assert package.replace("_", "-") in result.stderr
    assert "1 text added." in result.stdout


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a <!-- b", "a"),
        ("a <!-- b --> c <i", "a c"),
        ("<!--[if mso]>b<![endif]--> a", "a"),
        ("a <![CDATA[ b ]]> c", "a c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a" + " <!--" * 100_000, "a"),
        ("a" + " <![CDATA[" * 50_000, "a"),
    ],
)
def test_what_never_closes_is_left_out_and_not_sought_again_and_again(html: str, text: str) -> None:
    assert html_text.plain(html) == text


def test_the_day_that_a_person_names_wins(desk: Path) -> None:
    file = put(desk, "m.eml", mail().as_bytes())
    path, _ = add(desk, file, date(2024, 3, 12))
    assert path.name == "2024-03-12-ferry-talks-go-on.txt"
    assert seed_files.read_seed(path).date == date(2024, 3, 12)
    seed = put(desk, "a.txt", f"---\ntitle: Other\ndate: 2023-01-01\n---\n{SENTENCES[3]} {SENTENCES[2]}\n")
    path, _ = add(desk, seed, date(2024, 3, 12))
    assert seed_files.read_seed(path).date == date(2024, 3, 12)


def test_what_was_left_out_stands_in_the_front_matter(desk: Path) -> None:
    path, remarks = add(desk, put(desk, "a.md", f"{SENTENCES[0]} ![A boat](a.jpg)\n\n{SENTENCES[1]}\n"))
    assert path.suffix == ".txt"
    assert 'left_out: ["a picture: A boat"]' in path.read_text("utf-8")
    assert "left out: a picture: A boat" in remarks
    assert (
        seed_files.read_seed(path).body.of(path.read_text("utf-8")).strip()
        == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
    )


def test_a_transcript_is_told(desk: Path) -> None:
    text = "".join(
        f"{who}: {line}\n\n" for who, line in zip(("Q", "MS. LEE", "Q", "MS. LEE"), SENTENCES, strict=True)
    )
    _, remarks = add(desk, put(desk, "a.txt", text))
    assert any("reads as a transcript" in remark for remark in remarks)


def test_a_folder_comes_in_with_what_could_not_listed(desk: Path, command: Callable[..., Any]) -> None:
    folder = desk / "mails"
    (folder / "more").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    put(folder, "a.eml", mail().as_bytes())
    put(folder / "more", "b.txt", SENTENCES[3] + SENTENCES[2])
    put(folder / "more", "c.pdf", "no")
    put(folder, "d.bin", "x")
    put(folder / ".hidden", "e.txt", TEXT)
    result = command("add", "mails")
    assert result.returncode == 1
    assert "[1/4] mails/a.eml -> seeds/2024-05-03-ferry-talks-go-on.txt" in result.stdout
    assert "2 texts added.\n2 files not added:\n" in result.stdout
    assert "mails/more/c.pdf: cannot be read as a PDF" in result.stdout
    assert "mails/d.bin: is of a kind that is not read (.bin)" in result.stdout
    (folder / "more" / "c.pdf").unlink()
    assert command("add", "mails").returncode == 0


def test_a_document_in_seeds_is_named_with_what_brings_it_in(desk: Path, command: Callable[..., Any]) -> None:
    assert set(seed_files.DOCUMENTS) == READERS.keys() - set(seed_files.SEED_SUFFIXES)
    put(desk / "seeds", "2024-05-03-a.txt", TEXT)
    put(desk / "seeds", "report.docx", document(""))
    put(desk / "seeds", "b.md", f"**{SENTENCES[0]}**")
    (desk / "content").mkdir()
    put(desk / "content", "index.md", "# Home\n")
    put(desk, "mkdocs.yml", CONFIG)
    for name in ("check", "build"):
        result = command(name)
        said = result.stdout + result.stderr
        assert "report.docx" in said
        assert 'python build.py add "seeds/report.docx"' in said
    assert "holds marks of Markdown" in command("check").stdout
