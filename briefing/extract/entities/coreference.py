"""Offices and pronouns that stand for somebody who was named: precise rules, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from briefing.extract.entities.gazetteer import words_of
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Role, Span
from briefing.model.typography import read_as

_HE = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
_PRONOUNS, _ARTICLES = frozenset(_HE), frozenset(("the",))
_SPAN = attrgetter("span")
_LOOK_BACK = 2
_WIDEST = 100
"""Characters of the first word of an office."""


class Resolver:
    """Resolves what is no name, sentence by sentence."""

    def __init__(
        self,
        document: Document,
        named: Sequence[Mention],
        roles: Mapping[str, Sequence[Role]],
        lexicon: Lexicon,
    ) -> None:
        self.document, self.words = document, words_of(lexicon)
        self.title_words = self.words.title_words
        titles = [(role, key) for key, rows in roles.items() for role in rows if role.era != "former"]
        self.places = {place for role, _ in titles for place in role.at}
        self.titles: dict[str, dict[str, str]] = {}
        """Titles of several words with their first holders, by first word."""
        self.lengths: dict[str, list[int]] = {}
        """Characters that these titles have, the most first."""
        self.holders: dict[str, set[str]] = {}
        """Who holds an office, by each word of the title: "the president" is not the incoming one."""
        for role, key in titles:
            words = role.title.split()
            if len(words) > 1:
                self.titles.setdefault(words[0], {}).setdefault(role.title, key)
            for word in role.title.lower().replace(",", " ").split():
                if role.era != "elect" or word.rpartition("-")[2] in self.words.elect:
                    self.holders.setdefault(word, set()).add(key)
        for first, rows in self.titles.items():
            self.lengths[first] = sorted({len(title) for title in rows}, reverse=True)
        self.gender = self._genders(named)
        self.people: dict[int, list[Mention]] = {}
        for mention in named:
            if mention.kind == "person" and mention.actor:
                self.people.setdefault(mention.sentence, []).append(mention)
        self.names = {m.span.start for m in named}

    def _genders(self, named: Sequence[Mention]) -> dict[str, str]:
        """Tell he from she by given name and honorific, where the text shows it."""
        genders: dict[str, str] = {}
        if self.document.vocabulary.isdisjoint(_PRONOUNS):
            return genders  # nobody asks
        for mention in named:
            if mention.kind != "person" or not mention.actor:
                continue
            given = read_as(mention.span.of(self.document.text)).split()[0]
            before = self.document.text[max(0, mention.span.start - 6) : mention.span.start].split()
            title = before[-1].rstrip(".") if before else ""
            if title in self.words.titled_he:
                genders[mention.actor] = "he"
            elif title in self.words.titled_she:
                genders[mention.actor] = "she"
            elif given in self.words.he and given not in self.words.she:
                genders.setdefault(mention.actor, "he")
            elif given in self.words.she and given not in self.words.he:
                genders.setdefault(mention.actor, "she")
        return genders

    def resolve(self) -> Iterator[Mention]:
        text, lower = self.document.concordance, self.document.lower
        pronouns, articles = text.tokens_of(_PRONOUNS), text.tokens_of(_ARTICLES)
        for index in sorted({*pronouns, *articles}):
            row = lower[index]
            titled = [
                at
                for at in articles.get(index, ())
                if row[at + 1 : at + 2] and row[at + 1] in self.title_words
            ]
            found = [*self._offices(index, titled)] if titled else []
            yield from found
            if found:
                self.people.setdefault(index, []).extend(found)
                self.people[index].sort(key=_SPAN)
            for mention in self._pronouns(index, pronouns.get(index, ())):
                yield mention
                self.people.setdefault(index, []).append(mention)
                self.people[index].sort(key=_SPAN)

    def _offices(self, index: int, articles: Sequence[int]) -> Iterator[Mention]:
        """Yield "the Secretary of the Council" and "the president" where one person holds the office.

        `articles` are the tokens before a word of a title.
        """
        tokens, text = self.document.tokens[index], self.document.text
        for i in articles:
            start = tokens[i + 1].start
            first = text[start : max(start, text.find(" ", start, start + _WIDEST))]
            near = self.titles.get(first, {})
            lengths = self.lengths.get(first, ())
            if size := next((size for size in lengths if text[start : start + size] in near), 0):
                span = Span(start, start + size)
                key = near[span.of(text)]
                if not self._beside_name(span) and span not in self.places:
                    yield self._mention(span, index, "office", key, "same-office")
                continue
            end = i + 1
            while end < len(tokens) and tokens[end].lower in self.title_words:
                end += 1
            if tokens[end - 1].lower not in self.words.office_heads:
                continue
            span = Span(start, tokens[end - 1].end)
            following = tokens[end].lower if end < len(tokens) else ""
            if following in ("of", "for", "to", "'s", "’s", ",") or self._beside_name(span):
                continue
            holders = self.holders.get(tokens[end - 1].lower, set())
            if len(holders) != 1:
                continue
            recent = [
                m.actor
                for back in range(index, max(-1, index - 6), -1)
                for m in reversed(self.people.get(back, []))
                if m.actor in holders
            ]
            if recent:
                yield self._mention(span, index, "office", recent[0] or "", "only-holder")

    def _beside_name(self, span: Span) -> bool:
        return not self.names.isdisjoint(range(span.end, span.end + 3))

    def _pronouns(self, index: int, places: Sequence[int]) -> Iterator[Mention]:
        for at in places:
            token = self.document.tokens[index][at]
            gender = _HE[token.lower]
            actor = self._antecedent(index, token.start, gender)
            if actor:
                yield self._mention(token.span, index, "pronoun", actor, f"antecedent-{gender}")

    def _antecedent(self, index: int, start: int, gender: str) -> str | None:
        """Return the one person who fits: in this sentence, else the subject of the one before."""
        here = self._fitting([m for m in self.people.get(index, []) if m.span.end <= start], gender)
        if here:
            return here[0].actor if len({m.actor for m in here}) == 1 else self._subject(here, index)
        for back in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            there = self._fitting(self.people.get(back, []), gender)
            if there:
                actors = {m.actor for m in there}
                return there[0].actor if len(actors) == 1 else self._subject(there, back)
        return None

    def _subject(self, people: list[Mention], index: int) -> str | None:
        """Return the first person of a sentence, if the sentence all but opens with the name."""
        opening = self.document.sentences[index].span.start
        return people[0].actor if people[0].span.start - opening <= 60 else None

    def _fitting(self, people: Sequence[Mention], gender: str) -> list[Mention]:
        return [m for m in people if m.actor and self.gender.get(m.actor, gender) == gender]

    def _mention(self, span: Span, index: int, form: str, actor: str, rule: str) -> Mention:
        return Mention(span=span, kind="person", sentence=index, form=form, actor=actor, rule=rule)  # type: ignore[arg-type]
