"""Files of many kinds -> seeds: a module each kind, one way in.

What a file says about itself (title, date, publisher, address, author, language) goes into the
seed's front matter, with the hash of the file.  A text that is there already is refused; one that
is nearly the same, or newer on the same event, is pointed out.  Nothing is fetched, run or guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from briefing.ingest import docx, feed, mail, pdf, text
from briefing.ingest import html as ingest_html
from briefing.ingest.received import LARGEST_FILE, Received
from briefing.ingest.seeds import Seeded, Seeder
from briefing.model import IngestError

__all__ = ["READERS", "Seeded", "Seeder", "bring"]
READERS: Mapping[str, Callable[[Path, bytes], list[Received]]] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": text.read,
    ".html": ingest_html.read,
    ".htm": ingest_html.read,
    ".xhtml": ingest_html.read,
    ".eml": mail.read,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
}
"""By the file's ending."""


def bring(path: Path, seeder: Seeder) -> list[Seeded]:
    """Bring the texts of one file in; raises BriefingError where it cannot be read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise IngestError(
            f"is of a kind that is not read ({path.suffix or 'no ending'})",
            where=str(path),
            hint=f"Known are {', '.join(READERS)}; or copy its text into a .txt file.",
        )
    data = _bytes(path)
    original = sha256(data).hexdigest()
    return [seeder.take(received, original) for received in reader(path, data)]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
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
