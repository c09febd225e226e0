"""A date in a sentence -> where the clause around it begins and ends.

Walks left and right from the date to the nearest joints that leave a verb or the name of a happening
between them; what a joint is, phrases and clauses tell.
"""

from __future__ import annotations

from briefing.extract.events.nominal import UNKNOWN, relative
from briefing.extract.events.verbs import MARKS, RELATIVES, STARTERS, STRONG, Frame, between
from briefing.model.syntax import NounPhrase
from briefing.text.chunks import BE, HAVE
from briefing.text.lists import is_listed

_REACH = 80
"""Words that are looked at on either side of a date; bounds the cost in a sentence without end."""
_REPORT = 20
"""Words before a "that" in which the verb of saying stands."""
_SUBJECT = 6
"""So many words after "on Monday and" the verb of another clause may stand."""
_AUXILIARIES = BE | HAVE


def right(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the index after the last token of the clause."""
    tokens = frame.tokens
    if last + 1 in frame.finite and (frame.syntax.tags[last + 1] == "TO" or _ends_subject(frame, first)):
        return last + 1  # "The treaty signed in 1987 collapsed", but "has today issued"
    at = _first_end(frame, first, last, quoted=quoted)
    while at > last + 1 and (tokens[at - 1].text in ",.([" or frame.syntax.tags[at - 1] == "CC"):
        if tokens[at - 1].text == "." and at < len(tokens) and tokens[at].text not in MARKS:
            break  # the point of an abbreviation
        at -= 1
    return at


def _ends_subject(frame: Frame, first: int) -> bool:
    """Return whether a date ends a participle or a relative clause behind a subject."""
    before = between(frame.verbs, max(0, first - _REACH), first)
    group = frame.syntax.verb_at(before[-1]) if before else None
    if group is None or frame.lower[group.head] in _AUXILIARIES:
        return False
    clause = frame.syntax.clause_of(group)
    bare = group.first == group.head and frame.syntax.tags[group.head] in ("VBN", "VBD")
    return bare or (clause is not None and clause.kind == "relative")


def _first_end(frame: Frame, first: int, last: int, *, quoted: bool) -> int:
    """Return the first joint behind the date that may end the clause, or how far is looked."""
    lower = frame.lower
    most, floor = min(len(lower), last + 1 + _REACH), max(frame.opening, first - _REACH)
    strong = [joint + 1 for joint in between(frame.joints, floor, first) if lower[joint] in STRONG]
    floor = strong[-1] if strong else floor
    resumed = last + 1
    for joint in between(frame.joints, last + 1, most):
        word = lower[joint]
        if joint < resumed or bracket(frame, joint) is not None:
            continue
        if word in STRONG:
            resumed = _behind_aside(frame, joint, most)
            if resumed == joint or frame.lower[resumed : resumed + 1] == ("and",):
                return joint
        elif word in MARKS:
            if quoted or lower[joint - 1] in ",:":
                return joint
            resumed = next((at + 1 for at in range(joint + 1, most) if lower[at] in MARKS), joint + 1)
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
    if comma == last + 1 and _is_set_off(frame, first):
        return False
    if phrase is None or phrase.time or comma == last + 1:
        return True
    if _is_subject(frame, comma + 1):
        return True
    goes_on = phrase.whole > comma or _is_name(frame, comma + 1) or _is_first_of_two(frame, phrase)
    return not (goes_on or is_listed(frame.syntax, frame.lower, comma))


def _is_set_off(frame: Frame, first: int) -> bool:
    """Return whether a date stands between two commas right behind a verb: "He married, in 1949, Diana"."""
    before = first - 1 - (frame.syntax.tags[first - 1] == "IN")
    return before > 0 and frame.lower[before] == "," and before in {verb.end for verb in frame.syntax.verbs}


def _is_subject(frame: Frame, at: int) -> bool:
    """Return whether the phrase at an index has a verb of its own: ", the spokesman, Jan Lin, replied"."""
    phrase = frame.phrase_from.get(at)
    if phrase is None:
        return False
    return phrase.whole + (frame.lower[phrase.whole : phrase.whole + 1] == (",",)) in frame.finite


def _is_first_of_two(frame: Frame, phrase: NounPhrase) -> bool:
    """Return whether "between" governs a phrase whose other half has not come."""
    at = phrase.preposition
    return at is not None and frame.lower[at] == "between" and "and" not in frame.lower[at : phrase.end]


def _is_name(frame: Frame, at: int) -> bool:
    """Return whether a name follows a comma: the country of a town."""
    phrase = frame.phrase_from.get(at)
    name = phrase is not None and frame.syntax.tags[phrase.head] in ("NNP", "NNPS")
    return name and phrase is not None and phrase.whole not in frame.finite


def bracket(frame: Frame, at: int) -> int | None:
    """Return the bracket that is open at a token, a few words back; None where none is."""
    near = [before for before in range(max(0, at - 9), at) if frame.lower[before] in "()"]
    return near[-1] if near and frame.lower[near[-1]] == "(" else None


def _behind_aside(frame: Frame, dash: int, most: int) -> int:
    """Return where a clause goes on behind what is between two dashes; the dash itself where it does not."""
    word = frame.lower[dash]
    if word in ":;":
        return dash
    close = next((at for at in range(dash + 1, most) if frame.lower[at] == word), None)
    return dash if close is None else close + 1


def _starts_anew(frame: Frame, at: int, *, near: bool) -> bool:
    """Return whether a dated clause of its own, or another verb, follows an "and"."""
    dated = [frame.tokens[at].start, *(token.start for token in frame.tokens[at + 1 : at + 2])]
    if at in frame.finite or dated[0] in frame.dates:
        return True
    if frame.lower[at] in frame.words.dating and not frame.dates.isdisjoint(dated):
        return True
    verbs = between(frame.verbs, at + 1, at + _SUBJECT) if near else ()
    if verbs and "," not in frame.lower[at : verbs[0]]:
        return True
    return near and any(c.kind == "coordinated" and c.first == at - 1 for c in frame.syntax.clauses)


def left(frame: Frame, first: int, end: int, *, quoted: bool) -> int | None:
    """Return the index of the first token of the clause."""
    lower = frame.lower
    floor = max(frame.opening - 1, first - 1 - _REACH)
    resumed = first - 1
    for at in reversed(between(frame.joints, floor + 1, first)):
        if at > resumed:
            continue
        if lower[at] in MARKS:
            if quoted:
                whole = frame.tells(at + 1, end) and at + 1 not in frame.finite
                return at + 1 if whole else None
            resumed = next((to - 1 for to in range(at - 1, floor, -1) if lower[to] in MARKS), at - 1)
            continue
        start = _opens_after(frame, at, first, end)
        if start == UNKNOWN:
            return None
        if start is None or start >= end or start in frame.finite or lower[start] in RELATIVES:
            continue
        if frame.tells(start, end):
            return start
    return floor + 1 if frame.tells(floor + 1, end) else None


def _opens_after(frame: Frame, at: int, first: int, end: int) -> int | None:
    """Return where a clause begins if the token at an index is a joint."""
    lower, word = frame.lower, frame.lower[at]
    following = "".join(lower[at + 1 : at + 2])
    if word in STRONG:
        return at + 1 + (following in ("and", "but"))
    if word == "that" and (_is_reported(frame, at) or _is_noun_content(frame, at)):
        return at + 1
    if word in RELATIVES or word == "that":
        return relative(frame, at, first)
    if word in STARTERS and at + 1 < first and frame.tokens[at + 1].start not in frame.dates:
        if _is_preposition(frame, at, first):
            return None
        return _behind_half(frame, at, first, end)
    if word in ("and", "but"):
        dated = at + 1 == first or (at + 2 == first and following in frame.words.dating)
        return at + 1 if dated else None
    if word == "," and at + 2 < first and frame.tokens[at + 2].start not in frame.dates:
        if following in frame.words.openers and following not in RELATIVES:
            return at + 2
        if lower[frame.opening] == "according":
            return at + 1
    return None


def _is_preposition(frame: Frame, at: int, first: int) -> bool:
    """Return whether a word opens no clause: "laid before parliament in May", "since the war began"."""
    inside = between(frame.verbs, frame.opening, len(frame.lower))
    if at == frame.opening or not inside:
        return False
    if len(inside) == 1 and inside[0] > at:
        return "," not in frame.lower[at : inside[0]]
    joint = next(iter(between(frame.joints, at + 1, first)), first)
    return inside[0] < at and not frame.tells(at + 1, joint) and at + 1 in frame.phrase_from


def _behind_half(frame: Frame, at: int, first: int, end: int) -> int | None:
    """Return where the clause begins behind "After moving to Tarn,"; or behind the "after" itself.

    None where the half is inside the clause: "The deal, reached after talks, is due on Sunday".
    """
    for comma in between(frame.joints, at + 1, first):
        if frame.lower[comma] != ",":
            continue
        if comma + 1 in frame.finite or frame.lower[comma + 1] in ("and", "but"):
            return None
        if between(frame.verbs, comma + 2, end):
            return comma + 1
    return at + 1


def _is_noun_content(frame: Frame, at: int) -> bool:
    """Return whether a "that" says what a noun holds: "expressed satisfaction that the line was open"."""
    clause = frame.openers.get(at)
    return clause is not None and clause.kind == "complement" and at in frame.phrase_to


def _is_reported(frame: Frame, at: int) -> bool:
    """Return whether a "that" opens what was said, even after "said after the talks", "told reporters"."""
    words, clause = frame.words, frame.openers.get(at)
    verbs = between(frame.verbs, max(0, at - _REPORT), at)
    if not verbs or frame.lower[verbs[-1]] not in words.reporting or at + 1 in frame.finite:
        return False
    if verbs[-1] == at - 1 or (clause is not None and clause.kind == "complement"):
        return True
    if "that" in frame.lower[verbs[-1] : at]:
        return False
    following = verbs[-1] + 1
    dated = frame.tokens[following].start in frame.dates or words.is_adjunct(frame.lower[following])
    return dated or frame.lower[verbs[-1]] in words.telling
