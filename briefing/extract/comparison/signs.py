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
from typing import NamedTuple, TypeVar, cast

from msgspec import Struct

from briefing.extract.comparison.phrases import ANCHORS, ComparisonPhrase, close, era_words, table
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Cast, Document, Found, Relation, Sentence, Span, Token, When
from briefing.model.syntax import Syntax, VerbGroup
from briefing.text.tokens import first_at

_SUBORDINATE = frozenset(("relative", "complement", "participial", "adverbial"))
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


class ThemeWord(NamedTuple):
    """Words that say a theme."""

    first: int
    end: int
    theme: str
    weight: float


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
    cues: dict[str, list[Cue]] = {}
    """By kind, as `phrases` names them; `dated` are dates of now, `late` ones that are later than any era."""
    elsewhere: bool = False
    """It is of a life, or of sport, culture or the weather."""
    themes: tuple[ThemeWord, ...] = ()

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

    def of(self, kind: str) -> list[Cue]:
        """Return the cues of a kind, in order."""
        return self.cues.get(kind, [])

    def anchored(self, first: int, end: int) -> Anchor | None:
        """Return the first words in a stretch that place something in an era."""
        return next((a for a in self.anchors if a.kind != "since" and first <= a.first < end), None)

    def has(self, kind: str, first: int, end: int) -> Cue | None:
        """Return the first cue of a kind that begins in a stretch."""
        return next((cue for cue in self.of(kind) if first <= cue.first < end), None)

    def verb(self, first: int, end: int) -> VerbGroup | None:
        """Return the verb that a stretch hangs on: the first that nothing subordinates."""
        clauses = [c for c in self.syntax.clauses if c.verb is not None and c.verb.finite]
        inside = [c for c in clauses if c.verb is not None and first <= c.verb.first < end]
        free = [c for c in inside if c.kind not in _SUBORDINATE or c.opener is None or c.opener < first]
        return next((c.verb for c in free or inside), None)

    def weights(self, first: int, end: int) -> dict[str, float]:
        """Return the themes of a stretch of tokens with the weight of the words that say them."""
        weights: dict[str, float] = {}
        for word in self.themes:
            if first <= word.first and word.end <= end:
                weights[word.theme] = weights.get(word.theme, 0.0) + word.weight
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
        marks = lexicon.comparison.eras
        eras = [era for era in lexicon.calendar.eras if era.id in marks]
        self._eras = [(era.id, marks[era.id].since or era.since, era.until) for era in eras]

    def era_of(self, first: int, last: int) -> str:
        """Return the era that two years lie in; empty for none."""
        return next((era for era, since, until in self._eras if since <= first and last <= until), "")

    def back(self, words: str) -> str:
        """Return the era that lies so far before the text: "fifty years after"; empty for none."""
        spans, day = self.lexicon.comparison.spans, self.document.article.source.date
        years = next((n for n, phrases in spans.items() if words.startswith(phrases)), None)
        return self.era_of(day.year - years, day.year - years) if years and day is not None else ""

    @functools.cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The signs of every sentence."""
        return tuple(_Reader(self).read())

    @functools.cached_property
    def dated(self) -> dict[int, list[tuple[Span, str, str]]]:
        """The dates of each sentence: `date` with its era, `dated` of now, `late` for those between."""
        day, found = self.document.article.source.date, defaultdict(list)
        near = day.year - _YEARS_OF_NOW if day is not None else 0
        for date in self.dates:
            when, span = date.item, date.item.at[0]
            first = when.earliest.year if when.earliest is not None else near
            era = self.era_of(first, when.latest.year if when.latest is not None else first)
            if era and _YEAR.search(when.text) is not None:
                found[date.sentence].append((span, "date", era))
            elif when.earliest is not None or when.precision == "day":
                over = not era and first > max(until for _, _, until in self._eras)
                kind = "dated" if first >= near else "late"
                found[date.sentence] += [(span, kind, "")] if over or kind == "dated" else []
        return found

    def name_an_era(self) -> bool:
        """Return without a reading whether anything in the document can belong to an era."""
        dated = any(kind == "date" for row in self.dated.values() for _, kind, _ in row)
        return dated or not self.document.vocabulary.isdisjoint(era_words(self.lexicon))


class _Reader:
    """What is known of a text, by sentence."""

    def __init__(self, marks: Marks) -> None:
        self.marks, self.document, self.lexicon = marks, marks.document, marks.lexicon
        knowledge, actors = marks.lexicon.comparison, marks.cast.actors
        countries = {a.id: knowledge.successors.get(a.country, a.country) for a in actors if a.country}
        eras = {a.id: a.era for a in actors if a.era in knowledge.eras}
        self.states: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.people: dict[int, list[tuple[Span, str, str]]] = defaultdict(list)
        """By sentence, where each person is named, the era and the name."""
        names = {a.id: a.name.lower() for a in actors}
        for mention in marks.cast.mentions:
            if country := countries.get(mention.actor or ""):
                self.states[mention.sentence].append((mention.span.start, country))
            if mention.kind == "person" and mention.form == "name":
                key = mention.actor or ""
                self.people[mention.sentence].append((mention.span, eras.get(key) or "", names.get(key, "")))

    def read(self) -> Iterator[Reading]:
        text = self.document.concordance
        matches: dict[int, list[Match[ComparisonPhrase]]] = defaultdict(list)
        for first, end, row in table(self.lexicon).find_all(text):
            number = text.sentence_of[first]
            matches[number].append(Match(first - text.opens[number], end - text.opens[number], row))
        for sentence in self.document.sentences:
            yield self._reading(sentence, matches.get(sentence.index, []))

    def _reading(self, sentence: Sentence, matches: list[Match[ComparisonPhrase]]) -> Reading:
        index, document = sentence.index, self.document
        tokens, lower, opening = document.tokens[index], document.lower[index], document.opening(index)
        matches = [match for match in matches if match.first >= opening]
        states, spans = tuple(self.states.get(index, ())), self._spans(index)
        if not spans and all(match.row.kind == "theme" for match in matches):
            themes = tuple(_outer(self._themes(index, tokens, matches, ())))
            return Reading(sentence, tokens, lower, opening, document, self.lexicon, states, themes=themes)
        cues: dict[str, list[Cue]] = defaultdict(list)
        for first, end, row in matches:
            if row.kind not in ANCHORS and row.kind != "theme":
                relation = cast("Relation", row.key) if row.key else None
                cues[row.kind].append(Cue(first, end, relation, " ".join(lower[first:end]).replace("’", "'")))
        dates = [
            (first_at(tokens, span.start), first_at(tokens, span.end), kind, era) for span, kind, era in spans
        ]
        for first, end, kind, era in dates:
            cues[kind] += [] if era else [Cue(first, end)]
        topics = sorted(cues["topic"])
        headed = topics != [] and topics[0].first < opening + _HEAD
        elsewhere = bool(cues["life"]) or len(topics) > 1 or headed
        named = [
            Anchor(m.first, m.end, m.row.kind, m.row.key, m.row.theme)
            for m in matches
            if m.row.kind in ANCHORS
        ]
        ago = [cue for cue in cues["later"] if cue.row.endswith(" ago")]
        named += [Anchor(cue.first, cue.end, "date", self.marks.back(cue.row)) for cue in ago]
        for first, end, kind, era in dates:
            if era and not any(a.first < end and first < a.end for a in named):
                named.append(Anchor(first, max(end, first + 1), kind, era))
        anchors = (
            []
            if elsewhere
            else [
                a
                for a in _outer(named)
                if a.era and self._is_then(a, tokens, lower) and self._is_meant(a, index, tokens)
            ]
        )
        return Reading(
            sentence,
            tokens,
            lower,
            opening,
            document,
            self.lexicon,
            states,
            tuple(a._replace(kind="since") if _is_after_since(a, lower) else a for a in anchors),
            {kind: _outer(found) for kind, found in cues.items()},
            elsewhere,
            tuple(_outer(self._themes(index, tokens, matches, anchors))),
        )

    def _spans(self, index: int) -> list[tuple[Span, str, str]]:
        """Return the dates and the people of an era in a sentence."""
        people = [(span, "actor", era) for span, era, _ in self.people.get(index, ()) if era]
        return [*self.marks.dated.get(index, ()), *people]

    def _is_then(self, anchor: Anchor, tokens: tuple[Token, ...], lower: tuple[str, ...]) -> bool:
        """Return whether words mean the era: not its end, a thing that is left of it, a figure of speech."""
        knowledge = self.lexicon.comparison
        if anchor.kind in ("date", "label", "ended"):
            return anchor.kind == "date"
        before, behind = lower[: anchor.first][-1:], lower[anchor.end : anchor.end + 1]
        if not knowledge.no_setting_before.isdisjoint(behind) or not knowledge.no_setting_after.isdisjoint(
            before
        ):
            return False
        capital = any(token.text[0].isupper() for token in tokens[anchor.first : anchor.end])
        return capital or (anchor.kind in ("landmark", "setting") and lower[anchor.first] != "cold")

    def _is_meant(self, anchor: Anchor, index: int, tokens: tuple[Token, ...]) -> bool:
        """Return whether a family name of the era is not that of somebody else, by the given names."""
        if anchor.kind != "person":
            return True
        called = " ".join([token.lower for token in tokens[anchor.first : anchor.end]])
        given = self.lexicon.comparison.eras[anchor.era].people.get(called, ())
        start = tokens[anchor.first].start
        others = [n.split() for s, _, n in self.people.get(index, ()) if s.start <= start < s.end]
        return not given or all(
            n[-1:] != [called] or len(n) < 2 or not set(given).isdisjoint(n) for n in others
        )

    def _themes(
        self,
        index: int,
        tokens: tuple[Token, ...],
        matches: list[Match[ComparisonPhrase]],
        anchors: Iterable[Anchor],
    ) -> Iterator[ThemeWord]:
        """Yield the words that say a theme: no part of a name, nor of what names the era itself."""
        naming = [anchor for anchor in anchors if anchor.kind in ("setting", "landmark", "state")]
        called = [span for span, _, _ in self.people.get(index, ())]
        for first, end, row in matches:
            if row.kind == "theme" and not any(a.first <= first < a.end for a in naming):
                start, stop = tokens[first].start, tokens[end - 1].end
                if not any(name.start <= start and stop <= name.end for name in called):
                    yield ThemeWord(first, end, row.key, row.weight)


Placed = TypeVar("Placed", Anchor, Cue, ThemeWord)


def _outer(found: Iterable[Placed]) -> list[Placed]:
    """Drop what lies inside something longer, and what stands twice."""
    found = list(found)
    if len(found) < 2:
        return found
    kept: list[Placed] = []
    reach = 0
    for item in sorted(dict.fromkeys(found), key=lambda i: (i.first, -i.end)):
        # What ends behind all that are kept lies inside none of them.
        if item.end > reach or any((k.first, k.end) == (item.first, item.end) for k in kept):
            kept.append(item)
            reach = max(reach, item.end)
    return kept


def _is_after_since(anchor: Anchor, lower: tuple[str, ...]) -> bool:
    """Return whether a "since" of the same clause dates something by the words."""
    for word in reversed(lower[: anchor.first]):
        if word in _CLAUSE_MARKS or word == "since":
            return word == "since"
    return False
