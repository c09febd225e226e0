"""Noun phrases that tell an office: where they begin and end, and what in them is one."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.entities.affiliations import POSSESSIVES, RoleFound
from briefing.extract.entities.gazetteer import NameWords, words_of
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Span, Token
from briefing.text.tokens import first_at

MOST_TOKENS = 16
TO = ("of", "to", "for", "with", "under", "from", "by", "and", "the")
_BE_AND_HAVE = ("is", "was", "are", "were", "has", "had", "have", "did", "does", "do")
_MODAL = ("will", "would", "can", "could", "may", "might", "must", "should")
FINITE = frozenset((*_BE_AND_HAVE, *_MODAL))
_BEHIND = ("by", "in", "for", "to", "from", "with", "at", "on", "as", "since", "during", "after", "under")
_BEHIND_PARTICIPLE = frozenset((*_BEHIND, "the", "a", "an", "his", "her", "its", "their", "last"))
_CLOSING = frozenset(("but", "who", "which", "that", "said", "says", "told", "whose", "where", "when"))
_TELLING = frozenset(("for", "in", "at", "to", "on", "with", "from", "by"))
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our"))
STOPS = (",", ";", ":", "(", ")", "—", "–", ".", "“", "”", '"')


class OfficePhrases:
    """Reads the phrases of one document."""

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

    def _names_office(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Return whether a second office is behind "and", and nobody of the person's family."""
        lower = {token.lower for token in tokens[at:end]}
        return lower.isdisjoint(self.words.kin) and self._has_office(tokens, at, end)

    def _heads_phrase(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Return whether the phrase's head, before any "of", is an office."""
        if tokens[at].lower == "one" and tokens[at + 1].lower == "of":
            return self._has_office(tokens, at + 2, end)
        head = at
        while head < end and tokens[head].lower not in ("of", "for", "in", "at", "to", "from", "on", "with"):
            head += 1
        if head == at + 1 and head < end and tokens[at].lower == "member" and tokens[head].lower == "of":
            return True
        owner = next((i for i in range(head - 1, at, -1) if tokens[i].text in POSSESSIVES), at - 1)
        if not self._has_office(tokens, owner + 1, head):
            return False  # "the mayor's choice"
        return (
            head > at
            and FINITE.isdisjoint(t.lower for t in tokens[at:head])
            and all(
                self._names_office(tokens, i + 1, head) for i in range(at, head) if tokens[i].lower == "and"
            )
        )

    def _phrase_end(self, tokens: Sequence[Token], at: int) -> int:
        """Return where an apposition ends: at the next mark, verb-like word or relative pronoun.

        What goes on and on ends before the second thing that is told of its noun.
        """
        end = at
        while end < len(tokens) and end - at < MOST_TOKENS:
            token = tokens[end]
            if (
                token.text in STOPS
                or token.lower in _CLOSING
                or (end > at and self._is_participle(tokens, end))
            ):
                return end
            end += 1
        if end == len(tokens):
            return end
        return next((i for i in range(at + 1, end) if tokens[i].lower in _TELLING), at)

    def _is_infinitive(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether "to" and a verb stand at `at`: "the first president to refuse"."""
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if tokens[at].lower != "to" or following is None or not following.text.islower():
            return False
        return following.lower not in _DETERMINERS and following.lower not in self.words.title_words

    def _is_participle(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether a participle begins what else is told: "leader of the uprising jailed by Israel"."""
        word, before = tokens[at].lower, tokens[at - 1].lower
        if at + 1 >= len(tokens) or tokens[at + 1].lower not in _BEHIND_PARTICIPLE:
            return False
        if not before.isalpha() or before in self.words.function or before.endswith("ly") or before in TO:
            return False
        if not tokens[at].text.islower() or "-" in word:
            return False
        return word.endswith("ing") or self._is_past(tokens[at])

    def _is_past(self, token: Token) -> bool:
        word = token.text  # a capital makes it a part of a name: "United"
        return word in self.verbs or (
            word.islower() and word.endswith("ed") and word not in self.words.office_words
        )

    def _extend_to_name(self, mention: Mention, tokens: Sequence[Token], at: int) -> int:
        """Let a title begin where the body or state at its head begins."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.start < tokens[at].start < other.span.end and other.kind != "person":
                start = self._index(tokens, other.span.start)
                return start if start is not None else at
        return at

    def _owner(self, tokens: Sequence[Token], at: int, mention: Mention) -> int:
        """Return where the name begins that an office belongs to ("Qatar's prime minister")."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.end == tokens[at].start:
                start = self._index(tokens, other.span.start)
                return start if start is not None else at + 1
        return at + 1

    def _role(
        self, mention: Mention, tokens: Sequence[Token], at: int, end: int, rule: str
    ) -> RoleFound | None:
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
        lower = [t.lower for t in tokens[at:end]]
        lower = lower[: next((i for i, word in enumerate(lower) if i and word in ("of", "for", "to")), None)]
        lead = tokens[at - 1].lower if at else ""
        era = "current"
        if lead in self.words.former or not self.words.former.isdisjoint(lower):
            era = "former"
        elif not self.words.acting.isdisjoint(lower):
            era = "acting"
        elif not self.words.elect.isdisjoint(word.rpartition("-")[2] for word in (lead, *lower)):
            era = "elect"
        return RoleFound(span=span, era=era, inside=inside, rule=rule)
