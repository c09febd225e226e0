"""Verbs of saying in -ing -> their subjects: "adding", "with the union warning", "quoted as saying"."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.attribution import speakers
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import NounPhrase, VerbGroup
from briefing.text.chunks import ADVERBS, BE

_BEFORE = frozenset((",", "and", "but", "by", "while", "in")) | MARKS
_GOVERNING = frozenset(("in", "by"))
_ABSOLUTE = frozenset(("with", "despite"))
_REACH = 9
"""Tokens between "quoted" and "as saying"."""


def read(scene: Scene, line: Line, group: VerbGroup, made: Cued, found: Sequence[Cued]) -> Cued | None:
    """Return a verb in -ing with the subject of the clause it hangs on, or None."""
    at = group.first - 1
    while at >= 0 and line.tags[at] in ADVERBS:
        at -= 1
    made.rule, made.start, made.cuts = "participle", at + 1, True
    if at < 0 or line.low[at] in _BEFORE:
        opens = at <= 0 and not found  # saying that the talks had failed, Koch left
        limit = len(line.low) if opens else max(at, 0)
        governed = at > 0 and line.low[at] in _GOVERNING
        made.cuts = not governed
        made.speaker = _governing(scene, line, at) if governed else earlier(line, found, group.head)
        made.speaker = made.speaker or speakers.main_subject(scene, line, limit)
        made.main = made.cue.kind != "view"
        return made
    if line.low[at] == "as":
        return _quoted(scene, line, at, made)
    noun = line.phrase_to.get(at + 1)
    return _behind_noun(scene, line, noun, made) if noun is not None else None


def _governing(scene: Scene, line: Line, at: int) -> Speaker | None:
    """Return the subject of the clause that a preposition before a verb in -ing is in."""
    clause = line.syntax.clause_at(at)
    return speakers.subject(scene, line, clause.verb.head) if clause is not None and clause.verb else None


def earlier(line: Line, found: Sequence[Cued], verb: int) -> Speaker | None:
    """Return who spoke last before a verb in the same quotation, or outside of all."""
    same = (one.speaker for one in reversed(found) if line.quoted[one.verb] == line.quoted[verb])
    return next((who for who in same if who is not None), None)


def _behind_noun(scene: Scene, line: Line, noun: NounPhrase, made: Cued) -> Cued | None:
    """Read "with the union warning", "issued a statement saying" and "some reporting"."""
    issued = _issuer(scene, line, noun)
    if issued is not None:
        made.speaker, made.cuts, made.rule = issued, False, "issued"
        return made
    first = _list_start(line, noun)
    lead = first.preposition
    who = speakers.of(scene, line, first, noun.end)
    if lead is not None and line.low[lead] in _ABSOLUTE:
        made.speaker, made.start, made.cuts, made.rule = who, lead, False, "with-participle"
        return made
    verb = line.syntax.verb_at(first.first - 1)
    governed = lead is not None or (verb is not None and line.low[verb.head] not in BE)
    if governed or not (who.actor or noun.determiner is not None or first is not noun):
        return None  # "a ruling against Holm finding that": it is not Holm who finds
    made.speaker, made.start, made.cuts, made.rule = who, who.first, False, "noun-participle"
    return made


def _list_start(line: Line, phrase: NounPhrase) -> NounPhrase:
    """Return the first phrase of a list that ends with one: "Azerbaijan and Turkey"."""
    while phrase.first > 1 and line.low[phrase.first - 1] in ("and", ","):
        other = line.phrase_to.get(phrase.first - 1)
        if other is None or not other.joined:
            break
        phrase = other
    return phrase


def _issuer(scene: Scene, line: Line, thing: NounPhrase) -> Speaker | None:
    """Return who issued the statement: "the ministry issued a statement saying"."""
    thing = speakers.chain_start(line, thing)  # posted a message on his page saying
    head, words = line.low[thing.head], scene.words
    if head not in words.sources and head not in words.nouns:
        return None
    verb = thing.first - 1
    group = line.group_of.get(verb)
    if group is None or not group.finite or line.low[verb] not in scene.words.issuing:
        return None
    return speakers.subject(scene, line, verb)


def _quoted(scene: Scene, line: Line, place: int, made: Cued) -> Cued | None:
    """Read "quoted Kim as saying" and "Kim was quoted as saying"."""
    near = range(place - 1, max(place - _REACH, 0), -1)
    verb = next((at for at in near if line.low[at] in scene.words.quoting), -1)
    group = line.group_of.get(verb)
    if group is None:
        return None
    source = speakers.subject(scene, line, verb)
    made.start = source.opens if source is not None else verb
    if group.passive or not group.finite:
        made.speaker = source
    else:
        got = line.phrase_from.get(verb + 1)
        made.speaker = speakers.of(scene, line, got, place) if got is not None else None
    made.rule, made.first = "quoted-as", verb
    made.cuts = made.start > 1 and line.low[made.start - 1] == ","
    return made
