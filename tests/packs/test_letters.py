"""No letter of a record is lost in any pack, also where a text has soft hyphens inside its ligatures."""

from __future__ import annotations

import email
import email.policy
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader

from briefing import packs
from briefing.model import NO_REFERENCE, Brief
from briefing.storage import desk
from tests.desks import RENDERER, SITE, drafted

SOFT = """---
title: Soft hyphens and ligatures
date: 2024-03-17
---
The coun\u00adcil of Ostre af\u00adfirmed the ef\u00adfi\u00adcient traf\u00adfic of\u00adfer on Monday. The mayor, Ada Holm, said that the of\u00adfi\u00adcial flow was suf\u00adfi\u00adcient. “We shall fix the dif\u00adfi\u00adcult af\u00adfair,” Holm said.
"""
PLAIN = """---
title: Officials offer a fifth figure
date: 2024-03-14
---
Officials affirmed the traffic effort, Chief Officer Jeff Griffin said. Griffin said that the office affirmed the difficult effort.
"""
FORMS = ("zip", "html", "epub", "pdf", "docx", "md", "eml")


@pytest.fixture(scope="module")
def entries() -> tuple[desk.Entry, ...]:
    return (drafted(SOFT, "2024-03-17-soft"), drafted(PLAIN, "2024-03-14-plain"))


@pytest.fixture(scope="module")
def made(entries: tuple[desk.Entry, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    whole = desk.assemble(list(entries), NO_REFERENCE, SITE)
    book = packs.compile_book(whole, RENDERER, packs.Selection(), title="Letters")
    done, errors = packs.make(book, FORMS, folder, lambda _done, _total: None)
    assert not errors
    assert len(done) == len(FORMS)
    return folder


def words_of(brief: Brief, form: str) -> Iterator[str]:
    """Yield what a pack shows of a record: a mail its points, every other pack its statements too."""
    yield brief.title
    for point in brief.summary:
        yield point.text
    for statement in brief.statements if form != "eml" else ():
        yield statement.text


def letters(text: str) -> str:
    """Return a text without blanks, marks of Markdown and soft hyphens, which nobody sees."""
    return re.sub(r"[\s\u00ad\\*]", "", text)


def text_of(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            command = ["pdftotext", "-raw", str(path), "-"]
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout
        case ".eml":
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            return "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
        case ".zip" | ".epub" | ".docx":
            with zipfile.ZipFile(path) as held:
                names = [name for name in held.namelist() if name.endswith((".html", ".xhtml", ".xml"))]
                return "".join(map(plain, (held.read(name).decode() for name in names)))
        case ".html":
            return plain(path.read_text("utf-8"))
    return path.read_text("utf-8")


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("form", FORMS)
def test_every_letter_of_the_records_is_in_the_pack(
    form: str, made: Path, entries: tuple[desk.Entry, ...]
) -> None:
    held = letters(text_of(made / f"letters.{form}"))
    for entry in entries:
        assert len(entry.brief.statements) > 1
        for words in words_of(entry.brief, form):
            assert letters(words) in held, words


def test_a_mail_has_plain_text_next_to_its_html_and_the_same_bytes(made: Path) -> None:
    data = (made / "letters.eml").read_bytes()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "Letters"
    assert "https://example.org/desk/briefs/2024-03-17-soft.html" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_what_css_sets_apart_is_apart_in_the_words(made: Path) -> None:
    with zipfile.ZipFile(made / "letters.epub") as held:
        chapter = plain(held.read("EPUB/b1.xhtml").decode())
    assert "17 March 2024 " in chapter
    assert "2024Draft" not in chapter


def test_two_briefs_need_no_page_for_their_contents_and_one_page_is_one_page(
    entries: tuple[desk.Entry, ...], tmp_path: Path
) -> None:
    whole = desk.assemble(list(entries), NO_REFERENCE, SITE)
    for one_page, most in ((False, 2), (True, 1)):
        book = packs.compile_book(
            whole, RENDERER, packs.Selection(briefs=("2024-03-17-soft",)), title="One", one_page=one_page
        )
        (pack,), errors = packs.make(book, ["pdf"], tmp_path, lambda _done, _total: None)
        assert not errors
        assert not pack.remarks
        pages = PdfReader(io.BytesIO(pack.path.read_bytes())).pages
        assert len(pages) <= most
        assert "https://example.org/desk/briefs/2024-03-17-soft.html" in pages[0].extract_text()
        assert all(len(letters(page.extract_text())) > 200 for page in pages)
