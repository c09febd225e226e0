"""Bytes -> text, with a remark where the encoding is not UTF-8 or not the declared one.

In turn: a byte order mark, the declared encoding (a head of a mail, `<meta>`), UTF-8, a guess.  Text
whose letters are valid UTF-8 is UTF-8 whatever single-byte encoding it declares, since text of such an
encoding practically never is; bytes that do not fit what is declared are never replaced.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from briefing.model import IngestError
from briefing.storage import encodings

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_PROLOG = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([A-Za-z0-9_.:-]+)""")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_LOOKED_AT = 4096
"""Bytes of a page in which it may declare its encoding; HTML asks for the first 1,024."""
_BROWSERS = {
    "ascii": None,
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Python's names -> those of the larger encodings that browsers read instead (WHATWG Encoding)."""
_ALIASES = {
    "unicode-1-1-utf-8": "utf-8",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "dos-874": "cp874",
}
_NUMBERED = re.compile(r"(?:x-)?(?:cp|win|windows|ibm|dos|ms)[-_]?(\d{3,5})")
_ISO = re.compile(r"(?:x-)?iso[-_]?8859[-_]?(\d{1,2})(?:[-_:][a-z0-9]+)?")
_NO_TEXT = frozenset(
    ("utf-7", "punycode", "idna", "undefined", "raw_unicode_escape", "unicode_escape", "mbcs", "oem")
)
_UNSAID = frozenset(
    ("unknown-8bit", "x-unknown", "unknown", "8bit", "7bit", "binary", "default", "default_charset", "none")
)
"""What programs write where they do not know the encoding."""


def decode(
    data: bytes, path: Path, *, declared: str | None = None, meta: bool = False
) -> tuple[str, tuple[str, ...]]:
    """Return the text and remarks; `declared` is what is outside of the bytes, `meta` looks inside.

    Raises IngestError where the bytes are no text.
    """
    for mark, wide in _MARKS:
        if data.startswith(mark):
            return _marked(data, wide, path)
    said = [name for name in (declared, _inside(data) if meta else None) if name]
    names = [name for name in map(python_name, said) if name]
    if data.isascii() and not any(_is_stateful(name) for name in names):
        return data.decode("ascii"), ()
    utf8 = _tried(data, "utf-8")
    for name in names:
        if name != "utf-8" and not name.startswith("utf-16") and (utf8 is None or not _is_single_byte(name)):
            text = _tried(data, name)
            if text is not None:
                return text, (f"read as {name}, written as UTF-8",)
    wrong = f"says that it is {said[0]}, but " if said and names[:1] != ["utf-8"] else ""
    if utf8 is not None:
        return utf8, (f"{wrong}is UTF-8",) if wrong else ()
    wrong = f"says that it is {said[0]}, but is not: " if said else ""
    return _guessed(data, path, wrong)


def python_name(name: str) -> str | None:
    """Return Python's name of an encoding, read as browsers do; None for unknown ones and for no text."""
    label = name.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    if numbered := _NUMBERED.fullmatch(label):
        label = f"cp{numbered[1]}"
    elif iso := _ISO.fullmatch(label):
        label = f"iso8859-{iso[1]}"
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if label in _UNSAID or info.name in _NO_TEXT or not getattr(info, "_is_text_encoding", True):
        return None
    return _BROWSERS.get(info.name, info.name)


def _inside(data: bytes) -> str | None:
    """Return the encoding that a page names in its head, but not in a comment."""
    head = data[:_LOOKED_AT]
    found = _PROLOG.match(head) or _META.search(_COMMENT.sub(b"", head))
    return found[1].decode("ascii") if found else None


def _tried(data: bytes, name: str) -> str | None:
    """Return the text, or None; bytes that Windows-125x leaves undefined are control characters."""
    errors = "controls" if name.startswith("cp125") else "strict"
    try:
        text = data.decode(name, errors)
        text.encode("utf-8")
    except (UnicodeError, LookupError):
        return None
    return text


def _controls(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("controls", _controls)


def _is_stateful(name: str) -> bool:
    return name.startswith(("iso2022", "hz", "utf-16", "utf-32"))


def _is_single_byte(name: str) -> bool:
    return name.startswith(("cp125", "iso8859", "koi8", "mac_", "cp874", "cp437", "cp85", "cp866"))


def _marked(data: bytes, name: str, path: Path) -> tuple[str, tuple[str, ...]]:
    text = _tried(data, name)
    if text is None:
        raise IngestError(
            f"begins as {name}, but is damaged",
            where=str(path),
            hint="Open it where its text looks right, save it as UTF-8, and add it again.",
        )
    return text, (f"read as {name}, written as UTF-8",)


def _guessed(data: bytes, path: Path, wrong: str) -> tuple[str, tuple[str, ...]]:
    found = encodings.likely(data)
    text = _tried(data, found[0]) if found else None
    if text is None:
        raise IngestError("is not text", where=str(path), hint="Export it as text, HTML, PDF or .docx.")
    others = f" (or is it {' or '.join(found[1:])}?)" if found[1:] else ""
    remark = f"{wrong}read as {found[0]}, written as UTF-8, guessed from its bytes{others}"
    return text, (f"{remark}: check letters with accents",)
