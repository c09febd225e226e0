"""The source's headline, or the lead's own words -> a title: who did what where, and who says so.

Titles, appositions, dates and brackets are cut out of the lead sentence; what is left is in the
lead's order, and nothing is added but the capital at its start.  A long title ends where a main
clause has ended, never inside a quotation or a list; where no such place is sure, it stays long.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.extract import quoting
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Span, Statement, Token, When
from briefing.model.syntax import Clause, Syntax
from briefing.text import invisible
from briefing.text.lists import is_listed

LONG = 100
"""Characters; a longer title is cut where that leaves a whole thought."""
LONGEST = 220
"""Characters; a title that has no such place ends with "…" after as many."""
SPARED = 60
"""Characters below `LONGEST` from which a title ends at its first joint, however late that is."""
FEWEST_WORDS = 5
"""A line of fewer words is a slug, a place or a caption, and no headline."""
_ASIDE = re.compile(r", (?:who|which|whose|whom|formerly|also known as) [^,]{1,120},|, \d{1,3},")
"""What hangs on a name between two commas."""
_COUNTERPART = re.compile(r"\b(?:his|her|its|their) (?:[\w-]+ )?counterpart, (?=[A-Z])")
_PART_OF_DAY = re.compile(r" (?:night|morning|afternoon|evening)\b")
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_COMMA = re.compile(r", | [—–-] ")
_NO_HEADLINE = re.compile(
    r"^By |©|@|https?:|\b(?:photo|picture|credit|getty|file photo|contact|issued by)\b", re.I
)
"""A byline, a caption or an address; no headline."""
_NO_ENDS = frozenset(("according",))
"""Words behind a comma that say who said what is before it."""


class Turn(NamedTuple):
    """Words in a transcript, and the label under which they are spoken."""

    label: Span
    words: Span


def of_source(document: Document) -> str | None:
    """Return the headline that stands as a paragraph by itself before the text; None where there is none."""
    body = document.article.body
    lines = document.text[body.start : body.end].lstrip().split("\n", 3)
    alone = len(lines) > 2 and (not lines[1].strip() or lines[1].lower().startswith("by "))
    line = lines[0].strip()
    words = re.findall(r"[^\W\d_]{2,}", line)
    if not alone or len(words) < FEWEST_WORDS or len(line) > LONGEST:
        return None
    return None if line[-1] in '.!?:;,)”"' or _NO_HEADLINE.search(line) else invisible.without(line)


def headline(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    lead: int,
    lexicon: Lexicon,
    turn: Turn | None = None,
) -> str:
    """Return the source's headline, or else a title made from sentence `lead`, with its attribution.

    In a transcript that is the label of the turn, before those words of it that `turn` has.
    """
    given = of_source(document)
    if given is not None:
        return given
    text = document.text
    span = quoting.whole(document, lead) if turn is None else turn.words
    cuts = [
        *_roles(document, span, cast, lead),
        *_counterparts(text, span),
        *(Span(*m.span()) for m in _ASIDE.finditer(text, span.start, span.end)),
        *_dates(document, span, dates, lead, lexicon),
        *(Span(*m.span()) for m in _BRACKETS.finditer(text, span.start, span.end)),
    ]
    told = _attributed(document, span, statements, lead)
    if turn is not None:
        label = turn.label.of(text)
        said = _shorten(document, lead, span, cuts, LONG - len(label), lexicon)
        return invisible.without(f"{label}: {_capital(said)}")
    if told is None:
        return invisible.without(_capital(_shorten(document, lead, span, cuts, LONG, lexicon)))
    source = _without(text, told[1], cuts)
    content = _shorten(document, lead, told[0], cuts, LONG - len(source), lexicon)
    return invisible.without(_capital(f"{content}, {source}"))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _attributed(
    document: Document, span: Span, statements: Sequence[Found[Statement]], lead: int
) -> tuple[Span, Span] | None:
    """Return content and attribution of a lead that is one indirect statement, told first."""
    text = document.text
    for found in statements:
        content = found.item.at
        if found.sentence != lead or found.item.kind == "view" or found.item.mode == "direct":
            continue
        first = content[0]
        if not span.covers(first) or first.start - span.start > 1 or len(first.of(text).split()) < 5:
            continue
        start = first.end + len(text[first.end : span.end]) - len(text[first.end : span.end].lstrip(" ,"))
        verb = text.find(found.item.verb or "", start, span.end)
        if verb < 0 or text[first.end : start].strip(" ") != ",":
            continue
        comma = _COMMA.search(text, verb, span.end)
        end = comma.start() if comma else span.end
        return Span(span.start, first.end), Span(start, end)
    return None


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
                    if _stands_free(document, lead, at, titled[0]):
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


def _stands_free(document: Document, lead: int, title: Span, name: Span) -> bool:
    """Return whether no word of a title's noun phrase is left without it ("former [leader] Holm")."""
    if document.text[name.end : name.end + 4].split() == ["of"]:
        return False  # "Prime Minister Jan Holm of Velde"
    at = bisect_left(document.tokens[lead], title.start, key=_start)
    syntax = document.syntax[lead]
    phrase = syntax.phrase_at(at)
    if phrase is not None and phrase.first != at:
        return False
    before = next((other for other in syntax.phrases if other.end == at - 1), None)
    participle = syntax.tags[at - 1] in ("VBN", "VBD") and before is not None
    return not (participle and before is not None and before.preposition is not None)


def _start(token: Token) -> int:
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
        clause = syntax.clause_at(bisect_left(tokens, start, key=_start))
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


def _without(text: str, span: Span, cuts: list[Span]) -> str:
    kept, at = [], span.start
    for cut in sorted(cut for cut in cuts if cut.start < span.end):
        if cut.start > at:
            kept.append(text[at : cut.start])
        at = max(at, cut.end)
    kept.append(text[at : span.end])
    joined = " ".join(" ".join(kept).split())
    return re.sub(r"\s+([,.;:’](?!\w)|[’']s\b)", r"\1", joined).strip(" ,;:.–—-")


def _shorten(document: Document, lead: int, span: Span, cuts: list[Span], most: int, lexicon: Lexicon) -> str:
    """Return what a span says without the cuts, up to the last joint within `most` characters.

    Where none leaves a whole thought within them it stays as it is, up to `LONGEST`.
    """
    text = document.text
    title = _without(text, span, cuts)
    if len(title) > most:
        offsets = _ends(document, lead, span, cuts, lexicon)
        ends = [_without(text, Span(span.start, end), cuts) for end in offsets]
        ends = [end for end in ends if len(end.split()) >= FEWEST_WORDS and not quoting.is_open(end)]
        fitting = [end for end in ends if len(end) <= most]
        if fitting:
            title = fitting[-1]
        elif ends and len(ends[0]) <= LONGEST < len(title) + SPARED:
            title = ends[0]
        elif len(title) > LONGEST:
            title = title[: title.rfind(" ", 0, LONGEST - 1)] + "…"
    title = title.rstrip(" ,;:.–—-")
    return title + "…" if quoting.is_open(title) and title[-1] != "…" else title


def _ends(document: Document, lead: int, span: Span, cuts: list[Span], lexicon: Lexicon) -> Iterator[int]:
    """Yield the offsets at which a title may end: joints behind the main verb that part no list."""
    tokens, lower, syntax = document.tokens[lead], document.lower[lead], document.syntax[lead]
    verbs = [clause.verb.end for clause in syntax.clauses if clause.verb and clause.kind in _MAIN]
    if not verbs:
        return
    first = bisect_left(tokens, span.start, key=_start)
    for at in range(max(min(verbs), first + 1), len(tokens) - 1):
        end = tokens[at - 1].end
        inside = span.start < end and tokens[at].end < span.end
        if any(cut.start <= tokens[at].start < cut.end for cut in cuts):
            continue
        if not inside or lower[at - 1] in lexicon.summary.no_title_ends:
            continue
        if lower[at] in _MARKS:
            if _parts(syntax, lower, first, at):
                yield end
        elif _opens(syntax, lower, at, lexicon):
            yield end


def _parts(syntax: Syntax, lower: Sequence[str], first: int, at: int) -> bool:
    """Return whether a comma or a dash parts what follows from a whole thought."""
    if lower[at - 1].isdigit() and lower[at + 1].isdigit():
        return False  # a score, "1 – 0"
    if sum(word in _DASHES for word in lower[first:at]) % 2:
        return False  # in what is between two dashes
    if lower[at] in _DASHES:
        return lower[first:].count(lower[at]) == 1  # not "the pause — a month — of parliament"
    if any(clause.end == at and _is_condition(clause, lower) for clause in syntax.clauses):
        return False
    source = lower[at + 1] in _NO_ENDS or any(
        clause.kind == "reporting" and clause.first == at + 1 for clause in syntax.clauses
    )
    phrase = next((phrase for phrase in syntax.phrases if phrase.end == at), None)
    return not (source or (phrase is not None and phrase.joined) or is_listed(syntax, lower, at))


def _is_condition(clause: Clause, lower: Sequence[str]) -> bool:
    """Return whether a clause is a half behind a verb of saying: "said if the goal is peace, then ..."."""
    return clause.kind == "adverbial" and clause.opener is not None and lower[clause.opener] in _CONDITIONS


def _opens(syntax: Syntax, lower: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Return whether a word opens what is setting and not the news: "after", "ahead of"."""
    if lower[at] == "as":  # "as part of" may be what the verb needs
        return any(clause.opener == at and clause.kind == "adverbial" for clause in syntax.clauses)
    return any(lower[at : at + len(words)] == words for words in _joints(lexicon))


_MARKS = frozenset((",", ";", "–", "—", "--"))
_CONDITIONS = frozenset(("if", "unless", "when", "while", "although", "though"))
_DASHES = ("–", "—", "--")
_MAIN = frozenset(("main", "coordinated", "complement"))


@functools.cache
def _joints(lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words.split()) for words in lexicon.summary.title_joints)
