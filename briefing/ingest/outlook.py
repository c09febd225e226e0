"""Outlook's own forms of a mail: a .msg, by python-oxmsg, and the winmail.dat of a mail (TNEF).

Both become a mail as every program writes it, so that one reader finds the article.  No library under a
licence that the project takes reads TNEF; what is needed of it are its properties, as [MS-OXTNEF] gives them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from email.message import EmailMessage, Message
from email.utils import format_datetime, formataddr
from pathlib import Path

from briefing.ingest import mail, rtf
from briefing.ingest.decoding import decode
from briefing.ingest.received import Received, missing, no_text, one_line, refusing
from briefing.model import IngestError

_SIGNATURE = 0x223E9F78
_SUBJECT, _BODY, _TITLE, _PROPERTIES = 0x18004, 0x2800C, 0x18010, 0x69003
PLAIN, RTF, HTML = 0x1000, 0x1009, 0x1013
"""Numbers of the properties that hold a body: PidTagBody, PidTagRtfCompressed, PidTagHtml."""
_FIXED = {2: 4, 3: 4, 4: 4, 10: 4, 11: 4, 5: 8, 6: 8, 7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_SIZED = frozenset((0x0D, 0x1E, 0x1F, 0x102))
MOST = 10_000
"""Attributes or properties that are read."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the article of a .msg; raises IngestError where it holds none."""
    try:
        from oxmsg import Message as Outlook
    except ImportError:
        raise missing("python-oxmsg", "a .msg", path) from None
    with refusing("a .msg", path):
        found = Outlook.load(data)
        properties = found.properties
        bodies = {
            PLAIN: (found.body or "").encode(),
            HTML: properties.binary_prop_value(HTML) or (found.html_body or "").encode(),
            RTF: properties.binary_prop_value(RTF) or b"",
        }
        message = _message(bodies, path)
        message["Subject"] = one_line(found.subject) or ""
        headers = {name.lower(): value for name, value in (found.message_headers or {}).items()}
        name, address = (
            properties.str_prop_value(0x0C1A),
            properties.str_prop_value(0x5D01) or properties.str_prop_value(0x0C1F),
        )
        message["From"] = one_line(headers.get("from")) or formataddr(
            (one_line(name) or "", one_line(address) or "")
        )
        sent = found.sent_date or properties.date_prop_value(0x0E06)
        message["Date"] = headers.get("date") or (format_datetime(sent) if sent else "")
        names = [one_line(each.file_name) or "?" for each in found.attachments]
    received = mail.received(message, path)
    return [_with_attachments(received, names)]


def _with_attachments(received: Received, names: list[str]) -> Received:
    import msgspec

    named = tuple(f"the attachment {name}" for name in names)
    return msgspec.structs.replace(received, left_out=(*received.left_out, *named))


def _message(bodies: Mapping[int, bytes], path: Path) -> Message:
    """Return the bodies of Outlook as the alternatives of one mail."""
    message = Message()
    message["Content-Type"] = "multipart/alternative"
    message.set_payload([])
    plain, html = bodies.get(PLAIN, b""), bodies.get(HTML, b"")
    if not plain.strip() and not html.strip() and bodies.get(RTF):
        plain = _from_rtf(bodies[RTF], path).encode()
    for subtype, body in (("plain", plain), ("html", html)):
        if body.strip(b"\0 \r\n\t"):
            part = EmailMessage()
            is_utf8 = decode(body, path, meta=subtype == "html")[0].encode()
            part.set_content(is_utf8, "text", subtype, cte="base64")
            part.set_param("charset", "utf-8")
            message.attach(part)
    return message


def _from_rtf(data: bytes, path: Path) -> str:
    try:
        from compressed_rtf import decompress
    except ImportError:
        raise missing("compressed-rtf", "a mail of Outlook in RTF", path) from None
    return "\n\n".join(rtf.text_of(decompress(data).decode("latin-1"), path).split("\n"))


# -- winmail.dat --------------------------------------------------------------------------------


def tnef(data: bytes, path: Path) -> Received:
    """Return the text of a winmail.dat and the names of what else it holds; the text may be empty."""
    bodies: dict[int, bytes] = {}
    names: list[str] = []
    with refusing("a winmail.dat", path):
        for number, value in _attributes(data, path):
            if number == _BODY:
                bodies[PLAIN] = value.rstrip(b"\0")
            elif number == _TITLE:
                names.append(decode(value.rstrip(b"\0"), path)[0])
            elif number == _PROPERTIES:
                bodies |= {
                    key: body for key, body in _properties(value) if key in (PLAIN, RTF, HTML) and body
                }
        message = _message(bodies, path)
    empty = Received(text="", stem=path.stem)
    try:
        received = mail.received(message, path) if message.get_payload() else empty
    except IngestError:
        received = empty
    return _with_attachments(received, names)


def read_tnef(path: Path, data: bytes) -> list[Received]:
    """Return the text of a winmail.dat that stands alone; raises IngestError where it holds none."""
    received = tnef(data, path)
    if not received.text.strip():
        raise no_text(path, "Is the text an attachment? Add that file.")
    return [received]


def _attributes(data: bytes, path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield number and value of each attribute: level, number, length, value, checksum."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise IngestError(
            "is no winmail.dat", where=str(path), hint="Ask the sender to send the mail as HTML."
        )
    at = 6
    for _ in range(MOST):
        if at + 9 > len(data):
            return
        _, number, length = struct.unpack_from("<BII", data, at)
        yield number, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and value of each MAPI property; ends where the bytes are none."""
    if len(data) < 4:
        return
    count, at = min(struct.unpack_from("<I", data)[0], MOST), 4
    for _ in range(count):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:  # a named one: its name is before the value
            is_text = struct.unpack_from("<I", data, at + 16)[0] == 1
            at += 20
            length = struct.unpack_from("<I", data, at)[0] if is_text else 0
            at += 4 + (length + 3) // 4 * 4
        many = bool(kind & 0x1000)
        kind &= 0x0FFF
        rows = 1
        if many or kind in _SIZED:
            rows = struct.unpack_from("<I", data, at)[0]
            at += 4
        for _ in range(min(rows, MOST)):
            if kind in _SIZED:
                length = struct.unpack_from("<I", data, at)[0]
                value = data[at + 4 : at + 4 + length]
                at += 4 + (length + 3) // 4 * 4
                yield (
                    number,
                    value.decode("utf-16-le").rstrip("\0").encode()
                    if kind == 0x1F
                    else value.rstrip(b"\0")
                    if kind == 0x1E
                    else value,
                )
            elif kind in _FIXED:
                at += _FIXED[kind]
            else:
                return
