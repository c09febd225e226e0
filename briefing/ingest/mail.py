"""A mail (.eml): its plain text, or the text of its HTML; attachments are named, not read."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from itertools import islice
from pathlib import Path

from briefing.ingest.html_text import plain
from briefing.ingest.received import Received, one_line, refusing, tidy
from briefing.model import IngestError

MOST_PARTS = 500
"""Parts of a mail; each costs a millisecond to take apart."""
LONGEST_HEAD = 5_000
"""Characters of a line of the head that is read; the time to take it apart grows with its square."""
NAMED = 5
_READ = ("from", "subject", "date", "content-type", "content-disposition", "content-transfer-encoding")
_PART = re.compile(rb"^content-type:", re.I | re.M)


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a mail; raises IngestError where it holds none."""
    if len(list(islice(_PART.finditer(data), MOST_PARTS + 1))) > MOST_PARTS:
        hint = "Save the text alone, or the one mail of many that holds it."
        raise IngestError(f"has more than {MOST_PARTS} parts", where=str(path), hint=hint)
    with refusing("a mail", path):
        message = message_from_bytes(data, policy=policy.default)
        if not isinstance(message, EmailMessage) or not message.keys():
            raise IngestError("is no mail", where=str(path), hint="Save it from the mail program as .eml.")
        for part in message.walk():
            _require_short(part, path)
        body = message.get_body(preferencelist=("plain", "html"))
        content = str(body.get_content()) if body is not None else ""
        names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
        if body is not None and body.get_content_subtype() == "html":
            content = plain(content)
        elif body is not None and body.get_param("format") == "flowed":
            content = _unfolded(content)
        sender, address = parseaddr(str(message.get("From", "")))
        title, day = one_line(str(message.get("Subject", ""))), _day(message)
    if not content.strip():
        raise IngestError("holds no text", where=str(path), hint="Is the text an attachment? Add that file.")
    left = ", ".join(one_line(name) or "?" for name in names[:NAMED])
    left += f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return [
        Received(
            text=tidy(content),
            stem=path.stem,
            title=title,
            date=day,
            author=one_line(sender) or one_line(address),
            remarks=(f"attachments were left out: {left}",) if names else (),
        )
    ]


def _require_short(part: Message, path: Path) -> None:
    """Raise IngestError where a line of a part's head is longer than any that people write."""
    for name, value in part.raw_items():
        if name.lower() in _READ and len(value) > LONGEST_HEAD:
            raise IngestError(
                f"has more than {LONGEST_HEAD:,} characters in the line {name!r} of its head",
                where=str(path),
                hint="Copy the text out of the mail program into a .txt file and add that.",
            )


def _unfolded(text: str) -> str:
    """Join the lines that a mail program broke (RFC 3676: such a line ends in a space)."""
    lines: list[str] = []
    open_line = False
    for line in text.splitlines():
        if open_line:
            lines[-1] += line
        else:
            lines.append(line)
        open_line = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _day(message: EmailMessage) -> date | None:
    """Return the day on which a mail was sent, where the sender was."""
    moment = getattr(message.get("Date"), "datetime", None)
    return moment.date() if moment else None
