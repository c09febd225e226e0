"""Bare first names of relatives: "his son, Denis" names nobody whom a reader could find."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Document, Mention
from briefing.model.typography import read_as
from briefing.text.tokens import first_at


def without_relatives(document: Document, mentions: Sequence[Mention], words: NameWords) -> list[Mention]:
    """Return the mentions without those of a first name behind a word of kinship, unless it speaks."""
    names = {m: read_as(m.span.of(document.text)) for m in mentions if m.kind == "person"}
    bare = {m: name for m, name in names.items() if name in words.given and m.rule != "initials"}
    families = {name.split()[-1] for name in names.values() if " " in name}
    lone = {name for m, name in bare.items() if _is_relative(document, m, words)} - families
    return [m for m in mentions if bare.get(m) not in lone] if lone else list(mentions)


def _is_relative(document: Document, mention: Mention, words: NameWords) -> bool:
    """Return whether a word of kinship is before a name, or before the list that it stands in."""
    row = document.tokens[mention.sentence]
    at, last = first_at(row, mention.span.start) - 1, first_at(row, mention.span.end)
    while at > 0 and (row[at].text in (",", "and") or row[at].text in words.given):
        at -= 1
    apposed = [token.lower for token in row[last : last + 4]]
    if apposed[:1] == [","] and not words.relatives.isdisjoint(apposed):
        return True  # "Ivanka, his daughter"
    told = at >= 0 and row[at].lower.removesuffix("s") in words.relatives
    behind = [token.lower for token in row[last : last + 2] if token.text != ","]
    return told and (words.person_verbs | words.human_verbs).isdisjoint(behind[:1])
