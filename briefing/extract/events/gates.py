"""A clause with its date -> whether the date may be another's, or the clause a half: then it makes no event.

A reader who misses an event reads on; one who finds a wrong date stops.
"""

from __future__ import annotations

from briefing.extract.events.verbs import Frame, between, stem_of
from briefing.model import Found, When
from briefing.model.syntax import NounPhrase
from briefing.text.chunks import ADVERBS

_NOMINAL = ("tion", "sion", "ment", "ing", "defeat", "victory", "removal", "ouster", "loss")
"""Endings of nouns that name an act: creation, decision, appointment, poisoning."""
_ABOUT = frozenset(("over", "about", "into", "despite", "since", "following", "regarding", "concerning"))
"""What governs a happening that has a time of its own."""
_ALSO = _ABOUT | {"of", "for", "against", "to", "by", "from", "with", "after", "before"}
"""What does so where the happening is told with whose it is."""
_INNER = frozenset(("of", "between", "by", "to", "in", "with"))
_HOSTING = frozenset(("host", "chair", "broker", "mediate", "arrange", "attend"))
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
        or _is_infinitives(frame, first)
        or _is_without_subject(frame, first, last, start)
    )


def _is_nouns_own(frame: Frame, start: int, first: int) -> bool:
    """Return whether a date dates a noun before it: "warrants over the killing of Holm in May".

    A happening that the verb only holds, or takes place at, shares its date: "spoke at a rally on Friday".
    """
    at, lower = first - 1, frame.lower
    phrase = frame.phrase_to.get(at) if at > 0 and lower[at] in ("in", "on", "at") else None
    inner = False
    while phrase is not None and first - phrase.first <= _REACH:
        if _names_act(frame, phrase):
            return _is_dated_itself(frame, start, phrase, inner=inner)
        outer = _governing(frame, phrase)
        inner = inner or outer is not None
        phrase = outer
    return False


def _governing(frame: Frame, phrase: NounPhrase) -> NounPhrase | None:
    """Return the noun that a phrase hangs on: the killing of "the killing of Holm"."""
    at = phrase.preposition
    if at is None and frame.syntax.tags[phrase.first - 1 : phrase.first] == ("CC",):
        other = frame.phrase_to.get(phrase.first - 1)
        at = other.preposition if other is not None else None  # a call between Holm and Berg
    return frame.phrase_to.get(at) if at is not None and frame.lower[at] in _INNER else None


def is_of_thing(frame: Frame, first: int, last: int) -> bool:
    """Return whether a date belongs to what is no happening: "the decree of June 5, 2021"."""
    if frame.syntax.tags[last + 1 : last + 2] == ("POS",):
        return False  # "the results of August's election"
    phrase = frame.phrase_to.get(first - 1) if frame.lower[first - 1] == "of" else None
    return phrase is not None and phrase.head not in frame.happenings


def _names_act(frame: Frame, phrase: NounPhrase) -> bool:
    common = frame.syntax.tags[phrase.head] in ("NN", "NNS")
    return common and (
        phrase.head in frame.happenings or frame.lower[phrase.head].removesuffix("s").endswith(_NOMINAL)
    )


def _is_dated_itself(frame: Frame, start: int, phrase: NounPhrase, *, inner: bool) -> bool:
    """Return whether a happening in a sentence surely takes the date behind it from the verb."""
    verbs = between(frame.verbs, start, phrase.first)
    if not verbs:
        return False
    at = phrase.preposition
    if at is None:
        held = stem_of(frame.lower[verbs[-1]], frame.lemmas) in frame.words.light | _HOSTING
        return inner and frame.lower[phrase.end] == "between" and not held
    owned = phrase.determiner is not None and frame.syntax.tags[phrase.determiner] in ("PRP$", "POS")
    return frame.lower[at] in (_ALSO if inner or owned else _ABOUT)


def _is_infinitives(frame: Frame, first: int) -> bool:
    """Return whether a date behind "a plan to be unveiled" is that of the unveiling."""
    before = first - 1 if first and frame.syntax.tags[first - 1] == "IN" else first
    to = before - 3
    if (
        to < 1
        or frame.lower[to : to + 2] != ("to", "be")
        or frame.syntax.tags[before - 1] not in ("VBN", "VBD")
    ):
        return False
    return to in frame.phrase_to and bool(between(frame.verbs, 0, to))


def _is_without_subject(frame: Frame, first: int, last: int, start: int) -> bool:
    """Return whether the verb of a date shares its subject: "Yesterday Tarn met them and today seized it"."""
    tags = frame.syntax.tags
    before = first - 1 if tags[first - 1] == "IN" else first
    behind = last + 1 + (not ADVERBS.isdisjoint(tags[last + 1 : last + 2]))
    return start < before - 1 and frame.lower[before - 1] in ("and", "but") and behind in frame.finite


def is_half(frame: Frame, found: Found[When], parts: list[tuple[int, int]], last: int) -> bool:
    """Return whether a clause stops before its complement, or leans on the sentence before it."""
    start, end = parts[0][0], parts[-1][1]
    told = frame.lower[start:end]
    if end == last + 1 and frame.syntax.tags[end : end + 1] == ("TO",) and _is_said(frame, start, end):
        return True  # "He was projected on November 7 to have won"
    if (
        end == last + 1
        and end + 1 in frame.finite
        and frame.lower[end] == ","
        and _is_enclosed(frame, start, end)
    ):
        return True  # "Holm left, and Berg, on Friday, | stayed"
    if found.rule in ("deictic", "unit") and not _STAGE.isdisjoint(told):
        return True
    return _leans(frame, start) or _is_only_called(frame, start, end)


def _is_enclosed(frame: Frame, start: int, end: int) -> bool:
    """Return whether a subject is behind the last verb, and its own verb behind the end."""
    verbs = between(frame.verbs, start, end)
    told = frame.lower[verbs[-1] : end] if verbs else ()
    return "and" in told and told[told.index("and") :].count(",") > 0


def _is_said(frame: Frame, start: int, end: int) -> bool:
    verbs = [verb for verb in frame.syntax.verbs if start <= verb.first and verb.end <= end]
    return bool(verbs) and verbs[-1].passive


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
            after = frame.syntax.tags[verb.end : verb.end + 1]
            return verb.end == end or after == ("IN",) or frame.tokens[verb.end].start in frame.dates
    return False
