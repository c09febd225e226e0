"""What a sentence is made of: word classes, noun phrases, verb groups and clauses.

Places are numbers of tokens in their sentence, half-open and from 0; `briefing.text.chunks.span` gives
the code points of a stretch of them.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import Literal

from msgspec import Struct

_FIRST = attrgetter("first")

Tense = Literal["past", "present", "future", "none"]
ClauseKind = Literal["main", "coordinated", "complement", "relative", "adverbial", "reporting", "participial"]
"""A `reporting` clause is inside or behind what it reports: "The road, she said, is shut".

A clause without a finite verb stands here only where it says something: "adding that it would open".
"""


class NounPhrase(Struct, frozen=True, kw_only=True, gc=False):
    """A noun with what belongs to it: "the old minister of trade, a former judge"."""

    first: int
    end: int
    """Behind the head: "the old minister"."""
    head: int
    determiner: int | None = None
    """An article, a pronoun such as "his", or a possessive ending."""
    preposition: int | None = None
    """What governs the phrase: the "in" of "in Beirut"."""
    time: bool = False
    """Whether its head is a day, a month or another unit of time: "last week"."""
    of: NounPhrase | None = None
    """The phrase behind an "of" behind the head."""
    apposition: NounPhrase | None = None
    """The phrase between commas behind it that says who or what it is."""
    joined: bool = False
    """Whether another phrase is joined to it: "Trump, Putin and Macron"."""
    whole: int
    """Behind all of it, "of" phrases and appositions too, without the comma that ends an apposition."""


class VerbGroup(Struct, frozen=True, kw_only=True, gc=False):
    """A verb with its auxiliaries: "has not been told"."""

    first: int
    end: int
    head: int
    """The verb that carries the meaning."""
    finite: bool
    tense: Tense = "none"
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    modal: int | None = None
    """"may", "would"; the "to" of "is to meet"."""
    negated: bool = False


class Clause(Struct, frozen=True, kw_only=True, gc=False):
    """A finite verb with its subject and what hangs on it, subordinate clauses too."""

    first: int
    end: int
    kind: ClauseKind
    verb: VerbGroup | None = None
    subject: NounPhrase | None = None
    opener: int | None = None
    """The conjunction or relative pronoun."""
    parent: int | None = None
    """The number of the clause that it belongs to."""
    content: tuple[tuple[int, int], ...] = ()
    """Where it says what it says, for a verb of saying: one stretch, or two around a reporting clause."""


class Syntax(Struct, frozen=True, kw_only=True):
    """A sentence as all stages see it."""

    tags: tuple[str, ...]
    phrases: tuple[NounPhrase, ...]
    """In order and disjoint; those in an "of" phrase or an apposition stand here too."""
    verbs: tuple[VerbGroup, ...]
    clauses: tuple[Clause, ...]
    """In the order of their verbs."""

    def phrase_at(self, token: int) -> NounPhrase | None:
        """Return the noun phrase that a token is in, before its "of" phrase."""
        at = bisect_right(self.phrases, token, key=_FIRST) - 1
        return self.phrases[at] if at >= 0 and token < self.phrases[at].end else None

    def verb_at(self, token: int) -> VerbGroup | None:
        """Return the verb group that a token is in."""
        return next((chunk for chunk in self.verbs if chunk.first <= token < chunk.end), None)

    def clause_at(self, token: int) -> Clause | None:
        """Return the smallest clause that a token is in."""
        around = [clause for clause in self.clauses if clause.first <= token < clause.end]
        return min(around, key=lambda clause: clause.end - clause.first, default=None)

    def clause_of(self, verb: VerbGroup) -> Clause | None:
        """Return the clause of a finite verb."""
        return next((clause for clause in self.clauses if clause.verb == verb), None)

    def subject_of(self, verb: VerbGroup) -> NounPhrase | None:
        """Return the subject of a finite verb, where it has one."""
        clause = self.clause_of(verb)
        return clause.subject if clause is not None else None
