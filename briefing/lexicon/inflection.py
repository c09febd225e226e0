"""The lemma of a verb -> its forms: rules of English spelling, and `verbs.yml` for what no rule tells.

Verbs that are not in `verbs.yml` are regular.  What cannot be seen in the letters is data there: where the
stress lies (admitted, but edited), and which verbs change their vowel.  Nouns and pronunciation are not
looked at: `stomach` would need a row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any, NamedTuple

from msgspec import field

from briefing.lexicon.table import Table

_SHORT = re.compile(r"(?:qu|[^aeiou])*[aeiouy][bdfgklmnprstvz]")
"""A verb of one syllable that doubles its last letter: stop, quit, but not seem, help, row."""
_LONGER = re.compile(r"[a-z]*[aeiouy][a-z]*[^aeiou][aeiouy][bdglmnprt]")
"""Verbs of several syllables that double it where the last is stressed: admit, but not edit."""
_UNSTRESSED_L = re.compile(r"[a-z]*[aeiouy][a-z]*[^aeiou][aeiouy]l")
"""Longer verbs with one vowel before -l: British English doubles it, American does not."""
_HARD_C = re.compile(r"[aeiou]c$")
"""Panic, panicked; but arc, arced."""
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_HISS_OR_O = re.compile(r"(?:s|x|ch|sh|[^aeiou]o)$")


class Verbs(Table, frozen=True, kw_only=True):
    """verbs.yml, and what follows from it."""

    irregular: dict[str, tuple[str, ...]]
    compounds: frozenset[str]
    doubled: frozenset[str]
    either: frozenset[str]
    kept_e: frozenset[str]
    third: dict[str, str]
    homographs: frozenset[str]
    pasts: dict[str, str] = field(default_factory=dict)
    """Irregular past forms, without the homographs, with their lemmas; filled in by `lexicon.read`."""
    participles: frozenset[str] = frozenset()
    """Irregular participles, those that are past forms too among them."""
    never_past: frozenset[str] = frozenset()
    """Irregular participles that are neither a past form nor a lemma: known, sung."""
    unchanged: frozenset[str] = frozenset()
    """Irregular verbs whose past is their lemma: cut, put."""


class Forms(NamedTuple):
    """The forms of a verb; several where more than one is in use (dreamed, dreamt)."""

    lemma: str
    third: str
    past: tuple[str, ...]
    participle: tuple[str, ...]
    ing: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every form once, the lemma first."""
        return tuple(dict.fromkeys((self.lemma, self.third, *self.past, *self.participle, *self.ing)))


def forms(lemma: str, verbs: Verbs) -> Forms:
    """Return the forms of a verb in lower case."""
    if lemma in verbs.compounds:
        at = next(at for at in range(1, len(lemma)) if lemma[at:] in verbs.irregular)
        base = forms(lemma[at:], verbs)
        return Forms(lemma, lemma[:at] + base.third, *(_behind(lemma[:at], part) for part in base[2:]))
    stems = _stems(lemma, verbs)
    past = participle = tuple(_past(stem) for stem in stems)
    if lemma in verbs.irregular:
        parts = verbs.irregular[lemma]
        past, participle = tuple(parts[0].split("/")), tuple(parts[-1].split("/"))
    ing = tuple(_ing(lemma, stem, verbs.kept_e) for stem in stems)
    return Forms(lemma, verbs.third.get(lemma) or _third(lemma), past, participle, ing)


def spelled(lemmas: Iterable[str], verbs: Verbs) -> tuple[str, ...]:
    """Return all forms of several verbs."""
    return tuple(dict.fromkeys(form for lemma in lemmas for form in forms(lemma, verbs).all))


def regular(word: str) -> set[str]:
    """Return a verb or noun with its regular endings; in both spellings where the stress decides."""
    stems = (word, word + word[-1]) if _LONGER.fullmatch(word) else (_doubled(word),)
    return {word, _third(word), *map(_past, stems), *(_ing(word, stem) for stem in stems)}


def derived(verbs: Verbs) -> dict[str, Any]:
    """Return the fields of `Verbs` that follow from the others."""
    pasts: dict[str, str] = {}
    participles: set[str] = set()
    past: set[str] = set()
    lemmas = (*verbs.irregular, *sorted(verbs.compounds))
    for lemma in lemmas:
        verb = forms(lemma, verbs)
        participles.update(verb.participle)
        past.update(verb.past)
        pasts |= {form: lemma for form in verb.past if form not in verbs.homographs}
    unchanged = frozenset(past for past, lemma in pasts.items() if past == lemma)
    return {
        "pasts": pasts,
        "participles": frozenset(participles),
        "never_past": frozenset(participles - past.union(lemmas)),
        "unchanged": unchanged,
    }


def _behind(prefix: str, parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(prefix + part for part in parts)


def _stems(lemma: str, verbs: Verbs) -> tuple[str, ...]:
    """Return what -ed and -ing are added to, with the last letter doubled where it must or may be."""
    double = lemma + lemma[-1]
    if lemma in verbs.doubled:
        return (double,)
    if lemma in verbs.either or _UNSTRESSED_L.fullmatch(lemma):
        return (lemma, double)
    return (_doubled(lemma),)


def _doubled(lemma: str) -> str:
    if _HARD_C.search(lemma):
        return lemma + "k"
    return lemma + lemma[-1] if _SHORT.fullmatch(lemma) else lemma


def _third(lemma: str) -> str:
    if _CONSONANT_Y.search(lemma):
        return lemma[:-1] + "ies"
    if lemma.endswith("z"):
        return _doubled(lemma) + "es"
    return lemma + ("es" if _HISS_OR_O.search(lemma) else "s")


def _past(stem: str) -> str:
    if _CONSONANT_Y.search(stem):
        return stem[:-1] + "ied"
    return stem + ("d" if stem.endswith("e") else "ed")


def _ing(lemma: str, stem: str, kept_e: Container[str] = ()) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    drops = lemma.endswith("e") and lemma[-2:] not in ("ee", "oe", "ye") and lemma not in kept_e
    return (lemma[:-1] if drops else stem) + "ing"
