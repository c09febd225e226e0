"""To whom, when and for whom something is said, as the sentence of the attribution tells it."""

from __future__ import annotations

from typing import NamedTuple

from briefing.extract.attribution import speakers
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS

_LEADS = frozenset(
    ("in", "at", "during", "after", "before", "following", "on", "ahead", "when", "while", "amid")
)
_GENITIVE = frozenset(("'s", "’s", "'", "’"))
_REACH = 20
"""Tokens between a verb and "to" with who is told."""
_NEAR = 9
"""Tokens between "conveyed" and whose greetings they are."""
_LONG = 14  # tokens after which an occasion is cut at the next clause


class Circumstances(NamedTuple):
    """What is around a statement; None where the text does not say."""

    addressee: str | None = None
    occasion: str | None = None
    on_behalf_of: str | None = None


def read(scene: Scene, line: Line, cued: Cued, content: Content) -> Circumstances:
    """Return the hearer, the occasion and the one spoken for."""
    start, end = content.between
    addressee = _hearer(scene, line, cued, start, end)
    occasion = _occasion(scene, line, start, end) or _opening(scene, line, cued)
    behalf, other = _relayed(scene, line, cued)
    return Circumstances(addressee or other, occasion, behalf or _behalf(scene, line, cued))


def _hearer(scene: Scene, line: Line, cued: Cued, start: int, end: int) -> str | None:
    """Return who is told: the object of the verb, or the one behind "to"."""
    if {"hearer", "order"} & set(cued.cue.takes) and cued.rule != "verb-subject":
        return _told(scene, line, cued.verb, end)
    for here in range(start, min(end, start + _REACH)):
        if line.low[here] != "to" or not (here == start or line.low[here - 1] in scene.words.sources):
            continue
        got = speakers.after(scene, line, here + 1)
        if got is not None and got[0].actor is not None:
            return got[0].actor
    return None


def _told(scene: Scene, line: Line, verb: int, end: int) -> str | None:
    """Return the object of a verb; it ends before token `end`, where what is said begins."""
    here = verb + 1
    if (
        here >= len(line.low)
        or line.quoted[here] != line.quoted[verb]
        or line.low[here] in ("that", ",", ":")
    ):
        return None
    got = speakers.after(scene, line, here)
    if got is None:
        return None
    cut = here < end <= got[0].last and line.tags[end - 1] not in ("IN", "TO")
    who = speakers.make(scene, line, here, end - 1) if cut else got[0]
    return _named(scene, line, who, here)


def _named(scene: Scene, line: Line, speaker: speakers.Speaker, here: int) -> str | None:
    if speaker.actor is not None:
        return speaker.actor
    mention = scene.holding(line.tokens[here].start, line.tokens[here].end)
    owner = mention is not None and mention.form == "pronoun" and speaker.last > here
    if mention is not None and mention.actor is not None and not owner:
        return mention.actor
    plain = speaker.last - speaker.first < 6 and not speaker.text.endswith(("'s", "’s"))
    return speaker.text if plain and not speakers.pronoun(speaker) else None


def _occasion(scene: Scene, line: Line, start: int, end: int) -> str | None:
    """Return the phrase for the occasion between the tokens."""
    low, words = line.low, scene.words
    for here in range(start, end):
        if low[here] not in _LEADS:
            continue
        if low[here] in ("when", "while"):
            if here + 1 < end and low[here + 1] in words.openers:
                return _text(scene, line, here, end)
            continue
        stop = here + 1
        known = False
        while stop < end and low[stop] not in (",", "that", ":", ".", ";") and low[stop] not in MARKS:
            if line.tokens[stop].start in scene.dates and known:
                break
            known = known or low[stop] in words.occasions
            stop += 1
        if known:
            if low[stop - 1] in ("on", "in", "late", "early"):
                stop -= 1
            return _text(scene, line, here, stop)
    return None


def _opening(scene: Scene, line: Line, cued: Cued) -> str | None:
    """Return the phrase that opens the sentence before its subject: "Asked about the vote, ..."."""
    low, words = line.low, scene.words
    end = cued.start
    if end < 3 or cued.rule not in ("subject-verb", "verb-subject") or low[end - 1] != ",":
        return None
    first = low[0]
    if first in words.openers or (first in ("when", "while") and low[1] in words.openers):
        return _text(scene, line, 0, _short(line, end - 1))
    if first in _LEADS and any(word in words.occasions for word in low[1 : min(end, 16)]):
        return _text(scene, line, 0, _short(line, end - 1))
    return None


def _short(line: Line, end: int) -> int:
    if end <= _LONG:
        return end
    for here in range(3, end):
        if line.low[here] in ("that", "who", "which", ","):
            return here
    return end


def _relayed(scene: Scene, line: Line, cued: Cued) -> tuple[str | None, str | None]:
    """Read "conveyed the president's greetings to Berg and said ..."."""
    if cued.speaker is None or scene.words.relaying.isdisjoint(line.low):
        return None, None
    for here in range(cued.speaker.first, cued.verb):
        if line.low[here] not in scene.words.relaying:
            continue
        for thing in range(here + 1, min(here + _NEAR, cued.verb)):
            owner = _sender(scene, line, thing)
            if owner is not None:
                return owner, _receiver(scene, line, thing + 1, cued.verb)
    return None, None


def _sender(scene: Scene, line: Line, sign: int) -> str | None:
    """Return whose greetings they are, where token `sign` is the apostrophe of an owner."""
    if line.low[sign] not in _GENITIVE or scene.words.relayed.isdisjoint(line.low[sign + 1 : sign + 5]):
        return None
    owner = scene.holding(line.tokens[sign - 1].start, line.tokens[sign - 1].end)
    return owner.actor if owner is not None else None


def _receiver(scene: Scene, line: Line, start: int, end: int) -> str | None:
    to = next((at for at in range(start, end) if line.low[at] == "to"), -1)
    got = speakers.after(scene, line, to + 1) if to >= 0 else None
    return got[0].actor if got is not None else None


def _behalf(scene: Scene, line: Line, cued: Cued) -> str | None:
    low = line.low
    if "behalf" not in low:
        return None
    for here in range(max(cued.verb - 20, 0), min(cued.verb + 12, len(low) - 3)):
        if low[here] == "on" and low[here + 1] == "behalf" and low[here + 2] == "of":
            got = speakers.after(scene, line, here + 3)
            return got[0].actor if got is not None else None
    return None


def _text(scene: Scene, line: Line, start: int, end: int) -> str | None:
    while end > start and line.low[end - 1] in (",", ":"):
        end -= 1
    if end <= start:
        return None
    return scene.document.text[line.tokens[start].start : line.tokens[end - 1].end]
