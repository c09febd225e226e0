"""The letters of a PDF's pages -> lines in the order of reading, without what is around the text.

Columns are read one after another, a drop cap goes to its line; running heads, page numbers and footnotes
are told by their place and size, and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from msgspec import Struct

from briefing.ingest.hyphens import joined
from briefing.ingest.pdf_letters import PdfLetter
from briefing.ingest.received import named

_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.?)?\W*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I
)
_NOTE = re.compile(r"\s*(?:\[?\d{1,3}[\].)]?|[*†‡§]{1,3})\s*\S")
_SMALL, _EDGE = 0.93, 2
"""The size below which a line is a note, as a share of what is usual on the page, and the lines from the top
and the foot among which a running head stands."""
_GAP, _SPACE = 1.6, 0.15
"""Gaps between two letters of one height, in sizes of their type: from which on they are in two columns,
and from which on a space is between them."""
_APART = 1.3
"""Share of the usual distance of lines from which on a line is apart, as a running head does."""
_PAGED = re.compile(r"(?:\bpage \d{1,4}(?: of \d{1,4})?\W*$)|(?:^\W*page \d{1,4}\b)|^\W*embargo", re.I)
_MARK = re.compile("\x02(\\d+)\x03")
"""Figures that are set higher: the mark of a note, or a power."""


class PdfLine(Struct):
    """A line of a page, in points from the lower left corner."""

    text: str
    x: float
    y: float
    size: float


def lines_of(letters: Iterable[PdfLetter]) -> list[PdfLine]:
    """Return the lines of a page in the order of reading."""
    lines, caps = _lines(letters)
    return _with_caps(_by_columns(lines), caps)


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


def _with_caps(lines: list[PdfLine], caps: list[PdfLine]) -> list[PdfLine]:
    """Put each drop cap before the line whose first letter it is: the highest of those next to it."""
    common = typical([line.size for line in lines for _ in line.text])
    single = [
        line for line in lines if len(line.text) == 1 and line.text.isalpha() and line.size > 1.6 * common
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


def without_edges(pages: list[list[PdfLine]], left_out: list[str]) -> list[list[PdfLine]]:
    """Leave out running heads and feet, which are apart at one place of most pages, and page numbers."""
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
    """Return the outermost lines of a page, each with whether it is apart from what is inside."""
    rows = sorted(page, key=lambda line: -line.y)
    if len(rows) < 2:
        return []
    common = typical([a.y - b.y for a, b in pairwise(rows) if a.y - b.y > 1]) or 12.0
    size = typical([line.size for line in rows for _ in line.text])
    found = []
    for order in (rows, rows[::-1]):
        for end in range(min(_EDGE, len(order) - 1), 0, -1):
            gap = abs(order[end - 1].y - order[end].y)
            if gap > _APART * common or abs(order[end - 1].size - size) > 0.07 * size:
                found += [(line, True) for line in order[:end]]
                break
        else:
            found.append((order[0], False))
    return found


def without_notes(page: list[PdfLine], left_out: list[str]) -> list[PdfLine]:
    """Leave out the footnotes: small lines at the foot of a page, the first with a number or a star."""
    if len(page) < 3:
        return [_unmarked(line, set()) for line in page]
    common = typical([line.size for line in page for _ in line.text])
    lowest = sorted(page, key=lambda line: line.y)
    notes: list[PdfLine] = []
    feet = [line for line, apart in _edge(page) if apart and line.y < lowest[len(lowest) // 2].y]
    feet = [line for line in feet if line.size >= _SMALL * common]  # a foot that is on one page alone
    for line in lowest:
        if line in feet and not notes:
            continue
        if line.size >= _SMALL * common or len(line.text.split()) < 1:
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
        whole = joined(text)[0].replace("\n", " ")
        left_out.append(named("a footnote", re.sub(r"^\s*(?:\[?\d{1,3}[\].)]?|[*†‡§]+)\s*", "", whole)))
    gone = set(map(id, notes))
    numbers = {found[0] for text in texts if (found := re.search(r"\d+", text[:6]))}
    return [_unmarked(line, numbers) for line in page if id(line) not in gone]


def _unmarked(line: PdfLine, numbers: set[str]) -> PdfLine:
    """Return a line without the marks of notes that are on its page; other high figures stay."""
    line.text = _MARK.sub(lambda mark: "" if mark[1] in numbers else mark[1], line.text)
    return line


def typical(values: Iterable[float]) -> float:
    found = [round(value, 1) for value in values]
    return median(found) if found else 0.0
