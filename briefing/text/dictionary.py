"""A form -> the word classes that it can have, the commonest first.

Known forms are in `words.txt`, which `tools/learn_tags.py` writes; what is not known is guessed by its
shape and its ending, from tables in `lexicon/tagging.yml` that people can read.  Classes are the tags of
the Penn Treebank, and SC for a word that opens a subordinate clause ("that", "because").
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from msgspec import Struct

Classes = tuple[str, ...]
"""The tags of a form, the commonest first; there is always one."""

WORDS = Path(__file__).with_name("words.txt")
LONGEST_ENDING = 5
_NUMBER = re.compile(r"[-+]?\d[\d.,:/]*")
_DECADE = re.compile(r"['’]?\d+0['’]?s")
_DERIVED: tuple[tuple[str, str, Classes], ...] = (
    ("ing", "VB", ("VBG", "NN")),
    ("ed", "VB", ("VBN", "VBD")),
    ("ly", "JJ", ("RB",)),
    ("s", "NN", ("NNS",)),
)
"""Endings, a class that the word before them has, and the classes of the two together."""
_SHORT = {"m": "VBP", "re": "VBP", "ve": "VBP", "d": "MD", "ll": "MD"}
_NAME: Classes = ("NNP", "NN", "JJ")
_NAMES: Classes = ("NNPS", "NNP", "NNS")
MARKS: dict[str, Classes] = {
    **dict.fromkeys(".!?。！？", (".",)),
    **dict.fromkeys(("-", "–", "—", "‒", "―"), (":", "SYM")),
    **dict.fromkeys(":;…‥", (":",)),
    **dict.fromkeys("([{", ("-LRB-",)),
    **dict.fromkeys(")]}", ("-RRB-",)),
    **dict.fromkeys("“‘«„‹", ("``",)),
    **dict.fromkeys("”»›", ("''",)),
    '"': ("``", "''"),
    **dict.fromkeys("$€£¥₹₽₩", ("$",)),
    ",": (",",),
    "’": ("''", "POS", "``"),
    "'": ("``", "''", "POS"),
    "/": ("SYM", ":", ","),
    "%": ("NN",),
    "&": ("CC",),
}
"""What marks and signs are."""


class Dictionary(Struct, frozen=True, eq=False):
    """What is known of forms; compared by identity, so that a tagger can be kept for it."""

    words: dict[str, Classes]
    """Forms in lower case."""
    cased: dict[str, Classes]
    """Forms with capitals that are no plain names ("American"), or names that are words too ("Bush")."""
    endings: dict[str, Classes]
    """Last letters, for forms that are in neither."""

    def classes(self, form: str, lower: str, opening: bool) -> Classes:
        """Return the classes of a form; `opening` where a capital says nothing, as at a sentence's start."""
        if form == lower:
            return self.words.get(form) or self._unknown(form)
        if form in self.cased:
            return self.cased[form]
        known = self.words.get(lower) or (self._derived(lower) if opening else None)
        if known is None:
            return self._unknown_name(form, lower, opening)
        return (*known, "NNP") if opening else _as_name(known)

    def _unknown(self, form: str) -> Classes:
        """Return the classes of a form without capitals that stands nowhere."""
        if form in MARKS:
            return MARKS[form]
        if "'" in form or "’" in form:
            return self._shortened(form)
        first = form[0]
        if first.isdigit() or (first in "'’+-" and form[1:2].isdigit()):
            return _of_number(form)
        if not any(map(str.isalpha, form)):
            return ("SYM", ":")
        last = form.rpartition("-")[2]
        if last != form and last:
            return _of_compound(self.words.get(last) or self._by_ending(last))
        return self._by_ending(form)

    def _derived(self, form: str) -> Classes | None:
        """Return the classes of a form by the word that it is made of: "refusing" of "refuse"."""
        for ending, base, classes in _DERIVED:
            if form.endswith(ending) and len(form) > len(ending) + 2:
                stem = form[: -len(ending)]
                for word in (stem, stem + "e", stem[:-1]):
                    if base in self.words.get(word, ()):
                        return classes
        return None

    def _shortened(self, form: str) -> Classes:
        """Return the classes of a form with an apostrophe: "hadn't" has those of "had"."""
        head, _, tail = form.replace("’", "'").rpartition("'")
        if tail == "t" and head.endswith("n"):
            return self.words.get(
                {"ca": "can", "wo": "will", "sha": "shall"}.get(head[:-1], head[:-1]), ("VBP",)
            )
        if tail in _SHORT and self.words.get(head, ("NN",))[0] in ("PRP", "WP", "EX", "DT", "WRB", "WDT"):
            return (f"PRP+{_SHORT[tail]}",)
        if form[0] in "'’" and form[1:2].isdigit():
            return _of_number(form)
        return self._by_ending(tail or form)

    def _by_ending(self, form: str) -> Classes:
        for length in range(LONGEST_ENDING, 0, -1):
            found = self.endings.get(form[-length:]) if len(form) > length else None
            if found is not None:
                return found
        return ("NN", "JJ", "VB")

    def _unknown_name(self, form: str, lower: str, opening: bool) -> Classes:
        first = form[0]
        if first.isdigit():
            return ("JJ", "NN", "CD")
        if not first.isupper():
            return ("NNP", "NN")
        names = _NAMES if form.endswith("s") and not form.endswith(("ss", "us", "is")) else _NAME
        if "-" in form:
            return ("NNP", "JJ", "NN")
        if opening or names is _NAMES:
            guess = self._by_ending(lower)
            return tuple(dict.fromkeys(("NNP", *names, *guess)))
        return names


def _as_name(known: Classes) -> Classes:
    """Return the classes of a known word that is written with a capital inside a sentence."""
    name = "NNPS" if known[0] == "NNS" else "NNP"
    return (name, *known) if name == "NNP" else (name, "NNP", *known)


def _of_number(form: str) -> Classes:
    if _NUMBER.fullmatch(form):
        return ("CD", "NNP")
    if _DECADE.fullmatch(form):
        return ("NNS", "CD")
    return ("JJ", "NN", "CD") if form[-1].isalpha() else ("CD", "JJ")


def _of_compound(last: Classes) -> Classes:
    """Return the classes of a form with a hyphen by those of its last part ("state-owned")."""
    if last[0] in ("NN", "NNS", "CD"):
        return (last[0], "JJ") if last[0] == "NNS" else ("JJ", "NN")
    return ("JJ", *(tag for tag in last if tag not in ("JJ", "DT", "IN", "PRP")))


@functools.cache
def read(path: Path = WORDS) -> tuple[dict[str, Classes], dict[str, Classes]]:
    """Return the forms in lower case and those with capitals that are in a file such as `words.txt`.

    Each line is tags, a tab and the forms that have them; lines that begin with `#` are notes.
    """
    words: dict[str, Classes] = {}
    cased: dict[str, Classes] = {}
    for line in path.read_text("utf-8").splitlines():
        tags, tab, forms = line.partition("\t")
        if tab:
            into = cased if tags.startswith("^") else words
            into.update(dict.fromkeys(forms.split(" "), tuple(tags.lstrip("^").split(" "))))
    return words, cased
