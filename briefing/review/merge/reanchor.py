"""Quotes found again after a seed has changed.

A quote that no longer is at its place is looked for word for word; of several places the one is
taken that lies nearest to where the quotes around it have moved.  One that cannot be found has no
place; the nearest sentence is then named, for a person to decide.
"""

from __future__ import annotations

import difflib
import heapq
import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from briefing.model import Article, Span, Spans, Tombstone
from briefing.model.grounding import CUT, holds
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, join, mapped
from briefing.review.merge.text_index import TextIndex

_INSERTION = re.compile(r"\[[^\[\]]*\]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”’\"')\]]*")
MOST_INSERTIONS = 4
"""More brackets in one quote than this are tried all or none."""
MOST_STARTS = 200
"""Places of a quote's beginning that are tried, the nearest first."""
MOST_SENTENCES = 300
"""In a longer text, the sentence nearest to a lost quote is sought among those that share its rare words."""
NEAREST = 8
"""So many of them are compared letter by letter."""
ALIKE = 0.6
"""From this likeness on (difflib's ratio) a sentence is named as the nearest one."""


class Anchors:
    """Finds quotes in the text of an article, given what is known of how things moved."""

    def __init__(self, article: Article, quotes: Iterable[QuotedWords], *, moved: bool) -> None:
        self.text, self.body = article.text, article.body
        self.places = TextIndex(article.text, article.body)
        self.moved = moved
        """Whether the seed is another one than the quotes were taken from."""
        self.lost: dict[str, str] = {}
        """Path -> words of the quotes that were not found."""
        self._sentences: list[str] | None = None
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        """The numbers of the sentences that hold a word."""
        self._shifts = sorted(self._known(quotes)) if moved else []

    def _known(self, quotes: Iterable[QuotedWords]) -> Iterator[tuple[int, int]]:
        """Yield (old start, shift) of the quotes that are in the text exactly once."""
        for words in set(quotes):
            if words.at:
                places = list(itertools.islice(self.places.after(words.text), 2))
                if len(places) == 1:
                    yield words.at.start, places[0] - words.at.start

    def _expected(self, start: int) -> int:
        """Return where what was at `start` should stand now."""
        if not self._shifts:
            return start
        index = bisect_left(self._shifts, (start, 0))
        near = self._shifts[max(0, index - 1) : index + 1]
        return start + min(near, key=lambda known: abs(known[0] - start))[1]

    def find(self, words: QuotedWords) -> Spans | None:
        """Return the place of a quote now, or None."""
        text, at = words
        if holds(text, self.text, at, self.body):
            return at
        expected = self._expected(at.start) if at else self.body.start
        pieces = [_forms(piece) for piece in text.split(CUT)]
        starts = heapq.merge(
            *(self.places.near(form, expected) for form in pieces[0]), key=lambda start: abs(start - expected)
        )
        for start in itertools.islice(starts, MOST_STARTS):
            spans = self._onward(pieces, start)
            if spans is not None and holds(text, self.text, spans, self.body):
                return spans
        return None

    def _onward(self, pieces: list[list[str]], start: int) -> Spans | None:
        """Follow the pieces of a quote from a start."""
        spans: list[Span] = []
        here = start
        for forms in pieces:
            found = [
                (place, len(form))
                for form in forms
                if (place := next(self.places.after(form, here), -1)) >= 0
            ]
            if not found:
                return None
            place, length = min(found, key=lambda pair: (pair[0], -pair[1]))
            spans.append(Span(place, place + length))
            here = place + length
        return Spans(spans)

    def settle(self, node: Fields) -> Fields:
        """Return a tree with every quote at its place now; what is not found is told in `lost`."""

        def change(path: str, value: object) -> object:
            if not isinstance(value, QuotedWords) or not value.text:
                return value
            place = self.find(value)
            if place is not None:
                return QuotedWords(value.text, place)
            if value.at and self.moved:
                self.lost[path] = value.text
                return QuotedWords(value.text, Spans())
            return value

        result: Fields = mapped(node, change)
        if self.moved and isinstance(rows := result.get("actors"), ItemList):
            for key, actor in rows.items():
                actor["mentions"] = self._named(actor, join("actors", key))
        return result

    def stones(self, struck: Iterable[Tombstone]) -> list[Tombstone]:
        """Return the stones of struck items where their quotes stand now."""
        return [self._stone(stone) for stone in struck] if self.moved else list(struck)

    def _stone(self, stone: Tombstone) -> Tombstone:
        place = self.find(QuotedWords(stone.quote, stone.at)) if stone.quote else None
        when = stone.when
        if place is not None and when and stone.at:
            shift = place.start - stone.at.start
            when = Spans(Span(max(0, span.start + shift), max(1, span.end + shift)) for span in when)
        return msgspec.structs.replace(stone, at=place or Spans(), when=when if place else Spans())

    def _named(self, actor: Fields, path: str) -> Spans:
        """Return where an actor is named now; places that still read as a name are left."""
        forms = sorted({actor["name"], *actor["aliases"].values()}, key=lambda form: (-len(form), form))
        known: Spans = actor["mentions"]
        read = set(forms)
        if not known or all(span.of(self.text) in read for span in known):
            return known
        found: list[Span] = []
        for form in forms:
            spans = (Span(start, start + len(form)) for start in self.places.after(form))
            for span in spans:
                at = bisect_left(found, span)
                if not any(span.overlaps(other) for other in found[max(0, at - 1) : at + 1]):
                    found.insert(at, span)
        if not found:
            self.lost[join(path, "mentions")] = actor["name"]
        return Spans(found)

    def nearest(self, text: str) -> str | None:
        """Return the sentence most like a quote that is lost, or None where none is alike."""
        near = difflib.get_close_matches(text, self._like(text), 1, ALIKE)
        return near[0] if near else None

    def _like(self, text: str) -> list[str]:
        """Return the sentences worth comparing: all of a short text, else those with the most rare words."""
        if self._sentences is None:
            found = (match[0].strip() for match in _SENTENCE.finditer(self.text, self.body.start))
            self._sentences = [sentence for sentence in found if sentence]
            for number, sentence in enumerate(self._sentences):
                for word in set(sentence.split()):
                    self._holding[word].append(number)
        if len(self._sentences) <= MOST_SENTENCES:
            return self._sentences
        counted: Counter[int] = Counter()
        words = {word for word in text.split() if len(self._holding.get(word, ())) <= MOST_SENTENCES}
        for word in sorted(words):
            counted.update(self._holding.get(word, ()))
        best = heapq.nsmallest(NEAREST, counted, key=lambda number: (-counted[number], number))
        return [self._sentences[number] for number in sorted(best)]


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
