"""Which mentions are one and the same: persons by their names, bodies by name and acronym."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from hashlib import sha256

from briefing.extract.entities.gazetteer import UNSPACED, NameWords
from briefing.extract.entities.name_lookup import Bodies, NamesakeIndex, Persons
from briefing.extract.entities.person_names import family_first
from briefing.model import Document, KnownActor, Mention, Reference, filenames
from briefing.model.typography import read_as
from briefing.text.tokens import first_at

LONGEST = 80
"""Characters of an id made of a name; it becomes a file's name."""
_PAGES = frozenset(("index", "letters"))
"""Ids whose page would stand where a list of actors stands."""
_TITLE = 24
"""Characters before a name in which its title ends."""
_NEAR = 300
"""Characters within which a short name repeats the full one, whoever else bears it."""


def slug(name: str) -> str:
    """Return an id made of a name: ASCII, lower case, hyphens."""
    plain = name.lower() if name.isascii() else folded(name)
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "u" + "-".join(f"{ord(c):x}" for c in name[:8])
    if len(stem) > LONGEST:
        return f"{stem[:LONGEST].rstrip('-')}-{sha256(stem.encode()).hexdigest()[:6]}"
    return f"{stem}-name" if stem in _PAGES or filenames.RESERVED.match(stem) else stem


def folded(name: str) -> str:
    """Return a name in lower case without its accents."""
    apart = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("ß", "ss"))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def _sound(roman: str) -> str:
    """Return what the ways to romanize a name have in common: Sergei and Sergey, Alexei and Aleksei."""
    plain = folded(roman).replace("kh", "h").replace("x", "ks").replace("y", "i").replace("'", "")
    return re.sub(r"\bie", "e", re.sub(r"i+", "i", plain)).replace("ander", "andr")


class KnownActors:
    """The reference's actors by every spelling, and persons by family name."""

    def __init__(self, reference: Reference) -> None:
        self.by_id = {actor.id: actor for actor in reference.actors}
        self.by_name: dict[str, KnownActor] = {}
        self.by_family: dict[str, list[KnownActor]] = {}
        self.by_sound: dict[str, KnownActor] = {}
        """By what the ways to write a name of another script have in common."""
        for actor in reference.actors:
            for name in (actor.name, *actor.spellings):
                self.by_name.setdefault(name.casefold(), actor)
                if actor.kind == "person" and " " in name:
                    self.by_sound.setdefault(_sound(name), actor)
                    family = name.split()[0] if actor.family_name_first else name.split()[-1]
                    rows = self.by_family.setdefault(family.casefold(), [])
                    if actor not in rows:
                        rows.append(actor)

    def spelt(self, roman: str) -> str:
        """Return the reference's spelling of a name that was written in another script."""
        actor = self.by_sound.get(_sound(roman))
        return actor.name if actor else roman

    def person(self, name: str, *, titled: bool) -> KnownActor | None:
        """Return the person of this name; a family name alone counts only behind a title."""
        actor = self.by_name.get(name.casefold())
        if actor is not None and actor.kind == "person" and (" " in name or titled or name[0] > UNSPACED):
            return actor
        if " " not in name and titled:
            rows = self.by_family.get(name.casefold(), [])
            return rows[0] if len(rows) == 1 else None
        return None


class People:
    """Groups the names of persons: a short form belongs to the full one it can only stand for."""

    def __init__(self, document: Document, words: NameWords, known: KnownActors) -> None:
        self.document, self.words, self.known = document, words, known
        self.ids: dict[str, str] = {}
        """Each full name that was read, with its id."""
        self.read = Persons()
        self.by_family: dict[str, dict[str, None]] = {}
        self.relatives: set[str] = set()
        """Ids of those who are named in full as somebody's wife or son: a bare family name is not theirs."""
        self.letters: dict[str, str] = {}
        """A family name by its letters, so that a slip of the pen is the same person: "Chriac" for Chirac."""
        self.by_given: dict[str, dict[str, None]] = {}
        self.places: dict[str, list[int]] = {}
        """Where each id is named in full, ascending."""
        self.shared: dict[str, NamesakeIndex] = {}
        """Where those are named in full who may be meant by a short name."""

    def group(self, mentions: Sequence[Mention]) -> dict[Mention, str]:
        """Return the id of the person that each mention names."""
        text = self.document.text
        names = {m: self._latin(" ".join(read_as(m.span.of(text)).split())) for m in mentions}
        ids: dict[Mention, str] = {}
        for mention in mentions:
            if " " in names[mention]:
                ids[mention] = self._full(names[mention], mention)
        short = [mention for mention in mentions if mention not in ids]
        titled = {names[m]: self._short(names[m], m) for m in reversed(short) if m.rule == "title"}
        for mention in short:
            found = self._short(names[mention], mention)
            ids[mention] = titled.get(names[mention], found) if found == slug(names[mention]) else found
        return ids

    def _latin(self, name: str) -> str:
        """Return a name in Latin letters, spelt as the reference does where it is one of its persons."""
        if name.isascii():
            return name
        roman = name.translate(self.words.romanized)
        return name if roman == name else self.known.spelt(roman)

    def _full(self, name: str, mention: Mention) -> str:
        found = self.ids.get(name) or self._new(name, mention)
        if self._is_relative(mention):
            self.relatives.add(found)
        self.places.setdefault(found, []).append(mention.span.start)
        return found

    def _is_relative(self, mention: Mention) -> bool:
        """Return whether a word of kinship is right before or behind a name: "his son Tom Holm"."""
        row = self.document.tokens[mention.sentence]
        first, last = first_at(row, mention.span.start), first_at(row, mention.span.end)
        near = [token.lower for token in row[max(first - 4, 0) : first]]
        if row[last : last + 1] and row[last].text == ",":
            near += [token.lower for token in row[last + 1 : last + 3]]
        return not self.words.kin.isdisjoint(near)

    def _new(self, name: str, mention: Mention) -> str:
        """Return the id of a full name read for the first time, and remember its short forms."""
        parts = name.split()
        found = mention.actor
        if found is None and (other := self.read.find(name)) is not None:
            found = self.ids[other]
        if found is None:
            known = self.known.person(name, titled=mention.rule == "title")
            found = known.id if known else slug(name)
        self.ids[name] = found
        self.read.add(name)
        hyphened = parts[-1].split("-") if "-" in parts[-1] else []
        opening = parts[-1][0].upper() + parts[-1][1:]  # "Al-Sadr", where it opens a sentence
        initials = "".join(part[0].upper() for part in parts) if len(parts) > 2 else opening
        for family in {parts[-1], opening, initials, _family(name, self.words), *hyphened}:
            self.by_family.setdefault(family, {}).setdefault(found)
            self.letters.setdefault("".join(sorted(folded(family))), family)
        self.by_given.setdefault(parts[0], {}).setdefault(found)
        return found

    def _short(self, name: str, mention: Mention) -> str:
        if name.isupper() and name.title() in self.by_family:
            name = name.title()  # the label of a transcript
        namesakes = () if self._is_relative(mention) else self.by_given.get(name, ())
        candidates = list(self.by_family.get(name) or namesakes)
        if not candidates and len(name) > 4:
            candidates = list(self.by_family.get(self.letters.get("".join(sorted(folded(name))), ""), ()))
        if len(candidates) > 1:
            candidates = [key for key in candidates if key not in self.relatives] or candidates
        if candidates:
            return candidates[0] if len(candidates) == 1 else self._nearest(name, mention, candidates)
        before = (
            self.document.text[max(mention.span.start - _TITLE, 0) : mention.span.start]
            .rstrip(" .")
            .rpartition(" ")[2]
            .lower()
        )
        titled = mention.rule in ("title", "known-name") and before not in self.words.lesser
        actor = self.known.person(name, titled=titled)
        return actor.id if actor else slug(name)

    def _nearest(self, name: str, mention: Mention, candidates: Iterable[str]) -> str:
        """Choose the person named in full just before the mention, else the one named in full most often."""
        if name not in self.shared:
            self.shared[name] = NamesakeIndex(list(candidates), self.places)
        return self.shared[name].before(mention.span.start, _NEAR)


def _family(name: str, words: NameWords) -> str:
    parts = [part for part in name.split() if part.rstrip(".") not in words.suffixes]
    if family_first(parts, words):
        return parts[0]
    for index in range(1, len(parts) - 1):
        if parts[index].lower() in words.particles:
            return " ".join(parts[index:])
    return parts[-1]


def bodies(
    document: Document, mentions: Sequence[Mention], known: KnownActors, heads: Set[str]
) -> dict[Mention, str]:
    """Group the names of bodies: by what the lexicon knows, by name, by acronym, by a part of the name."""
    text = document.text
    names = {mention: " ".join(read_as(mention.span.of(text)).split()) for mention in mentions}
    by_name: dict[str, str] = {}
    read = Bodies()
    ids: dict[Mention, str] = {}
    for mention in sorted(mentions, key=lambda m: -len(names[m])):
        name = names[mention]
        actor = known.by_name.get(name.casefold())
        spelt_out = by_name.get(name) if name.isupper() else None
        is_part = " " in name or mention.rule == "head-alone" or name in heads
        longer = read.find(name) if is_part else None  # "Foreign Ministry", "the Court"
        part = longer if mention.actor else None
        found = spelt_out or part or mention.actor or (actor.id if actor and actor.kind != "person" else None)
        found = found or by_name.get(name) or longer or slug(name)
        if name not in by_name:
            by_name[name] = found
            read.add(name, found)
        ids[mention] = found
        bracket = re.match(r"\s?\(([A-Z][\w&.-]{1,9})\)", text[mention.span.end : mention.span.end + 14])
        if bracket:
            by_name[bracket.group(1)] = found
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        if len(initials) >= 3:
            by_name.setdefault(initials, found)
    return ids
