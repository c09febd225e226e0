"""What is found on the way: a verb with its subject, and a statement before it has its ids and its place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from briefing.extract.attribution import extents
from briefing.extract.attribution.extents import ContentRule
from briefing.extract.attribution.scene import Line
from briefing.extract.attribution.speakers import Speaker
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import Clause, Mode, Span, StatementKind

SourceRule = Literal[
    "according-to-between", "according-to-first", "according-to-last", "after-colon", "after-comma", "as",
    "block", "by-agent", "feeling-that", "first-person", "goes-on", "issued", "listed", "noun-participle",
    "noun-that", "participle", "quoted-as", "refusal", "same-subject", "subject-verb", "turn", "verb-subject",
    "with-participle",
]  # fmt: skip
"""How the cue of an attribution and its source were found."""


class Cued(Struct, eq=False):
    """A verb with its subject, before its content is known."""

    verb: int
    first: int
    """First token of the cue with its auxiliaries of negation; content before it ends here."""
    start: int
    """First token of the attribution: its subject where that comes first."""
    cue: SpeechCue
    rule: SourceRule
    speaker: Speaker | None = None
    clause: Clause | None = None
    negated: bool = False
    modal: bool = False
    cuts: bool = False
    """The content of an earlier attribution in the sentence ends before this one."""
    boundary: int = 0
    hedge: int = -1
    main: bool = False
    """The clause is no subordinate one and its subject is known, so that an infinitive may be content."""
    aside: bool = False
    """The clause hangs on "who" after a comma."""
    behind: int = -1
    """For a verb before its subject: the token where the attribution ends."""


class StatementDraft(Struct, eq=False, gc=False):
    """A statement in the making."""

    sentence: int
    speaker: Speaker | None
    spans: list[Span]
    found_by: SourceRule
    kind: StatementKind = "said"
    mode: Mode = "direct"
    verb: str | None = None
    content_rule: ContentRule | None = None
    """None where one rule finds both the attribution and its content."""
    row: str = ""
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


def told(
    line: Line, content: tuple[int, int], quote: int, speaker: Speaker, rule: SourceRule, kind: StatementKind
) -> StatementDraft | None:
    """Return the statement of a noun or a phrase with its content, given in tokens; `quote` holds both."""
    start, end = content
    span = extents.trimmed(line, start, end)
    if span is None:
        return None
    return StatementDraft(
        sentence=line.index,
        kind=kind,
        mode=extents.mode_of(line, start, end, quote),
        speaker=speaker,
        spans=[span],
        found_by=rule,
        end=line.tokens[-1].end,
    )
