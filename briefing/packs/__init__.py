"""The selected desk -> files that a person carries: a module for each format.

There is one way to render: the bodies are those of `briefing.render`, and templates/packs/ holds only
what a site does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, structs

from briefing.model import BriefingError, ConfigError
from briefing.packs import docx, epub, mail, markdown, naming, pdf
from briefing.packs import html as packs_html
from briefing.packs import zip as packs_zip
from briefing.packs.book import Book, Paper, built_at
from briefing.packs.selection import Selection, select
from briefing.render import Renderer
from briefing.storage import desk
from briefing.storage.boundary import BriefError
from briefing.storage.desk import Desk

__all__ = ["FORMATS", "Book", "Made", "Selection", "built_at", "compile_book", "make", "select"]

FORMATS: dict[str, Callable[[Book, Path, Callable[[int, int], None]], list[str]]] = {
    "zip": packs_zip.write,
    "html": packs_html.write,
    "epub": epub.write,
    "pdf": pdf.write,
    "docx": docx.write,
    "md": markdown.write,
    "eml": mail.write,
}
"""Format -> what writes it and returns remarks for a person; the name is also the file's ending."""


class Made(Struct, frozen=True, kw_only=True):
    """A pack that is under its name."""

    path: Path
    size: int
    """In bytes."""
    sha256: str
    remarks: tuple[str, ...]


def compile_book(
    whole: Desk,
    renderer: Renderer,
    selection: Selection,
    *,
    title: str = "",
    distribution: str = "",
    paper: Paper = "A4",
    one_page: bool = False,
    pdf_memory: int | None = None,
    epoch: str = "",
) -> Book:
    """Return the book of a selection; `epoch` is SOURCE_DATE_EPOCH, or empty."""
    chosen = select(whole, selection)
    only = chosen.entries[0].brief if len(chosen.entries) == 1 else None
    title = " ".join(title.split()) or (only.title if only else chosen.options.site_name)
    return Book(
        title=title,
        name=naming.file_name(title),
        desk=chosen,
        renderer=renderer,
        distribution=distribution or chosen.options.distribution,
        selection=selection.plain(),
        paper=paper,
        one_page=one_page,
        pdf_memory=pdf_memory or pdf.MEMORY,
        built=built_at(chosen, epoch),
    )


def make(
    book: Book, formats: Sequence[str], out: Path, progress: Callable[[int, int], None]
) -> tuple[list[Made], list[BriefingError]]:
    """Make a pack in each format; what fails does not stop the others.

    A brief at which the engine fails is left out of all of them, with its error.
    """
    made: list[Made] = []
    errors: list[BriefingError] = []
    for form in formats:
        path = out / f"{book.name}.{form}"
        try:
            while True:
                try:
                    remarks = FORMATS[form](book, path, progress)
                    break
                except BriefError as error:
                    errors.append(error)
                    book = without(book, error)
        except BriefingError as error:
            errors.append(error)
            continue
        made.append(Made(path=path, remarks=tuple(remarks), size=path.stat().st_size, sha256=_hash(path)))
    return made, errors


def without(book: Book, error: BriefError) -> Book:
    """Return a book without the brief of an error; raises it where no other brief is left."""
    left = [entry for entry in book.desk.entries if entry.brief.slug != error.slug]
    if not left or len(left) == len(book.desk.entries):
        raise ConfigError("no brief is left to pack", hint="Mend what is named above, and pack again.")
    return structs.replace(book, desk=desk.assemble(left, book.desk.reference, book.desk.options))


def _hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
