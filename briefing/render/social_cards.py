"""The picture of a brief that other sites show next to a link to it: its title, its day, its status, as PNG.

Only where the option `cards` asks for it and the site's address is known, since others need a full
address.  resvg draws templates/pages/card.svg.j2 with Noto Sans alone, so that every machine makes the
same bytes; both come with the extra `cards`.  A title with a letter that the font lacks gets no picture.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefing.model import ConfigError
from briefing.model.extras import install_hint
from briefing.render.page import RawFile
from briefing.render.renderer import Renderer
from briefing.render.urls import absolute
from briefing.storage.desk import Entry, Options

ROOM = 1040
"""Pixels from margin to margin."""
SIZES = ((66, 4), (54, 5), (44, 6))
"""Size of the title's letters in pixels, and how many lines of it there is room for."""
_WIDE = {" ": 0.27, "I": 0.4, "f": 0.42, "t": 0.45, "r": 0.47, "w": 0.9}
_WIDE |= dict.fromkeys("ijl", 0.35) | dict.fromkeys("mMW", 1.0)
"""Width of letters of the bold font in ems, rounded up; other small ones take 0.65, all else 0.8."""
_LETTERS = ((0x20, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x2026), (0x2030, 0x203A), (0x20A0, 0x20BF))
"""Code points of Latin, Greek, Cyrillic and their marks, which the font has."""


def card_file(entry: Entry, options: Options, renderer: Renderer) -> RawFile | None:
    """Return the picture of a brief, or None where it has none.

    Raises ConfigError where the extra is not installed.
    """
    if not card_address(entry, options):
        return None
    draw, fonts = drawing()
    picture = renderer.template("pages/card.svg.j2", **_values(entry, options))
    data = draw(svg_string=picture, skip_system_fonts=True, font_files=fonts)
    return RawFile(path=f"briefs/{entry.brief.slug}.png", data=bytes(data))


@functools.cache
def drawing() -> tuple[Callable[..., Any], list[str]]:
    """Return what draws and the files of its font."""
    try:
        import resvg_py
        from fontpkg_noto_sans import ROOT
    except ImportError:
        raise ConfigError(
            "mkdocs.yml asks for cards, and what draws them is not installed",
            hint=f"{install_hint('cards')}\nor set cards: false.",
        ) from None
    return resvg_py.svg_to_bytes, [str(path) for path in sorted(Path(ROOT, "files").glob("NotoSans[[]*.ttf"))]


def card_address(entry: Entry, options: Options) -> str:
    """Return the full address of a brief's picture, or "" where it has none."""
    told = entry.brief.title + options.site_name
    if not options.cards or not all(any(a <= ord(c) <= z for a, z in _LETTERS) for c in told):
        return ""
    return absolute(options, f"briefs/{entry.brief.slug}.png")


def _values(entry: Entry, options: Options) -> dict[str, Any]:
    for size, most in SIZES:
        lines = wrapped(entry.brief.title, ROOM / size)
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(".,;:") + "…"]
    return {
        "entry": entry,
        "brief": entry.brief,
        "site_name": options.site_name,
        "size": size,
        "lines": lines,
    }


def wrapped(text: str, room: float) -> list[str]:
    """Return the lines of a text; `room` is the width of a line in ems, and a longer word is cut."""
    lines = [""]
    for word in text.split():
        if _width(word) > room:
            word = word[: int(room) - 1] + "…"  # no letter is wider than an em
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(text: str) -> float:
    return sum(_WIDE.get(c, 0.65 if c.islower() else 0.8) for c in text)
