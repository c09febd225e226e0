"""Nouns and adjectives that carry what somebody says or thinks: "her claim that", "is worried that"."""

from __future__ import annotations

from briefing.extract.attribution import extents, speakers
from briefing.extract.attribution.candidate import SourceRule, StatementDraft, told
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import StatementKind
from briefing.text.chunks import ADVERBS

_GENITIVE = frozenset(("'s", "’s", "'", "’"))
_MAKE = frozenset(("make", "makes", "made", "making"))
_RAISE = frozenset(("raise", "raises", "raised", "raising", "give", "gives", "gave", "giving"))
_RAISED = frozenset(("assurance", "assurances", "promise", "promises", "pledge", "warning"))
_JOINING = frozenset(("and", "but", ","))
_BE = frozenset(("is", "are", "was", "were", "am", "remain", "remains", "remained", "been"))


def find(scene: Scene, line: Line, cuts: list[int]) -> list[StatementDraft]:
    """Return drafts of what a noun or an adjective carries; `cuts` end the content of what is before."""
    found: list[StatementDraft] = []
    for here in line.hits:
        size = min([cut for cut in cuts if cut > here], default=line.last)
        if here == 0 or here + 2 >= size:
            continue
        if line.low[here] in scene.words.nouns:
            found += _of_noun(scene, line, here, size)
        elif line.low[here] in scene.words.feelings:
            found += _of_feeling(scene, line, here, size)
    return found


def _of_noun(scene: Scene, line: Line, here: int, size: int) -> list[StatementDraft]:
    """Return what a noun carries: "her claim that the bridge is unsafe"."""
    speaker = _owner(scene, line, here) if line.low[here + 1] == "that" else None
    if speaker is None:
        return []
    stop, kind = min(size, _clause_end(line, here)), scene.words.nouns[line.low[here]]
    return _draft(line, here, here + 2, stop, speaker, kind, "noun-that")


def _of_feeling(scene: Scene, line: Line, here: int, size: int) -> list[StatementDraft]:
    """Return what an adjective carries: "they are worried that the river will rise"."""
    that = line.low[here + 1] == "that"
    start = here + 1 + that
    speaker = _feeler(scene, line, here)
    if speaker is None or not (that or extents.holds_clause(line, start, size)):
        return []
    return _draft(line, here, start, size, speaker, "view", "feeling-that")


def _owner(scene: Scene, line: Line, noun: int) -> Speaker | None:
    """Return whose claim it is: the owner of the noun, or the subject of the light verb before it."""
    low, words, phrase = line.low, scene.words, line.syntax.phrase_at(noun)
    if phrase is None or (low[noun] in words.made and _MAKE.isdisjoint(low[max(noun - 4, 0) : noun])):
        return None
    owner = phrase.determiner
    if owner is not None and low[owner] in words.possessive:
        body = speakers.main_subject(scene, line, owner) if low[owner] == "its" else None
        known = body is not None and scene.kinds.get(body.actor or "", "person") != "person"
        return body if known else speakers.make(scene, line, owner, owner)
    if owner is not None and low[owner] in _GENITIVE:
        first = phrase.first if phrase.first < owner else line.phrase_to[owner].first
        return speakers.make(scene, line, first, owner - 1)
    verb = phrase.first - 1
    verb -= verb > 0 and line.tags[verb] in ("IN", "TO")  # came to the conclusion
    if verb < 0 or low[verb] not in words.light or (low[verb] in _RAISE and low[noun] not in _RAISED):
        return None  # "the attack raised fears that": whose they are is not said
    return _subject(scene, line, verb)


def _subject(scene: Scene, line: Line, verb: int) -> Speaker | None:
    """Return the subject of a verb that is neither planned nor negated."""
    group = line.syntax.verb_at(verb)
    if group is None or group.negated or group.modal is not None:
        return None
    if group.finite:
        return speakers.subject(scene, line, group.head)
    ing = line.tags[group.head] == "VBG" and group.first > 0 and line.low[group.first - 1] in _JOINING
    return speakers.main_subject(scene, line, group.first) if ing else None


def _feeler(scene: Scene, line: Line, adjective: int) -> Speaker | None:
    """Return who is worried; a participle is in its verb group, an adjective behind it."""
    group, phrase = line.syntax.verb_at(adjective), line.syntax.phrase_at(adjective)
    if phrase is not None and phrase.head > adjective:
        return None  # taxing certain goods
    verb = adjective - 1
    while group is None and verb > 0 and line.tags[verb] in ADVERBS:
        verb -= 1
    group = group or line.syntax.verb_at(verb)
    if group is None or (line.low[group.first] not in _BE and line.low[group.head] not in _BE):
        return None
    return _subject(scene, line, group.head)


def _clause_end(line: Line, noun: int) -> int:
    """Return where the clause of a noun that is a subject itself ends: before the verb of the subject."""
    for clause in line.syntax.clauses:
        who, verb = clause.subject, clause.verb
        if who is not None and verb is not None and who.first <= noun < who.end and noun + 2 < verb.first:
            return verb.first
    return line.last


def _draft(
    line: Line, cue: int, start: int, size: int, speaker: Speaker, kind: StatementKind, rule: SourceRule
) -> list[StatementDraft]:
    quote = line.quoted[cue]
    end = start
    while end < size and line.low[end] not in (";", "—", "–") and (quote < 0 or line.quoted[end] == quote):
        end += 1
    while quote >= 0 and end > start and line.low[end - 1] in MARKS:
        end -= 1
    made = told(line, (start, end), quote, speaker, rule, kind) if end - start > 2 else None
    if made is None:
        return []
    made.verb, made.row, made.inside = line.tokens[cue].text, f"speech:{line.low[cue]}", quote
    return [made]
