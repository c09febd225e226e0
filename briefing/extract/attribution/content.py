"""What is said: the words that a verb of saying introduces or closes, without the attribution."""

from __future__ import annotations

from briefing.extract.attribution import content_after, content_before, extents
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.scene import Line, Scene

_NO_PARENTHESIS = ("participle", "same-subject")


def of(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content of a cue; it ends before token `limit` at the latest."""
    if cued.rule == "by-agent":
        return _subject(line, cued)
    closing = content_before.closing_quote(scene, line, cued)
    if closing >= 0 and "quote" in cued.cue.takes:
        return content_before.after_quote(scene, line, cued, closing, limit)
    if cued.rule == "as":
        told = content_before.as_told(scene, line, cued, limit)
        return told or content_after.following(scene, line, cued, limit)
    if cued.rule != "verb-subject":
        content = content_after.following(scene, line, cued, limit)
        if content is not None:
            return None if content.rule == "infinitive" and _hangs_on_other(scene, line, cued) else content
    return content_before.parenthesis(scene, line, cued, limit) if _may_close(cued) else None


def _subject(line: Line, cued: Cued) -> Content | None:
    """Return the subject of a passive as content; a pronoun says nothing."""
    who = cued.clause.subject if cued.clause is not None else None
    if who is None or line.tags[who.head] in ("PRP", "WP", "WDT", "EX"):
        return None
    end = who.whole if who.apposition is None else who.end
    span = extents.trimmed(line, who.first, end)
    mode = extents.mode_of(line, who.first, end, line.quoted[cued.verb])
    return Content([span], mode, "subject", (cued.verb + 1, cued.verb + 1)) if span is not None else None


def _may_close(cued: Cued) -> bool:
    """Return whether a verb may report what is before it: "..., he said"."""
    takes = cued.cue.takes
    said = not (cued.negated or cued.modal or cued.cue.kind == "denial")
    asks = "wh" in takes and "clause" not in takes
    tells = "clause" in takes or ({"that", "quote"} <= set(takes) and not asks)
    return said and cued.rule not in _NO_PARENTHESIS and tells


def _hangs_on_other(scene: Scene, line: Line, cued: Cued) -> bool:
    """Return whether "claiming to" is behind another person: "met Holm, claiming to act for Oslo"."""
    last = cued.start - 2
    if cued.rule != "participle" or cued.speaker is None or last < 0:
        return False
    mention = scene.holding(line.tokens[last].start, line.tokens[last].end)
    return mention is not None and mention.kind == "person" and mention.actor != cued.speaker.actor
