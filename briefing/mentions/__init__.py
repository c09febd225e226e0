"""Spans that name a person, an organisation, a state, a group or a place.

Each run of capitalised words is taken apart by what is known (lexicon, reference) and by what
stands beside it; then the short forms are read in the light of the full ones.  What could be
several things is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import attrgetter

import msgspec

from briefing.lexicon import Lexicon
from briefing.mentions.gazetteer import Entry, Gazetteer, Words, gazetteer_of, words_of
from briefing.mentions.nicknames import joined
from briefing.mentions.persons import person_score
from briefing.mentions.runs import is_capital, runs
from briefing.mentions.settle import Doubt, settle, with_particles
from briefing.mentions.works import without_works
from briefing.model import Document, Form, Found, Kind, Mention, Reference, Span, Token, When


def find(
    document: Document, dates: Sequence[Found[When]], lexicon: Lexicon, reference: Reference
) -> tuple[Mention, ...]:
    """Return the names of the document in order; offices, nouns and pronouns are the cast's affair."""
    finder = _Finder(document, dates, lexicon, reference)
    finder.first_pass()
    names, doubtful = joined(document, finder.mentions, finder.doubtful, finder.words)
    names, doubtful = without_works(document, names, doubtful, finder.words)
    settled = settle(document, names, doubtful, finder.small, finder.words)
    found = with_particles(document, [*names, *settled], finder.words)
    placed = (_placed(document, mention) for mention in found)
    return tuple(sorted(placed, key=lambda m: m.span))


def _placed(document: Document, mention: Mention) -> Mention:
    """Return a name before the agency of a dateline as the place that it is: "LA HABANA, Aug 14 - "."""
    head = document.dateline
    if head is None or mention.kind not in ("organization", "person") or not head.covers(mention.span):
        return mention
    if "(" in document.text[head.start : mention.span.start]:
        return mention
    return msgspec.structs.replace(mention, kind="place", rule="dateline", acts=False)


SURE = 3
"""From this score on a run is a person by itself."""
_TEXT = attrgetter("text")
_TAKE_STOP = frozenset(("Jr", "Sr"))
_HONOURS = frozenset(("KC", "QC", "MP", "MEP", "MSP", "OBE", "MBE", "CBE", "KBE", "PhD", "MD", "RN", "Esq"))
"""Letters behind a name that are no part of it."""
_SHORTENED = frozenset(("Inc", "Corp", "Co", "Ltd"))
"""Heads of bodies that carry a full stop of their own."""
_BEHIND_DATELINE = frozenset("(,—–-/.")
_COMPOUND = frozenset(("based", "led", "backed", "born", "controlled", "run", "owned", "held", "occupied"))
"""What joins a state or a place by a hyphen: "Lagos-based", "US-led"."""


class _Finder:
    """The first pass over one document."""

    def __init__(
        self,
        document: Document,
        dates: Sequence[Found[When]],
        lexicon: Lexicon,
        reference: Reference,
    ) -> None:
        self.document = document
        self.words: Words = words_of(lexicon)
        self.gazetteer: Gazetteer = gazetteer_of(lexicon, reference)
        self.mentions: list[Mention] = []
        self.doubtful: list[Doubt] = []
        self.taken: dict[int, list[Span]] = {}
        """Names of eras and feasts, by sentence: they name nobody."""
        for found in dates:
            if found.rule in ("era", "feast"):
                self.taken.setdefault(found.sentence, []).extend(found.item.at)
        texts = frozenset(map(_TEXT, chain.from_iterable(document.tokens)))
        self.small = texts & document.vocabulary
        self.capitals = frozenset([text for text in texts - self.small if is_capital(text)])
        behind = frozenset(map(_TEXT, chain.from_iterable(row[1:] for row in document.tokens)))
        self.inner = {text for text in behind if text[0].isupper()}
        """Capitalised words that stand behind the first word of some sentence."""

    def add(
        self,
        sentence: int,
        first: int,
        last: int,
        kind: Kind,
        rule: str,
        row: str = "",
        *,
        form: Form = "name",
        acts: bool = True,
        actor: str = "",
    ) -> None:
        tokens = self.document.tokens[sentence]
        span = Span(tokens[first].start, tokens[last - 1].end)
        self.mentions.append(
            Mention(
                span=span,
                kind=kind,
                sentence=sentence,
                form=form,
                acts=acts,
                rule=rule,
                row=row,
                actor=actor or None,
            )
        )

    def first_pass(self) -> None:
        for sentence in self.document.sentences:
            tokens = self.document.tokens[sentence.index]
            taken = self.taken.get(sentence.index, ())
            for first, last in runs(tokens, self.capitals, self.words):
                if not taken or not any(
                    tokens[first].start < s.end and s.start < tokens[last - 1].end for s in taken
                ):
                    self.read(sentence.index, tokens, first, last)

    # -- one run

    def read(self, sentence: int, tokens: tuple[Token, ...], first: int, last: int) -> None:
        """Take one run apart, left to right."""
        while first < last:
            first = self._take(sentence, tokens, first, last)

    def _take(self, sentence: int, tokens: tuple[Token, ...], first: int, last: int) -> int:
        """Read what a run begins with; returns where the rest of the run begins."""
        words = self.words
        if first == 0 and tokens[0].text.isupper() and (size := self._dateline(sentence, tokens, last)):
            return size
        while first < last and self._is_small(tokens, first, last):
            if tokens[first].text == "The" and (known := self.gazetteer.longest(tokens, first)):
                self._known(sentence, tokens, first, *known)
                first += known[0]
            else:
                first += 1
        if first >= last:
            return last
        if size := self._compound(sentence, tokens, first, last):
            return first + size
        if known := self.gazetteer.longest(tokens, first):
            size, entry = known
            if first + size >= last or self._stands_alone(tokens, first, size, last, entry):
                self._known(sentence, tokens, first, size, entry)
                return first + size
        if bearer := self._bearer(tokens, first, last):
            self.read(sentence, tokens, first, bearer)
            bearer += self._office_length(tokens, bearer, last)
            self._named(sentence, tokens, bearer, last, titled=True)
            return last
        if self._is_body(tokens, first, last):
            kind: Kind = "place" if self._is_premises(tokens, first, last) else "organization"
            stop = last < len(tokens) - 1 and tokens[last].text == "." and tokens[last - 1].text in _SHORTENED
            self.add(sentence, first, last + stop, kind, "head-of-body", tokens[last - 1].text)
            return last
        if known and (known[1].use == "adjective" or self._is_of_people(tokens, first, known[0], last)):
            self._known(sentence, tokens, first, known[0], known[1])
            return first + known[0]
        if tokens[first].text in words.peoples and tokens[first].text not in words.given:
            return first + 1
        office = self._office_length(tokens, first, last)
        if office:
            if first + office < last:
                self._named(sentence, tokens, first + office, last, titled=True)
            return last
        if tokens[first].text in words.honorifics:
            start = first
            while start < last and (tokens[start].text in words.honorifics or tokens[start].text == "."):
                start += 1
            start += self._office_length(tokens, start, last) if start < last else 0
            if start < last:
                self._named(sentence, tokens, start, last, titled=True)
            return last
        final = tokens[last - 1].text
        if final in words.halls and last - first > 1 and not self._is_full_name(tokens, first, last):
            self.add(sentence, first, last, "place", "hall", final)
            return last
        if any(t.text in words.others for t in tokens[first:last]) and tokens[first].text not in words.given:
            return last
        if known and known[1].kind == "place" and first + known[0] == last - 1 and final.endswith("s"):
            self.add(sentence, first, last, "organization", "team", known[1].row)
            return last
        given = tokens[first].text in words.given and known is not None and known[0] == 1
        if known and not given and known[1].kind != "place" and first + known[0] < last:
            self._known(sentence, tokens, first, known[0], known[1])
            return first + known[0]
        self._named(sentence, tokens, first, last, titled=self._office_before(tokens, first))
        return last

    def _dateline(self, sentence: int, tokens: tuple[Token, ...], last: int) -> int:
        """Read the place in capitals that opens a report ("MOSCOW (AP) —"); returns the tokens read, or 0."""
        for size in range(min(3, last), 0, -1):
            entry = self.gazetteer.exact(tuple(token.text.title() for token in tokens[:size]))
            following = tokens[size].text if size < len(tokens) else ""
            if entry and entry.kind in ("place", "state") and following in _BEHIND_DATELINE:
                self.add(sentence, 0, size, "place", "dateline", entry.row, acts=False)
                return size
        return 0

    def _compound(self, sentence: int, tokens: tuple[Token, ...], first: int, last: int) -> int:
        """Read the state, body or place in "Lagos-based" or "New York-led"; returns the tokens read, or 0."""
        for at in range(first, min(first + 3, last)):
            name, hyphen, joined = tokens[at].text.rpartition("-")
            if not hyphen or joined not in _COMPOUND:
                continue
            entry = self.gazetteer.exact((*(token.text for token in tokens[first:at]), name))
            if entry is None:
                return 0
            if entry.use != "adjective":
                kind: Kind = "place" if entry.use == "seat" else entry.kind
                self.mentions.append(
                    Mention(
                        span=Span(tokens[first].start, tokens[at].start + len(name)),
                        kind=kind,
                        sentence=sentence,
                        rule="compound",
                        row=entry.row,
                        acts=False,
                        actor=entry.id if kind == entry.kind and entry.id else None,
                    )
                )
            return at + 1 - first
        return 0

    def _is_small(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether a run's first word is no part of a name: it opens the sentence or is a date."""
        token = tokens[first]
        if token.text in self.words.calendar:
            return token.text not in self.words.given or not self._is_named(tokens, first + 1, last)
        if token.text == "." or token.lower in ("the", "a", "an"):
            return True
        opening = first == 0 or tokens[first - 1].text in "\"“‘'«:(—–…"
        if token.lower in self.words.function and (opening or last - first > 1) and not token.text.isupper():
            return token.text not in self.words.given
        if not opening:
            return False
        alone = last - first == 1
        if not alone and token.text not in self.words.given and self._opens_before(tokens, first, last):
            return True
        if token.text in self.words.given or self.gazetteer.longest(tokens, first):
            return False
        if token.text.endswith("ing") and len(token.text) > 5 and not alone:
            return True
        if token.lower in self.small:
            return True
        return alone and token.text not in self.inner and not token.text.isupper()

    def _opens_before(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether a sentence's first word only stands before a name: "Rival Boston Dynamics"."""
        if tokens[first].text in self.inner or self._office_length(tokens, first, last):
            return False
        known = self.gazetteer.longest(tokens, first + 1)
        return known is not None and known[1].kind == "organization" and first + 1 + known[0] == last

    def _is_of_people(self, tokens: tuple[Token, ...], first: int, size: int, last: int) -> bool:
        """Tell whether only the word of a people or a party is left: "the Texas Republican"."""
        article = first > 0 and tokens[first - 1].lower in ("the", "a", "an")
        return article and last - first == size + 1 and tokens[last - 1].text in self.words.peoples

    def _is_named(self, tokens: tuple[Token, ...], at: int, last: int) -> bool:
        """Tell whether a family name stands at `at`: "April Jones" is no month."""
        if at >= last or not tokens[at].text[0].isalpha() or tokens[at].text in self.words.calendar:
            return False
        return not self._office_length(tokens, at, last) and tokens[at].text not in self.words.things

    def _known(self, sentence: int, tokens: tuple[Token, ...], first: int, size: int, entry: Entry) -> None:
        last = first + size
        if last < len(tokens) and tokens[last].text == "$":
            return
        if entry.use == "adjective":
            self.add(sentence, first, last, "state", "adjective", entry.row, form="demonym", actor=entry.id)
        elif entry.use == "seat":
            acts = self._acts(tokens, first, last)
            kind: Kind = "state" if acts else "place"
            self.add(
                sentence, first, last, kind, "seat", entry.row, acts=acts, actor=entry.id if acts else ""
            )
        else:
            self.add(sentence, first, last, entry.kind, "known", entry.row, actor=entry.id)

    def _stands_alone(
        self, tokens: tuple[Token, ...], first: int, size: int, last: int, entry: Entry
    ) -> bool:
        """Tell whether a known name at the start of a longer run is a name of its own there."""
        if entry.use == "adjective":
            return False
        if entry.kind == "person":
            return True
        rest = tokens[first + size : last]
        if any(
            t.text in self.words.heads or t.text in self.words.halls or t.text in self.words.others
            for t in rest
        ):
            return False
        if self._office_length(tokens, first + size, last) or rest[0].text in self.words.calendar:
            return True
        return len(rest) in (2, 3) and (
            rest[0].text in self.words.given or self._closes_office(tokens, first)
        )

    def _closes_office(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Tell whether a name ends an office: "Ambassador to the United States"."""
        at = first - 1 - (first > 1 and tokens[first - 1].lower == "the")
        return (
            at > 0
            and tokens[at].lower in ("to", "of", "for")
            and tokens[at - 1].lower in self.words.office_heads
        )

    def _acts(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether a seat of government stands for its state here."""
        previous = tokens[first - 1].lower if first else ""
        if previous == "the" and first > 1:
            previous = tokens[first - 2].lower
        if previous == "and" and first > 2 and tokens[first - 3].lower in self.words.place_before:
            return False
        following = tokens[last].text if last < len(tokens) else ""
        if following == "," and last + 1 < len(tokens) and tokens[last + 1].text[0].isupper():
            return False
        return previous not in self.words.place_before

    def _is_body(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        words = self.words
        if last - first < 2:
            return False
        if tokens[last - 1].text in words.heads:
            known = self.gazetteer.longest(tokens, first)
            if known and known[0] > 1 and known[0] == last - first - 1:
                return True
            return last - first - self._office_length(tokens, first, last) < 2 or not self._office_length(
                tokens, first, last
            )
        return any(
            tokens[i].text in words.heads and tokens[i + 1].lower in ("of", "for")
            for i in range(first, last - 1)
        )

    def _bearer(self, tokens: tuple[Token, ...], first: int, last: int) -> int:
        """Return where a person's full name begins behind a body's ("Refugee Council Jane Doe"), or 0."""
        known = self.gazetteer.longest(tokens, first)
        whole = first + known[0] if known else first + 1
        for at in range(first + 2, last):
            head = tokens[at - 1].text
            ends = head in self.words.heads and self._is_body(tokens, first, at)
            ends = ends or (head in self.words.halls and head not in self.words.surnames)
            if ends and self._office_at(tokens, at - 1, last) < 2:
                office = self._office_length(tokens, at, last)
                if office and 0 < last - at - office <= 3:
                    return at
        for at in range(whole, last - 1):
            if tokens[at].text in self.words.given and last - at <= 3:
                before = tokens[at - 1].text
                ends = before in self.words.heads or before in self.words.things
                return at if ends and self._is_full_name(tokens, at, last) else 0
        return 0

    def _is_full_name(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether two or three words read as given names and a family name."""
        names = [token.text for token in tokens[first:last]]
        if not 2 <= len(names) <= 3 or names[0] not in self.words.given:
            return False
        if names[-1] in self.words.halls and names[-1] not in self.words.surnames:
            return False
        return not any(name in self.words.heads for name in names) and (
            len(names) == 2 or names[1] in self.words.given or len(names[1]) > 3
        )

    def _is_premises(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether a body is named as the building where something happens."""
        at = first - 1
        if at > 0 and tokens[at].lower == "the":
            at -= 1
        before = tokens[at].lower if at >= 0 else ""
        inside = any(token.text in self.words.premises for token in tokens[first:last])
        return inside and before in self.words.place_before

    def _office_length(self, tokens: tuple[Token, ...], first: int, last: int) -> int:
        """Return how many tokens at `first` are a title: "Foreign Minister", "Deputy Prime Minister"."""
        words, at = self.words, first
        while at < last and tokens[at].lower in words.modifiers and not self._office_at(tokens, at, last):
            at += 1
        size = self._office_at(tokens, at, last)
        if not size:
            return 0
        while size:
            at += size
            if at < last and tokens[at].text == ".":
                at += 1
            size = self._office_at(tokens, at, last) if at < last else 0
        return at - first

    def _office_at(self, tokens: tuple[Token, ...], at: int, last: int) -> int:
        if at >= last:
            return 0
        words, token = self.words, tokens[at]
        longest = words.office_openers.get(token.lower, 0)
        for size in range(min(longest, last - at), 0, -1):
            if tuple([t.lower for t in tokens[at : at + size]]) in words.offices:
                return size
        return 1 if token.lower in words.office_plurals or token.text in words.ranks else 0

    def _office_before(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Tell whether a title in small letters stands before: "spokesman Dmitry Peskov"."""
        at = first - 1
        if at >= 0 and tokens[at].text == ",":
            return False
        return at >= 0 and tokens[at].lower in self.words.office_heads and tokens[at].text[0].islower()

    # -- persons and the rest

    def _named(
        self, sentence: int, tokens: tuple[Token, ...], first: int, last: int, *, titled: bool
    ) -> None:
        """Decide what an unknown run names; what is in doubt is settled when all is read."""
        words = self.words
        while last - first > 1 and tokens[last - 1].text in _HONOURS:
            last -= 1
        while last > first and (tokens[last - 1].text in words.calendar or tokens[last - 1].text == "."):
            if tokens[last - 1].text == "." and last - 1 > first and tokens[last - 2].text in _TAKE_STOP:
                break
            if last - first == 2 and tokens[first].text in words.given and tokens[last - 1].text != ".":
                break
            last -= 1
        if first >= last:
            return
        if all(token.text in words.peoples or token.text in words.suffixes for token in tokens[first:last]):
            return
        known = self.gazetteer.longest(tokens, first) if titled else None
        if known and (
            known[1].kind == "organization" or (known[1].kind != "person" and known[0] == last - first)
        ):
            self._known(sentence, tokens, first, *known)
            self.read(sentence, tokens, first + known[0], last)
            return
        score = person_score(tokens, first, last, words, titled=titled, listed=self._listed(tokens, first))
        if score >= SURE:
            self.add(sentence, first, last, "person", "title" if titled else "name-shape")
        else:
            self.doubtful.append(Doubt(sentence, first, last, score))

    def _listed(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Tell whether a person's name stands right before, joined by "and" or a comma."""
        if first < 2 or not self.mentions or tokens[first - 1].text not in (",", "and", "&"):
            return False
        end = tokens[first - 2].end if tokens[first - 2].text != "," else tokens[first - 3].end
        return self.mentions[-1].kind == "person" and self.mentions[-1].span.end == end
