"""A seat of government named in a sentence -> whether it stands for its state there, or is the city.

Beijing fears and Moscow answers; people live in a city, hold its streets and bomb it.
"""

from __future__ import annotations

from briefing.extract.entities.affiliations import POSSESSIVES
from briefing.extract.entities.sentence_view import SentenceView
from briefing.model.syntax import Syntax


def acts(row: SentenceView, syntax: Syntax, first: int, last: int) -> bool:
    """Return whether the seat at tokens[first:last] stands for its state."""
    words, lower = row.words, row.lower
    before = _governing(row, first)
    if before in words.placing or before == "of" or _goes_on(row, last) or is_told_as_place(row, first, last):
        return False
    if " ".join(row.texts[first:last]) in words.houses:
        return True
    phrase = syntax.phrase_at(last - 1)
    if phrase is None or phrase.head < last:
        return True
    if row.texts[last] in POSSESSIVES:
        return lower[phrase.head] not in words.of_cities
    return lower[phrase.head] in words.of_states


def is_told_as_place(row: SentenceView, first: int, last: int) -> bool:
    """Return whether the city is told to be a capital, or is in a list with places: "Ohio and Washington"."""
    behind = row.lower[last + 1 : last + 5] if row.texts[last : last + 1] == (",",) else ()
    if "capital" in behind or "capital" in row.lower[max(first - 2, 0) : first]:
        return True
    for at, joint in ((first - 2, first - 1), (last + 1, last)):
        if 0 <= at < len(row.texts) and row.lower[joint] in (",", "and", "or"):
            known = row.known(at)
            if known is not None and known[1].kind == "place":
                return True
    return False


def _goes_on(row: SentenceView, last: int) -> bool:
    """Return whether talks that were held there, or the region of the city, are behind the name."""
    following = row.texts[last : last + 2]
    region = len(following) == 2 and following[0] == "," and following[1][0].isupper()
    return region or not row.words.held.isdisjoint(following[:1])


def _governing(row: SentenceView, first: int) -> str:
    """Return the word before the name, or before the list of names that it stands in."""
    texts, lower, at = row.texts, row.lower, first
    while at > 1 and lower[at - 1] in ("and", "or", ",") and texts[at - 2][0].isupper():
        at -= 2
        while at and texts[at - 1][0].isupper():
            at -= 1
    at -= at > 0 and lower[at - 1] == "the"
    return lower[at - 1] if at else ""
