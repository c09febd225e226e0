"""A statement in the making, before its ids and its place in the record."""

from __future__ import annotations

from msgspec import Struct

from briefing.model import Mode, Span, StatementKind
from briefing.statements.speakers import Speaker


class Draft(Struct, eq=False, gc=False):
    """A statement in the making."""

    sentence: int
    kind: StatementKind
    mode: Mode
    speaker: Speaker | None
    spans: list[Span]
    verb: str | None
    rule: str
    row: str
    quotation: int = -1
    hedge: str | None = None
    addressee: str | None = None
    occasion: str | None = None
    on_behalf_of: str | None = None
    inside: int = -1
    """The quotation that holds the attribution itself."""
    cut: int = -1
    """Token before which the content of an earlier attribution in the sentence ends."""
    end: int = 0
    """Character where the sentence of the attribution ends."""
