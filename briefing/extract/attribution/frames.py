"""Content without a finite clause: an infinitive, an object, an object with `as`, `of` or `for`, a name."""

from __future__ import annotations

from briefing.extract.attribution import extents, speakers
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import NounPhrase
from briefing.text.chunks import ADVERBS, NAMES

_BREAKS = frozenset((",", ":", "—", "–", "(", "to"))
_STOPS = frozenset((",", ".", ";", ":", ")")) | MARKS
_PREPOSED: dict[str, extents.ContentRule] = {
    "as": "seen-as", "of": "accusation", "for": "accusation", "at": "accusation", "on": "accusation",
    "with": "accusation",
}  # fmt: skip
"""Prepositions behind an object that is content together with them."""
_FAR = 16
"""Tokens of an object before its preposition."""
_OBJECTS = frozenset(("np", "part", "thing", "word"))
"""Frames in which an object is content, or with quoted words in it may be."""


def frame(
    scene: Scene, line: Line, cued: Cued, here: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Return content without a finite clause: an infinitive, an object, an object with `as` or `of`."""
    takes, quote, rule = cued.cue.takes, line.quoted[cued.verb], None
    open_object = not _OBJECTS.isdisjoint(takes) and not cued.cue.nouns
    if open_object and _partly_quoted(line, here, size, quote):
        return extents.stretch(scene, line, here, size, "object", between, quote)
    if here >= size or line.low[here] in _STOPS or line.tags[here] == "POS":
        return None
    if line.low[here] == "to":
        planned = "to" in takes and _is_plan(scene, line, cued, here + 1)
        return extents.stretch(scene, line, here, size, "infinitive", between, quote) if planned else None
    if line.tags[here] in ("IN", "SC", "CC", "WRB", "WDT"):
        return None
    if "named" in takes:
        named = _named(scene, line, here, size, between, quote)
        if named is not None:
            return named
    rule = _rule(scene, line, cued, here, size)
    return extents.stretch(scene, line, here, size, rule, between, quote) if rule is not None else None


def orders(line: Line, here: int) -> bool:
    """Return whether a phrase and a bare verb follow: "demanded Moscow reveal details"."""
    phrase = line.phrase_from.get(here)
    after = line.tags[phrase.end] if phrase is not None and phrase.end < len(line.tags) else ""
    return after == "VB" or (after == "VBP" and phrase is not None and line.tags[phrase.head] in NAMES)


def _is_plan(scene: Scene, line: Line, cued: Cued, after: int) -> bool:
    """Return whether "to" opens a plan: not "pledged to the victims", "I want to stress that"."""
    if cued.cue.kind == "view" and cued.speaker is not None and speakers.first_person(cued.speaker):
        return False  # I want to thank the crew
    telling = cued.cue.kind == "view" and not scene.words.triggers.isdisjoint(line.low[after : after + 2])
    return line.tags[after] != "DT" and not telling


def _rule(scene: Scene, line: Line, cued: Cued, here: int, size: int) -> extents.ContentRule | None:
    """Return how the words at token `here` are content of the verb."""
    takes, verb = cued.cue.takes, cued.verb
    if "ing" in takes and line.tags[here] == "VBG":
        return "object"
    to = extents.find_word(line, "to", verb, here + 12, size) if "order" in takes else -1
    if to > here and "VB" in line.tags[to + 1 : to + 3]:
        return "order"
    phrase = line.phrase_from.get(here)
    if cued.cue.nouns and (phrase is None or line.low[phrase.head] not in cued.cue.nouns):
        return None
    for word, rule in _PREPOSED.items():
        if word in takes and extents.find_word(line, word, verb, here + _FAR, size) > here:
            return rule
    if "goal" in takes and extents.find_word(line, "to", verb, here + _FAR, size) > here:
        return "object"
    colon = extents.find_word(line, ":", verb, here + _FAR, size) if "listed" in takes else -1
    if colon > here and set(line.tags[colon + 1 : colon + 2]) & NAMES:
        return "accusation"  # named two of the dead: Holm and Lund
    return "object" if _OBJECTS & set(takes) and _is_object(scene, line, cued, here) else None


def _is_object(scene: Scene, line: Line, cued: Cued, here: int) -> bool:
    """Return whether the words at token `here` are an object that may be content."""
    phrase = line.phrase_from.get(here)
    if phrase is None and line.tags[here] not in ("VBG", "JJ"):
        return False
    if phrase is not None and _carries_itself(scene, line, cued, phrase):
        return False
    if "np" not in cued.cue.takes:
        said = frozenset(cued.cue.nouns) or scene.words.nouns.keys() | scene.words.spoken
        spoken = phrase is not None and "word" in cued.cue.takes and line.low[phrase.head] in said
        return spoken or (phrase is not None and "thing" in cued.cue.takes and _is_thing(scene, line, phrase))
    return line.tags[here] in ("DT", "PRP$", *NAMES) or cued.cue.kind != "view"


def _carries_itself(scene: Scene, line: Line, cued: Cued, phrase: NounPhrase) -> bool:
    """Return whether the noun is what carries the content: "voiced fears that", "her words: “...”"."""
    after = line.low[phrase.end : phrase.end + 1]
    if line.low[phrase.head] == "interest":
        return True  # expressed interest in the talks
    light = line.low[cued.verb] in scene.words.light and line.low[phrase.head] in scene.words.nouns
    return after == (":",) or (light and after == ("that",))


def _is_thing(scene: Scene, line: Line, phrase: NounPhrase) -> bool:
    """Return whether a phrase names no person, body or number: one welcomes a guest without a word."""
    inside = line.tags[phrase.first : phrase.end]
    if line.tags[phrase.head] not in ("NN", "NNS") or "CD" in inside or phrase.end in line.phrase_from:
        return False
    head = line.low[phrase.head]
    return head not in scene.words.plural and not {head, head.removesuffix("s")} & scene.words.offices


def is_half(line: Line, cued: Cued, here: int, end: int) -> bool:
    """Return whether an object is half of a clause: "announced the talks, due in May, were off"."""
    takes = cued.cue.takes
    return {"np", "clause"} <= set(takes) and cued.cue.kind == "said" and _has_main_verb(line, here, end)


def _has_main_verb(line: Line, start: int, end: int) -> bool:
    """Return whether the tokens hold a finite verb of a clause that no conjunction or pronoun opens."""
    near = (c for c in line.syntax.clauses if c.verb is not None and start <= c.verb.first < end)
    return any(clause.opener is None and clause.kind != "participial" for clause in near)


def _named(
    scene: Scene, line: Line, here: int, size: int, between: tuple[int, int], quote: int
) -> Content | None:
    """Return an object and the quoted name that it is given: called the report “a hoax”."""
    end = here
    judged = _judged(line, here, size)
    if judged > here:
        return extents.stretch(scene, line, here, judged, "named", between, quote)
    while end < min(here + 20, size) and line.quoted[end] == quote and line.low[end] not in _BREAKS:
        end += 1
    if not here < end < size or line.quoted[end] <= quote:
        return None
    while end < size and (line.quoted[end] > quote or _joins_quotes(line, end, quote)):
        end += 1
    return extents.stretch(scene, line, here, end, "named", between, quote)


def _judged(line: Line, here: int, size: int) -> int:
    """Return where an object and what it is called end: "called the claim baseless"; else `here`."""
    phrase = line.phrase_from.get(here)
    at = phrase.whole if phrase is not None else here
    while at < size and line.tags[at] in ADVERBS:
        at += 1
    ends = at + 1 >= size or line.low[at + 1] in (*_STOPS, "and", "but")
    return at + 1 if at > here and line.tags[at : at + 1] == ("JJ",) and ends else here


def _joins_quotes(line: Line, at: int, quote: int) -> bool:
    return line.low[at] in ("and", "or") and at + 1 < len(line.low) and line.quoted[at + 1] > quote


def _partly_quoted(line: Line, here: int, size: int, quote: int) -> bool:
    """Return whether the object that starts at `here` has quoted words in it: a “firm response”."""
    for at in range(here, min(here + 6, size)):
        if line.quoted[at] > quote:
            return True
        if line.low[at] in _BREAKS or line.low[at] in (".", ";", "that"):
            return False
    return False
