"""Attribution without a verb: "according to X", and refusals to comment on something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefing.extract.attribution import speakers
from briefing.extract.attribution.candidate import SourceRule, StatementDraft, told
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.model import Span, StatementKind
from briefing.model.typography import read_as

_OPENERS = frozenset(("that", "because", "which"))
_STOPS = frozenset((",", ";", ".", ":"))
_BARE = 4
"""Tokens of a refusal that names nothing: "declined to comment"."""
_NEAR = 3
"""Tokens that may be before a phrase that opens a sentence."""
_AGAINST = frozenset(("but", "while", "although", "though", "whereas"))
"""What opens a clause of the reporter behind the source."""


def find(scene: Scene, line: Line) -> list[StatementDraft]:
    """Return drafts of the statements that a phrase attributes."""
    found: list[StatementDraft | None] = []
    for here in line.hits:
        for start, end in _places(line, here, scene.words.phrases):
            found.append(_according(scene, line, start, end))
        if line.low[here] in scene.words.refuse:
            found.append(_refusal(scene, line, here))
    return [draft for draft in found if draft is not None]


def _places(
    line: Line, here: int, phrases: dict[str, list[tuple[int, tuple[str, ...]]]]
) -> Iterator[tuple[int, int]]:
    """Yield where phrases stand whose longest word is at token `here`."""
    for offset, phrase in phrases.get(line.low[here], ()):
        start = here - offset
        if start >= 0 and line.low[start : start + len(phrase)] == phrase:
            yield start, start + len(phrase)


def _according(scene: Scene, line: Line, first: int, start: int) -> StatementDraft | None:
    """Return what the phrase from token `first` attributes to the source from token `start`."""
    got = speakers.after(scene, line, start)
    if got is None or _is_unspoken(scene, line, got[0]):
        return None
    speaker, end = got
    end = speaker.last + 1 if speakers.pronoun(speaker) else _source_end(line, speaker.last + 1, end)
    phrase = _Phrase(first, start - 1, speaker)
    if _opens(line, first):
        if end >= line.last and line.low[speaker.last + 1 : speaker.last + 2] == (",",):
            end = speaker.last + 1  # what closes the sentence is said, and no title
        return _behind(scene, line, phrase, end)
    if line.low[first - 1] in _OPENERS and end + 1 < line.last:
        return _behind(scene, line, phrase, end)
    if line.low[first - 1] != ",":
        return _before(scene, line, phrase, first)
    if line.low[first - 2] == "that":
        return _behind(scene, line, phrase, end)
    if _goes_on(line, end):
        return _around(scene, line, phrase, end)
    return _before(scene, line, phrase, first - 1)


class _Phrase(NamedTuple):
    """A phrase of attribution, its first and last token, and its source."""

    first: int
    last: int
    speaker: Speaker


def _opens(line: Line, first: int) -> bool:
    """Return whether a phrase opens its sentence or its quotation, a conjunction before it or not."""
    while 0 < first < _NEAR and (line.tags[first - 1] == "CC" or line.tags[first - 1] == "``"):
        first -= 1
    return first == 0


def _behind(scene: Scene, line: Line, phrase: _Phrase, end: int) -> StatementDraft | None:
    begin = end + (line.low[end : end + 1] == (",",))
    if begin >= line.last:
        return None
    return _draft(scene, line, phrase, begin, line.last, "according-to-first")


def _before(scene: Scene, line: Line, phrase: _Phrase, stop: int) -> StatementDraft | None:
    draft = _draft(scene, line, phrase, 0, stop, "according-to-last")
    if draft is not None:
        draft.cut = stop
    return draft


def _goes_on(line: Line, end: int) -> bool:
    """Return whether what is said goes on behind the source: not with its title, or with the reporter."""
    if end + 2 >= line.last or line.low[end] != ",":
        return False
    return line.tags[end + 1] not in ("WP", "WDT", "WP$", "VBG") and line.low[end + 1] not in _AGAINST


def _around(scene: Scene, line: Line, phrase: _Phrase, end: int) -> StatementDraft | None:
    """Return content on both sides of the phrase; behind "and, according to Holm," alone it is hers."""
    stop = phrase.first - 1
    if line.tags[stop - 1] == "CC":
        return _behind(scene, line, phrase, end)
    begin = max([at + 1 for at in range(stop) if line.low[at] == ";"], default=0)
    draft = _draft(scene, line, phrase, begin, stop, "according-to-between")
    if draft is not None:
        draft.spans.append(Span(line.tokens[end + 1].start, line.tokens[line.last - 1].end))
    return draft


def _is_unspoken(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether the words after "according to" are no source: "according to plan"."""
    if speaker.actor is not None:
        return False
    low = line.low[speaker.first : speaker.last + 1]
    return line.tags[speaker.last] in ("DT", "PRP$") or not scene.words.unspoken.isdisjoint(low)


def _source_end(line: Line, here: int, end: int) -> int:
    """Return the token where the words for the source end, dates and places after it included."""
    if end > here:
        return end
    while here < len(line.low) and line.low[here] not in _STOPS and line.quoted[here] < 0:
        placed = line.tags[here - 1] in ("IN", "TO")
        if line.tags[here] in ("DT", "PRP", "PRP$", "EX") and not placed:
            return here
        here += 1
    return here if here < len(line.low) else end


def _refusal(scene: Scene, line: Line, here: int) -> StatementDraft | None:
    """Return "declined to say why" as a whole; who declines to comment on nothing named says nothing."""
    silent = not scene.words.silent.isdisjoint(line.low[here + 2 : here + 3])
    if line.low[here + 1 : here + 2] != ("to",) or not silent:
        return None
    group = line.syntax.verb_at(here)
    speaker = speakers.subject(scene, line, group.head) if group is not None else None
    whole = not scene.words.wh.isdisjoint(line.low[here + 3 : here + 4])
    if speaker is None or (line.last - here < _BARE and not whole):
        return None
    phrase = _Phrase(here, here, speaker)
    return _draft(scene, line, phrase, here + (not whole), line.last, "refusal", "denial")


def _draft(
    scene: Scene,
    line: Line,
    phrase: _Phrase,
    start: int,
    end: int,
    rule: SourceRule,
    kind: StatementKind = "said",
) -> StatementDraft | None:
    made = told(line, (start, end), -1, phrase.speaker, rule, kind)
    if made is not None:
        first, last = phrase.first, phrase.last
        made.verb = read_as(scene.document.text[line.tokens[first].start : line.tokens[last].end])
        made.row, made.inside = f"speech:{' '.join(line.low[first : last + 1])}", line.quoted[first]
    return made
