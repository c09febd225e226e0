"""Characters that nobody sees and that change how a text looks, sorts or compares.

They are counted and named, never taken out of a text that is quoted: a quote stays verbatim.  What
turns the direction of text or is no character of text at all is shown by a sign with its number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""The flags of England, Scotland and Wales are written with tag characters, rightly."""
_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"
_TURNING = "\u202a-\u202e\u2065-\u206f"
_TAGS = "\U000e0000-\U000e007f"
_NO_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(n | 0xFFFE)}{chr(n | 0xFFFF)}" for n in range(1 << 16, 17 << 16, 1 << 16)
)
_IGNORABLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u3164\ufe00-\ufe0d\ufeff\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
"""The property Default_Ignorable_Code_Point of Unicode 16, without what is told by its neighbours below."""
_BLANK = "\u2800"
"""Braille without a dot: as wide as a letter, and nothing to see."""
_FOUND = re.compile(
    f"(?P<flag>{_FLAG})"
    f"|(?P<hidden>[{_CONTROLS}{_TURNING}{_TAGS}{_IGNORABLE}{_BLANK}{_NO_CHARACTERS}\ufff9-\ufffb])"
    "|(?<![\u2000-\u33ff\U0001f000-\U0001faff#*0-9\xa9\xae])(?P<look>[\ufe0e\ufe0f])"
    "|(?<![\u1820-\u18aa])(?P<form>[\u180b-\u180d\u180f])"
    "|(?<![^\x00-\u024f])(?P<before>[\u200c\u200d])|(?P<after>[\u200c\u200d])(?![^\x00-\u024f])"
)
"""Joiners are letters of Arabic and Indic scripts and of emoji; next to a Latin letter they hide.  So are the
looks of emoji and the forms of Mongolian letters."""
_SIGNED = re.compile(f"(?P<flag>{_FLAG})|[\f{_CONTROLS}{_TURNING}{_TAGS}{_NO_CHARACTERS}\ufff9-\ufffb]")
_NAMES = {"\x1b": "ESCAPE", "\x07": "BELL", "\x08": "BACKSPACE", "\x7f": "DELETE", "\0": "NULL"}


def found(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the character of what nobody sees; a byte order mark at the start is none."""
    for match in _FOUND.finditer(text):
        if not match["flag"] and not (match.start() == 0 and match[0] == "\ufeff"):
            yield match.start(), match[0]


def named(char: str) -> str:
    """Return a character's number and name: "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    name = _NAMES.get(char) or unicodedata.name(char, "control character" if char < "\xa0" else "")
    return f"U+{ord(char):04X} {name}".rstrip()


def without(text: str) -> str:
    """Return a text without them; for a title, which is no quote."""
    return "".join(match["flag"] or "" if match else part for part, match in _parts(text, _FOUND))


def signed(text: str) -> str:
    """Return a text with a sign in the place of what turns its direction or is no text: ⟦U+202E⟧."""
    if all(match["flag"] for match in _SIGNED.finditer(text)):
        return text
    return "".join(
        match["flag"] or sign(match[0]) if match else part for part, match in _parts(text, _SIGNED)
    )


def sign(char: str) -> str:
    """Return the sign that stands for a character; a form feed ends a page that a page does not have."""
    return " " if char == "\f" else f"⟦U+{ord(char):04X}⟧"


def _parts(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Cut a text at the matches of a pattern."""
    end = 0
    for match in pattern.finditer(text):
        yield text[end : match.start()], None
        yield match[0], match
        end = match.end()
    yield text[end:], None


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
