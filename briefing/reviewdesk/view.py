"""A record under review -> what the template shows of it: the source in words, the sections in cards."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from briefing.model import (
    Actor,
    Article,
    Brief,
    Comparison,
    Conflict,
    Event,
    Ledger,
    Proposal,
    Quote,
    Sentence,
    Spans,
    Statement,
    places,
)
from briefing.model.meaning import changed_since
from briefing.model.sections import PARTS, READ, SECTION, Section, shape_of
from briefing.review import merge
from briefing.review.merge.offers import WORDS
from briefing.review.session import Progress, RecordUnderReview
from briefing.review.session.items import TITLE, Item, described, fingerprint, items, place, value

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\s+")
QUOTED = {"then": "Then", "now": "Today", "cue": "Cue", "answer": "Answer"}


class Quoted(Struct, frozen=True):
    """Words of the source in a card."""

    field: str
    label: str
    text: str
    at: str
    """Spans as "start-end", with blanks between them."""


class Card(Struct, frozen=True, kw_only=True):
    """An item as the desk shows it."""

    path: str
    state: str
    """open, read, struck or conflict."""
    who: str
    about: str = ""
    quotes: tuple[Quoted, ...] = ()
    lines: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    seen: str = ""
    edited: bool = False
    reader: str = ""
    open: tuple[Conflict | Proposal, ...] = ()
    speaker: str | None = None
    """Id of the speaker, "" where the item has none; None where it cannot have one."""

    @property
    def at(self) -> str:
        return " ".join(quoted.at for quoted in self.quotes if quoted.at)


class Part(Struct, frozen=True, kw_only=True):
    """A section of the page."""

    id: str
    cards: tuple[Card, ...]

    @property
    def read(self) -> int:
        return sum(card.state in ("read", "struck") for card in self.cards)


class Line(Struct, frozen=True, kw_only=True):
    """A sentence of the source, cut into words with their offsets."""

    number: int
    at: str
    tokens: tuple[tuple[int, str], ...]
    cards: tuple[str, ...]
    """Paths of what was made of it."""


class View(Struct, frozen=True, kw_only=True):
    """A brief as the desk shows it."""

    brief: Brief
    parts: tuple[Part, ...]
    paragraphs: tuple[tuple[Line, ...], ...]
    head: tuple[Conflict | Proposal, ...]
    """What is open of the brief as a whole."""
    total: int
    read: int
    conflicts: int
    changed: bool
    """Whether it changed since somebody approved it."""

    @property
    def meter(self) -> tuple[str, ...]:
        return tuple(card.state for part in self.parts for card in part.cards if card.state != "struck")


def view_of(record: RecordUnderReview, progress: Progress) -> View:
    """Return what the desk shows of a record."""
    brief, ledger = record.brief, record.ledger
    opened: dict[str, list[Conflict | Proposal]] = {}
    waiting: tuple[Conflict | Proposal, ...] = (*brief.conflicts, *record.proposals)
    for one in waiting:
        opened.setdefault(_item_path(one.path, brief), []).append(one)
    owned = merge.owned(brief, ledger) if ledger else []
    edited = {"/".join(path.split("/")[:2]) for path in owned}
    cards = _Cards(record, progress, opened, edited)
    parts = [Part(id="title", cards=(cards.of(TITLE),))]
    for part in dict.fromkeys((*PARTS, *(section.part for section in READ))):
        found = [card for section in READ if section.part == part for card in cards.section(section)]
        parts.append(Part(id=part, cards=tuple(found)))
    lines = _lines(record.article, record.sentences, [card for part in parts for card in part.cards])
    paragraphs: dict[int, list[Line]] = {}
    for sentence, line in zip(record.sentences, lines, strict=True):
        paragraphs.setdefault(sentence.paragraph, []).append(line)
    total = len(items(brief))
    return View(
        brief=brief,
        parts=tuple(part for part in parts if part.cards),
        paragraphs=tuple(map(tuple, paragraphs.values())),
        head=tuple(opened.get("", ())),
        total=total,
        read=total - len(progress.unread(brief)),
        conflicts=len(brief.conflicts) + len(record.proposals),
        changed=changed_since(brief) is not None,
    )


def _item_path(path: str, brief: Brief) -> str:
    """Return the path of the item that a conflict is about, "" where that is the brief, or is gone."""
    section, _, rest = path.partition("/")
    name = rest.partition("/")[0]
    there = section in SECTION and any(getattr(each, "id", "") == name for each in getattr(brief, section))
    return f"{section}/{name}" if there else "title" if path == "title" else ""


class _Cards:
    """Makes the cards of one brief."""

    def __init__(
        self,
        record: RecordUnderReview,
        progress: Progress,
        opened: dict[str, list[Conflict | Proposal]],
        edited: set[str],
    ) -> None:
        self.brief, self.ledger = record.brief, record.ledger
        self.progress, self.opened, self.edited = progress, opened, edited
        self.ends = [sentence.span.end for sentence in record.sentences]
        self.names = {actor.id: actor for actor in self.brief.actors}
        self.finder = places.Finder(record.article)

    def section(self, section: Section) -> Iterator[Card]:
        """Yield the cards of a section; what people struck stays where the machine had it."""
        struck = {card.path.rpartition("/")[2]: card for card in self.struck(section.name)}
        order = [each.id for each in getattr(self.brief, section.name)]
        known = list(dict.fromkeys((*_rows(self.ledger, section.name), *struck)))
        for number, key in enumerate(known):
            if key in struck:
                before = (order.index(each) for each in reversed(known[:number]) if each in order)
                order.insert(next(before, -1) + 1, key)
        for key in order:
            yield struck.get(key) or self.of(Item(section.name, key))

    def of(self, item: Item) -> Card:
        reader = self.progress.reader(self.brief, item)
        opened = self.opened.get(item.path, [])
        who, about = ("Title", "") if item == TITLE else self._head(value(self.brief, item))
        found = None if item == TITLE else value(self.brief, item)
        return Card(
            path=item.path,
            state="conflict" if opened else "open" if reader is None else "read",
            who=who,
            about=about,
            quotes=tuple(_quotes(found)) if found else (Quoted("title", "", self.brief.title, ""),),
            lines=tuple(line.strip() for line in described(self.brief, item)[2:] if "“" not in line),
            sentences=self._numbers(place(self.brief, item)),
            seen=fingerprint(self.brief, item),
            edited=item.path in self.edited,
            reader=reader or "",
            open=tuple(opened),
            speaker=found.speaker or "" if isinstance(found, Statement) else None,
        )

    def struck(self, section: str) -> Iterator[Card]:
        """Yield what people struck of a section: what the last merge knows, and what it is still to learn."""
        there = {each.id for each in getattr(self.brief, section)}
        words = {stone.id: stone.words for stone in self.brief.struck if stone.section == section}
        written = _rows(self.ledger, section)
        words |= {key: row.get(WORDS, [""])[0] for key, row in written.items() if isinstance(row, dict)}
        for key, text in words.items():
            if key not in there:
                at = self.finder.find(text)
                quoted = Quoted("text", "", text, _at(at))
                yield Card(
                    path=f"{section}/{key}",
                    state="struck",
                    who=SECTION[section].label,
                    quotes=(quoted,),
                    sentences=self._numbers(at),
                )

    def _head(self, found: Any) -> tuple[str, str]:
        """Return who or when, and what is said of it."""
        if isinstance(found, Statement):
            actor = self.names.get(found.speaker or "")
            who = actor.name if actor else found.speaker_text or "nobody named"
            return who, " ".join(filter(None, (found.hedge, found.verb)))
        if isinstance(found, Actor):
            roles = "; ".join(role.title for role in found.roles)
            return found.name, roles or found.kind
        if isinstance(found, Event):
            return found.when.text, "" if found.when.era else _days(found)
        if isinstance(found, Comparison):
            return found.theme.replace("-", " "), found.relation or ""
        return SECTION_LABEL[type(found)], str(getattr(found, "kind", "") or "")

    def _numbers(self, at: Spans) -> tuple[int, ...]:
        found = {bisect_left(self.ends, span.start + 1) for span in at}
        return tuple(sorted(number + 1 for number in found if number < len(self.ends)))


SECTION_LABEL = {section.item: section.label for section in READ}


def _rows(ledger: Ledger | None, section: str) -> dict[str, Any]:
    rows = ledger.written.get(section) if ledger else None
    return rows if isinstance(rows, dict) else {}


def _days(found: Event) -> str:
    first, last = found.when.earliest, found.when.latest
    if first is None:
        return "no day known"
    return str(first) if last in (None, first) else f"{first} to {last}"


def _quotes(found: Any) -> Iterator[Quoted]:
    shape = shape_of(found)
    if shape.quote:
        yield Quoted(shape.quote, "", found.text, _at(found.at))
    for name in shape.inner:
        if name not in shape.dates and isinstance(quote := getattr(found, name), Quote):
            yield Quoted(name, QUOTED.get(name, name), quote.text, _at(quote.at))
    if isinstance(found, Actor) and found.mentions:
        yield Quoted("", "Named", ", ".join((found.name, *found.aliases)), _at(found.mentions[:12]))


def _at(at: Sequence[Any]) -> str:
    return " ".join(map(str, at))


# -- the source ---------------------------------------------------------------------------------


def _lines(article: Article, split: Sequence[Sentence], cards: list[Card]) -> list[Line]:
    """Return the sentences in words, cut where an item begins or ends in the middle of one."""
    made: list[list[str]] = [[] for _ in split]
    cuts: set[int] = set()
    for card in cards:
        for number in card.sentences:
            if card.state != "struck" and not card.path.startswith("actors/"):
                made[number - 1].append(card.path)
        cuts.update(int(end) for span in card.at.split() for end in span.split("-"))
    bounds = sorted(cuts)
    return [
        Line(
            number=sentence.index + 1,
            at=str(sentence.span),
            tokens=tuple(_tokens(article.text, sentence, bounds)),
            cards=tuple(paths),
        )
        for sentence, paths in zip(split, made, strict=True)
    ]


def _tokens(text: str, sentence: Sentence, bounds: list[int]) -> Iterator[tuple[int, str]]:
    for found in _TOKEN.finditer(text, sentence.span.start, sentence.span.end):
        here = found.start()
        inside = bounds[bisect_left(bounds, here + 1) : bisect_left(bounds, found.end())]
        for end in (*inside, found.end()):
            yield here, text[here:end]
            here = end
