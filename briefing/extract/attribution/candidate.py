"""A statement in the making, before its ids and its place in the record."""

from __future__ import annotations

from msgspec import Struct

from briefing.extract.attribution.clauses import ContentRule
from briefing.extract.attribution.cue_subjects import CueRule
from briefing.extract.attribution.speakers import Speaker
from briefing.model import Mode, Span, StatementKind


class StatementDraft(Struct, eq=False, gc=False):
    """A statement in the making."""

    sentence: int
    kind: StatementKind
    mode: Mode
    speaker: Speaker | None
    spans: list[Span]
    verb: str | None
    found_by: CueRule
    content_rule: ContentRule | None
    """None where one rule finds both the attribution and its content."""
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

    @property
    def rule(self) -> str:
        """Name of the rules, as `explain` shows them."""
        return self.found_by if self.content_rule is None else f"{self.found_by}, {self.content_rule}"
