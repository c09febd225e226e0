"""Nouns and adjectives that carry what somebody says or thinks: "her claim that", "is worried that"."""

from __future__ import annotations

from briefing.extract.attribution import clauses, sources
from briefing.extract.attribution.candidate import Draft
from briefing.extract.attribution.cue_subjects import CueRule
from briefing.extract.attribution.sentence_view import MARKS, Line, Scene
from briefing.extract.attribution.sources import Speaker
from briefing.model import StatementKind

_GENITIVE = frozenset(("'s", "’s", "'", "’"))
_MAKE = frozenset(("make", "makes", "made", "making"))
_RAISE = frozenset(("raise", "raises", "raised", "raising", "give", "gives", "gave", "giving"))
_RAISED = frozenset(("assurance", "assurances", "promise", "promises", "pledge", "warning"))
_BE = frozenset(("is", "are", "was", "were", "am", "remain", "remains", "remained", "been"))


def find(scene: Scene, line: Line, cuts: list[int]) -> list[Draft]:
    """Return drafts of what a noun or an adjective carries; `cuts` end the content of what is before."""
    low, words = line.low, scene.words
    found: list[Draft] = []
    for here in line.hits:
        word = low[here]
        if word not in words.nouns and word not in words.feelings:
            continue
        size = min([cut for cut in cuts if cut > here], default=line.last)
        if word in words.nouns and here + 2 < size and low[here + 1] == "that" and here > 0:
            speaker = _owner(scene, line, here)
            if speaker is not None:
                opens = here < 6 and not any(low[k] in words.light for k in range(here))
                stop = _first_clause(scene, line, here + 2) if opens else size
                found += _draft(line, here, here + 2, stop, speaker, words.nouns[word], "noun-that")
        elif word in words.feelings and here + 2 < size and here > 1:
            speaker = _feeler(scene, line, here)
            start = here + 2 if low[here + 1] == "that" else here + 1
            if speaker is None or (start == here + 1 and not clauses.finite(scene, line, start, size)):
                continue
            found += _draft(line, here, start, size, speaker, "view", "feeling-that")
    return found


def _owner(scene: Scene, line: Line, noun: int) -> Speaker | None:
    """Return whose claim it is: the owner of the noun, or the subject of the light verb before it."""
    low, words = line.low, scene.words
    here = noun - 1
    if low[noun] in words.made and _MAKE.isdisjoint(low[max(noun - 4, 0) : noun]):
        return None
    while here > max(noun - 5, 0):
        if low[here] in _GENITIVE:
            return sources.before(scene, line, here - 1)
        if low[here] in words.cues and low[here] not in words.light:
            return None
        if low[here] in words.possessive:
            return sources.make(scene, line, here, here)
        if low[here] in words.light:
            if low[here] in _RAISE and low[noun] not in _RAISED:
                return None  # "the attack raised fears that": whose they are is not said
            return _subject(scene, line, here - 1)
        if low[here] in (",", ".", ";", "of", "by", "for"):
            return None
        here -= 1
    return sources.make(scene, line, 0, 0) if here == 0 and low[0] in words.possessive else None


def _subject(scene: Scene, line: Line, here: int) -> Speaker | None:
    low, words = line.low, scene.words
    while here >= 0 and (low[here] in words.auxiliary or low[here] in words.adverb):
        if low[here] in words.modal or low[here] in words.negation:
            return None
        here -= 1
    if here < 0 or low[here] in ("to", "not"):
        return None
    if low[here] in ("and", "but", ","):
        return sources.main_subject(scene, line, here)
    return sources.before(scene, line, here)


def _feeler(scene: Scene, line: Line, adjective: int) -> Speaker | None:
    low, words = line.low, scene.words
    here = adjective - 1
    while here > 0 and (
        low[here] in words.adverb or low[here].endswith("ly") or low[here] in ("very", "deeply")
    ):
        here -= 1
    if low[here] not in _BE:
        return None
    return _subject(scene, line, here)


def _first_clause(scene: Scene, line: Line, start: int) -> int:
    """Return where the clause of a noun that is a subject itself ends: before the second finite verb."""
    seen = 0
    for here in range(start, line.last):
        if line.low[here] in scene.words.finite or line.low[here] in scene.words.passive:
            seen += 1
            if seen == 2:
                return here
    return line.last


def _draft(
    line: Line, cue: int, start: int, size: int, speaker: Speaker, kind: StatementKind, rule: CueRule
) -> list[Draft]:
    quote = line.quoted[cue]
    end = start
    while end < size and line.low[end] not in (";", "—", "–") and (quote < 0 or line.quoted[end] == quote):
        end += 1
    while quote >= 0 and end > start and line.low[end - 1] in MARKS:
        end -= 1
    span = clauses.trimmed(line, start, end)
    if span is None or end - start < 3:
        return []
    return [
        Draft(
            sentence=line.index,
            kind=kind,
            mode=clauses.mode_of(line, start, end, quote),
            speaker=speaker,
            spans=[span],
            verb=line.tokens[cue].text,
            found_by=rule,
            content_rule=None,
            row=f"speech:{line.low[cue]}",
            inside=quote,
            end=line.tokens[-1].end,
        )
    ]
