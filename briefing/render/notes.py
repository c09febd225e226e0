"""People's Markdown -> HTML that shows it and does nothing else.

What a person wrote as HTML is shown as it was typed.  What Markdown makes of the rest is cleaned by nh3:
no styles, no scripts, pictures of this site alone, links to the web and to mail addresses.
"""

from __future__ import annotations

import re

import markdown
import nh3
from markupsafe import Markup

from briefing.render.urls import SCHEMES
from briefing.text import invisible

_INLINE = frozenset(("a", "br", "code", "em", "img", "strong"))
TAGS = _INLINE | {"blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_HERE = re.compile(r"(?:\.\./)*[\w-][\w.-]*(?:/[\w-][\w.-]*)*")
"""An address of a file of this site, from the page."""

LONGEST = 10_000
"""Characters; Markdown takes a time that grows with the square of what its marks leave open."""


DEEPEST = 12
"""Levels of lists and quotations in one another; Markdown calls itself for each."""
_MARKS = re.compile(r"^[ \t]*(?:(?:>|(?:[-*+]|\d+[.)])(?=[ \t]))[ \t]*)*", re.M)
_LEVEL = re.compile(r"[-*+>]|\d+[.)]| {4}|\t")
MOST_BRACKETS = 500
"""Markdown looks from each for its end, and then for the next: 3,000 take 15 seconds."""


def notes(text: str) -> Markup:
    """Return a reviewer's Markdown as HTML; a heading above the third level keeps its words alone.

    A note that asks too much of Markdown is shown as it was typed.
    """
    if not _bounded(text):
        return Markup("<p>{}</p>").format(invisible.signed(text))
    made = markdown.markdown(str(Markup.escape(invisible.signed(text))))
    clean = nh3.clean(
        made,
        tags=set(TAGS),
        attributes={"a": {"href"}, "img": {"alt", "src"}},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return Markup(clean)  # noqa: S704 (cleaned)


def _bounded(text: str) -> bool:
    """Return whether Markdown reads a note in time, and without calling itself too often."""
    return (
        len(text) <= LONGEST
        and text.count("[") <= MOST_BRACKETS
        and all(len(_LEVEL.findall(marks)) <= DEEPEST for marks in _MARKS.findall(text))
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """Keep a picture's address where it is of this site; of any other its description stays."""
    return None if (tag, name) == ("img", "src") and not _HERE.fullmatch(value) else value
