"""A brief -> its piece of the index: the terms with counts, and the sentences to show.

A piece depends on one brief, its text and the known spellings alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Brief, Reference, Rights, Spans, When
from briefing.model.sections import FOUND, evidence, key_of
from briefing.render.search.terms import index_terms, terms
from briefing.storage.desk import Entry
from briefing.text import invisible

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
"""Sixty-four characters in the order of their code points, so that keys sort as their dates do."""
DAY_ZERO = date(1600, 1, 1).toordinal()
DATE_WIDTH, NAME_WIDTH = 3, 4
TITLE, NAME, LINE, STATEMENT, ITEM, TEXT = "tnbsex"
"""Fields: the title, names in any spelling, the bottom line, statements, other items, the rest."""


class Piece(Struct, frozen=True, kw_only=True):
    """What one brief adds to the index."""

    key: str
    """Date and slug in a few characters; sorts by date."""
    length: int
    """Terms in all."""
    postings: Mapping[str, str]
    """By term: counts by field, such as "t1s2"."""
    facets: tuple[str, ...]
    """Terms that start with "=": country, status, tag, era, and days that it tells of."""
    shown: tuple[object, ...]
    """Slug, title, date, status and sentences, as the page of results takes them."""


def spellings(reference: Reference, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return every name by which the reference and the lexicon know an actor, by id."""
    known = {state.id: (*state.names, *state.adjectives) for state in lexicon.states}
    known |= {body.id: body.names for body in lexicon.organizations.known}
    return known | {actor.id: (actor.name, *actor.spellings) for actor in reference.actors}


def piece(
    entry: Entry, known: Mapping[str, tuple[str, ...]], rights: Rights, eras: Set[str] = frozenset()
) -> Piece:
    """Return the piece of a brief; sentences that the rights keep back are not in it.

    `eras` are those with which the brief is compared.
    """
    brief = entry.brief
    texts: dict[str, list[str]] = {}
    for field, text in _texts(brief, known):
        texts.setdefault(field, []).append(text)
    sentences: list[tuple[object, ...]] = []
    dated = list(_dated(brief))
    days = _days(entry, dated)
    for number, text, field, item in _sentences(entry, rights):
        row = (number, text if text.isprintable() else invisible.signed(text), item)
        sentences.append((*row, days[number - 1]) if number - 1 in days else row)
        texts.setdefault(field, []).append(text)
    length, postings = counted(texts)
    day = brief.source.date
    told = {named for _, named, _ in dated} | ({day.isoformat()} if day else set())
    return Piece(
        key=key(brief.slug, day),
        length=length,
        postings=postings,
        facets=tuple(sorted({*_facets(brief), *(f"=e-{era}" for era in eras), *(f"=d-{d}" for d in told)})),
        shown=(
            brief.slug,
            invisible.signed(brief.title),
            day.isoformat() if day else "",
            brief.status,
            tuple(sentences),
        ),
    )


def counted(texts: Mapping[str, Iterable[str]]) -> tuple[int, dict[str, str]]:
    """Return how many terms the texts of some fields have, and each term with its counts by field."""
    postings: dict[str, str] = {}
    length = 0
    for field in sorted(texts):
        found = index_terms("\n".join(texts[field]))
        length += len(found)
        for term, count in Counter(found).items():
            postings[term] = f"{postings.get(term, '')}{field}{count}"
    return length, postings


def key(slug: str, day: date | None) -> str:
    """Return the key of a brief: three characters of its day (000 where undated), four of its slug."""
    number = max(0, day.toordinal() - DAY_ZERO) if day else 0
    return digits(number, DATE_WIDTH) + name_key(slug)


def name_key(name: str) -> str:
    """Return four characters that stand for a slug or an address."""
    return digits(int.from_bytes(sha256(name.encode()).digest()[:8]), NAME_WIDTH)


def digits(number: int, width: int) -> str:
    """Return the last digits of a number to the base 64."""
    found = ""
    for _ in range(width):
        number, digit = divmod(number, len(DIGITS))
        found = DIGITS[digit] + found
    return found


def _texts(brief: Brief, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield the texts that are no sentences of the source: the title, names, what reviewers wrote."""
    yield TITLE, brief.title
    for actor in brief.actors:
        names = (actor.name, *actor.aliases, actor.known_as or "", *known.get(actor.id, ()))
        for name in dict.fromkeys(names):
            yield NAME, name
    for text in (brief.notes, brief.source.publisher, *(note.note for note in brief.corrections)):
        yield TEXT, text or ""


def _sentences(entry: Entry, rights: Rights) -> Iterator[tuple[int, str, str, str]]:
    """Yield number (from 1), text, field and citing item of each sentence that the site shows."""
    brief = entry.brief
    cited: dict[int, tuple[str, str]] = {}
    for field, item, at in _places(brief):
        for span in at:
            for sentence in entry.sentences_of(span):
                cited.setdefault(sentence.index, (field, item))
    for sentence in entry.sentences:
        field, item = cited.get(sentence.index, (TEXT, ""))
        if item or rights == "full":
            yield sentence.index + 1, sentence.span.of(entry.article.text), field, item


def _places(brief: Brief) -> Iterator[tuple[str, str, Spans]]:
    """Yield field, id and place of each item, those that a reader would open first in front."""
    yield from _cited(LINE, brief.summary[:1])
    yield from _cited(STATEMENT, brief.statements)
    yield from _cited(ITEM, brief.summary[1:])
    for section in FOUND[1:]:
        yield from _cited(ITEM, getattr(brief, section.name))


def _cited(field: str, items: Iterable[Any]) -> Iterator[tuple[str, str, Spans]]:
    return ((field, key_of(item), at) for item in items for at in evidence(item))


def _days(entry: Entry, dated: Iterable[tuple[Any, str, str]]) -> dict[int, tuple[str, str]]:
    """Return the sentences, from 0, of items that have a time of their own, each with it and its words."""
    found: dict[int, tuple[str, str]] = {}
    for item, named, words in dated:
        places = (span for at in evidence(item) for span in at)
        for sentence in (one for span in places for one in entry.sentences_of(span)):
            found.setdefault(sentence.index, (named, words))
    return found


def _dated(brief: Brief) -> Iterator[tuple[Any, str, str]]:
    """Yield each item that has a day, a month or a year of its own, with it and with its words."""
    for section in FOUND:
        for item in getattr(brief, section.name):
            when = getattr(item, "when", None)
            if isinstance(when, When) and (named := _named(when)):
                yield item, named, when.text


def _named(when: When) -> str:
    """Return a day, a month or a year as ISO 8601 writes it, "2024-03"; empty where it is none of them."""
    first, last = when.earliest, when.latest or when.earliest
    if not first or not last:
        return ""
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and (last + timedelta(1)).day == 1 and first.year == last.year
    if whole and first.month == last.month:
        return first.isoformat()[:7]
    return first.isoformat()[:4] if whole and (first.month, last.month) == (1, 12) else ""


def _facets(brief: Brief) -> Iterator[str]:
    yield f"=s-{brief.status}"
    for actor in brief.actors:
        if actor.country:
            yield f"=c-{actor.country.lower()}"
    for tag in brief.source.tags:
        yield f"=g-{'-'.join(terms(tag))}"
