"""What looks like a statement and is none, or not this speaker's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.attribution import gates, speakers
from briefing.extract.attribution.candidate import StatementDraft
from briefing.extract.attribution.scene import Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Span

THINGS = frozenset(("it", "this", "that", "these", "those"))
_EMPTY = THINGS | {"so", "them", "him", "her"}
"""Words that stand for what was said or meant before, so that they say nothing by themselves."""


def without(scene: Scene, drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Return the drafts but for those that say nothing and those whose words another draft has.

    Where two verbs take the same words, saying goes before thinking ("Asked whom she believed, Holm
    answered: ..."); of two who say them the first one in the text keeps them.
    """
    kept = [draft for draft in drafts if not _is_empty(scene, draft)]
    first: dict[tuple[Span, ...], StatementDraft] = {}
    for draft in sorted(kept, key=lambda d: d.kind == "view"):
        first.setdefault(tuple(draft.spans), draft)
    beside: dict[int, list[StatementDraft]] = {}
    for draft in kept:
        beside.setdefault(draft.sentence, []).append(draft)
    kept = [draft for draft in kept if not _is_repeated(draft, beside[draft.sentence])]
    kept = [draft for draft in kept if not _holds_quote(scene, draft, beside[draft.sentence])]
    return [draft for draft in kept if first[tuple(draft.spans)] is draft]


def _holds_quote(scene: Scene, draft: StatementDraft, others: Sequence[StatementDraft]) -> bool:
    """Return whether a draft only passes on who said what: “...,” Wang said, the paper reported."""
    span = draft.spans[0]
    if len(draft.spans) > 1 or draft.mode == "direct" or scene.document.text[span.start] not in MARKS:
        return False
    return any(
        span.covers(other.spans[0]) and span.covers(other.speaker.span)
        for other in others
        if other.mode == "direct" and other.speaker is not None and other is not draft
    )


def _is_repeated(draft: StatementDraft, others: Sequence[StatementDraft]) -> bool:
    """Return whether a draft cites what is an attribution already: "Berg said so, it cited him as saying"."""
    who = draft.speaker
    if draft.found_by != "quoted-as" or who is None:
        return False
    plain = speakers.pronoun(who)
    return any(
        other is not draft
        and other.speaker is not None
        and (plain or (who.actor is not None and other.speaker.actor == who.actor))
        and any(span.covers(other.speaker.span) for span in draft.spans)
        for other in others
    )


def _is_empty(scene: Scene, draft: StatementDraft) -> bool:
    """Return whether the content is a pronoun, or denies what a pronoun names: "rejected it as false"."""
    if len(draft.spans) > 1:
        return False
    line = scene.any_line(draft.sentence)
    if gates.is_hollow(line, draft) or gates.is_heading(scene, line, draft.speaker):
        return True
    words = draft.spans[0].of(scene.document.text).lower().strip(" ,;.").split()
    if not words or words[0] not in _EMPTY:
        return not words
    return len(words) == 1 or (draft.kind == "denial" and draft.content_rule == "object")


def is_reported(scene: Scene, draft: StatementDraft, last: StatementDraft | None) -> bool:
    """Return whether "he" may be somebody whom the sentence before names, or the one who said it there.

    `last` is what closes that sentence: after "Berg had warned of it, Holm said" it is open who speaks on.
    """
    who = draft.speaker
    if who is None or who.actor is None or who.text.lower() not in ("he", "she") or last is None:
        return False
    if last.speaker is None or last.speaker.actor in (None, who.actor):
        return False
    if last.speaker.span.start < last.spans[-1].end:
        return False
    sentence = scene.document.prose(last.sentence)
    named = [m for m in scene.mentions_in(*sentence) if m.actor == who.actor and m.form == "name"]
    return bool(named) and all(any(span.covers(m.span) for span in last.spans) for m in named)


def name_of(speaker: Speaker | None) -> str | None:
    """Return the words for a speaker who is no actor; None where they name nobody: "it said"."""
    return None if speaker is None or speaker.text.lower() in THINGS else speaker.text


def own_words(scene: Scene, spans: Sequence[Span], actor: str | None) -> Iterator[Span]:
    """Yield the spans, the first one without words before a colon that tell of the speaker.

    So "Holm thanked them: without the crew the ship was lost" is from the colon on what Holm said.
    """
    text = scene.document.text
    first, *rest = spans
    colon = text.find(": ", first.start, first.end)
    before = scene.mentions_in(first.start, colon) if colon > 0 and actor is not None else []
    told = any(mention.actor == actor and mention.form == "name" for mention in before)
    yield Span(colon + 2, first.end) if told else first
    yield from rest
