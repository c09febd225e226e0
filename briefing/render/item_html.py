"""The items of a brief's page: who said what, what happened when, who is involved, the end notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from briefing.model import Actor, Event, Sentence, Statement
from briefing.render.evidence_html import EvidenceWriter
from briefing.render.fragments import Fragment
from briefing.render.jinja import escaped, markup
from briefing.render.timeline_drawing import Timescale
from briefing.render.view_models import NOTHING, Run, ShownItem
from briefing.storage.desk import Entry

_MODES: Mapping[str, str] = {"direct": "quoted", "mixed": "mixed"}
"""Mode of a statement -> the word for it; else it is reported."""


class Items:
    """Makes the items of each section as HTML."""

    def __init__(self, fragment: Callable[..., Fragment], parts: EvidenceWriter) -> None:
        self._parts = parts
        self._words = parts.words
        self._said = fragment(
            "said_item", *("kind", "mode", "id", "speaker", "details", "lead", "quote", "mode_word")
        )
        self._unnamed = fragment("unnamed", "text")
        self._meta = fragment("meta", "language", "text")
        self._addressed = fragment("addressed", "name")
        self._on_behalf = fragment("on_behalf", "name")
        self._told_by = fragment("told_by", "name")
        self._occasion = fragment("occasion", "language", "text")
        self._event = fragment("event_item", "id", "kind", "when", "place", "quote")
        self._day = fragment("day", "iso", "text")
        self._after_point = fragment("after_point", "text")
        self._actor = fragment("actor_item", "link", "code", "era", "known_as", "aliases")
        self._person = fragment("person_item", "link", "code", "roles", "known_as", "aliases")
        self._role = fragment("role", "title", "era", "evidence")
        self._title = fragment("words_of_source", "language", "runs")
        self._proved = fragment("proved", "proof")
        self._inferred = fragment("inferred")
        self._person_known_as = fragment("person_known_as", "name")
        self._also_named = fragment("also_named", "names")
        self._historical = fragment("historical")
        self._known_as = fragment("known_as", "name")
        self._aliases = fragment("aliases", "names")
        self._stem = fragment("time_stem", "x", "top", "base", "span")
        self._span = fragment("time_span", "x", "until", "top")
        self._mark = fragment("time_mark", "kind", "x", "top", "on", "line", "number")
        self._label = fragment("time_label", "x", "line", "anchor", "text")
        self._row = fragment("time_row", "number", "when", "language", "text")
        self._sentence = fragment("sentence", "number", "cited", "runs")
        self._hidden = fragment("hidden")
        self._sign = fragment("sign", "text", "title", "href", "root")
        self._plain_mark = fragment("mark", "mark", "text")
        self._mark_link = fragment("mark_link", "mark", "text", "title", "href", "root")
        self._mark_title = fragment("title", "text")
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
            yield markup(f"{self._parts.tag(self._words[statement.kind])} ")
        if statement.verb:
            yield self._meta(language, statement.verb)
        if statement.addressee:
            yield self._addressed(_name(statement.addressee, actors))
        if statement.on_behalf_of:
            yield self._on_behalf(_name(statement.on_behalf_of, actors))
        if statement.told_by:
            yield self._told_by(_name(statement.told_by, actors))

    def _lead(self, statement: Statement, language: Markup) -> Iterator[str]:
        if statement.occasion:
            yield markup(f"{self._occasion(language, statement.occasion)} ")
        if statement.hedge:
            yield markup(f"{self._parts.hedged(statement.hedge)} ")

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

    def persons(self, entry: Entry, actors: Iterable[Actor], root: str) -> Markup:
        """Return persons with their roles."""
        parts = self._parts
        return _joined(
            self._person(
                parts.actor_link(actor, root),
                markup(f" {parts.code(actor)}") if actor.country else NOTHING,
                _joined(self._roles(entry, actor, root)),
                self._person_known_as(actor.known_as) if actor.known_as else NOTHING,
                self._also_named(parts.names(actor.aliases)) if actor.aliases else NOTHING,
            )
            for actor in actors
        )

    def _roles(self, entry: Entry, actor: Actor, root: str) -> Iterator[Markup]:
        parts, language = self._parts, self._parts.language(entry)
        for role in actor.roles:
            era = NOTHING
            if role.era != "current":
                era = markup(f" {parts.tag(self._words['role_era'][role.era])}")
            evidence = self._proved(parts.proof(entry, role.at, root)) if role.at else self._inferred()
            yield self._role(self._title(language, role.title), era, evidence)

    def endnotes(self, entry: Entry, cited: Iterable[Sentence]) -> Markup:
        """Return the sentences that items quote, under their numbers."""
        text, language = entry.article.text, self._parts.language(entry)
        return _joined(self._endnote(s.index + 1, language, s.span.of(text)) for s in cited)

    # -- the line of time -------------------------------------------------------------------------

    def numbered(self, days: Sequence[str]) -> str:
        """Return the days of the events in words, under the numbers that they have in the drawing."""
        return "; ".join(f"{number}: {day}" for number, day in enumerate(days, 1))

    def marks(self, line: Timescale, base: int) -> Markup:
        """Return the stems, marks and labels over a line at the height `base`, in pixels from above."""
        tops = [base - 16 - 24 * mark.lane for mark in line.marks]
        stems = (
            self._stem(m.x, top, base, self._span(m.x, m.until, top) if m.until > m.x else NOTHING)
            for m, top in zip(line.marks, tops, strict=True)
        )
        marks = (
            self._mark(
                (" plan" if m.scheduled else "") + (" era" if m.era else ""),
                m.x,
                top,
                "" if m.scheduled or m.era else " on",
                top + 4,
                m.number,
            )
            for m, top in zip(line.marks, tops, strict=True)
        )
        labels = (self._label(label.x, base + 18, label.anchor, label.text) for label in line.labels)
        return _joined([*stems, *marks, *labels])

    def table(self, entry: Entry, days: Sequence[str]) -> Markup:
        """Return the events as rows of a table."""
        language = self._parts.language(entry)
        events = zip(entry.brief.events, days, strict=True)
        return _joined(self._row(n, day, language, event.text) for n, (event, day) in enumerate(events, 1))

    # -- the source page --------------------------------------------------------------------------

    def sentences(self, sentences: Iterable[ShownItem], root: str) -> Markup:
        """Return the sentences of a paragraph, each under its number."""
        return _joined(
            f"{self._sentence(s.number, ' cited' if s.cited else '', self._shown(s, root))} "
            for s in sentences
        )

    def _shown(self, sentence: ShownItem, root: str) -> Markup:
        if not sentence.runs:
            return self._hidden()
        return _joined([self._marked(run, root) if run.mark else escaped(run.text) for run in sentence.runs])

    def _marked(self, run: Run, root: str) -> Markup:
        if run.mark == "sign":
            return self._sign(run.text, run.title, run.href, root)
        if not run.href:
            return self._plain_mark(run.mark, run.text)
        title = self._mark_title(run.title) if run.title and run.title != run.text else NOTHING
        return self._mark_link(run.mark, run.text, title, run.href, root)


def kind_of(event: Event) -> str:
    """Tell what an event is on the line of time: still to come, of an era, or a day."""
    return "plan" if event.when.scheduled else "past" if event.when.era else "day"


def _name(key: str, actors: Mapping[str, Actor]) -> str:
    """Return the name of whom a record names by an id or by the source's words."""
    return actors[key].name if key in actors else key


def _joined(made: Iterable[str]) -> Markup:
    return markup("".join(made))
