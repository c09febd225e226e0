"""Desk -> the search index: script files that a page loads as it needs them.

Browsers refuse `fetch` and modules in a folder opened without a server, but let a page add a script
file of its own folder.  So each file of the index calls `briefingSearch(name, data)`:

- `search/totals.js`: how many briefs, their mean length, and which other files there are;
- `search/t-<term>.js`: the terms from one on to the next file's, each with the briefs that hold it;
- `search/d-<month>-<bucket>.js`: the sentences of a few briefs, to show a hit's words.

Actors, episodes and pages are in the same files, under keys of their own (`documents.py`).  Terms that
begin with "=" are facets, those with "~" hold a word backwards: a word with one wrong letter has the
files of its first half right, or those of its second.

Postings hold raw counts, and a brief's key is made of its date and its slug alone: a new brief
touches the files of its own terms, its own month and the totals, and nothing else.
"""

from __future__ import annotations

from briefing.render.search.documents import ACTORS, EPISODES, MARK, PAGES, Document, document_piece
from briefing.render.search.postings import Piece, piece, spellings
from briefing.render.search.shards import FOLDER, files, month_of

__all__ = [
    "ACTORS",
    "EPISODES",
    "FOLDER",
    "MARK",
    "PAGES",
    "Document",
    "Piece",
    "document_piece",
    "files",
    "month_of",
    "piece",
    "spellings",
]
