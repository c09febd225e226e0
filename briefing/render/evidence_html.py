"""Items -> HTML: words of the source with their evidence, names, days.

What is chosen or repeated is so here; how it is laid out is in pages/fragments.html.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from markupsafe import Markup

from briefing.model import Actor, Spans, Statement
from briefing.render import view_models
from briefing.render.fragments import Fragment
from briefing.render.jinja import escaped, markup
from briefing.render.view_models import NOTHING, Run, SentenceIndex
from briefing.storage.desk import Entry
from briefing.text.language import tag_of

_FOREIGN = re.compile(f"({view_models.FOREIGN}+(?:[ ·-]{view_models.FOREIGN}+)*)")
"""A passage in another script than Latin."""


class Quoted(Protocol):
    """An item of a brief: its words and their place."""

    @property
    def text(self) -> str: ...
    @property
    def at(self) -> Spans: ...


class Named(Protocol):
    """An actor as a brief names it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def inferred(self) -> tuple[str, ...]: ...


class _Held:
    """An entry, with what every part of its page asks for."""

    def __init__(self, entry: Entry, language: Markup) -> None:
        self.entry = entry
        self.language = language
        self.places = SentenceIndex(entry.sentences)
        self.cited: frozenset[int] | None = None
        self.names = {actor.id: actor.name for actor in entry.brief.actors}
        self.words: dict[tuple[str, Spans], Markup] = {}
        self.quotes: dict[tuple[str, Spans, str], Markup] = {}
        self.proofs: dict[tuple[Spans, str], Markup] = {}


class EvidenceWriter:
    """The parts of pages, from the fragments of a folder of templates."""

    def __init__(self, fragment: Callable[..., Fragment], words: Mapping[str, Any]) -> None:
        self.words = words
        self._marks = {
            "quote": fragment("quoted", "text"),
            "insertion": fragment("insertion", "text"),
            "hedge": fragment("hedged", "text"),
        }
        self.hedged = self._marks["hedge"]
        self._words_of_source = fragment("words_of_source", "language", "runs")
        self._quote = fragment("quote", "language", "runs", "proof")
        self._foreign = fragment("foreign", "language", "text")
        self._unverified = fragment("unverified")
        self._evidence = fragment(
            "evidence",
            *("first", "number", "total", "paragraph", "language", "runs", "href", "root"),
        )
        self._actor_link = fragment("actor_link", "id", "name", "root")
        self._name = fragment("name", "text")
        self._code = fragment("code", "code", "country")
        self._inferred_code = fragment("inferred_code", "code", "country")
        self.dated = fragment("day", "iso", "text")
        self._before_point = fragment("before_point", "text")
        self._link = functools.lru_cache(maxsize=4096)(self._actor_link)
        self._state = functools.lru_cache(maxsize=512)(self._coded)
        self.day = functools.lru_cache(maxsize=1024)(self._of_day)
        self.day_before = functools.lru_cache(maxsize=1024)(self._before)
        self.tag = fragment("tag", "text")
        self._held: _Held | None = None

    # -- words of the source ----------------------------------------------------------------------

    def language(self, entry: Entry) -> Markup:
        """Return the attribute that names the source's language, where it is not the interface's."""
        return self._of(entry).language

    def cited(self, entry: Entry) -> frozenset[int]:
        """Return the indexes of the sentences that items quote; two pages of a brief ask for them."""
        held = self._of(entry)
        if held.cited is None:
            held.cited = view_models.cited_sentences(entry, held.places)
        return held.cited

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Return marked text."""
        marks = self._marks
        return markup("".join([marks[r.mark](r.text) if r.mark else self.plain(r.text) for r in runs]))

    def plain(self, text: str) -> str:
        """Return a text as HTML, in which passages in another script name their language."""
        if text.isascii() or not _FOREIGN.search(text):
            return escaped(text)
        pieces = _FOREIGN.split(text)
        made = [self._foreign(tag_of(p), p) if n % 2 else escaped(p) for n, p in enumerate(pieces)]
        return markup("".join(made))

    def readable(self, entry: Entry, item: Quoted) -> Markup:
        """Return the words of an item, without its evidence, marked as a reader needs it."""
        held, key = self._of(entry), (item.text, item.at)
        found = held.words.get(key)
        if found is None:
            found = held.words[key] = self.runs(view_models.readable(entry, item.text, item.at))
        return found

    def words_of_source(self, entry: Entry, item: Quoted) -> Markup:
        """Return the words of an item as a part of their own."""
        return self._words_of_source(self._of(entry).language, self.readable(entry, item))

    def quote(self, entry: Entry, item: Quoted, root: str) -> Markup:
        """Return the words of an item and their evidence."""
        held, key = self._of(entry), (item.text, item.at, root)
        found = held.quotes.get(key)
        if found is None:
            proof = self.proof(entry, item.at, root)
            found = held.quotes[key] = self._quote(held.language, self.readable(entry, item), proof)
        return found

    def proof(self, entry: Entry, at: Spans, root: str) -> Markup:
        """Return the evidence of an item: the sentence that it is in, where, and the way there."""
        if not at:
            return self._unverified()
        held = self._of(entry)
        proof = held.proofs.get((at, root))
        if proof is None:
            found = view_models.evidence(entry, at, held.places)
            proof = held.proofs[at, root] = self._evidence(
                found.numbers[0],
                found.label,
                found.total,
                found.paragraph,
                held.language,
                self.runs(found.runs),
                found.href,
                root,
            )
        return proof

    def _of(self, entry: Entry) -> _Held:
        """Return what is known of an entry; the last one is kept, since its parts come one after another."""
        if self._held is None or self._held.entry is not entry:
            self._held = _Held(entry, view_models.language(entry, words=self.words))
        return self._held

    # -- names and days ---------------------------------------------------------------------------

    def actor_link(self, actor: Named, root: str) -> Markup:
        """Return an actor's name, which leads to its page."""
        return self._link(actor.id, self.plain(actor.name), root)

    def name_of(self, key: str, actors: Mapping[str, Actor], root: str) -> Markup:
        """Return the name of whom a record names by an id or by the source's words."""
        return self.actor_link(actors[key], root) if key in actors else self._name(self.plain(key))

    def known_name(self, entry: Entry, key: str) -> str:
        """Return the name of whom a record names by an id or by the source's words, as text."""
        return self._of(entry).names.get(key, key)

    def names(self, names: Iterable[str]) -> Markup:
        """Return names one after another."""
        return markup(", ".join([self._name(self.plain(name)) for name in names]))

    def unnamed(self, statement: Statement) -> str:
        """Return the source's words for a speaker who is no actor, or that it has none."""
        return statement.speaker_text or str(self.words["unnamed_source"])

    def code(self, actor: Named) -> Markup:
        """Return the code of an actor's country, with its name as title."""
        return self._state(actor.country or "", "country" in actor.inferred)

    def _coded(self, country: str, inferred: bool) -> Markup:
        form = self._inferred_code if inferred else self._code
        return form(country, view_models.country(country))

    def _of_day(self, day: date) -> Markup:
        return self.dated(day, view_models.short_day(day, words=self.words))

    def _before(self, day: date | None) -> Markup:
        """Return a day and a point before what follows it; nothing where there is no day."""
        return self._before_point(self.day(day)) if day else NOTHING
