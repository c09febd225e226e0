"""A date in a sentence -> the noun phrase that it belongs to, where that is less than a clause.

"The break-up of the union in 1991", "August's election", "the pact signed in 1987" and "the leaders who
met in May" each date a happening of their own, whatever the clause around them tells.
"""

from __future__ import annotations

from itertools import pairwise

from briefing.extract.events.verbs import MARKS, RELATIVES, Frame, between

UNKNOWN = -1
"""Stands for a beginning that cannot be told: the date then makes no event."""
_COMPOUND = 4
"""So many nouns may follow that of the happening: "today's court session judgment"."""
_GROUP = 3
"""The parts of one verb stand no farther apart: "had since been elected"."""
_REACH = 15
"""Words of a noun phrase that are looked at; bounds the cost of one date."""


def nominal(frame: Frame, first: int, last: int, kind: str) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that the date at tokens[first:last + 1] belongs to.

    None where that is a clause; no tokens at all where it is a subordinate half without a subject.
    """
    tokens = frame.tokens
    if last + 1 < len(tokens) and tokens[last + 1].lower in ("'s", "’s"):
        return _possessive(frame, first, last)
    if (
        kind == "day"
        and first > 1
        and tokens[first - 1].lower == "of"
        and tokens[first - 2].lower not in frame.words.times
    ):
        start = start_of(frame, first - 1)
        return (start, last + 1) if start < first - 1 else None
    verbs = between(frame.verbs, max(0, first - 2 * _REACH), first)
    named = _named(frame, first, last, verbs[-1] if verbs else -1)
    if named is not None:
        return named
    opening = _participle(frame, first, verbs[-1] if verbs else -1)
    return None if opening is None else (opening, last + 1)


def _possessive(frame: Frame, first: int, last: int) -> tuple[int, int] | None:
    """Return "August's election" where it is no subject."""
    before = frame.tokens[first - 1].lower if first else ""
    if before not in frame.words.adjuncts and not between(frame.verbs, max(0, first - 2 * _REACH), first):
        return None
    nouns = between(frame.happenings, last + 2, last + 5)
    return (first, _over_of(frame, nouns[-1] + 1)) if nouns else None


def _over_of(frame: Frame, end: int) -> int:
    """Go on behind "today's attack" over "on the port"."""
    tokens = frame.tokens
    for at in range(end, min(len(tokens), end + _COMPOUND)):
        if not tokens[at].text[0].isalpha() or tokens[at].lower in frame.words.outside or at in frame.finite:
            break
        if tokens[at].lower == "of":
            break
        end = at + 1
    if end >= len(tokens) or tokens[end].lower not in ("of", "on", "in", "at", "against"):
        return end
    for at in range(end + 1, min(len(tokens), end + 6)):
        if tokens[at].lower in frame.words.outside or not tokens[at].text[0].isalnum() or at in frame.finite:
            return at if at > end + 1 else end
    return end


def _named(frame: Frame, first: int, last: int, verb: int) -> tuple[int, int] | None:
    """Return "the end of the war in 1991" behind "since", and "the vote in May" behind "the results of"."""
    tokens = frame.tokens
    for at in range(first - 1, max(verb - 1, first - 1 - _REACH, -1), -1):
        word = tokens[at].lower
        if word in (",", "(", ")", ";", ":") or tokens[at].text in MARKS or word in RELATIVES:
            return None
        if (
            word in frame.words.introducing
            and at + 1 < first
            and not (at and tokens[at - 1].lower in frame.words.determiners)
        ):
            if tokens[at + 1].lower.endswith("ing") and at + 1 not in frame.happenings:
                return first, first  # "despite winning in March" has no subject
            return (
                (at + 1, last + 1)
                if first - at > 2 or tokens[at + 1].lower not in frame.words.dating
                else None
            )
        if word == "of" and at > verb + 1 and between(frame.happenings, at + 1, first):
            outer = start_of(frame, at)
            if tokens[at - 1].lower == "ahead":
                return at + 1, last + 1
            if at - 1 in frame.happenings or tokens[outer].lower not in frame.words.determiners:
                continue
            return at + 1, last + 1
    return None


def _participle(frame: Frame, first: int, verb: int) -> int | None:
    """Return where "the pact signed in 1987" begins, if the last verb is a participle behind its noun."""
    tokens, words = frame.tokens, frame.words
    if verb < 1 or first - verb > _REACH or verb + 1 >= len(tokens):
        return None
    word, noun = tokens[verb].lower, tokens[verb - 1]
    if not (word.endswith("ed") or word in words.participles) or word in words.auxiliaries:
        return None
    if (
        not noun.text[0].isalpha()
        or noun.lower in frame.words.outside
        or noun.lower in frame.words.determiners
        or noun.lower.endswith("ly")
    ):
        return None
    if verb - 1 in frame.finite or noun.lower in (
        "be",
        "been",
        "being",
        "also",
        "then",
        "later",
        "first",
        "not",
    ):
        return None
    following = tokens[verb + 1].lower
    if verb + 1 < first and following not in words.dating and following != "to":
        return None  # "Morrow attacked Lind in May" has an object
    start = start_of(frame, verb)
    before = tokens[start - 1].lower if start else ""
    if start >= verb or not start or before in words.auxiliaries or before in ("be", "been", "not"):
        return None
    if before in frame.words.objects:
        return start
    # another verb carries the clause: one before the noun, that says nothing by a clause
    earlier = between(frame.verbs, max(0, start - _REACH), start)
    gap = tokens[earlier[-1] + 1 : start] if earlier else ()
    if not earlier or (
        tokens[earlier[-1]].lower in words.reporting and not any(t.lower == "to" for t in gap)
    ):
        return None
    return None if any(t.text in ",;" or t.lower in ("and", "but", "that") for t in gap) else start


def start_of(frame: Frame, end: int) -> int:
    """Return where the noun phrase that ends before `end` begins."""
    tokens = frame.tokens
    at = end - 1
    while at > max(-1, end - 1 - 2 * _REACH):
        word = tokens[at].lower
        if word in frame.words.determiners:
            if at > 1 and tokens[at - 1].lower == "of" and tokens[at - 2].text[0].isalpha():
                at -= 2
                continue
            return at
        if word in ("and", "or") and at and end - at > 1 and tokens[at - 1].text[0].isalpha():
            at -= 1  # "Lind and Morrow", "between Lind and Morrow"
            continue
        if word == "between":
            at -= 1
            continue
        if (
            word in frame.words.outside
            or not (word[0].isalnum() or word in ("'s", "’s", "."))
            or at in frame.finite
        ):
            break
        at -= 1
    at += 1
    return at + 1 if at < end and tokens[at].lower in ("of", ".") else at


def relative(frame: Frame, at: int, first: int) -> int | None:
    """Return where the noun phrase begins that a relative clause from `at` to the date qualifies.

    None where the date is not in that clause; `UNKNOWN` where the phrase is the last of a list.
    """
    tokens = frame.tokens
    behind = at - 1 if at and tokens[at - 1].text == "," else at
    verbs = between(frame.verbs, at + 1, first)
    for one, other in pairwise(verbs):
        if other - one > _GROUP and not between(frame.joints, one, other):
            return None  # "the man who shot the king fled": the second verb is not its own
    if behind < at:
        commas = [c for c in between(frame.joints, at + 1, first) if tokens[c].text == ","]
        if any(between(frame.verbs, c + 1, min(c + 4, first + 1)) for c in commas):
            return None  # it is closed before the date
    if not verbs or behind < 1 or not tokens[behind - 1].text[0].isalnum():
        return None
    start = start_of(frame, behind)
    if start and tokens[start - 1].text == ",":
        return UNKNOWN
    return start if start < behind and tokens[start].start not in frame.dates else None
