"""A date in a sentence -> the smallest clause that tells what happened then.

Works on the tokens of one sentence: walks left and right from the date to the nearest joints that
leave a verb or the name of a happening between them.  A relative clause that is between the
subject and its verb is cut out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from briefing.extract.events.nominal import UNKNOWN, nominal, relative
from briefing.extract.events.verbs import MARKS, RELATIVES, STARTERS, STRONG, Frame, between, head_of, stem_of
from briefing.model import Found, Span, Spans, Token, When

_LOOSE = frozenset(("year", "month", "decade", "century", "season", "era", "feast", "unit"))
"""Kinds that date a happening only after a preposition; elsewhere they qualify a noun ("the 2009 draft")."""
_BARE = frozenset(("last", "next", "this", "that", "earlier", "later", "early", "late"))
"""With these a month or a year needs no preposition."""
_REPORT = 20
"""Words before a "that" in which the verb of saying stands."""
_SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our", "you", "your"))
_NEGATIONS = frozenset(("no", "not", "never", "won't", "won’t", "n't", "n’t", "cannot"))
_SUBJECTS = frozenset(("i", "we", "you"))
_ADVERBS = frozenset(("first", "also", "then", "later", "once", "since"))
_SUBJECT = 6
"""So many words after "on Monday and" the verb of another clause may stand."""
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
        """Return whether two clauses with one head and one date are about the same people and places."""
        few = min(len(self.names), len(other.names))
        return 2 * len(self.names & other.names) >= max(few, 1)


def clause_of(frame: Frame, found: Found[When]) -> Clause | None:
    """Return the clause that the date belongs to; None where it dates no happening."""
    when, tokens = found.item, frame.tokens
    if when.precision is None and when.offset is None and found.rule in ("now", "deictic", "period"):
        return None
    first = bisect_right(tokens, when.at.start, key=_end)
    last = bisect_right(tokens, when.at.end, key=_end) - 1
    if first > last or not _dates_a_clause(frame, when, first, last, found.rule):
        return None
    if _is_gloss(frame, first, last):
        return None
    quoted = frame.quoted[first]
    phrase = nominal(frame, first, last, found.rule)
    if phrase is not None:
        start, end = phrase
        if start == end:
            return None
        verbs = between(frame.verbs, start, first) or between(frame.happenings, start, end)
        head: str | None = stem_of(tokens[verbs[-1] if verbs else start].lower, frame.words)
    else:
        end = _right(frame, first, last, quoted=quoted)
        found_start = _left(frame, first, end, quoted=quoted)
        if found_start is None:
            return None
        start = found_start
        head = head_of(frame, start, end, first)
    parts = _without_relative(frame, start, first, end)
    if head is None or not _stands_alone(frame, found, parts):
        return None
    ahead = found.rule == "distance" and when.at.end < tokens[end - 1].end
    within = Span(tokens[start].start, when.at.start if ahead and first > start else tokens[end - 1].end)
    return _clause(tokens, parts, found.sentence, head, "dated-clause", within)


def _is_gloss(frame: Frame, first: int, last: int) -> bool:
    """Return whether the date only says another in brackets again: "today (2100 UTC, yesterday)"."""
    tokens = frame.tokens
    opening = next((at for at in range(first - 1, max(-1, first - 9), -1) if tokens[at].text in "()"), None)
    if opening is None or tokens[opening].text == ")":
        return False
    close = next((at for at in range(last + 1, min(len(tokens), last + 9)) if tokens[at].text == ")"), None)
    if close is None or between(frame.verbs, opening, close):
        return False
    inside = sum(token.start in frame.dates for token in tokens[opening:close])
    return len(frame.dates) > inside


def _stands_alone(frame: Frame, found: Found[When], parts: list[tuple[int, int]]) -> bool:
    """Return whether the clause tells of a happening without its surroundings."""
    tokens, when = frame.tokens, found.item
    start, end = parts[0][0], parts[-1][1]
    words = [token for a, b in parts for token in tokens[a:b]]
    told = [token.lower for token in words]
    persons = _SPEAKERS if frame.quoted[start] else _SUBJECTS
    if any(token.lower in persons and token.text != "US" for token in words):
        return False  # who "we" are is not told
    if (when.scheduled or "would" in told) and not _NEGATIONS.isdisjoint(told):
        return False  # what will not take place
    if told[0] == "there" and "no" in told:
        return False
    if any(
        told[k : k + 2] == ["to", "have"] and told[k - 1] in ("was", "were") for k in range(1, len(told) - 1)
    ):
        return False  # "was to have been signed" was not
    if when.scheduled and _is_called_off(frame, start, end):
        return False
    verbs = between(frame.verbs, start, end)
    if found.rule == "deictic" and when.text.lower() == "today" and verbs:
        verb, ahead = tokens[verbs[0]].lower, tokens[verbs[0] + 1 : verbs[0] + 3]
        if verb in ("is", "are", "remains", "remain") and not any(
            t.lower.endswith(("ing", "ed")) for t in ahead
        ):
            return False  # "Today, the league is larger"
    if told[0] in frame.words.openers and told[0] not in ("that", "since"):
        return bool(verbs) and verbs[0] > start + 1 and not told[1].endswith("ing")
    return True


def _is_called_off(frame: Frame, start: int, end: int) -> bool:
    """Return whether the sentence says near the clause that what was to come has been given up."""
    near = [token.lower for token in frame.tokens[start : end + _REPORT]]
    return not frame.words.cancelling.isdisjoint(near) or "called off" in " ".join(near)


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


def _dates_a_clause(frame: Frame, when: When, first: int, last: int, kind: str) -> bool:
    """Return whether the date says when something happened, and does not only qualify a noun."""
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
    if before == "from" and any(t.lower in frame.words.deferring for t in tokens[max(0, first - 8) : first]):
        return False  # "postponed the hearing from March 3"
    if kind not in _LOOSE or (when.scheduled and before == "for"):
        return True
    return not before or before in frame.words.dating or tokens[first].lower in _BARE


def _right(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the index after the last token of the clause."""
    tokens = frame.tokens
    if last + 1 in frame.finite and between(frame.verbs, max(0, first - _REACH), first):
        return last + 1  # "The treaty signed in 1987 collapsed"
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
        opening = next(
            (at for at in range(joint - 1, max(last, joint - 9), -1) if tokens[at].text in "()"), None
        )
        if opening is not None and tokens[opening].text == "(":
            continue  # a comma in brackets
        if text in STRONG or (text in ".!?" and joint == len(tokens) - 1):
            return joint
        if text in MARKS:
            if quoted or tokens[joint - 1].text in ",:":
                return joint
            resumed = _after_quotation(tokens, joint, most)
            continue
        if not frame.tells(floor, first if joint == last + 1 else joint):
            continue
        lower = tokens[joint].lower
        if text == "," and joint + 1 < len(tokens):
            half = any(tokens[at].lower in STARTERS for at in before)
            behind = next(
                (at for at in between(frame.joints, last + 1, joint) if tokens[at].lower in STARTERS), joint
            )
            if not half and not between(frame.verbs, floor, behind) and between(frame.verbs, joint, most):
                continue  # "On Monday, Lind, the envoy for the talks, resigned"
            # a name after a comma may be the country of a town or the next of a list
            if joint == last + 1 or not tokens[joint + 1].text[0].isupper() or _attributes(frame, joint):
                return joint
        elif (
            lower in ("and", "but")
            and joint + 1 < most
            and _starts_anew(frame, joint + 1, near=joint == last + 1)
        ) or (
            (lower in RELATIVES or lower == "that")
            and joint > last + 1
            and _qualifies(frame, floor, joint, most)
        ):
            return joint
    return most


def _qualifies(frame: Frame, floor: int, joint: int, most: int) -> bool:
    """Return whether a "that" or "who" opens a relative clause behind a clause that has its verb."""
    if relative(frame, joint, most) is None or not between(frame.verbs, floor, joint):
        return False
    return not _is_reported(frame, joint)


def _attributes(frame: Frame, comma: int) -> bool:
    """Return whether all that follows a comma is who said so: ", the minister said."."""
    verbs = frame.verbs
    if not verbs or verbs[-1] < comma or (len(verbs) > 1 and verbs[-2] > comma):
        return False
    return frame.tokens[verbs[-1]].lower in frame.words.reporting


def _after_quotation(tokens: Sequence[Token], at: int, most: int) -> int:
    for end in range(at + 1, most):
        if tokens[end].text in MARKS:
            return end + 1
    return at + 1


def _starts_anew(frame: Frame, at: int, *, near: bool) -> bool:
    """Return whether a dated clause of its own, or another verb, follows an "and"."""
    tokens, dates = frame.tokens, frame.dates
    if tokens[at].start in dates or at in frame.finite:
        return True
    if tokens[at].lower in frame.words.dating and at + 1 < len(tokens) and tokens[at + 1].start in dates:
        return True
    if not near:
        return False
    verbs = between(frame.verbs, at + 1, at + _SUBJECT)
    return bool(verbs) and not any(token.text == "," for token in tokens[at : verbs[0]])


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
        start = _opens_after(frame, at, first, end)
        if start == UNKNOWN:
            return None
        if start is None or start >= end or start in frame.finite or tokens[start].lower in RELATIVES:
            continue
        if frame.tells(start, end):
            return start
    return floor + 1 if frame.tells(floor + 1, end) else None


def _before_quotation(tokens: Sequence[Token], at: int, floor: int) -> int:
    for start in range(at - 1, floor, -1):
        if tokens[start].text in MARKS:
            return start - 1
    return at - 1


def _opens_after(frame: Frame, at: int, first: int, end: int) -> int | None:
    """Return where a clause begins if the token at an index is a joint."""
    tokens, words = frame.tokens, frame.words
    token = tokens[at]
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if token.text in STRONG:
        return at + 1 + (following in ("and", "but"))
    if token.lower == "that" and _is_reported(frame, at):
        return at + 1
    if token.lower in RELATIVES or token.lower == "that":
        return relative(frame, at, first)
    if token.lower in STARTERS and at + 1 < first and tokens[at + 1].start not in frame.dates:
        return _behind_half(frame, at, first, end)
    if token.lower in ("and", "but"):
        dated = at + 1 == first or (at + 2 == first and following in frame.words.dating)
        return at + 1 if dated else None
    if token.text == "," and at + 2 < first and tokens[at + 2].start not in frame.dates:
        if following in words.openers and following not in RELATIVES:
            return at + 2
        if tokens[0].lower == "according":
            return at + 1
    return None


def _behind_half(frame: Frame, at: int, first: int, end: int) -> int | None:
    """Return where the clause begins behind "After moving to Tarn,"; or behind the "after" itself.

    None where the half is inside the clause: "The deal, reached after talks, is due on Sunday".
    """
    for comma in between(frame.joints, at + 1, first):
        if frame.tokens[comma].text != ",":
            continue
        if comma + 1 in frame.finite or frame.tokens[comma + 1].lower in ("and", "but"):
            return None
        if between(frame.verbs, comma + 2, end):
            return comma + 1
    return at + 1


def _is_reported(frame: Frame, at: int) -> bool:
    """Return whether a "that" opens what was said, even after "said after the talks", "told reporters"."""
    tokens, reporting = frame.tokens, frame.words.reporting
    if at and tokens[at - 1].lower in reporting:
        return True
    verbs = between(frame.verbs, max(0, at - _REPORT), at)
    if not verbs or at + 1 in frame.finite or tokens[verbs[-1]].lower not in reporting:
        return False
    following = tokens[verbs[-1] + 1]
    if any(token.lower == "that" for token in tokens[verbs[-1] : at]):
        return False
    if following.start in frame.dates or following.lower in frame.words.adjuncts:
        return True
    return tokens[verbs[-1]].lower in frame.words.telling


def _without_relative(frame: Frame, start: int, first: int, end: int) -> list[tuple[int, int]]:
    """Cut a relative clause that is closed before the date out of the clause."""
    tokens = frame.tokens
    commas = [at for at in between(frame.joints, start + 1, first - 1) if tokens[at].text == ","]
    for number, at in enumerate(commas):
        if tokens[at + 1].lower not in RELATIVES and not _participial(frame, at + 1):
            continue
        for close in commas[number + 1 :]:
            if between(frame.verbs, close + 1, min(close + 3, first)):
                return [(start, at), (close + 1, end)]
        break
    return [(start, end)]


def _participial(frame: Frame, at: int) -> bool:
    """Return whether a participle is at an index, perhaps behind an adverb: "first elected", "closed"."""
    word = frame.tokens[at].lower
    if word in _ADVERBS or word.endswith("ly"):
        word = frame.tokens[at + 1].lower
    return word.endswith("ed") or word in frame.words.participles
