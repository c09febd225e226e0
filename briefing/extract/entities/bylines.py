"""Lines that name who made a text and where its site leads: bylines, photo credits, menus.

The names in them are no actors of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from briefing.model import Document, Span

_MAKERS = r"(?:additional )?(?:reporting|writing|editing|compiled|written|edited|translated|text|words|story)"
_PICTURES = r"(?:photo(?:graph)?s?|pictures?|images?|illustration|graphic)"
_CREDIT = re.compile(
    rf"^[ \t]*[(\[]?(?:{_MAKERS} by\b[^\n]{{1,200}}"
    rf"|(?:\w+ )?(?:{_PICTURES}(?: credits?| courtesy)?|credits?)(?: by |: ?| ?/ ?)[^\n]{{1,80}}"
    rf"|[^\n(]{{0,200}}\((?P<inside>(?:{_PICTURES}|{_MAKERS})(?: by |: ?)[^\n)]{{1,80}}))",
    re.IGNORECASE | re.MULTILINE,
)
_HELPERS = re.compile(
    r"^[^\n.]{1,120} contributed (?:reporting|to this (?:report|story|article))\b", re.MULTILINE
)
_BYLINE = re.compile(
    r"^[ \t]*(?:By|BY)(?: (?!the\b)(?:[A-Z][\w.'’-]*,?|and|AND|de|van|von|al|bin|in|for|of|\|)){2,10}[ \t]*$",
    re.MULTILINE,
)
_SIGNED = r"(?:[A-Z][\w.'’-]* ){2,4}\([A-Z][\w .'’-]{2,24}\)"
_FILED = re.compile(rf"^[ \t]*[Bb]y {_SIGNED}(?:(?:,| and) {_SIGNED})*[ \t]*$", re.MULTILINE)
"""A byline in small letters with places: "by Ada Brown (Oslo) and Bo Berg (Lima)"."""
_MENU = re.compile(r"^[^\n/|•>·]{1,40}(?: [/|•>·] [^\n/|•>·]{1,40}){2,}$", re.MULTILINE)


def bylines(document: Document) -> Iterator[tuple[int, Span]]:
    """Yield the sentences that hold such a line or a part of one, with its place."""
    text, sentences = document.text, document.sentences
    menu = (_MENU,) if any(mark in text for mark in (" / ", " | ", " • ", " > ", " · ")) else ()
    for pattern in (_CREDIT, _HELPERS, _BYLINE, _FILED, *menu):
        for match in pattern.finditer(text):
            inside = match.groupdict().get("inside")
            span = Span(*match.span("inside" if inside else 0))
            at = max(bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1, 0)
            while at < len(sentences) and sentences[at].span.start < span.end:
                yield at, span
                at += 1
