"""The title before a person's name -> a role: "Chinese President Xi Jinping", "Wagner chief Jon Berg".

A title begins where the noun phrase of the name does, and goes back over words of titles and names of
bodies and states; a plural one is that of each of its list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from briefing.extract.entities.affiliations import APOSTROPHES, POSSESSIVES, RoleFound
from briefing.extract.entities.office_phrases import MOST_TOKENS, TO, Name, OfficePhrases
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Span, Token

_LISTED = re.compile(
    r"(?: of [A-Z][\w.]+(?: [A-Z][\w.]+)?| \([^()]{1,12}\)|, [RDI]-[A-Z][\w.]+)?,?(?: and| &)?\s+\Z"
)
"""What joins the next name of a list: ", ", " of Utah, and "."""
_WIDEST = 60
_MOST_PHRASES = 3
"""Of and what follows it, in a row: "Minister of Foreign Affairs of the Republic of Peru"."""
_INSIDE = ("the", "and", "&")
"""Small words inside the name of what an office belongs to: "Minister of Trade and Industry"."""
_MARKS = ("-", ",", "’", "'")
_NO_TITLE = frozenset(("CC", "POS", "DT", ",", "VBD", "VBZ"))


class Titles(OfficePhrases):
    """Looks for titles before the names of one document."""

    def __init__(self, document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        super().__init__(document, mentions, lexicon)
        self.shared: dict[int, RoleFound] = {}
        """Titles in the plural by where the names end that they are said of."""

    def before(self, name: Name) -> RoleFound | None:
        tokens, end = name.tokens, self._title_end(name)
        at = self._title_start(name, end)
        if at == end or not self.has_office(tokens, at, end):
            return self._prepositional(name, end) or self._shared(name)
        if tokens[end - 1].lower in TO or self._is_relative(name, end):
            return None  # "the head of Marin's group", "the wife of Holm": whose, and not who
        at = self.extended(name.mention, tokens, self._own(tokens, at, end))
        plural = at > 1 and tokens[at - 1].text in APOSTROPHES and tokens[at - 2].text.endswith("s")
        if at > 1 and (plural or tokens[at - 1].text in POSSESSIVES):
            at = self.owner(tokens, at - 1, name.mention)
        return self._of_each(name, self.role(name.mention, tokens, at, end, "title-before-name"))

    def former(self, name: Name, found: RoleFound | None) -> RoleFound | None:
        """Return the office before another one: "former candidate" before "Senator Ada Brown"."""
        end = self.index(name.tokens, found.span.start) if found is not None else None
        if not end or not self._ends_object(name, end - 1) or name.tokens[end - 1].lower.endswith("s"):
            return None
        at = self._title_start(name, end - 1)
        lone = end - at < 2  # "fellow Representative Ada Brown", "his wife First Lady Ann Holm"
        return None if lone else self.role(name.mention, name.tokens, at, end, "title-before-title")

    def _of_each(self, name: Name, found: RoleFound | None) -> RoleFound | None:
        """Return the title of each of those whom a plural names: Senator in "Senators Brown and Berg"."""
        span = found.span if found is not None else Span(0, 0)
        head = span.of(self.document.text).rpartition(" ")[2]
        if found is None or not head.endswith("s") or head[:-1].lower() not in self.words.office_words:
            return found
        if head[0].isupper():
            found = replace(found, span=Span(span.start, span.end - 1))
        self.shared[name.mention.span.end] = found
        return found

    def _shared(self, name: Name) -> RoleFound | None:
        """Return the title that stands before the first of a list of names."""
        joint = _LISTED.search(
            self.document.text, max(name.mention.span.start - _WIDEST, 0), name.mention.span.start
        )
        found = self.shared.get(joint.start()) if joint is not None else None
        if joint is not None and found is not None and "and" not in joint[0]:  # which ends the list
            self.shared[name.mention.span.end] = found
        return found

    def _is_relative(self, name: Name, end: int) -> bool:
        """Return whether somebody of a family is meant, by nothing but adjectives: "younger brother Jon"."""
        if name.tokens[end - 1].lower not in self.words.kin:
            return False
        return end < 2 or name.syntax.tags[end - 2] not in ("NN", "NNP", "NNPS")

    def _title_end(self, name: Name) -> int:
        """Return where a title ends before "Dr." and the like, which are none; "First Lady" is one."""
        tokens, at, words = name.tokens, name.first, self.words
        while at > 0 and (tokens[at - 1].text in words.honorifics or tokens[at - 1].text == "."):
            short = tokens[at - 2].text if at > 1 else ""
            if tokens[at - 1].text == "." and (short not in words.honorifics or short in words.ranks):
                break
            if (short.lower(), tokens[at - 1].lower) in words.offices:
                break
            at -= 1
        return at

    def _title_start(self, name: Name, end: int) -> int:
        """Return where a title begins, in the noun phrase of the name or among words of titles."""
        tokens, at = name.tokens, end
        while at > 0 and name.first - at < MOST_TOKENS and self._in_title(name, at):
            at -= 1
        address = [i for i in range(at, end) if self._is_address(tokens[i])]
        at = address[-1] + 1 if address else at
        while at < end and self._is_small(tokens[at]):
            at += 1
        ended = at > 0 and self._ends_object(name, at - 1)
        return at if at == end or ended else self._marked(tokens, at)

    def _is_address(self, token: Token) -> bool:
        """Return whether a word is a form of address and no title: "Majesty"."""
        words = self.words
        plain = token.text in words.honorifics and token.text not in words.ranks
        return plain and token.lower not in words.title_words

    def _is_small(self, token: Token) -> bool:
        """Return whether no title begins with a word: "the", a year."""
        if token.text in _MARKS or token.text.isdigit() or token.lower in self.words.kin:
            return True
        return token.lower in self.words.function and token.text != "WHO"

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
            if tokens[i].lower != "of" or not self.has_office(tokens, i + 1, end):
                continue
            lower = tuple(token.lower for token in tokens[i:end])
            tails = self.words.office_tails.get(tokens[i - 1].lower, ())
            if not any(lower[: len(tail)] == tail for tail in tails):
                return i + 1 + (tokens[i + 1].lower == "the")
        return at

    def _in_title(self, name: Name, at: int) -> bool:
        """Return whether the token before `at` may be a word of the title that goes on at `at`."""
        tokens, words = name.tokens, self.words
        token = tokens[at - 1]
        if token.lower in words.office_heads:
            return not self._ends_object(name, at - 1)
        if token.lower in words.title_words or token.text in words.ranks or token.lower in words.elect:
            return True
        if token.text == ".":
            return at > 1 and tokens[at - 2].text in words.ranks
        if token.lower == "of":
            return at > 1 and tokens[at - 2].lower in words.heads_of
        return self._qualifies(name, at - 1)

    def _qualifies(self, name: Name, at: int) -> bool:
        """Return whether a word of the name's phrase is before the title: the "Wagner" of "Wagner chief"."""
        token, phrase = name.tokens[at], name.syntax.phrase_at(at)
        if not token.text[0].isalnum():
            return False
        others = self.by_sentence[name.mention.sentence]
        kind = next((m.kind for m in others if m.span.start <= token.start < m.span.end), None)
        if kind is not None:
            return kind != "person"
        if phrase is None or phrase.end == at + 1 or name.syntax.tags[at] in _NO_TITLE:
            return False
        if token.text in self.words.calendar or token.lower in self.words.person_verbs:
            return False
        return not self._ends_object(name, at)

    def _ends_object(self, name: Name, at: int) -> bool:
        """Return whether a noun ends another phrase, before a title: "told reporters President Xi"."""
        token, after, words = name.tokens[at], name.tokens[at + 1], self.words
        title = after.text[0].isupper() and at + 1 < name.first
        if not title or token.text[0].isupper() or token.lower in words.modifiers:
            return False
        noun = name.syntax.tags[at] == "NNS" or token.lower in words.office_heads
        return noun and (after.lower in words.title_words or after.text in words.ranks)

    def _prepositional(self, name: Name, end: int) -> RoleFound | None:
        """Read "Afghan Ambassador to the United States Hamid Karimi": the office is behind a name."""
        tokens, stop = name.tokens, end
        for _ in range(_MOST_PHRASES):
            at = stop
            while at > 0 and stop - at < 6 and self._is_of_what(name, at - 1):
                at -= 1
            if at == stop or not at or tokens[at - 1].lower not in ("to", "of", "for", "in"):
                return None
            stop = at - 1
            start = self._title_start(name, stop)
            if start < stop and self.has_office(tokens, start, stop):
                start = self.extended(name.mention, tokens, start)
                return self.role(name.mention, tokens, start, end, "title-with-place")
        return None

    def _is_of_what(self, name: Name, at: int) -> bool:
        """Return whether a word may be what an office is for: "the United States", "the ministry"."""
        token = name.tokens[at]
        if token.text[0].isupper() or token.lower in _INSIDE:
            return True
        return token.text.capitalize() in self.words.heads and name.tokens[at - 1].lower == "the"
