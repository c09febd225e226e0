"""Noun phrases that tell an office: how far they reach, and whether their head is one.

Where a phrase begins and ends is asked of the sentence's syntax; what an office is, of titles.yml.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from briefing.extract.entities.affiliations import POSSESSIVES, RoleFound
from briefing.extract.entities.gazetteer import NameWords, words_of
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Span, Token
from briefing.model.syntax import NounPhrase, Syntax
from briefing.text.chunks import PRONOUNS
from briefing.text.tokens import first_at

MOST_TOKENS = 16
TO = frozenset(("of", "to", "for", "with", "under", "from", "by", "and", "the"))
_WITHIN = frozenset(("of", "for", "to", "in", "at", "on", "with", "from"))
"""What may join to an office what it belongs to: "adviser to the king on trade"."""
_OPENING = frozenset(("DT", "PDT", "PRP$", "PRP", "RB", "''", "``"))
"""Classes of what is before an office and no part of it: "also the", "herself a"."""
_NAMES = frozenset(("NNP", "NNPS"))


class Name(Struct, frozen=True):
    """A person's name in its sentence: tokens[first:last]."""

    mention: Mention
    tokens: Sequence[Token]
    syntax: Syntax
    first: int
    last: int


class OfficePhrases:
    """Reads the phrases of one document."""

    def __init__(self, document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.document = document
        self.words: NameWords = words_of(lexicon)
        self.units = frozenset(lexicon.calendar.units)
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.of_bodies = {
            at for m in mentions if m.rule == "head-of-body" for at in range(m.span.start, m.span.end)
        }
        """Where the names of bodies stand: "Workers" is no office in "Workers Party"."""
        self.with_office = document.concordance.tokens_of(self.words.office_marks).keys()
        """The sentences that have a word of an office: in others nobody has a role."""

    def index(self, tokens: Sequence[Token], start: int) -> int | None:
        """Return the index of the token that starts at an offset, if one does."""
        at = first_at(tokens, start)
        return at if at < len(tokens) and tokens[at].start == start else None

    # -- what is an office

    def has_office(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Return whether an office is among tokens[at:end]; a word of kinship alone is none."""
        words = self.words
        for i in range(at, end):
            if tokens[i].start in self.of_bodies:
                continue
            lower = tokens[i].lower
            if tokens[i].text in words.ranks or tokens[i].text in words.parties:
                return True
            if lower in words.plural_heads and lower.removesuffix("s") not in words.kin:
                return True
            size = self.opens_office(tokens[:end], i)
            if size and not (size == 1 and lower in words.kin and end - at == 1):
                return True
        return False

    def opens_office(self, tokens: Sequence[Token], at: int) -> int:
        """Return how many tokens an office has that begins at `at`, 0 where none does."""
        longest = self.words.office_openers.get(tokens[at].lower, 0) if at < len(tokens) else 0
        lower = [token.lower for token in tokens[at : at + longest]]
        return next((n for n in range(longest, 0, -1) if tuple(lower[:n]) in self.words.offices), 0)

    def heads(self, tokens: Sequence[Token], syntax: Syntax, phrase: NounPhrase) -> bool:
        """Return whether a phrase's head is an office: not "the mayor's choice", but "one of the mayors"."""
        if phrase.of is not None and tokens[phrase.first].lower in ("one", "member"):
            return tokens[phrase.first].lower == "member" or self.heads(tokens, syntax, phrase.of)
        if "JJS" in syntax.tags[phrase.first : phrase.end]:
            return False  # "one of the best officers"
        start = phrase.first
        for at in range(phrase.first, phrase.end):
            if tokens[at].text in POSSESSIVES:
                start = at + 1
        partner = tokens[phrase.head].lower == "partner" and syntax.tags[phrase.end + 1 : phrase.end + 2]
        return self.has_office(tokens, start, phrase.end) or partner == ("NNP",)  # "partner at Harding Stone"

    # -- how far it reaches

    def opening(self, syntax: Syntax, at: int) -> int:
        """Return where a phrase begins behind articles, adverbs and pronouns."""
        while at < len(syntax.tags) and syntax.tags[at] in _OPENING:
            at += 1
        return at

    def reach(self, tokens: Sequence[Token], syntax: Syntax, phrase: NounPhrase) -> int:
        """Return where a phrase ends with what belongs to it; times and durations do not."""
        tags, end = syntax.tags, phrase.end
        while end + 1 < len(tags) and end - phrase.first < MOST_TOKENS:
            beside = syntax.phrase_at(end)
            if beside is not None and beside.first == end and self._is_noun(tokens, syntax, beside):
                end = beside.end  # "caretaker" and "prime minister"
                continue
            joint = end + (tags[end] == "JJ" and tags[end + 1] == "IN")  # "responsible for defence"
            after = syntax.phrase_at(joint + 1) if joint + 1 < len(tags) else None
            if after is None or after.first != joint + 1:
                return end
            lower = tokens[joint].lower
            inside = lower == "of" or (lower in _WITHIN and not self._is_time(tokens, after))
            if not inside and not self._goes_on(tokens, syntax, joint, after):
                return end
            end = after.end
        return end

    def _is_time(self, tokens: Sequence[Token], phrase: NounPhrase) -> bool:
        """Return whether a phrase tells when or how long, or points to something else ("this state")."""
        head, first = tokens[phrase.head], tokens[phrase.first].lower
        if phrase.time or head.text in self.words.calendar or first in ("this", "that"):
            return True
        return head.lower in self.units or head.lower == "time"

    def _is_noun(self, tokens: Sequence[Token], syntax: Syntax, phrase: NounPhrase) -> bool:
        """Return whether a phrase is no pronoun such as "who", and tells no time."""
        return syntax.tags[phrase.head] not in PRONOUNS and not self._is_time(tokens, phrase)

    def _goes_on(self, tokens: Sequence[Token], syntax: Syntax, joint: int, after: NounPhrase) -> bool:
        """Return whether "and" joins a second office, or a second word of one name, to a phrase."""
        if tokens[joint].lower not in ("and", "&", "/"):
            return False
        names = syntax.tags[joint - 1] in _NAMES and syntax.tags[after.first] in _NAMES
        second = self.heads(tokens, syntax, after) and not self._is_kin(tokens, after)
        return names or second

    def _is_kin(self, tokens: Sequence[Token], phrase: NounPhrase) -> bool:
        return tokens[phrase.head].lower in self.words.kin

    # -- the role

    def owner(self, tokens: Sequence[Token], at: int, mention: Mention) -> int:
        """Return where the name begins that an office belongs to ("Qatar's prime minister")."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.end == tokens[at].start:
                start = self.index(tokens, other.span.start)
                return start if start is not None else at + 1
        return at + 1

    def extended(self, mention: Mention, tokens: Sequence[Token], at: int) -> int:
        """Let a title begin where the body or state at its head begins."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.start < tokens[at].start < other.span.end and other.kind != "person":
                start = self.index(tokens, other.span.start)
                return start if start is not None else at
        return at

    def role(
        self, mention: Mention, tokens: Sequence[Token], at: int, end: int, rule: str
    ) -> RoleFound | None:
        """Return the role of tokens[at:end], with what it belongs to and whether it is over."""
        while end > at and tokens[end - 1].text in (*POSSESSIVES, ",", "and"):
            end -= 1
        if end <= at or end - at > MOST_TOKENS:
            return None
        span = Span(tokens[at].start, tokens[end - 1].end)
        inside = tuple(
            m
            for m in self.by_sentence[mention.sentence]
            if span.covers(m.span) and m.kind in ("state", "organization")
        )
        return RoleFound(span=span, era=self._era(tokens, at, end), inside=inside, rule=rule)

    def _lead(self, before: Sequence[str]) -> str:
        """Return the word that may mark an office: "formerly a", "then-U.S.-"."""
        back = {"a": 2, "an": 2, "the": 2, "-": 3}.get(before[-1], 1) if before else 1
        return before[-back] if back <= len(before) else ""

    def _era(self, tokens: Sequence[Token], at: int, end: int) -> str:
        lower = [t.lower for t in tokens[at:end]]
        lower = lower[: next((i for i, word in enumerate(lower) if i and word in ("of", "for", "to")), None)]
        lead = self._lead([token.lower for token in tokens[max(at - 3, 0) : at]])
        if lower and lower[0].startswith(("then-", "ex-")):
            return "former"
        if lead in self.words.former or not self.words.former.isdisjoint(lower):
            return "former"
        if not self.words.acting.isdisjoint(lower):
            return "acting"
        elect = any(word.rpartition("-")[2] in self.words.elect for word in (lead, *lower))
        return "elect" if elect else "current"
