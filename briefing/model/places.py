"""A record and its text -> the record with the place of everything that claims one.

The words are the evidence.  They are looked for as they are, then around insertions [in brackets] and
cuts marked […].  Of several places the first is meant; of the words that date an item those in it, of a
role the one nearest to the person's name.  Where another one is meant the record counts (`occurrence: 2`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from briefing.model import Actor, Article, Brief, Role, Span, Spans, item_id
from briefing.model.grounding import CUT, holds
from briefing.model.sections import SECTIONS, Addition, Section, shape_of
from briefing.model.text_index import TextIndex

MOST_INSERTIONS = 4
"""More brackets in one quote than this are tried all or none."""
MOST_PLACES = 1_000
"""Places at which the same words stand that are looked at."""
_INSERTION = re.compile(r"\[[^\[\]]*\]")
T = TypeVar("T", bound=msgspec.Struct)
replace = msgspec.structs.replace


def grounded(brief: Brief, article: Article, mentions: Mapping[str, Spans] | None = None) -> Brief:
    """Return a brief with its places, and with an id for each item that a person put in without one.

    `mentions` are the places at which the machine has the actors named, by their ids; without them they
    are found by the names.  A place that an item has is kept where the words are at it; words that are
    nowhere have none.
    """
    brief = with_ids(brief)
    finder = Finder(article)
    brief = replace(brief, actors=_named(brief.actors, finder, mentions))
    found = {section.name: tuple(map(finder.item, getattr(brief, section.name))) for section in SECTIONS}
    place = finder.item(brief.place) if brief.place else None
    source = replace(brief.source, sha256=article.source.sha256)
    return replace(brief, place=place, source=source, **found)


# -- ids ----------------------------------------------------------------------------------------


def with_ids(brief: Brief) -> Brief:
    """Issue ids for the items that have none, as the machine would."""
    changed = {}
    for section in SECTIONS:
        items = getattr(brief, section.name)
        if not all(getattr(item, "id", "given") for item in items):
            changed[section.name] = tuple(_issued(items, section))
    return replace(brief, **changed) if changed else brief


def _issued(items: Iterable[Any], section: Section) -> Iterator[Any]:
    taken = {item.id for item in items}
    counted: Counter[str] = Counter()
    for item in items:
        if not item.id:
            name = _new_id(item, section, counted)
            while name in taken:
                name = _new_id(item, section, counted)
            taken.add(name)
            item = replace(item, id=name)
        yield item


def _new_id(item: Any, section: Section, counted: Counter[str]) -> str:
    if isinstance(item, Actor):
        stem = "-".join(re.findall(r"[a-z0-9]+", item.name.lower())) or "actor"
        counted[stem] += 1
        return stem if counted[stem] == 1 else f"{stem}-{counted[stem]}"
    adds: Iterable[Addition] = section.adds.values()
    fits = (a.prefix for a in adds if all(getattr(item, name) == value for name, value in a.fields.items()))
    prefix = next(fits, next((a.prefix for a in adds), "pair"))
    words = (getattr(item, name, None) for name in ("text", "then", "now", "answer"))
    return item_id(prefix, str(next(filter(None, words), "")), counted)


# -- actors -------------------------------------------------------------------------------------


def _named(actors: tuple[Actor, ...], finder: Finder, known: Mapping[str, Spans] | None) -> tuple[Actor, ...]:
    """Return actors with the places that name them: those that the machine found, and people's own forms."""
    text = finder.article.text
    kept: dict[str, list[Span]] = {}
    forms: list[tuple[str, str]] = []
    for actor in actors:
        spans = (known or {}).get(actor.id, Spans())
        names = {" ".join(name.split()): name for name in (actor.name, *actor.aliases)}
        kept[actor.id] = [span for span in spans if " ".join(span.of(text).split()) in names]
        found = {" ".join(span.of(text).split()) for span in kept[actor.id]}
        forms += [(name, actor.id) for plain, name in names.items() if plain not in found]
    taken = sorted(itertools.chain.from_iterable(kept.values()))
    for name, key in sorted(forms, key=lambda form: -len(form[0])):
        for span in finder.spans(name):
            at = bisect_left(taken, span)
            if not any(span.overlaps(other) for other in taken[max(0, at - 1) : at + 1]):
                taken.insert(at, span)
                kept[key].append(span)
    return tuple(replace(actor, mentions=Spans(sorted(kept[actor.id]))) for actor in actors)


# -- words --------------------------------------------------------------------------------------


class Finder:
    """Finds words in the body of one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._index = TextIndex(article.text, article.body)
        self._places: dict[str, list[Spans]] = {}

    def item(self, item: T, near: Spans | None = None) -> T:
        """Return an item with the places of its words and of those in it."""
        shape = shape_of(item)
        changed: dict[str, Any] = {}
        if shape.quote:
            number, at = self._place(getattr(item, shape.quote), item, near)
            changed = {"occurrence": number, "at": at}
            near = at
        if isinstance(item, Actor):
            near = item.mentions
        for name in shape.inner:
            if (inner := getattr(item, name)) is not None:
                changed[name] = self.item(inner, near if name in shape.dates else None)
        for list_ in shape.lists:
            inferred = list_.name in getattr(item, "inferred", ())
            changed[list_.name] = tuple(
                inner if inferred and not _told(inner) else self.item(inner, near)
                for inner in getattr(item, list_.name)
            )
        same = all(getattr(item, name) == value for name, value in changed.items())
        return item if same else replace(item, **changed)

    def find(self, text: str, near: Spans | None = None) -> Spans:
        """Return the place of words, empty where they have none; `near` chooses between several."""
        return _nearest(self.places(text), near) if text else Spans()

    def _place(self, text: str, item: Any, near: Spans | None) -> tuple[int | None, Spans]:
        """Return which of the places of its words an item means, None for the one meant anyway; and it."""
        said: int | None = item.occurrence
        at: Spans = item.at
        if not text:
            return said, at
        held = at and holds(text, self.article.text, at, self.article.body)
        places = self.places(text)
        if not places and isinstance(item, Role):
            places = [
                Spans.one(s, s + len(text)) for s in self._index.after(f"{text}s")
            ]  # "Senators Brown and Berg"
        default = _nearest(places, near)
        if held:
            if at == default or at not in places:
                return None, default or at
            return places.index(at) + 1, at
        if (said or 1) > len(places):
            return said, Spans()
        chosen = places[said - 1] if said else _nearest(places, at) if at else default
        return None if chosen == default else places.index(chosen) + 1, chosen

    def places(self, text: str) -> list[Spans]:
        """Return every place at which words stand, in order; of words with cuts those of each beginning."""
        if text not in self._places:
            self._places[text] = list(itertools.islice(self._found(text), MOST_PLACES))
        return self._places[text]

    def spans(self, name: str) -> Iterator[Span]:
        """Yield the places of a name, which a line's end may cut in two."""
        found = False
        for start in self._index.after(name):
            found = True
            yield Span(start, start + len(name))
        if not found and " " in name:
            pattern = r"\s+".join(map(re.escape, name.split()))
            for hit in re.compile(rf"(?<!\w){pattern}(?!\w)").finditer(
                self.article.text, self.article.body.start
            ):
                yield Span(*hit.span())

    def _found(self, text: str) -> Iterator[Spans]:
        if CUT not in text and "[" not in text:
            for start in self._index.after(text):
                yield Spans.one(start, start + len(text))
            return
        pieces = [_forms(piece) for piece in text.split(CUT)]
        starts = sorted({start for form in pieces[0] for start in self._index.after(form)})
        for start in starts[:MOST_PLACES]:
            spans = self._onward(pieces, start)
            if spans is not None and holds(text, self.article.text, spans, self.article.body):
                yield spans

    def _onward(self, pieces: list[list[str]], start: int) -> Spans | None:
        """Follow the pieces of a quote from a start."""
        spans: list[Span] = []
        here = start
        for forms in pieces:
            found = [
                (place, len(form))
                for form in forms
                if (place := next(self._index.after(form, here), -1)) >= 0
            ]
            if not found:
                return None
            place, length = min(found, key=lambda pair: (pair[0], -pair[1]))
            spans.append(Span(place, place + length))
            here = place + length
        return Spans(spans)


def _told(item: Any) -> bool:
    """Return whether an item says where its words stand, though its list comes from the reference."""
    return bool(item.at) or item.occurrence is not None


def _nearest(places: list[Spans], near: Spans | None) -> Spans:
    """Return the first place, or the one nearest to another; in it is nearest."""
    if not places:
        return Spans()
    if not near:
        return places[0]
    starts = [span.start for span in near]

    def apart(place: Spans) -> int:
        index = bisect_left(starts, place.start)
        around = near[max(0, index - 1) : index + 1]
        return min(max(span.start - place.end, place.start - span.end, 0) for span in around)

    return min(places, key=apart)


def _forms(piece: str) -> list[str]:
    """Return how words may be in a source: with their brackets, or without those that were inserted."""
    brackets = list(_INSERTION.finditer(piece))
    choices: Iterable[tuple[bool, ...]] = itertools.product((False, True), repeat=len(brackets))
    if len(brackets) > MOST_INSERTIONS:
        choices = ((False,) * len(brackets), (True,) * len(brackets))
    forms: dict[str, None] = {}
    for drop in choices:
        form, end = "", 0
        for bracket, dropped in zip(brackets, drop, strict=True):
            if not dropped:
                continue
            form += piece[end : bracket.start()]
            end = bracket.end()
            if piece[end : end + 1] == " " and (not form or form.endswith(" ")):
                end += 1
            elif form.endswith(" "):
                form = form[:-1]
        forms.setdefault((form + piece[end:]).strip())
    return [form for form in forms if form]
