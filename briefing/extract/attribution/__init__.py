"""Document and cast -> statements: who said, denied or thinks what, to whom, and when.

Rules over verbs of saying, quotation marks and phrases such as "according to".  What no source
is behind is left out; nothing is inferred about the truth of what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefing.extract.attribution import (
    circumstances,
    cues,
    filters,
    gates,
    nested_quotes,
    noun_cues,
    phrase_cues,
    speakers,
    unattributed_quotes,
    voices,
)
from briefing.extract.attribution import content as attribution_content
from briefing.extract.attribution import quotations as attribution_quotations
from briefing.extract.attribution.candidate import Cued, StatementDraft
from briefing.extract.attribution.resolution import Resolver, Source
from briefing.extract.attribution.scene import Line, Scene, scene
from briefing.extract.attribution.voices import Voice
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Span, Spans, Statement, When, item_id
from briefing.model.typography import read_as

__all__ = ["find"]


def find(
    document: Document, cast: Cast, dates: tuple[Found[When], ...], lexicon: Lexicon, *, nested: bool = False
) -> tuple[Found[Statement], ...]:
    """Return the statements of the document in order of the text.

    With `nested`, what somebody who is quoted says of himself is one as well: the "I think" of a quotation,
    which a brief shows once, with the quotation.
    """
    quotations = attribution_quotations.find(document)
    here = scene(document, cast, dates, quotations, lexicon)
    drafts: list[StatementDraft] = []
    for index in range(len(document.tokens)):
        line = here.line(index)
        if line is not None:
            drafts += _with_inner(here, line)
    unattributed_quotes.claim(here, drafts)
    speaking, own = voices.find(here, cast)
    drafts += own
    return _finish(here, filters.without(here, drafts), speaking, nested)


def _with_inner(here: Scene, line: Line) -> list[StatementDraft]:
    """Return the statements of a sentence; of two with one attribution the inner quotation goes first."""
    drafts = _sentence(here, line)
    told = list(nested_quotes.find(here, line, _sentence))
    taken = {_attribution(draft) for draft in told}
    return [draft for draft in drafts if draft.inside < 0 or _attribution(draft) not in taken] + told


def _attribution(draft: StatementDraft) -> tuple[Span | None, str | None]:
    return draft.speaker.span if draft.speaker is not None else None, draft.verb


def _sentence(here: Scene, line: Line) -> list[StatementDraft]:
    """Return the statements of a sentence, those of phrases and nouns first."""
    cued = cues.find(here, line)
    drafts = phrase_cues.find(here, line)
    drafts += noun_cues.find(here, line, [one.boundary for one in cued if one.cuts])
    made = [
        draft for place in range(len(cued)) if (draft := _cued(here, line, cued, place, drafts)) is not None
    ]
    for place, draft in enumerate(made):
        rule = draft.content_rule
        if rule == "clause-verb" or (rule == "quote-verb" and draft.mode == "mixed"):
            _end_before(made[:place], draft)
        if rule == "split-quote" and any(d.quotation == draft.quotation for d in made[place + 1 :]):
            draft.spans = draft.spans[: -len(here.quotations[draft.quotation].parts)]
            draft.quotation = -1
    return drafts + made


def _cued(
    here: Scene, line: Line, cued: Sequence[Cued], place: int, phrases: Sequence[StatementDraft]
) -> StatementDraft | None:
    """Return the statement of a verb; it ends where a phrase or a later verb cuts it off."""
    one = cued[place]
    cuts = [draft.cut for draft in phrases if draft.cut > one.verb]
    cuts += [later.boundary for later in cued[place + 1 :] if _is_cut(here, line, one, later)]
    if one.negated and one.cue.kind == "said":
        return None
    content = attribution_content.of(here, line, one, min(cuts, default=len(line.tokens)))
    if content is None or (one.modal and one.cue.kind != "denial" and content.mode != "direct"):
        return None
    if content.rule in gates.WEAK and one.speaker is not None and not speakers.acts(here, line, one.speaker):
        return None
    where = circumstances.read(here, line, one, content)
    return StatementDraft(
        sentence=line.index,
        kind=one.cue.kind,
        mode=content.mode,
        speaker=one.speaker,
        spans=content.spans,
        verb=read_as(here.document.text[line.tokens[one.first].start : line.tokens[one.verb].end]),
        found_by=one.rule,
        content_rule=content.rule,
        row=f"speech:{one.cue.lemma}",
        quotation=content.quotation,
        hedge=line.tokens[one.hedge].text if one.hedge >= 0 else None,
        inside=line.quoted[one.verb],
        end=line.tokens[-1].end,
        addressee=where.addressee,
        occasion=where.occasion,
        on_behalf_of=where.on_behalf_of,
    )


def _is_cut(here: Scene, line: Line, one: Cued, later: Cued) -> bool:
    """Return whether a later verb ends what an earlier one reports: not "can | and may", "but had known"."""
    if not later.cuts or later.boundary <= one.verb or line.tags[later.boundary - 1] == "MD":
        return False
    if later.rule == "same-subject" and attribution_content.of(here, line, later, len(line.tokens)) is None:
        return False  # had kept notes and wrote a letter
    said, group, clause = line.group_of.get(one.verb), line.group_of.get(later.verb), later.clause
    if said is None or group is None or clause is None or clause.subject is None or said.perfect:
        return True
    return not (group.perfect and later.rule == "same-subject" and clause.subject.first > one.verb)


def _end_before(earlier: list[StatementDraft], closing: StatementDraft) -> None:
    """Cut off the attribution that closes a sentence from content inside its own: "..., he stressed"."""
    end = closing.spans[-1].end
    for draft in earlier:
        last = draft.spans[-1]
        if last.start < end < last.end and draft.sentence == closing.sentence:
            draft.spans[-1] = Span(last.start, end)


def _finish(
    here: Scene, drafts: list[StatementDraft], speaking: Sequence[Voice], nested: bool
) -> tuple[Found[Statement], ...]:
    text = here.document.text
    taken: Counter[str] = Counter()
    found: list[Found[Statement]] = []
    resolver = Resolver(here, drafts, speaking, nested)
    seen: set[tuple[int, int, str | None]] = set()
    tellers = nested_quotes.Tellers(drafts)
    for draft in sorted(drafts, key=lambda d: (d.spans[0].start, -d.spans[-1].end)):
        outer = tellers.of(draft)
        source = resolver.source(draft, outer)
        if source is None or gates.is_open(here, here.any_line(draft.sentence), draft, source.actor):
            continue
        spans = Spans(_clean(text, span) for span in filters.own_words(here, draft.spans, source.actor))
        key = (spans.start, spans.end, draft.verb)
        if key not in seen and spans.end > spans.start:
            seen.add(key)
            found.append(_found(text, draft, outer, source, spans, taken))
    return tuple(found)


def _found(
    text: str,
    draft: StatementDraft,
    outer: StatementDraft | None,
    source: Source,
    spans: Spans,
    taken: Counter[str],
) -> Found[Statement]:
    """Return a statement with its id and its place."""
    quote = " […] ".join(span.of(text) for span in spans)
    item = Statement(
        id=item_id(draft.kind, quote, taken),
        kind=draft.kind,
        mode=draft.mode,
        speaker=source.actor,
        speaker_text=source.text,
        on_behalf_of=draft.on_behalf_of,
        told_by=_told_by(outer, draft, source.actor),
        addressee=draft.addressee,
        occasion=draft.occasion,
        verb=draft.verb,
        hedge=draft.hedge,
        text=quote,
        at=spans,
    )
    about = draft.speaker.span if draft.speaker is not None else None
    return Found(item=item, sentence=draft.sentence, rule=draft.rule, row=draft.row, about=about)


def _told_by(outer: StatementDraft | None, draft: StatementDraft, speaker: str | None) -> str | None:
    """Return the actor, or the words for who is none, in whose words somebody else is made to speak.

    An "I" is the one who tells, and a "he" outside of quotation marks may be.
    """
    if outer is None or outer.speaker is None or draft.speaker is None:
        return None
    doubtful = draft.inside < 0 and speaker is None and speakers.pronoun(draft.speaker)
    if doubtful or speakers.first_person(draft.speaker):
        return None
    told_by = outer.speaker.actor or filters.name_of(outer.speaker)
    return told_by if told_by != speaker else None


def _clean(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
