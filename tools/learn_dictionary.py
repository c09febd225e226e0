"""Tagged texts and word lists -> the dictionary of word classes.

A form's classes come from counts in the tagged texts, from the lexicon of Brill's tagger (one class a form,
as TextBlob ships it) and from LemmInflect's table of inflections; the commonest stands first.  What the
endings would guess as well is left out.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from briefing.text import tagging
from briefing.text.dictionary import LONGEST_ENDING, MARKS, Classes, Dictionary

Sentences = list[list[tuple[str, str]]]
"""Forms with their classes."""
Counts = dict[str, Counter[str]]

_OPEN = "NN NNS NNP NNPS JJ JJR JJS RB RBR RBS VB VBD VBG VBN VBP VBZ CD FW SYM UH"
_CLOSED = "CC DT EX IN MD PDT POS PRP PRP$ RP SC TO WDT WP WP$ WRB"
OPEN, CLOSED = frozenset(_OPEN.split()), frozenset(_CLOSED.split())
_NAMES = ("NNP", "NNPS")
_LISTED = 1.5
"""What a class in Brill's lexicon weighs beside one occurrence in the texts."""
_KNOWN_WELL = 20
"""A closed word seen so often has no classes but those it was seen with."""
_RARE, _ENDING, _SHARE = 3, 12, 0.04
"""Endings are learned from forms seen so seldom; an ending needs so many of them, a class such a share."""


def read(path: Path) -> dict[str, Sentences]:
    """Return the sentences of each document of a file: a form and its class a line, a tab between."""
    texts: dict[str, Sentences] = {}
    name, rows = "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# doc"):
                name = line.split()[2]
                texts[name] = []
            elif line.strip() and not line.startswith("# "):
                form, tag = line.rstrip("\n").split("\t")[:2]
                rows.append((form, tag))
            elif rows:
                texts[name].append(rows)
                rows = []
    if rows:
        texts[name].append(rows)
    return texts


def make(texts: Iterable[Sentences]) -> Dictionary:
    """Return the dictionary that texts and word lists make."""
    plain, cased, initial = _counts(texts)
    words = _plain(plain, initial)
    endings = _endings(words, plain)
    guess = Dictionary(words={}, cased={}, endings=endings)
    kept = {
        form: classes
        for form, classes in words.items()
        if sum(plain.get(form, Counter()).values()) > 1 or not _is_guessed(guess, form, classes)
    }
    kept = {form: classes for form, classes in kept.items() if not {"'", "’"} & set(form) or form in _SHORT}
    return Dictionary(words=kept, cased=_cased(cased, words), endings=endings)


_SHORT = ("'s", "’s", "'", "’", "n't", "o'clock")


def _is_guessed(guess: Dictionary, form: str, classes: Classes) -> bool:
    found = guess.classes(form, form, opening=False)
    return found[0] == classes[0] and set(classes) <= set(found)


def _counts(texts: Iterable[Sentences]) -> tuple[Counts, Counts, Counts]:
    """Count classes of forms in lower case, with capitals, and where capitals say nothing."""
    plain, cased, initial = (defaultdict(Counter) for _ in range(3))
    for sentences in texts:
        for rows in sentences:
            forms = [form for form, _ in rows]
            headline, opening = tagging.is_headline(forms), True
            for form, tag in rows:
                into = plain if form == form.lower() else initial if opening or headline else cased
                into[form][tag] += 1
                opening = tagging.still_opens(form, opening)
    return plain, cased, initial


def _ordered(counts: Counter[str], listed: str | None) -> list[str]:
    """Return classes, the commonest first, one from a word list among them."""
    scores = Counter({tag: float(count) for tag, count in counts.items()})
    if listed:
        scores[listed] += _LISTED if counts else 1
    return [tag for tag, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))]


def _plain(plain: Counts, initial: Counts) -> dict[str, Classes]:
    listed = {form: tag for form, tag in _brill() if form == form.lower()}
    words = {}
    for form in {*plain, *listed, *(form.lower() for form in initial)}:
        if any(map(str.isdigit, form)) or form in MARKS:
            continue
        counts = Counter(plain.get(form, {}))
        counts.update({tag: n for tag, n in initial.get(form.capitalize(), {}).items() if tag not in _NAMES})
        if not counts and form not in listed:
            continue
        order = _ordered(counts, listed.get(form))
        if not CLOSED & set(order) or sum(counts.values()) < _KNOWN_WELL:
            order += [tag for tag in _inflected().get(form, ()) if tag not in order]
        words[form] = _completed(order)
    return words


def _completed(order: list[str]) -> Classes:
    """Give a verb both its infinitive and its present."""
    if "VB" in order and "VBP" not in order and "MD" not in order:
        order.append("VBP")
    if "VBP" in order and "VB" not in order:
        order.append("VB")
    return tuple(order)


def _cased(cased: Counts, words: dict[str, Classes]) -> dict[str, Classes]:
    listed = {form: tag for form, tag in _brill() if form != form.lower()}
    found = {}
    for form in {*cased, *listed}:
        counts, tag, known = Counter(cased.get(form, {})), listed.get(form), words.get(form.lower())
        if any(map(str.isdigit, form)) or (not counts and known and tag not in (*_NAMES, "JJ", "NNS")):
            continue
        order = _ordered(counts, tag)
        if not known and order == ["NNP"]:
            continue  # as every form with a capital
        if known and order[0] in _NAMES and not counts and known[0] in CLOSED:
            continue
        order += [tag for tag in (*(known or ()), "NNP") if tag not in order]
        found[form] = _completed(order)
    return found


def _endings(words: dict[str, Classes], plain: Counts) -> dict[str, Classes]:
    counts: Counts = defaultdict(Counter)
    for form, classes in words.items():
        rare = sum(plain.get(form, Counter()).values()) <= _RARE
        if rare and form.isalpha() and classes[0] not in CLOSED:
            for length in range(1, min(LONGEST_ENDING, len(form) - 1) + 1):
                counts[form[-length:]][classes[0]] += 1
    found: dict[str, Classes] = {}
    for ending in sorted(counts, key=lambda ending: (len(ending), ending)):
        seen = counts[ending]
        total = sum(seen.values())
        if total < _ENDING and len(ending) > 1:
            continue
        order = [tag for tag, n in seen.items() if n >= _SHARE * total or n == max(seen.values())]
        order.sort(key=lambda tag: (-seen[tag], tag))
        for tag, other in (("VB", "VBP"), ("VBD", "VBN"), ("VBN", "VBD")):
            if tag in order and other not in order:
                order.append(other)
        shorter = next((found[e] for e in (ending[at:] for at in range(1, len(ending))) if e in found), None)
        if shorter is None or shorter[0] != order[0] or not set(order) <= set(shorter):
            found[ending] = tuple(order)
    return found


# -- word lists -------------------------------------------------------------------------------------


@cache
def _brill() -> tuple[tuple[str, str], ...]:
    """Return the forms of Brill's lexicon with their class."""
    rows = []
    for line in (_folder("textblob") / "en" / "en-lexicon.txt").read_text("utf-8").splitlines():
        form, _, tag = line.rpartition(" ")
        tag = tag.split("|")[0]
        if (
            not line.startswith(";;;")
            and tag in OPEN | CLOSED
            and form.replace("-", "").replace("'", "").isalpha()
        ):
            rows.append((form, tag))
    return tuple(rows)


@cache
def _inflected() -> dict[str, list[str]]:
    """Return the classes that LemmInflect's table gives forms."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, tag in _inflections():
        if form and tag not in found[form]:
            found[form].append(tag)
    return found


def _inflections() -> Iterator[tuple[str, str]]:
    path = _folder("lemminflect") / "resources" / "infl_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            lemma, kind, *columns = line.rstrip("\n").split(",")
            forms = [column.split("/") for column in (*columns, "", "", "")]
            if lemma != lemma.lower():
                continue
            if kind == "noun":
                yield lemma, "NN"
                yield from ((form, "NNS") for form in forms[0] if form != lemma)
            elif kind == "verb":
                past, participle, present, third = forms[:4]
                yield lemma, "VB"
                yield lemma, "VBP"
                yield from ((form, "VBD") for form in past)
                yield from ((form, "VBN") for form in (participle if participle != [""] else past))
                yield from ((form, tag) for form in present for tag in ("VBG", "NN"))
                yield from ((form, "VBZ") for form in third)
            else:
                tag = "JJ" if kind == "adj" else "RB"
                yield lemma, tag
                yield from (
                    (form, tag + degree) for degree, row in zip("RS", forms, strict=False) for form in row
                )


def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"install {package} first: pip install --no-deps lemminflect textblob")
    return Path(found.origin).parent
