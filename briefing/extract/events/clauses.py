"""A date in a sentence -> the smallest clause that tells what happened then.

Works on the tokens of one sentence: walks left and right from the date to the nearest joints that
leave a verb or the name of a happening between them.  A relative clause that is between the
subject and its verb is cut out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefing.extract.events.nominal import UNKNOWN, nominal, relative
from briefing.extract.events.verbs import MARKS, RELATIVES, STARTERS, STRONG, Frame, between, head_of, stem_of
from briefing.model import Found, Span, Spans, Token, When
from briefing.model.syntax import VerbGroup
from briefing.text.chunks import BE, HAVE
from briefing.text.lists import is_listed

_LOOSE = frozenset(("year", "month", "decade", "century", "season", "era", "feast", "unit"))
"""Kinds that date a happening only after a preposition; elsewhere they qualify a noun ("the 2009 draft")."""
_BARE = frozenset(("last", "next", "this", "that", "earlier", "later", "early", "late"))
"""With these a month or a year needs no preposition."""
_REPORT = 20
"""Words before a "that" in which the verb of saying stands."""
_SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our", "you", "your"))
_SUBJECTS = frozenset(("i", "we", "you", "us", "me"))
_AUXILIARIES = BE | HAVE
_APOSTROPHE = re.compile("['’]")
_COMPARED = 5
"""Words between "than" and the date of what is compared with."""
_SUBJECT = 6
"""So many words after "on Monday and" the verb of another clause may stand."""
_FEWEST_OF_THERE = 6
""""There was in 2015" tells nothing."""
_ERAS = frozenset(("decade", "century"))
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
        start = _told_from(frame, found_start, first)
        if frame.syntax.tags[start] == "VBG" and frame.syntax.phrase_at(start) is None:
            return None  # "After winning the vote on Tuesday, Lind resigned" has no subject
        if _planned_by_noun(frame, when, start, first):
            start, end = frame.phrase_to[first - 1].first, last + 1
        head = head_of(frame, start, end, first)
    parts = _parts(frame, start, first, end)
    if head is None or not _stands_alone(frame, found, parts):
        return None
    ahead = found.rule == "distance" and when.at.end < tokens[end - 1].end
    within = Span(tokens[start].start, when.at.start if ahead and first > start else tokens[end - 1].end)
    return _clause(tokens, parts, found.sentence, head, "dated-clause", within)


def _told_from(frame: Frame, start: int, first: int) -> int:
    """Return where the happening begins: behind "Subsequently," and behind "The ministry said"."""
    if frame.syntax.tags[start] == "RB" and frame.lower[start + 1] == "," and start + 1 < first:
        start += 2
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
        if subject and saying.end <= clause.first and frame.lower[saying.head] in frame.words.reporting:
            yield clause.first


def _planned_by_noun(frame: Frame, when: When, start: int, first: int) -> bool:
    """Return whether a noun alone looks ahead: "spoke of their will to take part in a debate in May"."""
    phrase = frame.phrase_to.get(first - 1)
    if not when.scheduled or phrase is None or phrase.head not in frame.happenings:
        return False
    verbs = [v for v in frame.syntax.verbs if start <= v.first and v.end <= phrase.first]
    if not verbs or verbs[-1].finite or verbs[-1].first < 1:
        return False
    intended = {frame.lower[at] for verb in verbs for at in (verb.head, verb.first - 1)}
    return frame.words.intending.isdisjoint(intended) and all(v.tense in ("past", "none") for v in verbs)


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
    when, start, end = found.item, parts[0][0], parts[-1][1]
    told = [frame.lower[at] for a, b in parts for at in range(a, b)]
    verbs = [v for v in frame.syntax.verbs if start <= v.head < end]
    if _is_ours(frame, parts) or _is_denied(when, told, verbs):
        return False
    if told[0] == "there" and ("no" in told or len(told) < _FEWEST_OF_THERE):
        return False
    if when.scheduled and _is_called_off(frame, start, end):
        return False
    finite = [verb for verb in verbs if verb.finite]
    if found.rule in _ERAS and _is_state(frame, start, end):
        return False
    if found.rule == "deictic" and when.text.lower() == "today" and finite and _is_lasting(frame, finite[0]):
        return False  # "Today, the league is larger"
    if told[0] in frame.words.openers and told[0] not in ("that", "since"):
        return bool(verbs) and verbs[0].first > start + 1 and frame.syntax.tags[start + 1] != "VBG"
    return not finite or _has_subject(frame, start, finite[0])


def _is_ours(frame: Frame, parts: list[tuple[int, int]]) -> bool:
    """Return whether a clause speaks of "us" and does not tell who that is."""
    start = parts[0][0]
    persons = _SPEAKERS if frame.quoted[start] else _SUBJECTS
    if frame.lower[start] in ("our", "my", "your"):
        return True
    tokens = [token for a, b in parts for token in frame.tokens[a:b] if token.text != "US"]
    return any(_APOSTROPHE.split(token.lower)[0] in persons for token in tokens)


def _is_denied(when: When, told: list[str], verbs: list[VerbGroup]) -> bool:
    """Return whether a clause tells what will not take place, or "was to have been signed"."""
    if any(verb.tense == "past" and verb.modal is not None and verb.perfect for verb in verbs):
        return True
    if not when.scheduled and "would" not in told:
        return False
    return "no" in told or any(verb.negated for verb in verbs)


def _is_lasting(frame: Frame, verb: VerbGroup) -> bool:
    lasting = frame.lower[verb.head] in BE or frame.lower[verb.head].startswith("remain")
    return lasting and verb.tense == "present" and verb.modal is None


def _has_subject(frame: Frame, start: int, verb: VerbGroup) -> bool:
    """Return whether a noun or a pronoun is before the first verb: not in "today sanctioned eight firms"."""
    return any(
        start <= phrase.first and phrase.end <= verb.first and not phrase.time
        for phrase in frame.syntax.phrases
    )


def _is_state(frame: Frame, start: int, end: int) -> bool:
    """Return whether a clause says how things are: "a view that is out of place in the 21st century"."""
    verbs = [v for v in frame.syntax.verbs if v.finite and start <= v.head < end]
    return bool(verbs) and all(verb.tense == "present" and frame.lower[verb.head] in BE for verb in verbs)


def _is_called_off(frame: Frame, start: int, end: int) -> bool:
    """Return whether the sentence says near the clause that what was to come has been given up."""
    near = [token.lower for token in frame.tokens[start : end + _REPORT]]
    return not frame.words.cancelling.isdisjoint(near) or "called off" in " ".join(near)


def inherits(frame: Frame, sentence: int) -> Clause | None:
    """Return an undated sentence in the past that goes on telling of the era before it."""
    tokens, words = frame.tokens, frame.words
    if not frame.verbs or any(t.lower in ("today", "now", "nowadays", "currently") for t in tokens):
        return None
    main = frame.syntax.verb_at(frame.verbs[0])
    if main is None or main.tense != "past" or frame.lower[main.head] in words.reporting:
        return None
    head = head_of(frame, frame.opening, len(tokens), len(tokens))
    if head is None:
        return None
    end = len(tokens) - (tokens[-1].text in ".!?")
    within = Span(tokens[frame.opening].start, tokens[end - 1].end)
    return _clause(tokens, [(frame.opening, end)], sentence, head, "era-goes-on", within)


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
    before = tokens[first - 1].lower if first > frame.opening else ""
    after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    if kind == "said" or before == "since" or (before == "as" and kind == "era"):
        return False
    if "than" in frame.lower[max(frame.opening, first - _COMPARED) : first]:
        return False  # "more than there were in 2018"
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
    before = between(frame.verbs, max(0, first - _REACH), first)
    if last + 1 in frame.finite and before and frame.lower[before[-1]] not in _AUXILIARIES:
        return last + 1  # "The treaty signed in 1987 collapsed", but "has today issued"
    at = _first_end(frame, first, last, quoted=quoted)
    while at > last + 1 and tokens[at - 1].text in ",.([":
        if tokens[at - 1].text == "." and at < len(tokens) and tokens[at].text not in MARKS:
            break  # the point of an abbreviation
        at -= 1
    return at


def _first_end(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the first joint behind the date that may end the clause, or how far is looked."""
    lower = frame.lower
    most, floor = min(len(lower), last + 1 + _REACH), max(frame.opening, first - _REACH)
    strong = [joint + 1 for joint in between(frame.joints, floor, first) if lower[joint] in STRONG]
    floor = strong[-1] if strong else floor
    resumed = last + 1
    for joint in between(frame.joints, last + 1, most):
        word = lower[joint]
        if joint < resumed or _in_brackets(frame, joint):
            continue
        if word in STRONG:
            resumed = _behind_aside(frame, joint, most)
            if resumed == joint:
                return joint
        elif word in MARKS:
            if quoted or lower[joint - 1] in ",:":
                return joint
            resumed = _after_quotation(frame.tokens, joint, most)
        elif word in ".!?":
            if joint == len(lower) - 1:
                return joint
        elif frame.tells(floor, first if joint == last + 1 else joint) and _ends(
            frame, floor, first, last, joint, most
        ):
            return joint - (word in RELATIVES and frame.syntax.tags[joint - 1] == "IN")
    return most


def _ends(frame: Frame, floor: int, first: int, last: int, joint: int, most: int) -> bool:
    """Return whether a clause that has told its happening ends at a comma, an "and" or a relative pronoun."""
    word, near = frame.lower[joint], joint == last + 1
    if word == ",":
        return joint + 1 < most and _ends_at_comma(frame, floor, first, last, joint)
    if word in ("and", "but"):
        return joint + 1 < most and _starts_anew(frame, joint + 1, near=near)
    if near or (word not in RELATIVES and word != "that"):
        return False
    opened = frame.openers.get(joint)
    qualifies = opened is not None and opened.kind == "relative" and not _is_reported(frame, joint)
    dated = frame.phrase_to.get(joint)
    return qualifies and bool(between(frame.verbs, floor, joint)) and not (dated is not None and dated.time)


def _ends_at_comma(frame: Frame, floor: int, first: int, last: int, comma: int) -> bool:
    """Return whether a comma ends a clause: not before its verb, in a list, or in front of an apposition."""
    before = between(frame.joints, floor, first)
    if all(frame.lower[at] not in STARTERS for at in before):
        behind = [at for at in between(frame.joints, last + 1, comma) if frame.lower[at] in STARTERS]
        verbs = between(frame.verbs, floor, behind[0] if behind else comma)
        if not verbs and between(frame.verbs, comma, len(frame.lower)):
            return False  # "On Monday, Lind, the envoy for the talks, resigned"
    phrase = frame.phrase_to.get(comma)
    if phrase is None or phrase.time or comma == last + 1:
        return True
    if _attributes(frame, comma) or _is_subject(frame, comma + 1):
        return True
    goes_on = phrase.whole > comma or _is_name(frame, comma + 1)
    return not (goes_on or is_listed(frame.syntax, frame.lower, comma))


def _attributes(frame: Frame, comma: int) -> bool:
    """Return whether all that follows a comma is who said so: ", the minister said."."""
    behind = between(frame.verbs, comma, len(frame.lower))
    return len(behind) == 1 and frame.lower[behind[0]] in frame.words.reporting


def _is_subject(frame: Frame, at: int) -> bool:
    """Return whether the phrase at an index has a verb of its own: ", the spokesman, Jan Lin, replied"."""
    phrase = frame.phrase_from.get(at)
    if phrase is None:
        return False
    return phrase.whole + (frame.lower[phrase.whole : phrase.whole + 1] == (",",)) in frame.finite


def _is_name(frame: Frame, at: int) -> bool:
    """Return whether a name follows a comma: the country of a town."""
    phrase = frame.phrase_from.get(at)
    name = phrase is not None and frame.syntax.tags[phrase.head] in ("NNP", "NNPS")
    return name and phrase is not None and phrase.whole not in frame.finite


def _in_brackets(frame: Frame, at: int) -> bool:
    """Return whether a bracket is open before a token, a few words back."""
    near = [word for word in frame.lower[max(0, at - 9) : at] if word in "()"]
    return bool(near) and near[-1] == "("


def _behind_aside(frame: Frame, dash: int, most: int) -> int:
    """Return where a clause goes on behind what is between two dashes; the dash itself where it does not."""
    word = frame.lower[dash]
    if word in ":;":
        return dash
    close = next((at for at in range(dash + 1, most) if frame.lower[at] == word), None)
    return dash if close is None else close + 1


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
    floor = max(frame.opening - 1, first - 1 - _REACH)
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
        if tokens[frame.opening].lower == "according":
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
