"""A mail (.eml, and what .msg and winmail.dat hold): its article among several text parts.

Attachments, footers of lists, signatures and quoted replies are left out and named; a mail that was
forwarded is unwrapped, and its inner head says who wrote it, and when.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import Message
from itertools import islice
from pathlib import Path

from msgspec import Struct

from briefing.ingest import mail_heads, mail_text
from briefing.ingest.decoding import decode
from briefing.ingest.html_text import shown
from briefing.ingest.received import Received, named, no_text, one_line, refusing, tidy
from briefing.model import IngestError

MOST_PARTS = 500
"""Parts of a mail; each costs a millisecond to take apart."""
LONGEST_HEAD = 5_000
"""Characters of a line of the head that is read; the time to take it apart grows with its square."""
NAMED = 8
STUB = 0.5
"""Share of the words of the HTML below which a plain part is a stub ("view this in a browser")."""
_READ = ("from", "subject", "date", "content-type", "content-disposition", "content-transfer-encoding")
_PART = re.compile(rb"^(?:content-type:|--[^\s-])", re.I | re.M)
_BOUNDARY = re.compile(r"""\s*--(\S[^\r\n]*?)\s*\r?\n(?=content-)""", re.I)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)(?:\[\d+\])?\s*:\s*)+", re.I)
"""What mail programs put before the subject of a mail that is answered or forwarded."""
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


class MailParts(Struct):
    """What a mail holds, gathered part by part."""

    texts: list[str]
    left_out: list[str]
    remarks: list[str]
    inner: list[Message]
    """Mails that are attached as they are: forwarded ones."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a mail; raises IngestError where it holds none."""
    _require_few_parts(data, path)
    with refusing("a mail", path):
        message = message_from_bytes(data)
        if not message.keys():
            raise IngestError("is no mail", where=str(path), hint="Save it from the mail program as .eml.")
        return [received(message, path)]


def received(message: Message, path: Path) -> Received:
    """Return the article of a mail that is taken apart; raises IngestError where it holds none."""
    letter = MailParts([], [], [], [])
    for part in message.walk():
        _require_short(part, path)
    _gather(message, letter, path)
    found = mail_text.article(letter.texts)
    sender, address = mail_heads.sender(message, path)
    title, day = mail_heads.header(message, "Subject", path, letter.remarks), mail_heads.sent_on(message)
    publisher = None
    if letter.inner and len(letter.inner) == 1 and len(found.text.split()) < mail_text.FEW:
        inner = received(letter.inner[0], path)
        if found.text.strip():
            letter.left_out.append(named("the words of who forwarded it", found.text))
        letter.left_out += inner.left_out
        letter.remarks += ["is a mail that was forwarded as an attachment", *inner.remarks]
        source, name = mail_heads.whose(*mail_heads.sender(letter.inner[0], path))
        return _made(path, letter, inner.text, inner.title or title, inner.date, source, name)
    letter.left_out += [
        named("a mail that is attached", mail_heads.header(mail, "Subject", path, []) or "")
        for mail in letter.inner
    ]
    if found.head is not None:
        publisher, sender = mail_heads.whose(*mail_heads.split(found.head.sender))
        title, day = found.head.subject or title, mail_heads.day_of(found.head.sent)
        if day is None and found.head.sent:
            letter.remarks.append(
                f"was sent on {found.head.sent!r}, which is not understood: name the day with --date"
            )
    elif not sender:
        sender = address
    letter.left_out += found.left_out
    letter.remarks += found.remarks
    if not found.text.strip():
        raise no_text(path, "Is the text an attachment? Add that file.")
    return _made(path, letter, tidy(found.text), title, day, publisher, sender)


def _made(
    path: Path,
    letter: MailParts,
    text: str,
    title: str | None,
    day: date | None,
    publisher: str | None,
    author: str | None,
) -> Received:
    return Received(
        text=text,
        stem=path.stem,
        title=_PREFIX.sub("", title or "") or None,
        date=day,
        publisher=publisher,
        author=author,
        left_out=tuple(letter.left_out[:NAMED])
        + ((f"{len(letter.left_out) - NAMED} more",) if len(letter.left_out) > NAMED else ()),
        remarks=tuple(dict.fromkeys(letter.remarks)),
    )


# -- parts --------------------------------------------------------------------------------------


def _gather(part: Message, letter: MailParts, path: Path) -> None:
    """Add the texts of a part, in order, and name what is no text."""
    kind, subtype = part.get_content_maintype(), part.get_content_subtype()
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        letter.inner += _parts(part)
    elif kind == "multipart":
        _multipart(_reparsed(part), subtype, letter, path)
    elif (file := one_line(_filename(part, path))) is not None and (
        part.get_content_type() in _TNEF or file.lower() == "winmail.dat"
    ):
        _tnef(part, letter, path)
    elif part.get_content_disposition() == "attachment" or kind != "text" or file:
        letter.left_out.append(f"the attachment {file or part.get_content_type()}")
    elif subtype not in ("plain", "html"):
        letter.left_out.append(f"a part of the kind {part.get_content_type()}")
    else:
        _text(part, letter, path)


def _multipart(part: Message, subtype: str, letter: MailParts, path: Path) -> None:
    parts = _parts(part)
    if not parts and isinstance(part.get_payload(), str):
        _text(part, letter, path)  # its boundary is nowhere: the text as it is
    elif subtype == "alternative":
        _alternative(parts, letter, path)
    elif subtype == "related" and parts:
        root = (part.get_param("start") or "") if isinstance(part.get_param("start"), str) else ""
        first = next((p for p in parts if root and p.get("Content-ID", "").strip() == root), parts[0])
        for each in (first, *(p for p in parts if p is not first)):
            _gather(each, letter, path)
    else:
        for each in parts:
            if each.get_content_type() not in (
                "application/pgp-signature",
                "application/pkcs7-signature",
                "application/x-pkcs7-signature",
            ):
                _gather(each, letter, path)


def _alternative(parts: list[Message], letter: MailParts, path: Path) -> None:
    """Take the plainest of several forms of one text that is no stub of the others."""
    forms = []
    for part in parts:
        form = MailParts([], [], [], [])
        _gather(part, form, path)
        forms.append((part, form, sum(len(text.split()) for text in form.texts)))
    longest = max((words for _, _, words in forms), default=0)
    whole = [row for row in forms if row[2] and row[2] >= STUB * longest] or forms[-1:]
    plain = [row for row in whole if row[0].get_content_type() == "text/plain"]
    best = (plain or whole[-1:])[0][1] if whole else MailParts([], [], [], [])
    letter.texts += best.texts
    letter.remarks += best.remarks
    letter.inner += best.inner
    letter.left_out += best.left_out
    for _, form, _ in forms:
        if form is not best:
            letter.left_out += [what for what in form.left_out if what.startswith("the attachment")]
            letter.inner += form.inner


def _text(part: Message, letter: MailParts, path: Path) -> None:
    behind = _behind(part)
    if behind.strip():
        letter.left_out.append(named("the words behind the encoded text", behind))
    payload = _bytes(part)
    is_html = part.get_content_subtype() == "html"
    declared = part.get_param("charset")
    name = declared[2] if isinstance(declared, tuple) else declared
    text, remarks = decode(payload, path, declared=name if isinstance(name, str) else None, meta=is_html)
    letter.remarks += [said for said in remarks if not said.startswith("read as") or "guessed" in said]
    if is_html:
        seen = shown(text, cited=True)
        text = seen.text
        if seen.hidden:
            letter.left_out.append(f"hidden text ({seen.hidden} words)")
        if seen.signature:
            letter.left_out.append(f"the signature ({seen.signature} words)")
    elif str(part.get_param("format") or "").lower() == "flowed":
        text = unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    letter.texts.append(text)


def _behind(part: Message) -> str:
    """Take what is behind a body in Base64 off it: mailing lists put their words there as they are."""
    body = part.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64" or not isinstance(
        body, str
    ):
        return ""
    lines = body.strip().splitlines()
    end = next((n for n, line in enumerate(lines) if not _BASE64.fullmatch(line.strip())), len(lines))
    if not end:
        return ""  # broken from its first line on: it is kept as it is
    part.set_payload("\n".join(lines[:end]))
    return "\n".join(lines[end:])


def _bytes(part: Message) -> bytes:
    """Return the bytes of a part; where its transfer encoding is broken, as they are."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _tnef(part: Message, letter: MailParts, path: Path) -> None:
    from briefing.ingest import outlook

    inner = outlook.tnef(_bytes(part), path)
    letter.texts += [inner.text] if inner.text.strip() else []
    letter.left_out += inner.left_out
    letter.remarks += inner.remarks


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _reparsed(part: Message) -> Message:
    """Return a part whose head names no boundary, or a wrong one, read with the one that it uses."""
    payload = part.get_payload()
    if not isinstance(payload, str) or not (found := _BOUNDARY.match(payload)):
        return part
    head = f'Content-Type: {part.get_content_type()}; boundary="{found[1]}"\n\n'
    return message_from_bytes((head + payload).encode("utf-8", "surrogateescape"))


def _filename(part: Message, path: Path) -> str | None:
    try:
        name = part.get_filename()
    except (LookupError, UnicodeError, ValueError, binascii.Error):
        return "?"
    return mail_heads.words(name, path, []) if name else None


def _require_few_parts(data: bytes, path: Path) -> None:
    found = len(list(islice(_PART.finditer(data), 4 * MOST_PARTS + 1)))
    if found > MOST_PARTS and sum(1 for _ in islice(_boundaries(data), MOST_PARTS + 1)) > MOST_PARTS:
        hint = "Save the text alone, or the one mail of many that holds it."
        raise IngestError(f"has more than {MOST_PARTS} parts", where=str(path), hint=hint)


def _boundaries(data: bytes) -> Iterator[bytes]:
    """Yield the lines at which a part begins: those of a boundary that some head names."""
    heads = rb"""^\s*(?:content-type:.*?)?boundary\s*=\s*"?([^"\r\n;]+)"""
    names = {name.strip() for name in re.findall(heads, data, re.I | re.M)} or {b""}
    for found in re.finditer(rb"^(?:--(\S[^\r\n]*)|content-type:.*)$", data, re.I | re.M):
        if found[1] is None or found[1].strip() in names:
            yield found[0]


def _require_short(part: Message, path: Path) -> None:
    """Raise IngestError where a line of a part's head is longer than any that people write."""
    for name, value in part.raw_items():
        if name.lower() in _READ and len(value) > LONGEST_HEAD:
            raise IngestError(
                f"has more than {LONGEST_HEAD:,} characters in the line {name!r} of its head",
                where=str(path),
                hint="Copy the text out of the mail program into a .txt file and add that.",
            )


def unflowed(text: str, *, delete_space: bool) -> str:
    """Join the lines that a mail program broke (RFC 3676: such a line ends in a space)."""
    lines: list[tuple[int, list[str]]] = []
    is_open = False
    for line in text.splitlines():
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body[1:] if body.startswith(" ") else body
        goes_on = body.endswith(" ") and body != "-- "
        words = body[:-1] if goes_on and delete_space else body
        if is_open and lines[-1][0] == depth and body != "-- ":
            lines[-1][1].append(words)
        else:
            lines.append((depth, [words]))
        is_open = goes_on
    return "\n".join("> " * depth + "".join(parts) for depth, parts in lines)
