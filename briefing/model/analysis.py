"""Types that stages pass on: tokens, sentences, mentions, the cast, and items with their rule."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import chain
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from briefing.model.record import (
    Actor,
    Background,
    Comparison,
    Event,
    Figure,
    Kind,
    Outlook,
    Parallel,
    Point,
    Quote,
    Statement,
    When,
)
from briefing.model.source import Article, SourceKind, Span
from briefing.model.syntax import Syntax

Form = Literal["name", "office", "pronoun", "demonym", "noun"]


class Token(Struct, frozen=True, gc=False):
    """A word, a number or one punctuation mark; a possessive ending is a token of its own.

    A text has more of these than of all else, and they hold nothing that could hold them again: so
    the collector of cycles need not look at them (`gc=False`, here and below).
    """

    start: int
    end: int
    text: str
    lower: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Sentence(Struct, frozen=True, kw_only=True, gc=False):
    """A sentence; `index` and `paragraph` count from 0 in the body."""

    index: int
    paragraph: int
    span: Span


END = ""
"""Stands behind each sentence among the words of a concordance; it is no word that a rule asks for."""


class Concordance(Struct, frozen=True, kw_only=True, gc=False):
    """Every word of a text with all its places: a rule goes straight to the words that it asks for."""

    words: tuple[str, ...]
    """All words in lower case, `END` behind each sentence."""
    places: dict[str, list[int]]
    """Where each word is among `words`."""
    sentence_of: list[int]
    """The sentence of each of `words`."""
    opens: list[int]
    """Where each sentence begins among `words`."""

    def tokens_of(self, asked: frozenset[str]) -> dict[int, list[int]]:
        """Return the numbers of the tokens, by sentence and ascending, that are one of these words."""
        places, numbers, opens = self.places, self.sentence_of, self.opens
        here = asked.intersection(places)  # `&` would go through all that is asked, not through the text
        found: dict[int, list[int]] = {}
        for at in sorted(chain.from_iterable(map(places.__getitem__, here))):
            number = numbers[at]
            found.setdefault(number, []).append(at - opens[number])
        return found


class Document(Struct, frozen=True, kw_only=True):
    """An article cut into sentences and tokens, made once and read by every stage."""

    article: Article
    text: str
    """That of the article."""
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    """The tokens of each sentence, in the order of `sentences`."""
    texts: tuple[tuple[str, ...], ...]
    """Their texts alone."""
    lower: tuple[tuple[str, ...], ...]
    """The same in lower case; one look at such a row says whether a rule has work in its sentence."""
    concordance: Concordance
    syntax: Sequence[Syntax] = ()
    """The word classes, phrases and clauses of each sentence; made when a stage first asks."""
    dateline: Span | None = None
    """Place, day and agency before the first words of the report, with the dash: "BERLIN, Nov 9 - "."""

    @property
    def vocabulary(self) -> Set[str]:
        """Every word of `lower`, so that what a word is by itself is decided once a text."""
        return self.concordance.places.keys()

    def prose(self, index: int) -> Span:
        """Return sentence `index` without the dateline before it: what an item may quote."""
        span, head = self.sentences[index].span, self.dateline
        return Span(head.end, span.end) if head is not None and span.start == head.start else span

    def opening(self, index: int) -> int:
        """Return the number of the first token of sentence `index` that belongs to no dateline."""
        span, head = self.sentences[index].span, self.dateline
        if head is None or span.start != head.start:
            return 0
        return sum(token.start < head.end for token in self.tokens[index])


class Mention(Struct, frozen=True, kw_only=True, gc=False, cache_hash=True):
    """A span that stands for somebody or something."""

    span: Span
    kind: Kind
    sentence: int
    form: Form = "name"
    actor: str | None = None
    """Id of the actor, once `actors` has made the cast."""
    acts: bool = True
    """False where a state's name is a place and nothing more ("in Beijing")."""
    rule: str = ""
    row: str = ""


class Cast(Struct, frozen=True, kw_only=True):
    """Who is in the article: actors by falling salience, and every mention that is resolved.

    `mentions` are in order of the text and include offices, demonyms and pronouns that stand
    for an actor; `Actor.mentions` holds the names alone.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    inside: tuple[Mention, ...] = ()
    """Names that are a part of another name, such as the state in "Bank of Japan"."""


Item = TypeVar("Item")


class Found(Struct, Generic[Item], frozen=True, kw_only=True, gc=False):
    """An item with the reason why it is there."""

    item: Item
    sentence: int
    rule: str
    """Name of the rule, as `explain` shows it: "appositive-role", "verb-before-quote"."""
    row: str = ""
    """The lexicon row that took part: "speech:emphasize"."""
    about: Span | None = None
    """For a statement: where its speaker is named."""


class Analysis(Struct, frozen=True, kw_only=True):
    """Everything the engine found in one article, before it is cut down to a record."""

    document: Document
    dates: tuple[Found[When], ...]
    cast: Cast
    statements: tuple[Found[Statement], ...]
    outlook: tuple[Found[Outlook], ...]
    figures: tuple[Found[Figure], ...]
    events: tuple[Found[Event], ...]
    background: tuple[Found[Background], ...]
    comparison: tuple[Found[Comparison], ...]
    parallels: tuple[Found[Parallel], ...]
    title: str
    place: Quote | None
    source_kind: SourceKind
    summary: tuple[Found[Point], ...]
