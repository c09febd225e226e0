"""Bytes that are not UTF-8 -> the encoding they seem to be in, by charset-normalizer.

It is a guess, so whoever uses it says so.
"""

from __future__ import annotations

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


def likely(data: bytes) -> str | None:
    """Return Python's name of the encoding that bytes seem to be in; None where they seem to be no text."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        return None
    fitting = {best.encoding, *best.could_be_from_charset}
    found = next((name for name in _COMMON if name in fitting), best.encoding)
    text = data.decode(found, "replace")
    odd = sum(not char.isprintable() and not char.isspace() for char in text)
    return None if odd > _BINARY * len(text) else found


def command_name(encoding: str) -> str:
    """Return the name by which iconv knows an encoding."""
    plain = encoding.upper().replace("_", "-").replace("UTF-16-", "UTF-16").replace("UTF-32-", "UTF-32")
    return _NAMES.get(encoding, plain)
