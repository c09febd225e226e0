"""A date in a sentence -> the smallest clause that tells what happened then.

That is the noun phrase that the date belongs to, or the clause around it.  A relative clause that is
between the subject and its verb is cut out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from briefing.extract.events import bounds, dated_clauses, gates
from briefing.extract.events.factuality import is_fact
from briefing.extract.events.nominal import dated_noun, entry, fronted, hangs_on_noun, is_told, nominal
from briefing.extract.events.reports import said_by_name
from briefing.extract.events.verbs import RELATIVES, Frame, between, head_of, stem_of
from briefing.extract.events.wholeness import stands_alone
from briefing.model import Found, Span, Spans, Token, When

_LOOSE = frozenset(("year", "month", "decade", "century", "season", "era", "feast", "unit"))
"""Kinds that date a happening only after a preposition; elsewhere they qualify a noun ("the 2009 draft")."""
_DAYS = frozenset(("day", "weekday", "deictic", "feast"))
"""Kinds of dates that an act of saying may have."""
_BARE = frozenset(("last", "next", "this", "that", "earlier", "later", "early", "late"))
"""With these a month or a year needs no preposition."""
_CHANGED = frozenset((("down", "from"), ("up", "from")))
_LIMITS = frozenset((("later", "than"), ("earlier", "than"), ("sooner", "than")))
"""Words that make a date a limit: "not later than 1 March"."""
_NOWADAYS = frozenset(("today", "now", "nowadays", "currently"))
_COMPARED = 5
"""Words between "than" and the date of what is compared with."""
_COMPARING = frozenset(("than", "compared", "versus"))


class Clause(Struct, frozen=True):
    """A happening: its place, the stem of the word that tells it, and the names in it."""

    at: Spans
    sentence: int
    head: str
    names: frozenset[str]
    rule: str
    within: Span
    """Where those who take part are to be sought."""

    def shares_names(self, other: Clause) -> bool:
        """Return whether two clauses with one head and one date are about the same people and places."""
        few = min(len(self.names), len(other.names))
        return 2 * len(self.names & other.names) >= max(few, 1)


def clause_of(frame: Frame, found: Found[When]) -> Clause | None:
    """Return the clause, or the noun phrase, that the date belongs to; None where it dates no happening."""
    when, tokens = found.item, frame.tokens
    if when.precision is None and when.offset is None and found.rule in ("now", "deictic", "period"):
        return None
    first = bisect_right(tokens, when.at.start, key=_end)
    last = bisect_right(tokens, when.at.end, key=_end) - 1
    if first > last or not _dates_a_clause(frame, when, first, last, found.rule):
        return None
    if _is_gloss(frame, first, last):
        return None
    aside = _beside_clause(frame, when, first, last)
    if aside is not None:
        head = stem_of(frame.lower[aside[0] + (frame.lower[aside[0]] == "to")], frame.lemmas)
        return _clause(frame, [aside], found.sentence, head, "dated-clause")
    about = found.rule == "day" and hangs_on_noun(frame, first, last)
    around = None if about else _clause_around(frame, found, first, last)
    if around is not None:
        return around
    words = said_by_name(frame, first, last) if found.rule in _DAYS and not about else None
    if words is not None:
        return _clause(frame, words, found.sentence, "say", "dated-clause")
    noun = dated_noun(frame, first, last) if found.rule == "day" and when.earliest is not None else None
    if noun is None:
        return None
    head = stem_of(frame.lower[frame.phrase_from[noun[0]].head], frame.lemmas)
    return _clause(frame, [noun], found.sentence, head, "dated-clause")


def _beside_clause(frame: Frame, when: When, first: int, last: int) -> tuple[int, int] | None:
    """Return the participle in front of the sentence, or the entry of a list, that the date is in."""
    opening = fronted(frame, last)
    if opening is not None:
        return opening[:2]
    aim = entry(frame, first) if when.scheduled else None
    return None if aim is None else (aim, bounds.right(frame, first, last, quoted=frame.quoted[first]))


def _clause_around(frame: Frame, found: Found[When], first: int, last: int) -> Clause | None:
    """Return the smallest clause around the date at tokens[first:last + 1]."""
    when, tokens = found.item, frame.tokens
    quoted = frame.quoted[first]
    phrase = nominal(frame, first, last, found.rule)
    if phrase is not None:
        start, end = phrase
        if start == end or frame.syntax.tags[start] == "PRP$" or gates.is_of_thing(frame, first, last):
            return None  # "its creation in 1950", "the decree of June 5"
        if (when.earliest, when.era, when.offset) == (None, None, None):
            return None  # "caucuses held on the same day"
        verbs = between(frame.verbs, start, first) or between(frame.happenings, start, end)
        head: str | None = stem_of(frame.lower[verbs[-1] if verbs else start], frame.lemmas)
    else:
        end = bounds.right(frame, first, last, quoted=quoted)
        found_start = bounds.left(frame, first, end, quoted=quoted)
        if found_start is None:
            return None
        start = _told_from(frame, found_start, first)
        if frame.syntax.tags[start] == "VBG" and frame.syntax.phrase_at(start) is None:
            return None  # "After winning the vote on Tuesday, Lind resigned" has no subject
        end = dated_clauses.before_next_date(frame, last, end)
        head = head_of(frame, start, end, first)
        if head is None or not is_fact(frame, when, start, end, first):
            return None
    parts: list[tuple[int, int]] | None = _parts(frame, start, first, end)
    if phrase is None and parts is not None:
        parts = dated_clauses.alone(frame, parts, first, scheduled=when.scheduled)
    if head is None or parts is None or not stands_alone(frame, found, parts):
        return None
    if phrase is None and not is_told(frame, start, end, range(first, last + 1)):
        return None
    if phrase is None and gates.is_anothers(frame, first, last, start):
        return None
    if gates.is_half(frame, found, parts, last):
        return None
    ahead = found.rule == "distance" and when.at.end < tokens[end - 1].end and first > start
    until = when.at.start if ahead else None
    return _clause(frame, parts, found.sentence, head, "dated-clause", until)


def _told_from(frame: Frame, start: int, first: int) -> int:
    """Return where the happening begins: behind "Subsequently," and behind "The ministry said"."""
    if frame.syntax.tags[start] == "RB" and frame.lower[start + 1] == "," and start + 1 < first:
        start += 2
    if frame.lower[start] == "(" and frame.lower[start + 2] == ")" and start + 3 < first:
        start += 3
    opening = fronted(frame, start)
    if opening is not None and opening[2].first < first:
        start = opening[2].first  # "Sentenced in 1986, Lind was freed in 1989"
    if frame.syntax.tags[start] in ("CD", "LS") and frame.lower[start + 1] == ".":
        start += 2  # the number of an entry in a list
    return max((at for at in _contents(frame) if start < at <= first), default=start)


def _contents(frame: Frame) -> Iterator[int]:
    """Yield where what is said begins without a "that": "the ministry said the talks had failed"."""
    clauses = frame.syntax.clauses
    for clause in clauses:
        around = clauses[clause.parent] if clause.parent is not None else None
        saying = around.verb if around is not None else None
        if clause.kind != "complement" or clause.opener is not None or saying is None:
            continue
        subject = clause.subject is not None and clause.subject.first == clause.first
        if clause.first == saying.end and frame.lower[saying.head] in frame.words.telling:
            continue  # "told parliament on Monday the deal was near": parliament is who was told
        if subject and saying.end <= clause.first and frame.lower[saying.head] in frame.words.reporting:
            yield clause.first


def _is_gloss(frame: Frame, first: int, last: int) -> bool:
    """Return whether the date only says another in brackets again: "today (2100 UTC, yesterday)"."""
    opening = bounds.bracket(frame, first)
    close = next(
        (at for at in range(last + 1, min(len(frame.lower), last + 9)) if frame.lower[at] == ")"), None
    )
    if opening is None or close is None or between(frame.verbs, opening, close):
        return False
    return len(frame.dates) > sum(token.start in frame.dates for token in frame.tokens[opening:close])


def inherits(frame: Frame, sentence: int) -> Clause | None:
    """Return an undated sentence in the past that goes on telling of the era before it."""
    if not frame.verbs or not _NOWADAYS.isdisjoint(frame.lower):
        return None
    main, end = frame.syntax.verb_at(frame.verbs[0]), len(frame.lower)
    if main is None or main.tense != "past" or frame.lower[main.head] in frame.words.reporting:
        return None
    head = head_of(frame, frame.opening, end, end)
    if head is None:
        return None
    return _clause(frame, [(frame.opening, end - (frame.lower[-1] in ".!?"))], sentence, head, "era-goes-on")


def _end(token: Token) -> int:
    return token.end


def _clause(
    frame: Frame, parts: list[tuple[int, int]], sentence: int, head: str, rule: str, until: int | None = None
) -> Clause:
    tokens = frame.tokens
    at = Spans(Span(tokens[a].start, tokens[b - 1].end) for a, b in parts)
    return Clause(
        at=at,
        sentence=sentence,
        head=head,
        names=frozenset([t.text for a, b in parts for t in tokens[a:b] if t.text[0].isupper()]),
        rule=rule,
        within=Span(at[0].start, at[-1].end if until is None else until),
    )


def _dates_a_clause(frame: Frame, when: When, first: int, last: int, kind: str) -> bool:
    """Return whether the date says when something happened, and does not only qualify a noun."""
    lower, words = frame.lower, frame.words
    before = lower[first - 1] if first > frame.opening else ""
    if kind == "said" or before == "since" or (before == "as" and kind == "era"):
        return False
    near = lower[max(frame.opening, first - _COMPARED) : first]
    limit = lower[max(0, first - 2) : first] in _LIMITS
    if (not limit and not _COMPARING.isdisjoint(near)) or any(pair in _CHANGED for pair in pairwise(near)):
        return False  # "more than there were in 2018", "down from 68 in 2015"
    if lower[max(0, first - 2) : first] == ("as", "of"):
        return False  # "as of Friday" says how things stand
    if "".join(lower[last + 1 : last + 2]) in ("'s", "’s", "'"):
        return bool(between(frame.happenings, last + 2, last + 6))
    if kind == "era" and not before:
        return False  # "The Cold War was over" tells of the era, not of what happened in it
    if before == "of" and lower[first - 2] in words.times:
        return not words.dating.isdisjoint(lower[max(0, first - 5) : first - 2])  # "in the first week of May"
    if (
        before == "from"
        and lower[first - 2] != "effect"
        and not words.deferring.isdisjoint(lower[max(0, first - 8) : first])
    ):
        return False  # "postponed the hearing from March 3"
    if before == "for" and _is_for_noun(frame, first):
        return False  # "the budget for 2015"
    if kind not in _LOOSE or (when.scheduled and before == "for"):
        return True
    return not before or before in words.dating or lower[first] in _BARE


def _is_for_noun(frame: Frame, first: int) -> bool:
    """Return whether a noun, and no verb such as "set", is before "for" and the date at `first`."""
    planned = frame.lower[first - 2] in frame.words.intending or frame.lower[first - 2] in frame.words.coming
    return first > 1 and not planned and first - 1 in frame.phrase_to


def _parts(frame: Frame, start: int, first: int, end: int) -> list[tuple[int, int]]:
    """Cut what is between two commas behind the subject out of the clause.

    A relative clause that holds the date itself loses its pronoun: "Morrow […] joined in 1998".
    """
    commas = [at for at in between(frame.joints, start + 1, first - 1) if frame.lower[at] == ","]
    for number, at in enumerate(commas):
        opened = frame.openers.get(at + 1)
        relative_clause = opened is not None and frame.lower[at + 1] in RELATIVES
        if not relative_clause and not _participial(frame, at + 1):
            continue
        for close in commas[number + 1 :]:
            if not frame.finite.isdisjoint(range(close + 1, min(close + 3, first))):
                return [(start, at), (close + 1, end)]
        if relative_clause and opened is not None and at + 2 in frame.finite and opened.end >= first:
            return [(start, at), (at + 2, end)]
        break
    return [(start, end)]


def _participial(frame: Frame, at: int) -> bool:
    """Return whether a participle is at an index, perhaps behind an adverb: "first elected", "closed"."""
    tags = frame.syntax.tags
    if tags[at] in ("RB", "JJ"):
        at += 1
    return tags[at] in ("VBN", "VBD")
