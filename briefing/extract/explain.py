"""Analysis -> plain lines that say why an item is there, and why a sentence gave none.

Each item comes with its sentence, the rule and the lexicon row that made it, and what else was in
the sentence.  A sentence that has a name, a date or a verb of saying but gave nothing is listed with
the reason, as far as the stages know one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from briefing.extract.attribution import explain
from briefing.lexicon import Lexicon
from briefing.model import (
    Actor,
    Analysis,
    BriefingError,
    Found,
    Mention,
    Parallel,
    Span,
    Spans,
    Statement,
    When,
)
from briefing.model.sections import FOUND, key_of, shape_of

_WIDTH = 300
"""Characters of a sentence that are shown."""


class ExplainedItem(NamedTuple):
    """An item under the name that `explain` calls it by."""

    id: str
    what: str
    found: Found[Any]


class _Named:
    """The mentions of an analysis by sentence and by actor, in their order."""

    def __init__(self, analysis: Analysis) -> None:
        self.in_sentence: dict[int, list[Mention]] = {}
        self.of_actor: dict[str, list[Mention]] = {}
        for mention in analysis.cast.mentions:
            self.in_sentence.setdefault(mention.sentence, []).append(mention)
            self.of_actor.setdefault(mention.actor or "", []).append(mention)


def lines(analysis: Analysis, item_id: str | None, lexicon: Lexicon) -> list[str]:
    """Explain the item with that id, or all of them and then the sentences that gave nothing.

    Raises BriefingError where no item or actor has the id.
    """
    entries = list(_entries(analysis))
    named = _Named(analysis)
    actors = {actor.id: actor for actor in analysis.cast.actors}
    doubts = explain.reasons(analysis.document, analysis.cast, analysis.dates, lexicon)
    if item_id is None:
        told = [line for entry in entries for line in [*_entry(analysis, entry, doubts, named), ""]]
        told += [line for actor in analysis.cast.actors for line in [*_actor(analysis, actor, named), ""]]
        return told + _silent(analysis, entries, doubts, named)
    if item_id in actors:
        return _actor(analysis, actors[item_id], named)
    for entry in entries:
        if entry.id == item_id:
            return _entry(analysis, entry, doubts, named)
    known = ", ".join([entry.id for entry in entries][:12]) or "none"
    raise BriefingError(f"no item or actor {item_id!r}", hint=f"Items of this text: {known} ...")


def _entries(analysis: Analysis) -> Iterator[ExplainedItem]:
    for section in FOUND:
        for found in getattr(analysis, section.name):
            yield ExplainedItem(key_of(found.item), section.one, found)
    for number, date in enumerate(analysis.dates, 1):
        yield ExplainedItem(f"date-{number}", "date", date)


def _entry(
    analysis: Analysis, entry: ExplainedItem, doubts: dict[int, list[str]], named: _Named
) -> list[str]:
    found, item = entry.found, entry.found.item
    told = [f"{entry.id}  {entry.what}{_kind(item)}"]
    if isinstance(item, Parallel):  # of the whole text, not of a sentence
        return [*told, f"  because   {'; '.join(item.reasons)}", f"  rule      {found.rule}: {found.row}"]
    told.append(f"  words     {_words(analysis, item)}")
    if isinstance(item, Statement):
        told += _speaker(analysis, found)
    if isinstance(item, When):
        told.append(f"  means     {_meaning(item)}")
    told.append(f"  rule      {found.rule}" + (f"; lexicon row {found.row}" if found.row else ""))
    told.append(f"  sentence  {_sentence(analysis, found.sentence)}")
    others = _considered(analysis, found, named)
    if others:
        told.append(f"  also      {others}")
    if isinstance(item, Statement):
        told += [f"  not used  {reason}" for reason in doubts.get(found.sentence, ())]
    return told


def _kind(item: Any) -> str:
    parts = [str(value) for name in ("kind", "mode", "relation") if (value := getattr(item, name, None))]
    return f" ({', '.join(parts)})" if parts else ""


def _words(analysis: Analysis, item: Any) -> str:
    shape = shape_of(item)
    if not shape.quote:
        sides = ((name, getattr(item, name)) for name in shape.inner)
        return "; ".join(f"{name}: {quote.text}" for name, quote in sides if quote)
    at: Spans = item.at
    return f"{' […] '.join(span.of(analysis.document.text) for span in at)}  [{', '.join(map(str, at))}]"


def _speaker(analysis: Analysis, found: Found[Statement]) -> list[str]:
    item, text = found.item, analysis.document.text
    said = f"'{found.about.of(text)}'" if found.about else "nobody"
    means = f" = {item.speaker}" if item.speaker else " (no actor of the cast)"
    told = [f"  speaker   {said}{means}; cue '{item.verb or ':'}'"]
    extra = [
        f"{name.replace('_', ' ')}: {value}"
        for name in ("addressee", "on_behalf_of", "told_by", "occasion", "hedge")
        if (value := getattr(item, name))
    ]
    return [*told, f"  setting   {'; '.join(extra)}"] if extra else told


def _considered(analysis: Analysis, found: Found[Any], named: _Named) -> str:
    """Return who else is named in the sentence, which the item might have been about."""
    text = analysis.document.text
    used = found.about
    names = [
        f"{mention.span.of(text)} ({mention.form}{' = ' + mention.actor if mention.actor else ''})"
        for mention in named.in_sentence.get(found.sentence, ())
        if not (used and mention.span.overlaps(used))
    ]
    return "named in the sentence: " + ", ".join(names) if names else ""


def _actor(analysis: Analysis, actor: Actor, named: _Named) -> list[str]:
    text = analysis.document.text
    told = [f"{actor.id}  actor ({actor.kind}), salience {actor.salience}", f"  name      {actor.name}"]
    told += [f"  role      {role.title}" + (f" ({role.of})" if role.of else "") for role in actor.roles]
    if actor.inferred:
        told.append(f"  inferred  {', '.join(actor.inferred)} (from the reference, not from the text)")
    for mention in named.of_actor.get(actor.id, ()):
        why = "; ".join(part for part in (mention.rule, mention.row) if part)
        told.append(f"  mention   {mention.span}  '{mention.span.of(text)}' as {mention.form}: {why}")
    return told


def of_sentence(analysis: Analysis, index: int, lexicon: Lexicon) -> list[str]:
    """Explain what was made of one sentence, the first one having the index 0, and what was not, and why."""
    named = _Named(analysis)
    doubts = explain.reasons(analysis.document, analysis.cast, analysis.dates, lexicon)
    here = [
        entry for entry in _entries(analysis) if entry.what != "parallel" and _touches(analysis, entry, index)
    ]
    told = [line for entry in here for line in [*_entry(analysis, entry, doubts, named), ""]]
    if not any(entry.what not in _NO_ITEMS for entry in here):
        reasons = _reasons(analysis, doubts, named, index) or ["it has no name, date or verb of saying"]
        told += ["nothing was made of it", *(f"  because   {reason}" for reason in reasons)]
    return told


_NO_ITEMS = ("date", "summary", "parallel")
"""What leaves a sentence as if nothing had been made of it."""


def _touches(analysis: Analysis, entry: ExplainedItem, index: int) -> bool:
    """Return whether an item is of a sentence or has words in it."""
    span = analysis.document.sentences[index].span
    return entry.found.sentence == index or any(
        span.overlaps(at) for at in getattr(entry.found.item, "at", ())
    )


def _silent(
    analysis: Analysis, entries: list[ExplainedItem], doubts: dict[int, list[str]], named: _Named
) -> list[str]:
    """Return the sentences that have something to give and gave nothing, with the reasons known."""
    told_of = [entry for entry in entries if entry.what not in _NO_ITEMS]
    used = {entry.found.sentence for entry in told_of}
    starts = [sentence.span.start for sentence in analysis.document.sentences]
    for entry in told_of:
        for span in getattr(entry.found.item, "at", ()):
            used.add(bisect_right(starts, span.start) - 1)
    told: list[str] = []
    for sentence in analysis.document.sentences:
        reasons = [] if sentence.index in used else _reasons(analysis, doubts, named, sentence.index)
        if reasons:
            told.append(f"nothing from sentence {_sentence(analysis, sentence.index)}")
            told += [f"  because   {reason}" for reason in reasons]
    return told


def _reasons(analysis: Analysis, doubts: dict[int, list[str]], named: _Named, index: int) -> list[str]:
    """Return why a sentence gave nothing, as far as the stages know."""
    text = analysis.document.text
    reasons = list(doubts.get(index, ()))
    reasons += [
        f"date '{found.item.text}' ({_meaning(found.item)}) without a happening that has it as its time"
        for found in analysis.dates
        if found.sentence == index
    ]
    names = [m.span.of(text) for m in named.in_sentence.get(index, ()) if m.actor]
    if names:
        reasons.append(f"names {', '.join(dict.fromkeys(names))}: no rule found what they did or said")
    return reasons


def _meaning(when: When) -> str:
    if when.earliest is None:
        return when.era or "not resolved"
    days = str(when.earliest) if when.earliest == when.latest else f"{when.earliest} to {when.latest}"
    return f"{days}, {when.precision}"


def _sentence(analysis: Analysis, index: int) -> str:
    span: Span = analysis.document.sentences[index].span
    words = " ".join(span.of(analysis.document.text).split())
    return f"{index + 1}: {words if len(words) <= _WIDTH else words[:_WIDTH] + ' …'}"
