"""A person's name -> the place of the family name in it, by the order of the name's own language.

The reference tells it of those whom it knows; of others the lexicon does, by the name and the country.
"""

from __future__ import annotations

import re
from functools import cache

from briefing import lexicon
from briefing.extract.entities.gazetteer import NameWords, words_of
from briefing.extract.entities.person_names import family_first
from briefing.model import KnownActor, Span
from briefing.render.pagination import fold

_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(r"(?:al|el|an|ar|as|ash|at|az)-(?=\w)", re.I)
"""The Arabic article, which does not count in an alphabet."""


def family_name(name: str, country: str | None, known: KnownActor | None) -> Span:
    """Return the place of the family name, by which lists sort; of a name that has none, of all of it."""
    words = _names()
    found = [m for m in _WORD.finditer(name) if m[0].strip(",") not in words.suffixes]
    if len(found) < 2:
        return Span(0, len(name))
    place = found[_number([m[0] for m in found], country or "", known)]
    article = _ARTICLE.match(place[0])
    return Span(place.start() + (article.end() if article else 0), place.end())


def _number(parts: list[str], country: str, known: KnownActor | None) -> int:
    """Return which word of a name is the family name, from 0."""
    words, order = _names(), lexicon.load().titles
    if known is not None:
        family = fold(known.name.split()[0 if known.family_name_first else -1])
        told = [number for number, part in enumerate(parts) if fold(part) == family]
        if told:
            return told[-1]
    if country in order.given_alone or family_first(parts, words):
        return 0
    if parts[0] in words.family_first:
        # "Kim Yong Chol": Kim is a given name as well
        three = len(parts) == 3 and words.given.isdisjoint(parts[1:])
        if three or country in order.family_first_states:
            return 0
    if country in order.either_order and parts[-1] in words.given and parts[0] not in words.given:
        return 0
    two = country in order.two_families and len(parts) > 2
    return -2 if two and parts[-2] not in words.given and parts[-2] not in words.particles else -1


@cache
def _names() -> NameWords:
    return words_of(lexicon.load())
