"""A PDF with a text layer -> its paragraphs, opened by pypdf, its letters with their places by pdfminer.

Lines are put in the order of columns and joined to paragraphs; words that were broken at a line's end
are whole again; what stands at the edge of every page, page numbers and footnotes are named.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from msgspec import Struct

from briefing import lexicon
from briefing.ingest.pdf_letters import PdfLetter
from briefing.ingest.received import (
    Received,
    first_heading,
    missing,
    named,
    one_line,
    own_title,
    refusing,
    tidy,
)
from briefing.model import IngestError

MOST_PAGES = 200
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-\u00ad\u2010\u00ac])\n[ \t]*([^\W\d_]+)")
"""A word at the end of a line, a hyphen, and how the next line goes on."""
_SURE = "\u00ad\u2010\u00ac"
"""Hyphens that programs set where they break a word; a hyphen that a person types is the plain one."""
_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.?)?\W*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I
)
_NOTE = re.compile(r"\s*(?:\[?\d{1,3}[\].)]?|[*†‡§]{1,3})\s*\S")
_BAD = re.compile(r"[\ufffd\ue000-\uf8ff\x00\x01\x04-\x08]|\(cid:\d+\)|/[gG]\d+|/uni[0-9A-F]{4}")
_LEADING, _SMALL, _EDGE = 1.25, 0.93, 2
"""A gap between lines from which on a paragraph ends, the size below which a line is a note, both as shares
of what is usual on the page, and the lines from the top and the foot among which a running head stands."""
_GAP, _SPACE = 1.6, 0.15
"""Gaps between two letters of one height, in sizes of their type: from which on they stand in two columns,
and from which on a space is between them."""
_APART = 1.3
"""Share of the usual distance of lines from which on a line stands apart, as a running head does."""
_PAGED = re.compile(r"(?:\bpage \d{1,4}(?: of \d{1,4})?\W*$)|(?:^\W*page \d{1,4}\b)|^\W*embargo", re.I)
_MARK = re.compile("\x02(\\d+)\x03")
"""Figures that are set higher: the mark of a note, or a power."""


class PdfLine(Struct):
    """A line of a page, in points from the lower left corner."""

    text: str
    x: float
    y: float
    size: float


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a PDF; raises IngestError for scans, locked files and books."""
    try:
        import pypdf
    except ImportError:
        raise missing("pypdf", "a PDF", path) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with refusing("a PDF", path):
        reader = pypdf.PdfReader(io.BytesIO(data))
        _require_open(reader, path)
        if len(reader.pages) > MOST_PAGES:
            raise IngestError(
                f"has {len(reader.pages)} pages; {MOST_PAGES} are the most",
                where=str(path),
                hint="One article a file; print its pages into a PDF of their own.",
            )
        pages = _pages(reader, data)
        about = reader.metadata
        title, author = (about.title, one_line(about.author)) if about else (None, None)
        made = _made(about)
    _require_letters(pages, path)
    left_out: list[str] = []
    remarks = []
    scans = [
        str(number) for number, page in enumerate(pages, 1) if not any(line.text.strip() for line in page)
    ]
    if scans:
        left_out.append(f"page {', '.join(scans)}: it holds no text, only pictures or nothing")
    body = [_without_notes(page, left_out) for page in _without_edges(pages, left_out)]
    text, unsure = _joined(tidy_hyphens(_paragraphs(body)))
    text = tidy(text)
    remarks.append("the lines of a PDF were joined to paragraphs: read the seed once")
    remarks += [f"{unsure} words were broken at a hyphen that may belong to them: kept"] if unsure else []
    return [
        Received(
            text=text,
            stem=path.stem,
            title=own_title(title, path.stem) or first_heading(text),
            made=made,
            author=author,
            left_out=tuple(left_out),
            remarks=tuple(remarks),
        )
    ]


def _require_open(reader: Any, path: Path) -> None:
    """Raise IngestError where a PDF needs a password to be opened; one against printing alone is read."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise IngestError(
            "is locked with a password",
            where=str(path),
            hint="Open it, save a copy without a password, and add the copy.",
        )


def _require_letters(pages: Sequence[Sequence[PdfLine]], path: Path) -> None:
    text = "".join(line.text for page in pages for line in page)
    if not re.search(r"\w", text):
        raise IngestError(
            "holds no text, only pictures of it: it is a scan",
            where=str(path),
            hint="Let text recognition (OCR) read it, and add what that makes.",
        )
    bad = len(_BAD.findall(text))
    if bad > 0.02 * len(text.split()) + 2:
        raise IngestError(
            f"does not say which letters its fonts show ({bad} of them are unknown)",
            where=str(path),
            hint="Open it, copy its text into a .txt file, or let text recognition (OCR) read it.",
        )


def _made(about: object) -> date | None:
    """Return the day on which a PDF says that it was made; a date that is none is no date."""
    try:
        made = getattr(about, "creation_date", None)
    except (ValueError, OverflowError):
        return None
    return made.date() if isinstance(made, datetime) else None


# -- lines --------------------------------------------------------------------------------------


def _pages(reader: Any, data: bytes) -> list[list[PdfLine]]:
    """Return the lines of each page; where pdfminer fails, those of pypdf, which have no place."""
    from briefing.ingest import pdf_letters

    try:
        return [_arranged(*_lines(letters)) for letters in pdf_letters.pages(data)]
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 (pdfminer raises what it likes; another reader may know better)
        texts = [page.extract_text() for page in reader.pages]
    rows = [[row for row in text.split("\n") if row.strip()] for text in texts]
    return [[PdfLine(" ".join(row.split()), 0, -12.0 * n, 10) for n, row in enumerate(page)] for page in rows]


def _lines(letters: Iterable[PdfLetter]) -> tuple[list[PdfLine], list[PdfLine]]:
    """Return the lines of a page in the order in which they were written, and the drop caps."""
    lines: list[PdfLine] = []
    caps: list[PdfLine] = []
    end = 0.0
    for letter in letters:
        line = lines[-1] if lines else None
        size = max(line.size, letter.size) if line else letter.size
        if line and letter.text.isdigit() and letter.size < 0.8 * line.size and _is_raised(letter, line, end):
            raised = line.text.endswith("\x03")
            line.text = f"{line.text.removesuffix(chr(3))}{'' if raised else chr(2)}{letter.text}\x03"
        elif line is None or abs(letter.y - line.y) > 0.5 * size or not -size < letter.x - end < _GAP * size:
            lines.append(PdfLine(letter.text.lstrip(), letter.x, letter.y, letter.size))
        elif letter.text.isalpha() and letter.size > 1.6 * line.size and len(line.text) > 1:
            caps.append(PdfLine(letter.text, letter.x, letter.y, letter.size))
            continue
        else:
            gap = letter.x - end > _SPACE * size and letter.text[0] not in " \xa0"
            line.text += (" " if gap and not line.text.endswith((" ", "\xa0")) else "") + letter.text
            line.size = size if letter.text.strip() else line.size
        end = letter.end
    for line in lines:
        line.text = " ".join(line.text.split())
    return [line for line in lines if line.text], caps


def _is_raised(letter: PdfLetter, line: PdfLine, end: float) -> bool:
    return 0 < letter.y - line.y < line.size and abs(letter.x - end) < line.size


def _arranged(lines: list[PdfLine], caps: list[PdfLine]) -> list[PdfLine]:
    return _with_caps(_by_columns(lines), caps)


def _with_caps(lines: list[PdfLine], caps: list[PdfLine]) -> list[PdfLine]:
    """Put each drop cap before the line whose first letter it is: the highest of those next to it."""
    usual = _usual([line.size for line in lines for _ in line.text])
    single = [
        line for line in lines if len(line.text) == 1 and line.text.isalpha() and line.size > 1.6 * usual
    ]
    rest = [line for line in lines if line not in single]
    for cap in (*caps, *single):
        near = [line for line in rest if cap.y - 2 <= line.y <= cap.y + cap.size and line.x >= cap.x]
        if near:
            first = max(near, key=lambda line: line.y)
            first.text = cap.text + first.text
            first.x = cap.x
    return rest


def _by_columns(lines: list[PdfLine]) -> list[PdfLine]:
    """Put lines that were written row by row over two columns in the order of reading."""
    rows: dict[int, list[PdfLine]] = {}
    for line in lines:
        rows.setdefault(round(line.y), []).append(line)
    pairs = [row for row in rows.values() if len(row) == 2 and row[0].x < row[1].x]
    if len(pairs) < 4 or 2 * len(pairs) < 0.6 * len(lines):
        return lines
    starts = Counter(round(row[1].x, -1) for row in pairs)
    column, often = starts.most_common(1)[0]
    if often < 0.7 * len(pairs) or any(
        lines[i].y > lines[i - 1].y + 20 for i in range(1, len(lines)) if lines[i].x > column - 6
    ):
        return lines
    first = min(lines.index(row[0]) for row in pairs)
    last = max(lines.index(row[1]) for row in pairs)
    inner = lines[first : last + 1]
    left = [line for line in inner if line.x < column - 6]
    return [*lines[:first], *left, *(line for line in inner if line.x >= column - 6), *lines[last + 1 :]]


def _without_edges(pages: list[list[PdfLine]], left_out: list[str]) -> list[list[PdfLine]]:
    """Leave out running heads and feet, which stand apart at one place of most pages, and page numbers."""
    often = Counter(key for page in pages for key in {_key(line) for line, _ in _edge(page)})
    full = sum(bool(page) for page in pages)
    heads: dict[str, None] = {}
    numbers = False
    kept = []
    for page in pages:
        out = set()
        for line, apart in _edge(page):
            if _NUMBER.fullmatch(line.text) and len(page) > 1:
                numbers = True
            elif (often[_key(line)] >= max(2, 0.5 * full) or (_PAGED.search(line.text) and apart)) and apart:
                heads.setdefault(named("a running head", line.text))
            else:
                continue
            out.add(id(line))
        kept.append([line for line in page if id(line) not in out])
    unlike = {re.sub(r"\d+", "0", head): head for head in reversed(heads)}
    left_out += [head for head in heads if head in unlike.values()]
    if numbers:
        left_out.append("page numbers")
    return kept


def _key(line: PdfLine) -> tuple[str, int]:
    """Return what a line is known by on every page: its words but for figures, and its height."""
    return re.sub(r"\d+", "0", line.text.lower()), round(line.y / 6)


def _edge(page: list[PdfLine]) -> list[tuple[PdfLine, bool]]:
    """Return the outermost lines of a page, each with whether it stands apart from what is inside."""
    rows = sorted(page, key=lambda line: -line.y)
    if len(rows) < 2:
        return []
    usual = _usual([a.y - b.y for a, b in pairwise(rows) if a.y - b.y > 1]) or 12.0
    size = _usual([line.size for line in rows for _ in line.text])
    found = []
    for order in (rows, rows[::-1]):
        for end in range(min(_EDGE, len(order) - 1), 0, -1):
            gap = abs(order[end - 1].y - order[end].y)
            if gap > _APART * usual or abs(order[end - 1].size - size) > 0.07 * size:
                found += [(line, True) for line in order[:end]]
                break
        else:
            found.append((order[0], False))
    return found


def _without_notes(page: list[PdfLine], left_out: list[str]) -> list[PdfLine]:
    """Leave out the footnotes: small lines at the foot of a page, the first with a number or a star."""
    if len(page) < 3:
        return [_unmarked(line, set()) for line in page]
    usual = _usual([line.size for line in page for _ in line.text])
    lowest = sorted(page, key=lambda line: line.y)
    notes: list[PdfLine] = []
    feet = [line for line, apart in _edge(page) if apart and line.y < lowest[len(lowest) // 2].y]
    feet = [line for line in feet if line.size >= _SMALL * usual]  # a foot that stands on one page alone
    for line in lowest:
        if line in feet and not notes:
            continue
        if line.size >= _SMALL * usual or len(line.text.split()) < 1:
            break
        notes.append(line)
    while notes and not _NOTE.match(_MARK.sub(r"\1 ", notes[-1].text)):
        notes.pop()
    if not notes or len(notes) > 0.5 * len(page):
        return [_unmarked(line, set()) for line in page]
    left_out += [named("a running head", line.text) for line in feet]
    notes = [*feet, *notes[::-1]]
    texts: list[str] = []
    for line in notes[len(feet) :]:
        if _NOTE.match(_MARK.sub(r"\1 ", line.text)) or not texts:
            texts.append(line.text)
        else:
            texts[-1] += f"\n{line.text}"
    texts = [_MARK.sub(r"\1 ", text) for text in texts]
    for text in texts:
        whole = _joined(text)[0].replace("\n", " ")
        left_out.append(named("a footnote", re.sub(r"^\s*(?:\[?\d{1,3}[\].)]?|[*†‡§]+)\s*", "", whole)))
    gone = set(map(id, notes))
    numbers = {found[0] for text in texts if (found := re.search(r"\d+", text[:6]))}
    return [_unmarked(line, numbers) for line in page if id(line) not in gone]


def _unmarked(line: PdfLine, numbers: set[str]) -> PdfLine:
    """Return a line without the marks of notes that stand on its page; other high figures stay."""
    line.text = _MARK.sub(lambda mark: "" if mark[1] in numbers else mark[1], line.text)
    return line


def _usual(values: Iterable[float]) -> float:
    found = [round(value, 1) for value in values]
    return median(found) if found else 0.0


# -- paragraphs ---------------------------------------------------------------------------------


def _paragraphs(pages: list[list[PdfLine]]) -> str:
    """Return the text with an empty line between paragraphs and a line end between the lines of one."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    gaps = [(a.y - b.y) / b.size for page in pages for a, b in pairwise(page) if 0 < a.y - b.y < 4 * a.size]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 1.2
    widths = sorted(len(line.text.strip()) for line in lines)
    width = widths[int(0.8 * (len(widths) - 1))]
    parts: list[str] = []
    for page in pages:
        for number, line in enumerate(page):
            before = page[number - 1] if number else None
            text = line.text.strip()
            if not parts:
                parts.append(text)
            elif _ends(parts[-1], before, line, usual, width):
                parts.append(f"\n\n{text}")
            else:
                parts.append(f"\n{text}")
    return "".join(parts)


def _ends(last: str, before: PdfLine | None, line: PdfLine, usual: float, width: float) -> bool:
    """Return whether a paragraph ends before a line."""
    last = last.strip()
    closed = last[-1:] in '.!?:…"”’)»' or not last
    if before is None:  # a new page
        return closed and len(last) < 0.85 * width
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return last[-1:] not in "-\u00ad\u2010,"
    gap = before.y - line.y
    if gap < 0:  # a new column
        return closed and len(last) < 0.85 * width
    if gap > _LEADING * usual * line.size:
        return True
    indented = line.x > before.x + 0.7 * line.size and gap > 0
    return closed and (indented or len(last) < 0.6 * width)


def tidy_hyphens(text: str) -> str:
    """Return a text in which no space stands between a hyphen and the end of its line."""
    return re.sub(rf"([-{_SURE}])[ \t]+\n", r"\1\n", text)


def _joined(text: str) -> tuple[str, int]:
    """Join the lines of each paragraph, and the words that a line end broke; return how many are unsure.

    A hyphen that programs set goes.  A plain one goes where the text, or the calendar, holds the word
    whole: any other keeps it, since "long-\\nterm" must not become "longterm".
    """
    text = re.sub(r"\u00ad(?!\n)", "", text)
    whole = set(re.findall(r"[^\W\d_]+", text.lower())) | _calendar()
    kept = set(re.findall(r"[^\W\d_]+[-\u2010\u2011][^\W\d_]+", text.lower()))
    unsure = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal unsure
        first, hyphen, second = found.groups()
        hyphened = f"{first}-{second}".lower() in kept or f"{first}\u2010{second}".lower() in kept
        if (hyphen in _SURE and not hyphened) or (first + second).lower() in whole:
            return f"{first}{second}"
        unsure += not hyphened and hyphen == "-"
        return f"{first}-{second}"

    joined = _BROKEN.sub(mend, text)
    joined = re.sub(r"(?<=[^\W_])([-\u2010\u2013\u2014/])\n(?=\w)", r"\1", joined)
    return re.sub(r"(?<!\n)[ \t]*\n(?!\n)[ \t]*", " ", joined), unsure


def _calendar() -> set[str]:
    calendar = lexicon.load().calendar
    return {word.lower() for word in chain(calendar.weekdays, *calendar.months)}
