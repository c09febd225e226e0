"""What a file gave, before it becomes a seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from briefing.model import IngestError, Rights
from briefing.model.extras import install_hint

Day = date
LARGEST_FILE = 25_000_000
"""Bytes; a saved page, a mail or a PDF of one article is smaller."""
LONGEST_NAMED = 100
"""Characters of what is left out that are named."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_JUNK_TITLE = re.compile(
    r"untitled(?:[ -]?\d*)?|(?:document|dokument|presentation|book|slide) ?\d*|powerpoint presentation"
    r"|(?:microsoft|ms) (?:word|powerpoint|office|excel)\b.*|(?:new )?(?:microsoft )?word document"
    r"|title|no title|none|null|\(anonymous\)|unbenannt|sans titre|about:blank|index|print"
    r"|\S+\.(?:docx?|odt|rtf|pdf|indd|qxd|tex|dvi|pages|pptx?|xlsx?|html?|txt|md|pub|ps)"
    r"|.*\.(?:docx?|odt|rtf|indd|qxd|dvi|pptx?)|[\w-]*[_\d][\w-]*|[\W\d_]*",
    re.I,
)
"""Titles that programs make up: "Microsoft Word - final2", a file's name, "untitled"."""


class Received(Struct, frozen=True, kw_only=True):
    """One text with what its file says about it."""

    text: str
    stem: str
    """What the slug is made from where there is no title: the file's name without its ending."""
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rights: Rights | None = None
    made: Day | None = None
    """The day on which the file was made, which is offered as the text's day and not taken for it."""
    left_out: tuple[str, ...] = ()
    """What the file holds and the seed does not, in words for people."""
    remarks: tuple[str, ...] = ()
    """What a person should know or check."""
    verbatim: bytes | None = None
    """The seed's bytes, where the file is a seed already and is taken as it is."""
    markdown: bool = False
    part: bool = False
    """One of several texts of a file, so that the file's hash tells nothing."""


def one_line(text: str | None) -> str | None:
    """Return metadata as one line without control characters; None where nothing is left."""
    return " ".join(_CONTROLS.sub(" ", text).split()) or None if text else None


def own_title(text: str | None, stem: str) -> str | None:
    """Return a title that a person wrote; None for one that a program or a template made up."""
    title = one_line(text)
    if title is None or _JUNK_TITLE.fullmatch(title) or title == stem:
        return None
    return title


def first_heading(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, not closed, with more text behind it."""
    head, _, rest = text.strip().partition("\n")
    words = head.split()
    if rest.strip() and 2 <= len(words) <= 20 and head[-1] not in ".!?:;,…" and head[0] not in "\"'“‘(":  # noqa: SIM102
        if len(rest.split()) > len(words):
            return one_line(head)
    return None


def web_address(text: str | None) -> str | None:
    """Return an address of the web, or None: what a page may link to is http and https alone."""
    found = one_line(text)
    return found if found and re.fullmatch(r"https?://[^\s<>\"']+", found) else None


def a_day(text: str | None) -> date | None:
    """Return the day at the head of an ISO date; None where there is none or it is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def named(what: str, words: str) -> str:
    """Return how a thing that is left out is named, with its first words."""
    line = one_line(words) or ""
    cut = line if len(line) <= LONGEST_NAMED else line[: line.rfind(" ", 40, LONGEST_NAMED)] + " …"
    return f"{what}: {cut}" if cut else what


def tidy(text: str) -> str:
    """Return a text with line feeds, no control characters, no more than one empty line, one at its end.

    Soft hyphens go and ligatures become letters: both are how a program set the words, not what was typed.
    """
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\u00ad", "")
    plain = plain.translate(_LIGATURES)
    lines = "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def no_text(path: Path, hint: str) -> IngestError:
    """Return the error of a file without a text."""
    return IngestError("holds no text", where=str(path), hint=hint)


def missing(package: str, what: str, path: Path) -> IngestError:
    """Return the error of a package that is not installed."""
    return IngestError(
        f"{what} needs the package {package}, which is not installed",
        where=str(path),
        hint=install_hint("ingest"),
    )


@contextmanager
def refusing(what: str, path: Path) -> Iterator[None]:
    """Turn whatever a parser of another project raises on a broken or hostile file into one clear error."""
    try:
        yield
    except IngestError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (such parsers raise what they like)
        said = str(error).strip().splitlines()
        raise IngestError(
            f"cannot be read as {what}: {said[0] if said else type(error).__name__}",
            where=str(path),
            hint="Open it and save it again, or copy its text into a .txt file.",
        ) from None
