"""Spans that name a person, an organisation, a state, a group or a place.

Each run of capitalised words is taken apart by what is known (lexicon, reference) and by what
is next to it; then the short forms are read in the light of the full ones.  What could be
several things is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import chain

import msgspec

from briefing.extract.entities import seats
from briefing.extract.entities.affiliations import POSSESSIVES
from briefing.extract.entities.bylines import bylines
from briefing.extract.entities.capitalized_runs import is_capital, runs
from briefing.extract.entities.disambiguation import (
    ARTICLES,
    LIKELY,
    Doubt,
    namesakes,
    settle,
    with_particles,
)
from briefing.extract.entities.gazetteer import (
    UNSPACED,
    Gazetteer,
    GazetteerEntry,
    NameWords,
    gazetteer_of,
    is_common,
    words_of,
)
from briefing.extract.entities.nicknames import joined
from briefing.extract.entities.not_persons import without_headline_words, without_works
from briefing.extract.entities.person_names import person_score
from briefing.extract.entities.relatives import without_relatives
from briefing.extract.entities.sentence_view import SentenceView
from briefing.lexicon import Lexicon
from briefing.model import Document, Form, Found, Kind, Mention, Reference, Span, Token, When
from briefing.model.typography import read_as
from briefing.text import dictionary
from briefing.text.tokens import first_at


def find(
    document: Document, dates: Sequence[Found[When]], lexicon: Lexicon, reference: Reference
) -> tuple[Mention, ...]:
    """Return the names of the document in order; offices, nouns and pronouns are the cast's affair."""
    finder = _Finder(document, dates, lexicon, reference)
    finder.first_pass()
    seated = [_in_city(document, mention, finder.cities) for mention in finder.mentions]
    names, doubtful = joined(document, seated, finder.doubtful, finder.words)
    names, doubtful = without_works(document, names, doubtful, finder.words)
    settled = settle(document, names, doubtful, finder.small, finder.words, finder.gazetteer.families)
    found = with_particles(document, namesakes(document, [*names, *settled], finder.words), finder.words)
    found = without_headline_words(document, found, finder.words)
    placed = (
        _placed(document, mention, finder.words)
        for mention in without_relatives(document, found, finder.words)
    )
    return tuple(sorted(placed, key=lambda m: m.span))


def _placed(document: Document, mention: Mention, words: NameWords) -> Mention:
    """Return a name in a dateline, or a medium where somebody posts, as a place: neither is an actor."""
    if mention.kind not in ("organization", "person") or not _is_where(document, mention, words):
        return mention
    return msgspec.structs.replace(mention, kind="place", rule="dateline", acts=False)


def _is_where(document: Document, mention: Mention, words: NameWords) -> bool:
    """Return whether a name is of a dateline, with its agency, or a medium behind "on": "on Twitter"."""
    head, text = document.dateline, document.text
    if head is not None and head.covers(mention.span):
        return mention.kind == "organization" or "(" not in text[head.start : mention.span.start]
    if mention.span.of(text) not in words.media:
        return False
    return text.endswith(_POSTED, 0, mention.span.start) or text.startswith(_FILED, mention.span.end)


def _in_city(document: Document, mention: Mention, cities: Set[str]) -> Mention:
    """Return a seat of government as the place that the text tells it to be somewhere."""
    if mention.rule != "seat" or mention.span.of(document.text) not in cities:
        return mention
    return msgspec.structs.replace(mention, kind="place", acts=False, actor=None)


def _without_article(name: str) -> tuple[str, str]:
    """Return the forms that "al-Sadr" takes elsewhere: "Sadr", and "Al-Sadr" where it opens a sentence."""
    return name.partition("-")[2], name[0].upper() + name[1:]


PEOPLE = "people"
"""The rule of an adjective that names people or things of a state, and so not the state."""
SURE = 3
"""From this score on a run is a person by itself."""
_LATIN = "\u036f"
"""The last character of the Latin script and its marks; in brackets, another one repeats a name."""
_PARTY_AND_SEAT = re.compile(r"(?:[RDI]|Ind)-[A-Z]")
"""What is behind the name of a member of Congress: "R-Neb."."""
_POSTED = (" on ", " via ")
_FILED = (") -", ") –", ") —")
_MODALS = ("will", "may", "can")
_ORDINALS = ("st", "nd", "rd", "th")
_JOINED = frozenset(("and", "or", ",", "-", "–", "the"))
_TAKE_STOP = frozenset(("Jr", "Sr"))
_SHORTENED = frozenset(("Inc", "Corp", "Co", "Ltd"))
"""Heads of bodies that carry a full stop of their own."""
_BEHIND_DATELINE = frozenset("(,—–-/.")


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
        self.words: NameWords = words_of(lexicon)
        self.gazetteer: Gazetteer = gazetteer_of(lexicon, reference)
        self.sentence = 0
        """The sentence under reading, with its tokens:"""
        self.tokens: tuple[Token, ...] = ()
        self.row = SentenceView((), (), self.words, self.gazetteer)
        self.mentions: list[Mention] = []
        self.doubtful: list[Doubt] = []
        self.cities: set[str] = set()
        """Seats of government that the text tells to be a city or a state of the United States."""
        self.taken: dict[int, list[Span]] = {}
        """Names of eras and feasts, by sentence: they name nobody."""
        for found in dates:
            if found.rule in ("era", "feast"):
                self.taken.setdefault(found.sentence, []).extend(found.item.at)
        for index, span in bylines(document):
            self.taken.setdefault(index, []).append(span)
        texts = frozenset(chain.from_iterable(document.texts))
        self.small = texts & document.vocabulary
        self.capitals = frozenset([text for text in texts - self.small if is_capital(text)])
        unspaced = [text for text in texts if text[0] > UNSPACED]
        self.capitals |= frozenset([text for text in unspaced if self.gazetteer.exact((text,))])
        behind = frozenset(chain.from_iterable([row[1:] for row in document.texts]))
        self.inner = {text for text in behind if text[0].isupper()}
        self.inner |= {
            part for text in behind if text.startswith(ARTICLES) for part in _without_article(text)
        }
        """Capitalised words that are behind the first word of some sentence."""

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
            texts = document.texts[index]
            self.row = row = SentenceView(texts, document.lower[index], self.words, self.gazetteer)
            taken = self.taken.get(index, ())
            for first, last in runs(row.texts, row.lower, self.capitals, self.words):
                if self.mentions and tokens[first].start < self.mentions[-1].span.end:
                    continue  # "Staff" in "Joint Chiefs of Staff"
                if first and texts[first - 1] == "(" and texts[first][0] > _LATIN:
                    continue
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
        row, texts, words = self.row, self.row.texts, self.words
        if "-" in texts[first] and _PARTY_AND_SEAT.match(texts[first]):
            return first + 1
        if first == 0 and texts[0].isupper() and (size := self._dateline(last)):
            return size
        first += row.opens_with_noun(first, last)
        while first < last and self._is_small(first, last):
            known = row.known(first) if texts[first] == "The" else None
            behind = row.known(first + 1) if known and first + 1 < last else None
            if known and (behind is None or behind[0] < known[0]):  # The Times, but The Times of Israel
                self._known(first, *known)
                first += known[0]
            else:
                first += 1
        if first >= last:
            return last
        if row.lower[first] in words.marks:
            first += row.lead(first, last)
        if size := self._compound(first, last):
            return first + size
        if first and (start := row.behind_themes(first, last)):
            self._named(self._behind_honorifics(start, last), last, titled=True)
            return last
        known = row.known(first)
        if known:
            size, entry = known
            if first + size >= last or row.stands_alone(first, size, last, entry):
                self._known(first, size, entry)
                return first + size
        if at := row.owned_office(first, last):
            self.read(first, at)
            self._named(at + row.office_length(at, last), last, titled=True)
            return last
        if last - first > 2 and (bearer := row.bearer(first, last, known)):
            self.read(first, bearer)
            bearer += row.office_length(bearer, last)
            self._named(bearer, last, titled=True)
            return last
        if last - first > 1 and row.is_body(first, last, known):
            kind: Kind = "place" if row.is_premises(first, last) else "organization"
            first = self._behind_hyphen(first)
            if first > 1 and texts[first - 1] in _ORDINALS and texts[first - 2].isdigit():
                first -= 2  # "101st Airborne Division"
            stop = last < len(texts) - 1 and texts[last] == "." and texts[last - 1] in _SHORTENED
            self.add(first, last + stop, kind, "head-of-body", texts[last - 1])
            return last
        if known and (known[1].use == "adjective" or row.is_of_people(first, known[0], last)):
            self._known(first, known[0], known[1])
            return first + known[0]
        if texts[first] in words.peoples and (
            texts[first] not in words.given or row.state_at(first + 1, last)
        ):
            return first + 1
        office = row.office_length(first, last)
        if office:
            start = self._behind_honorifics(first + office, last)
            if start < last:
                self._named(start, last, titled=True)
            return last
        if last - first == 1 and "-" in texts[first] and row.is_of_two_peoples(texts[first]):
            return last
        if texts[first] in words.honorifics:
            start = self._behind_honorifics(first, last)
            start += row.office_length(start, last) if start < last else 0
            if start < last:
                self._named(start, last, titled=True)
            return last
        opening = row.lower[first] if first + 1 < last else ""
        if opening in words.works or row.is_townspeople(first, last):
            return last  # "HMS Queen Mary", "Hong Kongers"
        final = texts[last - 1]
        if final in words.halls and last - first > 1 and not row.is_full_name(first, last):
            self.add(first, last, "place", "hall", final)
            return last
        if texts[first] in words.place_openers and 1 < last - first < 4:
            self.add(first, last, "place", "place-opener", texts[first])
            return last
        if not words.others.isdisjoint(texts[first:last]) and texts[first] not in words.given:
            return last
        if known and known[1].kind == "place" and first + known[0] == last - 1 and final.endswith("s"):
            self.add(first, last, "organization", "team", known[1].row)
            return last
        given = known is not None and known[0] == 1 and self._is_given(first, last)
        if known and not given and known[1].kind != "place" and first + known[0] < last:
            self._known(first, known[0], known[1])
            return first + known[0]
        self._named(first, last, titled=row.office_before(first) and not texts[first].isupper())
        return last

    def _behind_hyphen(self, first: int) -> int:
        """Return where the name of a body begins that a hyphen joins to a state: "U.S.-Israel Group"."""
        joined = first > 1 and self.row.texts[first - 1] == "-" and self.mentions
        if joined and self.mentions[-1].span.end == self.tokens[first - 1].start:
            return first_at(self.tokens, self.mentions.pop().span.start)
        return first

    def _behind_honorifics(self, first: int, last: int) -> int:
        """Return where a name begins behind "Sheikh", "Dr." and the like."""
        texts = self.row.texts
        while first < last and (texts[first] in self.words.honorifics or texts[first] == "."):
            first += 1
        return first

    def _is_given(self, first: int, last: int) -> bool:
        """Return whether a known place is somebody's given name: "Jordan Miller", "Israel Katz said"."""
        texts, lower, words = self.row.texts, self.row.lower, self.words
        family = texts[last - 1]
        if lower[first + 1 : first + 2] and lower[first + 1] in words.us_offices:
            return False
        if texts[first] in words.given:
            return True
        if texts[first] not in words.place_given or last - first != 2 or not family.istitle():
            return False
        if family in words.things or family in words.peoples or lower[last - 1] in self.small:
            return False
        following, previous = lower[last : last + 1], lower[first - 1] if first else ""
        told = following == (",",) and not words.office_words.isdisjoint(lower[last + 1 : last + 4])
        return told or not words.person_verbs.isdisjoint(following) or previous in ("said", "says")

    def _dateline(self, last: int) -> int:
        """Read the place in capitals that opens a report ("MOSCOW (AP) —"); returns the tokens read, or 0."""
        texts = self.row.texts
        for size in range(min(3, last), 0, -1):
            entry = self.gazetteer.exact(tuple(map(str.title, texts[:size])))
            following = texts[size] if size < len(texts) else ""
            if entry and entry.kind in ("place", "state") and following in _BEHIND_DATELINE:
                self.add(0, size, "place", "dateline", entry.row, acts=False)
                return size
        return 0

    def _compound(self, first: int, last: int) -> int:
        """Read the state, body or place in "Lagos-based" or "New York-led"; returns the tokens read, or 0."""
        tokens, texts = self.tokens, self.row.texts
        for at in range(first, min(first + 3, last)):
            if "-" not in texts[at]:
                continue
            name, _, joined = texts[at].rpartition("-")
            if joined not in self.words.place_compounds and joined not in self.words.office_words:
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
        """Return whether a run's first word is no part of a name: it opens the sentence or is a date."""
        row, texts, words = self.row, self.row.texts, self.words
        text, lower = texts[first], row.lower[first]
        if first == 0 and text == "Q" and texts[1:2] != (".",):
            return True  # the mark of a question in a transcript
        if first and text in ("AM", "PM") and texts[first - 1][-1].isdigit():
            return True
        if first == 0 and lower in _MODALS and len(texts) > 1 and row.known(1) is not None:
            return True  # "Will Norway let them stay?"
        if text in words.calendar:
            dated = first > 0 and texts[first - 1].isdigit()  # "On 10 August German forces"
            return dated or text not in words.given or not row.is_named(first + 1, last)
        if text == "." or lower in ("the", "a", "an"):
            return True
        opening = first == 0 or texts[first - 1] in "\"“‘'«:(—–…"
        given, alone = text in words.given, last - first == 1
        function = lower in words.function or lower in words.place_before
        if text in words.family_first and not opening:
            return alone and lower in words.function
        if function and (opening or not alone) and not text.isupper():
            return not given
        if not opening:
            return False
        if not alone and not given and self._opens_before(first, last):
            return True
        if given or row.known(first):
            return False
        if not alone and len(text) > 5 and (text.endswith("ing") or self._is_adverb(text)):
            return True
        if lower in self.small:
            return True
        unheard = text not in self.inner and text not in self.gazetteer.families and not text.isupper()
        return alone and unheard and not self._is_new_name(first)

    def _is_adverb(self, text: str) -> bool:
        """Return whether an adverb opens a sentence: "Simultaneously Holm left"."""
        return text.endswith("ly") and "RB" in dictionary.read()[0].get(text.lower(), ())

    def _is_new_name(self, first: int) -> bool:
        """Return whether a sentence's first word is a name by its class, or no English word at all."""
        tag, lower = self.document.syntax[self.sentence].tags[first], self.row.lower[first]
        unknown = lower not in dictionary.read()[0] and lower not in self.words.office_words
        return tag == "NNP" or (unknown and tag != "NNS")

    def _opens_before(self, first: int, last: int) -> bool:
        """Return whether a sentence's first word only is before a name: "Rival Boston Dynamics"."""
        row, texts = self.row, self.row.texts
        if texts[first] in self.inner or row.office_length(first, last) or row.known(first):
            return False
        known = row.known(first + 1)
        return known is not None and known[1].kind == "organization" and first + 1 + known[0] == last

    def _known(self, first: int, size: int, entry: GazetteerEntry) -> None:
        row, texts = self.row, self.row.texts
        last = first + size
        if last < len(texts) and texts[last] == "$":
            return
        if entry.kind == "state" and self._is_homonym(first, last):
            self.add(first, last, "place", "homonym")
        elif entry.use == "adjective":
            rule = "adjective" if self._is_of_government(first, last) else PEOPLE
            self.add(first, last, "state", rule, entry.row, form="demonym", actor=entry.id)
        elif entry.use == "seat":
            acts = seats.acts(row, self.document.syntax[self.sentence], first, last)
            if seats.is_told_as_place(row, first, last):
                self.cities.add(texts[first])
            kind: Kind = "state" if acts else "place"
            self.add(first, last, kind, "seat", entry.row, acts=acts, actor=entry.id if acts else "")
        elif self._is_of_state(first) and entry.id.startswith("un-"):
            self.add(first, last, entry.kind, "head-of-body", entry.row)  # Russia's Security Council
        else:
            self.add(first, last, entry.kind, "known", entry.row, actor=entry.id)

    def _is_of_government(self, first: int, at: int) -> bool:
        """Return whether the adjective before `at` is that of an office, an army and the like."""
        lower, nouns = self.row.lower, self.words.of_governments
        while skip := self._adjective(at):
            at += skip
        while first > 1 and (lower[first - 1] in _JOINED or self._adjective(first - 1)):
            first -= 1
        phrase = self.document.syntax[self.sentence].phrase_at(at) if at < len(lower) else None
        if phrase is not None and not nouns.isdisjoint(lower[at : phrase.end]):
            return True
        led = first > 1 and lower[first - 1] == "of" and lower[first - 2] in nouns
        return led and self.row.texts[at - 1].endswith("s")  # "leaders of the Greek and the Turkish Cypriots"

    def _adjective(self, at: int) -> int:
        """Return how many tokens at `at` are another adjective of a state with what joins it, or 0."""
        lower = self.row.lower
        for joint in (0, 1, 2):
            known = self.row.known(at + joint) if at + joint < len(lower) else None
            if known is not None and known[1].use == "adjective":
                return joint + known[0] if _JOINED.issuperset(lower[at : at + joint]) else 0
        return 0

    def _is_of_state(self, first: int) -> bool:
        """Return whether a state or its people is named right before: "Russia's Security Council"."""
        before = first - 1 - (first > 1 and self.row.texts[first - 1] in POSSESSIVES)
        state = self.mentions[-1] if before >= 0 and self.mentions else None
        return state is not None and state.kind == "state" and state.span.end == self.tokens[before].end

    def _is_homonym(self, first: int, last: int) -> bool:
        """Return whether a place of the United States is meant by the name of a state: "Georgia Gov.".

        The text tells by its other words; among states ("Ukraine and Georgia") the state is meant.
        """
        homonym = self.words.homonyms.get(self.row.texts[first])
        if homonym is None:
            return False
        if not self.words.us_offices.isdisjoint(self.row.lower[last : last + 1]):
            return True
        vocabulary = self.document.vocabulary
        if not vocabulary.isdisjoint(homonym.abroad) or self._is_among_states(first, last):
            return False
        return not vocabulary.isdisjoint(homonym.at_home) or not vocabulary.isdisjoint(self.words.us_signs)

    def _is_among_states(self, first: int, last: int) -> bool:
        """Return whether another state is joined to the name by a comma or "and"."""
        lower = self.row.lower
        for at, joint in ((first - 2, first - 1), (last + 1, last)):
            if 0 <= at < len(lower) and lower[joint] in (",", "and", "or"):
                known = self.row.known(at)
                if known is not None and known[1].kind == "state":
                    return True
        return False

    # -- persons and the rest

    def _named(self, first: int, last: int, *, titled: bool) -> None:
        """Decide what an unknown run names; what is in doubt is settled when all is read."""
        row, texts, words = self.row, self.row.texts, self.words
        while last - first > 1 and texts[last - 1] in words.honours:
            last -= 1
        while last > first and (texts[last - 1] in words.calendar or texts[last - 1] == "."):
            if texts[last - 1] == "." and last - 1 > first and texts[last - 2] in _TAKE_STOP:
                break
            if last - first == 2 and texts[first] in words.given and texts[last - 1] != ".":
                break
            last -= 1
        if first >= last or words.peoples_and_suffixes.issuperset(texts[first:last]):
            return
        tags = self.document.syntax[self.sentence].tags
        verb = next((at for at in range(first + 1, last - 1) if tags[at] in ("VBZ", "VBD")), 0)
        if verb:  # a headline: "Senator Ada Brown Accuses Holm"
            last = verb
        if titled and last - first == 1 and self._is_no_bearer(texts[first], row.lower[first]):
            return
        if row.lower[first] in ("of", "for", "on", "and", "&"):  # what an office is for
            if bearer := row.bearer(first, last, None):
                self._named(bearer, last, titled=True)
            return
        known = row.known(first) if titled else None
        if known and (
            known[1].kind == "organization" or (known[1].kind != "person" and known[0] == last - first)
        ):
            self._known(first, *known)
            self.read(first + known[0], last)
            return
        score = person_score(texts, row.lower, first, last, words, titled=titled, listed=self._listed(first))
        state = row.state_at(last - 1, last) if score < LIKELY and last - first == 2 else None
        if state and state.use == "adjective" and not texts[last - 1].endswith("s"):
            self._known(last - 1, 1, state)  # "Multiple Iranian"
            return
        score = 0 if state else score  # "Fortress Russia"
        if score >= SURE:
            self.add(first, last, "person", "title" if titled else "name-shape")
        else:
            name = read_as(self.document.text[self.tokens[first].start : self.tokens[last - 1].end])
            self.doubtful.append(Doubt(self.sentence, first, last, score, " ".join(name.split())))

    def _is_no_bearer(self, text: str, lower: str) -> bool:
        """Return whether a word behind a title is no name: "Executive Branch", "CORRESPONDENT REPORT"."""
        words = self.words
        if text in words.no_rest - words.surnames or text in words.no_body:
            return True
        return text.isupper() and len(text) > 1 and is_common(text, lower)

    def _listed(self, first: int) -> bool:
        """Return whether a person's name stands right before, joined by "and" or a comma."""
        tokens, texts = self.tokens, self.row.texts
        if first < 2 or not self.mentions or texts[first - 1] not in (",", "and", "&"):
            return False
        end = tokens[first - 2].end if texts[first - 2] != "," else tokens[first - 3].end
        return self.mentions[-1].kind == "person" and self.mentions[-1].span.end == end
