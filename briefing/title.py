"""The lead's own words -> a headline: who did what where.

Titles, appositions, dates, brackets and attributions are cut out of the lead sentence; what is
left stands in the lead's order, and nothing is added but the capital at its start.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Span, Statement, When

MOST_CHARACTERS = 100
_DATELINE = re.compile(r"[A-Z][A-Z.’' ,/-]{2,40}(?:\([^()]{1,40}\) )?(?:[—–]|--?) ")
_BRACKETS = re.compile(r"\s?\([^()]*\)")


def headline(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    lead: int,
    lexicon: Lexicon,
) -> str:
    """Return a title of at most 100 characters made from sentence `lead`."""
    span = document.sentences[lead].span
    text = document.text
    cuts = [
        *_dateline(text, span),
        *_attributions(text, span, statements, lead),
        *_roles(text, span, cast),
        *_dates(text, span, dates, lead, lexicon),
        *(Span(*m.span()) for m in _BRACKETS.finditer(text, span.start, span.end)),
    ]
    kept = _without(text, span, cuts)
    return _shorten(kept, lexicon)


def _dateline(text: str, span: Span) -> list[Span]:
    """Cut the place and the agency before a dash at the head of the text: "WASHINGTON (AP) —"."""
    found = _DATELINE.match(text, span.start, span.end)
    return [Span(found.start(), found.end())] if found else []


def _attributions(text: str, span: Span, statements: Sequence[Found[Statement]], lead: int) -> list[Span]:
    """Cut what stands outside the content, where the lead is one indirect statement told first."""
    for found in statements:
        content = found.item.at
        if found.sentence != lead or found.item.kind == "view" or len(content) != 1:
            continue
        if (
            content.start - span.start <= 1
            and span.covers(content[0])
            and len(content[0].of(text).split()) >= 5
        ):
            return [Span(content.end, span.end)]
    return []


def _roles(text: str, span: Span, cast: Cast) -> list[Span]:
    """Cut titles that stand before a name and appositions that hold a role."""
    cuts = []
    for actor in cast.actors:
        names = [n for n in actor.mentions if span.covers(n)]
        for role in actor.roles:
            for at in role.at:
                if not span.covers(at) or not names:
                    continue
                if any(0 <= name.start - at.end <= 1 for name in names):
                    cuts.append(Span(at.start, at.end + 1))
                    continue
                left, right = text.rfind(",", span.start, at.start), text.find(",", at.end, span.end)
                if left > 0 and any(name.end == left for name in names):
                    cuts.append(Span(left, right + 1 if right > 0 else span.end - 1))
    return cuts


def _dates(text: str, span: Span, dates: Sequence[Found[When]], lead: int, lexicon: Lexicon) -> list[Span]:
    prepositions = lexicon.summary.date_prepositions
    cuts = []
    for found in dates:
        if found.sentence != lead or found.item.precision not in ("day", None) or not found.item.at:
            continue
        if found.item.precision is None and found.item.offset is None and not _weekday(found.item.text):
            continue
        at = found.item.at[0]
        start = at.start
        words = text[span.start : start].rsplit(maxsplit=1)
        if words and words[-1].lower() in prepositions:
            start = span.start + text[span.start : start].rstrip().rfind(words[-1])
            start -= 2 if text[start - 2 : start] == ", " else 0
        end = at.end + 1 if text[at.end : at.end + 1] == "," and start == span.start else at.end
        cuts.append(Span(start, end))
    return cuts


def _weekday(text: str) -> bool:
    return text.lower().split()[-1].endswith("day")


def _without(text: str, span: Span, cuts: list[Span]) -> str:
    kept, at = [], span.start
    for cut in sorted(cuts):
        if cut.start > at:
            kept.append(text[at : cut.start])
        at = max(at, cut.end)
    kept.append(text[at : span.end])
    joined = " ".join(" ".join(kept).split())
    return re.sub(r"\s+([,.;:’'])", r"\1", joined).strip(" ,;:.–—-")


@functools.cache
def _joints(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in lexicon.summary.title_joints)
    return re.compile(rf"[,;:–—]\s|\s(?:{words})\s")


def _shorten(title: str, lexicon: Lexicon) -> str:
    """Cut a long title at the last joint that leaves a whole thought of at least five words."""
    if len(title) > MOST_CHARACTERS:
        joints = [m.start() for m in _joints(lexicon).finditer(title) if len(title[: m.start()].split()) >= 5]
        fitting = [at for at in joints if at <= MOST_CHARACTERS]
        if fitting:
            title = title[: fitting[-1]]
    if len(title) > MOST_CHARACTERS:
        title = title[: title.rfind(" ", 0, MOST_CHARACTERS - 1)] + "…"
    title = title.rstrip(" ,;:.–—-")
    if title.count("“") != title.count("”") or title.count('"') % 2:
        title = title.replace("“", "").replace("”", "").replace('"', "")
    return title[:1].upper() + title[1:]
