"""A clause with its date -> whether the date may be another's, or the clause a half: then it makes no event.

A reader who misses an event reads on; one who finds a wrong date stops.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.events.verbs import Frame, between
from briefing.model import Found, When
from briefing.model.syntax import NounPhrase
from briefing.text.chunks import BE

_NOMINAL = ("tion", "sion", "ment", "ing", "defeat", "victory", "removal", "ouster", "loss")
"""Endings of nouns that name an act: creation, decision, appointment, poisoning."""
_ABOUT = frozenset(("over", "about", "into", "despite", "since", "following", "regarding", "concerning"))
"""What governs a happening that has a time of its own, whatever the verb."""
_ALSO = frozenset(("of", "for", "against", "to", "by", "from", "with", "after", "before", "ahead"))
"""What does so where the verb is none of going there."""
_POINTING = frozenset(("that", "those", "these", "this", "such"))
_PARTS = frozenset(("another", "others", "all", "both", "some", "one", "two", "three", "first", "second",
                    "third", "fourth", "fifth", "sixth", "seventh"))  # fmt: skip
"""Subjects that lean on the sentence before."""
_CALLED = frozenset(("nicknamed", "dubbed", "called", "named", "renamed", "termed"))
_STAGE = frozenset(("speaker", "speakers", "moderator", "moderators", "panelist", "panelists", "welcome",
                    "thank", "joining", "guests"))  # fmt: skip
"""Words of greeting, and of who leads a talk."""
_REACH = 12


def is_anothers(frame: Frame, first: int, last: int, start: int) -> bool:
    """Return whether a date is that of a noun, an infinitive or a verb outside of its clause."""
    return (
        _is_nouns_own(frame, start, first)
        or _is_participles(frame, start, first)
        or _is_infinitives(frame, start, first)
        or _is_reduced_relatives(frame, start, first)
        or _is_before_perfect(frame, start, first, last)
    )


def _is_nouns_own(frame: Frame, start: int, first: int) -> bool:
    """Return whether a date dates a noun before it: "warrants over the killing of Holm in May".

    A happening that the verb only holds, or takes place at, shares its date: "spoke at a rally on Friday".
    """
    governed = first > 0 and frame.lower[first - 1] in ("in", "on", "at")
    phrase, inner = frame.phrase_to.get(first - governed), False
    act: NounPhrase | None = None
    while phrase is not None and start <= phrase.first and first - phrase.first <= _REACH:
        counts = act is not None and frame.lower[phrase.head] in frame.words.rounds
        if counts or (not phrase.time and _names_act(frame, phrase, inner=inner and governed)):
            act = phrase
        elif act is not None:
            break
        phrase = _governing(frame, phrase)
        inner = inner or (phrase is not None and act is None)
    return act is not None and act.first > start and _is_dated_itself(frame, start, act, inner=inner)


def _governing(frame: Frame, phrase: NounPhrase) -> NounPhrase | None:
    """Return the noun that a phrase hangs on: the killing of "the killing of Holm"."""
    at = phrase.preposition
    if at is None and frame.syntax.tags[phrase.first - 1 : phrase.first] == ("CC",):
        other = frame.phrase_to.get(phrase.first - 1)
        at = other.preposition if other is not None else None  # a call between Holm and Berg
    return frame.phrase_to.get(at) if at is not None else None


def is_of_thing(frame: Frame, first: int, last: int) -> bool:
    """Return whether a date belongs to what is no happening: "the decree of June 5, 2021"."""
    if frame.syntax.tags[last + 1 : last + 2] == ("POS",):
        return False  # "the results of August's election"
    phrase = frame.phrase_to.get(first - 1) if frame.lower[first - 1] == "of" else None
    return phrase is not None and phrase.head not in frame.happenings


def _names_act(frame: Frame, phrase: NounPhrase, *, inner: bool) -> bool:
    """Return whether a noun names a happening, or by its ending an act that something hangs on."""
    if phrase.head in frame.happenings:
        return True
    about = phrase.preposition is not None and frame.lower[phrase.preposition] in _ABOUT
    common = frame.syntax.tags[phrase.head] in ("NN", "NNS")
    return (
        common
        and (inner or about or _is_owned(frame, phrase))
        and frame.lower[phrase.head].removesuffix("s").endswith(_NOMINAL)
    )


def _is_owned(frame: Frame, phrase: NounPhrase) -> bool:
    return phrase.determiner is not None and frame.syntax.tags[phrase.determiner] in ("PRP$", "POS")


def _is_dated_itself(frame: Frame, start: int, phrase: NounPhrase, *, inner: bool) -> bool:
    """Return whether a happening in a sentence surely takes the date behind it from the verb."""
    verbs, at = between(frame.verbs, start, phrase.first), phrase.preposition
    verb = frame.lower[verbs[-1]] if verbs else ""
    if at is None:
        held = verb in frame.words.attending
        between_two = inner and frame.lower[phrase.end] == "between"
        return bool(verbs) and not held and (between_two or verb in frame.words.reacting)
    governor = frame.lower[at]
    if governor in _ABOUT or frame.lower[at - 1] in frame.words.linking:
        return True
    named = inner or _is_owned(frame, phrase) or governor in ("of", "for")
    return governor in _ALSO and named and (governor == "of" or verb not in frame.words.attending)


def _is_participles(frame: Frame, start: int, first: int) -> bool:
    """Return whether a date is that of a participle behind a comma: "saw the fort, built in 1890"."""
    verbs = between(frame.verbs, start, first)
    group = frame.syntax.verb_at(verbs[-1]) if verbs else None
    if group is None or group.first != group.head or frame.syntax.tags[group.head] not in ("VBN", "VBD"):
        return False
    if frame.lower[group.first - 1] != ",":
        return group.first == start
    if len(verbs) > 1:
        return not _closes_aside(frame, group.first - 1)
    noun = frame.phrase_to.get(group.first - 1)
    return not group.finite and (noun is None or noun.first > start)


def _closes_aside(frame: Frame, comma: int) -> bool:
    """Return whether a comma is the second around an apposition or a relative clause."""
    return "," in frame.lower[max(0, comma - _REACH) : comma]


def _is_infinitives(frame: Frame, start: int, first: int) -> bool:
    """Return whether a date is an infinitive's: "a plan to be unveiled", "is part of an effort to end"."""
    verbs = [verb for verb in frame.syntax.verbs if start <= verb.first and verb.end <= first]
    if len(verbs) < 2 or frame.syntax.tags[verbs[-1].first] != "TO":
        return False
    hangs = verbs[-1].first in frame.phrase_to
    near = first - verbs[-1].end < 2
    return hangs and ((verbs[-1].passive and near) or frame.lower[verbs[-2].head] in BE)


def _is_reduced_relatives(frame: Frame, start: int, first: int) -> bool:
    """Return whether a date is that of a relative clause without a pronoun: "a rival he sacked in May"."""
    verbs = between(frame.verbs, start, first)
    group = frame.syntax.verb_at(verbs[-1]) if len(verbs) > 1 else None
    clause = frame.syntax.clause_of(group) if group is not None else None
    if clause is None or clause.subject is None or clause.kind != "relative":
        return False
    return clause.opener is None and frame.syntax.tags[clause.subject.head] == "PRP"


def _is_before_perfect(frame: Frame, start: int, first: int, last: int) -> bool:
    """Return whether a date ends the subject of a perfect, which takes none: "The film last week has won"."""
    if frame.lower[first] in ("today", "this"):
        return False
    group = frame.syntax.verb_at(last + 1) if last + 1 in frame.finite else None
    perfect = group is not None and group.perfect and group.tense == "present"
    return perfect and last - start > 2


def is_half(frame: Frame, found: Found[When], parts: list[tuple[int, int]], last: int) -> bool:
    """Return whether a clause stops before its complement, or leans on the sentence before it."""
    start, end = parts[0][0], parts[-1][1]
    told = frame.lower[start:end]
    if end == last + 1 and frame.syntax.tags[end : end + 1] == ("TO",):
        return True  # "He was projected on November 7 to have won"
    if found.rule in ("deictic", "unit") and not _STAGE.isdisjoint(told):
        return True
    if frame.lower[end - 1] in frame.words.reporting and frame.syntax.tags[end - 1] == "VB":
        return True  # "Today, Lind went on to say"
    return _leans(frame, start) or _is_only_called(frame, start, end) or _is_head(told)


def _is_head(told: Sequence[str]) -> bool:
    """Return whether a clause is a line above or below the text: "Published at 9 on 3 May, updated"."""
    return "|" in told or told[0] in ("published", "updated", "posted")


def _leans(frame: Frame, start: int) -> bool:
    """Return whether a clause opens with "that ban", "a fourth", "all" or "its creation"."""
    phrase = frame.phrase_from.get(start)
    if phrase is None or phrase.time:
        return False
    bare = (
        phrase.head - (phrase.determiner is not None) <= phrase.first and frame.lower[phrase.head] in _PARTS
    )
    hangs = frame.lower[phrase.end : phrase.end + 1] == ("of",)
    pointing = frame.lower[start] in _POINTING and phrase.end > start + 1
    return pointing or (bare and not hangs)


def _is_only_called(frame: Frame, start: int, end: int) -> bool:
    """Return whether somebody "was nicknamed in 2015" and nothing tells what."""
    for verb in frame.syntax.verbs:
        if start <= verb.first and verb.end <= end and frame.lower[verb.head] in _CALLED and verb.passive:
            after = verb.end + (frame.syntax.tags[verb.end] == "IN")
            return verb.end == end or after in frame.dated
    return False
