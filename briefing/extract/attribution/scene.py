"""A sentence made ready to be searched, and what every rule may look at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.extract.attribution import office_holders
from briefing.extract.attribution.quotations import Quotation
from briefing.extract.attribution.speech_tables import MARKS, SpeechTables, words
from briefing.lexicon import Lexicon
from briefing.model import (
    Cast,
    Clause,
    Document,
    Found,
    Mention,
    NounPhrase,
    Span,
    Syntax,
    Token,
    VerbGroup,
    When,
)
from briefing.text import parsing
from briefing.text.tokens import first_at

LONGEST = 400
"""Tokens; a longer sentence is a table or a list, and is not searched."""


class Line(Struct, eq=False, dict=True):
    """A sentence: its words in lower case, its syntax, and the quotation that holds each token."""

    index: int
    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    quoted: list[int]
    """The number of the quotation, or -1."""
    hits: list[int]
    """The tokens that some rule may start from."""
    syntax: Syntax

    @property
    def tags(self) -> tuple[str, ...]:
        """The Penn tags of the tokens."""
        return self.syntax.tags

    @cached_property
    def phrase_from(self) -> dict[int, NounPhrase]:
        """The noun phrases by their first token."""
        return {phrase.first: phrase for phrase in self.syntax.phrases}

    @cached_property
    def phrase_to(self) -> dict[int, NounPhrase]:
        """The noun phrases by the token behind them."""
        return {phrase.end: phrase for phrase in self.syntax.phrases}

    @cached_property
    def group_of(self) -> dict[int, VerbGroup]:
        """The verb groups by the verb that carries the meaning."""
        return {group.head: group for group in self.syntax.verbs}

    @cached_property
    def clause_of(self) -> dict[int, Clause]:
        """The clauses by the verb that carries the meaning."""
        return {clause.verb.head: clause for clause in self.syntax.clauses if clause.verb is not None}

    @cached_property
    def finite(self) -> list[int]:
        """The first tokens of the finite verb groups."""
        return [group.first for group in self.syntax.verbs if group.finite]

    def has_finite(self, start: int, end: int) -> bool:
        """Return whether a finite verb is among the tokens from `start` up to but not including `end`."""
        return any(start <= at < end for at in self.finite)

    @property
    def last(self) -> int:
        """Index after the last token that is no full stop, closing mark or bracket at the end."""
        end = len(self.tokens)
        while end > 0 and (self.low[end - 1] in ".!?;" or self.low[end - 1] in MARKS):
            end -= 1
        return end

    def token_at(self, place: int) -> int:
        """Return the token that holds the character, or -1."""
        index = first_at(self.tokens, place + 1) - 1
        return index if index >= 0 and place < self.tokens[index].end else -1


class Scene(Struct, eq=False):
    """What every rule may look at: the document, who is in it, and its quotations."""

    document: Document
    words: SpeechTables
    parser: parsing.Parser
    hits: dict[int, list[int]]
    """By sentence, the tokens that some rule may start from."""
    quotations: tuple[Quotation, ...]
    mentions: tuple[Mention, ...]
    starts: list[int]
    ends: list[int]
    """Where the mentions start and end."""
    opens: list[int]
    """Where the quotations start."""
    dates: dict[int, int]
    """Start of a date expression to its end."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What each actor is, by id."""
    holders: tuple[office_holders.Holder, ...] = ()
    """The offices that persons of the cast hold."""
    countries: dict[str, str | None] = field(default_factory=dict)
    """The country of each state, by id."""
    genders: dict[str, str] = field(default_factory=dict)
    """Whether a person is "he" or "she", where a pronoun or the given name tells."""
    lines: dict[int, Line] = field(default_factory=dict)
    """The sentences that were asked for."""
    within: dict[int, Scene | None] = field(default_factory=dict)
    """The scenes inside quotations that hold others, by number, made when first asked for."""

    def line(self, index: int) -> Line | None:
        """Return sentence `index` made ready, or None where no word of saying is in it."""
        if index not in self.hits or len(self.document.lower[index]) > LONGEST:
            return None
        return self.any_line(index)

    def any_line(self, index: int) -> Line:
        """Return sentence `index` made ready, whatever is in it."""
        if index not in self.lines:
            self.lines[index] = self._line(index)
        return self.lines[index]

    def _line(self, index: int) -> Line:
        first = self.document.opening(index)
        tokens = self.document.tokens[index][first:LONGEST]
        low = self.document.lower[index][first:LONGEST]
        hits = [at - first for at in self.hits.get(index, ()) if first <= at < LONGEST]
        return self.cut(index, tokens, low, hits)

    def cut(self, index: int, tokens: tuple[Token, ...], low: tuple[str, ...], hits: list[int]) -> Line:
        """Return tokens of sentence `index` as a line, with the quotations that hold them."""
        whole = len(tokens) == len(self.document.tokens[index])
        syntax = self.document.syntax[index] if whole else self._parse(tokens, low)
        return Line(index, tokens, low, self._quoted(tokens), hits, syntax)

    def _parse(self, tokens: tuple[Token, ...], low: tuple[str, ...]) -> Syntax:
        return self.parser.parse([token.text for token in tokens], low)

    def _quoted(self, tokens: tuple[Token, ...]) -> list[int]:
        quoted = [-1] * len(tokens)
        if tokens and self.quotations:
            first = bisect_right(self.opens, tokens[0].start) - 1
            for number in range(max(first, 0), len(self.quotations)):
                outer = self.quotations[number].outer
                start, end = outer.start, outer.end
                if start >= tokens[-1].end:
                    break
                if end <= tokens[0].start:
                    continue
                low, high = first_at(tokens, start), first_at(tokens, end)
                quoted[low:high] = [number] * (high - low)
        return quoted

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start at or after `start` and before `end`, in order."""
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return list(self.mentions[low:high])

    def holding(self, start: int, end: int) -> Mention | None:
        """Return the longest mention, names and what stands for them, that covers the characters."""
        best: Mention | None = None
        place = bisect_right(self.starts, start)
        for at in range(max(place - 6, 0), place):
            if self.ends[at] < end:
                continue
            mention = self.mentions[at]
            if mention.form != "demonym" and (best is None or len_of(mention.span) > len_of(best.span)):
                best = mention
        return best


def len_of(span: Span) -> int:
    """Return how many characters the span covers."""
    return span.end - span.start


def scene(
    document: Document,
    cast: Cast,
    dates: tuple[Found[When], ...],
    quotations: tuple[Quotation, ...],
    lexicon: Lexicon,
) -> Scene:
    """Put together what the rules look at."""
    mentions = tuple(sorted(_settled(document, cast), key=lambda m: (m.span.start, -m.span.end)))
    spans = {span.start: span.end for found in dates for span in found.item.at}
    table = words(lexicon)
    return Scene(
        document=document,
        words=table,
        parser=parsing.parser(lexicon),
        hits=document.concordance.tokens_of(table.triggers),
        quotations=quotations,
        mentions=mentions,
        starts=[mention.span.start for mention in mentions],
        ends=[mention.span.end for mention in mentions],
        opens=[quotation.outer.start for quotation in quotations],
        dates=spans,
        kinds={actor.id: actor.kind for actor in cast.actors},
        holders=office_holders.of(cast),
        countries={actor.id: actor.country for actor in cast.actors if actor.kind == "state"},
        genders=_genders(document, cast, table),
    )


def _settled(document: Document, cast: Cast) -> Iterator[Mention]:
    """Yield the mentions, none of them for somebody who is not in the cast.

    A family name that is a place as well ("Toledo") is the person's who bears it.
    """
    known = {actor.id for actor in cast.actors if actor.kind != "place"}
    families: dict[str, set[str]] = {}
    for actor in cast.actors:
        if actor.kind == "person":
            families.setdefault(actor.name.split()[-1], set()).add(actor.id)
    for mention in cast.mentions:
        if mention.actor is None or mention.actor in known:
            yield mention
            continue
        bearers = families.get(mention.span.of(document.text), set())
        if len(bearers) == 1:
            yield replace(mention, actor=next(iter(bearers)), kind="person")
        else:
            yield replace(mention, actor=None)


def _genders(document: Document, cast: Cast, table: SpeechTables) -> dict[str, str]:
    he, she = table.he, table.she
    genders = {
        actor.id: "he" if given in he else "she"
        for actor in cast.actors
        if actor.kind == "person" and (((given := actor.name.split()[0]) in he) != (given in she))
    }
    for mention in cast.mentions:
        if mention.form == "pronoun" and mention.actor is not None and mention.kind == "person":
            word = mention.span.of(document.text).lower()
            genders.setdefault(mention.actor, "she" if word.startswith(("she", "her")) else "he")
    return genders
