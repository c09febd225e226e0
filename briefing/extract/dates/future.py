"""A date in its sentence -> whether the source speaks of it as still to come."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from briefing.extract.dates.scanner import Expression
from briefing.extract.dates.tables import JOINTS, Tables
from briefing.model import Document, Token
from briefing.model.syntax import Syntax, VerbGroup

Outlook = Literal["ahead", "timetable", "was-to", "past", "open"] | None
"""Ahead ("will meet"), timetable ("meets" with a date), was-to ("was to meet"), past ("met") and open
("promised talks on")."""
AHEAD: frozenset[Outlook] = frozenset(("ahead", "timetable", "was-to"))
_ENUMERATING = frozenset(("-", "–", "•", ":", ";"))
"""Marks before an infinitive that is an entry of a list of what was agreed; so is a letter in brackets."""
_LETTERS = 4
"""An entry has a number of fewer characters: "b", "iii"."""
_BRACKET = 8
"""Words of a bracket that is skipped: "meet at 10 a.m. (0900 GMT) on Monday"."""
_UNTIL = frozenset(("until", "till", "to", "for"))
_NO_LONGER = frozenset(("originally", "initially", "previously"))
"""Words before "planned" that tell of a plan given up."""
_REACH = 25
"""Words of a clause that are looked at, on either side; bounds the cost of one date."""
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_TIMETABLE = frozenset(("VBZ", "VBP", "NNS"))


def outlook_of(
    document: Document, sentence: int, tokens: Sequence[Token], e: Expression, tables: Tables
) -> Outlook:
    """Return how the clause of an expression looks at it; the expression counts in `tokens`."""
    own, first, last = document.tokens[sentence], e.first, e.last
    if tokens is not own:  # "August-September" was taken apart
        first = bisect_right(own, tokens[first].start, key=_start) - 1
        last = bisect_right(own, tokens[last - 1].start, key=_start)
    return _outlook(document.lower[sentence], document.syntax[sentence], first, last, tables)


def _start(token: Token) -> int:
    return token.start


def _outlook(lower: Sequence[str], syntax: Syntax, first: int, last: int, tables: Tables) -> Outlook:
    """Return how the clause of the date at the tokens first:last looks at it."""
    following = lower[last] if last < len(lower) else ""
    before = lower[first - 1] if first else ""
    if following == "would" or following in tables.tense.future_auxiliaries:
        return "ahead"  # "said the vote on Friday would be close"
    if before in ("is", "are"):
        return "ahead"  # "Election day is Nov. 5"
    if before == "since" or (before == "of" and lower[first - 2] in tables.tense.disputed):
        return "past"
    told, found = _Before(lower, syntax, first, tables).read()
    return told if found else _behind(lower, syntax, last, tables)


def is_entry(lower: Sequence[str], at: int) -> bool:
    """Return whether an infinitive at an index is an entry of a list of aims: "(b) to resume patrols"."""
    before = lower[at - 1] if at else ""
    lettered = before == ")" and lower[max(0, at - 3)] == "(" and len(lower[at - 2]) < _LETTERS
    return before in _ENUMERATING or lettered


class _Before:
    """The words from a date back to the beginning of its clause."""

    def __init__(self, lower: Sequence[str], syntax: Syntax, first: int, tables: Tables) -> None:
        self.lower, self.syntax, self.first, self.tables = lower, syntax, first, tables
        self.preposition = lower[first - 1] if first else ""
        self.infinitive = False
        """Whether an infinitive was read that depends on what is before it."""

    def read(self) -> tuple[Outlook, bool]:
        """Return what is told, and whether a verb or a joint has told that no more is to be found."""
        groups = {verb.end - 1: verb for verb in self.syntax.verbs}
        after, at = False, self.first - 1
        while at >= max(0, self.first - _REACH):
            word = self.lower[at]
            if (opening := self._clock_before(at)) is not None:
                at = opening - 1
                continue
            if word == "after" and at:
                after = True  # what is before tells: "will quit after talks in May" leaves it open
            elif word in JOINTS:
                return None, False  # what is before "before" happened earlier; its clause is another
            group = groups.get(at)
            told = self._of_word(at) if group is None else self._of_group(group)
            if told == "none":
                return None, True
            if told is not None:
                return (None if after and told != "past" else told), True
            at = at - 1 if group is None else group.first - 1
        return None, False

    def _of_word(self, at: int) -> Outlook | Literal["none"]:
        """Return what a word that is no verb tells: "the scheduled vote", "ahead of", "is due"."""
        word, tag, tables = self.lower[at], self.syntax.tags[at], self.tables
        if word == "ahead" or (word == "to" and self._word_before(at) in ("is", "are")):
            return "ahead"
        if word in tables.tense.coming:
            return "none" if self._word_before(at) in _NO_LONGER else "ahead"
        if word in tables.tense.starting and tag in _TIMETABLE:
            return "timetable"
        return None

    def _clock_before(self, at: int) -> int | None:
        """Return where a bracket with figures opens that ends at an index: "at 10 a.m. (0900 GMT) on"."""
        near = self.lower[max(0, at - _BRACKET) : at]
        if self.lower[at] != ")" or "(" not in near:
            return None
        inside = near[len(near) - near[::-1].index("(") :]
        return at - len(inside) - 1 if any(word[0].isdigit() for word in inside) else None

    def _word_before(self, at: int) -> str:
        return self.lower[at - 1] if at else ""

    def _of_group(self, verb: VerbGroup) -> Outlook | Literal["none"]:
        """Return what a verb group tells; None where the words before it tell more."""
        tag, head = self.syntax.tags[verb.first], self.lower[verb.head]
        if tag == "TO":
            return self._of_infinitive(verb)
        if head in self.tables.tense.deferring and self.preposition in _UNTIL:
            return "ahead"
        if head in self.tables.tense.deferring and self.preposition == "from":
            return "none"
        if self._is_proposed(verb):
            return "ahead"
        if head in self.tables.tense.coming:
            return "none" if self.lower[verb.head - 1] in _NO_LONGER else "ahead"
        if verb.tense == "future":
            return "ahead"
        if verb.modal is not None and self.syntax.tags[verb.first] in ("MD", "PRP+MD"):
            return "past" if self.lower[verb.first] == "could" else "ahead"
        if self.infinitive and self._intends(verb):
            return "ahead"
        if verb.tense == "present":
            return self._of_present(verb)
        if verb.tense == "past":
            return self._of_past(verb)
        return "past" if tag == "VBN" else None

    def _is_proposed(self, verb: VerbGroup) -> bool:
        """Return whether a day is set: "a day of mourning was declared for Friday"."""
        near = self.preposition == "for" and verb.end == self.first - 1
        proposed = self.lower[verb.head] in self.tables.tense.proposing
        return near and proposed and self.lower[verb.head - 1] not in _NO_LONGER

    def _intends(self, verb: VerbGroup) -> bool:
        return any(self.lower[at] in self.tables.tense.intending for at in range(verb.first, verb.end))

    def _of_infinitive(self, verb: VerbGroup) -> Outlook | Literal["none"]:
        before, tags = self._word_before(verb.first), self.syntax.tags
        if before in self.tables.tense.intending:
            had = self.lower[verb.first - 2 : verb.first - 1]
            return "none" if "had" in had else "ahead"  # "had planned to open in March"
        if verb.first and is_entry(self.lower, verb.first):
            return "ahead"  # "(b) to resume patrols from 1 June"
        if verb.passive and verb.first and tags[verb.first - 1] in _NOUNS:
            return "ahead"  # "a plan to be unveiled on Friday"
        self.infinitive = True
        return None

    def _of_present(self, verb: VerbGroup) -> Outlook | Literal["none"]:
        if verb.perfect:
            return "past"
        following = self.lower[verb.end] if verb.end < self.first else ""
        if following in ("until", "till"):
            return "ahead"  # "has until July"
        if following in self.tables.tense.intending or verb.progressive or self._intended(verb):
            return "ahead"  # "is due", "are likely", "is meeting on Monday"
        starts = self.lower[verb.head] in self.tables.tense.starting
        return "timetable" if starts else "none"

    def _intended(self, verb: VerbGroup) -> bool:
        return verb.head > verb.first and self.lower[verb.head] in self.tables.tense.intending

    def _of_past(self, verb: VerbGroup) -> Outlook | Literal["none"]:
        was = self.lower[verb.first] in ("was", "were")
        if was and verb.modal is not None:
            return "none" if verb.perfect else "was-to"  # "was to meet on Sunday"
        if was and "due" in self.lower[verb.end : verb.end + 1]:
            return "was-to"
        if self.infinitive and was:
            return "none"
        return "open" if self._is_promise(verb) else "past"

    def _is_promise(self, verb: VerbGroup) -> bool:
        """Return whether the object of a past may lie ahead; of a verb of saying only a happening does."""
        tense, behind = self.tables.tense, self.lower[verb.end : self.first]
        far = self.first - verb.head > 2 and self.lower[verb.head] in tense.proposing
        saying = self.lower[verb.head] in tense.telling or self.lower[verb.head] in ("said", "added")
        return far and not (saying and tense.happenings.isdisjoint(behind))


def _behind(lower: Sequence[str], syntax: Syntax, last: int, tables: Tables) -> Outlook:
    """Return what the first verb behind the date tells."""
    verbs = {verb.first: verb for verb in syntax.verbs if verb.first >= last}
    for at in range(last, min(len(lower), last + _REACH)):
        verb = verbs.get(at)
        if lower[at] in tables.tense.future_auxiliaries:
            return "ahead"
        if lower[at] in tables.tense.starting and syntax.tags[at] in _TIMETABLE:
            return "timetable"
        if lower[at] in (";", ":", "”", "“"):
            return None
        if verb is not None and (verb.finite or syntax.tags[verb.head] == "VBN"):
            return _of_first(lower, syntax, verb, tables)
    return None


def _of_first(lower: Sequence[str], syntax: Syntax, verb: VerbGroup, tables: Tables) -> Outlook:
    if syntax.tags[verb.first] == "MD":
        return "ahead" if lower[verb.first] in ("may", "might", "should") else None
    if verb.tense == "present":
        words = lower[verb.first + 1 : verb.end + 1]
        return "ahead" if words and (words[0] in tables.tense.intending or words[0] == "to") else None
    return "ahead" if verb.tense == "future" else "past"
