"""A small world for the laws of the merge: a seed that changes and an engine that changes its mind.

Every sentence carries a token of its own (w3), so that a test can say which sentence an item is
from, however the engine words it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from briefing.model import (
    Actor,
    Article,
    Brief,
    Comparison,
    Event,
    Point,
    Quote,
    Role,
    Span,
    Spans,
    Statement,
    When,
    item_id,
    places,
)
from briefing.storage import seed_files

NAMES = ("Ann Lee", "Bo Cole", "Cy Drew")
SECTIONS = ("summary", "statements", "events", "comparison")
FIRST = {"summary": "point", "statements": "said", "events": "event", "comparison": "pair"}


@dataclass
class Sentence:
    """A sentence of the seed; `version` changes a word in its middle."""

    number: int
    version: int = 0

    @property
    def name(self) -> str:
        return NAMES[self.number % len(NAMES)]

    @property
    def words(self) -> list[str]:
        n = self.number
        middle = f"gamma{n}" if not self.version else f"changed{self.version}x{n}"
        return ["Minister", self.name, "said", "on", "Monday", "that", f"w{n}", f"alpha{n}", f"beta{n}", middle,
                f"delta{n}", f"eta{n}"]  # fmt: skip

    @property
    def text(self) -> str:
        return " ".join(self.words) + "."


@dataclass
class World:
    """The seed and the engine's present opinion."""

    sentences: list[Sentence] = field(default_factory=lambda: [Sentence(n) for n in range(5)])
    lost: set[tuple[str, int]] = field(default_factory=set)
    """(section, sentence) that the engine does not find."""
    wording: dict[tuple[str, int], int] = field(default_factory=dict)
    opinion: dict[tuple[str, int], int] = field(default_factory=dict)
    """Counts how often the engine changed a field of an item."""
    backwards: bool = False
    role: int = 0
    suffix: str = ""
    """Put behind the ids of actors."""

    def article(self) -> Article:
        text = "Report.\n\n" + "\n".join(sentence.text for sentence in self.sentences) + "\n"
        return seed_files.article(text.encode(), "2024-05-03-story", "story")

    def quote(self, text: str, sentence: Sentence, cut: int) -> tuple[str, Spans]:
        """Return the sentence's words from one of three beginnings, with their place."""
        first, last = ((6, None), (6, -1), (0, None))[cut % 3]
        start = text.index(sentence.text)
        words = " ".join(sentence.words[first:last])
        begin = start + sentence.text.index(words)
        return words, Spans.one(begin, begin + len(words))

    def draft(self) -> Brief:
        """Return what the engine says of the seed now."""
        article = self.article()
        text = article.text
        taken: Counter[str] = Counter()
        made: dict[str, list[object]] = {section: [] for section in SECTIONS}
        for sentence in self.sentences:
            for section in SECTIONS:
                key = (section, sentence.number)
                if key in self.lost:
                    continue
                words, at = self.quote(text, sentence, self.wording.get(key, 0))
                made[section].append(
                    self._item(section, sentence, words, at, taken, self.opinion.get(key, 0), text)
                )
        if self.backwards:
            for section in SECTIONS:
                made[section].reverse()
        brief = Brief(
            slug=article.slug,
            title=f"Report {self.role}",
            source=article.source,
            actors=tuple(self._actor(name, text) for name in NAMES if name in text),
            **{section: tuple(items) for section, items in made.items()},  # type: ignore[arg-type]
        )
        return places.grounded(brief, article, {actor.id: actor.mentions for actor in brief.actors})

    def _item(
        self,
        section: str,
        sentence: Sentence,
        words: str,
        at: Spans,
        taken: Counter[str],
        said: int,
        text: str,
    ) -> object:
        name = item_id(FIRST[section], words, taken)
        actor = self.id_of(sentence.name)
        start = text.index(sentence.text) + sentence.text.index("Monday")
        if section == "summary":
            return Point(id=name, text=words, at=at)
        if section == "statements":
            mode: tuple[Literal["indirect"], Literal["mixed"]] = ("indirect", "mixed")
            return Statement(
                id=name, speaker=actor, verb=f"said{said}", mode=mode[said % 2], text=words, at=at
            )
        if section == "events":
            when = When(
                text="Monday",
                earliest=date(2024, 4, 29 - said % 9),
                precision="day",
                at=Spans.one(start, start + 6),
            )
            actors = (actor, self.id_of(NAMES[said % 3])) if said else (actor,)
            return Event(id=name, when=when, actors=tuple(dict.fromkeys(actors)), text=words, at=at)
        then = Quote(text=words, at=at)
        return Comparison(id=name, era="cold-war", theme=f"theme{said}", then=then, answer_by=actor)

    def id_of(self, name: str) -> str:
        return name.lower().replace(" ", "-") + self.suffix

    def _actor(self, name: str, text: str) -> Actor:
        starts = [i for i in range(len(text)) if text.startswith(name, i)]
        start = text.index("Minister " + name)
        words = ("Minister", "Minister " + name)[self.role % 2]
        role = Role(
            title=words, era="former" if self.role % 3 else "current", at=Spans.one(start, start + len(words))
        )
        return Actor(
            id=self.id_of(name),
            name=name,
            roles=(role,),
            aliases=("Minister", name.split()[1], f"Form{self.role}"),
            mentions=Spans(Span(i, i + len(name)) for i in starts),
        )
