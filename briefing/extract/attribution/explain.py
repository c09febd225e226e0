"""Why a word of saying gave no statement: the reasons that `explain` shows."""

from __future__ import annotations

from briefing.extract.attribution import content as attribution_content
from briefing.extract.attribution import cues, nested_quotes, quotations
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.scene import Line, Scene, scene
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, When


def reasons(
    document: Document, cast: Cast, dates: tuple[Found[When], ...], lexicon: Lexicon
) -> dict[int, list[str]]:
    """Return, by sentence, why each verb of saying there gave no statement of its own."""
    here = scene(document, cast, dates, quotations.find(document), lexicon)
    reasons: dict[int, list[str]] = {}
    for index in range(len(document.tokens)):
        line = here.line(index)
        found = _sentence(here, line) if line is not None else []
        if found:
            reasons[index] = found
    return reasons


def _sentence(here: Scene, line: Line) -> list[str]:
    made = {one.first: one for one in cues.find(here, line)} | {
        one.verb: one for one in cues.find(here, line)
    }
    within = {
        part.tokens[one.verb].start
        for _, there, part in nested_quotes.parts(here, line)
        for one in cues.find(there, part)
        if attribution_content.of(there, part, one, len(part.tokens)) is not None
    }
    found: list[str] = []
    for verb in line.hits:
        if line.low[verb] in here.words.cues and line.tokens[verb].start not in within:
            reason = _reason(here, line, verb, made.get(verb))
            if reason:
                found.append(f"verb of saying '{line.tokens[verb].text}' {reason}")
    return found


def _reason(here: Scene, line: Line, verb: int, cued: Cued | None) -> str:
    """Return why a word of saying gave nothing; "" where it gave a statement."""
    if cued is not None:
        return _without_content(here, line, cued)
    group = line.group_of.get(verb)
    if group is None:
        return "is a noun or an adjective here"
    if line.tags[group.first] == "TO":
        return "is an infinitive: not said yet, or no act of speech"
    return "is passive: no speaker is its subject" if group.passive else "without a speaker"


def _without_content(here: Scene, line: Line, cued: Cued) -> str:
    if cued.negated and cued.cue.kind == "said":
        return "is negated: nothing was said"
    content = attribution_content.of(here, line, cued, len(line.tokens))
    if content is None:
        who = f" (speaker: {cued.speaker.text})" if cued.speaker else ""
        return f"has no content that its frames ({', '.join(cued.cue.takes)}) allow{who}"
    planned = cued.modal and cued.cue.kind == "said" and content.mode != "direct"
    return "stands after a modal verb: not said yet" if planned else ""
