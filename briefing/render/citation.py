"""How to cite a brief: in plain words, in Chicago style, as BibTeX.

No citation says when the page was read: the same brief is always cited in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from briefing.render import urls, view_models
from briefing.storage.desk import Entry, Options

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of the months."""
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: "\\" + character for character in "$&#%_"},
}


class Citations(Struct, frozen=True, kw_only=True):
    """A brief cited in three ways."""

    plain: str
    chicago: str
    bibtex: str


def citations(entry: Entry, options: Options, words: Mapping[str, Any]) -> Citations:
    """Return the citations of a brief."""
    brief = entry.brief
    address = urls.absolute(options, f"briefs/{brief.slug}.html")
    day = view_models.short_day(entry.day, words=words) if entry.day else words["undated"]
    based = _based_on(entry, words)
    title = brief.title.rstrip(".")
    name = options.site_name or words["briefs"]
    plain = [f"{title}. {name}, {day}", words[brief.status].lower(), based, address]
    chicago = [f"{name}. “{title}.” {day}", based, address]
    return Citations(
        plain="; ".join(part for part in plain if part) + ".",
        chicago=" ".join(f"{part}." for part in chicago if part),
        bibtex=_bibtex(entry, name, address, based, words),
    )


def _based_on(entry: Entry, words: Mapping[str, Any]) -> str:
    source = entry.brief.source
    parts = [source.author, f"“{source.title}”" if source.title else None, source.publisher]
    known = ", ".join(part for part in parts if part)
    return words["based_on"].format(source=known) if known else ""


def _bibtex(entry: Entry, name: str, address: str, based: str, words: Mapping[str, Any]) -> str:
    brief = entry.brief
    note = "; ".join(part for part in (words[brief.status], based) if part)
    fields = {"title": f"{{{_tex(brief.title)}}}", "author": f"{{{_tex(name)}}}"}
    rows = [(key, f"{{{value}}}") for key, value in fields.items()]
    if entry.day:
        rows += [("year", str(entry.day.year)), ("month", _MONTHS[entry.day.month - 1])]
        rows += [("date", f"{{{entry.day.isoformat()}}}")]
    rows += [("note", f"{{{_tex(note)}}}")]
    if address:
        rows += [("url", f"{{{address}}}")]
    key = "".join(char for char in brief.slug if char.isascii() and (char.isalnum() or char == "-"))
    return "@misc{" + key + ",\n" + "".join(f"  {field} = {value},\n" for field, value in rows) + "}"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in text)
