"""Statements in the making -> who is behind each: an actor or the text's words, but no bare pronoun.

"I" and "we" are whoever is quoted.  "He" is who the cast takes him for, unless he is named in the words of
somebody else alone; else who spoke last, or whom the sentences before are about.  Where that is open, the
statement is left out: words that are given to the wrong one do more harm than words that are missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefing.extract.attribution import filters, gates, office_holders, speakers
from briefing.extract.attribution.candidate import StatementDraft
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.extract.attribution.voices import Voice, by_sentence, takes_stand
from briefing.model import Mention

_PERSONS = frozenset(("he", "she", "him", "her", "his"))
_OWN = ("our ", "my ")
_REACH = 3
"""Sentences back in which somebody is looked for who may be "he"."""
_ARTICLE_AND_NOUN = 2
"""Words of "the senator"."""


class Source(Struct, frozen=True):
    """Who says it: an actor's id, or the words for one; both None where there is nobody to name."""

    actor: str | None
    text: str | None


def _source_of(who: Speaker) -> Source:
    return Source(who.actor, None if who.actor else who.text)


class Resolver:
    """Resolves the speakers of a document's statements, in the order of the text."""

    def __init__(
        self, scene: Scene, drafts: Sequence[StatementDraft], voices: Sequence[Voice], nested: bool
    ) -> None:
        self._scene, self._nested, self._voices = scene, nested, by_sentence(voices)
        self._spoke: dict[int, StatementDraft] = {}
        self._named: dict[int, Source] = {}
        self._subjects: dict[int, Mention | None] = {}
        for draft in drafts:
            if draft.inside < 0 and draft.kind != "view":
                self._spoke[draft.sentence] = draft

    def source(self, draft: StatementDraft, outer: StatementDraft | None) -> Source | None:
        """Return who says it; None where nobody does or where it is open who is meant."""
        found = self._source(draft, outer)
        if found is not None and draft.inside < 0 and draft.kind != "view":
            self._named[draft.sentence] = found
            self._named[self._sentence(draft.spans[-1].end)] = found
        return found

    def _sentence(self, end: int) -> int:
        """Return the sentence that holds the character before `end`."""
        return bisect_left(self._scene.document.sentences, end, key=lambda sentence: sentence.span.start) - 1

    def _source(self, draft: StatementDraft, outer: StatementDraft | None) -> Source | None:
        who = draft.speaker
        if who is None:
            return None
        word = speakers.pronoun_of(who.text)
        if not word:
            ours = who.text.lower().startswith(_OWN) and draft.inside < 0  # our actions
            return None if ours else self._named_before(draft, who) or self._holder(who) or _source_of(who)
        if word in speakers.FIRST_PERSON:
            return self._own(draft, outer)
        quoted = draft.inside >= 0 and draft.mode != "direct" and word not in speakers.ANYBODY
        return None if quoted or word in speakers.ANYBODY else self._third(draft, who, word)

    def _third(self, draft: StatementDraft, who: Speaker, word: str) -> Source | None:
        """Return who "he", "it" or "they" is."""
        if draft.row[7:] in self._scene.words.going_on | {"according to"}:
            found = next(self._before(draft, word), None) or self._known(who.actor)
        elif filters.is_reported(self._scene, draft, self._spoke.get(draft.sentence - 1)):
            return None
        elif gates.is_hearer(self._scene, self._scene.any_line(draft.sentence), who):
            found = self._subject(draft, word)
        elif who.actor is not None and not self._is_doubtful(draft, who.actor):
            return self._speaks_on(draft, who, word) or Source(who.actor, None)
        else:
            found = next(self._before(draft, word), None) or self._subject(draft, word)
        found = found or self._group(draft, word)
        if found is not None or who.actor is not None or word in filters.THINGS:
            return found
        return None if draft.inside < 0 and self._is_open(draft) else Source(None, who.text)

    def _group(self, draft: StatementDraft, word: str) -> Source | None:
        """Return what "it" or "they" is by the sentence before."""
        if word == "they":
            return self._many(draft)
        return self._body(draft) if word == "it" else None

    def _speaks_on(self, draft: StatementDraft, who: Speaker, word: str) -> Source | None:
        """Return who spoke in the sentence before, where the one taken for "he" is not named since."""
        first = self._first(draft)
        found = self._named.get(first - 1) if word in ("he", "she") else None
        if found is None or first == 0 or found.actor == who.actor or not self._fits(found, word):
            return None
        start = self._scene.document.sentences[first - 1].span.start
        end = draft.spans[0].start if first < draft.sentence else who.span.start
        since = self._scene.mentions_in(start, end)
        named = any(m.actor == who.actor and m.form == "name" for m in since)
        if self._scene.genders.get(who.actor or "") == word and not self._is_together(first):
            return None
        return None if named else found

    def _holder(self, who: Speaker) -> Source | None:
        """Return the one person whose office the words name: "the director general of the agency"."""
        if who.actor is not None:
            return None
        text, inside = self._scene.document.text, self._scene.mentions_in(*who.span)
        states = [
            (m.span.of(text), self._scene.countries[m.actor])
            for m in inside
            if m.actor in self._scene.countries
        ]
        return self._known(office_holders.named(self._scene.holders, who.text, states))

    def _is_together(self, sentence: int) -> bool:
        """Return whether a sentence is in the paragraph of the one before, and tells on."""
        rows = self._scene.document.sentences
        return rows[sentence].paragraph == rows[sentence - 1].paragraph

    def _first(self, draft: StatementDraft) -> int:
        """Return the sentence where a statement begins: its quotation may be longer than one."""
        return min(self._sentence(draft.spans[0].start + 1), draft.sentence)

    def _named_before(self, draft: StatementDraft, who: Speaker) -> Source | None:
        """Return the one person named shortly before "the official" who has just spoken."""
        words = who.text.lower().split()
        if who.actor is not None or draft.inside >= 0 or len(words) != _ARTICLE_AND_NOUN or words[0] != "the":
            return None
        first = self._first(draft)
        found = next((self._named[at] for at in range(first, first - _REACH, -1) if at in self._named), None)
        if found is None or found.actor is None or words[1] not in self._scene.words.hypernyms:
            return None
        start = self._scene.document.sentences[max(first - _REACH, 0)].span.start
        near = self._scene.mentions_in(start, draft.spans[0].start)
        persons = {m.actor for m in near if m.kind == "person" and m.form == "name"}
        return found if persons == {found.actor} else None

    def _own(self, draft: StatementDraft, outer: StatementDraft | None) -> Source | None:
        """Return who "I" is: the one quoted, for words that he quotes; what he thinks he says anyway."""
        if draft.inside < 0:
            voice = self._voices.get(draft.sentence)
            if voice is None or voice.whole or takes_stand(self._scene, draft.sentence):
                return None
            return Source(voice.speaker.actor, None if voice.speaker.actor else voice.speaker.text)
        if outer is None or outer.speaker is None:
            return None
        if draft.mode != "direct" and not self._nested:
            return None
        return Source(outer.speaker.actor, None if outer.speaker.actor else outer.speaker.text)

    @staticmethod
    def _known(actor: str | None) -> Source | None:
        return Source(actor, None) if actor is not None else None

    def _before(self, draft: StatementDraft, word: str) -> Iterator[Source]:
        """Yield who spoke in the two sentences before, where the pronoun fits."""
        first = self._first(draft)
        for sentence in (draft.sentence, first, first - 1, first - 2):
            found = self._named.get(sentence)
            if found is not None and (sentence < draft.sentence or found.text != word):
                if self._fits(found, word):
                    yield found
                return

    def _fits(self, found: Source, word: str) -> bool:
        if found.actor is None:
            return self._worded(found.text or "", word)
        kind, gender = self._scene.kinds.get(found.actor), self._scene.genders.get(found.actor, word)
        if word in _PERSONS:
            return kind in (None, "person") and gender == ("he" if word in ("he", "him", "his") else "she")
        return kind != "person"

    def _worded(self, text: str, word: str) -> bool:
        """Return whether a pronoun can stand for a noun phrase: one for one, many for many."""
        if speakers.pronoun_of(text):
            return False
        words = self._scene.words
        last = text.partition(",")[0].partition(" of ")[0].split()[-1]
        many = (
            " and " in text
            or last in words.plural
            or (last.islower() and last.endswith("s") and not last.endswith("ss"))
            or (last.endswith("s") and last[:-1].isupper())  # MEPs
        )
        if word in _PERSONS:
            return not many and (last[0].isupper() or last.lower() in words.offices)
        return many == (word == "they")

    def _body(self, draft: StatementDraft) -> Source | None:
        """Return the one body or thing that the sentence before is about: "The council met. It said ..."."""
        if draft.sentence == 0:
            return None
        line = self._scene.any_line(draft.sentence - 1)
        subject = speakers.main_subject(self._scene, line, len(line.low))
        if subject is None or speakers.pronoun(subject):
            return None
        stated = not self._scene.words.issued.isdisjoint(line.low) or "message" in line.low
        if subject.opens and not stated:
            return None
        found = _source_of(subject)
        return found if stated or self._fits(found, "it") else None

    def _many(self, draft: StatementDraft) -> Source | None:
        """Return the plural subject of the sentence of a "they", or of the one before if it opens its own."""
        line = self._scene.any_line(draft.sentence)
        at = line.token_at(draft.speaker.span.start) if draft.speaker is not None else -1
        for clause in line.syntax.clauses:
            who = clause.subject
            if who is None or clause.kind != "main" or who.end > at:
                continue
            if line.tags[who.head] == "NNS" and line.quoted[who.first] < 0:
                return Source(None, speakers.make(self._scene, line, who.first, who.end - 1).text)
        before = self._scene.any_line(draft.sentence - 1) if at == 0 and draft.sentence > 0 else None
        subject = speakers.main_subject(self._scene, before, len(before.low)) if before is not None else None
        if subject is None or subject.opens or speakers.pronoun(subject):
            return None
        found = _source_of(subject)
        return found if self._fits(found, "they") else None

    def _subject(self, draft: StatementDraft, word: str) -> Source | None:
        """Return the person whom the sentences before are about."""
        if word not in _PERSONS:
            return None
        first = self._first(draft)
        for sentence in range(first - 1, max(first - 1 - _REACH, -1), -1):
            mention = self._opening(sentence)
            if mention is not None and mention.actor is not None:
                found = Source(mention.actor, None)
                return found if self._fits(found, word) else None
        return None

    def _opening(self, sentence: int) -> Mention | None:
        """Return the person who is the subject of a sentence, if it opens with the name."""
        if sentence not in self._subjects:
            self._subjects[sentence] = self._find_opening(sentence)
        return self._subjects[sentence]

    def _find_opening(self, sentence: int) -> Mention | None:
        scene = self._scene
        line = scene.any_line(sentence)
        for mention in scene.mentions_in(*scene.document.prose(sentence)):
            if mention.kind != "person" or mention.form == "demonym":
                continue
            first = line.token_at(mention.span.start)
            lead = range(max(first, 0))
            titled = not line.has_finite(0, max(first, 0)) and not any(
                line.low[here] in ("by", "that", "with", ",") for here in lead
            )
            return (
                mention
                if first >= 0 and titled and not any(q >= 0 for q in line.quoted[: first + 1])
                else None
            )
        return None

    def _is_doubtful(self, draft: StatementDraft, actor: str) -> bool:
        """Return whether "he" was named last in a clause within another: "she learned that Marin was ill"."""
        who = draft.speaker
        if who is None or who.text.lower() not in _PERSONS:
            return False
        own = False
        for sentence in range(draft.sentence, max(self._first(draft) - _REACH, -1), -1):
            span = self._scene.document.sentences[sentence].span
            until = who.span.start if sentence == draft.sentence else span.end
            near = self._scene.mentions_in(span.start, until)
            named = [m for m in near if m.actor == actor and m.form == "name"]
            other = [m for m in named if not any(said.covers(m.span) for said in draft.spans)]
            if other:
                return sentence < draft.sentence and self._is_told(sentence, other, actor)
            own = own or bool(named)
        return own

    def _is_told(self, sentence: int, named: Sequence[Mention], actor: str) -> bool:
        """Return whether somebody else tells of the one who is named in a sentence."""
        spoke = self._named.get(sentence)
        if spoke is not None and spoke.actor == actor:
            return False
        return all(self._is_inner(self._scene.any_line(sentence), mention) for mention in named)

    def _is_inner(self, line: Line, mention: Mention) -> bool:
        """Return whether a mention is behind a "that" which follows a noun phrase and its verb."""
        place = line.token_at(mention.span.start)
        return "that" in line.low[2 : max(place, 0)] and not any(q >= 0 for q in line.quoted[:place])

    def _is_open(self, draft: StatementDraft) -> bool:
        """Return whether somebody was named before who may be meant."""
        if draft.sentence > 0 and draft.speaker is not None and draft.speaker.text.lower() == "they":
            return True
        start = draft.speaker.span.start if draft.speaker is not None else 0
        return any(m.kind == "person" and m.span.end <= start for m in self._scene.mentions[:50]) or bool(
            self._named
        )
