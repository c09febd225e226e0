"""The items of a brief's page: who said what, what happened when, who is involved, the end notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from briefing.desk import Entry
from briefing.model import Actor, Event, Sentence, Statement
from briefing.pages.fragments import Fragment, markup
from briefing.pages.parts import Parts
from briefing.pages.views import NOTHING

_MODES: Mapping[str, str] = {"direct": "quoted", "mixed": "mixed"}
"""Mode of a statement -> the word for it; else it is reported."""


class Items:
    """Makes the items of each section as HTML."""

    def __init__(self, fragment: Callable[..., Fragment], parts: Parts) -> None:
        self._parts = parts
        self._words = parts.words
        self._said = fragment(
            "said_item", *("kind", "mode", "id", "speaker", "details", "lead", "quote", "mode_word")
        )
        self._unnamed = fragment("unnamed", "text")
        self._meta = fragment("meta", "language", "text")
        self._addressed = fragment("addressed", "name")
        self._on_behalf = fragment("on_behalf", "name")
        self._occasion = fragment("occasion", "language", "text")
        self._event = fragment("event_item", "id", "kind", "when", "place", "quote")
        self._day = fragment("day", "iso", "text")
        self._after_point = fragment("after_point", "text")
        self._actor = fragment("actor_item", "link", "code", "era", "known_as", "aliases")
        self._historical = fragment("historical")
        self._known_as = fragment("known_as", "name")
        self._aliases = fragment("aliases", "names")
        self._endnote = fragment("endnote", "number", "language", "text")

    def said(self, entry: Entry, actors: Mapping[str, Actor], root: str) -> Markup:
        """Return the statements of a brief, each with who made it, to whom, and its evidence."""
        parts, words, language = self._parts, self._words, self._parts.language(entry)
        return _joined(
            self._said(
                s.kind,
                s.mode,
                s.id,
                parts.name_of(s.speaker, actors, root) if s.speaker else self._unnamed(parts.unnamed(s)),
                _joined(self._details(s, actors, language)),
                _joined(self._lead(s, language)),
                parts.quote(entry, s, root),
                words[_MODES.get(s.mode, "reported")],
            )
            for s in entry.brief.statements
        )

    def _details(self, statement: Statement, actors: Mapping[str, Actor], language: Markup) -> Iterator[str]:
        if statement.kind != "said":
            yield self._parts.tag(self._words[statement.kind]) + " "
        if statement.verb:
            yield self._meta(language, statement.verb)
        if statement.addressee:
            yield self._addressed(_name(statement.addressee, actors))
        if statement.on_behalf_of:
            yield self._on_behalf(_name(statement.on_behalf_of, actors))

    def _lead(self, statement: Statement, language: Markup) -> Iterator[str]:
        if statement.occasion:
            yield self._occasion(language, statement.occasion) + " "
        if statement.hedge:
            yield self._parts.hedged(statement.hedge) + " "

    def events(self, entry: Entry, days: Sequence[str], root: str) -> Markup:
        """Return the events of a brief; `days` says for each in words when it was."""
        language = self._parts.language(entry)
        return _joined(
            self._event(
                event.id,
                kind_of(event),
                self._day(event.when.earliest, day)
                if event.when.earliest and event.when.precision == "day"
                else day,
                self._after_point(self._meta(language, event.place)) if event.place else NOTHING,
                self._parts.quote(entry, event, root),
            )
            for event, day in zip(entry.brief.events, days, strict=True)
        )

    def actors(self, actors: Iterable[Actor], root: str) -> Markup:
        """Return actors without roles."""
        parts = self._parts
        return _joined(
            self._actor(
                parts.actor_link(actor, root),
                markup(f" {parts.code(actor)}") if actor.country and actor.kind != "state" else NOTHING,
                self._historical() if actor.era else NOTHING,
                self._known_as(actor.known_as) if actor.known_as else NOTHING,
                self._aliases(parts.names(actor.aliases)) if actor.aliases else NOTHING,
            )
            for actor in actors
        )

    def endnotes(self, entry: Entry, cited: Iterable[Sentence]) -> Markup:
        """Return the sentences that items quote, under their numbers."""
        text, language = entry.article.text, self._parts.language(entry)
        return _joined(self._endnote(s.index + 1, language, s.span.of(text)) for s in cited)


def kind_of(event: Event) -> str:
    """Tell what an event is on the line of time: still to come, of an era, or a day."""
    return "plan" if event.when.scheduled else "past" if event.when.era else "day"


def _name(key: str, actors: Mapping[str, Actor]) -> str:
    """Return the name of whom a record names by an id or by the source's words."""
    return actors[key].name if key in actors else key


def _joined(made: Iterable[str]) -> Markup:
    return markup("".join(made))
