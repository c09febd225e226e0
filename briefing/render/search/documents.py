"""An actor, an episode or a page -> its piece of the index, next to those of the briefs.

Such a document has no day: its key begins with "~~", a day that no brief has, and a letter for its group.
"""

from __future__ import annotations

from msgspec import Struct

from briefing.render.search.postings import ITEM, NAME, TEXT, TITLE, Piece, counted, name_key
from briefing.render.search.terms import terms
from briefing.text import invisible

MARK = "~~"
"""What the key of a document begins with; that of a brief would from the year 2317 on."""
ACTORS, EPISODES, PAGES = "actors", "episodes", "pages"
GROUPS = {ACTORS: "A", EPISODES: "E", PAGES: "P"}
"""Each with its letter in a key."""
_RANK = "p"
"""Stands like a field after the counts of a term: how often an actor is named, in powers of two."""


class Document(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What the search finds besides briefs."""

    group: str
    path: str
    """From the site's root."""
    title: str
    note: str = ""
    """What is shown behind the title: a country, years."""
    names: tuple[str, ...] = ()
    """Other spellings, places, persons; one of a single word counts as much as the title."""
    sentences: tuple[tuple[str, str], ...] = ()
    """Texts, each with the id of the place on the page where it stands."""
    rank: int = 0
    """By this, those that the same words find are sorted."""


def document_piece(document: Document) -> Piece:
    """Return what a document adds to the index; its address begins with "./", as no slug does."""
    field = ITEM if document.group == EPISODES else TEXT
    whole = [name for name in document.names if len(terms(name)) == 1]
    titles, names = [document.title, *whole], [name for name in document.names if name not in whole]
    length, postings = counted({TITLE: titles, NAME: names, field: [text for text, _ in document.sentences]})
    rank = f"{_RANK}{document.rank}" if document.rank else ""
    shown = [(invisible.signed(text), place) for text, place in document.sentences]
    if document.names and document.group == ACTORS:
        shown.append((invisible.signed(", ".join(document.names)), ""))
    sentences = tuple((number, text, place) for number, (text, place) in enumerate(shown, 1))
    return Piece(
        key=MARK + GROUPS[document.group] + name_key(document.path),
        length=length,
        postings={term: counts + rank for term, counts in postings.items()},
        facets=(),
        shown=(
            f"./{document.path}",
            invisible.signed(document.title),
            document.group,
            document.note,
            sentences,
        ),
    )
