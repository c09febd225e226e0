"""Markdown and .docx hold every word of the records, as words, with the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from briefing import packs
from briefing.packs import blocks, html_tree, markdown
from briefing.packs.blocks import Block, Run
from briefing.publish import mkdocs
from tests import ROOT


@pytest.fixture(scope="module")
def book() -> packs.Book:
    return packs.compile_book(*mkdocs.desk_of(ROOT / "mkdocs.yml"), packs.Selection())


def made(book: packs.Book, form: str, folder: Path) -> bytes:
    path = folder / f"pack.{form}"
    assert packs.FORMATS[form](book, path, lambda *_: None) == []
    return path.read_bytes()


def words_of(path: Path) -> str:
    """Return the text of a .docx, its end notes too."""
    with zipfile.ZipFile(path) as archive:
        xml = "".join(archive.read(f"word/{name}.xml").decode() for name in ("document", "endnotes"))
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", xml)).replace("&amp;", "&")


@pytest.mark.parametrize("form", ["docx", "md"])
def test_the_same_records_give_the_same_bytes(book: packs.Book, form: str, tmp_path: Path) -> None:
    assert made(book, form, tmp_path) == made(book, form, tmp_path)


def test_every_quote_of_a_record_is_in_both(book: packs.Book, tmp_path: Path) -> None:
    plain = re.sub(r"\\(.)", r"\1", made(book, "md", tmp_path).decode())
    made(book, "docx", tmp_path)
    for text in (plain, words_of(tmp_path / "pack.docx")):
        for entry in book.desk.entries:
            brief = entry.brief
            for text_of_item in (item.text for items in (brief.statements, brief.summary) for item in items):
                assert text_of_item.replace("'", "’") in text.replace("'", "’")


def test_each_reference_has_its_note_and_each_note_is_referred_to(book: packs.Book, tmp_path: Path) -> None:
    text = made(book, "md", tmp_path).decode()
    notes = re.findall(r"^\[\^([\w-]+)\]: \S", text, re.M)
    assert set(re.findall(r"\[\^([\w-]+)\](?!:)", text)) == set(notes)
    assert len(notes) == len(set(notes))
    made(book, "docx", tmp_path)
    with zipfile.ZipFile(tmp_path / "pack.docx") as archive:
        referred = re.findall(
            r'<w:endnoteReference [^>]*w:id="(\d+)"', archive.read("word/document.xml").decode()
        )
        written = re.findall(r'<w:endnote w:id="(\d+)"', archive.read("word/endnotes.xml").decode())
    assert referred == written == [str(n) for n in range(1, len(notes) + 1)]


def test_words_are_no_marks() -> None:
    block = Block(kind="item", runs=(Run(text="# *5* of [x](y) <b> a_b", bold=True),))
    assert markdown.line(block) == r"- **\# \*5\* of \[x\](y) \<b\> a\_b**"
    assert markdown.line(Block(kind="text", runs=(Run(text="- no item"),))) == r"\- no item"
    assert markdown.line(Block(kind="text", runs=(Run(text="1. no item"),))) == r"1\. no item"


def test_what_css_sets_apart_is_set_apart() -> None:
    tree = html_tree.parse(
        '<p class="meta"><time>3 May</time><span>Oslo</span></p><dl><dt><b>A</b><i>said</i></dt><dd>yes</dd></dl>'
    )
    assert [(b.kind, "".join(r.text for r in b.runs)) for b in blocks.of_tree(tree)] == [
        ("text", "3 May · Oslo"),
        ("term", "A · said"),
        ("item", "yes"),
    ]
