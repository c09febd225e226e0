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
_FEWEST_NULS = 0.2
"""Share of NUL bytes in a Western text in UTF-16 at least; fewer of them are damage."""
_OTHERS = 2


def likely(data: bytes) -> tuple[str, ...]:
    """Return Python's names of the encodings that bytes fit, the likeliest first; none for no text."""
    import charset_normalizer

    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked and data.count(b"\0") < _FEWEST_NULS * len(data):
        return ()
    matches = list(charset_normalizer.from_bytes(data))
    if not matches:
        return ()
    best, *rest = matches
    equal = {best.encoding, *best.could_be_from_charset}
    equal |= {m.encoding for m in rest if (m.chaos, m.coherence) == (best.chaos, best.coherence)}
    first = next((name for name in _COMMON if name in equal), best.encoding)
    text = data.decode(first, "replace")
    odd = sum(not char.isprintable() and not char.isspace() for char in text)
    if odd > _BINARY * len(text):
        return ()
    fitting = {match.encoding for match in matches if match.chaos == best.chaos} - {first}
    return (first, *[name for name in _COMMON if name in fitting][:_OTHERS])


def command_name(encoding: str) -> str:
    """Return the name by which iconv knows an encoding."""
    plain = encoding.upper().replace("_", "-").replace("UTF-16-", "UTF-16").replace("UTF-32-", "UTF-32")
    return _NAMES.get(encoding, plain)
