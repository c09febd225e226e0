"""Spans that name a person, an organisation, a state, a group or a place.

Each run of capitalised words is taken apart by what is known (lexicon, reference) and by what
stands beside it; then the short forms are read in the light of the full ones.  What could be
several things is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import msgspec

from briefing.lexicon import Lexicon
from briefing.mentions.gazetteer import Entry, Gazetteer, Words, gazetteer_of, words_of
from briefing.mentions.persons import person_score
from briefing.mentions.runs import is_capital, runs
from briefing.mentions.settle import Doubt, settle, with_particles
from briefing.model import Document, Form, Found, Kind, Mention, Reference, Span, Token, When


def find(
    document: Document, dates: Sequence[Found[When]], lexicon: Lexicon, reference: Reference
) -> tuple[Mention, ...]:
    """Return the names of the document in order; offices, nouns and pronouns are the cast's affair."""
    finder = _Finder(document, dates, lexicon, reference)
    finder.first_pass()
    settled = settle(document, finder.mentions, finder.doubtful, finder.small, finder.words)
    found = with_particles(document, [*finder.mentions, *settled], finder.words)
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
        self.sentence = 0
        """The sentence under reading, with its tokens:"""
        self.tokens: tuple[Token, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.lower: tuple[str, ...] = ()
        self.mentions: list[Mention] = []
        self.doubtful: list[Doubt] = []
        self.taken: dict[int, list[Span]] = {}
        """Names of eras and feasts, by sentence: they name nobody."""
        for found in dates:
            if found.rule in ("era", "feast"):
                self.taken.setdefault(found.sentence, []).extend(found.item.at)
        texts = frozenset(chain.from_iterable(document.texts))
        self.small = texts & document.vocabulary
        self.capitals = frozenset([text for text in texts - self.small if is_capital(text)])
        behind = frozenset(chain.from_iterable([row[1:] for row in document.texts]))
        self.inner = {text for text in behind if text[0].isupper()}
        """Capitalised words that stand behind the first word of some sentence."""

    def add(
        self,
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
        tokens = self.tokens
        self.mentions.append(
            Mention(
                span=Span(tokens[first].start, tokens[last - 1].end),
                kind=kind,
                sentence=self.sentence,
                form=form,
                acts=acts,
                rule=rule,
                row=row,
                actor=actor or None,
            )
        )

    def first_pass(self) -> None:
        document = self.document
        for index, tokens in enumerate(document.tokens):
            self.sentence, self.tokens = index, tokens
            self.texts, self.lower = document.texts[index], document.lower[index]
            taken = self.taken.get(index, ())
            for first, last in runs(self.texts, self.lower, self.capitals, self.words):
                if not taken or not any(
                    tokens[first].start < s.end and s.start < tokens[last - 1].end for s in taken
                ):
                    self.read(first, last)

    # -- one run

    def read(self, first: int, last: int) -> None:
        """Take one run apart, left to right."""
        while first < last:
            first = self._take(first, last)

    def _take(self, first: int, last: int) -> int:
        """Read what a run begins with; returns where the rest of the run begins."""
        texts, words = self.texts, self.words
        if first == 0 and texts[0].isupper() and (size := self._dateline(last)):
            return size
        while first < last and self._is_small(first, last):
            if texts[first] == "The" and (known := self.gazetteer.longest(texts, first)):
                self._known(first, *known)
                first += known[0]
            else:
                first += 1
        if first >= last:
            return last
        if size := self._compound(first, last):
            return first + size
        known = self.gazetteer.longest(texts, first)
        if known:
            size, entry = known
            if first + size >= last or self._stands_alone(first, size, last, entry):
                self._known(first, size, entry)
                return first + size
        if last - first > 2 and (bearer := self._bearer(first, last, known)):
            self.read(first, bearer)
            bearer += self._office_length(bearer, last)
            self._named(bearer, last, titled=True)
            return last
        if last - first > 1 and self._is_body(first, last, known):
            kind: Kind = "place" if self._is_premises(first, last) else "organization"
            stop = last < len(texts) - 1 and texts[last] == "." and texts[last - 1] in _SHORTENED
            self.add(first, last + stop, kind, "head-of-body", texts[last - 1])
            return last
        if known and (known[1].use == "adjective" or self._is_of_people(first, known[0], last)):
            self._known(first, known[0], known[1])
            return first + known[0]
        if texts[first] in words.peoples and texts[first] not in words.given:
            return first + 1
        office = self._office_length(first, last)
        if office:
            if first + office < last:
                self._named(first + office, last, titled=True)
            return last
        if texts[first] in words.honorifics:
            start = first
            while start < last and (texts[start] in words.honorifics or texts[start] == "."):
                start += 1
            start += self._office_length(start, last) if start < last else 0
            if start < last:
                self._named(start, last, titled=True)
            return last
        final = texts[last - 1]
        if final in words.halls and last - first > 1 and not self._is_full_name(first, last):
            self.add(first, last, "place", "hall", final)
            return last
        if not words.others.isdisjoint(texts[first:last]) and texts[first] not in words.given:
            return last
        if known and known[1].kind == "place" and first + known[0] == last - 1 and final.endswith("s"):
            self.add(first, last, "organization", "team", known[1].row)
            return last
        given = texts[first] in words.given and known is not None and known[0] == 1
        if known and not given and known[1].kind != "place" and first + known[0] < last:
            self._known(first, known[0], known[1])
            return first + known[0]
        self._named(first, last, titled=self._office_before(first))
        return last

    def _dateline(self, last: int) -> int:
        """Read the place in capitals that opens a report ("MOSCOW (AP) —"); returns the tokens read, or 0."""
        texts = self.texts
        for size in range(min(3, last), 0, -1):
            entry = self.gazetteer.exact(tuple(map(str.title, texts[:size])))
            following = texts[size] if size < len(texts) else ""
            if entry and entry.kind in ("place", "state") and following in _BEHIND_DATELINE:
                self.add(0, size, "place", "dateline", entry.row, acts=False)
                return size
        return 0

    def _compound(self, first: int, last: int) -> int:
        """Read the state, body or place in "Lagos-based" or "New York-led"; returns the tokens read, or 0."""
        tokens, texts = self.tokens, self.texts
        for at in range(first, min(first + 3, last)):
            if "-" not in texts[at]:
                continue
            name, _, joined = texts[at].rpartition("-")
            if joined not in _COMPOUND:
                continue
            entry = self.gazetteer.exact((*texts[first:at], name))
            if entry is None:
                return 0
            if entry.use != "adjective":
                kind: Kind = "place" if entry.use == "seat" else entry.kind
                self.mentions.append(
                    Mention(
                        span=Span(tokens[first].start, tokens[at].start + len(name)),
                        kind=kind,
                        sentence=self.sentence,
                        rule="compound",
                        row=entry.row,
                        acts=False,
                        actor=entry.id if kind == entry.kind and entry.id else None,
                    )
                )
            return at + 1 - first
        return 0

    def _is_small(self, first: int, last: int) -> bool:
        """Tell whether a run's first word is no part of a name: it opens the sentence or is a date."""
        texts, words = self.texts, self.words
        text, lower = texts[first], self.lower[first]
        if text in words.calendar:
            return text not in words.given or not self._is_named(first + 1, last)
        if text == "." or lower in ("the", "a", "an"):
            return True
        opening = first == 0 or texts[first - 1] in "\"“‘'«:(—–…"
        given, alone = text in words.given, last - first == 1
        if lower in words.function and (opening or not alone) and not text.isupper():
            return not given
        if not opening:
            return False
        if not alone and not given and self._opens_before(first, last):
            return True
        if given or self.gazetteer.longest(texts, first):
            return False
        if text.endswith("ing") and len(text) > 5 and not alone:
            return True
        if lower in self.small:
            return True
        return alone and text not in self.inner and not text.isupper()

    def _opens_before(self, first: int, last: int) -> bool:
        """Tell whether a sentence's first word only stands before a name: "Rival Boston Dynamics"."""
        texts = self.texts
        if texts[first] in self.inner or self._office_length(first, last):
            return False
        known = self.gazetteer.longest(texts, first + 1)
        return known is not None and known[1].kind == "organization" and first + 1 + known[0] == last

    def _is_of_people(self, first: int, size: int, last: int) -> bool:
        """Tell whether only the word of a people or a party is left: "the Texas Republican"."""
        texts, lower = self.texts, self.lower
        article = first > 0 and lower[first - 1] in ("the", "a", "an")
        return article and last - first == size + 1 and texts[last - 1] in self.words.peoples

    def _is_named(self, at: int, last: int) -> bool:
        """Tell whether a family name stands at `at`: "April Jones" is no month."""
        texts = self.texts
        if at >= last or not texts[at][0].isalpha() or texts[at] in self.words.calendar:
            return False
        return not self._office_length(at, last) and texts[at] not in self.words.things

    def _known(self, first: int, size: int, entry: Entry) -> None:
        texts = self.texts
        last = first + size
        if last < len(texts) and texts[last] == "$":
            return
        if entry.use == "adjective":
            self.add(first, last, "state", "adjective", entry.row, form="demonym", actor=entry.id)
        elif entry.use == "seat":
            acts = self._acts(first, last)
            kind: Kind = "state" if acts else "place"
            self.add(first, last, kind, "seat", entry.row, acts=acts, actor=entry.id if acts else "")
        else:
            self.add(first, last, entry.kind, "known", entry.row, actor=entry.id)

    def _stands_alone(self, first: int, size: int, last: int, entry: Entry) -> bool:
        """Tell whether a known name at the start of a longer run is a name of its own there."""
        texts = self.texts
        if entry.use == "adjective":
            return False
        if entry.kind == "person":
            return True
        rest = texts[first + size : last]
        if not self.words.no_rest.isdisjoint(rest):
            return False
        if self._office_length(first + size, last) or rest[0] in self.words.calendar:
            return True
        return len(rest) in (2, 3) and (rest[0] in self.words.given or self._closes_office(first))

    def _closes_office(self, first: int) -> bool:
        """Tell whether a name ends an office: "Ambassador to the United States"."""
        lower = self.lower
        at = first - 1 - (first > 1 and lower[first - 1] == "the")
        return at > 0 and lower[at] in ("to", "of", "for") and lower[at - 1] in self.words.office_heads

    def _acts(self, first: int, last: int) -> bool:
        """Tell whether a seat of government stands for its state here."""
        texts, lower = self.texts, self.lower
        previous = lower[first - 1] if first else ""
        if previous == "the" and first > 1:
            previous = lower[first - 2]
        if previous == "and" and first > 2 and lower[first - 3] in self.words.place_before:
            return False
        following = texts[last] if last < len(texts) else ""
        if following == "," and last + 1 < len(texts) and texts[last + 1][0].isupper():
            return False
        return previous not in self.words.place_before

    def _is_body(self, first: int, last: int, known: tuple[int, Entry] | None) -> bool:
        """Tell whether two words or more end in the head of a body; `known` is what they begin with."""
        texts, lower, words = self.texts, self.lower, self.words
        if texts[last - 1] in words.heads:
            if known and known[0] > 1 and known[0] == last - first - 1:
                return True
            office = self._office_length(first, last)
            return not office or last - first - office < 2
        return not words.heads.isdisjoint(texts[first:last]) and any(
            texts[i] in words.heads and lower[i + 1] in ("of", "for") for i in range(first, last - 1)
        )

    def _bearer(self, first: int, last: int, known: tuple[int, Entry] | None) -> int:
        """Return where a person's full name begins behind a body's ("Refugee Council Jane Doe"), or 0."""
        texts = self.texts
        whole = first + known[0] if known else first + 1
        for at in range(first + 2, last):
            head = texts[at - 1]
            ends = head in self.words.heads and self._is_body(first, at, known)
            ends = ends or (head in self.words.halls and head not in self.words.surnames)
            if ends and self._office_at(at - 1, last) < 2:
                office = self._office_length(at, last)
                if office and 0 < last - at - office <= 3:
                    return at
        for at in range(whole, last - 1):
            if texts[at] in self.words.given and last - at <= 3:
                before = texts[at - 1]
                ends = before in self.words.heads or before in self.words.things
                return at if ends and self._is_full_name(at, last) else 0
        return 0

    def _is_full_name(self, first: int, last: int) -> bool:
        """Tell whether two or three words read as given names and a family name."""
        texts = self.texts
        names = texts[first:last]
        if not 2 <= len(names) <= 3 or names[0] not in self.words.given:
            return False
        if names[-1] in self.words.halls and names[-1] not in self.words.surnames:
            return False
        return self.words.heads.isdisjoint(names) and (
            len(names) == 2 or names[1] in self.words.given or len(names[1]) > 3
        )

    def _is_premises(self, first: int, last: int) -> bool:
        """Tell whether a body is named as the building where something happens."""
        texts, lower = self.texts, self.lower
        at = first - 1
        if at > 0 and lower[at] == "the":
            at -= 1
        before = lower[at] if at >= 0 else ""
        inside = not self.words.premises.isdisjoint(texts[first:last])
        return inside and before in self.words.place_before

    def _office_length(self, first: int, last: int) -> int:
        """Return how many tokens at `first` are a title: "Foreign Minister", "Deputy Prime Minister"."""
        texts, lower, words = self.texts, self.lower, self.words
        if first < last and lower[first] not in words.office_starts and texts[first] not in words.ranks:
            return 0
        at = first
        while at < last and lower[at] in words.modifiers and not self._office_at(at, last):
            at += 1
        size = self._office_at(at, last)
        if not size:
            return 0
        while size:
            at += size
            if at < last and texts[at] == ".":
                at += 1
            size = self._office_at(at, last) if at < last else 0
        return at - first

    def _office_at(self, at: int, last: int) -> int:
        if at >= last:
            return 0
        lower, words = self.lower, self.words
        longest = words.office_openers.get(lower[at], 0)
        for size in range(min(longest, last - at), 0, -1):
            if lower[at : at + size] in words.offices:
                return size
        return 1 if lower[at] in words.office_plurals or self.texts[at] in words.ranks else 0

    def _office_before(self, first: int) -> bool:
        """Tell whether a title in small letters stands before: "spokesman Dmitry Peskov"."""
        texts, lower = self.texts, self.lower
        at = first - 1
        if at >= 0 and texts[at] == ",":
            return False
        return at >= 0 and lower[at] in self.words.office_heads and texts[at][0].islower()

    # -- persons and the rest

    def _named(self, first: int, last: int, *, titled: bool) -> None:
        """Decide what an unknown run names; what is in doubt is settled when all is read."""
        texts, words = self.texts, self.words
        while last - first > 1 and texts[last - 1] in _HONOURS:
            last -= 1
        while last > first and (texts[last - 1] in words.calendar or texts[last - 1] == "."):
            if texts[last - 1] == "." and last - 1 > first and texts[last - 2] in _TAKE_STOP:
                break
            if last - first == 2 and texts[first] in words.given and texts[last - 1] != ".":
                break
            last -= 1
        if first >= last:
            return
        if words.peoples_and_suffixes.issuperset(texts[first:last]):
            return
        known = self.gazetteer.longest(texts, first) if titled else None
        if known and (
            known[1].kind == "organization" or (known[1].kind != "person" and known[0] == last - first)
        ):
            self._known(first, *known)
            self.read(first + known[0], last)
            return
        score = person_score(texts, self.lower, first, last, words, titled=titled, listed=self._listed(first))
        if score >= SURE:
            self.add(first, last, "person", "title" if titled else "name-shape")
        else:
            name = self.document.text[self.tokens[first].start : self.tokens[last - 1].end]
            self.doubtful.append(Doubt(self.sentence, first, last, score, " ".join(name.split())))

    def _listed(self, first: int) -> bool:
        """Tell whether a person's name stands right before, joined by "and" or a comma."""
        tokens, texts = self.tokens, self.texts
        if first < 2 or not self.mentions or texts[first - 1] not in (",", "and", "&"):
            return False
        end = tokens[first - 2].end if texts[first - 2] != "," else tokens[first - 3].end
        return self.mentions[-1].kind == "person" and self.mentions[-1].span.end == end
