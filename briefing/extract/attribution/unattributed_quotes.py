"""Quotations that no verb in their own sentence claims: they go on, or a colon introduces them."""

from __future__ import annotations

from bisect import bisect_right

from briefing.extract.attribution import cues, speakers
from briefing.extract.attribution.candidate import StatementDraft
from briefing.extract.attribution.quotations import Quotation
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker

_REPLIES = frozenset(("reply", "answer", "response", "explanation", "retort", "reaction"))
_SHORT = 20
"""Characters of a quotation that may be no more than a term."""


def claim(scene: Scene, drafts: list[StatementDraft]) -> None:
    """Add quotations that go on after an attribution to it, and those after a colon as statements."""
    taken = {draft.quotation: draft for draft in drafts if draft.quotation >= 0}
    covered = _covered(scene, drafts)
    for number, quotation in enumerate(scene.quotations):
        if number in taken or number in covered:
            continue
        previous = taken.get(number - 1)
        if previous is not None and previous.mode != "indirect" and previous.end <= quotation.outer.start:
            gap = scene.document.text[previous.end : quotation.outer.start]
            behind = scene.document.text[quotation.outer.end : quotation.outer.end + 2].strip()
            if not gap.strip() and not behind.islower():
                previous.spans += quotation.parts
                previous.end = quotation.outer.end
                taken[number] = previous
                continue
        draft = _introduced(scene, number, quotation)
        if draft is not None:
            drafts.append(draft)
            taken[number] = draft


def _covered(scene: Scene, drafts: list[StatementDraft]) -> set[int]:
    """Return the quotations that hold content of a statement which is not made inside them."""
    covered: set[int] = set()
    for draft in drafts:
        for span in draft.spans:
            number = max(bisect_right(scene.opens, span.start) - 1, 0)
            while number < len(scene.opens) and scene.opens[number] < span.end:
                if span.start < scene.quotations[number].outer.end and number != draft.inside:
                    covered.add(number)
                number += 1
    return covered


def _presents(scene: Scene, word: str) -> bool:
    """Return whether the word before a colon presents a thing: "His last words were:", "including:"."""
    return word in scene.words.finite or word in scene.words.presenting


def _named(scene: Scene, line: Line, colon: int) -> tuple[Speaker, str | None, str] | None:
    """Return whose words a noun or a name before a colon brings: "Her reply:", "Berg of the council:"."""
    low, words, noun = line.low, scene.words, colon - 1
    if low[noun] in words.nouns or low[noun] in words.sources or low[noun] in _REPLIES:
        owner = noun - 1
        if owner == 0 and low[owner] in words.possessive:
            return speakers.make(scene, line, owner, owner), line.tokens[noun].text, low[noun]
        phrase = line.syntax.phrase_at(noun)
        if owner > 0 and low[owner] in ("'s", "’s", "'", "’") and phrase is not None and phrase.first == 0:
            return speakers.make(scene, line, 0, owner - 1), line.tokens[noun].text, low[noun]
    mention = next(iter(scene.mentions_in(line.tokens[0].start, line.tokens[colon].start)), None)
    if mention is None or mention.kind != "person" or mention.form != "name":
        return None
    first = line.token_at(mention.span.start)
    last = line.token_at(mention.span.end - 1)
    lead = all(
        line.tokens[here].text[:1].isupper() or low[here] in words.offices or low[here] == ","
        for here in range(first)
    )
    if not lead or line.has_finite(last + 1, colon):
        return None
    return speakers.make(scene, line, first, last), None, ""


def _introduced(scene: Scene, number: int, quotation: Quotation) -> StatementDraft | None:
    """Return the statement of a quotation after a colon, or after a verb whose sentence ends before it."""
    text, document = scene.document.text, scene.document
    before = quotation.outer.start
    while before > 0 and text[before - 1].isspace():
        before -= 1
    size = quotation.outer.end - quotation.outer.start
    if before == 0 or text[before - 1] not in ":," or (text[before - 1] == "," and size < _SHORT):
        return None
    index = bisect_right(document.sentences, before - 1, key=lambda s: s.span.start) - 1
    if index < 0:
        return None
    line = scene.any_line(index)
    limit = len(line.tokens)
    while limit > 0 and line.tokens[limit - 1].end > before:
        limit -= 1
    if limit < 2:
        return None
    cued = [one for one in cues.find(scene, line) if one.verb < limit and line.quoted[one.verb] < 0]
    chosen = next((one for one in reversed(cued) if "quote" in one.cue.takes and not one.negated), None)
    verb: str | None
    if text[before - 1] == ",":
        if chosen is None or limit - chosen.verb > 8:
            return None
        speaker, verb, row = chosen.speaker, line.tokens[chosen.verb].text, chosen.cue.lemma
    elif chosen is not None:
        speaker, verb, row = chosen.speaker, line.tokens[chosen.verb].text, chosen.cue.lemma
    elif (named := _named(scene, line, limit - 1)) is not None:
        speaker, verb, row = named
    elif size < 2 * _SHORT or _presents(scene, line.low[limit - 2]):
        return None
    else:
        speaker, verb, row = speakers.main_subject(scene, line, limit - 1), None, ""
    if speaker is None:
        return None
    return StatementDraft(
        sentence=bisect_right(document.sentences, quotation.outer.start, key=lambda s: s.span.start) - 1,
        kind="said",
        mode="direct",
        speaker=speaker,
        spans=list(quotation.parts),
        verb=verb,
        found_by="after-colon" if text[before - 1] == ":" else "after-comma",
        content_rule=None,
        row=f"speech:{row}" if row else "",
        quotation=number,
        inside=-1,
        end=quotation.outer.end,
    )
