"""What people write about a brief keeps to the craft: notes and corrections, never the source's words.

Likelihood and confidence are not in one sentence, as ICD 203 (2015), D.6.e(2)(a), asks; an
absolute claim in a note names what it rests on: words of the source, an item, a sentence, a link.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set

from briefing.lexicon import Lexicon
from briefing.model import Problem, Span
from briefing.model.sections import ITEMS
from briefing.review.checks.context import CheckContext, RecordFile
from briefing.text import sentences

_QUOTED = re.compile(r"“([^“”]{4,})”|\"([^\"]{4,})\"")
_ID = re.compile(r"\w+(?:-\w+)+")
_SENTENCES = re.compile(r"\b[Ss]entences?(?:,? (?:(?:and|to|or) )?\d{1,6}(?:[-–]\d{1,6})?)+")
_POINTER = re.compile(r"https?://|\]\(|\b[Ss]entences? \d+")


def check(record: RecordFile, given: CheckContext) -> Iterator[Problem]:
    """Yield the sentences of people's notes that break a rule."""
    patterns = _patterns(given.words)
    yield from _likelihood(record, given.words)
    ids = {item.id for section in ITEMS for item in getattr(record.brief, section.name)}
    for at, text in _by_people(record):
        for sentence in sentences.split(text, Span(0, len(text)), given.words):
            yield from _sentence(record, at, sentence.span.of(text), patterns, ids)


def _likelihood(record: RecordFile, words: Lexicon) -> Iterator[Problem]:
    """Yield the likelihood of an assessment that is no degree of the scale, or has nothing to be likely."""
    told = record.brief.assessment
    if told is None or told.likelihood is None:
        return
    known = told.likelihood.lower() in words.tradecraft.likelihood
    if known and told.judgement:
        return
    line, column = record.places.in_words("assessment/likelihood", told.likelihood)
    yield Problem(
        where=str(record.path),
        line=line,
        column=column,
        rule="tradecraft",
        what=f"assessment/likelihood: {told.likelihood!r} "
        + ("has no judgement that it is of" if known else "is no degree of the scale"),
        hint=f"Write a judgement, and one of: {', '.join(words.tradecraft.likelihood)}.",
    )


def pointers(record: RecordFile, given: CheckContext) -> Iterator[Problem]:
    """Yield the sentences that people's notes name ("see sentence 15") and the text does not have."""
    article = record.article
    found = [(at, found[0]) for at, text in _by_people(record) for found in _SENTENCES.finditer(text)]
    if article is None or not found:
        return
    last = len(sentences.split(article.text, article.body, given.words))
    for at, words in found:
        line, column = record.places.in_words(at, words)
        for number in map(int, re.findall(r"\d+", words)):
            if not 0 < number <= last:
                yield Problem(
                    where=str(record.path),
                    line=line,
                    column=column,
                    rule="references",
                    what=f"{at}: the text has no sentence {number}, but {last} sentences",
                    hint="Look the number up on the page of the source text, and correct it.",
                )


def _by_people(record: RecordFile) -> Iterator[tuple[str, str]]:
    """Yield (path, words) of what people wrote in their own words."""
    told = record.brief.assessment
    for name in ("judgement", "so_what", "would_change", "gaps") if told else ():
        if getattr(told, name):
            yield f"assessment/{name}", getattr(told, name)
    if record.brief.notes:
        yield "notes", record.brief.notes
    for number, correction in enumerate(record.brief.corrections):
        yield f"corrections/{number}/note", correction.note


def _sentence(
    record: RecordFile, at: str, text: str, patterns: dict[str, re.Pattern[str]], ids: Set[str]
) -> Iterator[Problem]:
    own, cites = _own(record, text)
    likelihood, confidence = patterns["likelihood"].search(own), patterns["confidence"].search(own)
    absolute = patterns["absolute"].search(own)
    if not (likelihood and confidence) and not absolute:
        return
    line, column = record.places.in_words(at, text)
    if likelihood and confidence:
        yield Problem(
            where=str(record.path),
            line=line,
            column=column,
            rule="tradecraft",
            what=f"{at}: {likelihood[0]!r} and {confidence[0]!r} in one sentence",
            hint="Say how likely it is in one sentence and how sure you are in another (ICD 203).",
        )
    if absolute and at == "notes" and not cites and ids.isdisjoint(_ID.findall(text)):
        yield Problem(
            where=str(record.path),
            line=line,
            column=column,
            rule="tradecraft",
            what=f"{at}: {absolute[0]!r} claims that there is no exception, and names no evidence",
            hint="Quote the source, name the item or the sentence, or say it less absolutely.",
            severity="warning",
        )


def _own(record: RecordFile, text: str) -> tuple[str, bool]:
    """Return a sentence without the words that it quotes from the source, and whether it cites anything."""
    source = record.article.text if record.article else ""
    cites = bool(_POINTER.search(text))
    own = text
    for quoted in _QUOTED.finditer(text):
        if (quoted[1] or quoted[2]).rstrip(".,;") in source:
            own = own.replace(quoted[0], " " * len(quoted[0]))
            cites = True
    return own, cites


@functools.cache
def _patterns(words: Lexicon) -> dict[str, re.Pattern[str]]:
    tables = words.tradecraft
    return {
        name: re.compile(
            r"\b(?:" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + r")\b", re.I
        )
        for name, phrases in (
            ("likelihood", tables.likelihood),
            ("confidence", tables.confidence),
            ("absolute", tables.absolute),
        )
    }
