"""What the text says is coming, seen from the day of publication: dated happenings first, then plans.

A dated happening that the text speaks of as still to come is an outlook, as long as its day is not
before that of publication.  Without a day it is a clause that says what somebody will do, is to do or
plans to do: its subject acts, its verb names an act and no effect, and it is nobody's "we" or "you".
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import date, timedelta

import msgspec

from briefing.extract.sources import SourceIndex
from briefing.extract.standalone import made_clear
from briefing.lexicon import Lexicon
from briefing.model import (
    Background,
    Cast,
    Clause,
    Document,
    Event,
    Found,
    NounPhrase,
    Outlook,
    Span,
    Spans,
    Statement,
    Syntax,
    When,
    item_id,
)

_WHOLE = frozenset(("main", "coordinated", "complement"))
"""Clauses that stand by themselves once their conjunction is left out."""
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo", "won't", "won’t"))
_BE = frozenset(("is", "are", "was", "were", "be", "been"))
_NEVER = frozenset(("never", "always", "likely", "probably", "eventually", "not"))
_TIES = frozenset(("that", "and", "but", "or", "while", "whereas", "whether", "so", "then", "well", ",", ";"))
_WEEKS = timedelta(days=31)
_LEAD = 3
"""Sentences whose deeds are done: what somebody "would" do of them is no outlook."""
_ENDING = re.compile(r"(?:ing|ed|es|[des])$")
_SHORT = 5
"""A clause of fewer words says nothing by itself: "the minister would respond"."""


class _Told(msgspec.Struct, frozen=True):
    """Words that tell of what is coming."""

    sentence: int
    at: Spans
    rule: str
    when: When | None = None
    conditional: bool = False


def find(
    document: Document,
    cast: Cast,
    events: Sequence[Found[Event]],
    background: Sequence[Found[Background]],
    statements: Sequence[Found[Statement]],
    lexicon: Lexicon,
) -> tuple[Found[Outlook], ...]:
    """Return what is coming, nearest first, what has no day last in order of the text."""
    dated = list(_dated(document, events, lexicon))
    taken = [span for told in dated for span in told.at]
    past = {found.sentence for found in background if found.item.kind in ("history", "prior")}
    past |= {found.sentence for found in events if _is_over(found.item.when, document.article.date)}
    sources, ids = SourceIndex(statements), Counter[str]()
    planned = [
        told
        for told in _planned(document, cast, past, lexicon)
        if not any(span.overlaps(mine) for mine in told.at for span in taken)
    ]
    done = {deed for n, _ in enumerate(document.syntax[:_LEAD]) for deed in _deeds(document, n, lexicon)}
    found = [
        _item(document, cast, told, sources, ids)
        for told in (*dated, *planned)
        if done.isdisjoint(_deeds(document, told.sentence, lexicon, told.at))
    ]
    return tuple(item for item in found if item is not None)


def _deeds(
    document: Document, index: int, lexicon: Lexicon, promised: Spans | None = None
) -> Iterator[tuple[str, str]]:
    """Yield subject and verb of the clauses that tell what was done, or within `promised` what "would" be."""
    lower, tokens = document.lower[index], document.tokens[index]
    for clause in document.syntax[index].clauses:
        verb, subject = clause.verb, clause.subject
        if verb is None or subject is None:
            continue
        would = verb.modal is not None and lower[verb.modal] == "would"
        inside = promised is not None and promised.start <= tokens[verb.head].start < promised.end
        if (would and inside) or (promised is None and verb.modal is None and verb.tense == "past"):
            lemma = lexicon.verbs.pasts.get(lower[verb.head], lower[verb.head])
            yield lower[subject.head], _ENDING.sub("", lemma)


def _item(
    document: Document, cast: Cast, told: _Told, sources: SourceIndex, ids: Counter[str]
) -> Found[Outlook] | None:
    """Return an item; None where it opens with somebody or something that a reader cannot know."""
    said = sources.of(told.at)
    if told.rule == "reported" and (said is None or (said.kind, said.mode) != ("said", "indirect")):
        return None  # a "would" that nobody says in other words
    if said is not None and told.rule == "plan" and told.at.start < said.at.end < told.at.end:
        told = msgspec.structs.replace(told, at=Spans.one(told.at.start, said.at.end))
    if (clear := made_clear(document, cast, told.sentence, told.at[0])) is None:
        return None
    words = " […] ".join(span.of(document.text) for span in told.at)
    item = Outlook(
        id=item_id("outlook", words, ids),
        text=" […] ".join((clear, *(span.of(document.text) for span in told.at[1:]))),
        when=told.when,
        conditional=told.conditional,
        speaker=said.speaker if said else None,
        speaker_text=said.speaker_text if said else None,
        at=told.at,
    )
    return Found(item=item, sentence=told.sentence, rule=told.rule)


def _dated(document: Document, events: Sequence[Found[Event]], lexicon: Lexicon) -> Iterator[_Told]:
    """Yield the happenings that have a day and are still to come; events come in order of time."""
    for found in events:
        if found.item.when.scheduled and _lies_ahead(found.item.when, document.article.date):
            reader = _Sentence(document, found.sentence, _words(lexicon), frozenset())
            if reader.looks_ahead(found.item.at):
                yield _Told(found.sentence, found.item.at, "scheduled", found.item.when)


def _lies_ahead(when: When, published: date | None) -> bool:
    """Return whether a date is not over on the day of publication; a long time has to begin after it."""
    if published is None or when.latest is None or when.earliest is None:
        return True
    return when.earliest >= published or (when.latest >= published and when.latest - when.earliest <= _WEEKS)


def _is_over(when: When, published: date | None) -> bool:
    """Return whether a date is so long past that nothing of its sentence is still to come."""
    return published is not None and when.latest is not None and published - when.latest > _WEEKS


def _planned(document: Document, cast: Cast, past: set[int], lexicon: Lexicon) -> Iterator[_Told]:
    """Yield the clauses without a day that tell what somebody will do."""
    words = _words(lexicon)
    acting = {
        mention.span.end
        for mention in cast.mentions
        if mention.actor and mention.kind != "place" and mention.form != "pronoun"
    }
    for index in _may_tell(document, words):
        if index in past:
            continue
        reader = _Sentence(document, index, words, acting)
        yield from reader.read()


def _may_tell(document: Document, words: _Words) -> list[int]:
    """Return the sentences with a word by which something is coming; "is" is one only before "to"."""
    be = document.concordance.tokens_of(_BE)
    found = {
        index for index, at in be.items() if any("to" in document.lower[index][n + 1 : n + 2] for n in at)
    }
    return sorted(found.union(document.concordance.tokens_of(words.cues)))


class _Words(msgspec.Struct, frozen=True):
    """The rows of outlook.yml, spelled out."""

    intending: frozenset[str]
    due: frozenset[str]
    standing: frozenset[str]
    acting: frozenset[str]
    conditions: frozenset[str]
    cues: frozenset[str]
    proposing: frozenset[str]
    """Verbs in the past whose object may lie ahead: "announced elections in May"."""
    happenings: frozenset[str]
    coming: frozenset[str]
    cancelling: frozenset[str]


@functools.cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.outlook
    return _Words(
        intending=table.intending,
        due=table.due,
        standing=table.standing,
        acting=table.acting,
        conditions=table.conditions,
        cues=table.intending | table.due | _WILL | {"would"},
        proposing=lexicon.tense.proposing.union(
            lexicon.tense.deferring, table.intending, lexicon.tense.intending
        ),
        happenings=frozenset(lexicon.tense.happenings),
        coming=frozenset(lexicon.tense.coming),
        cancelling=lexicon.tense.cancelling,
    )


class _Sentence:
    """One sentence whose clauses are asked for what is coming."""

    def __init__(self, document: Document, index: int, words: _Words, acting: Set[int]) -> None:
        self.document, self.index, self.words, self.acting = document, index, words, acting
        self.syntax: Syntax = document.syntax[index]
        self.lower, self.tokens = document.lower[index], document.tokens[index]

    def read(self) -> Iterator[_Told]:
        """Yield the clauses that tell it, none inside another."""
        end = 0
        for clause in self.syntax.clauses:
            if clause.kind not in _WHOLE or clause.first < end:
                continue
            deed = self._deed(clause)
            if deed is None or self.lower[deed] in self.words.standing or not self._acts(clause.subject):
                continue
            if (at := self._whole(clause)) is not None:
                end = clause.end
                rule = "reported" if self._is_would(clause) else "plan"
                yield _Told(self.index, Spans((at,)), rule, conditional=self._conditional(clause))

    def looks_ahead(self, at: Spans) -> bool:
        """Return whether the words of a happening tell by themselves that it is still to come."""
        inside = [n for n, token in enumerate(self.tokens) if at.start <= token.start < at.end]
        if not inside or not self.words.cancelling.isdisjoint(self.lower):
            return False
        words = set(self.lower[inside[0] : inside[-1] + 1])
        if not self.words.coming.isdisjoint(words):
            return True
        relative = {n for c in self.syntax.clauses if c.kind == "relative" for n in range(c.first, c.end)}
        verbs = [v for v in self.syntax.verbs if v.finite and v.first in inside and v.first not in relative]
        joined = {c.verb.first for c in self.syntax.clauses if c.kind == "coordinated" and c.verb}
        if any(v.first in joined and self.lower[v.first] == "would" for v in verbs[1:]):
            return False  # "was projected to win and would be sworn in" tells of what was
        if not verbs:
            return not self.words.happenings.isdisjoint(words) and relative.isdisjoint(inside)
        return any(verb.tense != "past" or self.lower[verb.head] in self.words.proposing for verb in verbs)

    def _deed(self, clause: Clause) -> int | None:
        """Return the verb that names what is coming: "send" of "will send", "is due to send"."""
        verb = clause.verb
        if verb is None or verb.perfect or not _NEVER.isdisjoint(self.lower[verb.first : verb.end + 1]):
            return None
        if self.lower[verb.head] in self.words.due and verb.tense == "past":
            return None  # "was expected to leave" tells of what was
        if verb.modal is not None:
            word = self.lower[verb.modal]
            return verb.head if word in _WILL or verb.tense == "future" or self._is_would(clause) else None
        if self.lower[verb.head] in self.words.intending and not verb.passive:
            return self._infinitive(verb.end)
        if self.lower[verb.head] in self.words.due and verb.passive:
            return self._infinitive(verb.end)
        due = self.lower[verb.head] in _BE and not self.words.due.isdisjoint(
            self.lower[verb.end : verb.end + 1]
        )
        return self._infinitive(verb.end + 1) if due else None

    def _is_would(self, clause: Clause) -> bool:
        modal = clause.verb.modal if clause.verb is not None else None
        return modal is not None and self.lower[modal] == "would" and not self._conditional(clause)

    def _infinitive(self, at: int) -> int | None:
        heads = (verb.head for verb in self.syntax.verbs if verb.first == at)
        return next(heads, None) if self.lower[at : at + 1] == ("to",) else None

    def _acts(self, subject: NounPhrase | None) -> bool:
        """Return whether a subject is somebody who acts, or a happening: no pronoun, no thing."""
        if subject is None:
            return False
        if self.lower[subject.head] in self.words.acting:
            return True
        return self.tokens[subject.head].end in self.acting

    def _whole(self, clause: Clause) -> Span | None:
        """Return the words of a clause without its conjunction; None where they are no whole."""
        first, end = max(clause.first, self.document.opening(self.index)), clause.end
        while first < end and self.lower[first] in _TIES:
            first += 1
        while first < end and self.lower[end - 1] in (",", ";", ".", "and", "but", ":"):
            end -= 1
        subject = clause.subject
        if subject is None or subject.first < first or end - first < _SHORT:
            return None
        span = Span(self.tokens[first].start, self.tokens[end - 1].end)
        words = span.of(self.document.text)
        return span if words.count("“") == words.count("”") and words.count('"') % 2 == 0 else None

    def _conditional(self, clause: Clause) -> bool:
        inside = (one for one in self.syntax.clauses if clause.first <= one.first < clause.end)
        return any(
            one.opener is not None and self.lower[one.opener] in self.words.conditions for one in inside
        )
