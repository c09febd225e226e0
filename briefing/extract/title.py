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
from briefing.text import invisible
from briefing.text.tense import tense
from briefing.text.tokens import tokenize

MOST_CHARACTERS = 100
_ASIDE = re.compile(r", (?:who|which|whose|whom|formerly|also known as) [^,]{1,120},|, \d{1,3},")
"""What hangs on a name between two commas."""
_COUNTERPART = re.compile(r"\b(?:his|her|its|their) (?:[\w-]+ )?counterpart, (?=[A-Z])")
_PART_OF_DAY = re.compile(r" (?:night|morning|afternoon|evening)\b")
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
    span = document.prose(lead)
    text = document.text
    cuts = [
        *_attributions(text, span, statements, lead),
        *_roles(text, span, cast),
        *_counterparts(text, span),
        *(Span(*m.span()) for m in _ASIDE.finditer(text, span.start, span.end)),
        *_dates(text, span, dates, lead, lexicon),
        *(Span(*m.span()) for m in _BRACKETS.finditer(text, span.start, span.end)),
    ]
    kept = _without(text, span, cuts)
    return invisible.without(_shorten(kept, lexicon))


def _attributions(text: str, span: Span, statements: Sequence[Found[Statement]], lead: int) -> list[Span]:
    """Cut what stands outside the content, where the lead is one indirect statement told first."""
    for found in statements:
        content = found.item.at
        if found.sentence != lead or found.item.kind == "view" or found.item.mode == "direct":
            continue
        if len(content) == 2 and content.start == span.start and content[1].start - content[0].end < 90:
            return [Span(content[0].end, content[1].start - 2)]
        if len(content) != 1:
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
                apposed = [n for n in names if text[at.end : n.start] == ", " and text[n.end] == ","]
                if apposed:
                    the = at.start - 4 if text[at.start - 4 : at.start].lower() == "the " else at.start
                    cuts += [Span(the, apposed[0].start), Span(apposed[0].end, apposed[0].end + 1)]
                    continue
                left, right = text.rfind(",", span.start, at.start), text.find(",", at.end, span.end)
                if left > 0 and any(name.end == left for name in names):
                    cuts.append(Span(left, right + 1 if right > 0 else span.end - 1))
    return cuts


def _counterparts(text: str, span: Span) -> list[Span]:
    """Cut "his Russian counterpart," before a name, and the comma after the name."""
    cuts = []
    for found in _COUNTERPART.finditer(text, span.start, span.end):
        comma = text.find(",", found.end(), found.end() + 40)
        cuts.append(Span(*found.span()))
        if comma > 0:
            cuts.append(Span(comma, comma + 1))
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
        for _ in range(2):  # "early on Tuesday"
            words = text[span.start : start].rsplit(maxsplit=1)
            if words and words[-1].lower() in prepositions:
                start = span.start + text[span.start : start].rstrip().rfind(words[-1])
                start -= 2 if text[start - 2 : start] == ", " else 0
        part = _PART_OF_DAY.match(text, at.end)
        stop = part.end() if part else at.end
        end = stop + 1 if text[stop : stop + 1] == "," and start == span.start else stop
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


@functools.cache
def _phrases(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(f" (?:{'|'.join(map(re.escape, lexicon.summary.title_phrases))}) ")


def _told(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words hold a verb, so that a headline may end after them."""
    return tense([token.lower for token in tokenize(words, Span(0, len(words)))], lexicon) is not None


def _shorten(title: str, lexicon: Lexicon) -> str:
    """Cut a long title at the last joint that leaves a whole thought of at least five words."""
    if len(title) > MOST_CHARACTERS:
        fitting, before = [], 0
        for joint in _joints(lexicon).finditer(title, 0, MOST_CHARACTERS + 12):
            if joint.start() > MOST_CHARACTERS:
                break
            if title[: joint.start()].rstrip()[-1:].isdigit() and title[joint.end() :][:1].isdigit():
                continue  # a score, "1 – 0"
            whole = _told(title[before : joint.start()], lexicon)
            if whole and len(title[: joint.start()].split()) >= 5:
                fitting.append(joint.start())
            if joint.group()[0] in ",;:–—":
                before = joint.end()
        fitting = fitting or [
            joint.start()
            for joint in _phrases(lexicon).finditer(title, 0, MOST_CHARACTERS)
            if _told(title[: joint.start()].rpartition(" that ")[2], lexicon)
            and not _told(title[: joint.start()].rsplit(" ", 1)[-1], lexicon)
        ]
        if fitting:
            title = title[: fitting[-1]]
    if len(title) > MOST_CHARACTERS:
        title = title[: title.rfind(" ", 0, MOST_CHARACTERS - 1)] + "…"
    title = title.rstrip(" ,;:.–—-")
    if title.count("“") != title.count("”") or title.count('"') % 2:
        title = title.replace("“", "").replace("”", "").replace('"', "")
    return title[:1].upper() + title[1:]
