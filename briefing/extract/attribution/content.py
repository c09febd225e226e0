"""What is said: the words that a verb of saying introduces or closes, without the attribution."""

from __future__ import annotations

from briefing.extract.attribution import content_after, content_before
from briefing.extract.attribution.clauses import Content
from briefing.extract.attribution.cue_subjects import Cued
from briefing.extract.attribution.sentence_view import Line, Scene


def _aside_end(scene: Scene, line: Line, verb: int, limit: int) -> int:
    """Return the comma that ends a clause of "who": the main verb stands after it."""
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


def of(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content of a cue; it ends before token `limit` at the latest."""
    takes = cued.cue.takes
    if cued.aside:
        limit = _aside_end(scene, line, cued.verb, limit)
    closing = content_before.closing_quote(scene, line, cued)
    if closing >= 0 and "quote" in takes:
        return content_before.after_quote(scene, line, cued, closing, limit)
    if cued.rule == "as":
        return content_before.as_told(scene, line, cued, limit)
    if cued.rule != "verb-subject":
        content = content_after.following(scene, line, cued, limit)
        if content is not None:
            return content
    if (
        cued.negated
        or cued.modal
        or cued.cue.kind == "denial"
        or not ("clause" in takes or {"that", "quote"} <= set(takes))
        or cued.rule in ("participle", "same-subject")
    ):
        return None
    return content_before.parenthesis(scene, line, cued, limit)
