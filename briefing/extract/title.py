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
from itertools import pairwise
from typing import NamedTuple

from briefing.extract import quoting, title_cuts
from briefing.extract.standalone import made_clear
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Span, Statement, When
from briefing.model.syntax import Clause, Syntax
from briefing.text import invisible
from briefing.text.lists import is_listed

LONG = 100
"""Characters; a longer title is cut where that leaves a whole thought."""
LONGEST = 220
"""Characters; a title that has no such place ends with "…" after as many."""
SPARED = 60
"""Characters below `LONGEST` from which a title ends at its first joint, however late that is."""
LONGEST_HEADLINE = 140
_HEAD = 6
"""Lines before the text among which its headline is."""
FEWEST_WORDS = 4
"""A line of fewer words is a slug, a place or a caption, and no headline."""
_COMMA = re.compile(r", | [—–-] ")
_NO_HEADLINE = re.compile(
    r"^(?:By|From|To|Date|Subject|Contact) |^[-–*] |[>|•]|^\w+: |\b(?:briefing room|newsroom|press release)"
    r"|©|@|https?:|\b(?:photo|picture|credit|getty|file photo|contact|issued by)\b",
    re.I,
)
"""A byline, a caption or an address; no headline."""
_GOES_ON = re.compile(r"(?:By|From) ", re.I)
_NO_END = '.!:;,)”"'
_QUOTES = "\"”“’'‘"
_SLUG = re.compile(
    r"(?:(?:UPDATE|WRAPUP) \d+|EXCLUSIVE|BREAKING|HEADLINE|TITLE|RPT|CORRECTED|FACTBOX)(?:-|: ?)"
    r"|\(\d\w\w LD\) "
)
"""What an agency puts before its headline."""
_INSERTED = re.compile(r"\w+( \[[^\]]+\])")
_NO_ENDS = frozenset(("according",))
"""Words behind a comma that say who said what is before it."""


class Turn(NamedTuple):
    """Words in a transcript or a speech, and the label under which they are spoken, or their author."""

    label: str
    words: Span


def of_source(document: Document) -> str | None:
    """Return the headline that stands in a line of its own before the text; None where there is none.

    Lines of a site's menu, a slug and a date before it are passed over.
    """
    body = document.article.body
    lines = document.text[body.start : body.end].lstrip().split("\n", _HEAD + 1)[: _HEAD + 1]
    for line, following in pairwise(map(str.strip, lines)):
        if len(line) > LONGEST_HEADLINE or line[-1:] == ".":
            return None
        prose = len(following) > LONGEST_HEADLINE or following[-1:] in (".", ",")
        if prose and not _GOES_ON.match(following) and line:
            return None
        line = _SLUG.sub("", line)
        whole = line[-1:] in _QUOTES and not quoting.is_open(line) and line[:1] not in _QUOTES
        words = re.findall(r"[^\W\d_]{2,}", line)
        if len(words) < FEWEST_WORDS + line.isupper() or _NO_HEADLINE.search(line):
            continue
        if whole or line[-1] not in _NO_END:
            return invisible.without(line)
    return None


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
    cuts = title_cuts.find(document, span, cast, dates, lead, lexicon)
    told = _attributed(document, span, statements, lead)
    if turn is not None:
        said = _shorten(document, lead, span, cuts, LONG - len(turn.label), lexicon)
        return invisible.without(f"{turn.label}: {_capital(said)}")
    if told is None:
        title = _shorten(document, lead, span, cuts, LONG, lexicon)
        clear = made_clear(document, cast, lead, span) or ""
        opening, name = title.split(" ")[0], _INSERTED.match(clear)
        if name is not None and opening.lower() in ("he", "she"):
            title = title.replace(opening, opening + name[1], 1)  # "She [Anna Berg] will leave"
        return invisible.without(_capital(title))
    source = title_cuts.without(text, told[1], cuts)
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


def _shorten(document: Document, lead: int, span: Span, cuts: list[Span], most: int, lexicon: Lexicon) -> str:
    """Return what a span says without the cuts, up to the last joint within `most` characters.

    Where none leaves a whole thought within them it stays as it is, up to `LONGEST`.
    """
    text = document.text
    title = title_cuts.without(text, span, cuts)
    if len(title) > most:
        offsets = _ends(document, lead, span, cuts, lexicon)
        ends = [title_cuts.without(text, Span(span.start, end), cuts) for end in offsets]
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
    first = bisect_left(tokens, span.start, key=title_cuts.start_of)
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
    if _parts_what_belongs_together(syntax, lower, first, at):
        return False
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


def _parts_what_belongs_together(syntax: Syntax, lower: Sequence[str], first: int, at: int) -> bool:
    """Return whether a cut is in a name, before an object, or behind an "if" without its main clause."""
    before, behind = syntax.tags[at - 1], syntax.tags[at + 1]
    if before in _UNDONE or before == behind == "NNP" or _in_condition(lower, first, at):
        return True  # "at a Frederick, Maryland hospital", "said if they pay, then ..."
    if any(verb.end <= at and lower[verb.end : verb.end + 1] == (",",) for verb in syntax.verbs):
        objects = (one for one in syntax.phrases if one.first > at and lower[one.first - 1] == ",")
        if any(one.preposition is None and not _opens_clause(syntax, one.first) for one in objects):
            return True  # "signed, on Tuesday, the law"
    return any(
        _is_condition(clause, lower)
        and clause.first < at
        and (clause.first <= first + 1 or lower[clause.first - 1] in _SAYING_THAT)
        and not any(
            one.verb and one.kind in _MAIN and clause.end <= one.verb.first < at for one in syntax.clauses
        )
        for clause in syntax.clauses
    )


def _in_condition(lower: Sequence[str], first: int, at: int) -> bool:
    """Return whether the first comma behind a condition is at a token: its main clause is to come."""
    told = next((n for n in range(at - 1, first - 1, -1) if lower[n] in _CONDITIONS), None)
    if told is None or "," in lower[told:at]:
        return False
    return told <= first + 1 or lower[told - 1] in _SAYING_THAT


def _opens_clause(syntax: Syntax, at: int) -> bool:
    """Return whether a clause begins at a token or right before it."""
    return any(clause.first in (at, at - 1) for clause in syntax.clauses)


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
_UNDONE = frozenset(("TO", "MD", "IN", "DT"))
"""Word classes that no title ends with: what they ask for is behind the cut."""
_SAYING_THAT = frozenset(("that", "said", "says", "say", "warned"))
_DASHES = ("–", "—", "--")
_MAIN = frozenset(("main", "coordinated", "complement"))


@functools.cache
def _joints(lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words.split()) for words in lexicon.summary.title_joints)
