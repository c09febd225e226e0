"""An .rtf -> its text, by striprtf; notes, headers and hidden text, which it drops or mixes in, are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from briefing.ingest.received import (
    Received,
    first_heading,
    missing,
    named,
    no_text,
    one_line,
    own_title,
    refusing,
    tidy,
)
from briefing.model import IngestError

_APART = {
    "footnote": "a footnote",
    "header": "a header",
    "headerl": "a header",
    "headerr": "a header",
    "headerf": "a header",
    "footer": "a footer",
    "footerl": "a footer",
    "footerr": "a footer",
    "footerf": "a footer",
    "annotation": "a comment",
}
_BRACES = re.compile(r"\\.|[{}]", re.S)
_OPENING = re.compile(r"\{(?:\\\*)?\\([a-z]+)")
_MADE = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_HIDDEN = re.compile(r"\\v(?:1)?(?![a-z0-9])")
_DELETED = re.compile(r"\\deleted(?:1)?(?![a-z0-9])")
DEEPEST = 500


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a document; raises IngestError where it is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise IngestError("is no RTF", where=str(path), hint="Open it, save it as .docx, and add that.")
    raw = data.decode("latin-1")
    with refusing("an .rtf", path):
        left_out: list[str] = []
        kept, apart = _apart(raw, path)
        for kind, group in apart:
            words = one_line(text_of(_head(raw) + group + "}", path, inner=True))
            if words and not words.isdigit():
                left_out.append(named(_APART.get(kind, kind), words))
        text = tidy(re.sub(r"\n+", "\n\n", text_of(kept, path).strip()))
    if not text.strip():
        raise no_text(path, "Where it is a picture of a text, type the text into a .txt file and add that.")
    title, author = (_info(raw, field, path) for field in ("title", "author"))
    made = _MADE.search(raw)
    return [
        Received(
            text=text,
            stem=path.stem,
            title=own_title(title, path.stem) or first_heading(text),
            made=_day(made) if made else None,
            author=one_line(author),
            left_out=tuple(dict.fromkeys(left_out)),
        )
    ]


def text_of(raw: str, path: Path, *, inner: bool = False) -> str:
    """Return the text of RTF; `inner` is for a destination that striprtf would leave out."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise missing("striprtf", "an .rtf", path) from None
    if inner:
        raw = re.sub(rf"\{{(?:\\\*)?\\(?:{'|'.join(_APART)})\b", "{", raw)
    return str(rtf_to_text(raw, encoding="cp1252"))


def _head(raw: str) -> str:
    """Return the opening and the table of fonts, by whose encodings the letters are read."""
    fonts = next((group for kind, group in _groups(raw) if kind == "fonttbl"), "")
    opening = re.match(r"\{\\rtf[^{}]*", raw)
    return (opening[0] if opening else "{\\rtf1") + fonts


def _groups(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the destination and the text of each group that has one, the outermost first."""
    stack: list[int] = []
    for found in _BRACES.finditer(raw):
        if found[0] == "{":
            stack.append(found.start())
        elif found[0] == "}" and stack:
            start = stack.pop()
            if opening := _OPENING.match(raw, start):
                yield opening[1], raw[start : found.end()]


def _apart(raw: str, path: Path) -> tuple[str, list[tuple[str, str]]]:
    """Return the RTF without notes, hidden and deleted text, and what was taken out."""
    spans: list[tuple[int, int, str]] = []
    stack: list[int] = []
    for found in _BRACES.finditer(raw):
        if found[0] == "{":
            stack.append(found.start())
            if len(stack) > DEEPEST:
                raise IngestError(
                    "is nested too deeply", where=str(path), hint="Copy its text into a .txt file."
                )
        elif found[0] == "}" and stack:
            start = stack.pop()
            opening = _OPENING.match(raw, start)
            words = re.split(r"[{}]", raw[start + 1 : min(found.end(), start + 400)], maxsplit=1)[0]
            head = re.match(r"(?:\\[a-z*]+-?\d* ?)*", words)
            signs = head[0] if head else ""
            if opening and opening[1] in _APART:
                spans.append((start, found.end(), opening[1]))
            elif opening and opening[1] in ("stylesheet", "fonttbl", "cs", "s"):
                continue
            elif _HIDDEN.search(signs):
                spans.append((start, found.end(), "hidden text"))
            elif _DELETED.search(signs):
                spans.append((start, found.end(), "text deleted with changes tracked"))
    kept, taken, at = [], [], 0
    for start, end, kind in sorted(spans):
        if start < at:
            continue
        kept.append(raw[at:start])
        taken.append((kind, raw[start:end]))
        at = end
    return "".join([*kept, raw[at:]]), taken


def _info(raw: str, field: str, path: Path) -> str | None:
    info = next((group for kind, group in _groups(raw) if kind == "info"), "")
    group = next((found for kind, found in _groups(info) if kind == field), None)
    if group is None:
        return None
    return text_of(_head(raw) + re.sub(rf"^\{{\\{field}", "{", group) + "}", path)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
