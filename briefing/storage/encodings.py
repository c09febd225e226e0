"""Bytes that are not UTF-8 -> the encoding they seem to be in, by charset-normalizer.

It is a guess, so whoever uses it says so.
"""

from __future__ import annotations

import re

_COMMON = (
    *("utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"),
    *("cp1252", "latin_1", "cp1251", "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949"),
    *("cp1250", "iso8859_2", "cp1253", "cp1254", "cp1255", "cp1256", "cp437", "mac_roman"),
)
"""Where bytes fit several encodings, the one that is met most often comes first."""
_NAMES = {
    "latin_1": "ISO-8859-1",
    "mac_roman": "MACINTOSH",
    **{f"cp{number}": f"WINDOWS-{number}" for number in range(1250, 1259)},
}
"""Python's names -> those of iconv, where they differ by more than their signs."""
_BINARY = 0.02
"""Share of characters that no text has from which on bytes are none."""
_FEWEST_NULS = 0.2
"""Share of NUL bytes in a Western text in UTF-16 at least; fewer of them are damage."""
_OTHERS = 2
_FEW = 0.35
"""Share of bytes beyond ASCII up to which a text is one in English with some foreign letters."""
_FOREIGN = re.compile(
    r"[a-z][À-ÖØ-ÞŠŽŒŸ]|[^\W\d_][‚„ˆ˜†‡‰¤¦¨¬¯±²³´µ¶¸¹º¼½¾¿¡¥ƒ]|[À-ÖØ-öø-ÿŠŽŒšžœŸ]{3}|[\x80-\x9f]"
    r"|(?<![^\W\d_])[ªµ¹²³×÷](?=[^\W\d_])"
)
"""What English with foreign names never has where it is read as Windows-1252, and other encodings give."""


_CYRILLIC = re.compile(r"\w*[^\x00-\x7f“”‘’–—…«»№\xa0]\w*")
_RUSSIAN = re.compile("[А-ЯЁІЇЄ]?[а-яёіїє]+|[А-ЯЁІЇЄ]{1,5}")
"""A word in Cyrillic; read in another encoding of Cyrillic its letters have the wrong case."""


def likely(data: bytes) -> tuple[str, ...]:
    """Return Python's names of the encodings that bytes fit, the likeliest first; none for no text."""
    import charset_normalizer

    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked and data.count(b"\0") < _FEWEST_NULS * len(data):
        return ()
    matches = list(charset_normalizer.from_bytes(data))
    if not matches:
        return _foreign_letters(data)
    best, *rest = matches
    equal = {best.encoding, *best.could_be_from_charset}
    equal |= {m.encoding for m in rest if (m.chaos, m.coherence) == (best.chaos, best.coherence)}
    first = next((name for name in _COMMON if name in equal), best.encoding)
    first = next(iter(_foreign_letters(data)), first) if first not in _COMMON[:7] else first
    text = data.decode(first, "replace")
    odd = sum(not char.isprintable() and not char.isspace() for char in text)
    if odd > _BINARY * len(text):
        return ()
    fitting = {match.encoding for match in matches if match.chaos == best.chaos} - {first}
    return (first, *[name for name in _COMMON if name in fitting][:_OTHERS])


def _foreign_letters(data: bytes) -> tuple[str, ...]:
    """Return the encoding of an English text with some foreign names and curly quotes; none where unsure.

    charset-normalizer weighs whole languages, and two letters in a page of English tell it nothing: it
    named a DOS encoding of the Baltic for "André Müller" and a Korean one for a name in Cyrillic.
    """
    beyond = sum(byte > 0x7F for byte in data)
    if b"\0" in data or not 0 < beyond <= _FEW * len(data):
        return ()
    for name in ("cp1252", "cp1251", "koi8_r"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "cp1252" and not _FOREIGN.search(text):
            return (name,)
        words = _CYRILLIC.findall(text)
        if name != "cp1252" and words and all(_RUSSIAN.fullmatch(word) for word in words):
            return (name,)
    return ()


def command_name(encoding: str) -> str:
    """Return the name by which iconv knows an encoding."""
    plain = encoding.upper().replace("_", "-").replace("UTF-16-", "UTF-16").replace("UTF-32-", "UTF-32")
    return _NAMES.get(encoding, plain)
