"""Quotations that no verb in their own sentence claims: they go on, or a colon introduces them."""

from __future__ import annotations

from bisect import bisect_right

from briefing.extract.attribution import cues, speakers
from briefing.extract.attribution.candidate import Cued, SourceRule, StatementDraft
from briefing.extract.attribution.quotations import Quotation
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.text.tokens import first_at

_REPLIES = frozenset(("reply", "answer", "response", "explanation", "retort", "reaction"))
_TOLD = ("that-clause", "bare-clause")
_LEAST = 2
"""Words, the mark among them, that can bring a quotation."""
_NEAR = 8
"""Words between a verb and the comma that ends its sentence before a quotation."""
_LONG = 36
"""Characters of a quotation that is surely a sentence."""
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
        draft = _introduced(scene, number, quotation) or _alone(scene, drafts, number, quotation)
        draft = draft or _behind(scene, drafts, number, quotation)
        if draft is not None:
            drafts.append(draft)
            taken[number] = draft


def _alone(
    scene: Scene, drafts: list[StatementDraft], number: int, quotation: Quotation
) -> StatementDraft | None:
    """Return the statement of a quotation that fills its paragraph behind one which ends with its speaker.

    So a broadcast's text does: "The mayor says the lock is unsafe.", and then what she says.
    """
    text, (start, end) = scene.document.text, quotation.outer
    before = text[:start].rstrip()
    apart = "\n" in text[len(before) : start] and text[end:].lstrip(" ")[:1] in ("", "\n", "\r")
    if not apart or before[-1:] != "." or end - start < 2 * _SHORT:
        return None
    index = bisect_right(scene.document.sentences, len(before) - 1, key=lambda s: s.span.start) - 1
    told = [d for d in drafts if d.sentence == index and d.inside < 0 and d.verb is not None]
    if len(told) != 1 or told[0].mode == "direct" or told[0].kind != "said" or told[0].speaker is None:
        return None
    if told[0].spans[-1].end < len(before) - 2 or told[0].content_rule not in _TOLD:
        return None
    sentence = bisect_right(scene.document.sentences, start, key=lambda s: s.span.start) - 1
    return _quoted(told[0].speaker, sentence, number, quotation, "goes-on")


def _behind(
    scene: Scene, drafts: list[StatementDraft], number: int, quotation: Quotation
) -> StatementDraft | None:
    """Return the statement of a quotation whose speaker is in the sentence before, in the same paragraph.

    That sentence closes with who says it ("..., Holm remembers.") or is about one person, and no other is
    named in it or before it: "Holm sells lemons. “We count them now.”"
    """
    text, (start, end) = scene.document.text, quotation.outer
    before = len(text[:start].rstrip())
    if before < 1 or text[before - 1] not in ".!?" or "\n" in text[before:start]:
        return None
    if end - start < 2 * _SHORT or text[end - 2] not in ".!?…" or text[end : end + 2].strip().islower():
        return None
    index = bisect_right(scene.document.sentences, before - 1, key=lambda s: s.span.start) - 1
    told = [d for d in drafts if d.sentence == index and d.inside < 0]
    who = _closing(told) if told else _about(scene, index)
    if who is None:
        return None
    sentence = bisect_right(scene.document.sentences, start, key=lambda s: s.span.start) - 1
    return _quoted(who, sentence, number, quotation, "goes-on")


def _closing(told: list[StatementDraft]) -> Speaker | None:
    """Return who says the one statement of a sentence that ends with its speaker."""
    who = told[0].speaker
    closes = len(told) == 1 and who is not None and who.span.start >= told[0].spans[-1].end
    return who if closes and told[0].kind == "said" else None


def _about(scene: Scene, index: int) -> Speaker | None:
    """Return the person a sentence is about, where it and the one before in the paragraph name no other."""
    line, rows = scene.any_line(index), scene.document.sentences
    who = speakers.main_subject(scene, line, len(line.low))
    if who is None or who.actor is None or scene.kinds.get(who.actor) != "person":
        return None
    first = index - (index > 0 and rows[index - 1].paragraph == rows[index].paragraph)
    near = scene.mentions_in(rows[first].span.start, rows[index].span.end)
    others = {m.actor for m in near if m.kind == "person" and m.form == "name"} - {who.actor}
    return None if others else who


def _quoted(
    speaker: Speaker, sentence: int, number: int, quotation: Quotation, rule: SourceRule
) -> StatementDraft:
    spans, end = list(quotation.parts), quotation.outer.end
    return StatementDraft(
        sentence=sentence, speaker=speaker, spans=spans, found_by=rule, quotation=number, end=end
    )


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


def _names(line: Line, cued: Cued, limit: int) -> bool:
    """Return whether the verb gives a name that follows the colon: dubbed the plan: “a fairy tale”."""
    return "named" in cued.cue.takes and all(quote < 0 for quote in line.quoted[cued.verb : limit])


def _presents(scene: Scene, line: Line, last: int) -> bool:
    """Return whether the word before a colon presents a thing: "His last words were:", "including:"."""
    return last in line.finite or line.low[last] in scene.words.presenting


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
    text, sentences = scene.document.text, scene.document.sentences
    before = len(text[: quotation.outer.start].rstrip())
    mark = text[before - 1 : before]
    if not mark or mark not in ":,":
        return None
    index = bisect_right(sentences, before - 1, key=lambda s: s.span.start) - 1
    line = scene.any_line(index) if index >= 0 else None
    limit = first_at(line.tokens, before - 1) + 1 if line is not None else 0
    if line is None or limit < _LEAST:
        return None
    source = _source(scene, line, limit, mark, quotation.outer.end - quotation.outer.start)
    if source is None:
        return None
    speaker, verb, row = source
    if speaker is None:
        return None
    sentence = bisect_right(sentences, quotation.outer.start, key=lambda s: s.span.start) - 1
    made = _quoted(speaker, sentence, number, quotation, "after-colon" if mark == ":" else "after-comma")
    made.verb, made.row = verb, f"speech:{row}" if row else ""
    return made


def _source(
    scene: Scene, line: Line, limit: int, mark: str, size: int
) -> tuple[Speaker | None, str | None, str] | None:
    """Return whose words a quotation of `size` characters is, with the verb and its lemma.

    The words up to token `limit`, which is the mark before the quotation, bring it.
    """
    cued = [one for one in cues.find(scene, line) if one.verb < limit and line.quoted[one.verb] < 0]
    saying = [one for one in cued if "quote" in one.cue.takes and not one.negated]
    if cued and _names(line, cued[-1], limit):
        return None
    if saying:
        chosen = saying[-1]
        near = mark == ":" or (limit - chosen.verb <= _NEAR and size >= _SHORT)
        return (chosen.speaker, line.tokens[chosen.verb].text, chosen.cue.lemma) if near else None
    if mark == ",":
        return None
    named = _named(scene, line, limit - 1)
    if named is not None or size < _LONG or _presents(scene, line, limit - 2):
        return named
    return speakers.main_subject(scene, line, limit - 1), None, ""
