"""The numbers that matter: the dead and hurt, the arrested, troops, money, distances.

A number counts only with the verb that says what it is, a sum or a distance only with its subject too;
votes, shares, ages and ranks are left out, and a number in quotation marks stays in its quotation.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from briefing.extract.sources import SourceIndex
from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import FigureTable
from briefing.model import (
    Background,
    Clause,
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
_QUOTED = re.compile(r'“[^”]*?(?:”|\n\s*\n|\Z)|"[^"]*?(?:"|\n\s*\n|\Z)')
"""A quotation, which ends with its paragraph at the latest."""

_ENDS = frozenset("0123456789kmn")
"""The last letter of a number in figures: "300", "40k", "5bn"."""
_FROM = frozenset(("from", "of", "off", "north", "south", "east", "west", "away", "inside", "into"))
_RISEN = frozenset(("to", "of", "at", "is", "was"))
_NOBODY = frozenset(("never", "nobody", "none", "neither", "nor"))
_HABITS = frozenset(("each", "every", "per"))
"""Behind a verb they tell how often, not what happened."""
_RATES = frozenset(("annually", "yearly", "monthly", "daily"))
_NEWS = timedelta(days=31)
"""What is longer ago is no figure of the news."""
_LEFT: dict[str, FigureKind] = {"dead": "dead", "wounded": "wounded", "injured": "wounded"}
_RANGES = frozenset(("and", "or", "to", "-", "–"))
_AGED = frozenset(("-", "–", "year", "years", "old"))
_DOLLARS = frozenset(("us", "a", "c"))
"""What stands before the sign of a dollar: "US$300"."""
_BY_THEMSELVES = frozenset(("died", "drowned", "perished"))
_NO_OBJECT = frozenset(("in", "by", "when", "after", "during", "on", "at", "as", ",", ".", "and", ""))
"""Behind a participle that lost its "were": "and 120 others wounded in the blast"."""


class _Words(msgspec.Struct, frozen=True):
    """figures.yml as a text is asked for it."""

    table: FigureTable
    verbs: dict[str, FigureKind]
    people: frozenset[str]
    reporting: frozenset[str]
    conditions: frozenset[str]
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
    published = document.article.date
    if published is not None:
        history |= {one.sentence for one in dates if one.item.latest and published - one.item.latest > _NEWS}
    found: list[Found[Figure]] = []
    told: dict[tuple[str, str], int] = {}
    for index, counted in _all(document, dated, words):
        if index in history:
            continue
        item = _item(document, index, counted, sources)
        key = (item.kind or "", _bare(item.number))
        earlier = told.get(key)
        if earlier is not None and (item.counts is None or found[earlier].item.counts is not None):
            continue
        item = msgspec.structs.replace(item, id=item_id("figure", item.text, ids))
        one = Found(item=item, sentence=index, rule=item.kind or "")
        if earlier is not None:
            found[earlier] = one  # "at least 27" of the headline is "at least 27 people" below
            continue
        told[key] = len(found)
        found.append(one)
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
    numeric = words.numbers.intersection(document.vocabulary).union(
        [word for word in document.vocabulary if word[-1] in _ENDS and _may_count(word, words)]
    )
    quoted = [found.span() for found in _QUOTED.finditer(document.text)]
    for index, places in document.concordance.tokens_of(numeric).items():
        reader, end = _Sentence(document, index, words), 0
        for at in places:
            start = document.tokens[index][at].start
            before = bisect_right(quoted, (start, start)) - 1
            if at < end or start in dated or (before >= 0 and start < quoted[before][1]):
                continue
            number = reader.number(at)
            end = number.end
            counted = reader.counted(number)
            if counted is not None:
                yield index, counted


def _may_count(word: str, words: _Words) -> bool:
    if word in words.numbers:
        return True
    return any(map(str.isdigit, word)) and bool(_DIGITS.fullmatch(word) or _GLUED.fullmatch(word))


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
        return 0 <= at < self.count and _may_count(self.lower[at], self.words)

    def _behind(self, at: int) -> int:
        end = at + 1
        if self.word(end) in ("and", "to", "-", "–") and self._is_sum(at) and self._is_number(end + 1):
            end += 2  # "between $300 and 400 billion"
        while end < self.count and (self.word(end) in self.words.table.multiples or self._joins(end)):
            end += 1
        return end

    def _is_sum(self, at: int) -> bool:
        return self.word(at - 1) in self.words.table.signs or _GLUED.fullmatch(self.lower[at]) is not None

    def _joins(self, at: int) -> bool:
        """Return whether a hyphen or an "of" goes on a number: "hundreds of thousands"."""
        return (self.word(at) == "of" and self.word(at + 1) in self.words.table.multitudes) or (
            self.word(at) in self.words.table.multitudes and self.word(at - 1) == "of"
        )

    def _around(self, at: int) -> int:
        first = at - 1 if self.word(at - 1) in self.words.table.signs else at
        first -= first < at and self.word(first - 1) in _DOLLARS
        for length in (3, 2, 1):
            if self.lower[max(0, first - length) : first] in self.words.around and first >= length:
                return first - length
        return first

    # -- what they count ----------------------------------------------------------------------

    def counted(self, number: _Number) -> _Counted | None:
        """Return what a number counts; None where that is nothing that matters, or not sure."""
        end = number.end
        if self.word(number.first - 1) in _RANGES and self._is_number(number.first - 2):
            return None  # "between 10 and 20 people"
        if self.word(end) in ("per", "percent", "%"):
            return None
        if self._is_sum(number.value):
            return self._money(number, end)
        if self.word(end) in self.words.table.currencies:
            return self._money(number, end + 1, unit=(end, end + 1))
        if self.word(end) in self.words.table.distances:
            return self._distance(number, end)
        return self._toll(number) or self._people(number)

    def _distance(self, number: _Number, end: int) -> _Counted | None:
        """Read "a camp about 30 km from the border", "the field lies 30 km from the border"."""
        place, first = self._place(self._behind_brackets(end + 1)), self._opens(number)
        if place is None or first is None:
            return None
        return _Counted("distance", number, first, place, unit=(end, end + 1))

    def _money(self, number: _Number, end: int, unit: tuple[int, int] | None = None) -> _Counted | None:
        """Read a sum that is the object of a verb of paying or costing, or what a thing is "worth"."""
        first = self._opens(number, self.words.table.paying)
        phrase = self._phrase(end)
        if first is None:
            return None
        end = self._rate(phrase[1] if phrase else end)
        return _Counted("money", number, first, end, noun=phrase, unit=unit)

    def _rate(self, end: int) -> int:
        """Return the end of "a year" or "over ten years" behind a sum, else where the sum ends."""
        if self.word(end) in _RATES:
            return end + 1
        time = next((one for one in self.syntax.phrases if end <= one.first <= end + 1 and one.time), None)
        spread = time is not None and (time.first == end or self.word(end) in ("over", "per", "in", "for"))
        return time.end if time is not None and spread else end

    def _opens(self, number: _Number, verbs: frozenset[str] = frozenset()) -> int | None:
        """Return where the subject of a number's verb begins, or the noun right before the number.

        With `verbs` it is one of them, or a noun that is "worth" the number.
        """
        at = number.first - (self.word(number.first - 1) == "worth")
        if not verbs or at < number.first:
            before = next((one for one in self.syntax.phrases if one.end == at), None)
            if before is not None:
                return before.first if self.syntax.tags[before.head] in NOUNS else None
        clause = self._clause(number.first)
        if clause is None or clause.verb is None or clause.subject is None or clause.verb.passive:
            return None
        told = not verbs or self.word(clause.verb.head) in verbs
        subject = clause.subject
        whole = subject.whole == clause.verb.first and self.syntax.tags[subject.head] in NOUNS
        return subject.first if whole and told and clause.kind != "relative" else None

    def _clause(self, end: int) -> Clause | None:
        """Return the clause whose verb ends at a token, as long as it denies nothing and has no "if"."""
        clause = next((one for one in self.syntax.clauses if one.verb and one.verb.end == end), None)
        return None if clause is None or not self._is_fact(clause.verb) else clause

    def _is_fact(self, verb: VerbGroup | None) -> bool:
        """Return whether a verb tells what was or will be: no "may", no "to kill", no denial, no "if"."""
        if verb is None or verb.negated or self.syntax.tags[verb.first] == "TO":
            return False
        if not _NOBODY.isdisjoint(self.lower) or not _HABITS.isdisjoint(self.lower[verb.end :]):
            return False
        if verb.modal is not None and self.word(verb.modal) not in ("will", "would"):
            return False
        return self.words.conditions.isdisjoint(self.lower)

    def _phrase(self, at: int) -> tuple[int, int] | None:
        """Return the noun phrase that an "of", "in" or "for" joins to a sum, or the noun right behind it."""
        start = at + 1 if self.word(at) in ("of", "in", "for", "worth") else at
        start += self.word(start) == "of"
        phrase = next((one for one in self.syntax.phrases if one.first <= start < one.end), None)
        if phrase is None or phrase.time or self.word(phrase.head) in self.words.table.currencies:
            return None
        return (start, phrase.end)

    def _behind_brackets(self, at: int) -> int:
        """Return where a text goes on behind "(100 miles)"."""
        closing = next((n for n in range(at, min(at + 5, self.count)) if self.word(n) == ")"), -1)
        return closing + 1 if self.word(at) == "(" and closing > at else at

    def _place(self, at: int) -> int | None:
        """Return the end of "from the border" behind a distance; None where nothing says from where."""
        if self.word(at) not in _FROM:
            return None
        phrase = next((one for one in self.syntax.phrases if at < one.first <= at + 2), None)
        return phrase.end if phrase is not None and not phrase.time else None

    def _toll(self, number: _Number) -> _Counted | None:
        """Read "the death toll rose to 40" and "a death toll of 40"."""
        before = range(max(1, number.first - 6), number.first)
        toll = next((at for at in before if self.lower[at - 1 : at + 1] == ("death", "toll")), None)
        if toll is None or self.word(number.first - 1) not in _RISEN:
            return None
        verbs = [verb for verb in self.syntax.verbs if toll < verb.first < number.first]
        plain = toll + 2 == number.first and self.word(toll + 1) == "of"
        if not (plain or verbs) or not all(verb.finite and self._is_fact(verb) for verb in verbs):
            return None
        return _Counted("dead", number, toll - 1, number.end, noun=(toll - 1, toll + 1))

    def _people(self, number: _Number) -> _Counted | None:
        """Read people, or a number alone, by the verb that it is the object or subject of."""
        end = self._noun_end(number)
        if end is None:
            return None
        noun = (number.end + (self.word(number.end) == "of"), end) if end > number.end else None
        before = next((verb for verb in self.syntax.verbs if verb.end == number.first), None)
        if before is not None and self.word(before.head) not in self.words.reporting:
            kind = self._kind_of(self.word(before.head), end) if self._is_done(before) else None
            if kind is None and noun is not None and self.word(before.head) in ("left", "leaving"):
                kind = _LEFT.get(self.word(end))
                end += kind is not None
            return _Counted(kind, number, before.head, end, noun=noun) if kind else None
        return self._suffered(number, end, noun)

    def _is_done(self, verb: VerbGroup) -> bool:
        """Return whether a verb before its object tells what was done: "killed", ", killing"."""
        before = self.syntax.tags[verb.first - 1] if verb.first else ""
        hangs = self.syntax.tags[verb.first] == "VBG" and before != "," and before not in NOUNS
        return not hangs and not verb.passive and verb.modal is None and self._is_fact(verb)

    def _suffered(self, number: _Number, end: int, noun: tuple[int, int] | None) -> _Counted | None:
        """Read "40 people were killed", "the 176 people on board were all killed", "120 others wounded"."""
        verb = self._verb_of(number, end)
        if verb is None or verb.modal is not None or not self._is_fact(verb):
            return None
        last = verb.end
        if self.word(verb.head) in BE and self.word(verb.end) in ("all", "both"):
            last += 2
        elif not (
            verb.passive or self.word(verb.head) in _BY_THEMSELVES or self.word(verb.end) in _NO_OBJECT
        ):
            return None
        kind = self._kind_of(self.word(last - 1), end)
        return _Counted(kind, number, number.first, last, noun=noun) if kind else None

    def _verb_of(self, number: _Number, end: int) -> VerbGroup | None:
        """Return the verb whose subject a number opens: "The 176 people on board were all killed"."""
        opening = range(number.first - 1, number.value + 1)
        for clause in self.syntax.clauses:
            subject, verb = clause.subject, clause.verb
            if verb is None or clause.kind == "relative":
                continue
            if subject is None and verb.first == end and clause.first in opening:
                return verb  # "At least 40 people were killed"
            if subject is not None and end in (subject.end, subject.whole) and subject.first in opening:
                return verb
        if self.word(number.first - 1) != "and":
            return None
        return next((verb for verb in self.syntax.verbs if verb.first == end), None)

    def _noun_end(self, number: _Number) -> int | None:
        """Return the end of the people that a number counts, its own where it stands alone; else None."""
        at = number.end + (self.word(number.end) == "of")
        at += self.word(at) in ("the", "its", "their", "his")
        phrase = next((one for one in self.syntax.phrases if one.first <= at < one.end), None)
        if phrase is None or phrase.head < at:
            verb = any(one.end == number.first for one in self.syntax.verbs)
            return number.end if verb or self.word(number.first - 1) in ("", "and", "that") else None
        aged = not _AGED.isdisjoint(self.lower[number.end : phrase.end])
        return None if aged or self.word(phrase.head) not in self.words.people else phrase.head + 1

    def _kind_of(self, verb: str, end: int) -> FigureKind | None:
        kind = self.words.verbs.get(verb)
        return None if kind == "troops" and self.word(end - 1) not in self.words.table.troops else kind


@functools.cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.figures
    return _Words(
        table=table,
        verbs={form: kind for kind, forms in table.verbs.items() for form in forms},  # type: ignore[misc]
        people=table.people | table.troops,
        reporting=lexicon.tense.reporting,
        conditions=lexicon.outlook.conditions,
        numbers=frozenset(lexicon.calendar.numbers).union(table.multitudes) - {"a", "an", "one"},
        around=frozenset(tuple(row.split(" ")) for row in table.around),
    )
