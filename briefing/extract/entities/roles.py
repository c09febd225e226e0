"""What the text says a person is: the title before the name, the apposition behind or before it.

A role keeps the text's words.  Where it names a body or a state, the role belongs to that, and the
person's country follows from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from briefing.extract.entities.gazetteer import NameWords, words_of
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Span, Token
from briefing.text.tokens import first_at

_MOST_TOKENS = 16
_INSIDE = ("the", "and", "&")
"""Small words inside the name of what an office belongs to: "Minister of Trade and Industry"."""
_ARTICLES = ("the", "a", "an")
_TO = ("of", "to", "for", "with", "under", "from", "by", "and", "the")
_OWNERS = ("his", "her", "its", "their", "our")
_SEVERAL = ("two", "three", "four", "five", "both", "all", "many", "several", "some")
_STOPS = (",", ";", ":", "(", ")", "—", "–", ".", "“", "”", '"')


class RoleFound(Struct, frozen=True, kw_only=True):
    """A role's words, what they belong to, and how they were found."""

    span: Span
    era: str
    inside: tuple[Mention, ...]
    """The bodies and states that the words name."""
    rule: str


class Roles:
    """Looks for roles beside the names of one document."""

    def __init__(self, document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.document = document
        self.words: NameWords = words_of(lexicon)
        self.verbs = lexicon.verbs.pasts
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.of_bodies = {
            at for m in mentions if m.rule == "head-of-body" for at in range(m.span.start, m.span.end)
        }
        """Where the names of bodies stand: "Workers" is no office in "Workers Party"."""
        self.with_office = document.concordance.tokens_of(self.words.office_marks).keys()
        """The sentences that have a word of an office: in others nobody has a role."""

    def of(self, mention: Mention) -> list[RoleFound]:
        """Return the roles that the words around a person's name give."""
        if mention.sentence not in self.with_office:
            return []
        tokens = self.document.tokens[mention.sentence]
        first = self._index(tokens, mention.span.start)
        if first is None:
            return []
        last = first
        while last < len(tokens) and tokens[last].end <= mention.span.end:
            last += 1
        found = [
            self._before(mention, tokens, first),
            self._behind(mention, tokens, last),
            self._ahead(mention, tokens, first, last),
        ]
        return [role for role in found if role is not None]

    # -- "Chinese President Xi Jinping", "team member Rodaba Noori", "Ambassador to France Jane Doe"

    def _before(self, mention: Mention, tokens: Sequence[Token], first: int) -> RoleFound | None:
        at, words = first, self.words
        while at > 0 and (tokens[at - 1].text in words.honorifics or tokens[at - 1].text == "."):
            short = tokens[at - 2].text if at > 1 else ""
            if tokens[at - 1].text == "." and (short not in words.honorifics or short in words.ranks):
                break
            at -= 1
        end = at
        while at > 0 and first - at < _MOST_TOKENS and self._in_title(tokens[at - 1], at, tokens, mention):
            at -= 1
        while at < end and (tokens[at].text in "-,’'" or tokens[at].lower in self.words.function):
            at += 1
        if at == end or not self._has_office(tokens, at, end):
            return self._prepositional(mention, tokens, end)
        at = self._extend_to_name(mention, tokens, at)
        return self._role(mention, tokens, at, end, "title-before-name")

    def _in_title(self, token: Token, at: int, tokens: Sequence[Token], mention: Mention) -> bool:
        words = self.words
        if token.lower in words.office_words or token.lower in words.modifiers or token.lower in words.elect:
            return True
        if token.lower.startswith(("ex-", "then-")):
            return True
        if token.lower in words.office_heads:
            return True
        if token.lower == "of" and at > 1 and tokens[at - 2].lower in words.heads_of:
            return True
        if token.text == "." and at > 1 and tokens[at - 2].text in self.words.ranks:
            return True
        if token.text in self.words.ranks:
            return True
        return (
            any(
                m.span.start <= token.start < m.span.end and m.kind in ("state", "organization", "place")
                for m in self.by_sentence[mention.sentence]
            )
            and token.text[0].isalnum()
        )

    def _extend_to_name(self, mention: Mention, tokens: Sequence[Token], at: int) -> int:
        """Let a title begin where the body or state at its head begins."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.start < tokens[at].start < other.span.end and other.kind != "person":
                start = self._index(tokens, other.span.start)
                return start if start is not None else at
        return at

    def _prepositional(self, mention: Mention, tokens: Sequence[Token], end: int) -> RoleFound | None:
        """Read "Afghan Ambassador to the United States Hamid Karimi": the office stands behind a name."""
        at = end
        while (
            at > 0 and end - at < 6 and (tokens[at - 1].text[0].isupper() or tokens[at - 1].lower in _INSIDE)
        ):
            at -= 1
        if at == end or not at or tokens[at - 1].lower not in ("to", "of", "for", "in"):
            return None
        at -= 1
        stop = at
        while at > 0 and stop - at < 6 and self._in_title(tokens[at - 1], at, tokens, mention):
            at -= 1
        if at == stop or not self._has_office(tokens, at, stop):
            return None
        return self._role(mention, tokens, self._extend_to_name(mention, tokens, at), end, "title-with-place")

    # -- "Sergey Shoigu, the Secretary of the Russian Security Council,"

    def _behind(self, mention: Mention, tokens: Sequence[Token], last: int) -> RoleFound | None:
        if last >= len(tokens) or tokens[last].text not in (",", "(", "–", "—"):
            return None
        at = last + 1
        if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
            at += 2
        if at + 1 < len(tokens) and tokens[at].lower == "who" and tokens[at + 1].lower in ("is", "was"):
            at += 2
        end = self._phrase_end(tokens, at)
        while at < end and (
            tokens[at].lower in _ARTICLES or tokens[at].lower in ("himself", "herself", "also", *_OWNERS)
        ):
            at += 1
        if at >= end or tokens[at].lower in _SEVERAL or not self._heads_phrase(tokens, at, end):
            return None
        if self._is_predicate(tokens, at) or self._names_another(mention, tokens, at, end):
            return None
        return self._role(mention, tokens, at, end, "apposition-behind")

    def _is_predicate(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether what follows the comma is what the person did: "Ann Roa, fired two ministers"."""
        verb = tokens[at].lower
        if tokens[at - 1].text not in (",", "(", "–", "—") or verb in self.words.modifiers:
            return False
        return verb in self.verbs or (verb.endswith("ed") and verb not in self.words.office_words)

    def _names_another(self, mention: Mention, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Tell whether another person follows the phrase's office: "Eric Cole, sacked Chief Ann Lee"."""
        reach = Span(tokens[at].start, tokens[end - 1].end)
        before = {token.end for token in tokens[at:end] if token.lower not in _TO}
        return any(
            other.kind == "person" and reach.covers(other.span) and other.span.start - 1 in before
            for other in self.by_sentence[mention.sentence]
        )

    def _phrase_end(self, tokens: Sequence[Token], at: int) -> int:
        """Return where an apposition ends: at the next mark, verb-like word or relative pronoun."""
        end = at
        while end < len(tokens) and end - at < _MOST_TOKENS:
            token = tokens[end]
            if token.text in _STOPS or token.lower in (
                "who",
                "which",
                "that",
                "said",
                "says",
                "told",
                "whose",
                "where",
                "when",
            ):
                break
            end += 1
        return end

    def _heads_phrase(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Tell whether the phrase's head, before any "of", is an office."""
        head = at
        while head < end and tokens[head].lower not in ("of", "for", "in", "at", "to", "from", "on", "with"):
            head += 1
        if head == at + 1 and head < end and tokens[at].lower == "member" and tokens[head].lower == "of":
            return True
        return (
            head > at
            and self._has_office(tokens, at, head)
            and not any(
                t.lower in ("is", "was", "are", "were", "and", "has", "had", "will") for t in tokens[at:head]
            )
        )

    # -- "the spokesperson of the Chinese Foreign Ministry, Lin Jian, replied"

    def _ahead(self, mention: Mention, tokens: Sequence[Token], first: int, last: int) -> RoleFound | None:
        while first > 2 and tokens[first - 1].text in self.words.honorifics:
            first -= 1
        if (
            first < 2
            or tokens[first - 1].text != ","
            or last >= len(tokens)
            or tokens[last].text not in (",", ".")
        ):
            return None
        end = first - 1
        at = end
        while at > 0 and end - at < _MOST_TOKENS and tokens[at - 1].text not in _STOPS:
            at -= 1
            opens = tokens[at].lower in ("the", *_OWNERS) or tokens[at].text in ("'s", "’s")
            if opens and self._heads_phrase(tokens, at + 1, end):
                start = self._owner(tokens, at, mention) if tokens[at].text in ("'s", "’s") else at + 1
                return self._role(mention, tokens, start, end, "apposition-before")
        return None

    def _owner(self, tokens: Sequence[Token], at: int, mention: Mention) -> int:
        """Return where the state or body begins that an office belongs to ("Qatar's prime minister")."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.end == tokens[at].start and other.kind != "person":
                start = self._index(tokens, other.span.start)
                return start if start is not None else at + 1
        return at + 1

    # -- common

    def _index(self, tokens: Sequence[Token], start: int) -> int | None:
        """Return the index of the token that starts at an offset, if one does."""
        at = first_at(tokens, start)
        return at if at < len(tokens) and tokens[at].start == start else None

    def _has_office(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        for i in range(at, end):
            if tokens[i].start in self.of_bodies:
                continue
            longest = self.words.office_openers.get(tokens[i].lower, 1)
            for size in range(1, min(4, longest, end - i) + 1):
                words = tuple(t.lower for t in tokens[i : i + size])
                if (
                    size == 1
                    and words[0] in self.words.plural_heads
                    and words[0].removesuffix("s") not in self.words.kin
                ):
                    return True
                if words in self.words.offices and not (
                    size == 1 and words[0] in self.words.kin and end - at == 1
                ):
                    return True
            if tokens[i].text in self.words.ranks:
                return True
        return False

    def _role(
        self, mention: Mention, tokens: Sequence[Token], at: int, end: int, rule: str
    ) -> RoleFound | None:
        while end > at and tokens[end - 1].text in ("'s", "’s", ",", "and"):
            end -= 1
        if end <= at or end - at > _MOST_TOKENS:
            return None
        span = Span(tokens[at].start, tokens[end - 1].end)
        inside = tuple(
            m
            for m in self.by_sentence[mention.sentence]
            if span.covers(m.span) and m.kind in ("state", "organization")
        )
        lower = [t.lower for t in tokens[at:end]]
        lead = tokens[at - 1].lower if at else ""
        era = "current"
        former = lead in self.words.former or not self.words.former.isdisjoint(lower)
        if former or any(word.startswith(("ex-", "then-")) for word in lower):
            era = "former"
        elif not self.words.acting.isdisjoint(lower):
            era = "acting"
        elif not self.words.elect.isdisjoint(word.rpartition("-")[2] for word in (lead, *lower)):
            era = "elect"
        return RoleFound(span=span, era=era, inside=inside, rule=rule)
