"""A book -> a .docx file that people go on writing in, with styles, and sentences as end notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from briefing.model import BriefingError
from briefing.model.extras import install_hint
from briefing.packs import archive, blocks
from briefing.packs.blocks import Block, Run
from briefing.packs.book import Book
from briefing.packs.html_tree import clean

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENDNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STYLES = {"item": "List Bullet", "quote": "Quote", "text": "Normal", "term": "Normal"}
_SEPARATORS = (
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>"
)
"""Word asks for these two before the first note."""


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack; python-docx makes the file, and its bytes get the book's time."""
    document = _document()
    properties = document.core_properties
    properties.title, properties.author = clean(book.title), clean(book.desk.options.site_name)
    properties.created = properties.modified = book.built.replace(tzinfo=None)
    properties.last_modified_by, properties.comments = "", clean(book.handling)
    found = list(blocks.of_book(book))
    notes: dict[str, int] = {}
    texts: list[tuple[int, Block]] = []
    for number, (_, parts) in enumerate(found, 1):
        if number > 1:
            document.add_page_break()
        for part in parts:
            if part.kind == "note":
                texts.append((notes[part.name], part))
            else:
                _paragraph(document, part, notes, title=part.level == 1)
        advance(number, len(found))
    _add_notes(document, sorted(texts, key=lambda pair: pair[0]))
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, archive.archive(path, book.built) as out:
        for name in made.namelist():
            out.put(name, made.read(name))
    return []


def _document() -> Any:
    """Return an empty document of python-docx, which publishes no types; raises BriefingError without it."""
    try:
        import docx
    except ImportError:
        raise BriefingError("python-docx is not installed", where="docx", hint=install_hint("docx")) from None
    return docx.Document()


def _paragraph(document: Any, block: Block, notes: dict[str, int], *, title: bool) -> None:
    if block.kind == "heading":
        paragraph = document.add_heading(level=0 if title else block.level)
    else:
        paragraph = document.add_paragraph(style=_STYLES[block.kind])
    for run in block.runs:
        if run.note:
            _refer(paragraph, run.note, notes)
        else:
            made = paragraph.add_run(clean(run.text))
            made.bold = run.bold or block.kind == "term" or None
            made.italic = run.italic or None


def _refer(paragraph: Any, name: str, notes: dict[str, int]) -> None:
    """Add the number of a note; Word counts the first reference, and shows a note for each that it counts."""
    from docx.oxml import parse_xml

    run = paragraph.add_run("" if name not in notes else str(notes[name]))
    run.font.superscript = True
    if name not in notes:
        number = notes[name] = len(notes) + 1
        reference = parse_xml(f'<w:endnoteReference xmlns:w="{WORD}" w:id="{number}"/>')
        run._r.append(reference)


def _add_notes(document: Any, texts: list[tuple[int, Block]]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    inside = "".join(_note(number, block.runs) for number, block in texts)
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:endnotes xmlns:w="{WORD}">{_SEPARATORS}{inside}</w:endnotes>'
    )
    part = Part(PackURI("/word/endnotes.xml"), ENDNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATION + "endnotes")
    counted = f'<w:endnotePr xmlns:w="{WORD}"><w:numFmt w:val="decimal"/></w:endnotePr>'
    document.sections[0]._sectPr.insert(0, parse_xml(counted))


def _note(number: int, runs: tuple[Run, ...]) -> str:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>'
    return f'<w:endnote w:id="{number}"><w:p>{raised}{"".join(_text(runs))}</w:p></w:endnote>'


def _text(runs: tuple[Run, ...]) -> Iterator[str]:
    yield '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    for run in runs:
        yield f'<w:r><w:t xml:space="preserve">{escape(clean(run.text))}</w:t></w:r>'
