"""Desk -> the search index: script files that a page loads as it needs them.

Browsers refuse `fetch` and modules in a folder opened without a server, but let a page add a script
file of its own folder.  So each file of the index calls `briefingSearch(name, data)`:

- `search/totals.js`: how many briefs, their mean length, and which other files there are;
- `search/t-<term>.js`: the terms from one on to the next file's, each with the briefs that hold it;
- `search/d-<month>-<bucket>.js`: the sentences of a few briefs, to show a hit's words.

Postings hold raw counts, and a brief's key is made of its date and its slug alone: a new brief
touches the files of its own terms, its own month and the totals, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.desk import Desk
from briefing.lexicon import Lexicon
from briefing.search import shards
from briefing.search.pieces import piece, spellings


def files(desk: Desk, lexicon: Lexicon) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the index of a desk."""
    known = spellings(desk.reference, lexicon)
    rights = desk.options.source_text
    return shards.files(piece(entry, known, entry.brief.source.rights or rights) for entry in desk.entries)
