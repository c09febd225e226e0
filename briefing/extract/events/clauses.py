"""A date in a sentence -> the smallest clause that tells what happened then.

Works on the tokens of one sentence: walks left and right from the date to the nearest joints that
leave a verb or the name of a happening between them.  A relative clause that stands between the
subject and its verb is cut out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from briefing.extract.events.verbs import MARKS, STARTERS, STRONG, Frame, between, head_of
from briefing.model import Found, Span, Spans, Token, When

_LOOSE = frozenset(("year", "month", "decade", "century", "season", "era", "feast", "unit"))
"""Kinds that date a happening only after a preposition; elsewhere they qualify a noun ("the 2009 draft")."""
_BARE = frozenset(("last", "next", "this", "that", "earlier", "later", "early", "late"))
"""With these a month or a year needs no preposition."""
_REPORT = 20
"""Words before a "that" in which the verb of saying stands."""
_RELATIVES = frozenset(("which", "who", "whose", "whom"))
_SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our", "you", "your"))
_NEXT = 12
"""So many words after an "and" with a verb, another date makes the verb's clause one of its own."""
_REACH = 80
"""Words that are looked at on either side of a date; bounds the cost in a sentence without end."""


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
        """Tell whether two clauses with one head and one date are about the same people and places."""
        few = min(len(self.names), len(other.names))
        return 2 * len(self.names & other.names) >= max(few, 1)


def clause_of(frame: Frame, found: Found[When]) -> Clause | None:
    """Return the clause that the date belongs to; None where it dates no happening."""
    when, tokens = found.item, frame.tokens
    if when.precision is None and when.offset is None and found.rule in ("now", "deictic"):
        return None
    first = bisect_right(tokens, when.at.start, key=_end)
    last = bisect_right(tokens, when.at.end, key=_end) - 1
    if first > last or not _dates_a_clause(frame, first, last, found.rule):
        return None
    quoted = frame.quoted[first]
    end = _right(frame, first, last, quoted=quoted)
    start = _left(frame, first, end, quoted=quoted)
    if start is None or (quoted and any(tokens[i].lower in _SPEAKERS for i in range(start, end))):
        return None
    head = head_of(frame, start, end, first)
    if head is None:
        return None
    ahead = found.rule == "distance" and when.at.end < tokens[end - 1].end
    within = Span(tokens[start].start, when.at.start if ahead and first > start else tokens[end - 1].end)
    parts = _without_relative(frame, start, first, end)
    return _clause(tokens, parts, found.sentence, head, "dated-clause", within)


def inherits(frame: Frame, sentence: int) -> Clause | None:
    """Return an undated sentence in the past that goes on telling of the era before it."""
    tokens, words = frame.tokens, frame.words
    if not frame.verbs or any(t.lower in ("today", "now", "nowadays", "currently") for t in tokens):
        return None
    main = tokens[frame.verbs[0]].lower
    if not (main in words.past or main.endswith("ed")) or main in words.reporting:
        return None
    head = head_of(frame, 0, len(tokens), len(tokens))
    if head is None:
        return None
    end = len(tokens) - (tokens[-1].text in ".!?")
    within = Span(tokens[0].start, tokens[end - 1].end)
    return _clause(tokens, [(0, end)], sentence, head, "era-goes-on", within)


def _end(token: Token) -> int:
    return token.end


def _clause(
    tokens: Sequence[Token], parts: list[tuple[int, int]], sentence: int, head: str, rule: str, within: Span
) -> Clause:
    return Clause(
        at=Spans(Span(tokens[a].start, tokens[b - 1].end) for a, b in parts),
        sentence=sentence,
        head=head,
        names=frozenset([t.text for a, b in parts for t in tokens[a:b] if t.text[0].isupper()]),
        rule=rule,
        within=within,
    )


def _dates_a_clause(frame: Frame, first: int, last: int, kind: str) -> bool:
    """Tell whether the date says when something happened, and does not only qualify a noun."""
    tokens = frame.tokens
    before = tokens[first - 1].lower if first else ""
    after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    if before == "since" or (before == "as" and kind == "era"):
        return False
    if before == "of" and first > 1 and tokens[first - 2].lower == "as":
        return False  # "as of Friday" says how things stand
    if after in ("'s", "’s", "'"):
        return any(t.lower in frame.words.happenings for t in tokens[last + 2 : last + 6])
    if kind == "era" and not before:
        return False  # "The Cold War was over" tells of the era, not of what happened in it
    if kind not in _LOOSE:
        return True
    return not before or before in frame.words.dating or tokens[first].lower in _BARE


def _right(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the index after the last token of the clause."""
    tokens = frame.tokens
    at = _first_end(frame, first, last, quoted=quoted)
    while at > last + 1 and tokens[at - 1].text in ",.([":
        if tokens[at - 1].text == "." and at < len(tokens) and tokens[at].text not in MARKS:
            break  # the point of an abbreviation
        at -= 1
    return at


def _first_end(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the first joint behind the date that may end the clause, or how far is looked."""
    tokens = frame.tokens
    most, floor = min(len(tokens), last + 1 + _REACH), max(0, first - _REACH)
    before = between(frame.joints, floor, first)
    floor = max([joint + 1 for joint in before if tokens[joint].text in STRONG], default=floor)
    resumed = last + 1
    for joint in between(frame.joints, last + 1, most):
        if joint < resumed:
            continue
        text = tokens[joint].text
        if text in STRONG or (text in ".!?" and joint == len(tokens) - 1):
            return joint
        if text in MARKS:
            if quoted or tokens[joint - 1].text in ",:":
                return joint
            resumed = _after_quotation(tokens, joint, most)
            continue
        if not frame.tells(floor, first if joint == last + 1 else joint):
            continue
        if text == "," and joint + 1 < len(tokens):
            # a name after a comma may be the country of a town or the next of a list
            if joint == last + 1 or not tokens[joint + 1].text[0].isupper():
                return joint
        elif tokens[joint].lower in ("and", "but") and joint + 1 < most and _starts_anew(frame, joint + 1):
            return joint
    return most


def _after_quotation(tokens: Sequence[Token], at: int, most: int) -> int:
    for end in range(at + 1, most):
        if tokens[end].text in MARKS:
            return end + 1
    return at + 1


def _starts_anew(frame: Frame, at: int) -> bool:
    """Tell whether a dated clause of its own follows an "and"."""
    tokens, dates = frame.tokens, frame.dates
    if tokens[at].start in dates:
        return True
    if tokens[at].lower in frame.words.dating and at + 1 < len(tokens):
        return tokens[at + 1].start in dates
    return at in frame.finite and any(token.start in dates for token in tokens[at + 1 : at + _NEXT])


def _left(frame: Frame, first: int, end: int, *, quoted: bool) -> int | None:
    """Return the index of the first token of the clause."""
    tokens = frame.tokens
    floor = max(-1, first - 1 - _REACH)
    resumed = first - 1
    for at in reversed(between(frame.joints, floor + 1, first)):
        if at > resumed:
            continue
        if tokens[at].text in MARKS:
            if quoted:
                whole = frame.tells(at + 1, end) and at + 1 not in frame.finite
                return at + 1 if whole else None
            resumed = _before_quotation(tokens, at, floor)
            continue
        start = _opens_after(frame, at, first)
        if start is not None and start < end and frame.tells(start, end) and start not in frame.finite:
            return start
    return floor + 1 if frame.tells(floor + 1, end) else None


def _before_quotation(tokens: Sequence[Token], at: int, floor: int) -> int:
    for start in range(at - 1, floor, -1):
        if tokens[start].text in MARKS:
            return start - 1
    return at - 1


def _opens_after(frame: Frame, at: int, first: int) -> int | None:
    """Return where a clause begins if the token at an index is a joint."""
    tokens, words = frame.tokens, frame.words
    token = tokens[at]
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if token.text in STRONG:
        return at + 1 + (following in ("and", "but"))
    if token.lower == "that" and _is_reported(frame, at):
        return at + 1
    if token.lower in STARTERS and at + 1 < first:
        return at + 1
    if token.lower in ("and", "but"):
        dated = at + 1 == first or (at + 2 == first and following in frame.words.dating)
        return at + 1 if dated else None
    if token.text == "," and at + 1 < first:
        if following in words.openers and following not in _RELATIVES:
            return at + 2
        if tokens[0].lower == "according":
            return at + 1
    return None


def _is_reported(frame: Frame, at: int) -> bool:
    """Tell whether a "that" opens what was said, also behind "said after the talks" and "told reporters"."""
    tokens, reporting = frame.tokens, frame.words.reporting
    if at and tokens[at - 1].lower in reporting:
        return True
    verbs = between(frame.verbs, max(0, at - _REPORT), at)
    if not verbs or at + 1 in frame.finite or tokens[verbs[-1]].lower not in reporting:
        return False
    following = tokens[verbs[-1] + 1].lower
    return following in frame.words.adjuncts or tokens[verbs[-1]].lower in frame.words.telling


def _without_relative(frame: Frame, start: int, first: int, end: int) -> list[tuple[int, int]]:
    """Cut a relative clause that is closed before the date out of the clause."""
    tokens = frame.tokens
    commas = [at for at in between(frame.joints, start + 1, first - 1) if tokens[at].text == ","]
    for number, at in enumerate(commas):
        if tokens[at + 1].lower not in _RELATIVES:
            continue
        for close in commas[number + 1 :]:
            if between(frame.verbs, close + 1, min(close + 3, first)):
                return [(start, at), (close + 1, end)]
        break
    return [(start, end)]
