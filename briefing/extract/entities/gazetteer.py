"""The names that the lexicon and the reference know, looked up by their first token."""

from __future__ import annotations

import functools
from collections import Counter
from typing import NamedTuple

from briefing.lexicon import Lexicon
from briefing.model import Kind, Reference, Span
from briefing.text import dictionary
from briefing.text.tokens import tokenize


class GazetteerEntry(NamedTuple):
    """What a known name stands for."""

    kind: Kind
    id: str
    use: str
    """name, adjective or seat."""
    row: str


class NameWords:
    """Sets of words that the rules on names ask for."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles, bodies = lexicon.titles, lexicon.organizations
        self.he = frozenset(lexicon.given_names.he)
        self.she = frozenset(lexicon.given_names.she)
        self.given = self.he | self.she
        self.family_first = frozenset(titles.family_first)
        self.particles = frozenset(titles.particles)
        self.joints = self.particles | {".", "&", "and", "of", "for", "on", "'s", "’s", "'", "’", ","}
        """What may be between the capitals of one name."""
        self.suffixes = frozenset(titles.suffixes)
        self.honours = titles.honours
        self.titled_he, self.titled_she = titles.he, titles.she
        spelt = frozenset(h.rstrip(".") for h in titles.honorifics)
        self.honorifics = spelt.union(titles.honorifics, (h.upper() for h in spelt if len(h) < 4))
        """Those that are short in capitals too, as the labels of a transcript have them: "MS. HOLM:"."""
        self.offices = frozenset(tuple(office.split()) for office in titles.offices)
        starters = frozenset(lexicon.abbreviations.starters) - frozenset(titles.modifiers)
        self.function = frozenset(lexicon.summary.stop_words) | starters
        self.small = frozenset(word.capitalize() for word in self.function)
        """Small words as a headline writes them."""
        self.office_words = frozenset(word for office in self.offices for word in office) - self.function
        self.given_or_office = lexicon.names.given_or_office
        heads = {office[office.index("of") - 1 if "of" in office else -1] for office in self.offices}
        plurals = {_plural(head) for head in heads} - frozenset(lexicon.names.person_verbs)
        self.office_heads = frozenset(heads | plurals)
        self.office_openers = {
            office[0]: len(office)
            for office in sorted(self.offices, key=lambda office: (len(office), office))
        }
        """Tokens of the longest office by its first word."""
        self.office_tails: dict[str, list[tuple[str, ...]]] = {}
        """What may follow the first noun of an office ("of", "staff"), but no body, which is its own name."""
        for office in sorted(self.offices, key=lambda office: (-len(office), office)):
            if "of" in office[1:] and office[-1].capitalize() not in bodies.heads:
                at = office.index("of")
                self.office_tails.setdefault(office[at - 1], []).append(office[at:])
        singles = {office[0] for office in self.offices if len(office) == 1}
        self.office_plurals = frozenset(f"{word}s" for word in singles)
        self.plural_heads = self.office_heads - self.office_words
        self.modifiers = frozenset(titles.modifiers)
        self.office_starts = self.modifiers | self.office_openers.keys() | self.office_plurals
        """What a title may begin with, in lower case; a rank may as well."""
        self.title_words = self.office_words | self.modifiers
        self.heads = frozenset(bodies.heads)
        self.themes = bodies.themes
        self.halls = frozenset(bodies.halls)
        self.premises = frozenset(bodies.premises)
        self.others = frozenset(bodies.others)
        self.no_rest = self.heads | self.halls | self.others
        """What makes one name of itself and of a known name before it."""
        self.surnames = frozenset(bodies.surnames)
        self.chambers = {name: frozenset(others) for name, others in bodies.chambers.items()}
        self.media, self.media_heads = bodies.media, bodies.media_heads
        self.owners = frozenset(bodies.owners)
        self.kin, self.relatives = frozenset(titles.kin), titles.relatives
        self.heads_of = self.office_heads - self.kin
        self.former, self.acting = frozenset(titles.former), frozenset(titles.acting)
        self.elect = frozenset(titles.elect)
        self.sure_marks = self.former | self.acting | self.elect
        self.marks = self.sure_marks | titles.marks
        """What may be before whose office it is: "Former US President", "Senior Polish diplomat"."""
        self.parties, self.leading = titles.parties, titles.leading
        self.lowering, self.short = titles.lowering, titles.short
        self.place_given = lexicon.names.place_given
        self.homonyms, self.us_signs = lexicon.names.homonyms, lexicon.names.us_signs
        self.us_offices = lexicon.names.us_offices
        self.held, self.houses = lexicon.names.held, lexicon.names.houses
        self.of_cities, self.of_states = lexicon.names.of_cities, lexicon.names.of_states
        self.of_governments = lexicon.names.of_governments | lexicon.names.of_states
        self.things = frozenset(lexicon.names.things)
        self.peoples = frozenset(lexicon.names.peoples)
        self.peoples_and_suffixes = self.peoples | self.suffixes
        self.body_before = frozenset(lexicon.names.body_before)
        self.body_after = frozenset(lexicon.names.body_after)
        self.parties_after = lexicon.names.parties_after
        self.body_of = frozenset(lexicon.names.body_of)
        self.led = lexicon.names.led
        self.bodies_by = self.body_before | self.led
        """Nouns that make a body of the name behind them."""
        self.place_openers = lexicon.names.place_openers
        self.place_of = frozenset(lexicon.names.place_of)
        self.place_before = frozenset(lexicon.names.place_before)
        self.placing = self.place_before | lexicon.names.place_verbs | lexicon.names.directions
        """A seat of government behind one of these is a place."""
        self.person_verbs = frozenset(lexicon.names.person_verbs)
        self.no_body = frozenset(lexicon.names.no_body)
        self.lesser, self.works = titles.lesser, lexicon.names.works | lexicon.names.vessels
        self.vessels, self.human_verbs = lexicon.names.vessels, lexicon.names.human_verbs
        self.human_passives = lexicon.names.human_passives
        self.work_verbs, self.written = lexicon.names.work_verbs, lexicon.names.written
        self.adjective_endings = lexicon.names.adjective_endings
        self.compounds = lexicon.names.compounds
        self.place_compounds = lexicon.names.place_compounds
        self.headed, self.unheaded = lexicon.names.headed, lexicon.names.unheaded
        self.ranks = frozenset(lexicon.names.ranks)
        self.office_marks = self.plural_heads.union(
            self.office_openers, map(str.lower, self.ranks | self.parties), ("member",)
        )
        """Of these one is in whatever reads as a role, in lower case."""
        months = frozenset(name for row in lexicon.calendar.months for name in row)
        self.calendar = months | frozenset(lexicon.calendar.weekdays)
        self.no_theme = (self.given | self.calendar | self.heads | self.halls) - self.themes

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
                if actor.kind != "person" or " " in name:
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
