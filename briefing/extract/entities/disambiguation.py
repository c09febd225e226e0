"""Runs in doubt, read in the light of the names that are sure: short forms, acronyms, places, bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec

from briefing.extract.entities import short_names
from briefing.extract.entities.affiliations import POSSESSIVES
from briefing.extract.entities.canonical import folded
from briefing.extract.entities.gazetteer import NameWords, is_common
from briefing.extract.entities.person_names import family_first
from briefing.model import Document, Kind, Mention, Span, Token
from briefing.model.typography import read_as
from briefing.text.chunks import BE
from briefing.text.tokens import first_at

_ROMAN = re.compile(r"[IVXLC]+")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,4}")
_MODEL = re.compile(r"[A-Z][A-Za-z]{0,7}-\d+[A-Za-z]{0,4}|[A-Z]{1,3}\d{2,}[A-Z]?")
"""A weapon, a craft or a road by letters and a number: "Su-27", "F-16"."""
ARTICLES = ("al-", "el-", "Al-", "El-")
LIKELY = 2
"""A score of `person_score` that keeps a name from being read as a place."""


class Doubt(NamedTuple):
    """A run that names something: tokens[first:last] of a sentence, its score as a person, its words."""

    sentence: int
    first: int
    last: int
    score: int
    name: str


def with_particles(document: Document, mentions: Sequence[Mention], words: NameWords) -> list[Mention]:
    """Return the mentions; a family name takes in its particles where a full name of the text has them.

    "Luiz da Costa" makes "da Costa" of a later "Costa" behind "da".
    """
    full = {read_as(m.span.of(document.text)) for m in mentions if m.kind == "person"}
    tails = {
        " ".join(parts[at:])
        for name in full
        for parts in [name.split()]
        for at in range(1, len(parts))
        if parts[at] in words.particles
    }
    if not tails:
        return list(mentions)
    result = []
    for mention in mentions:
        row = document.tokens[mention.sentence]
        first = first_at(row, mention.span.start) if mention.kind == "person" else 0
        start = first
        while start > 0 and first - start < 3 and row[start - 1].text in words.particles:
            start -= 1
        tail = " ".join(token.text for token in row[start : first + 1])
        if start < first and tail in tails:
            mention = msgspec.structs.replace(mention, span=Span(row[start].start, mention.span.end))
        result.append(mention)
    return result


def namesakes(document: Document, mentions: Sequence[Mention], words: NameWords) -> list[Mention]:
    """Return the mentions; a place or firm called like a person of the text is the person.

    "Alejandro Toledo" makes a person of a later "Toledo"; a place stays where one stands, and a state
    stays where the text speaks of its people, its capital, or of what is in it.
    """
    text = document.text
    full = {m.span.of(text).split()[-1] for m in mentions if m.kind == "person" and " " in m.span.of(text)}
    free = {
        m
        for m in mentions
        if m.kind in ("place", "state", "organization")
        and m.span.of(text) in full
        and not _stands_as_place(document, m, words)
    }
    spoken_of = {m.row for m in mentions if m not in free and m.kind == "state"} if free else ()
    return [
        msgspec.structs.replace(m, kind="person", rule="last-name", row="", actor=None, acts=True)
        if m in free and m.row not in spoken_of
        else m
        for m in mentions
    ]


def _stands_as_place(document: Document, mention: Mention, words: NameWords) -> bool:
    row = document.tokens[mention.sentence]
    at = first_at(row, mention.span.start)
    if mention.rule not in ("known", "seat") or (at and row[at - 1].lower in words.place_before):
        return True
    return at + 2 < len(row) and row[at + 1].text == "," and row[at + 2].text[0].isupper()


def settle(
    document: Document,
    sure: Sequence[Mention],
    doubtful: Sequence[Doubt],
    small: Collection[str],
    words: NameWords,
    families: Collection[str] = (),
) -> Iterator[Mention]:
    """Yield a mention for each run that the rest of the text makes clear.

    `small` are the words that the text has in small letters; `families` are family names of persons whom
    the desk knows.
    """
    settling = _Settling(document, sure, doubtful, small, words, families)
    for doubt in map(settling.narrowed, doubtful):
        found = settling.reading(doubt)
        tokens = document.tokens[doubt.sentence]
        family, _, joined = tokens[doubt.first].text.partition("-")
        if doubt.last - doubt.first == 1 and joined in words.compounds and family in settling.persons:
            start = tokens[doubt.first].start
            span = Span(start, start + len(family))
            yield Mention(span=span, kind="person", sentence=doubt.sentence, rule="compound", acts=False)
        elif rule_of_half := settling.half(doubt):
            span = settling.span(doubt)
            yield msgspec.structs.replace(rule_of_half, span=span, sentence=doubt.sentence, rule="half")
        elif found:
            kind, rule = found
            yield Mention(span=settling.span(doubt), kind=kind, sentence=doubt.sentence, rule=rule)


class _Settling:
    """What the whole text tells about its doubtful names."""

    def __init__(
        self,
        document: Document,
        sure: Sequence[Mention],
        doubtful: Sequence[Doubt],
        small: Collection[str],
        words: NameWords,
        families: Collection[str],
    ) -> None:
        self.document, self.small, self.words, self.known_families = document, small, words, families
        self.halves = {
            m.actor.partition("-")[0].capitalize(): m
            for m in sure
            if m.kind == "state" and m.form == "name" and m.actor
            if m.actor.startswith(("north-", "south-"))
        }
        """The states that "the North" and "the South" stand for."""
        self.count = Counter([doubt.name for doubt in doubtful])
        self.known_places = {
            (m.sentence, m.span.start): m.span.end
            for m in sure
            if m.kind in ("place", "state") and m.form == "name"
        }
        self.persons: dict[str, str] = {}
        self.full: set[str] = set()
        self.surnames: set[str] = set()
        """The last words of those of several words."""
        self.bodies: set[str] = set()
        self.headed: dict[str, set[str]] = {}
        """Names of bodies by their head: what "the Court" may stand for."""
        located: set[str] = set()
        for mention in sure:
            name = " ".join(read_as(mention.span.of(document.text)).split())
            if mention.kind == "person":
                self._learn(name)
            elif mention.kind == "organization":
                for head in {name.split()[-1], name.partition(" of ")[0].split()[-1]} & words.heads:
                    self.headed.setdefault(head, set()).add(name)
                head, _, tail = name.rpartition(" of ")
                if head.split(" ")[-1] in words.place_of:
                    located.add(tail)
                    self.bodies.add(name)
                else:
                    self.bodies |= {name, *({tail} if " " not in tail else ())} - words.things
        placed = Counter([doubt.name for doubt in doubtful if self._placed(doubt)])
        self.places = {name for name, count in placed.items() if 3 * count >= self.count[name]}
        self.places |= located | {d.name for d in doubtful if self._in_region(d) or self._is_of(d)}
        self.places -= self.persons.keys()
        named = [doubt for doubt in doubtful if doubt.last - doubt.first == 1]
        apposed = [doubt for doubt in doubtful if self._before(doubt, 1) == "," or doubt in named]
        self.bodies |= (
            {d.name for d in apposed if self._is_body(d)} - words.things - self.persons.keys() - self.places
        )
        self.bodies |= {d.name for d in doubtful if self._is_party(d)} - self.persons.keys()
        short = [d for d in named if _ACRONYM.fullmatch(d.name) and not self._is_label(d)]
        self.acronyms = {
            d.name for d in short if self._before(d, 1) in ("the", "(") or not self._qualifies(d)
        }
        """Capitals that stand for a body somewhere, not only for whoever speaks or for a kind of thing."""
        self.acting = {d.name for d in doubtful if d.last - d.first > 1 and self._did(d)}
        """Names of several words that do something somewhere in the text, so that they may be of bodies."""
        self._learn_lone(named)
        self.families = frozenset(name for name, part in self.persons.items() if part == "last")
        for doubt in map(self.narrowed, doubtful):
            if self._is_person(doubt) and doubt.name not in self.places:
                self._learn(doubt.name)

    def narrowed(self, doubt: Doubt) -> Doubt:
        """Return the family name alone where a second word only is behind it: "the Nixon Tapes"."""
        tokens = self.document.tokens[doubt.sentence]
        first = tokens[doubt.first].text
        if doubt.last - doubt.first != 2 or first not in self.families or first in self.words.given:
            return doubt
        if self._before(doubt, 1) != "the" and first not in self.surnames:
            return doubt  # "Srettha Thavisin" behind "Prime Minister Srettha"
        turned = f"{tokens[doubt.first + 1].text} {first}"
        if first in self.words.family_first or not self.full.isdisjoint((doubt.name, turned)):
            return doubt
        return doubt._replace(last=doubt.first + 1, name=first)

    def span(self, doubt: Doubt) -> Span:
        tokens = self.document.tokens[doubt.sentence]
        return Span(tokens[doubt.first].start, tokens[doubt.last - 1].end)

    def half(self, doubt: Doubt) -> Mention | None:
        """Return the mention of the state that "the North" or "the South" stands for."""
        following = self._after(doubt, 0)
        if doubt.name not in self.halves or self._before(doubt, 1) != "the":
            return None
        return self.halves[doubt.name] if following is None or following.text != "of" else None

    def _is_label(self, doubt: Doubt) -> bool:
        """Return whether a name opens a line and says who speaks there: "WSS: How are you?"."""
        before = self.document.texts[doubt.sentence][: doubt.first]
        following = self._after(doubt, 0)
        return {"("}.issuperset(before) and following is not None and following.text in (":", ")")

    def _learn(self, name: str) -> None:
        """Remember the short forms of a person's name."""
        self.full.add(name)
        parts = name.split()
        if len(parts) > 1:
            self.surnames.add(parts[-1])
        while len(parts) > 1 and parts[-1].rstrip(".") in self.words.suffixes:
            parts.pop()
        self.persons.setdefault(parts[-1], "last")
        if parts[-1].startswith(ARTICLES):
            self.persons.setdefault(parts[-1].partition("-")[2], "last")
            self.persons.setdefault(parts[-1][0].upper() + parts[-1][1:], "last")
        if len(parts) > 2:
            self.persons.setdefault("".join(part[0].upper() for part in parts), "initials")  # MBS
        if not parts[-1].isascii():
            self.persons.setdefault(folded(parts[-1]).capitalize(), "last")
        if parts[0] in self.words.family_first or family_first(parts, self.words):
            self.persons.setdefault(parts[0], "first")
        if parts[0] in self.words.given:
            self.persons.setdefault(parts[0], "given")

    def _learn_lone(self, named: Sequence[Doubt]) -> None:
        """Remember people who go by one name: it recurs, does what people do, and never follows "the"."""
        acting = Counter([d.name for d in named if self.count[d.name] >= 2 and self._acts(d)])
        articled = {doubt.name for doubt in named if self._before(doubt, 1) == "the"}
        for name in {doubt.name for doubt in named if doubt.name in self.known_families} - articled:
            self.persons.setdefault(name, "known")
        title = (self.document.article.source.title or "").split()
        whole = 2 <= len(title) <= 4 and all(word[0].isupper() and word.isalpha() for word in title)
        bearer = title[-1] if whole else ""
        """The family name of whom a text is about whose title is a name and nothing else."""
        for name, count in acting.items():
            enough = 1 if name in self.words.given or name == bearer else 2
            if count >= enough and name not in self.bodies | self.places | articled:
                self.persons.setdefault(name, "lone")

    def _acts(self, doubt: Doubt) -> bool:
        return doubt.name in self.words.given or self._did(doubt)

    def _did(self, doubt: Doubt) -> bool:
        """Return whether a verb of what somebody did is right behind a name."""
        following = self._after(doubt, 0)
        if following is None:
            return False
        did = self.document.syntax[doubt.sentence].tags[doubt.last] == "VBD" and following.lower not in BE
        return did or following.lower in self.words.person_verbs

    def reading(self, doubt: Doubt) -> tuple[Kind, str] | None:
        """Return kind and rule, or None where the name could be several things."""
        name, alone = doubt.name, doubt.last - doubt.first == 1
        before = self._before(doubt, 1)
        beside_it = short_names.person(
            self.document.tokens[doubt.sentence], doubt.first, doubt.last, self.words
        )
        if beside_it == "initials":
            return "person", beside_it
        if self._is_no_name(name):
            return None
        if name in self.bodies:
            return "organization", "acronym" if name.isupper() else "short-body"
        if name in self.full:
            return "person", "full-name"
        if alone and name in self.persons and (before != "the" or self._qualifies(doubt)):
            return "person", f"{self.persons[name]}-name"
        if alone and len(name) > 3 and name.isupper() and name.title() in self.persons:
            return "person", "last-name"
        if name in self.places:
            return "place", "place-elsewhere"
        if beside_it is not None:
            return "person", beside_it
        if alone and before == "the" and self._is_head_alone(doubt, name):
            return "organization", "head-alone"
        if alone and before in ("said", "says", "added") and name not in self.words.things:
            return "person", "speaker"
        if before == "the" and self._qualifies(doubt) and self._is_given(doubt):
            return "person", "qualifier"
        if self._is_person(doubt):
            return "person", "likely-name"
        if alone and _ACRONYM.fullmatch(name) and not _ROMAN.fullmatch(name):
            return ("organization", "acronym") if name in self.acronyms else None
        if alone and self._is_couple(doubt):
            return "person", "couple"
        head = self.document.dateline
        if head is not None and head.covers(self.span(doubt)):
            return "place", "dateline"
        if not alone and _ACRONYM.fullmatch(name.split()[0]):
            return self._body_or_place(name, name.split()[0] in self.acronyms), "acronym-first"
        parts = name.split()
        if self._is_vague(parts[-1]) or (self._is_vague(parts[0]) and self.count[name] == 1):
            return None
        if not alone and before == "the" and parts[-1] not in self.words.others:
            return None if self._is_work(doubt) else (self._body_or_place(name), "unknown-name")
        return None

    def _body_or_place(self, name: str, known: bool = False) -> Kind:
        """Return the kind of an unknown name: what does nothing in the text is no actor of its brief."""
        return "organization" if known or name in self.acting else "place"

    def _is_work(self, doubt: Doubt) -> bool:
        """Return whether a verb takes a name with its article: "wrote The Red Archipelago"."""
        tags = self.document.syntax[doubt.sentence].tags
        article = self.document.texts[doubt.sentence][doubt.first - 1]
        return article == "The" and doubt.first > 1 and tags[doubt.first - 2].startswith("V")

    def _is_head_alone(self, doubt: Doubt, name: str) -> bool:
        """Return whether "the Court" repeats the one body of the text that has such a head.

        "The House" is a chamber where the text names the other one.
        """
        following = self._after(doubt, 0)
        if name in self.words.chambers and not self.bodies.isdisjoint(self.words.chambers[name]):
            return True
        names = {other for other in self.headed.get(name, ()) if " " in other}
        return len(names) == 1 and (following is None or following.text != "of")

    def _is_vague(self, word: str) -> bool:
        return word in self.words.things or word in self.words.peoples

    def _is_couple(self, doubt: Doubt) -> bool:
        """Return whether a given name shares the family name behind "and": "Ann and Bob Cole"."""
        joint, other = self._after(doubt, 0), self._after(doubt, 1)
        name, given = doubt.name, self.words.given
        return (
            name in given
            and joint is not None
            and joint.text == "and"
            and other is not None
            and other.text in given
        )

    def _is_given(self, doubt: Doubt) -> bool:
        """Return whether a run is a given name and one more word that is no thing."""
        tokens = self.document.tokens[doubt.sentence][doubt.first : doubt.last]
        words, last = self.words, tokens[-1].text
        if len(tokens) != 2 or tokens[0].text not in words.given:
            return False
        return last not in words.things and last not in words.others

    def _is_no_name(self, name: str) -> bool:
        words = self.words
        if name in words.chambers or (name in self.headed and len(self.headed[name]) == 1):
            return False
        if (
            _MODEL.fullmatch(name)
            or name in words.no_body
            or (name in words.others and name not in words.given)
        ):
            return True
        if any(part.lower() in self.small for part in name.split()):
            return True
        return name.isupper() and name.lower() in words.function

    def _before(self, doubt: Doubt, steps: int) -> str:
        at = doubt.first - steps
        return self.document.tokens[doubt.sentence][at].lower if at >= 0 else ""

    def _after(self, doubt: Doubt, steps: int) -> Token | None:
        tokens = self.document.tokens[doubt.sentence]
        at = doubt.last + steps
        return tokens[at] if at < len(tokens) else None

    def _is_body(self, doubt: Doubt) -> bool:
        """Return whether the words next to a lone name make a body of it."""
        before, after = self._before(doubt, 1), self._after(doubt, 0)
        if before == "of" and self._before(doubt, 2) in self.words.body_of:
            return True
        if before == ",":
            return self._is_apposed(doubt, self.words.body_before)  # "The agency, Caritas Nord, said"
        if before in self.words.body_before:
            tags = self.document.syntax[doubt.sentence].tags
            taken = self._before(doubt, 2) in ("a", "an") or tags[doubt.first - 2].startswith("V")
            return doubt.first < 2 or not taken  # "takes daily Aspirin"
        if after is None or before == "the" or before.isdigit() or self._is_adjective(doubt):
            return False
        return after.text in self.words.body_after

    def _is_apposed(self, doubt: Doubt, nouns: Collection[str]) -> bool:
        """Return whether a name of several words is all that an apposition behind one of the nouns has.

        "The governor of the bank, Ann Lee," tells who the governor is, and no bank.
        """
        following = self._after(doubt, 0)
        closed = following is not None and following.text in (",", ".", ";")
        if not closed or doubt.last - doubt.first < 2 or doubt.score >= LIKELY:
            return False
        return self._before(doubt, 2) in nouns and "of" not in (
            self._before(doubt, 4),
            self._before(doubt, 5),
        )

    def _is_adjective(self, doubt: Doubt) -> bool:
        """Return whether a lone name tells what people are: "Loyalist supporters"."""
        return doubt.name.endswith(self.words.adjective_endings)

    def _is_party(self, doubt: Doubt) -> bool:
        """Return whether the noun of a party or an armed group is behind a name: "the Pheu Thai party"."""
        after = self._after(doubt, 0)
        return after is not None and after.text in self.words.parties_after and not self._is_vague(doubt.name)

    def _is_of(self, doubt: Doubt) -> bool:
        """Return whether a name is behind "Mayor of" or the like."""
        if self._before(doubt, 1) == ",":
            return self._is_apposed(doubt, self.words.place_of)  # "that village, Molov Noua."
        at = doubt.first - 2
        return (
            at >= 0
            and self._before(doubt, 1) == "of"
            and self.document.tokens[doubt.sentence][at].text in self.words.place_of
        )

    def _in_region(self, doubt: Doubt) -> bool:
        """Return whether a known place is behind, between commas: "X, Indiana"."""
        comma, region, end = self._after(doubt, 0), self._after(doubt, 1), self._after(doubt, 2)
        if comma is None or region is None or comma.text != "," or doubt.score >= LIKELY:
            return False
        at = self.known_places.get((doubt.sentence, region.start))
        if at is None:
            return False
        return end is None or end.start < at or not end.text.isalnum()

    def _placed(self, doubt: Doubt) -> bool:
        """Return whether a name stands where a place is: "in X", "X, Indiana"."""
        before = self._before(doubt, 1)
        if before == "the" and doubt.last - doubt.first > 1:
            before = self._before(doubt, 2)
        if before not in ("in", "near") or doubt.score >= LIKELY:
            return False
        following = self._after(doubt, 0)
        if following is None or following.text == ":":
            return following is None
        return not following.text.isalpha() or following.lower in self.words.function

    def _qualifies(self, doubt: Doubt) -> bool:
        """Return whether a name is before the noun of its phrase: "the Nixon tapes", not "Nixon's tapes"."""
        if (following := self._after(doubt, 0)) is None or following.text in POSSESSIVES:
            return False
        phrase = self.document.syntax[doubt.sentence].phrase_at(doubt.last - 1)
        return phrase is not None and phrase.head >= doubt.last

    def _is_person(self, doubt: Doubt) -> bool:
        """Return whether a run of two to four words is a person: nothing in the text speaks against it."""
        if not 2 <= doubt.last - doubt.first <= 4 or doubt.score < 1:
            return False
        opening, closing = self._before(doubt, 1), self._after(doubt, 0)
        if opening and opening in "\"“‘'" and closing is not None and closing.text in "\"”’',.":
            return False
        tokens = self.document.tokens[doubt.sentence][doubt.first : doubt.last]
        given = tokens[-1].text in self.words.given
        if doubt.score < LIKELY and not given and is_common(tokens[0].text, tokens[0].lower):
            return False  # "Frequent Wind", "Midway Atoll"
        parts = [part for token in tokens for part in token.text.split("-")]
        return (
            len({*parts}) == len(parts)
            and not any(
                part in self.words.things
                or part in self.words.others
                or part.isupper()
                or part in self.bodies
                for part in parts
            )
            and not any(token.lower in self.small for token in tokens)
        )
