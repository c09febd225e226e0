"""Noun phrases and verb groups of a sentence -> its clauses, with subjects and what is said in them.

The sentence is read once from left to right.  A conjunction or a relative pronoun opens a clause; a
finite verb belongs to the clause that is open and still has none; where none waits for a verb, the noun
phrase before the verb opens a clause of its own ("he said officials left").
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from briefing.model.syntax import Clause, ClauseKind, NounPhrase, Syntax, VerbGroup
from briefing.text.chunks import ADVERBS, Words, noun_phrases, verb_groups
from briefing.text.mending import lacking_verb, mended

_DASHES = frozenset(("–", "—", "--"))
_PARTICIPLES = frozenset(("VBG",))
_NOMINATIVE = frozenset(("i", "he", "she", "we", "they"))
_EITHER = frozenset(("as", "after", "before", "since", "until", "than", "because", "while", "though"))
_EDGES = frozenset((",", "CC", ":", "``", "''", "-RRB-", "-LRB-", "."))
_JOINTS = ADVERBS | {"IN", "TO", "CC", "VBN", "VBG", "``", "''", "-LRB-", "-RRB-"}
"""What may be between the phrases of a subject."""
_SAID_ALONE = frozenset(("so", "this", "that", "it", "nothing", "something", "yes", "no"))
"""What somebody says, and no subject of what he says."""
_WH = frozenset(("WDT", "WP", "WRB", "WP$"))
_OPENING, _CLOSING = frozenset("“‘"), frozenset("”’")


class _Open(Struct):
    """A clause while the sentence is read."""

    number: int
    first: int
    kind: ClauseKind
    opener: int | None = None
    parent: _Open | None = None
    subjects: list[NounPhrase] = []
    """Noun phrases that may be its subject."""
    verb: VerbGroup | None = None
    subject: NounPhrase | None = None
    end: int = 0


def analyse(tags: Sequence[str], lower: Sequence[str], words: Words) -> Syntax:
    """Return the phrases and clauses of a sentence."""
    if not tags:
        return Syntax(tags=(), phrases=(), verbs=(), clauses=())
    tags = mended(tags, lower, words)
    reader = _reader(tags, lower, words)
    main = reader.made[0]
    if main.verb is None and main.subjects:
        verb = lacking_verb(tags, lower, main.subjects[0].end, words)
        if verb >= 0:
            tags[verb] = "VBD"
            reader = _reader(tags, lower, words)
    return Syntax(
        tags=tuple(tags),
        phrases=tuple(reader.phrase_from.values()),
        verbs=tuple(reader.verb_from.values()),
        clauses=tuple(reader.clauses()),
    )


def _reader(tags: Sequence[str], lower: Sequence[str], words: Words) -> _Reader:
    """Return what has read a sentence."""
    phrases = noun_phrases(tags, lower, words)
    inside = {at for phrase in phrases for at in range(phrase.first, phrase.end)}
    verbs = [verb for verb in verb_groups(tags, lower) if verb.finite or verb.head not in inside]
    reader = _Reader(tags, lower, words, phrases, verbs)
    reader.read()
    return reader


def _explained(phrase: NounPhrase) -> bool:
    """Return whether a phrase, or the "of" phrase in it, has an apposition."""
    return phrase.apposition is not None or (phrase.of is not None and _explained(phrase.of))


def _pending(clause: _Open) -> list[NounPhrase]:
    """Return the noun phrases that may be the subject of a clause."""
    return [phrase for phrase in clause.subjects if not phrase.time]


class _Reader:
    """One sentence, read from left to right."""

    def __init__(
        self,
        tags: Sequence[str],
        lower: Sequence[str],
        words: Words,
        phrases: Sequence[NounPhrase],
        verbs: Sequence[VerbGroup],
    ) -> None:
        self.tags, self.lower, self.words = tags, lower, words
        self.count = len(tags)
        self.phrase_from = {phrase.first: phrase for phrase in phrases}
        self.phrase_to = {phrase.end: phrase for phrase in phrases}
        self.verb_from = {verb.first: verb for verb in verbs}
        self.verb_to = {verb.end: verb for verb in verbs}
        self.inner = {
            inner.first for phrase in phrases for inner in (phrase.of, phrase.apposition) if inner is not None
        }
        self.closings = self._closings()
        self.objects: set[int] = set()
        """Where phrases end that are no subjects."""
        self.made: list[_Open] = []
        self.now = self._open(0, "main")
        self.edge = 0
        """Behind the last comma, conjunction or mark."""

    def _open(
        self, first: int, kind: ClauseKind, opener: int | None = None, parent: _Open | None = None
    ) -> _Open:
        made = _Open(number=len(self.made), first=first, kind=kind, opener=opener, parent=parent, subjects=[])
        self.made.append(made)
        return made

    # -- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        at = 0
        while at < self.count:
            phrase, verb = self.phrase_from.get(at), self.verb_from.get(at)
            if phrase is not None:
                self._phrase(phrase)
                at = phrase.end
            elif verb is not None:
                if verb.finite:
                    self._verb(verb)
                at = verb.end
            else:
                self._mark(at)
                at += 1

    def _phrase(self, phrase: NounPhrase) -> None:
        tag = self.tags[phrase.head]
        if (tag in ("WP", "WDT") and phrase.end - phrase.first == 1) or self.tags[phrase.first] == "WP$":
            self._subordinate(phrase.first)
        elif not self._may_be_subject(phrase):
            return
        elif self._says_behind_a_clause(phrase):
            self.now = self._open(phrase.first, "reporting")
        self.now.subjects.append(phrase)

    def _says_behind_a_clause(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase behind a quotation waits for its verb: “...,” Fry, who ..., said."""
        before, behind = max(0, phrase.first - 2), phrase.whole
        if tuple(self.tags[before : phrase.first]) not in ((",", "''"), (".", "''")):
            return False
        return tuple(self.tags[behind : behind + 2]) in ((",", "WP"), (",", "WP$"))

    def _may_be_subject(self, phrase: NounPhrase) -> bool:
        if phrase.preposition is not None and phrase.preposition == self.now.opener:
            return True  # as the minister spoke
        if phrase.first in self.inner and phrase.preposition is None:
            return False
        return not self._is_object(phrase)

    def _is_object(self, phrase: NounPhrase) -> bool:
        found = self._is_governed(phrase)
        if found:
            self.objects.add(phrase.end)
        return found

    def _is_governed(self, phrase: NounPhrase) -> bool:
        """Return whether a preposition or a verb governs a phrase, or what it is joined to."""
        if phrase.preposition is not None:
            return True
        if phrase.first - 1 in self.objects and self.phrase_to[phrase.first - 1].joined:
            return True
        verb = self.verb_to.get(phrase.first)
        if verb is None or (verb.finite and self.now.verb is not verb):
            return False
        return not (self._is_saying(verb) and phrase.apposition is not None)

    def _mark(self, at: int) -> None:
        tag = self.tags[at]
        if tag in _WH or (tag == "SC" and self._opens_clause(at)) or (tag == "IN" and self._is_followed(at)):
            self._subordinate(at)
        elif tag in _EDGES:
            self.edge = at + 1

    def _is_followed(self, at: int) -> bool:
        """Return whether a subject and a finite verb follow: the "as" of "as he told" is no preposition."""
        phrase = self.phrase_from.get(at + 1) if self.lower[at] in _EITHER else None
        if phrase is None or self.tags[phrase.head] == "WP":
            return False
        end = self._chain_end(phrase)
        verb = self.verb_from.get(end + 1 if self.tags[end : end + 1] == ("RB",) else end)
        opens = at == 0 or (self._ends_time(at - 1) and self._time_start(at - 1) == 0)  # a year after it met
        return verb is not None and verb.finite and (self.now.verb is not None or opens)

    def _chain_end(self, phrase: NounPhrase, limit: int | None = None) -> int:
        """Return where a phrase ends with the prepositional phrases that hang on it."""
        at, stop = phrase.whole, self.count if limit is None else limit
        while at < stop and self.tags[at] in ("IN", "TO") and at + 1 in self.phrase_from:
            at = self.phrase_from[at + 1].whole
        return at

    def _opens_clause(self, at: int) -> bool:
        """Return whether a finite verb may follow a conjunction: not in "by leaving", "of having"."""
        if self.lower[at] == "that":
            return at + 1 < self.count
        after = at + 1
        while after < self.count and self.tags[after] in ADVERBS:
            after += 1
        if after >= self.count:
            return False
        verb = self.verb_from.get(after)
        return self.lower[at] not in (
            "of",
            "by",
            "in",
            "with",
            "without",
            "on",
            "to",
            "at",
            "from",
            "for",
            "than",
            "like",
        ) and (verb is None or verb.finite)

    def _subordinate(self, at: int) -> None:
        """Open the clause that a conjunction or a relative pronoun begins."""
        kind: ClauseKind = "adverbial"
        before = at - 1 if at and self.tags[at - 1] == "," else at
        if (
            self.tags[at] in ("WDT", "WP$")
            or (self.tags[at] == "WP" and before in self.phrase_to)
            or (self.lower[at] in ("where", "when") and before in self.phrase_to)
        ):
            kind = "relative"
        elif self.lower[at] in ("that", "whether", "what", "how", "why") or (
            self.tags[at] == "WP" or (self.lower[at] == "if" and at in self.verb_to)
        ):
            kind = "complement"
        parent = self._level(at)
        self.now = self._open(at, kind, at, parent)
        self.edge = at + 1

    def _level(self, at: int) -> _Open:
        """Return the clause that one opened at `at` hangs on."""
        now = self.now
        if at and self.tags[at - 1] == "CC" and self.lower[at] == "that":
            while now.parent is not None and not (now.kind == "complement" and now.opener is not None):
                now = now.parent
            return now.parent or now  # said that X and that Y
        return now

    # -- verbs --------------------------------------------------------------------------------

    def _verb(self, verb: VerbGroup) -> None:
        """Give a finite verb its clause."""
        now = self.now
        if self._is_inverted(verb):
            self._report(verb, self.phrase_from.get(verb.end), verb.first)
        elif (speaker := self._speaker(verb)) is not None:
            self._report(verb, speaker, speaker.first)
        elif self._closes_demand(now, verb):
            return
        elif now.verb is None:
            self._fill(now, verb)
        else:
            self._next(verb)

    def _closes_demand(self, now: _Open, verb: VerbGroup) -> bool:
        """Give a verb behind "who asked that his name not be used," to the clause that waits for it."""
        if now.verb is not None or now.kind != "complement" or self.tags[verb.first - 1] != ",":
            return False
        waiting = self._waiting(now.parent)
        if waiting is None or "VB" not in self.tags[now.first : verb.first]:
            return False
        now.end, self.now = verb.first, waiting
        self._fill(waiting, verb)
        return True

    def _is_saying(self, verb: VerbGroup) -> bool:
        return self.lower[verb.head] in self.words.saying

    def _is_inverted(self, verb: VerbGroup) -> bool:
        """Return whether the speaker follows: a quotation or a clause, "said", a noun phrase."""
        if not self._is_saying(verb) or verb.first == 0 or verb.passive:
            return False
        if self.lower[verb.head] in self.words.telling and self.tags[verb.first - 1] != "''":
            return False  # ..., Holm, its deputy chairman, told a briefing
        if self.tags[verb.first - 1] not in (",", "''", ".") or verb.end not in self.phrase_from:
            return False
        if self.phrase_from[verb.end].time:
            return False  # the ministry, in Bern, reported yesterday
        if self.tags[verb.first - 1] != "''":
            next_verb = self.verb_from.get(self.phrase_from[verb.end].whole)
            if next_verb is not None and next_verb.finite:
                return False  # the minister, who denied it, said he would go
        if self._is_explained(verb):
            return False
        pending = self._pending()
        if not pending or self.tags[verb.first - 1] == "''":
            return True
        behind = self.phrase_from[verb.end].whole
        explained = self._reaches(pending[-1], verb.first - 1) and _explained(pending[-1])
        return not explained and behind < self.count and self.tags[behind] == ","

    def _is_explained(self, verb: VerbGroup) -> bool:
        """Return whether a name and its apposition end before a verb: “It is over,” Adams, a farmer, said."""
        comma = verb.first - 1
        near = (p for p in self.now.subjects if _explained(p) and self._reaches(p, comma))
        return any(p.first and (self.tags[p.first - 1] in ("''", ",") or self._is_told(p)) for p in near)

    def _is_told(self, phrase: NounPhrase) -> bool:
        """Return whether a verb of saying is right before a phrase: it is the subject of what is said."""
        verb = self.verb_to.get(phrase.first)
        return verb is not None and self._is_saying(verb)

    def _reaches(self, phrase: NounPhrase, end: int) -> bool:
        """Return whether a phrase with what hangs on it ends before token `end`."""
        return self._chain_end(phrase, end) == end

    def _pending(self) -> list[NounPhrase]:
        """Return the noun phrases of the nearest clause that still waits for its verb."""
        waiting = self._waiting(self.now)
        return _pending(waiting) if waiting is not None else []

    def _waiting(self, clause: _Open | None) -> _Open | None:
        """Return the nearest clause that has a subject and no verb, `clause` or one that it hangs on."""
        while clause is not None and (clause.verb is not None or not _pending(clause)):
            clause = clause.parent
        return clause

    def _speaker(self, verb: VerbGroup) -> NounPhrase | None:
        """Return the noun phrase before a verb of saying that closes or interrupts what it reports."""
        subject = self._before(verb) if self._is_saying(verb) else None
        teller = self._told_by(verb) if subject is not None else None
        if teller is not None:
            return teller
        if subject is None or not self._closes(verb, subject.first):
            return None
        quoted = "''" in self.tags[max(0, subject.first - 2) : subject.first]
        if quoted or self.now.verb is not None:
            return subject
        others = [phrase for phrase in self.now.subjects if not phrase.time and phrase.first != subject.first]
        joined = any(phrase.joined or phrase.apposition is not None for phrase in others)
        return subject if others and not joined and self.now.kind == "main" else None

    def _told_by(self, verb: VerbGroup) -> NounPhrase | None:
        """Return the people of "..., two people who saw the message said" at the end of a sentence."""
        now = self.now
        people = self.phrase_to.get(now.first) if now.kind == "relative" and now.verb is not None else None
        if people is None or people.first == 0 or self.tags[people.first - 1] not in (",", "''"):
            return None
        return people if verb.end < self.count and self.tags[verb.end] == "." else None

    def _report(self, verb: VerbGroup, subject: NounPhrase | None, first: int) -> None:
        """Open a reporting clause; it hangs on nothing, and what it interrupts goes on behind it."""
        said = self._open(first, "reporting")
        said.verb, said.subject = verb, subject
        end = verb.end
        if subject is not None and subject.first >= verb.end:
            end = subject.whole
        said.end = self._adjuncts(end)
        said.parent = self.now

    def _fill(self, clause: _Open, verb: VerbGroup) -> None:
        clause.verb = verb
        clause.subject = self._choose(clause, verb)

    def _choose(self, clause: _Open, verb: VerbGroup) -> NounPhrase | None:
        """Return the subject among the noun phrases that was before the verb."""
        found = [phrase for phrase in clause.subjects if not phrase.time] or clause.subjects
        if not found:
            if verb.end in self.phrase_from and verb.first and self.tags[verb.first] != "MD":
                return self.phrase_from[verb.end] if self._is_saying(verb) else None
            return None
        if clause.kind == "relative" and clause.opener is not None:
            rest = [phrase for phrase in found if phrase.first > clause.opener]
            return rest[-1] if rest else found[0]
        before = verb.first - 1
        while before > 0 and self.tags[before] in ADVERBS:
            before -= 1
        if self.tags[before] in (",", "-RRB-", "''", ":") or found[0].joined:
            return found[0]
        return found[-1] if not found[-1].preposition else found[0]

    def _next(self, verb: VerbGroup) -> None:
        """Find the clause of a verb where the clause at hand has one already."""
        now = self.now
        if now.verb is None or self._fills_waiting(now, now.verb, verb):
            return
        told = self._told_of(now, verb)
        if self._shared(verb):
            level = self._coordinated(verb)
            made = self._open(self.edge - 1, "coordinated", self.edge - 1, level.parent)
            made.subject = level.subject
        elif told is not None:
            aside = now.kind == "relative" and now.first > told.first
            now.end = now.end or (verb.first if aside else 0)
            made = self._open(told.first, "complement", None, now.parent if aside else now)
            made.subject = told
        else:
            made = self._fresh(now, now.verb, verb)
        made.verb = verb
        self.now = made

    def _fills_waiting(self, now: _Open, before: VerbGroup, verb: VerbGroup) -> bool:
        """Give a verb to a clause that still waits for one, and return whether there was such a clause."""
        fresh = [phrase for phrase in now.subjects if phrase.first >= before.end]
        waiting = self._waiting(now.parent) or self._empty(now.parent)
        if waiting is None or self._shared(verb) or self._is_reported(before, verb):
            return False
        pending = _pending(waiting)
        if not pending and not fresh:
            return False
        end = self.edge if fresh or self.tags[verb.first - 1] == "," else verb.first
        inner: _Open | None = now
        while inner is not None and inner is not waiting:
            inner.end, inner = inner.end or end, inner.parent
        if not pending:
            waiting.subjects += fresh
        self.now = waiting
        self._fill(waiting, verb)
        return True

    def _told_of(self, now: _Open, verb: VerbGroup) -> NounPhrase | None:
        """Return the subject of what is said, where something between commas has come behind it.

        So "said the road, which was built in 1990, was unsafe" tells of the road.
        """
        if self.tags[verb.first - 1] != "," or self._shared(verb):
            return None
        aside = now.kind == "relative" and now.opener is not None and now.parent is not None
        saying = now.parent.verb if aside and now.parent is not None else now.verb
        if saying is None or not self._is_saying(saying):
            return None
        noun = next((p for p in self.phrase_from.values() if p.first >= saying.end and not p.time), None)
        if noun is None or noun.preposition is not None or self.tags[noun.whole : noun.whole + 1] != [","]:
            return None
        return noun if noun.whole < verb.first - 1 else None

    def _fresh(self, now: _Open, before: VerbGroup, verb: VerbGroup) -> _Open:
        """Open a clause of its own for a verb."""
        told = self._told_from(before, verb)
        subject = told or self._before(verb)
        first = subject.first if subject is not None else verb.first
        if first and told is None and self.tags[first - 1] in ("CC", ",", ":"):
            conjunction = first - 1 if self.tags[first - 1] == "CC" else None
            level = self._coordinated(verb) if conjunction is not None else self._top(now)
            opens = first if conjunction is None else conjunction
            made = self._open(opens, "coordinated", conjunction, level.parent)
        else:
            made = self._open(first, "complement" if self._is_saying(before) else "relative", None, now)
        made.subject = subject
        return made

    def _told_from(self, saying: VerbGroup, verb: VerbGroup) -> NounPhrase | None:
        """Return the phrase right behind a verb of saying, where nothing but phrases is before `verb`.

        So "said the fears of Norway and Sweden should be heard" tells of fears, not of Sweden.
        """
        if self.lower[saying.head] not in self.words.claiming:
            return None
        at, end = saying.end, verb.first
        while at < end and (self.tags[at] in ADVERBS or self._is_time(at)):
            at = self.phrase_from[at].end if at in self.phrase_from else at + 1
        behind = self._adjuncts(at + 1) if at < end and self.tags[at] == "," else at
        at = behind + 1 if at < behind < end and self.tags[behind] == "," else at  # said, in the end, the
        subject = self.phrase_from.get(at)
        heard = self.phrase_from.get(subject.end) if subject is not None else None
        if heard is not None and not heard.time:
            subject, at = heard, heard.first  # told reporters the strike was over
        if subject is None or subject.preposition is not None or self.lower[at] in _SAID_ALONE:
            return None
        while at < end:
            if at not in self.phrase_from and self.tags[at] not in _JOINTS:
                return None
            at = self.phrase_from[at].end if at in self.phrase_from else at + 1
        return subject

    def _is_time(self, at: int) -> bool:
        """Return whether a time begins at a token, a preposition before it or not: "on Monday"."""
        phrase = self.phrase_from.get(at, self.phrase_from.get(at + 1))
        return phrase is not None and phrase.time and (phrase.first == at or phrase.preposition == at)

    def _empty(self, clause: _Open | None) -> _Open | None:
        """Return the main clause where it has no verb, else the nearest clause without one."""
        empty = None
        while clause is not None:
            if clause.verb is None and (empty is None or clause.kind == "main"):
                empty = clause
            clause = clause.parent
        return empty

    def _is_reported(self, saying: VerbGroup, verb: VerbGroup) -> bool:
        """Return whether a verb belongs to what the verb before it says: "who told them he would go"."""
        subject = self._before(verb)
        if subject is None or self.edge > saying.end or not self._is_saying(saying):
            return False
        return self.lower[subject.head] in _NOMINATIVE or (
            subject.first > saying.end and subject.first in self.phrase_to
        )

    def _top(self, clause: _Open) -> _Open:
        while clause.parent is not None and clause.kind in ("adverbial", "relative", "reporting"):
            clause = clause.parent
        return clause

    def _shared(self, verb: VerbGroup) -> bool:
        """Return whether a conjunction, and a time, before a verb give it the subject of the verb before."""
        before = verb.first - 1
        while before > 0 and (self.tags[before] in ADVERBS or self._ends_time(before)):
            before = self._time_start(before) - 1
        return self.tags[before] == "CC" and self.lower[before] in ("and", "but", "or", "then", "nor", "yet")

    def _ends_time(self, at: int) -> bool:
        phrase = self.phrase_to.get(at + 1)
        return phrase is not None and phrase.time

    def _time_start(self, at: int) -> int:
        """Return where the time that ends at token `at` begins: the "on" of "on Monday"; an adverb is one."""
        phrase = self.phrase_to.get(at + 1)
        if phrase is None or not phrase.time:
            return at
        return phrase.first if phrase.preposition is None else phrase.preposition

    def _coordinated(self, verb: VerbGroup) -> _Open:
        """Return the clause that a verb goes on with: "he said X and added Y" goes on with "said"."""
        clause: _Open = self.now
        closed = self._is_closed_aside(clause, verb.first)
        if closed and clause.kind == "coordinated" and clause.parent is not None:
            clause = clause.parent
        if closed or (self.edge > 1 and self.tags[self.edge - 2] == ","):
            clause = self._top(clause)  # "..., where they met, and will resume"
        nearest: _Open | None = clause
        while nearest is not None:
            near = nearest.verb
            alike = near is not None and self._is_saying(near) == self._is_saying(verb)
            if near is not None and alike and verb.tense in (near.tense, "none"):
                return nearest
            nearest = nearest.parent
        return clause

    def _is_closed_aside(self, clause: _Open, at: int) -> bool:
        """Return whether a comma has closed a relative clause that a comma opened: ", which is old, and"."""
        who = clause.subject
        if who is None or clause.verb is None or self.tags[who.head] not in ("WDT", "WP"):
            return False
        return self.tags[who.first - 1] == "," and "," in self.tags[clause.verb.end : at]

    def _before(self, verb: VerbGroup) -> NounPhrase | None:
        """Return the noun phrase that ends before a verb, from the start of its chain of prepositions."""
        at = verb.first
        while at > self.edge and (self.tags[at - 1] in ADVERBS or self.tags[at - 1] in ("''", "``")):
            at -= 1
        if at > 2 and self.tags[at - 1] == "-RRB-":  # the council (CEI) said
            at = next((k for k in range(at - 2, max(at - 7, 0), -1) if self.tags[k] == "-LRB-"), at)
        phrase = self.phrase_to.get(at)
        if phrase is None:
            if at and self.tags[at - 1] == ",":  # the man, a judge, said
                found = [p for p in self.now.subjects if self.now.verb and p.first >= self.now.verb.end]
                explained = [p for p in found if _explained(p) and self._reaches(p, at - 1)]
                return next(iter(explained or found), None)
            return None
        while phrase.preposition is not None and phrase.preposition in self.phrase_to:
            phrase = self.phrase_to[phrase.preposition]
        if phrase.time:
            earlier = self.phrase_to.get(
                phrase.preposition if phrase.preposition is not None else phrase.first
            )
            return earlier or phrase
        return self._list_start(phrase)

    def _list_start(self, phrase: NounPhrase) -> NounPhrase:
        """Return the first phrase of a list that no verb or preposition governs: "both Norway and Sweden"."""
        joint = phrase.first - 1
        while joint > 0 and self.lower[joint] in ("and", "or", ","):
            before = self.phrase_to.get(joint)
            if before is None or not before.joined or joint in self.objects:
                break
            phrase, joint = before, before.first - 1
        return phrase

    def _closes(self, verb: VerbGroup, first: int) -> bool:
        """Return whether a noun phrase and a verb of saying report what is before them."""
        if not self._is_saying(verb) or first == 0 or self.tags[first - 1] not in (",", "''", ":"):
            return False
        at = self._adjuncts(verb.end)
        return at >= self.count or self.tags[at] in (".", ",", ":", "``", "''", "VBG")

    def _adjuncts(self, at: int) -> int:
        """Return where what says when and where to whom ends: "told reporters in Bern on Monday"."""
        first = at
        while at < self.count:
            phrase = self.phrase_from.get(at)
            if phrase is not None and (phrase.time or phrase.preposition is not None or at == first):
                at = phrase.end
            elif phrase is None and (
                self.tags[at] in ADVERBS or (self.tags[at] in ("IN", "TO") and at not in self.verb_from)
            ):
                at += 1
            else:
                break
        return at

    # -- clauses ------------------------------------------------------------------------------

    def clauses(self) -> list[Clause]:
        """Return the clauses that have a verb, in the order of their verbs."""
        made = [clause for clause in self.made if clause.verb is not None]
        made += self._participial()
        made.sort(key=lambda clause: clause.verb.first if clause.verb else 0)
        ends = self._ends()
        numbers = {clause.number: place for place, clause in enumerate(made)}
        found = []
        for clause in made:
            parent = clause.parent
            while parent is not None and parent.number not in numbers:
                parent = parent.parent
            found.append(
                Clause(
                    first=clause.first,
                    end=ends[clause.number],
                    kind=clause.kind,
                    verb=clause.verb,
                    subject=clause.subject,
                    opener=clause.opener,
                    parent=numbers[parent.number]
                    if parent is not None and clause.kind != "reporting"
                    else None,
                    content=self._content(clause, ends[clause.number]),
                )
            )
        return found

    def _participial(self) -> list[_Open]:
        """Return the clauses of verbs of saying that are not finite: "adding that it would open soon"."""
        found = []
        for verb in self.verb_from.values():
            if not verb.finite and self._is_saying(verb) and self._content_start(verb) is not None:
                around = [
                    clause for clause in self.made if clause.verb is not None and clause.first <= verb.first
                ]
                inside = [clause for clause in around if not clause.end or clause.end > verb.first]
                parent = inside[-1] if inside else None
                found.append(self._open(verb.first, "participial", None, parent))
                found[-1].verb, found[-1].end = verb, self._participle_end(verb)
        return found

    def _participle_end(self, verb: VerbGroup) -> int:
        """Return where a participle's clause ends: where one goes on that does not hang on it; else 0."""
        for clause in self.made:
            if clause.verb is None or clause.verb.first <= verb.first or self._is_behind(clause, verb.first):
                continue
            first = max(clause.first, clause.subject.first if clause.subject is not None else 0)
            return self._trimmed(verb.end, first if first > verb.first else clause.verb.first)
        return 0

    def _is_behind(self, clause: _Open, at: int) -> bool:
        """Return whether a clause hangs on one that opens behind token `at`."""
        above: _Open | None = clause
        while above is not None:
            if above.first > at and above.kind not in ("main", "coordinated", "reporting"):
                return True
            above = above.parent
        return False

    def _ends(self) -> list[int]:
        """Return where each clause ends: where the next one begins that does not hang on it."""
        ends = []
        for number, clause in enumerate(self.made):
            hanging = {number}  # clauses come after the one that they hang on
            inside = clause.first + 1 if self.tags[clause.first] == "``" else clause.first
            end = min(clause.end or self.count, self._closing_mark(min(inside, self.count - 1)))
            for place, other in enumerate(self.made[number + 1 :], number + 1):
                if clause.end or other.first >= end:
                    break
                if other.parent is not None and other.parent.number in hanging:
                    hanging.add(place)
                if other.kind == "reporting":
                    if (
                        clause.verb is not None
                        and clause.verb.first < other.first
                        and not self._resumes(other)
                    ):
                        end = other.first
                        break
                elif other.first > clause.first and place not in hanging:
                    end = other.first
                    break
            verb_end = clause.verb.end if clause.verb is not None else 0
            ends.append(max(self._trimmed(clause.first, end), clause.first + 1, verb_end))
        return ends

    def _resumes(self, reporting: _Open) -> bool:
        """Return whether what is reported goes on behind a reporting clause."""
        at = reporting.end
        if at + 2 >= self.count or self.tags[at] not in (",", ".", ":"):
            return False
        verb = self.verb_from.get(at + 1)
        if verb is not None and not verb.finite and self.tags[verb.first] == "VBG":
            return False  # he said, adding that ...
        return self.tags[at + 1] not in ("WDT", "WP", "CC", "WRB", "''")

    def _closing_mark(self, first: int) -> int:
        """Return where the quotation closes that a token is in; what is said there does not reach out."""
        if not self.closings:
            return self.count
        return self.closings[first]

    def _closings(self) -> list[int]:
        """Return for each token where the quotation around it closes; nothing without quotations."""
        if "''" not in self.tags:
            return []
        found, open_ends = [self.count] * self.count, [self.count]
        for at in range(self.count - 1, -1, -1):
            if self.tags[at] == "''":
                open_ends.append(at)
            elif self.tags[at] == "``" and len(open_ends) > 1:
                open_ends.pop()
            found[at] = open_ends[-1]
        return found

    def _trimmed(self, first: int, end: int) -> int:
        while end > first + 1 and self.tags[end - 1] in (",", ".", "CC", ":"):
            end -= 1
        return end

    # -- what is said -------------------------------------------------------------------------

    def _content(self, clause: _Open, end: int) -> tuple[tuple[int, int], ...]:
        verb = clause.verb
        if verb is None or not self._is_saying(verb) or verb.passive:
            return ()
        if clause.kind == "reporting":
            return self._around(clause)
        first = self._content_start(verb)
        if first is None or first >= end:
            return ()
        return ((first, self._content_end(first, end)),)

    def _around(self, clause: _Open) -> tuple[tuple[int, int], ...]:
        """Return what is before a reporting clause, and behind it where what is said goes on."""
        before = (0, self._trimmed(0, clause.first))
        if not self._resumes(clause):
            return (before,)
        first = clause.end + 1
        end = self._trimmed(first, self.count)
        if self.tags[first] == "``":
            end = min(end, self._closing_mark(first))
        return (before, (first, end))

    def _content_start(self, verb: VerbGroup) -> int | None:
        """Return where content begins behind a verb: past a hearer, a time and "that"."""
        at = verb.end
        for _ in range(6):
            phrase = self.phrase_from.get(at)
            if at >= self.count:
                return None
            if self.tags[at] in ("SC", "WRB", "WP", "``") or self.lower[at] in ("that", "whether"):
                return at
            if self.tags[at] in (",", ":"):
                return self._after_comma(at + 1, at == verb.end) if at + 1 < self.count else None
            if phrase is not None and self._opens_content(phrase):
                return at
            if phrase is not None:
                at = phrase.whole
            elif self.tags[at] in ("IN", "TO", "RB", "RP") and at not in self.verb_from:
                at += 1
            else:
                return None
        return None

    def _after_comma(self, at: int, near: bool) -> int | None:
        """Return where content begins behind a comma: past another adjunct ("explains, in short, that")."""
        if self.tags[at] == "IN":
            end = self._adjuncts(at)
            if end + 1 < self.count and self.tags[end] == "," and self.lower[end + 1] == "that":
                return end + 1
        return at if near or self.tags[at] == "``" or self.tags[at - 1] == ":" else None

    def _opens_content(self, phrase: NounPhrase) -> bool:
        """Return whether a clause begins with a noun phrase: it is the subject of a later one."""
        return any(
            clause.subject is not None and clause.subject.first == phrase.first for clause in self.made
        )

    def _content_end(self, first: int, end: int) -> int:
        """Return where content ends that begins at `first`: with its quotation, else with its clause."""
        opening = next((at for at in (first, first - 1) if self.tags[at] == "``"), None)
        if opening is not None:
            closing = self._closing_mark(min(opening + 1, self.count - 1))
            return closing if closing < self.count else self._trimmed(first, self.count)
        return self._trimmed(first, max(end, first + 1))
