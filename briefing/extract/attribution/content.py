"""What is said: the words that a verb of saying introduces or closes, without the attribution."""

from __future__ import annotations

from briefing.extract.attribution import clauses, content_after, content_before
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.clauses import Content
from briefing.extract.attribution.scene import Line, Scene


def _aside_end(scene: Scene, line: Line, verb: int, limit: int) -> int:
    """Return the comma that ends a clause of "who": the main verb is after it."""
    for here in range(verb + 1, min(limit, len(line.low)) - 1):
        if line.low[here] == "," and line.quoted[here] == line.quoted[verb]:
            after = line.low[here + 1]
            if (
                after in scene.words.finite
                or (after.endswith("ed") and len(after) > 4)
                or after in scene.words.cues
            ):
                return here
    return limit


def _main_clause(scene: Scene, line: Line, cued: Cued, limit: int) -> int:
    """Return the comma behind which the main clause starts where a subordinate one opens the sentence.

    So "Despite Berg denying that he had paid, the ministry named him" denies nothing behind the comma.
    """
    low, opens = line.low, 0
    while opens < cued.verb and low[opens] in ("but", "and", "yet", "even"):
        opens += 1
    if (
        low[opens] not in scene.words.conceding
        or opens >= cued.verb
        or "," in low[opens : cued.verb]
        or cued.rule == "as"
    ):
        return limit
    for here in range(cued.verb + 2, min(limit, len(low)) - 2):
        if low[here] == "," and line.quoted[here] == line.quoted[cued.verb]:
            first = low[here + 1]
            subject = first in scene.words.determiner or first in scene.words.subject
            named = line.tokens[here + 1].text[:1].isupper() or first.endswith("s")
            if (subject or named) and clauses.finite(scene, line, here + 1, limit):
                return here
    return limit


def _hangs_on_other(scene: Scene, line: Line, cued: Cued) -> bool:
    """Return whether "claiming to" is behind another person: "met Holm, claiming to act for Oslo"."""
    last = cued.start - 2
    if cued.rule != "participle" or cued.speaker is None or last < 0:
        return False
    mention = scene.holding(line.tokens[last].start, line.tokens[last].end)
    return mention is not None and mention.kind == "person" and mention.actor != cued.speaker.actor


def of(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content of a cue; it ends before token `limit` at the latest."""
    takes = cued.cue.takes
    if cued.aside:
        limit = _aside_end(scene, line, cued.verb, limit)
    if (
        cued.rule == "noun-participle"
        and cued.cue.kind == "view"
        and "that" not in line.low[cued.verb : cued.verb + 2]
    ):
        return None  # "spoke of Norway assuming the duty"
    limit = _main_clause(scene, line, cued, limit)
    closing = content_before.closing_quote(scene, line, cued)
    if closing >= 0 and "quote" in takes:
        return content_before.after_quote(scene, line, cued, closing, limit)
    if cued.rule == "as":
        return content_before.as_told(scene, line, cued, limit)
    if cued.rule != "verb-subject":
        content = content_after.following(scene, line, cued, limit)
        if content is not None:
            return None if content.rule == "infinitive" and _hangs_on_other(scene, line, cued) else content
    if (
        cued.negated
        or cued.modal
        or cued.cue.kind == "denial"
        or not ("clause" in takes or {"that", "quote"} <= set(takes))
        or cued.rule in ("participle", "same-subject")
    ):
        return None
    return content_before.parenthesis(scene, line, cued, limit)
