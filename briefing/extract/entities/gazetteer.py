"""The names that the lexicon and the reference know, looked up by their first token."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.model import Kind, Reference, Span
from briefing.text import dictionary
from briefing.text.tokens import tokenize

UNSPACED = "\u2e7f"
"""From here on are the scripts of East Asia, in which a full name has no space."""


class GazetteerEntry(NamedTuple):
    """What a known name stands for."""

    kind: Kind
    id: str
    use: str
    """name, adjective or seat."""
    row: str


class NameWords:
    """Sets of words that the rules on names ask for.

    A list of names.yml, titles.yml or organizations.yml has the name that it has there.
    """

    def __getattr__(self, name: str) -> frozenset[str]:
        """Return a list of the lexicon as a set, made when it is first asked for."""
        tables = () if name.startswith("_") else self._tables
        rows = next((getattr(table, name) for table in tables if hasattr(table, name)), None)
        if rows is None:
            raise AttributeError(name)
        found = frozenset(rows)
        setattr(self, name, found)
        return found

    def __init__(self, lexicon: Lexicon) -> None:
        names, titles, bodies = self._tables = lexicon.names, lexicon.titles, lexicon.organizations
        self.he, self.she = frozenset(lexicon.given_names.he), frozenset(lexicon.given_names.she)
        self.given = self.he | self.she
        self.joints = self.particles | {".", "&", "and", "of", "for", "on", "'s", "’s", "'", "’", ","}
        """What may be between the capitals of one name."""
        self.titled_he, self.titled_she = titles.he, titles.she
        spelt = frozenset(h.rstrip(".") for h in titles.honorifics)
        self.honorifics = spelt.union(titles.honorifics, (h.upper() for h in spelt if len(h) < 4))
        """Those that are short in capitals too, as the labels of a transcript have them: "MS. HOLM:"."""
        starters = frozenset(lexicon.abbreviations.starters) - self.modifiers
        self.function = starters.union(lexicon.summary.stop_words)
        self.small = frozenset(word.capitalize() for word in self.function)
        """Small words as a headline writes them."""
        self._read_offices(titles.offices)
        self.title_words = self.office_words | self.modifiers
        self.no_rest = self.heads | self.halls | self.others
        """What makes one name of itself and of a known name before it."""
        self.chambers = {name: frozenset(others) for name, others in bodies.chambers.items()}
        self.sure_marks = self.former | self.acting | self.elect
        self.marks = self.sure_marks | titles.marks
        """What may be before whose office it is: "Former US President", "Senior Polish diplomat"."""
        self.leading, self.short, self.homonyms = titles.leading, titles.short, names.homonyms
        self.of_governments = names.of_governments | names.of_states
        self.peoples_and_suffixes = self.peoples | self.suffixes
        self.bodies_by = self.body_before | self.led
        """Nouns that make a body of the name behind them."""
        self.placing = self.place_before | self.place_verbs | self.directions
        """A seat of government behind one of these is a place."""
        self.works = names.works | names.vessels
        self.adjective_endings = names.adjective_endings
        capitals = {letter.upper(): latin.capitalize() for letter, latin in names.romanized.items()}
        self.romanized = str.maketrans(names.romanized | capitals)
        months = frozenset(name for row in lexicon.calendar.months for name in row)
        self.calendar = months.union(lexicon.calendar.weekdays)
        self.no_theme = (self.given | self.calendar | self.heads | self.halls) - self.themes

    def _read_offices(self, rows: Sequence[str]) -> None:
        self.offices = frozenset(tuple(office.split()) for office in rows)
        self.office_words = frozenset(word for office in self.offices for word in office) - self.function
        heads = {office[office.index("of") - 1 if "of" in office else -1] for office in self.offices}
        self.office_heads = frozenset(heads | {_plural(head) for head in heads} - self.person_verbs)
        self.heads_of = self.office_heads - self.kin
        self.plural_heads = self.office_heads - self.office_words
        by_length = sorted(self.offices, key=lambda office: (-len(office), office))
        self.office_openers = {office[0]: len(office) for office in reversed(by_length)}
        """Tokens of the longest office by its first word."""
        self.office_tails: dict[str, list[tuple[str, ...]]] = {}
        """What may follow the first noun of an office ("of", "staff"), but no body, which is its own name."""
        for office in by_length:
            if "of" in office[1:] and office[-1].capitalize() not in self.heads:
                at = office.index("of")
                self.office_tails.setdefault(office[at - 1], []).append(office[at:])
        self.office_plurals = frozenset(f"{office[0]}s" for office in self.offices if len(office) == 1)
        self.office_starts = self.modifiers | self.office_openers.keys() | self.office_plurals
        """What a title may begin with, in lower case; a rank may as well."""
        marks = map(str.lower, self.ranks | self.parties)
        self.office_marks = self.plural_heads.union(self.office_openers, marks, ("member",))
        """Of these one is in whatever reads as a role, in lower case."""

    def is_theme(self, word: str) -> bool:
        """Return whether a capitalised word may tell what a body is for: "Oversight", "Human", "Trade"."""
        if word in self.things or word in self.themes:
            return word not in self.no_theme
        lower = word.lower()
        if word == lower or word in self.no_theme or lower in self.office_words:
            return False
        return is_common(word, lower)


@functools.cache
def is_common(word: str, lower: str) -> bool:
    """Return whether the dictionary has a word as a noun or an adjective, and so as no mere name."""
    words, cased = dictionary.read()
    return not _COMMON.isdisjoint(words.get(lower) or cased.get(word, ()))


_COMMON = frozenset(("NN", "NNS", "JJ"))


def _plural(head: str) -> str:
    if head.endswith(("man", "woman")):
        return f"{head[:-2]}en"
    return f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"


class Gazetteer:
    """Known names by first token, longest first."""

    def __init__(self, lexicon: Lexicon, reference: Reference) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], GazetteerEntry]]] = {}
        for name in lexicon.places.names:
            self._add(name, GazetteerEntry("place", "", use="name", row="places"))
        for state in lexicon.states:
            for use, names in (("name", state.names), ("adjective", state.adjectives), ("seat", state.seats)):
                for name in names:
                    self._add(name, GazetteerEntry("state", state.id, use=use, row=f"states:{state.id}"))
                    if use == "adjective" and name[-1] in "nikbt":
                        self._add(
                            f"{name}s", GazetteerEntry("state", state.id, use=use, row=f"states:{state.id}")
                        )
        for body in lexicon.organizations.known:
            for name in body.names:
                self._add(
                    name, GazetteerEntry("organization", body.id, use="name", row=f"organizations:{body.id}")
                )
        for actor in reference.actors:
            if actor.kind == "state":
                continue
            for name in (actor.name, *actor.spellings):
                if actor.kind != "person" or " " in name or name[0] > UNSPACED:
                    self._add(
                        name, GazetteerEntry(actor.kind, actor.id, use="name", row=f"reference:{actor.id}")
                    )
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))
        self._sizes = {
            first: tuple(dict.fromkeys(len(words) for words, _ in rows))
            for first, rows in self._by_first.items()
        }
        """How many words the names have that begin with a word, falling."""
        things = lexicon.names.common_families.union(lexicon.names.things, lexicon.titles.suffixes)
        self.families = frozenset(
            name for name in _families(reference) - things if self.exact((name,)) is None
        )
        """Family names of exactly one person of the reference, that hardly anybody else bears."""
        self._entries = {words: entry for rows in self._by_first.values() for words, entry in reversed(rows)}

    def _add(self, name: str, entry: GazetteerEntry) -> None:
        plain = (name,) if name.isalpha() else ()  # a word that needs no taking apart
        words = plain or tuple(token.text for token in tokenize(name, Span(0, len(name))))
        rows = self._by_first.setdefault(words[0], [])
        if all(row[0] != words or row[1].use == "seat" or entry.use == "seat" for row in rows):
            rows.append((words, entry))

    def exact(self, name: tuple[str, ...]) -> GazetteerEntry | None:
        """Return the entry of exactly these words; a name goes before an adjective."""
        found = [entry for words, entry in self._by_first.get(name[0], ()) if words == name]
        return min(found, key=lambda entry: entry.use == "adjective", default=None)

    def longest(self, texts: tuple[str, ...], at: int) -> tuple[int, GazetteerEntry] | None:
        """Return the number of words and the entry of the longest known name at `at`."""
        for size in self._sizes.get(texts[at], ()):
            words = texts[at : at + size]
            entry = self._entries.get(words)
            if entry is not None and len(words) == size:
                return size, entry
        return None


def _families(reference: Reference) -> frozenset[str]:
    people = [actor for actor in reference.actors if actor.kind == "person" and " " in actor.name]
    names = Counter([a.name.split()[0 if a.family_name_first else -1] for a in people])
    return frozenset(name for name, count in names.items() if count == 1)


@functools.cache
def words_of(lexicon: Lexicon) -> NameWords:
    """Return the word sets of a lexicon, made once."""
    return NameWords(lexicon)


@functools.lru_cache(maxsize=8)
def gazetteer_of(lexicon: Lexicon, reference: Reference) -> Gazetteer:
    """Return the gazetteer of a lexicon and a reference, made once for each pair."""
    return Gazetteer(lexicon, reference)
