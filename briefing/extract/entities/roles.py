"""What the text says a person is: the title before the name, the apposition behind or before it.

A role keeps the text's words.  Where it names a body or a state, the role belongs to that, and the
person's country follows from it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace

from briefing.extract.entities.affiliations import APOSTROPHES, POSSESSIVES, Reach, RoleFound, affiliations
from briefing.extract.entities.office_phrases import MOST_TOKENS, Name
from briefing.extract.entities.titles import Titles
from briefing.model import Mention, Span, Token
from briefing.model.syntax import NounPhrase, VerbGroup
from briefing.text.chunks import BE
from briefing.text.tagging import FINITE

_CHOSEN = frozenset(("named", "elected", "appointed", "re-elected", "reelected"))
_BECOME = BE | {"become", "becomes", "became"}
_SERVE = frozenset(("serves", "served", "serving", "works", "worked", "working", "sits", "sat"))
_CLOSING = (",", ".", ")", "-", "–", "—", ";")
_CALLED = frozenset(("called", "named"))
_FAR = 5
"""Tokens of a time between "who" and its verb."""
_DEEP = 9
"""Tokens behind "served" among which "as" opens what somebody was."""
_COUNTED = frozenset(("first", "second", "third", "fourth", "fifth", "only", "last"))


class Roles(Titles):
    """Looks for roles next to the names of one document."""

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
        name = Name(mention, tokens, self.document.syntax[mention.sentence], first, last)
        if held:
            title = self.before(name)
            yield title
            yield self.former(name, title)
            ahead = self._ahead(name) or self._called(name)
            yield ahead
            yield self._behind(name, is_listed=ahead is not None)
            yield self._predicate(name, name.last)
        yield self._leading(name)

    # -- "Sergey Shoigu, the Secretary of the Russian Security Council,"

    def _behind(self, name: Name, *, is_listed: bool) -> RoleFound | None:
        """Read the phrase behind a name; in a list of offices with their names it is the next one's."""
        tokens, at = name.tokens, self._behind_origin(name)
        initial = tokens[at - 1].text.isupper() and [t.text for t in tokens[at : at + 2]] == [".", ","]
        at += initial  # "Konrad V., 29,"
        if at >= len(tokens) or tokens[at].text not in (",", "(", "–", "—"):
            return None
        at += 1
        if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
            at += 2
        at = self._behind_time(name, at)
        if at < len(tokens) and tokens[at].lower == "who":
            return self._predicate(name, self._verb_behind(name, at + 1))
        phrase = self._office_at(name, at)
        if phrase is None or self._names_another(name, phrase) or self._is_quoted(name, phrase.first):
            return None
        end = self.reach(tokens, name.syntax, phrase)
        if self._is_of_next(name, end, is_listed=is_listed):
            return None
        if not self._is_closed(name, end) or tuple(name.syntax.tags[end : end + 2]) == ("TO", "VB"):
            return None
        return self.role(name.mention, tokens, max(phrase.first, at), end, "apposition-behind")

    def _verb_behind(self, name: Name, at: int) -> int:
        """Return where a relative clause has its verb, behind a time: "who until last year was mayor"."""
        near = (v.first for v in name.syntax.verbs if at <= v.first <= at + _FAR)
        verb = next(near, at)
        return at if "," in [token.text for token in name.tokens[at:verb]] else verb

    def _is_of_next(self, name: Name, end: int, *, is_listed: bool) -> bool:
        """Return whether an office that ends at `end` is that of the name right behind it.

        "Wang Yi, envoy of President Ann Roa will come"; in a list, "the mayor, Bo Berg, the judge, Ann Roa".
        """
        tokens, words = name.tokens, self.words
        comma = is_listed and end < len(tokens) and tokens[end].text == ","
        at = end + comma
        while comma and at < len(tokens) and (tokens[at].text in words.honorifics or tokens[at].text == "."):
            at += 1
        start = tokens[at].start if at < len(tokens) else -1
        others = [o for o in self.by_sentence[name.mention.sentence] if o.kind == "person"]
        subject = end < len(tokens) and name.syntax.tags[end] in FINITE
        stop, after = tokens[end - 1].end, name.mention.span.end
        ended = any(o.span.end == stop and o.span.start > after for o in others)
        return (subject and ended) or any(o.span.start == start for o in others)

    def _behind_origin(self, name: Name) -> int:
        """Return where a name ends with where somebody is from: "Tom Cole of Ohio, a Republican"."""
        placed = [token.lower for token in name.tokens[name.last : name.last + 1]] in (["of"], ["from"])
        phrase = name.syntax.phrase_at(name.last + 1) if placed else None
        return phrase.end if phrase is not None else name.last

    def _office_at(self, name: Name, at: int) -> NounPhrase | None:
        """Return the phrase of one office that begins at `at`, without its article."""
        at = self._behind_age(name, self._behind_kin(name, self.opening(name.syntax, at)))
        noun = at + max(self.opens_office(name.tokens, at) - 1, 0)  # "Under Secretary of Commerce"
        while noun < len(name.tokens) and name.tokens[noun].lower in self.words.modifiers:
            noun += 1
        phrase = name.syntax.phrase_at(noun) or name.syntax.phrase_at(at)
        if phrase is None and self.has_office(name.tokens, at, noun):
            return NounPhrase(first=at, end=noun, head=noun - 1, whole=noun)  # "chief executive of"
        behind = phrase.end if phrase is not None else 0
        if phrase is not None and behind < len(name.tokens) and name.syntax.tags[behind] == "JJ":
            size = self.opens_office(name.tokens, behind)  # the "chief" of "party chief"
            phrase = replace(phrase, end=behind + size, head=behind + size - 1) if size else phrase
        if phrase is None or "CD" in name.syntax.tags[at : phrase.end - 1]:
            return None
        phrase = replace(phrase, first=at)
        return phrase if self.heads(name.tokens, name.syntax, phrase) else None

    def _behind_time(self, name: Name, at: int) -> int:
        """Return where an apposition goes on behind how long: "for years a lobbyist"."""
        timed = at + 1 < len(name.tokens) and name.tokens[at].lower == "for"
        phrase = name.syntax.phrase_at(at + 1) if timed else None
        return phrase.end if phrase is not None and self._is_time(name.tokens, phrase) else at

    def _behind_age(self, name: Name, at: int) -> int:
        """Return where an office begins behind an age: "the 44-year-old mayor of Lorne"."""
        aged = [token.lower for token in name.tokens[at : at + 3]][1:] == ["-", "year-old"]
        return at + 3 if aged and name.syntax.tags[at] == "CD" else at

    def _behind_kin(self, name: Name, at: int) -> int:
        """Return where the second phrase begins: "his wife and the chairwoman of the party"."""
        kin = name.tokens[at : at + 2]
        pair = len(kin) == 2 and kin[0].lower in self.words.kin and kin[1].lower == "and"
        return self.opening(name.syntax, at + 2) if pair else at

    def _is_closed(self, name: Name, end: int) -> bool:
        """Return whether an apposition ends: it is no subject ("According to Hasoda, the minister left")."""
        phrase, verbs = name.syntax.phrase_at(name.first), name.syntax.verbs
        placed = phrase is not None and phrase.preposition is not None
        if placed or any(verb.first < name.first for verb in verbs):
            return end == len(name.tokens) or name.syntax.tags[end] not in FINITE
        return True

    def _names_another(self, name: Name, phrase: NounPhrase) -> bool:
        """Return whether another person follows the phrase's office: "Eric Cole, sacked Chief Ann Lee"."""
        reach = Span(name.tokens[phrase.first].start, name.tokens[phrase.end - 1].end)
        return any(
            other.kind == "person"
            and reach.covers(other.span)
            and self.document.text[other.span.end : other.span.end + 1] not in APOSTROPHES
            for other in self.by_sentence[name.mention.sentence]
        )

    # -- "Ada Brown was elected president of the bank in May", "who served as mayor"

    def _predicate(self, name: Name, at: int) -> RoleFound | None:
        verb = name.syntax.verb_at(at)
        if verb is None or not verb.finite or verb.negated or verb.modal is not None:
            return None
        start = self._complement(name, verb)
        phrase = self._office_at(name, start) if start else None
        if phrase is None or self._is_quoted(name, phrase.first) or self._is_counted(name, phrase):
            return None
        if self._names_another(name, phrase):
            return None
        end = self.reach(name.tokens, name.syntax, phrase)
        found = self.role(name.mention, name.tokens, phrase.first, end, "predicate")
        over = verb.tense == "past" and name.tokens[verb.head].lower in BE | _SERVE and not verb.passive
        return replace(found, era="former") if found and over and found.era == "current" else found

    def _is_quoted(self, name: Name, at: int) -> bool:
        """Return whether somebody else's words are before `at`: what they call a person is no role."""
        texts = [token.text for token in name.tokens[:at]]
        return texts.count("“") > texts.count("”") or texts.count('"') % 2 == 1

    def _complement(self, name: Name, verb: VerbGroup) -> int:
        """Return where what somebody is or was chosen for begins behind a verb, or 0."""
        head = name.tokens[verb.head].lower
        follows = name.tokens[verb.end].lower if verb.end < len(name.tokens) else ""
        if head in _SERVE or (verb.passive and head in _CHOSEN and follows == "as"):
            ahead = [token.lower for token in name.tokens[verb.end : verb.end + _DEEP]]
            ahead = ahead[: ahead.index(",")] if "," in ahead else ahead
            return verb.end + ahead.index("as") + 1 if "as" in ahead and head in _SERVE | _CHOSEN else 0
        return verb.end if head in _BECOME or (verb.passive and head in _CHOSEN) else 0

    def _is_counted(self, name: Name, phrase: NounPhrase) -> bool:
        """Return whether one of a series is meant, and no office: "was the first president since 1945"."""
        lower = tuple(token.lower for token in name.tokens[phrase.first : phrase.first + 2])
        return lower[0] in _COUNTED and lower not in self.words.offices

    # -- "Anna Roa, who heads the institute,"

    def _leading(self, name: Name) -> RoleFound | None:
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

    # -- "a farmer called Ada Brown woke up"

    def _called(self, name: Name) -> RoleFound | None:
        at = name.first - 1
        if at < 1 or name.tokens[at].lower not in _CALLED:
            return None
        phrase = name.syntax.phrase_at(at - 1)
        if phrase is None or phrase.end != at or not self.heads(name.tokens, name.syntax, phrase):
            return None
        opens = phrase.first if phrase.determiner is None else phrase.determiner
        first = self.opening(name.syntax, opens)
        found = first > 0 and name.tokens[first - 1].lower in ("a", "an")  # no "the minister called Bo Berg"
        return self.role(name.mention, name.tokens, first, at, "called") if found else None

    # -- "the spokesperson of the Chinese Foreign Ministry, Lin Jian, replied"

    def _ahead(self, name: Name) -> RoleFound | None:
        tokens, first = name.tokens, self._title_start(name, self._title_end(name))
        closed = name.last >= len(tokens) or tokens[name.last].text in _CLOSING
        while first and self._is_address(tokens[first - 1]):
            first -= 1  # "the Crown Prince of Lund, H.R.H. Prince Bo"
        if first < 2 or tokens[first - 1].text != ",":
            return None
        phrases = name.syntax.phrases
        if self._opens_list(name):
            closed = True
        if not closed:  # "The party's leader, Ada Brown said"
            begins = phrases[0].determiner == 0 or phrases[0].first == 0
            phrases = phrases[:1] if begins and name.syntax.tags[name.last] in FINITE else ()
        near = bisect_left(phrases, first - 1 - MOST_TOKENS, key=attrgetter("first"))
        for phrase in phrases[near : near + MOST_TOKENS]:
            if phrase.first < first and (phrase.determiner is not None or self._is_title(name, phrase)):
                end = self.reach(tokens, name.syntax, phrase)
                time = name.syntax.phrase_at(end + 1)  # "its president at that time, Sauli Niinistö"
                timed = time is not None and time.end == first - 1 and self._is_time(tokens, time)
                if (timed or end == first - 1) and (found := self._ahead_of(name, phrase, end)):
                    return found
        return None

    def _opens_list(self, name: Name) -> bool:
        """Return whether a plural is before a name and its list: "the ministers, Bo Berg and Ann Roa,"."""
        office, tokens = name.first - 2, name.tokens
        plural = office >= 0 and tokens[office].lower in self.words.plural_heads
        return plural and name.last < len(tokens) and tokens[name.last].lower == "and"

    def _is_title(self, name: Name, phrase: NounPhrase) -> bool:
        """Return whether a title in capitals opens a sentence: "Turkish Foreign Minister, Ada Brown,"."""
        at = self.document.opening(name.mention.sentence)
        return phrase.first == at and phrase.end - at > 1 and name.tokens[phrase.head].text[0].isupper()

    def _ahead_of(self, name: Name, phrase: NounPhrase, end: int) -> RoleFound | None:
        tokens, at = name.tokens, phrase.determiner or phrase.first
        own = self._office_at(name, at + (phrase.determiner is not None))
        if own is None:
            return None
        start = self.owner(tokens, at, name.mention) if tokens[at].text in POSSESSIVES else own.first
        joined = "and" in [token.lower for token in tokens[start:end]]
        if joined and self._names_another(name, replace(phrase, first=start, end=end)):
            return None  # "Pope Leo and the Archbishop of Canterbury, Ada Holm"
        return self._of_each(name, self.role(name.mention, tokens, start, end, "apposition-before"))
