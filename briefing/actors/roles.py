"""What the text says a person is: the title before the name, the apposition behind or before it.

A role keeps the text's words.  Where it names a body or a state, the role belongs to that, and the
person's country follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.lexicon import Lexicon
from briefing.mentions.gazetteer import Words, words_of
from briefing.model import Document, Mention, Span, Token
from briefing.tokens import first_at

_MOST_TOKENS = 16
_MOST_PHRASES = 3
"""Of and what follows it, in a row: "Minister of Foreign Affairs of the Republic of Peru"."""
_INSIDE = ("the", "and", "&")
"""Small words inside the name of what an office belongs to: "Minister of Trade and Industry"."""
_ARTICLES = ("the", "a", "an")
_POSSESSIVES = ("'s", "’s")
_APOSTROPHES = ("'", "’")
_QUOTES = ("“", "”", '"', "‘", "’", "'")
_TO = ("of", "to", "for", "with", "under", "from", "by", "and", "the")
_OWNERS = ("his", "her", "its", "their", "our", "your", "my")
_SEVERAL = ("two", "three", "four", "five", "both", "all", "many", "several", "some")
_INTRODUCING = frozenset(
    ("according", "in", "for", "by", "after", "with", "from", "to", "on", "at", "under", "despite", "like")
)
"""What opens a phrase before a clause, so that a comma behind the name in it begins the clause."""
_WHO_IS = [("who", *verb.split()) for verb in ("is", "was", "has been", "serves as", "served as", "works as")]
_FINITE = frozenset("is was are were has had have will would did does do can could may might must should".split())
_BEHIND_PARTICIPLE = frozenset(
    "by in for to from with at on as since during after under the a an his her its their last".split()
)
_UNTIL = frozenset("until since before after when while during but and from".split())
_SEAT = re.compile(r"(?:, ?| ?\()((?:[RDI]|Ind)-[A-Z][A-Za-z.]{0,7}|(?<=\()(?:R|D|I|Ind|Lab|Con|Lib Dem|LD|SNP|DUP)\b)")
"""Party, and often the state, behind a name: "(R-Neb.)", ", D-Calif.,"."""
_STOPS = (",", ";", ":", "(", ")", "—", "–", ".", "“", "”", '"')


class RoleFound(Struct, frozen=True, kw_only=True):
    """A role's words, what they belong to, and how they were found."""

    span: Span
    era: str
    inside: tuple[Mention, ...]
    """The bodies and states that the words name."""
    rule: str
    shown: bool = True
    """False where the words give the person's country and no role: "Chile's Ricardo Lund"."""


class Roles:
    """Looks for roles beside the names of one document."""

    def __init__(self, document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.document = document
        self.words: Words = words_of(lexicon)
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
        tokens = self.document.tokens[mention.sentence]
        first = self._index(tokens, mention.span.start)
        if first is None:
            return []
        last = first
        while last < len(tokens) and (
            tokens[last].end <= mention.span.end or tokens[last].text in self.words.honours
        ):
            last += 1
        found: list[RoleFound | None] = []
        if mention.sentence in self.with_office:
            found += [
                self._before(mention, tokens, first),
                self._behind(mention, tokens, first, last),
                self._ahead(mention, tokens, first, last),
            ]
        found += [self._leading(mention, tokens, last), *self._affiliations(mention, tokens, first, last)]
        return [role for role in found if role is not None]

    # -- "Labour's Tim Grove", "Jane Wolf of the Green Party", "Democrat Lena Ortiz", "(R-Neb.)"

    def _affiliations(
        self, mention: Mention, tokens: Sequence[Token], first: int, last: int
    ) -> Iterator[RoleFound]:
        """Yield the party or body whose the person is; a state gives the country alone."""
        for size in (2, 1):
            if first >= size and " ".join([t.text for t in tokens[first - size : first]]) in self.words.parties:
                yield RoleFound(
                    span=Span(tokens[first - size].start, tokens[first - 1].end), era="current", inside=(), rule="party"
                )
                break
        if last + 2 < len(tokens) and tokens[last].text == "(" and tokens[last + 1].text in self.words.parties:
            span = Span(tokens[last + 1].start, tokens[last + 1].end)
            yield RoleFound(span=span, era="current", inside=(), rule="party")
        if (seat := _SEAT.match(self.document.text, mention.span.end)) is not None:
            yield RoleFound(span=Span(*seat.span(1)), era="current", inside=(), rule="party-and-seat")
        origin = ""
        edges: list[tuple[int, int]] = []
        """Where the name of a body begins (0) or ends (1) that the person is of."""
        if first > 1 and tokens[first - 1].text in (*_POSSESSIVES, *_APOSTROPHES):
            edges.append((tokens[first - 2].end, 1))
        at = last + (last < len(tokens) and tokens[last].text == ",")
        if at + 1 < len(tokens) and tokens[at].lower in ("of", "from"):
            origin = tokens[at].lower
            at += 2 if tokens[at + 1].lower in ("the", *_OWNERS) else 1
            while at < len(tokens) and tokens[at].lower in self.words.modifiers and tokens[at].text.islower():
                at += 1
            edges += [(tokens[at].start, 0)] if at < len(tokens) else []
        elif last + 2 < len(tokens) and tokens[last].text == "(" and tokens[last + 2].text == ")":
            edges.append((tokens[last + 1].start, 0))
        for edge, side in edges:
            for other in self.by_sentence[mention.sentence]:
                if tuple(other.span)[side] != edge or other.form != "name":
                    continue
                shown = other.kind != "state"
                if other.kind in ("organization", "group", "state") and not (shown and origin == "from"):
                    yield RoleFound(
                        span=other.span, era="current", inside=(other,), rule="affiliation", shown=shown
                    )

    # -- "Anna Roa, who heads the institute,"

    def _leading(self, mention: Mention, tokens: Sequence[Token], last: int) -> RoleFound | None:
        at = last + (last < len(tokens) and tokens[last].text == ",")
        if at + 2 >= len(tokens) or tokens[at].lower != "who":
            return None
        verb = at + 1 + (tokens[at + 1].lower in ("has", "had", "now", "also", "once"))
        era = self.words.leading.get(tokens[verb].lower)
        thing = tokens[verb + 1] if verb + 1 < len(tokens) else None
        if era is None or thing is None or not (thing.lower in (*_ARTICLES, *_OWNERS) or thing.text[0].isupper()):
            return None
        end = next((i for i in range(verb + 1, len(tokens)) if tokens[i].lower in _UNTIL), len(tokens))
        end = min(end, self._phrase_end(tokens, verb + 1))
        heads = self.words.heads
        if not any(t.text[0].isupper() or t.text.capitalize() in heads for t in tokens[verb + 1 : end]):
            return None  # who led a petition holds no office
        found = self._role(mention, tokens, at, end, "who-heads")
        return found and replace(found, era=era)

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
        while at < end and (
            tokens[at].text in "-,’'" or (tokens[at].lower in self.words.function and tokens[at].text != "WHO")
        ):
            at += 1
        if at == end or not self._has_office(tokens, at, end):
            return self._prepositional(mention, tokens, end)
        if tokens[end - 1].lower in _TO:
            return None  # "the head of Marin's group", "the wife of Holm": whose, and not who
        at = self._marked(tokens, self._own(tokens, at, end))
        at = self._extend_to_name(mention, tokens, at)
        plural = at > 1 and tokens[at - 1].text in _APOSTROPHES and tokens[at - 2].text.endswith("s")
        if at > 1 and (plural or tokens[at - 1].text in _POSSESSIVES):
            at = self._owner(tokens, at - 1, mention)
        return self._role(mention, tokens, at, end, "title-before-name")

    def _marked(self, tokens: Sequence[Token], at: int) -> int:
        """Return where a title begins with the mark before a noun in it: "former prison guard Ann Roa"."""
        start = at
        while start > 0 and at - start < 3 and tokens[start - 1].text.isalpha():
            start -= 1
            if tokens[start].lower in self.words.sure_marks:
                return start
            if tokens[start].lower in self.words.function or not tokens[start].text.islower():
                break
        return at

    def _own(self, tokens: Sequence[Token], at: int, end: int) -> int:
        """Return where the person's own office begins: behind "critic of" in "critic of president Viktor Sanin"."""
        for i in range(end - 2, at, -1):
            if tokens[i].lower != "of" or not self._has_office(tokens, i + 1, end):
                continue
            lower = tuple(token.lower for token in tokens[i:end])
            tails = self.words.office_tails.get(tokens[i - 1].lower, ())
            if not any(lower[: len(tail)] == tail for tail in tails):
                return i + 1 + (tokens[i + 1].lower == "the")
        return at

    def _in_title(self, token: Token, at: int, tokens: Sequence[Token], mention: Mention) -> bool:
        words = self.words
        if token.lower in words.office_words or token.lower in words.modifiers or token.lower in words.elect:
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
        stop = end
        for _ in range(_MOST_PHRASES):
            at = stop
            while (
                at > 0
                and stop - at < 6
                and (tokens[at - 1].text[0].isupper() or tokens[at - 1].lower in _INSIDE)
            ):
                at -= 1
            if at == stop or not at or tokens[at - 1].lower not in ("to", "of", "for", "in"):
                return None
            stop = at = at - 1
            while at > 0 and stop - at < 6 and self._in_title(tokens[at - 1], at, tokens, mention):
                at -= 1
            if at < stop and self._has_office(tokens, at, stop):
                start = self._extend_to_name(mention, tokens, at)
                return self._role(mention, tokens, start, end, "title-with-place")
        return None

    # -- "Sergey Shoigu, the Secretary of the Russian Security Council,"

    def _behind(self, mention: Mention, tokens: Sequence[Token], first: int, last: int) -> RoleFound | None:
        if last >= len(tokens) or tokens[last].text not in (",", "(", "–", "—"):
            return None
        at = last + 1
        if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
            at += 2
        past = False
        for clause in _WHO_IS:
            if tuple(t.lower for t in tokens[at : at + len(clause)]) == clause:
                at += len(clause)
                past = clause[1] in ("was", "served")
                break
        end = self._phrase_end(tokens, at)
        while end > at + 1 and self._is_past(tokens[end - 1]):
            end -= 1
        while at < end and (
            tokens[at].lower in _ARTICLES
            or tokens[at].lower in ("himself", "herself", "also", "now", "currently", *_OWNERS)
        ):
            at += 1
        if at >= end or tokens[at].lower in ("and", *_SEVERAL) or not self._heads_phrase(tokens, at, end):
            return None
        if self._is_predicate(tokens, at) or self._names_another(mention, tokens, at, end):
            return None
        if not _FINITE.isdisjoint(token.lower for token in tokens[at:end]):
            return None
        opened = self._opened_by(tokens, first)
        if opened is not None:
            closing = (",", "–", "—", ")", *(".",) * (opened == ","))
            closed = end < len(tokens) and tokens[end].text in closing
            if not closed or any(self._is_past(token) for token in tokens[at:end]):
                return None
        found = self._role(mention, tokens, at, end, "apposition-behind")
        return replace(found, era="former") if found and past and found.era == "current" else found

    def _opened_by(self, tokens: Sequence[Token], first: int) -> str | None:
        """Return what stands before a phrase that holds the name and may come before its clause, or None.

        In "According to Hasoda, the vice minister left" the comma begins the clause.
        """
        at = first
        while at > 0 and first - at < 8 and tokens[at - 1].text.isalnum():
            at -= 1
            before = tokens[at - 1].lower if at else ""
            if tokens[at].lower in _INTRODUCING and before in ("", ",", "and", "but", *_QUOTES):
                return before
        return None

    def _is_past(self, token: Token) -> bool:
        word = token.text  # a capital makes it a part of a name: "United"
        return word in self.verbs or (word.islower() and word.endswith("ed") and word not in self.words.office_words)

    def _is_predicate(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether what follows the comma is what the person did: "Ann Roa, fired two ministers"."""
        verb = tokens[at].lower
        if tokens[at - 1].text not in (",", "(", "–", "—") or verb in self.words.modifiers:
            return False
        return self._is_past(tokens[at])

    def _names_another(self, mention: Mention, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Tell whether another person follows the phrase's office: "Eric Cole, sacked Chief Ann Lee"."""
        reach = Span(tokens[at].start, next((t.start for t in tokens[at:end] if t.lower in _TO), tokens[end - 1].end))
        return any(
            other.kind == "person"
            and reach.covers(other.span)
            and self.document.text[other.span.end : other.span.end + 1] not in _APOSTROPHES
            for other in self.by_sentence[mention.sentence]
        )

    def _phrase_end(self, tokens: Sequence[Token], at: int) -> int:
        """Return where an apposition ends: at the next mark, verb-like word or relative pronoun."""
        end = at
        while end < len(tokens) and end - at < _MOST_TOKENS:
            token = tokens[end]
            if end > at and self._is_participle(tokens, end):
                break
            if token.text in _STOPS or token.lower in (
                "but",
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

    def _is_participle(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell whether a participle begins what else is told of a noun: "leader of the uprising jailed by Israel"."""
        word, before = tokens[at].lower, tokens[at - 1].lower
        if at + 1 >= len(tokens) or tokens[at + 1].lower not in _BEHIND_PARTICIPLE:
            return False
        if not before.isalpha() or before in self.words.function or before.endswith("ly") or before in _TO:
            return False
        if not tokens[at].text.islower() or "-" in word:
            return False
        return word.endswith("ing") or self._is_past(tokens[at])

    def _heads_phrase(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Tell whether the phrase's head, before any "of", is an office."""
        if tokens[at].lower == "one" and tokens[at + 1].lower == "of":
            return self._has_office(tokens, at + 2, end)
        head = at
        while head < end and tokens[head].lower not in ("of", "for", "in", "at", "to", "from", "on", "with"):
            head += 1
        if head == at + 1 and head < end and tokens[at].lower == "member" and tokens[head].lower == "of":
            return True
        return (
            head > at
            and self._has_office(tokens, at, head)
            and _FINITE.isdisjoint(t.lower for t in tokens[at:head])
            and all(self._names_office(tokens, i + 1, head) for i in range(at, head) if tokens[i].lower == "and")
        )

    def _names_office(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Tell whether a second office stands behind "and", and nobody of the person's family."""
        lower = {token.lower for token in tokens[at:end]}
        return lower.isdisjoint(self.words.kin) and self._has_office(tokens, at, end)

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
            opens = tokens[at].lower in (*_ARTICLES, *_OWNERS) or tokens[at].text in _POSSESSIVES
            several = tokens[at + 1].lower in _SEVERAL
            if opens and not several and self._heads_phrase(tokens, at + 1, end):
                start = self._owner(tokens, at, mention) if tokens[at].text in _POSSESSIVES else at + 1
                return self._role(mention, tokens, start, end, "apposition-before")
            if tokens[at].text in _POSSESSIVES:
                return None  # "the mayor's son, Jean Morel,"
        return None

    def _owner(self, tokens: Sequence[Token], at: int, mention: Mention) -> int:
        """Return where the state, body or person begins that an office belongs to ("Qatar's prime minister")."""
        for other in self.by_sentence[mention.sentence]:
            if other.span.end == tokens[at].start:
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
        while end > at and tokens[end - 1].text in (*_POSSESSIVES, ",", "and"):
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
