"""Attribution without a verb: "according to X", and refusals to comment."""

from __future__ import annotations

from briefing.extract.attribution import extents, speakers
from briefing.extract.attribution.candidate import SourceRule, StatementDraft
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Span, StatementKind
from briefing.model.typography import read_as

_AGAINST = frozenset(("but", "while", "although", "though", "whereas"))
"""What opens a clause of the reporter behind the source."""


def find(scene: Scene, line: Line) -> list[StatementDraft]:
    """Return drafts of the statements that a phrase attributes."""
    low, words = line.low, scene.words
    found: list[StatementDraft] = []
    for here in line.hits:
        word = low[here]
        for offset, phrase in words.phrases.get(word, ()):
            start = here - offset
            if start >= 0 and tuple(low[start : start + len(phrase)]) == phrase:
                draft = _according(scene, line, start, start + len(phrase))
                if draft is not None:
                    found.append(draft)
        for offset, phrase in words.flat.get(word, ()):
            start = here - offset
            if start > 0 and tuple(low[start : start + len(phrase)]) == phrase:
                speaker = _subject(scene, line, start)
                last = start + len(phrase) - 1
                draft = speaker and _draft(scene, line, start, last, start, line.last, speaker, "refusal")
                if draft is not None:
                    found.append(draft)
        if word in words.refuse:
            draft = _refusal(scene, line, here)
            if draft is not None:
                found.append(draft)
    return found


def _according(scene: Scene, line: Line, first: int, start: int) -> StatementDraft | None:
    low = line.low
    got = speakers.after(scene, line, start)
    if got is None:
        return None
    speaker, end = got
    if speaker.actor is None and _unspoken(scene, line, speaker):
        return None
    lead = first
    while lead > 0 and low[lead - 1] in ("but", "and", "yet") and lead < 3:
        lead -= 1
    if lead == 0 or (line.quoted[first - 1] != line.quoted[first] and low[first - 1] in MARKS and first == 1):
        end = _source_end(scene, line, speaker.last + 1, end)
        if end >= line.last and low[speaker.last + 1 : speaker.last + 2] == (",",):
            end = speaker.last + 1  # what closes the sentence is said, and no title
        begin = end + 1 if end < len(low) and low[end] == "," else end
        if begin >= line.last:
            return None
        return _draft(scene, line, first, start - 1, begin, line.last, speaker, "according-to-first")
    begin = 0
    stop = first
    opening = low[first - 1] == ","
    if opening:
        stop = first - 1
    closing = _source_end(scene, line, speaker.last + 1, end)
    if (
        opening
        and closing + 2 < line.last
        and low[closing] == ","
        and not _of_the_source(scene, line, closing + 1)
        and low[closing + 1] not in _AGAINST
    ):
        begin = max([at + 1 for at in range(stop) if low[at] == ";"], default=0)
        if low[stop - 1] in ("and", "but", "or"):  # "the hall is old and, according to Holm, unsafe"
            return _draft(
                scene, line, first, start - 1, closing + 1, line.last, speaker, "according-to-first"
            )
        draft = _draft(scene, line, first, start - 1, begin, stop, speaker, "according-to-between")
        second = Span(line.tokens[closing + 1].start, line.tokens[line.last - 1].end)
        if draft is not None:
            draft.spans.append(second)
        return draft
    if low[first - 1] in ("that", "because", "which") and closing + 1 < line.last:
        begin = closing + 1 if low[closing] == "," else closing
        return _draft(scene, line, first, start - 1, begin, line.last, speaker, "according-to-first")
    draft = _draft(scene, line, first, start - 1, begin, stop, speaker, "according-to-last")
    if draft is not None:
        draft.cut = stop
    return draft


def _of_the_source(scene: Scene, line: Line, here: int) -> bool:
    """Return whether words after the source's comma tell of the source: "who spoke on condition of ..."."""
    return line.low[here] in scene.words.relative or line.low[here].endswith("ing")


def _unspoken(scene: Scene, line: Line, speaker: speakers.Speaker) -> bool:
    """Return whether the words after "according to" are no source: "according to plan"."""
    words = scene.words
    low = line.low[speaker.first : speaker.last + 1]
    return low[-1] in words.determiner or any(word in words.unspoken for word in low)


def _source_end(scene: Scene, line: Line, here: int, end: int) -> int:
    """Return the token where the words for the source end, dates and places after it included."""
    low = line.low
    if end > here:
        return end
    while here < len(low) and low[here] not in (",", ";", ".", ":") and line.quoted[here] < 0:
        if low[here] in scene.words.subject or (
            low[here] in scene.words.determiner and low[here - 1] not in scene.words.preposition
        ):
            return here
        here += 1
    return here if here < len(low) else end


def _subject(scene: Scene, line: Line, verb: int) -> speakers.Speaker | None:
    """Return the subject of the verb group at a token."""
    group = line.syntax.verb_at(verb)
    return speakers.subject(scene, line, group.head) if group is not None else None


def _refusal(scene: Scene, line: Line, here: int) -> StatementDraft | None:
    low, words = line.low, scene.words
    if here + 2 >= len(low) or low[here + 1] != "to" or low[here + 2] not in words.silent:
        return None
    speaker = _subject(scene, line, here)
    if speaker is None:
        return None
    whole = (
        low[here + 3 : here + 4] and low[here + 3] in words.wh
    )  # "to say why" alone would say that he said it
    return _draft(scene, line, here, here, here + (not whole), line.last, speaker, "refusal", "denial")


def _draft(
    scene: Scene,
    line: Line,
    first: int,
    last: int,
    start: int,
    end: int,
    speaker: speakers.Speaker,
    rule: SourceRule,
    kind: StatementKind = "said",
) -> StatementDraft | None:
    span = extents.trimmed(line, start, end)
    if span is None:
        return None
    if rule == "refusal":
        kind = "denial"
    words = " ".join(line.low[first : last + 1])
    return StatementDraft(
        sentence=line.index,
        kind=kind,
        mode=extents.mode_of(line, start, end, -1),
        speaker=speaker,
        spans=[span],
        verb=read_as(scene.document.text[line.tokens[first].start : line.tokens[last].end]),
        found_by=rule,
        content_rule=None,
        row=f"speech:{words}",
        inside=line.quoted[first],
        end=line.tokens[-1].end,
    )
