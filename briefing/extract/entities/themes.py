"""Names of bodies with two themes, made one: "the Export Controls and Human Rights Initiative"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.extract.entities.disambiguation import Doubt
from briefing.model import Document, Mention, Span
from briefing.text.tokens import first_at


def with_themes(
    document: Document, mentions: Sequence[Mention], doubtful: Sequence[Doubt]
) -> tuple[list[Mention], list[Doubt]]:
    """Return names and doubts; an unknown name between "the" and "and" is a part of the body behind it."""
    ends = {(d.sentence, d.last): d for d in doubtful if _is_theme(document, d)}
    names, parts = [], set()
    for mention in mentions:
        row = document.tokens[mention.sentence]
        at = first_at(row, mention.span.start) - 1
        theme = ends.get((mention.sentence, at)) if mention.rule == "head-of-body" else None
        if theme is not None:
            parts.add(theme)
            mention = replace(mention, span=Span(row[theme.first].start, mention.span.end))
        names.append(mention)
    return names, [doubt for doubt in doubtful if doubt not in parts]


def _is_theme(document: Document, doubt: Doubt) -> bool:
    texts = document.texts[doubt.sentence]
    several = doubt.last - doubt.first > 1 and doubt.first > 0
    return (
        several
        and texts[doubt.first - 1] in ("the", "The")
        and texts[doubt.last : doubt.last + 1] == ("and",)
    )
