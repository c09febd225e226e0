"""A .docx -> its paragraphs in order and its properties, read from the parts that its relations name.

Text boxes come once, drop caps are joined to their paragraph; what was deleted with changes tracked and
what is hidden is left out; footnotes, endnotes, comments, headers and footers are named with their words.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct

from briefing.ingest.received import (
    LARGEST_FILE,
    Received,
    a_day,
    first_heading,
    named,
    no_text,
    one_line,
    own_title,
    refusing,
    tidy,
)
from briefing.ingest.xml import child, name, read_xml, text_of
from briefing.model import IngestError

_DELETED = frozenset(("del", "moveFrom"))
_GONE = frozenset(("delText", "instrText", "Fallback", "rt", "fldData", "pict_alt"))
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": " "}
_MARGINS = ("header", "footer", "footnotes", "endnotes", "comments")
_TEMPLATES = frozenset(("2013-12-23", "2006-09-16", "1601-01-01", "1970-01-01", "1980-01-01", "2000-01-01"))
"""Days that programs write into every document that they make (python-docx, templates of Office)."""
MOST_PARTS = 5_000


class DocxParts(Struct, frozen=True):
    """What the zip of a document holds, by what the relations call it."""

    body: Element
    core: Element
    margins: dict[str, list[Element]]
    hidden: frozenset[str]
    """Styles whose text is hidden."""


def read(path: Path, data: bytes) -> list[Received]:
    """Return the text of a document; raises IngestError where it is none or far too large."""
    with refusing("a .docx", path), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive, path)
    left_out: dict[str, list[str]] = {}
    paragraphs = _joined(parts, left_out)
    for kind in _MARGINS:
        for margin in parts.margins.get(kind, ()):
            words = [text for text in map(str.strip, _plain(margin, parts)) if text]
            if kind in ("footnotes", "endnotes", "comments"):
                left_out.setdefault(f"a {kind[:-1]}", []).extend(words)
            elif words and not all(word.isdigit() for word in words):
                left_out.setdefault(f"a {kind}", []).append(" ".join(words))
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise no_text(path, "Where it is a picture of a text, type the text into a .txt file and add that.")
    text = tidy("\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip()))
    title = own_title(text_of(child(parts.core, "title")), path.stem)
    created = text_of(child(parts.core, "created")) or ""
    return [
        Received(
            text=text,
            stem=path.stem,
            title=title or first_heading(text),
            made=None if created[:10] in _TEMPLATES else a_day(created),
            author=_person(text_of(child(parts.core, "creator"))),
            language=one_line(text_of(child(parts.core, "language"))),
            left_out=tuple(
                named(what, row)
                for what, rows in left_out.items()
                for row in dict.fromkeys(rows)
                if row.strip()
            ),
        )
    ]


def _person(text: str | None) -> str | None:
    """Return an author, but not the name of a program or of a library."""
    found = one_line(text)
    junk = (
        "python-docx",
        "user",
        "microsoft office user",
        "admin",
        "administrator",
        "author",
        "windows user",
        "unknown",
    )
    return None if found is None or found.lower() in junk else found


# -- the parts of the zip -----------------------------------------------------------------------


def _parts(archive: zipfile.ZipFile, path: Path) -> DocxParts:
    names = names_in(archive)
    top = _relations(archive, names, "", path)
    main = next((where for kind, where in top if kind == "officeDocument"), "word/document.xml")
    body = part(archive, names, main, path)
    if body is None:
        raise IngestError(
            "is no document of Word",
            where=str(path),
            hint="Open it, save it as .docx, and add that.",
        )
    margins: dict[str, list[Element]] = {}
    styles = None
    related = _relations(archive, names, main, path) or _neighbours(names, main)
    for kind, where in related:
        if kind in _MARGINS and (found := part(archive, names, where, path)) is not None:
            margins.setdefault(kind, []).append(found)
        elif kind == "styles":
            styles = part(archive, names, where, path)
    core = next((where for kind, where in top if kind == "core-properties"), "docProps/core.xml")
    about = part(archive, names, core, path)
    return DocxParts(body, Element("none") if about is None else about, margins, _hidden_styles(styles))


def _relations(
    archive: zipfile.ZipFile, names: dict[str, str], owner: str, path: Path
) -> list[tuple[str, str]]:
    """Return kind and place of each part that a part of the zip relates to; "" is the whole."""
    folder, file = posixpath.split(owner)
    found = part(archive, names, posixpath.join(folder, "_rels", f"{file}.rels"), path)
    if found is None:
        return []
    return [
        (
            (row.get("Type") or "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, row.get("Target") or "")).lstrip("/"),
        )
        for row in found
        if row.get("TargetMode") != "External"
    ]


def _neighbours(names: dict[str, str], main: str) -> list[tuple[str, str]]:
    """Return the parts next to the main one by their usual names, for a document without relations."""
    folder = posixpath.dirname(main).lower()
    usual = ((posixpath.splitext(posixpath.basename(one))[0].rstrip("0123456789"), one) for one in names)
    return [
        (kind, one)
        for kind, one in usual
        if posixpath.dirname(one) == folder and kind in (*_MARGINS, "styles")
    ]


def names_in(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names in a zip by themselves in lower case: programs differ in their capitals."""
    return {one.lower().lstrip("/"): one for one in archive.namelist()[:MOST_PARTS]}


def part(archive: zipfile.ZipFile, names: dict[str, str], inside: str, path: Path) -> Element | None:
    """Return a part of the zip; what it claims as its size is not believed."""
    real = names.get(inside.lower())
    if real is None:
        return None
    with archive.open(real) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise IngestError(
            f"unpacks to more than {LARGEST_FILE:,} bytes",
            where=str(path),
            hint="Copy the text into a .txt file.",
        )
    return read_xml(data, path)


def _hidden_styles(styles: Element | None) -> frozenset[str]:
    if styles is None:
        return frozenset()
    return frozenset(
        _attribute(style, "styleId") or ""
        for style in styles
        if name(style) == "style" and _is_on(child(child(style, "rPr"), "vanish"))
    )


# -- the text -----------------------------------------------------------------------------------


def _is_unseen(paragraph: Element, parts: DocxParts) -> bool:
    style = child(child(paragraph, "pPr"), "pStyle")
    return style is not None and _attribute(style, "val") in parts.hidden


def _joined(parts: DocxParts, left_out: dict[str, list[str]]) -> list[str]:
    """Return the paragraphs; a drop cap and a paragraph whose mark was deleted go on in the next."""
    done: list[str] = []
    is_open = False
    for paragraph in _paragraphs(parts.body):
        text = "".join(_runs(paragraph, parts, left_out))
        about = child(paragraph, "pPr")
        frame = child(about, "framePr")
        if is_open and done:
            done[-1] += text
        else:
            done.append(text)
        mark = child(about, "rPr")
        cap = frame is not None and _attribute(frame, "dropCap") in ("drop", "margin")
        is_open = (cap and bool(text.strip())) or any(child(mark, kind) is not None for kind in _DELETED)
        if cap:
            done[-1] = done[-1].rstrip()
    return done


def _plain(root: Element, parts: DocxParts) -> Iterator[str]:
    for paragraph in _paragraphs(root):
        yield "".join(_runs(paragraph, parts, {}))


def _paragraphs(root: Element) -> Iterator[Element]:
    """Yield the paragraphs in order, a text box behind the paragraph that it hangs on, each once."""
    stack = [iter(root)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        elif name(inner) == "p":
            yield inner
            stack.append(iter(inner))
        elif name(inner) not in _GONE and name(inner) not in _DELETED:
            stack.append(_choices(inner))


def _choices(element: Element) -> Iterator[Element]:
    """Return the children of an element; of several forms of one drawing the first that is there."""
    if name(element) == "AlternateContent":
        return iter([form for form in element if name(form) == "Choice"][:1] or list(element))
    return iter(element)


def _runs(paragraph: Element, parts: DocxParts, left_out: dict[str, list[str]]) -> Iterator[str]:
    """Yield the words of a paragraph, but not those of a paragraph inside it (a text box)."""
    unseen = _is_unseen(paragraph, parts)
    stack = [iter(paragraph)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
            continue
        kind = name(inner)
        if kind == "t":
            yield inner.text or ""
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif kind == "sym":
            yield _symbol(inner)
        elif kind in _DELETED:
            words = "".join(t.text or "" for t in inner.iter() if name(t) in ("delText", "t"))
            left_out.setdefault("text deleted with changes tracked", []).append(words)
        elif kind == "r" and _is_hidden(inner, parts, unseen=unseen):
            words = "".join(t.text or "" for t in inner.iter() if name(t) == "t")
            left_out.setdefault("hidden text", []).append(words)
        elif kind not in ("p", "pPr", "rPr") and kind not in _GONE:
            stack.append(_choices(inner))


def _is_hidden(run: Element, parts: DocxParts, *, unseen: bool) -> bool:
    about = child(run, "rPr")
    style = child(about, "rStyle")
    own = child(about, "vanish")
    if own is not None:
        return _is_on(own)
    return unseen or (style is not None and _attribute(style, "val") in parts.hidden)


def _is_on(element: Element | None) -> bool:
    return element is not None and _attribute(element, "val") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """Return the letter of a symbol; those of symbol fonts have no meaning in Unicode."""
    try:
        code = int(_attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return "•" if code >= 0xF000 else chr(code)


def _attribute(element: Element, wanted: str) -> str | None:
    """Return an attribute whatever its namespace is: strict documents have another one."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == wanted), None)
