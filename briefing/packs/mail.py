"""A book -> a mail as a file (.eml): HTML with plain text next to it, for who reads in a mail program.

It bears no sender and no receiver; a mail program opens it as a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from briefing.packs import archive, manifest
from briefing.packs.book import Book
from briefing.render.urls import absolute


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the mail."""
    archive.write(path, message(book).as_bytes())
    advance(1, 1)
    return []


def message(book: Book) -> EmailMessage:
    """Return the mail; the same book gives the same bytes."""
    key = sha256(manifest.pack_json(book, "eml")).hexdigest()[:32]
    values = {**book.values(), "address": lambda slug: absolute(book.desk.options, f"briefs/{slug}.html")}
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(f"{book.handling} {book.title}".split())
    mail["Date"] = format_datetime(book.built)
    mail["Message-ID"] = f"<{key}@briefing-pages>"
    mail["X-Unsent"] = "1"
    mail.set_content(book.renderer.template("packs/mail.txt.j2", **values), cte="quoted-printable")
    mail.add_alternative(
        book.renderer.template("packs/mail.html", **values), subtype="html", cte="quoted-printable"
    )
    mail.set_boundary(f"part-{key}")
    return mail
