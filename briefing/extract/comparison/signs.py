"""A sentence -> what in it speaks for then and for now, and what relates the two.

The phrases of comparison.yml are in one tree; the dates and the cast give years, people and states, the
parser gives verbs and their tenses.  What only sounds like then is no anchor: the end of an era, a label
("a new Cold War"), a year after "since", a museum, a tank.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from msgspec import Struct

from briefing.extract.comparison.phrases import ANCHORS, ComparisonPhrase, close, era_words, table
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Cast, Document, Found, Relation, Sentence, Span, Token, When
from briefing.model.syntax import Syntax, VerbGroup
from briefing.text.tokens import first_at

_BY_HEAD = frozenset(("relative", "complement", "participial", "adverbial"))
_CLAUSE_MARKS = frozenset((",", ";", ":", "–", "—"))
_YEAR = re.compile(r"\d{4}|\bago\b|(?:ties|'\d0s)\b")
"""A date names its year itself: one that only follows from the dates around it places nothing in an era."""
_HEAD = 4
"""Words at the head of a sentence, which tell its topic."""
_YEARS_OF_NOW = 3
"""A date of so many years before the text, or later, is of now."""


class Anchor(NamedTuple):
    """Words that name an era or something of it; token numbers in the sentence."""

    first: int
    end: int
    kind: str
    """One of setting, landmark, person, state, date or actor; since, where it only dates something."""
    era: str
    theme: str = ""


class Cue(NamedTuple):
    """Words for now or then, or for how two sides relate."""

    first: int
    end: int
    relation: Relation | None = None
    row: str = ""


class Reading(Struct, frozen=True, gc=False):
    """The signs of one sentence; tokens count from 0 in the sentence, `opening` is behind a dateline."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    opening: int
    document: Document
    lexicon: Lexicon
    states: tuple[tuple[int, str], ...] = ()
    """Where each state is named, by itself or by its people; successors stand for those that are no more."""
    anchors: tuple[Anchor, ...] = ()
    cues: dict[str, tuple[Cue, ...]] = {}
    """By kind: now, weak, again, denied, life, topic, making, later, first, relation, likeness, dated."""
    elsewhere: bool = False
    """It is of a life, or of sport, culture or the weather."""
    themes: tuple[tuple[int, int, str, float], ...] = ()
    """First token, end, theme, weight."""

    @property
    def number(self) -> int:
        return self.sentence.index

    @property
    def syntax(self) -> Syntax:
        return self.document.syntax[self.number]

    @property
    def close(self) -> frozenset[str]:
        """The cues that are common words."""
        return close(self.lexicon)

    @property
    def things(self) -> frozenset[str]:
        """Nouns of things that may be left of an era."""
        return self.lexicon.comparison.no_setting_before

    def of(self, kind: str) -> tuple[Cue, ...]:
        """Return the cues of a kind, in order."""
        return self.cues.get(kind, ())

    def anchored(self, first: int, end: int) -> Anchor | None:
        """Return the first words in a stretch that place something in an era."""
        return next((a for a in self.anchors if a.kind != "since" and first <= a.first < end), None)

    def has(self, kind: str, first: int, end: int) -> Cue | None:
        """Return the first cue of a kind that begins in a stretch."""
        return next((cue for cue in self.of(kind) if first <= cue.first < end), None)

    def verb(self, first: int, end: int) -> VerbGroup | None:
        """Return the verb that a stretch hangs on: the first that no relative pronoun or conjunction opens."""
        clauses = [c for c in self.syntax.clauses if c.verb is not None and first <= c.verb.first < end]
        finite = [c for c in clauses if c.verb is not None and c.verb.finite]
        free = [c for c in finite if c.kind not in _BY_HEAD or c.opener is None or c.opener < first]
        found = next(iter(free or finite), None)
        return found.verb if found is not None else None

    def span(self, first: int, end: int) -> Span:
        """Return the characters from token `first` up to token `end`."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def weights(self, first: int, end: int) -> dict[str, float]:
        """Return the themes of a stretch of tokens with the weight of the words that say them."""
        weights: dict[str, float] = {}
        for start, stop, theme, weight in self.themes:
            if first <= start and stop <= end:
                weights[theme] = weights.get(theme, 0.0) + weight
        return weights

    def states_in(self, first: int, end: int) -> frozenset[str]:
        """Return the states that a stretch of tokens names, itself or through its people."""
        low, high = self.tokens[first].start, self.tokens[end - 1].end
        return frozenset([state for at, state in self.states if low <= at < high])


class Marks:
    """The signs of a text; its sentences are read when the first stage asks for them, and not again."""

    def __init__(
        self, document: Document, cast: Cast, dates: tuple[Found[When], ...], lexicon: Lexicon
    ) -> None:
        self.document, self.cast, self.dates, self.lexicon = document, cast, dates, lexicon

    @functools.cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The signs of every sentence."""
        return tuple(_Reader(self).read())

    @functools.cached_property
    def years(self) -> dict[int, list[tuple[Span, str]]]:
        """The dates of each sentence that fall into an era which texts are compared with."""
        marks = self.lexicon.comparison.eras
        eras = [era for era in self.lexicon.calendar.eras if era.id in marks]
        opened = {era.id: marks[era.id].since or era.since for era in eras}
        found: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        for date in self.dates:
            first, last = date.item.earliest, date.item.latest
            if first is None or last is None or _YEAR.search(date.item.text) is None:
                continue
            era = next((e for e in eras if opened[e.id] <= first.year and last.year <= e.until), None)
            if era is not None:
                found[date.sentence].append((date.item.at[0], era.id))
        return found

    def back(self, words: str) -> str:
        """Return the era that lies so far before the text: "fifty years after"; empty where none does."""
        spans, day = self.lexicon.comparison.spans, self.document.article.source.date
        years = next((n for n, phrases in spans.items() if words.startswith(phrases)), None)
        if years is None or day is None:
            return ""
        eras = (e for e in self.lexicon.calendar.eras if e.id in self.lexicon.comparison.eras)
        return next((era.id for era in eras if era.since <= day.year - years <= era.until), "")

    def name_an_era(self) -> bool:
        """Return without a reading whether anything in the document can belong to an era."""
        return bool(self.years) or not self.document.vocabulary.isdisjoint(era_words(self.lexicon))


class _Reader:
    """What is known of a text, by sentence."""

    def __init__(self, marks: Marks) -> None:
        self.marks, self.document, self.lexicon, self.years = (
            marks,
            marks.document,
            marks.lexicon,
            marks.years,
        )
        knowledge = marks.lexicon.comparison
        countries = {
            a.id: knowledge.successors.get(a.country, a.country) for a in marks.cast.actors if a.country
        }
        eras = {a.id: a.era for a in marks.cast.actors if a.era in knowledge.eras}
        self.states: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.actors: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        self.people: dict[int, list[Span]] = defaultdict(list)
        for mention in marks.cast.mentions:
            actor = mention.actor or ""
            if country := countries.get(actor):
                self.states[mention.sentence].append((mention.span.start, country))
            if mention.kind == "person" and mention.form == "name":
                self.people[mention.sentence].append(mention.span)
                if era := eras.get(actor):
                    self.actors[mention.sentence].append((mention.span, era))
        self.dated = self._dated(marks.dates)

    def _dated(self, dates: Iterable[Found[When]]) -> dict[int, list[tuple[Span, str]]]:
        """Return the dates of now, and those that are later than any era."""
        day = self.document.article.source.date
        near = day.year - _YEARS_OF_NOW if day is not None else 0
        over = max(era.until for era in self.lexicon.calendar.eras if era.id in self.lexicon.comparison.eras)
        found: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        for date in dates:
            when = date.item
            if when.earliest is None and when.precision != "day":
                continue
            year = when.earliest.year if when.earliest is not None else near
            if year >= near:
                found[date.sentence].append((when.at[0], "dated"))
            elif year > over:
                found[date.sentence].append((when.at[0], "late"))
        return found

    def read(self) -> Iterator[Reading]:
        matches = self._matches()
        for sentence in self.document.sentences:
            yield self._reading(sentence, matches.get(sentence.index, []))

    def _matches(self) -> dict[int, list[Match[ComparisonPhrase]]]:
        text = self.document.concordance
        found: dict[int, list[Match[ComparisonPhrase]]] = defaultdict(list)
        for first, end, row in table(self.lexicon).find_all(text):
            number = text.sentence_of[first]
            found[number].append(Match(first - text.opens[number], end - text.opens[number], row))
        return found

    def _reading(self, sentence: Sentence, matches: list[Match[ComparisonPhrase]]) -> Reading:
        index, document = sentence.index, self.document
        tokens, lower, opening = document.tokens[index], document.lower[index], document.opening(index)
        matches = [match for match in matches if match.first >= opening]
        cues: dict[str, list[Cue]] = defaultdict(list)
        for first, end, row in matches:
            if row.kind not in ANCHORS and row.kind != "theme":
                relation = cast("Relation", row.key) if row.key else None
                cues[row.kind].append(Cue(first, end, relation, " ".join(lower[first:end]).replace("’", "'")))
        for span, kind in self.dated.get(index, ()):
            cues[kind].append(Cue(first_at(tokens, span.start), first_at(tokens, span.end)))
        topics = sorted(cues["topic"])
        elsewhere = (
            bool(cues["life"]) or len(topics) > 1 or (topics != [] and topics[0].first < opening + _HEAD)
        )
        anchors = () if elsewhere else self._anchors(index, tokens, lower, matches)
        return Reading(
            sentence,
            tokens,
            lower,
            opening,
            document,
            self.lexicon,
            tuple(self.states.get(index, ())),
            anchors,
            {kind: _longest(found) for kind, found in cues.items()},
            elsewhere,
            _outer(self._themes(index, tokens, matches, anchors)),
        )

    def _anchors(
        self,
        index: int,
        tokens: tuple[Token, ...],
        lower: tuple[str, ...],
        matches: list[Match[ComparisonPhrase]],
    ) -> tuple[Anchor, ...]:
        ago = [(first, end) for first, end, row in matches if row.kind == "later" and lower[end - 1] == "ago"]
        named = [
            Anchor(*at, "date", era) for at in ago if (era := self.marks.back(" ".join(lower[slice(*at)])))
        ]
        named += [
            Anchor(first, end, row.kind, row.key, row.theme)
            for first, end, row in matches
            if row.kind in ANCHORS
        ]
        spans = [(span, "date", era) for span, era in self.years.get(index, ())]
        spans += [(span, "actor", era) for span, era in self.actors.get(index, ())]
        for span, kind, era in spans:
            first, end = first_at(tokens, span.start), first_at(tokens, span.end)
            if not any(a.first < end and first < a.end for a in named):
                named.append(Anchor(first, max(end, first + 1), kind, era))
        outer = [a for a in named if not any(_inside(a, other) for other in named)]
        kept = [a for a in outer if a.kind not in ("label", "ended") and self._is_then(a, tokens, lower)]
        kept = [a._replace(kind="since") if _is_after_since(a, lower) else a for a in kept]
        return tuple(sorted(set(kept), key=lambda a: a[:4]))

    def _is_then(self, anchor: Anchor, tokens: tuple[Token, ...], lower: tuple[str, ...]) -> bool:
        """Return whether words mean the era, and neither a thing that is left of it nor a figure of speech."""
        knowledge = self.lexicon.comparison
        if anchor.kind == "date":
            return True
        behind = [word for word in lower[anchor.end : anchor.end + 3]]
        if behind and behind[0] in knowledge.no_setting_before:
            return False
        if anchor.first and lower[anchor.first - 1] in knowledge.no_setting_after:
            return False
        capital = any(token.text[0].isupper() for token in tokens[anchor.first : anchor.end])
        return capital or anchor.kind in ("landmark", "setting") and lower[anchor.first] != "cold"

    def _themes(
        self,
        index: int,
        tokens: tuple[Token, ...],
        matches: list[Match[ComparisonPhrase]],
        anchors: tuple[Anchor, ...],
    ) -> list[tuple[int, int, str, float]]:
        """Return the words that say a theme: no part of a name, nor of what names the era itself."""
        called = self.people.get(index, ())
        naming = [anchor for anchor in anchors if anchor.kind in ("setting", "landmark", "state")]
        found = []
        for first, end, row in matches:
            if row.kind != "theme" or any(a.first <= first < a.end for a in naming):
                continue
            start, stop = tokens[first].start, tokens[end - 1].end
            if not any(name.start <= start and stop <= name.end for name in called):
                found.append((first, end, row.key, row.weight))
        return found


def _inside(inner: Anchor, outer: Anchor) -> bool:
    longer = outer.end - outer.first > inner.end - inner.first
    return longer and outer.first <= inner.first and inner.end <= outer.end


def _is_after_since(anchor: Anchor, lower: tuple[str, ...]) -> bool:
    """Return whether a "since" of the same clause dates something by the words."""
    at = anchor.first - 1
    while at >= 0 and lower[at] not in _CLAUSE_MARKS:
        if lower[at] == "since":
            return True
        at -= 1
    return False


def _longest(cues: list[Cue]) -> tuple[Cue, ...]:
    """Drop every cue that lies inside a longer one."""
    outer = [
        cue
        for cue in cues
        if not any(
            o.first <= cue.first and cue.end <= o.end and o.end - o.first > cue.end - cue.first for o in cues
        )
    ]
    return tuple(sorted(outer, key=lambda cue: cue[:2]))


def _outer(themes: list[tuple[int, int, str, float]]) -> tuple[tuple[int, int, str, float], ...]:
    """Drop every word of a theme that lies inside a longer phrase of whatever theme."""
    kept: list[tuple[int, int, str, float]] = []
    reach = 0
    for mark in sorted(themes, key=lambda m: (m[0], -m[1], -m[3])):
        # One that ends behind all that are kept lies inside none of them.
        if mark[1] > reach or not any(_holds(longer, mark) for longer in kept):
            kept.append(mark)
            reach = max(reach, mark[1])
    return tuple(kept)


def _holds(longer: tuple[int, int, str, float], mark: tuple[int, int, str, float]) -> bool:
    """Return whether a phrase makes another one superfluous: a part of it, or the same in the same theme."""
    if not (longer[0] <= mark[0] and mark[1] <= longer[1]):
        return False
    return longer[:2] != mark[:2] or longer[2] == mark[2]
