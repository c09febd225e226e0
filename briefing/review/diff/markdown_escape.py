"""Words of anybody's -> Markdown that shows them and does nothing else on GitHub.

Characters of Markdown and HTML are escaped.  What GitHub links by itself after rendering (@names,
#numbers, addresses, hashes, :signs:) is parted by an invisible space, since an escape would not stop it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

ZERO = "\u200b"
_MARKS = re.compile(r"([\\`*_\[\]|~])")
_LINKED = re.compile(
    r"(?P<at>@)(?=\w)"
    r"|(?P<number>#)(?=\d)"
    r"|(?P<gh>\bGH)(?=-\d)"
    r"|(?P<scheme>\b(?:https?|ftp|mailto|xmpp):)"
    r"|(?P<www>\bwww)(?=\.)"
    r"|(?P<sign>:)(?=[a-z0-9_+-]+:)"
    r"|(?P<hash>(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z]))",
    re.I,
)
_SIX = re.compile(".{1,6}")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> str:
    """Return text on one line: white space joined, what is invisible or turns the direction spelt out."""
    joined = " ".join(text.split())
    return "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") else _named(char)
        for char in joined
    )


def _named(char: str) -> str:
    return f"(U+{ord(char):04X})"


def parted(text: str) -> str:
    """Return text in which nothing is linked by itself."""
    return _LINKED.sub(
        lambda found: ZERO.join(_SIX.findall(found[0])) if found["hash"] else found[0] + ZERO, text
    )


def markdown(text: str, most: int = 0) -> str:
    """Return text as inline Markdown; `most` cuts it to that many characters first."""
    shown = parted(cut(plain(text), most))
    shown = "".join(_HTML.get(char, char) for char in shown)
    if shown.count("$") > 1:  # two of them would enclose a formula
        shown = shown.replace("$", "<span>$</span>")
    return _MARKS.sub(r"\\\1", shown)


def code(text: str) -> str:
    """Return text as inline code, in which nothing has a meaning but the mark that ends it."""
    return f"`{plain(text).replace('`', chr(0x2CB)) or '?'}`"


def linked(shown: str, wanted: object, links: str, path: str, line: int = 0) -> str:
    """Return Markdown as a link to a line of a file below the address `links`, where that is wanted."""
    place = f"#L{line}" if line else ""
    return f"[{shown}]({links}/{quote(path)}{place})" if wanted else shown


def cut(text: str, most: int) -> str:
    """Return text of at most so many characters, cut between words where that is near; 0 is no limit."""
    if not most or len(text) <= most:
        return text
    short = text[: most - 1]
    space = short.rfind(" ")
    return (short[:space] if space > most * 3 // 4 else short).rstrip(" ,;:") + "…"
