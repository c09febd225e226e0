"""The past and the setting: what was there before today's news, or is next to it.

A sentence is background by its dates (before the story's day), its tense (past perfect), or a cue
("Earlier", "have long", "meanwhile").  What somebody says in the news is a statement and no
background, and the first sentence of an article never is.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from briefing.extract.standalone import made_clear, mentions_in
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import (
    Background,
    BackgroundKind,
    Cast,
    Document,
    Event,
    Found,
    Point,
    Sentence,
    Span,
    Spans,
    Statement,
    When,
    item_id,
)
from briefing.model.syntax import Syntax, VerbGroup

_LEAD = 2
"""Sentences in which the story's day stands."""
_TODAY = timedelta(0)
"""Days are compared by what lies between them: no day is made, which the calendar may not have."""
_RECENT = timedelta(days=7)
_UNSURE = timedelta(days=3)
"""Without a day in the lead, what is nearer than this before publication may be the news itself."""
_RUN = 3
"""Sentences that a passage of history may run on without naming its time again."""
_MOSTLY = 0.4
"""A sentence of which somebody says this part is a statement."""

_TOLD = 0.75
"""A sentence of which an event tells this part is no background besides."""
_OWN = frozenset(("i", "we", "us", "our", "my", "you", "your", "me"))
_UNNAMED = frozenset(("they", "it", "this", "that", "these", "those", "such", "and", "but", "or"))
"""Words that a sentence may not open with, unless background is before it."""
Tense = Literal["past", "pluperfect", "present", "perfect", "future"]
_BEFORE = ("past", "pluperfect")
_PLUPERFECT = "had"
"""Without this word, a date and a cue no sentence is background by itself."""
_NONE: dict[str, str] = {}


class _Story(NamedTuple):
    """When the news happened, as far as the lead and the day of publication tell."""

    day: date | None
    known: bool
    history: int


def find(
    document: Document,
    cast: Cast,
    dates: tuple[Found[When], ...],
    events: tuple[Found[Event], ...],
    statements: tuple[Found[Statement], ...],
    lexicon: Lexicon,
) -> tuple[Found[Background], ...]:
    """Return the background in order of the text."""
    by_sentence: dict[int, list[When]] = {}
    for found in dates:
        if found.item.anchored:
            continue
        by_sentence.setdefault(found.sentence, []).append(found.item)
    past_people = {actor.id for actor in cast.actors if actor.era}
    historical = {m.sentence for m in cast.mentions if m.actor in past_people}
    said = _said(document, statements)
    story = _story(document, dates, lexicon)
    elsewhere = _elsewhere(cast, events, story)
    taken: Counter[str] = Counter()
    items: list[Found[Background]] = []
    run, last = 0, -1
    cued = _cues(document, lexicon)
    for sentence, words in zip(document.sentences, document.lower, strict=True):
        if sentence.index == 0:
            continue
        follows = run if _continues(last, document, sentence) else 0
        spans, part = by_sentence.get(sentence.index, []), said.get(sentence.index, 0.0)
        cues = cued.get(sentence.index, _NONE)
        judged = None
        if spans or cues or _PLUPERFECT in words:
            judged = _judge(_tense(document.syntax[sentence.index]), spans, story, part, cues)
        if judged is None and 0 < follows <= _RUN and not (spans and sentence.index not in historical):
            judged = _runs_on(_tense(document.syntax[sentence.index]), cues)
        if judged is None and sentence.index in elsewhere and part < _MOSTLY:
            judged = "parallel", "other-actors", ""
        if judged is None or _leans(document, sentence.index, near=last == sentence.index - 1):
            run = 0
            continue
        last = sentence.index
        kind, rule, row = judged
        run = (follows + 1 if rule == "runs-on" else 1) if kind == "history" else 0
        span = document.prose(sentence.index)
        if document.lower[sentence.index][-1] in ("?", ":"):
            continue
        text = made_clear(document, cast, sentence.index, span)
        if text is None or (kind == "parallel" and _is_the_news(cast, sentence.index)):
            continue
        plain = span.of(document.text)
        item = Background(id=item_id("back", plain, taken), kind=kind, text=text, at=Spans((span,)))
        items.append(Found(item=item, sentence=sentence.index, rule=rule, row=row))
    return tuple(items)


def besides(
    points: Sequence[Found[Point]], events: Sequence[Found[Event]], setting: Sequence[Found[Background]]
) -> tuple[Found[Background], ...]:
    """Return the background without the sentences that the summary or a dated event has told already."""
    told = {point.sentence for point in points}
    dated = [found for found in events if found.item.when.earliest is not None]
    return tuple(
        found
        for found in setting
        if found.sentence not in told
        and not any(e.sentence == found.sentence and _tells(e.item.at, found.item.at) for e in dated)
    )


def _tells(event: Sequence[Span], sentence: Sequence[Span]) -> bool:
    return _length(event) >= _TOLD * _length(sentence)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _leans(document: Document, index: int, *, near: bool) -> bool:
    """Return whether a sentence needs the one before it, or speaks of "us" whom nobody names."""
    words, texts = document.lower[index], document.texts[index]
    if words[0].startswith("((") or any(w in _OWN and t != "US" for w, t in zip(words, texts, strict=True)):
        return True
    if near or words[0] not in _UNNAMED or words[:2] in (("it", "is"), ("it", "was")):
        return False
    phrase = document.syntax[index].phrase_at(0)
    return phrase is None or phrase.end == 1  # but "this meeting"


def _tense(syntax: Syntax) -> Tense | None:
    """Return the tense of the main clause, or else of the first finite verb."""
    main = [clause.verb for clause in syntax.clauses if clause.kind == "main" and clause.verb is not None]
    verb = main[0] if main else next((verb for verb in syntax.verbs if verb.finite), None)
    return None if verb is None else _tense_of(verb)


def _tense_of(verb: VerbGroup) -> Tense | None:
    if verb.tense == "past":
        return "pluperfect" if verb.perfect else "past"
    if verb.tense == "present":
        return "perfect" if verb.perfect else "present"
    return "future" if verb.tense == "future" else None


def _judge(
    told: Tense | None, dates: list[When], story: _Story, said: float, cues: dict[str, str]
) -> tuple[BackgroundKind, str, str] | None:
    """Return kind, rule and row of a sentence that is background by itself."""
    if said > _MOSTLY:
        return None
    if any(when.era for when in dates) and told in _BEFORE:
        return "history", "era", ""
    aged = [kind for kind in (_age(when, story) for when in dates) if kind is not None]
    if "parallel" in cues:
        return "parallel", "cue", cues["parallel"]
    if aged and all(kind == "history" for kind in aged) and told in _BEFORE:
        return "history", "date", ""
    if "of_today" in cues or "story" in aged:
        return None
    if "standing" in cues and told in ("present", "perfect"):
        return "standing", "cue", cues["standing"]
    if "prior" in aged and told in (*_BEFORE, "perfect"):
        return "prior", "date", ""
    if "prior" in cues:
        return "prior", "cue", cues["prior"]
    return ("prior", "past-perfect", "") if told == "pluperfect" else None


def _runs_on(told: Tense | None, cues: dict[str, str]) -> tuple[BackgroundKind, str, str] | None:
    """Carry a passage of history on to a sentence that stays in its time."""
    return None if "of_today" in cues or told not in _BEFORE else ("history", "runs-on", "")


def _continues(last: int, document: Document, sentence: Sentence) -> bool:
    if last != sentence.index - 1 or last < 0:
        return False
    return document.sentences[sentence.index - 1].paragraph == sentence.paragraph


def _story(document: Document, dates: tuple[Found[When], ...], lexicon: Lexicon) -> _Story:
    """Take the story's day from the lead, or else from the day of publication."""
    published = document.article.date
    years = lexicon.background.history_years
    if published is None:
        return _Story(None, False, years)
    lead = [
        found.item.earliest
        for found in dates
        if found.sentence < _LEAD
        and found.item.earliest is not None
        and found.item.precision == "day"
        and _TODAY <= published - found.item.earliest <= _RECENT
    ]
    return _Story(min(lead) if lead else published, bool(lead), years)


def _age(when: When, story: _Story) -> str | None:
    """Return whether a date is history, prior to the story, or of its day; None where that is open."""
    if story.day is None:
        return "prior" if when.offset is not None and when.offset < 0 else None
    if when.latest is None or when.earliest is None:
        return None
    if when.latest.year <= story.day.year - story.history:
        return "history"
    if story.day - when.latest > (_TODAY if story.known else _UNSURE):
        return "prior"
    return "story" if when.precision == "day" else None


def _elsewhere(cast: Cast, events: tuple[Found[Event], ...], story: _Story) -> set[int]:
    """Return the sentences with happenings of the story's days among others than the lead names."""
    lead = {m.actor for m in cast.mentions if m.sentence < _LEAD}
    found = set()
    for event in events:
        on = event.item.when.earliest
        actors = event.item.actors
        near = on is not None and story.day is not None and _TODAY <= on - story.day <= _RECENT
        if near and event.item.when.precision == "day" and len(actors) > 1 and lead.isdisjoint(actors):
            found.add(event.sentence)
    return found


def _is_the_news(cast: Cast, index: int) -> bool:
    """Return whether a sentence names nobody but those whom the lead names."""
    lead = {m.actor for m in cast.mentions if m.sentence < min(_LEAD, index)}
    named = {m.actor for m in mentions_in(cast, index)}
    return bool(named) and named <= lead


def _said(document: Document, statements: tuple[Found[Statement], ...]) -> dict[int, float]:
    """Return for each sentence which part of it somebody says; quoted words make it a statement whole."""
    said: dict[int, float] = {}
    for found in statements:
        if found.item.kind == "view":
            continue
        whole = document.prose(found.sentence)
        length = sum(span.end - span.start for span in found.item.at)
        part = length / (whole.end - whole.start) if found.item.mode == "indirect" else 1.0
        said[found.sentence] = max(said.get(found.sentence, 0.0), part)
    return said


def _cues(document: Document, lexicon: Lexicon) -> dict[int, dict[str, str]]:
    """Return for each sentence that has cues their kinds, each with the first words of the kind."""
    text = document.concordance
    found: dict[int, dict[str, str]] = {}
    for first, end, kind in _table(lexicon).find_all(text):
        found.setdefault(text.sentence_of[first], {}).setdefault(kind, " ".join(text.words[first:end]))
    return found


@functools.cache
def _table(lexicon: Lexicon) -> Phrases[str]:
    cues = lexicon.background
    kinds = {
        "prior": cues.prior,
        "standing": cues.standing,
        "parallel": cues.parallel,
        "of_today": cues.of_today,
    }
    return Phrases((phrase, kind) for kind, phrases in kinds.items() for phrase in phrases)
