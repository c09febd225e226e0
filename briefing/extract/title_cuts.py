"""The lead sentence -> what a title leaves out of it: titles, appositions, asides, days and brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Role, Span, Token, When

_ASIDE = re.compile(r", (?:who|which|whose|whom|formerly|also known as) [^,]{1,120},|, \d{1,3},")
"""What hangs on a name between two commas."""
_COUNTERPART = re.compile(r"\b(?:his|her|its|their) (?:[\w-]+ )?counterpart, (?=[A-Z])")
_PART_OF_DAY = re.compile(r" (?:night|morning|afternoon|evening)\b")
_LIST_MARKS = re.compile(r"\*+|^\s*[-–•·#>]+\s")
"""What a list or a bold face leaves in a text."""
_BRACKETS = re.compile(r"\s?\([^()]*\)")


def find(
    document: Document, span: Span, cast: Cast, dates: Sequence[Found[When]], lead: int, lexicon: Lexicon
) -> list[Span]:
    """Return what is cut out of `span`, the words of sentence `lead`."""
    text = document.text
    return [
        *_roles(document, span, cast, lead),
        *_counterparts(text, span),
        *_asides(text, span),
        *_dates(document, span, dates, lead, lexicon),
        *(Span(*m.span()) for m in _BRACKETS.finditer(text, span.start, span.end)),
    ]


def _asides(text: str, span: Span) -> list[Span]:
    """Cut what hangs on a name between two commas; the second stays where it closes an apposition too."""
    cuts = []
    for found in _ASIDE.finditer(text, span.start, span.end):
        closes = text[span.start : found.start()].count(",") % 2 and found.group().endswith(",")
        cuts.append(Span(found.start(), found.end() - (1 if closes else 0)))
    return cuts


def _roles(document: Document, span: Span, cast: Cast, lead: int) -> list[Span]:
    """Cut titles that are before a name and appositions that hold a role."""
    cuts, text = [], document.text
    for actor in cast.actors:
        names = [n for n in actor.mentions if span.covers(n)]
        for role in actor.roles:
            for at in role.at:
                if not span.covers(at) or not names:
                    continue
                titled = [name for name in names if 0 <= name.start - at.end <= 1]
                if titled:
                    if _stands_free(document, lead, at, titled[0], actor.roles):
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


def _stands_free(document: Document, lead: int, title: Span, name: Span, roles: Sequence[Role]) -> bool:
    """Return whether no word of a title's noun phrase is left without it ("former [leader] Holm")."""
    if document.text[name.end : name.end + 4].split() == ["of"]:
        return False  # "Prime Minister Jan Holm of Velde"
    at = bisect_left(document.tokens[lead], title.start, key=start_of)
    syntax = document.syntax[lead]
    phrase = syntax.phrase_at(at)
    if phrase is not None and phrase.first != at:
        opens = document.tokens[lead][phrase.first].start
        spans = [span for role in roles for span in role.at]
        return any(span.start == opens and 0 <= title.start - span.end <= 1 for span in spans)
    before = next((other for other in syntax.phrases if other.end == at - 1), None)
    participle = syntax.tags[at - 1] in ("VBN", "VBD") and before is not None
    return not (participle and before is not None and before.preposition is not None)


def start_of(token: Token) -> int:
    """Return where a token begins, for bisection."""
    return token.start


def _counterparts(text: str, span: Span) -> list[Span]:
    """Cut "his Russian counterpart," before a name, and the comma after the name."""
    cuts = []
    for found in _COUNTERPART.finditer(text, span.start, span.end):
        comma = text.find(",", found.end(), found.end() + 40)
        cuts.append(Span(*found.span()))
        if comma > 0:
            cuts.append(Span(comma, comma + 1))
    return cuts


def _dates(
    document: Document, span: Span, dates: Sequence[Found[When]], lead: int, lexicon: Lexicon
) -> list[Span]:
    """Cut the days of the main clause; that of a relative clause belongs to what it tells."""
    text, prepositions = document.text, lexicon.summary.date_prepositions
    tokens, syntax = document.tokens[lead], document.syntax[lead]
    cuts = []
    for found in dates:
        if found.sentence != lead or found.item.precision not in ("day", None) or not found.item.at:
            continue
        if found.item.precision is None and found.item.offset is None and not _weekday(found.item.text):
            continue
        at = found.item.at[0]
        start = at.start
        clause = syntax.clause_at(bisect_left(tokens, start, key=start_of))
        if clause is not None and clause.kind == "relative" and clause.opener is not None:
            continue
        for _ in range(3):  # "very early on Tuesday"
            words = text[span.start : start].rsplit(maxsplit=1)
            if words and words[-1].lower() in prepositions:
                start = span.start + text[span.start : start].rstrip().rfind(words[-1])
                start -= 2 if text[start - 2 : start] == ", " else 0
        before = text[span.start : start].split()
        if (
            text[at.end : at.end + 2] in ("’s", "'s")
            or "-" in (text[at.end : at.end + 1], text[at.start - 1])
            or (before and before[-1].lower() in lexicon.summary.holds_date)
        ):
            continue
        part = _PART_OF_DAY.match(text, at.end)
        stop = part.end() if part else at.end
        between = start == span.start or text[start : start + 2] == ", "
        end = stop + 1 if text[stop : stop + 1] == "," and between else stop
        cuts.append(Span(start, end))
    return cuts


def _weekday(text: str) -> bool:
    return text.lower().split()[-1].endswith("day")


def without(text: str, span: Span, cuts: list[Span]) -> str:
    """Return the words of a span without the cuts, with single spaces."""
    kept, at = [], span.start
    for cut in sorted(cut for cut in cuts if cut.start < span.end):
        if cut.start > at:
            kept.append(text[at : cut.start])
        at = max(at, cut.end)
    kept.append(text[at : span.end])
    plain = _LIST_MARKS.sub("", " ".join(kept))
    joined = re.sub(r",(?:\s*,)+", ",", " ".join(plain.split()))
    return re.sub(r"\s+([,.;:’](?!\w)|[’']s\b)", r"\1", joined).strip(" ,;:.–—-")
