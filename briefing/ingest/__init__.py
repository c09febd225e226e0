"""Files of many kinds -> seeds: a module each kind, one way in.

What a file says about itself (title, date, publisher, address, author, language) goes into the
seed's front matter, with what was left out and the hash of the file.  A text that is there already is
refused; one that is nearly the same, or newer on the same event, is pointed out.  Nothing is fetched or
run; a file is read by a process of its own, so that a hostile one costs a known time and memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from briefing.ingest import docx, feed, html, mail, odt, outlook, pdf, rtf, text
from briefing.ingest.received import LARGEST_FILE, Received, missing
from briefing.ingest.seeds import Seeded, Seeder
from briefing.ingest.worker import ReaderProcess, shared
from briefing.model import BriefingError, IngestError
from briefing.storage.files import regular

__all__ = ["READERS", "ReaderProcess", "Seeded", "Seeder", "bring", "bring_all"]
READERS: Mapping[str, Callable[[Path, bytes], list[Received]]] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": text.read_markdown,
    ".markdown": text.read_markdown,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".eml": mail.read,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".docm": docx.read,
    ".odt": odt.read,
    ".fodt": odt.read,
    ".rtf": rtf.read,
    ".mhtml": html.read,
    ".mht": html.read,
    ".json": feed.read,
    ".msg": outlook.read,
    ".dat": outlook.read_tnef,
}
"""By the file's ending."""
_NEEDED = (
    ("trafilatura", "a saved page", (".html", ".htm", ".xhtml", ".mhtml", ".mht")),
    ("pypdf", "a PDF", (".pdf",)),
    ("pdfminer", "a PDF", (".pdf",)),
    ("feedparser", "a feed", (".xml", ".rss", ".atom")),
    ("striprtf", "an .rtf", (".rtf",)),
    ("oxmsg", "a .msg", (".msg",)),
)
"""Packages of the extra `ingest`, which is asked for before a process is started for nothing."""


def bring(path: Path, seeder: Seeder, *, worker: ReaderProcess | None = None) -> list[Seeded]:
    """Bring the texts of one file in, read by a process of its own.

    Raises BriefingError where it cannot be read.
    """
    if path.suffix.lower() not in READERS:
        raise IngestError(
            f"is of a kind that is not read ({path.suffix or 'no ending'})",
            where=str(path),
            hint=f"Known are {', '.join(READERS)}; or copy its text into a .txt file.",
        )
    for package, what, endings in _NEEDED:
        if path.suffix.lower() in endings and find_spec(package) is None:
            raise missing(package, what, path)
    data = _bytes(path)
    original = sha256(data).hexdigest()
    return [seeder.take(received, original) for received in (worker or shared()).read(path, data)]


class Brought(Struct, frozen=True, kw_only=True):
    """What became of one file of several."""

    path: Path
    number: int
    """Of the file among all, from 1."""
    count: int
    named: bool
    """Whether a person named the file, and not its folder."""
    seeded: tuple[Seeded, ...] = ()
    error: BriefingError | None = None


def bring_all(paths: Iterable[Path], seeder: Seeder) -> Iterator[Brought]:
    """Bring in each file that is named, and those in folders and theirs, by name.

    An error of one file stops no other.
    """
    files = [(file, file == path) for path in paths for file in _files(path)]
    for number, (file, named) in enumerate(files, start=1):
        seeded: tuple[Seeded, ...] = ()
        error = None
        try:
            seeded = tuple(bring(file, seeder))
        except BriefingError as found:
            error = found
        yield Brought(path=file, number=number, count=len(files), named=named, seeded=seeded, error=error)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = (
        one for one in path.rglob("*") if not any(p.startswith(".") for p in one.relative_to(path).parts)
    )
    return sorted(one for one in inside if one.is_file() and not one.is_symlink())


def _bytes(path: Path) -> bytes:
    try:
        with regular(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise IngestError(
            f"cannot be read: {error.strerror}", where=str(path), hint="Check the path and its permissions."
        ) from None
    if len(data) > LARGEST_FILE:
        raise IngestError(
            f"is larger than {LARGEST_FILE:,} bytes",
            where=str(path),
            hint="Copy the one article out of it into a .txt file.",
        )
    if not data.strip():
        raise IngestError("is empty", where=str(path), hint="Save the article into it, and add it again.")
    return data
