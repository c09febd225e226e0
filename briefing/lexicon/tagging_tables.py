"""How word classes are told: the rows of tagging.yml."""

from __future__ import annotations

import msgspec

from briefing.lexicon.table import Table


class TagRule(Table, frozen=True, kw_only=True):
    """One class becomes another where all that `where` says holds; the head of the file says how."""

    old: str = msgspec.field(name="from")
    new: str = msgspec.field(name="to")
    where: dict[str, str]


class Tagging(Table, frozen=True, kw_only=True):
    """tagging.yml"""

    words: dict[str, str]
    """Classes of a form in lower case, the commonest first; they come before the dictionary's."""
    endings: dict[str, str]
    """Classes by the last letters of a form that the dictionary lacks."""
    rules: tuple[TagRule, ...]
    """Learned ones, in the order in which they are tried."""
    repairs: tuple[TagRule, ...]
    """Those that people wrote; they are tried after the learned ones."""
