"""What the text says a person is: the title before the name, the apposition behind or before it.

A role keeps the text's words.  Where it names a body or a state, the role belongs to that, and the
person's country follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.extract.entities.affiliations import APOSTROPHES, POSSESSIVES, Reach, RoleFound, affiliations
from briefing.extract.entities.office_phrases import MOST_TOKENS, TO, OfficePhrases
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Span, Token
from briefing.model.syntax import NounPhrase, Syntax, VerbGroup
from briefing.text.chunks import BE
from briefing.text.tagging import FINITE

_LISTED = re.compile(
    r"(?: of [A-Z][\w.]+(?: [A-Z][\w.]+)?| \([^()]{1,12}\)|, [RDI]-[A-Z][\w.]+)?,?(?: and| &)?\s+\Z"
)
"""What joins the next name of a list: ", ", " of Utah, and "."""
_WIDEST = 60
_MOST_PHRASES = 3
"""Of and what follows it, in a row: "Minister of Foreign Affairs of the Republic of Peru"."""
_INSIDE = ("the", "and", "&")
"""Small words inside the name of what an office belongs to: "Minister of Trade and Industry"."""
_CHOSEN = frozenset(("named", "elected", "appointed", "re-elected", "reelected"))
_BECOME = BE | {"become", "becomes", "became"}
_SERVE = frozenset(("serves", "served", "serving", "works", "worked", "working"))
_CLOSING = (",", ".", ")", "–", "—", ";")
_COUNTED = frozenset(("first", "second", "third", "fourth", "fifth", "only", "last"))
_MARKS = ("-", ",", "’", "'")
_NO_TITLE = frozenset(("CC", "POS", "DT", ",", "VBD", "VBZ"))


class _Name(Struct, frozen=True):
    """A person's name in its sentence: tokens[first:last]."""

    mention: Mention
    tokens: Sequence[Token]
    syntax: Syntax
    first: int
    last: int


class Roles(OfficePhrases):
    """Looks for roles next to the names of one document."""

    def __init__(self, document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        super().__init__(document, mentions, lexicon)
        self.shared: dict[int, RoleFound] = {}
        """Titles in the plural by where the names end that they are said of."""

    def of(self, mention: Mention) -> list[RoleFound]:
        """Return the roles that the words around a person's name give."""
        tokens = self.document.tokens[mention.sentence]
        first = self.index(tokens, mention.span.start)
        if first is None:
            return []
        last = first
        while last < len(tokens) and (
            tokens[last].end <= mention.span.end or tokens[last].text in self.words.honours
        ):
            last += 1
        found = [*self._offices(mention, tokens, first, last)]
        others = self.by_sentence[mention.sentence]
        found += affiliations(self.document.text, tokens, Reach(mention, first, last), others, self.words)
        return [role for role in found if role is not None]

    def _offices(
        self, mention: Mention, tokens: Sequence[Token], first: int, last: int
    ) -> Iterator[RoleFound | None]:
        held = mention.sentence in self.with_office
        if not held and "who" not in [token.lower for token in tokens[last : last + 2]]:
            return
        name = _Name(mention, tokens, self.document.syntax[mention.sentence], first, last)
        if held:
            title = self._before(name)
            yield title
            yield self._former(name, title)
            yield self._behind(name)
            yield self._ahead(name)
            yield self._predicate(name, name.last)
        yield self._leading(name)

    # -- "Chinese President Xi Jinping", "team member Rodaba Noori", "Ambassador to France Jane Doe"

    def _before(self, name: _Name) -> RoleFound | None:
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

    def _former(self, name: _Name, found: RoleFound | None) -> RoleFound | None:
        """Return the office before another one: "former candidate" before "Senator Ada Brown"."""
        end = self.index(name.tokens, found.span.start) if found is not None else None
        if not end or not self._ends_object(name, end - 1) or name.tokens[end - 1].lower.endswith("s"):
            return None
        at = self._title_start(name, end - 1)
        lone = end - at < 2  # "fellow Representative Ada Brown", "his wife First Lady Ann Holm"
        return None if lone else self.role(name.mention, name.tokens, at, end, "title-before-title")

    def _of_each(self, name: _Name, found: RoleFound | None) -> RoleFound | None:
        """Return the title of each of those whom a plural names: Senator in "Senators Brown and Berg"."""
        span = found.span if found is not None else Span(0, 0)
        head = span.of(self.document.text).rpartition(" ")[2]
        if found is None or not head.endswith("s") or head[:-1].lower() not in self.words.office_words:
            return found
        if head[0].isupper():
            found = replace(found, span=Span(span.start, span.end - 1))
        self.shared[name.mention.span.end] = found
        return found

    def _shared(self, name: _Name) -> RoleFound | None:
        """Return the title that stands before the first of a list of names."""
        joint = _LISTED.search(
            self.document.text, max(name.mention.span.start - _WIDEST, 0), name.mention.span.start
        )
        found = self.shared.get(joint.start()) if joint is not None else None
        if found is not None:
            self.shared[name.mention.span.end] = found
        return found

    def _is_relative(self, name: _Name, end: int) -> bool:
        """Return whether somebody of a family is meant, by nothing but adjectives: "younger brother Jon"."""
        if name.tokens[end - 1].lower not in self.words.kin:
            return False
        return end < 2 or name.syntax.tags[end - 2] not in ("NN", "NNP", "NNPS")

    def _title_end(self, name: _Name) -> int:
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

    def _title_start(self, name: _Name, end: int) -> int:
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

    def _in_title(self, name: _Name, at: int) -> bool:
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

    def _qualifies(self, name: _Name, at: int) -> bool:
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

    def _ends_object(self, name: _Name, at: int) -> bool:
        """Return whether a noun ends another phrase, before a title: "told reporters President Xi"."""
        token, after, words = name.tokens[at], name.tokens[at + 1], self.words
        title = after.text[0].isupper() and at + 1 < name.first
        if not title or token.text[0].isupper() or token.lower in words.modifiers:
            return False
        noun = name.syntax.tags[at] == "NNS" or token.lower in words.office_heads
        return noun and (after.lower in words.title_words or after.text in words.ranks)

    def _prepositional(self, name: _Name, end: int) -> RoleFound | None:
        """Read "Afghan Ambassador to the United States Hamid Karimi": the office is behind a name."""
        tokens, stop = name.tokens, end
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
            stop = at - 1
            start = self._title_start(name, stop)
            if start < stop and self.has_office(tokens, start, stop):
                start = self.extended(name.mention, tokens, start)
                return self.role(name.mention, tokens, start, end, "title-with-place")
        return None

    # -- "Sergey Shoigu, the Secretary of the Russian Security Council,"

    def _behind(self, name: _Name) -> RoleFound | None:
        tokens, at = name.tokens, self._behind_origin(name)
        if at >= len(tokens) or tokens[at].text not in (",", "(", "–", "—"):
            return None
        at += 1
        if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
            at += 2
        if at < len(tokens) and tokens[at].lower == "who":
            return self._predicate(name, at + 1)
        phrase = self._office_at(name, at)
        if phrase is None or self._names_another(name, phrase):
            return None
        end = self.reach(tokens, name.syntax, phrase)
        if not self._is_closed(name, end) or tuple(name.syntax.tags[end : end + 2]) == ("TO", "VB"):
            return None
        return self.role(name.mention, tokens, max(phrase.first, at), end, "apposition-behind")

    def _behind_origin(self, name: _Name) -> int:
        """Return where a name ends with where somebody is from: "Tom Cole of Ohio, a Republican"."""
        placed = [token.lower for token in name.tokens[name.last : name.last + 1]] in (["of"], ["from"])
        phrase = name.syntax.phrase_at(name.last + 1) if placed else None
        return phrase.end if phrase is not None else name.last

    def _office_at(self, name: _Name, at: int) -> NounPhrase | None:
        """Return the phrase of one office that begins at `at`, without its article."""
        at = self._behind_kin(name, self.opening(name.syntax, at))
        noun = at
        while noun < len(name.tokens) and name.tokens[noun].lower in self.words.modifiers:
            noun += 1
        phrase = name.syntax.phrase_at(noun) or name.syntax.phrase_at(at)
        if phrase is None and self.has_office(name.tokens, at, noun):
            return NounPhrase(first=at, end=noun, head=noun - 1, whole=noun)  # "chief executive of"
        if phrase is None or "CD" in name.syntax.tags[phrase.first : phrase.end - 1]:
            return None
        phrase = replace(phrase, first=at)
        return phrase if self.heads(name.tokens, name.syntax, phrase) else None

    def _behind_kin(self, name: _Name, at: int) -> int:
        """Return where the second phrase begins: "his wife and the chairwoman of the party"."""
        kin = name.tokens[at : at + 2]
        pair = len(kin) == 2 and kin[0].lower in self.words.kin and kin[1].lower == "and"
        return self.opening(name.syntax, at + 2) if pair else at

    def _is_closed(self, name: _Name, end: int) -> bool:
        """Return whether an apposition ends: it is no subject ("According to Hasoda, the minister left")."""
        phrase, verbs = name.syntax.phrase_at(name.first), name.syntax.verbs
        placed = phrase is not None and phrase.preposition is not None
        if placed or any(verb.first < name.first for verb in verbs):
            return end == len(name.tokens) or name.syntax.tags[end] not in FINITE
        return True

    def _names_another(self, name: _Name, phrase: NounPhrase) -> bool:
        """Return whether another person follows the phrase's office: "Eric Cole, sacked Chief Ann Lee"."""
        reach = Span(name.tokens[phrase.first].start, name.tokens[phrase.end - 1].end)
        return any(
            other.kind == "person"
            and reach.covers(other.span)
            and self.document.text[other.span.end : other.span.end + 1] not in APOSTROPHES
            for other in self.by_sentence[name.mention.sentence]
        )

    # -- "Ada Brown was elected president of the bank in May", "who served as mayor"

    def _predicate(self, name: _Name, at: int) -> RoleFound | None:
        verb = name.syntax.verb_at(at)
        if verb is None or not verb.finite or verb.negated or verb.modal is not None:
            return None
        start = self._complement(name, verb)
        phrase = self._office_at(name, start) if start else None
        if phrase is None or self._is_counted(name, phrase) or self._names_another(name, phrase):
            return None
        end = self.reach(name.tokens, name.syntax, phrase)
        found = self.role(name.mention, name.tokens, phrase.first, end, "predicate")
        over = verb.tense == "past" and name.tokens[verb.head].lower in BE | _SERVE and not verb.passive
        return replace(found, era="former") if found and over and found.era == "current" else found

    def _complement(self, name: _Name, verb: VerbGroup) -> int:
        """Return where what somebody is or was chosen for begins behind a verb, or 0."""
        head = name.tokens[verb.head].lower
        follows = name.tokens[verb.end].lower if verb.end < len(name.tokens) else ""
        if head in _SERVE or (verb.passive and head in _CHOSEN and follows == "as"):
            return verb.end + 1 if follows == "as" else 0
        return verb.end if head in _BECOME or (verb.passive and head in _CHOSEN) else 0

    def _is_counted(self, name: _Name, phrase: NounPhrase) -> bool:
        """Return whether one of a series is meant, and no office: "was the first president since 1945"."""
        lower = tuple(token.lower for token in name.tokens[phrase.first : phrase.first + 2])
        return lower[0] in _COUNTED and lower not in self.words.offices

    # -- "Anna Roa, who heads the institute,"

    def _leading(self, name: _Name) -> RoleFound | None:
        tokens, at = name.tokens, name.last
        at += at < len(tokens) and tokens[at].text == ","
        if at + 2 >= len(tokens) or tokens[at].lower != "who":
            return None
        verb = at + 1 + (tokens[at + 1].lower in ("has", "had", "now", "also", "once"))
        era = self.words.leading.get(tokens[verb].lower)
        thing = name.syntax.phrase_at(verb + 1) if era is not None and verb + 1 < len(tokens) else None
        if thing is None or era is None:
            return None
        end = self.reach(tokens, name.syntax, thing)
        bodies = self.words.heads
        if not any(t.text[0].isupper() or t.text.capitalize() in bodies for t in tokens[thing.first : end]):
            return None  # who led a petition holds no office
        found = self.role(name.mention, tokens, at, end, "who-heads")
        return found and replace(found, era=era)

    # -- "the spokesperson of the Chinese Foreign Ministry, Lin Jian, replied"

    def _ahead(self, name: _Name) -> RoleFound | None:
        tokens, first = name.tokens, name.first
        while first > 2 and tokens[first - 1].text in self.words.honorifics:
            first -= 1
        closed = name.last >= len(tokens) or tokens[name.last].text in _CLOSING
        if first < 2 or tokens[first - 1].text != "," or not closed:
            return None
        for phrase in name.syntax.phrases:
            if first - 1 - MOST_TOKENS <= phrase.first < first and phrase.determiner is not None:
                whole = self.reach(tokens, name.syntax, phrase) == first - 1
                if whole and (found := self._ahead_of(name, phrase, first - 1)):
                    return found
        return None

    def _ahead_of(self, name: _Name, phrase: NounPhrase, end: int) -> RoleFound | None:
        tokens, at = name.tokens, phrase.determiner or phrase.first
        own = self._office_at(name, at + 1)
        if own is None:
            return None
        start = self.owner(tokens, at, name.mention) if tokens[at].text in POSSESSIVES else own.first
        return self.role(name.mention, tokens, start, end, "apposition-before")
