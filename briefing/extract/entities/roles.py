"""What the text says a person is: the title before the name, the apposition behind or before it.

A role keeps the text's words.  Where it names a body or a state, the role belongs to that, and the
person's country follows from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.extract.entities.affiliations import (
    APOSTROPHES,
    OWNERS,
    POSSESSIVES,
    Reach,
    RoleFound,
    affiliations,
)
from briefing.extract.entities.office_phrases import FINITE, MOST_TOKENS, STOPS, TO, OfficePhrases
from briefing.model import Mention, Span, Token

_MOST_PHRASES = 3
"""Of and what follows it, in a row: "Minister of Foreign Affairs of the Republic of Peru"."""
_INSIDE = ("the", "and", "&")
"""Small words inside the name of what an office belongs to: "Minister of Trade and Industry"."""
_ARTICLES = ("the", "a", "an")
_QUOTES = ("“", "”", '"', "‘", "’", "'")
_SEVERAL = ("two", "three", "four", "five", "both", "all", "many", "several", "some")
_INTRODUCING = frozenset(
    ("according", "in", "for", "by", "after", "with", "from", "to", "on", "at", "under", "despite", "like")
)
"""What opens a phrase before a clause, so that a comma behind the name in it begins the clause."""
_WHO_IS = [("who", *verb.split()) for verb in ("is", "was", "has been", "serves as", "served as", "works as")]
_CHOSEN = ("was named", "was elected", "was appointed", "was re-elected")
_BECAME = [tuple(verb.split()) for verb in (*_CHOSEN, "became", "becomes", "is", "was", "has been")]
"""What joins an office to the name before it; the longest first."""
_UNTIL = frozenset(("until", "since", "before", "after", "when", "while", "during", "but", "and", "from"))


class Roles(OfficePhrases):
    """Looks for roles next to the names of one document."""

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
            found.append(self._predicate(mention, tokens, last))
        found.append(self._leading(mention, tokens, last))
        others = self.by_sentence[mention.sentence]
        found += affiliations(self.document.text, tokens, Reach(mention, first, last), others, self.words)
        return [role for role in found if role is not None]

    # -- "Anna Roa, who heads the institute,"

    def _leading(self, mention: Mention, tokens: Sequence[Token], last: int) -> RoleFound | None:
        at = last + (last < len(tokens) and tokens[last].text == ",")
        if at + 2 >= len(tokens) or tokens[at].lower != "who":
            return None
        verb = at + 1 + (tokens[at + 1].lower in ("has", "had", "now", "also", "once"))
        era = self.words.leading.get(tokens[verb].lower)
        thing = tokens[verb + 1] if verb + 1 < len(tokens) else None
        if (
            era is None
            or thing is None
            or not (thing.lower in (*_ARTICLES, *OWNERS) or thing.text[0].isupper())
        ):
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
        while at > 0 and first - at < MOST_TOKENS and self._in_title(tokens[at - 1], at, tokens, mention):
            at -= 1
        while at < end and (
            tokens[at].text in "-,’'"
            or (tokens[at].lower in self.words.function and tokens[at].text != "WHO")
        ):
            at += 1
        if at == end or not self._has_office(tokens, at, end):
            return self._prepositional(mention, tokens, end)
        if tokens[end - 1].lower in TO:
            return None  # "the head of Marin's group", "the wife of Holm": whose, and not who
        at = self._marked(tokens, self._own(tokens, at, end))
        at = self._extend_to_name(mention, tokens, at)
        plural = at > 1 and tokens[at - 1].text in APOSTROPHES and tokens[at - 2].text.endswith("s")
        if at > 1 and (plural or tokens[at - 1].text in POSSESSIVES):
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
        """Return where the person's own office begins: behind "of" in "critic of president Viktor Sanin"."""
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

    def _prepositional(self, mention: Mention, tokens: Sequence[Token], end: int) -> RoleFound | None:
        """Read "Afghan Ambassador to the United States Hamid Karimi": the office is behind a name."""
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
            or tokens[at].lower in ("himself", "herself", "also", "now", "currently", *OWNERS)
        ):
            at += 1
        pair = at + 2 < end and tokens[at].lower in self.words.kin and tokens[at + 1].lower == "and"
        if pair and self._names_office(tokens, at + 2, end):
            at += 2 + (tokens[at + 2].lower in _ARTICLES)  # "his wife and the chairwoman of the party"
        if at >= end or tokens[at].lower in ("and", *_SEVERAL) or not self._heads_phrase(tokens, at, end):
            return None
        if self._is_predicate(tokens, at) or self._names_another(mention, tokens, at, end):
            return None
        if not FINITE.isdisjoint(token.lower for token in tokens[at:end]):
            return None
        if any(self._is_infinitive(tokens, i) for i in range(at, end)):
            return None
        opened = self._opened_by(tokens, first)
        if opened is not None:
            closing = (",", "–", "—", ")", *(".",) * (opened == ","))
            closed = end < len(tokens) and tokens[end].text in closing
            if not closed or any(self._is_past(token) for token in tokens[at:end]):
                return None
        found = self._role(mention, tokens, at, end, "apposition-behind")
        return replace(found, era="former") if found and past and found.era == "current" else found

    # -- "Ada Brown was elected president of the bank in May"

    def _predicate(self, mention: Mention, tokens: Sequence[Token], last: int) -> RoleFound | None:
        following = tuple(token.lower for token in tokens[last : last + 3])
        clause = next((clause for clause in _BECAME if following[: len(clause)] == clause), None)
        if clause is None:
            return None
        at = last + len(clause)
        end = next((i for i in range(at, self._phrase_end(tokens, at)) if self._ends(tokens, i)), None)
        end = self._phrase_end(tokens, at) if end is None else end
        while at < end and (tokens[at].lower in _ARTICLES or tokens[at].lower in ("now", "currently")):
            at += 1
        if (
            at >= end
            or tokens[at].lower in ("not", "no", *_SEVERAL)
            or not self._heads_phrase(tokens, at, end)
        ):
            return None
        if self._names_another(mention, tokens, at, end) or not self._names_office(tokens, at, end):
            return None
        if any(self._is_infinitive(tokens, i) for i in range(at, end)):
            return None
        found = self._role(mention, tokens, at, end, "predicate")
        return replace(found, era="former") if found and clause == ("was",) else found

    def _ends(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether a conjunction or a time ends what somebody is: "president in May", "and left"."""
        word, following = tokens[at].lower, tokens[at + 1] if at + 1 < len(tokens) else None
        if word == "and" and following and following.text[0].isupper() and tokens[at - 1].text[0].isupper():
            return False  # "the Committee of Reform and Oversight"
        if word in _UNTIL or word in ("because", "as", "more", "most"):
            return True
        timed = following is not None and (following.text.isdigit() or following.text in self.words.calendar)
        return timed and word in ("in", "on", "last", "this")

    def _opened_by(self, tokens: Sequence[Token], first: int) -> str | None:
        """Return what is before a phrase that holds the name and may come before its clause, or None.

        In "According to Hasoda, the vice minister left" the comma begins the clause.
        """
        at = first
        while at > 0 and first - at < 8 and tokens[at - 1].text.isalnum():
            at -= 1
            before = tokens[at - 1].lower if at else ""
            if tokens[at].lower in _INTRODUCING and before in ("", ",", "and", "but", *_QUOTES):
                return before
        return None

    def _is_predicate(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether what follows the comma is what the person did: "Ann Roa, fired two ministers"."""
        verb = tokens[at].lower
        if tokens[at - 1].text not in (",", "(", "–", "—") or verb in self.words.modifiers:
            return False
        return self._is_past(tokens[at])

    def _names_another(self, mention: Mention, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Return whether another person follows the phrase's office: "Eric Cole, sacked Chief Ann Lee"."""
        reach = Span(
            tokens[at].start, next((t.start for t in tokens[at:end] if t.lower in TO), tokens[end - 1].end)
        )
        return any(
            other.kind == "person"
            and reach.covers(other.span)
            and self.document.text[other.span.end : other.span.end + 1] not in APOSTROPHES
            for other in self.by_sentence[mention.sentence]
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
        while at > 0 and end - at < MOST_TOKENS and tokens[at - 1].text not in STOPS:
            at -= 1
            opens = tokens[at].lower in (*_ARTICLES, *OWNERS) or tokens[at].text in POSSESSIVES
            several = tokens[at + 1].lower in _SEVERAL
            if opens and not several and self._heads_phrase(tokens, at + 1, end):
                start = self._owner(tokens, at, mention) if tokens[at].text in POSSESSIVES else at + 1
                return self._role(mention, tokens, start, end, "apposition-before")
            if tokens[at].text in POSSESSIVES:
                return None  # "the mayor's son, Jean Morel,"
        return None
