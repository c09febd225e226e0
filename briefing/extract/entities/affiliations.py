"""Whose a person is: "Labour's Tim Grove", "Jane Wolf of the Green Party", "(R-Neb.)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Mention, Span, Token

OWNERS = ("his", "her", "its", "their", "our", "your", "my")
POSSESSIVES = ("'s", "’s")
APOSTROPHES = ("'", "’")
_NOWHERE = -1
_SEAT = re.compile(
    r"(?:, ?| ?\()((?:[RDI]|Ind)-[A-Z][A-Za-z.]{0,13}|(?<=\()(?:R|D|I|Ind|Lab|Con|Lib Dem|LD|SNP|DUP)(?=\))"
    r"|(?<=\()(?:EPP|S&D|Renew|ECR|ID|PfE|ESN|Greens/EFA|The Left|NI), [A-Z]{2}(?=\)))"
)
"""Party, and often the state, behind a name: "(R-Neb.)", ", D-Calif.,", "(Renew, BE)"."""
_HELD = frozenset(("QC", "KC"))
"""Of the letters behind a name, those that tell what somebody works as."""


class RoleFound(Struct, frozen=True, kw_only=True):
    """A role's words, what they belong to, and how they were found."""

    span: Span
    era: str = "current"
    inside: tuple[Mention, ...] = ()
    """The bodies and states that the words name."""
    rule: str
    shown: bool = True
    """False where the words give the person's country and no role: "Chile's Ricardo Lund"."""


class Reach(NamedTuple):
    """A person's name, and the numbers of its tokens in the sentence: tokens[first:last]."""

    mention: Mention
    first: int
    last: int


def affiliations(
    text: str, tokens: Sequence[Token], name: Reach, others: Sequence[Mention], words: NameWords
) -> Iterator[RoleFound]:
    """Yield the party or body whose the person is; a state gives the country alone.

    `others` are the names of the sentence.
    """
    if (party := _party(tokens, name, words)) is not None:
        yield RoleFound(span=party, rule="party")
    last = tokens[name.last - 1]
    if last.text in _HELD and last.start >= name.mention.span.end:
        yield RoleFound(span=Span(last.start, last.end), rule="party")
    if (seat := _SEAT.match(text, name.mention.span.end)) is not None:
        yield RoleFound(span=Span(*seat.span(1)), rule="party-and-seat")
    owner = _owner_end(tokens, name.first)
    start, origin = _body_start(tokens, name.last, words)
    if owner == start == _NOWHERE:
        return
    for other in others:
        if other.form != "name" or (other.span.end != owner and other.span.start != start):
            continue
        if other.kind == "state":
            yield RoleFound(span=other.span, inside=(other,), rule="country", shown=False)
        elif other.kind in ("organization", "group") and not origin:
            medium = other.span.of(text) in words.media  # "Anna Roa of PBS" tells no office
            yield RoleFound(span=other.span, inside=(other,), rule="affiliation", shown=not medium)


def _party(tokens: Sequence[Token], name: Reach, words: NameWords) -> Span | None:
    """Return the noun of a party right before the name, or in brackets behind it."""
    first, last = name.first, name.last
    for size in (2, 1) if first and tokens[first - 1].text[0].isupper() else ():
        before = tokens[max(first - size, 0) : first]
        if " ".join([token.text for token in before]) in words.parties:
            return Span(before[0].start, before[-1].end)
    bracket = [token.text for token in tokens[last : last + 3]]
    if bracket[::2] == ["(", ")"] and bracket[1] in words.parties:
        return Span(tokens[last + 1].start, tokens[last + 1].end)
    return None


def _owner_end(tokens: Sequence[Token], first: int) -> int:
    """Return where the name ends that owns the person ("Labour's Tim Grove"), or -1."""
    owned = first > 1 and tokens[first - 1].text in (*POSSESSIVES, *APOSTROPHES)
    return tokens[first - 2].end if owned else _NOWHERE


def _body_start(tokens: Sequence[Token], last: int, words: NameWords) -> tuple[int, bool]:
    """Return where a name begins behind "of", "from" or a bracket, or -1; and whether it is behind "from"."""
    at = last + (last < len(tokens) and tokens[last].text == ",")
    if at + 1 < len(tokens) and tokens[at].lower in ("of", "from"):
        origin = tokens[at].lower == "from"
        at += 2 if tokens[at + 1].lower in ("the", *OWNERS) else 1
        while at < len(tokens) and tokens[at].lower in words.modifiers and tokens[at].text.islower():
            at += 1
        return (tokens[at].start, origin) if at < len(tokens) else (_NOWHERE, False)
    if [token.text for token in tokens[last : last + 3 : 2]] == ["(", ")"]:
        return tokens[last + 1].start, False
    return _NOWHERE, False
