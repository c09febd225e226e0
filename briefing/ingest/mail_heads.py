"""The head of a mail -> its words, who sent it and when, whatever letters are in it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from datetime import date
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from briefing import lexicon
from briefing.ingest import mail_text
from briefing.ingest.decoding import decode
from briefing.ingest.received import one_line


def header(message: Message, name: str, path: Path, remarks: list[str]) -> str | None:
    return one_line(words(_raw(message, name), path, remarks))


def _raw(message: Message, name: str) -> str:
    return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def words(raw: str, path: Path, remarks: list[str]) -> str:
    """Decode the words of a head: encoded ones, and bytes that should not be there."""
    raw = re.sub(r"\r?\n(?=[ \t])", "", raw)
    try:
        parts: Iterable[tuple[str | bytes, str | None]] = decode_header(raw)
    except (ValueError, binascii.Error, LookupError):
        parts = [(raw, None)]
    words = []
    for part, name in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        if name is None and isinstance(part, bytes) and not part.isascii():
            data = _unescaped(part)
        text, said = (
            decode(data, path, declared=name) if data.strip() else (data.decode("ascii", "ignore"), ())
        )
        remarks += [f"head: {row}" for row in said if "guessed" in row]
        words.append(text)
    return "".join(words)


def _unescaped(part: bytes) -> bytes:
    """Return the bytes that was in a head; decode_header hands letters beyond ASCII on as escapes."""
    return part.decode("raw_unicode_escape").encode("utf-8", "surrogateescape") if rb"\udc" in part else part


def sender(message: Message, path: Path) -> tuple[str | None, str | None]:
    """Return the name and the address of who sent a mail."""
    raw = re.sub(r"\r?\n(?=[ \t])", "", _raw(message, "From"))
    name, address = _address(raw)
    return one_line(words(name, path, [])), one_line(address)


def split(sender: str) -> tuple[str | None, str | None]:
    name, address = _address(re.sub(r"\[mailto:([^\]]*)\]", r"<\1>", sender))
    return one_line(name), one_line(address)


def _address(raw: str) -> tuple[str, str]:
    name, address = parseaddr(raw)
    if not name and "@" not in address:
        found = re.match(r"""\s*["']?([^<"]*?)["']?\s*(?:<([^>]*)>?)?\s*$""", raw)
        name, address = (found[1], found[2] or "") if found else (raw, "")
    return name.strip("\"' "), address


def whose(name: str | None, address: str | None) -> tuple[str | None, str | None]:
    """Return publisher and author of a forwarded mail: a desk's address names the first alone."""
    words = lexicon.load().boilerplate
    role, _, host = (address or "").lower().partition("@")
    known = host and host.split(".")[0] not in words.free_mail
    if (
        name
        and (found := re.fullmatch(r"(.+?)(?:,| via | at | of | from | \||\s+[-–—|]) *(.+)", name))
        and " " in found[1]
    ):
        return found[2], found[1]
    if re.split(r"[.+_-]", role)[0] in words.roles or role in words.roles:
        return name or (host if known else None), None
    if found := re.fullmatch(r"(.+?) \((.+)\)", name or ""):
        return found[2], found[1]
    return (host.removeprefix("www.") if known else None), name or address


def sent_on(message: Message) -> date | None:
    """Return the day on which a mail was sent, where the sender was."""
    return day_of(_raw(message, "Date"))


def day_of(text: str) -> date | None:
    try:
        return parsedate_to_datetime(re.sub(r"\s+", " ", text)).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return mail_text.day_in_words(text)
