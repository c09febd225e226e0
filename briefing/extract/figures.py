"""The numbers that matter: the dead and hurt, money, troops, arms, shares, distances, votes.

A number counts only where its noun or its verb says what it is; dates, ages, ranks and lists are left
out, and a number in quotation marks stays in its quotation.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from briefing.extract.sources import SourceIndex
from briefing.lexicon import Lexicon
from briefing.model import (
    Background,
    Document,
    Figure,
    FigureKind,
    Found,
    Spans,
    Statement,
    Syntax,
    VerbGroup,
    When,
    item_id,
)
from briefing.text.chunks import BE, NOUNS

_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:k|m|bn|tn)?")
_GLUED = re.compile(r"(us\$|a\$|c\$|[$€£¥₽₹₴])(\d[\d,.]*)(k|m|bn|tn)?")
_MARKS = frozenset(("“", "”", '"', "``", "''"))

_FROM = frozenset(("from", "of", "off", "north", "south", "east", "west", "away", "inside", "into"))
_RISEN = frozenset(("to", "of", "at", "is", "was"))
_DOLLARS = frozenset(("us", "a", "c"))
"""What stands before the sign of a dollar: "US$300"."""
_BY_THEMSELVES = frozenset(("died", "drowned", "perished", "fled"))
_NO_OBJECT = frozenset(("in", "by", "when", "after", "during", "on", "at", "as", ",", ".", "and", ""))
"""Behind a participle that lost its "were": "and 120 others wounded in the blast"."""


class _Words(msgspec.Struct, frozen=True):
    """The rows of figures.yml as a text is asked for them."""

    nouns: dict[str, FigureKind]
    verbs: dict[str, FigureKind]
    people: frozenset[str]
    tolls: frozenset[str]
    distances: frozenset[str]
    shares: frozenset[str]
    signs: frozenset[str]
    currencies: frozenset[str]
    multiples: frozenset[str]
    multitudes: frozenset[str]
    changing: frozenset[str]
    numbers: frozenset[str]
    around: frozenset[tuple[str, ...]]


class _Number(msgspec.Struct, frozen=True):
    """A number among the tokens of a sentence, with "at least" before it and "million" behind it."""

    first: int
    value: int
    """Its first token without what stands before it."""
    end: int


class _Counted(msgspec.Struct, frozen=True):
    """What a number counts, as tokens of its sentence."""

    kind: FigureKind
    number: _Number
    first: int
    end: int
    """The words that a reader needs: "killed at least 11 people"."""
    noun: tuple[int, int] | None = None
    unit: tuple[int, int] | None = None


def find(
    document: Document,
    dates: Sequence[Found[When]],
    background: Sequence[Found[Background]],
    statements: Sequence[Found[Statement]],
    lexicon: Lexicon,
) -> tuple[Found[Figure], ...]:
    """Return the figures of the news in order of the text, each number of a kind and noun once.

    Those of a passage of history are left out: without its year a number misleads.
    """
    words = _words(lexicon)
    sources, ids = SourceIndex(statements), Counter[str]()
    dated = {place for found in dates for place in range(found.item.at.start, found.item.at.end)}
    history = {found.sentence for found in background if found.item.kind == "history"}
    found: list[Found[Figure]] = []
    told: set[tuple[str, str, str]] = set()
    for index, counted in _all(document, dated, words):
        if index in history:
            continue
        item = _item(document, index, counted, sources)
        key = (item.kind or "", _bare(item.number), item.counts or "")
        if key in told:
            continue
        told.add(key)
        item = msgspec.structs.replace(item, id=item_id("figure", item.text, ids))
        found.append(Found(item=item, sentence=index, rule=item.kind or ""))
    return tuple(found)


def _bare(number: str | None) -> str:
    return "".join(char for char in number or "" if char.isdigit()) or (number or "")


def _item(document: Document, index: int, counted: _Counted, sources: SourceIndex) -> Figure:
    tokens = document.tokens[index]

    def of(first: int, end: int) -> str:
        return document.text[tokens[first].start : tokens[end - 1].end]

    at = Spans.one(tokens[counted.first].start, tokens[counted.end - 1].end)
    said = sources.of(at)
    return Figure(
        id="figure",
        kind=counted.kind,
        number=of(counted.number.first, counted.number.end),
        unit=of(*counted.unit) if counted.unit else None,
        counts=of(*counted.noun) if counted.noun else None,
        text=at[0].of(document.text),
        speaker=said.speaker if said else None,
        speaker_text=said.speaker_text if said else None,
        at=at,
    )


def _all(document: Document, dated: set[int], words: _Words) -> Iterator[tuple[int, _Counted]]:
    numeric = frozenset(word for word in document.vocabulary if _may_count(word, words))
    quoted = _Quoted(document)
    for index, places in document.concordance.tokens_of(numeric).items():
        reader, end = _Sentence(document, index, words), 0
        for at in places:
            if at < end or document.tokens[index][at].start in dated or quoted.holds(index, at):
                continue
            number = reader.number(at)
            end = number.end
            counted = reader.counted(number)
            if counted is not None:
                yield index, counted


def _may_count(word: str, words: _Words) -> bool:
    if word in words.numbers or word in words.multitudes:
        return True
    return any(map(str.isdigit, word)) and bool(_DIGITS.fullmatch(word) or _GLUED.fullmatch(word))


class _Quoted:
    """The places between quotation marks; a quotation ends with its paragraph at the latest."""

    def __init__(self, document: Document) -> None:
        self._inside: dict[int, list[bool]] = {}
        paragraph, is_open = -1, False
        marked = document.concordance.tokens_of(_MARKS)
        for sentence in document.sentences:
            if sentence.paragraph != paragraph:
                paragraph, is_open = sentence.paragraph, False
            if is_open or sentence.index in marked:
                self._inside[sentence.index], is_open = _marked(
                    document.texts[sentence.index], is_open=is_open
                )

    def holds(self, sentence: int, token: int) -> bool:
        """Return whether a token stands in a quotation."""
        return sentence in self._inside and self._inside[sentence][token]


def _marked(texts: Sequence[str], *, is_open: bool) -> tuple[list[bool], bool]:
    inside = []
    for text in texts:
        if text in _MARKS:
            is_open = text in ("“", "``") or (text == '"' and not is_open)
        inside.append(is_open)
    return inside, is_open


class _Sentence:
    """One sentence, asked for its numbers and what each of them counts."""

    def __init__(self, document: Document, index: int, words: _Words) -> None:
        self.document, self.index, self.words = document, index, words
        self.lower = document.lower[index]
        self.count = len(self.lower)

    @property
    def syntax(self) -> Syntax:
        return self.document.syntax[self.index]

    def word(self, at: int) -> str:
        return self.lower[at] if 0 <= at < self.count else ""

    # -- numbers ------------------------------------------------------------------------------

    def number(self, at: int) -> _Number:
        """Return the whole number that has its first figure at a token."""
        return _Number(self._around(at), at, self._behind(at))

    def _is_number(self, at: int) -> bool:
        return at < self.count and _may_count(self.lower[at], self.words)

    def _behind(self, at: int) -> int:
        end = at + 1
        if self.word(end) in ("and", "to", "-", "–") and self._is_sum(at) and self._is_number(end + 1):
            end += 2  # "between $300 and 400 billion"
        while end < self.count and (self.word(end) in self.words.multiples or self._joins(end)):
            end += 1
        return end

    def _is_sum(self, at: int) -> bool:
        return self.word(at - 1) in self.words.signs or _GLUED.fullmatch(self.lower[at]) is not None

    def _joins(self, at: int) -> bool:
        """Return whether a hyphen or an "of" goes on a number: "hundreds of thousands"."""
        return (self.word(at) == "of" and self.word(at + 1) in self.words.multitudes) or (
            self.word(at) in self.words.multitudes and self.word(at - 1) == "of"
        )

    def _around(self, at: int) -> int:
        first = at - 1 if self.word(at - 1) in self.words.signs else at
        first -= first < at and self.word(first - 1) in _DOLLARS
        for length in (3, 2, 1):
            if self.lower[max(0, first - length) : first] in self.words.around and first >= length:
                return first - length
        return first

    # -- what they count ----------------------------------------------------------------------

    def counted(self, number: _Number) -> _Counted | None:
        """Return what a number counts; None where that is nothing that matters, or not sure."""
        return self._measured(number) or self._toll(number) or self._of_noun(number)

    def _measured(self, number: _Number) -> _Counted | None:
        """Read money, shares and distances, which are told by their sign or unit."""
        end = number.end
        if self._is_sum(number.value):
            return self._money(number, end)
        if self.word(end) in self.words.currencies:
            return self._money(number, end + 1, unit=(end, end + 1))
        for length in (1, 2):
            if " ".join(self.lower[end : end + length]) in self.words.shares:
                return self._share(number, end, end + length)
        return self._distance(number, end) if self.word(end) in self.words.distances else None

    def _distance(self, number: _Number, end: int) -> _Counted | None:
        place = self._place(self._behind_brackets(end + 1))
        if place is None or self.word(number.first - 1) == "(":
            return None
        return _Counted("distance", number, number.first, place, unit=(end, end + 1))

    def _money(self, number: _Number, end: int, unit: tuple[int, int] | None = None) -> _Counted | None:
        """Read a sum with what it is for, or with the verb that it is the object of where it is large."""
        phrase = self._phrase(end)
        if phrase is not None:
            return _Counted("money", number, number.first, phrase[1], noun=phrase, unit=unit)
        before = next((verb for verb in self.syntax.verbs if verb.end == number.first), None)
        if before is None or self.word(number.end - 1) not in self.words.multiples:
            return None
        return _Counted("money", number, before.head, end, unit=unit)

    def _phrase(self, at: int) -> tuple[int, int] | None:
        """Return the noun phrase that an "of", "in" or "for" joins to a sum, or the noun right behind it."""
        start = at + 1 if self.word(at) in ("of", "in", "for", "worth") else at
        start += self.word(start) == "of"
        phrase = next((one for one in self.syntax.phrases if one.first <= start < one.end), None)
        if phrase is None or phrase.time or self.word(phrase.head) in self.words.currencies:
            return None
        return (start, phrase.end)

    def _share(self, number: _Number, end: int, after: int) -> _Counted | None:
        phrase = self._phrase(after) if self.word(after) == "of" else None
        if phrase is None:
            return self._predicate(number, end, after)
        return _Counted("share", number, number.first, phrase[1], noun=phrase, unit=(end, after))

    def _behind_brackets(self, at: int) -> int:
        """Return where a text goes on behind "(100 miles)"."""
        closing = next((n for n in range(at, min(at + 5, self.count)) if self.word(n) == ")"), -1)
        return closing + 1 if self.word(at) == "(" and closing > at else at

    def _predicate(self, number: _Number, end: int, after: int) -> _Counted | None:
        """Read "the turnout was 71 %", "exports fell by 12 %"."""
        before = number.first - (self.word(number.first - 1) == "by")
        clause = next((one for one in self.syntax.clauses if one.verb and one.verb.end == before), None)
        if clause is None or clause.verb is None or clause.subject is None or clause.verb.negated:
            return None
        subject, word = clause.subject, self.word(clause.verb.head)
        if not (word in BE or word in self.words.changing) or self.syntax.tags[subject.head] not in NOUNS:
            return None
        noun = (subject.first, subject.whole)
        return _Counted("share", number, subject.first, after, noun=noun, unit=(end, after))

    def _place(self, at: int) -> int | None:
        """Return the end of "from the border" behind a distance; None where nothing says from where."""
        if self.word(at) not in _FROM:
            return None
        phrase = next((one for one in self.syntax.phrases if at < one.first <= at + 2), None)
        return phrase.end if phrase is not None and not phrase.time else None

    def _toll(self, number: _Number) -> _Counted | None:
        """Read "the death toll rose to 40" and "a death toll of 40"."""
        before = range(max(0, number.first - 6), number.first)
        toll = next((at for at in reversed(before) if self.word(at) in self.words.tolls), None)
        if toll is None or self.word(toll - 1) != "death" or self.word(number.first - 1) not in _RISEN:
            return None
        return _Counted("dead", number, toll - 1, number.end, noun=(toll - 1, toll + 1))

    def _of_noun(self, number: _Number) -> _Counted | None:
        """Read a number before its noun, by the noun or by the verb that it is the object or subject of."""
        noun = self._noun(number.end)
        if noun is None:
            return self._bare(number)
        word = self.word(noun)
        if word in self.words.people:
            by_verb = self._by_verb(number, number.end, noun + 1)
            if by_verb is not None:
                return by_verb
        kind = self.words.nouns.get(word)
        if kind is None or (kind == "weapons" and self.word(noun + 1) == "of") or self._denied(noun + 1):
            return None
        first = number.end + (self.word(number.end) == "of")
        end = noun + 1
        if kind == "votes" and self.word(end) in ("to", "-", "–") and self.word(end + 1).isdigit():
            end += 2
        return _Counted(kind, number, number.first, end, noun=(first, noun + 1))

    def _denied(self, end: int) -> bool:
        verb = self._verb_of(end)
        return verb is not None and verb.negated

    def _verb_of(self, end: int) -> VerbGroup | None:
        """Return the verb whose subject ends here: "The 176 people on board were all killed"."""
        for clause in self.syntax.clauses:
            subject = clause.subject
            if subject is not None and subject.end == end and clause.kind != "relative":
                return clause.verb
        return next((verb for verb in self.syntax.verbs if verb.first == end), None)

    def _noun(self, at: int) -> int | None:
        """Return the head of the noun phrase that a number opens."""
        at += self.word(at) == "of"
        at += self.word(at) in ("the", "its", "their", "his")
        phrase = next((one for one in self.syntax.phrases if one.first <= at < one.end), None)
        return phrase.head if phrase is not None and phrase.head >= at else None

    def _bare(self, number: _Number) -> _Counted | None:
        """Read a number whose verb alone tells what it counts: "11 were killed", "killing 11"."""
        return self._by_verb(number, number.end, number.end)

    def _by_verb(self, number: _Number, first: int, end: int) -> _Counted | None:
        noun = (first + (self.word(first) == "of"), end) if end > first else None
        before = next((verb for verb in self.syntax.verbs if verb.end == number.first), None)
        kind = self._kind(before)
        if before is not None and kind is not None and not before.passive:
            return _Counted(kind, number, before.head, end, noun=noun)
        after = self._verb_of(end)
        kind = self._kind(after)
        if after is None or kind is None:
            return self._were_all(number, noun, after) or self._left(number, end, noun)
        if after.negated:
            return None
        if after.passive or self.word(after.head) in _BY_THEMSELVES or self.word(after.end) in _NO_OBJECT:
            return _Counted(kind, number, number.first, after.end, noun=noun)
        return None

    def _were_all(
        self, number: _Number, noun: tuple[int, int] | None, verb: VerbGroup | None
    ) -> _Counted | None:
        """Read "were all killed", where a word stands between the auxiliary and its participle."""
        if verb is None or self.word(verb.head) not in BE or self.word(verb.end) not in ("all", "both"):
            return None
        kind = self.words.verbs.get(self.word(verb.end + 1))
        return _Counted(kind, number, number.first, verb.end + 2, noun=noun) if kind else None

    def _left(self, number: _Number, end: int, noun: tuple[int, int] | None) -> _Counted | None:
        """Read "left 40 people dead" and "40 dead"."""
        kind = self.words.nouns.get(self.word(end))
        if kind in ("dead", "wounded", "missing") and noun is not None:
            return _Counted(kind, number, number.first, end + 1, noun=noun)
        return None

    def _kind(self, verb: VerbGroup | None) -> FigureKind | None:
        return None if verb is None or verb.negated else self.words.verbs.get(self.word(verb.head))


@functools.cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.figures
    return _Words(
        nouns={noun: kind for kind, nouns in table.nouns.items() for noun in nouns},  # type: ignore[misc]
        verbs={form: kind for kind, forms in table.verbs.items() for form in forms},  # type: ignore[misc]
        people=table.people,
        tolls=table.tolls,
        distances=table.distances,
        shares=frozenset(table.shares),
        signs=table.signs,
        currencies=table.currencies,
        multiples=table.multiples,
        multitudes=table.multitudes,
        changing=table.changing,
        numbers=frozenset(lexicon.calendar.numbers) - {"a", "an", "one"},
        around=frozenset(tuple(row.split(" ")) for row in table.around),
    )
