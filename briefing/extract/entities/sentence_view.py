"""The words of a sentence, and what names in it are told by: offices, heads of bodies, words next to them.

Numbers count the tokens of the sentence; a run is texts[first:last], capitalised words and their joints.
"""

from __future__ import annotations

from briefing.extract.entities.capitalized_runs import JOINTS
from briefing.extract.entities.gazetteer import Gazetteer, GazetteerEntry, NameWords, is_common


class SentenceView:
    """One sentence under reading."""

    __slots__ = ("gazetteer", "lower", "texts", "words")

    def __init__(
        self, texts: tuple[str, ...], lower: tuple[str, ...], words: NameWords, gazetteer: Gazetteer
    ) -> None:
        self.texts, self.lower, self.words, self.gazetteer = texts, lower, words, gazetteer

    def known(self, at: int) -> tuple[int, GazetteerEntry] | None:
        """Return the number of tokens and the entry of the longest known name at `at`."""
        return self.gazetteer.longest(self.texts, at)

    def is_of_people(self, first: int, size: int, last: int) -> bool:
        """Return whether only the word of a people or a party is left: "the Texas Republican"."""
        texts, lower = self.texts, self.lower
        article = first > 0 and lower[first - 1] in ("the", "a", "an")
        return article and last - first == size + 1 and texts[last - 1] in self.words.peoples

    def is_townspeople(self, first: int, last: int) -> bool:
        """Return whether the people of a known place are named after it: "Hong Kongers"."""
        stem, ending = self.texts[last - 1][:-3], self.texts[last - 1][-3:]
        if ending != "ers" or not stem:
            return False
        known = self.gazetteer.exact((*self.texts[first : last - 1], stem))
        return known is not None and known.kind == "place"

    def is_of_two_peoples(self, text: str) -> bool:
        """Return whether a hyphen joins two peoples: "Chinese-American"."""
        known = [self.gazetteer.exact((part,)) for part in text.split("-")]
        return all(entry is not None and entry.use == "adjective" for entry in known)

    def is_named(self, at: int, last: int) -> bool:
        """Return whether a family name is at `at`: "April Jones" is no month."""
        texts = self.texts
        if at >= last or not texts[at][0].isalpha() or texts[at] in self.words.calendar:
            return False
        return not self.office_length(at, last) and texts[at] not in self.words.things

    def state_at(self, first: int, last: int) -> GazetteerEntry | None:
        """Return the state or people that the rest of a run names: "Christian Armenia"."""
        known = self.known(first) if first < last else None
        whole = known is not None and known[1].kind == "state" and first + known[0] == last
        return known[1] if known and whole else None

    def stands_alone(self, first: int, size: int, last: int, entry: GazetteerEntry) -> bool:
        """Return whether a known name at the start of a longer run is a name of its own there."""
        texts = self.texts
        if entry.use == "adjective":
            return False
        if entry.kind == "person":
            return True
        rest = texts[first + size : last]
        if not self.words.no_rest.isdisjoint(rest):
            return False
        if self.office_length(first + size, last) or rest[0] in self.words.calendar:
            return True
        return len(rest) in (2, 3) and (rest[0] in self.words.given or self.closes_office(first))

    def closes_office(self, first: int) -> bool:
        """Return whether a name ends an office: "Ambassador to the United States"."""
        lower = self.lower
        at = first - 1 - (first > 1 and lower[first - 1] == "the")
        if at > 2 and lower[at] == "of" and self.texts[at - 1] in self.words.place_of:
            at -= 2 + (lower[at - 2] == "the")  # "President of the Republic of Lund"
        return at > 0 and lower[at] in ("to", "of", "for") and lower[at - 1] in self.words.office_heads

    def opens_with_noun(self, first: int, last: int) -> bool:
        """Return whether a full name is behind a noun or an unknown state: "President of Karsia Ann Holm"."""
        given, text = self.words.given, self.texts[first]
        if last - first < 3 or text in given or self.texts[first + 1] not in given:
            return False
        known = self.known(first) is not None or self.office_length(first, last) > 0
        known = known or self.lower[first] in self.words.works
        return not known and (is_common(text, self.lower[first]) or self.closes_office(first))

    def behind_themes(self, first: int, last: int) -> int:
        """Return where a name begins behind what an office is for: "Minister for Foreign Affairs", or 0."""
        if last - first < 3 or self.known(first) or not self.closes_office(first):
            return 0
        at = first
        while at < last and self.words.is_theme(self.texts[at]):
            at += 1
        if at + 2 < last and self.texts[at] in self.words.honorifics:
            return at  # "Minister for Education Mr. Bo Berg"
        whole = 1 < last - at < 4 and first < at and self.words.heads.isdisjoint(self.texts[at:last])
        return at if whole and self.known(at) is None else 0

    def lead(self, first: int, last: int) -> int:
        """Return how many words only mark the office behind them: 1 for "Former" in "Former US President"."""
        lower, words = self.lower, self.words
        at = first
        while at < last - 1 and lower[at] in words.marks and self.texts[at] not in words.given:
            at += 1
        if at == first or self.known(first):
            return 0
        if lower[first] not in words.former and self.is_body(first, last, None):
            return 0
        if lower[first] in words.sure_marks or self.texts[at] in words.honorifics:
            return at - first
        known = self.known(at)
        end = at + known[0] if known else last
        if known is None or end > last:
            return 0
        following = lower[end] if end < len(lower) else ""
        is_office = following in words.title_words or following in words.office_heads
        return at - first if is_office or self.office_length(end, last) else 0

    def is_body(self, first: int, last: int, known: tuple[int, GazetteerEntry] | None) -> bool:
        """Return whether two words or more end in the head of a body; `known` is what they begin with."""
        texts, lower, words = self.texts, self.lower, self.words
        if texts[last - 1] in words.heads:
            if known and known[0] > 1 and known[0] == last - first - 1:
                return True
            office = self.office_length(first, last)
            return not office or last - first - office < 2
        if texts[last - 1] in words.others:
            return False  # "Exchange of Information Agreement"
        return not words.heads.isdisjoint(texts[first:last]) and any(
            texts[i] in words.heads and lower[i + 1] in JOINTS for i in range(first, last - 1)
        )

    def bearer(self, first: int, last: int, known: tuple[int, GazetteerEntry] | None) -> int:
        """Return where a person's full name begins behind a body's ("Refugee Council Jane Doe"), or 0."""
        texts = self.texts
        if self.lower[first] in self.words.works:
            return 0  # "Operation Olive Branch"
        whole = first + known[0] if known else first + 1
        start = whole if known else first
        if office := self.office_length(start, last):
            whole = start + office + 1  # no word of the title ends a body: "Secretary of State Ada Brown"
        for at in range(whole, last - 1):
            if texts[at] in self.words.given and last - at <= 3:
                before = texts[at - 1]
                place = self.gazetteer.exact((before,))  # "University of Texas Austin Ann Holm"
                ends = before in self.words.heads or before in self.words.things
                ends = ends or (place is not None and place.kind == "place")
                return at if ends and self.is_full_name(at, last) else 0
        return 0

    def owned_office(self, first: int, last: int) -> int:
        """Return where an office begins behind what it belongs to ("CIA Director Bill Holm"), or 0."""
        texts, lower, words = self.texts, self.lower, self.words
        no_owner = texts[first] in words.given or lower[first] in words.works
        if no_owner or texts[last - 1] in words.no_rest or self.office_length(first, last):
            return 0
        for at in range(first + 1, last - 1):
            office = self.office_length(at, last)
            if texts[at] in words.halls and self.office_at(at, last) < 2:
                continue  # "Harland County Sheriff John Mann"
            name = at + office
            if office and name < last and lower[name] in ("of", "for"):
                return 0  # "Office of the UN High Commissioner for Refugees"
            if office and 0 < last - name - texts[at:last].count(".") <= 3:
                capitals = texts[at - 1].isupper() or (office == 1 and texts[at].isupper())
                behind_body = texts[at - 1] in words.heads or texts[at - 1] in words.halls
                sure = office > 1 or behind_body or (capitals and lower[name] not in words.function)
                return at if sure or texts[name] in words.given else 0
        return 0

    def is_full_name(self, first: int, last: int) -> bool:
        """Return whether two or three words read as given names and a family name."""
        texts = self.texts
        names = texts[first:last]
        if not 2 <= len(names) <= 3 or names[0] not in self.words.given:
            return False
        if names[-1] in self.words.halls and names[-1] not in self.words.surnames:
            return False
        return self.words.heads.isdisjoint(names) and (
            len(names) == 2 or names[1] in self.words.given or len(names[1]) > 3
        )

    def is_premises(self, first: int, last: int) -> bool:
        """Return whether a body is named as the building where something happens."""
        texts, lower = self.texts, self.lower
        at = first - 1
        if at > 0 and lower[at] == "the":
            at -= 1
        before = lower[at] if at >= 0 else ""
        inside = not self.words.premises.isdisjoint(texts[first:last])
        return inside and before in self.words.place_before

    def office_length(self, first: int, last: int) -> int:
        """Return how many tokens at `first` are a title: "Foreign Minister", "Deputy Prime Minister"."""
        texts, lower, words = self.texts, self.lower, self.words
        if first < last and lower[first] not in words.office_starts and texts[first] not in words.ranks:
            return 0
        at = first
        while at < last and lower[at] in words.modifiers and not self.office_at(at, last):
            at += 1
        size = self.office_at(at, last)
        if not size:
            return 0
        while size:
            at += size
            if at < last and texts[at] == ".":
                at += 1
            size = self.office_at(at, last) if at < last else 0
        return at - first

    def office_at(self, at: int, last: int) -> int:
        """Return how many tokens at `at` are one office: "Minister", "Secretary of State"."""
        if at >= last:
            return 0
        lower, words = self.lower, self.words
        if at + 2 == last and self.texts[at] in words.given_or_office and self._behind_office(at):
            return 0  # "Secretary of State Dean Holm"
        longest = words.office_openers.get(lower[at], 0)
        for size in range(min(longest, last - at), 0, -1):
            if lower[at : at + size] in words.offices:
                return size
        return 1 if lower[at] in words.office_plurals or self.texts[at] in words.ranks else 0

    def _behind_office(self, at: int) -> bool:
        """Return whether a word of a title is right before: "State", "Rep.", "nominee"."""
        before = self.texts[at - 1] if at else ""
        return before[:1].isupper() or before == "." or before in self.words.office_heads

    def office_before(self, first: int) -> bool:
        """Return whether a title in small letters is before: "spokesman Dmitry Peskov"."""
        texts, lower = self.texts, self.lower
        at = first - 1
        if at >= 0 and texts[at] == ",":
            return False
        return at >= 0 and lower[at] in self.words.office_heads and texts[at][0].islower()
