"""Verbs of saying that are really one here: no noun, no passive, no plan, and with a subject."""

from __future__ import annotations

from briefing.extract.attribution import cue_subjects, speakers
from briefing.extract.attribution.cue_subjects import Cued
from briefing.extract.attribution.sentence_view import Line, Scene
from briefing.lexicon.discourse_tables import SpeechCue

_ADJECTIVES = ("ful", "ous", "less", "able", "ible", "gant", "ical", "tional")
"""Endings of adjectives that no speaker has: "peaceful protests", "arrogant demands"."""


_POSTERS = frozenset(("poster", "posters"))
"""What may be read, or may be somebody who posts: "one poster wrote"."""


def find(scene: Scene, line: Line) -> list[Cued]:
    """Return the verbs of saying and thinking of a sentence, from left to right."""
    found: list[Cued] = []
    for verb in line.hits:
        word = line.low[verb]
        cue = scene.words.cues.get(word)
        at = verb
        if verb + 1 < len(line.low) and (word, line.low[verb + 1]) in scene.words.particles:
            cue, at = scene.words.particles[word, line.low[verb + 1]], verb + 1
        if cue is None or (
            line.tokens[verb].text[:1].isupper() and verb > 0 and line.quoted[verb - 1] == line.quoted[verb]
        ):
            continue
        cued = _read(scene, line, verb, cue, found)
        if cued is not None and _has_source(scene, line, cued):
            cued.verb = at
            _bound(line, cued)
            found.append(cued)
    return found


def _has_source(scene: Scene, line: Line, cued: Cued) -> bool:
    """Return whether the subject of a verb can speak."""
    who = cued.speaker
    if who is None or not speakers.is_sound(scene, line, who):
        return False
    if cued.cue.lemma in cue_subjects.SHOWING and speakers.evidence(scene, line, who):
        return False
    return not speakers.shown(scene, line, who, _POSTERS if cued.cue.lemma == "read" else frozenset())


def _read(scene: Scene, line: Line, verb: int, cue: SpeechCue, found: list[Cued]) -> Cued | None:
    low, words = line.low, scene.words
    word = low[verb]
    left = verb - 1
    negated = modal = passive = progressive = helped = False
    hedge = -1
    first = verb
    while left >= 0 and line.quoted[left] == line.quoted[verb]:
        here = low[left]
        if here in words.hedges:
            hedge = left
        elif here in words.negation:
            negated, first = True, left
            modal = modal or here in words.modal
            helped = True
        elif here in words.auxiliary:
            helped = True
            passive = passive or here in words.passive
            modal = modal or here in words.modal
            first = left if negated else first
        elif here == "longer" and left > 0 and low[left - 1] == "no":
            negated, left = True, left - 1
            first = left
        elif here == "," and left > 1 and low[left - 2] == "," and low[left - 1] in words.adverb:
            left -= 2
        elif here not in words.adverb and not (
            here.endswith("ly") and len(here) > 4 and line.tokens[left].text.islower()
        ):
            break
        left -= 1
    ing = word.endswith("ing") and word != cue.lemma
    if ing:
        progressive = passive
        passive = False
    elif passive and not (low[verb - 1] in ("been",) and word in ("become",)):
        return None
    before = low[left] if left >= 0 else ""
    if before == "to":
        if left >= 2 and (low[left - 1] in words.control or low[left - 1] == "on"):
            left -= 2 if low[left - 1] == "on" else 1
            return cue_subjects.subject(scene, line, verb, left - 1, cue, found, first, hedge, negated, modal)
        return None
    if ing and not progressive:
        return cue_subjects.participle(scene, line, verb, left, cue, found, hedge)
    if cue.noun and not word.endswith("ed") and verb + 1 < len(low):
        after = low[verb + 1]
        if after in words.auxiliary or (after in words.cues and after.endswith("ed")):
            return None
        if after == "of":
            return None
    if not helped and word in words.never_past:
        return None  # "the cape, known as Tarn Head": without a "have" it is no past tense
    if not helped and left == verb - 1 and _nominal(scene, line, verb, cue, before):
        return None
    return cue_subjects.subject(scene, line, verb, left, cue, found, first, hedge, negated, modal, helped)


def _nominal(scene: Scene, line: Line, verb: int, cue: SpeechCue, before: str) -> bool:
    """Return whether the word is a noun or an adjective here: "the report", "a stated aim"."""
    words, word = scene.words, line.low[verb]
    if (
        before in words.determiner
        and before not in words.plural
        and before not in ("this", "that", "another", "all")
    ):
        return True
    if before in words.preposition and word not in ("said",):
        return True
    if before in ("'s", "’s", "'", "’") and line.quoted[verb - 1] == line.quoted[verb]:
        return True
    doubtful = cue.noun and not word.endswith("ed")
    if doubtful and (before.endswith(_ADJECTIVES) or _is_object(scene, line, verb)):
        return True
    if cue.noun and cue_subjects.bare(cue, word) and verb > 1 and _singular(line.low[verb - 1]):
        return line.low[verb - 2] in words.determiner or line.low[verb - 2] in words.preposition
    return False


def _is_object(scene: Scene, line: Line, noun: int) -> bool:
    """Return whether a verb before takes the word as its object.

    So in "allow themselves to make demands", "raising fears" and "sparked protests".
    """
    low, words, before = line.low, scene.words, noun - 1
    if before > 0 and line.tokens[before].text.islower():
        if low[before].endswith("ed") or low[before] in words.finite:
            return low[before - 1] not in words.determiner and low[before] not in words.auxiliary
        if low[before].endswith("ing") and low[before - 1] in (",", "and", "by"):
            return True
    here = before
    while (
        here > max(noun - 6, 0) and low[here] not in words.bounds and line.quoted[here] == line.quoted[noun]
    ):
        here -= 1
    return low[here] == "to" and here < before and line.tokens[here + 1].text.islower()


def _singular(word: str) -> bool:
    """Return whether a word is neither a plural noun nor a pronoun, as far as its ending tells."""
    return not word.endswith("s") and word.isalpha()


def _bound(line: Line, cued: Cued) -> None:
    """Set where the content of an earlier attribution ends: before the comma and conjunction here."""
    here = cued.start
    low = line.low
    if here > 0 and low[here - 1] in ("and", "but", "while", "whereas", "though", "although", "with", "yet"):
        here -= 1
        if here > 0 and low[here - 1] in (",", ";"):
            cued.cuts = True
    if here > 0 and low[here - 1] in (",", ";", "—", "–"):
        cued.cuts = cued.cuts or low[here - 1] == ";"
        here -= 1
    cued.boundary = here
