"""The rows of long lists, each by itself, so that a list can be cut where a page is full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from markupsafe import Markup

from briefing.model import Actor, Comparison, Event, Outlook, Role, Span, Statement, When
from briefing.render import view_models
from briefing.render.brief_view import statement_of
from briefing.render.evidence_html import EvidenceWriter, Named
from briefing.render.fragments import Fragment
from briefing.render.jinja import markup
from briefing.render.view_models import NOTHING
from briefing.storage.desk import Entry

LEAD_POINTS = 4
"""Points of the summary that the first brief of the home page shows, the bottom line among them."""


class ActorRow(Protocol):
    """An actor across briefs."""

    @property
    def newest(self) -> Named: ...
    @property
    def appearances(self) -> tuple[Any, ...]: ...


class RowWriter:
    """Makes a row from what it shows; `root` leads to the site's root and is put out as it is."""

    def __init__(
        self, fragment: Callable[..., Fragment], parts: EvidenceWriter, pair: Callable[..., str]
    ) -> None:
        self._parts = parts
        self._words = parts.words
        self._card = fragment(
            "card",
            *("language", "title", "summary", "meta", "slug", "root"),
        )
        self._lead = fragment("lead", "language", "title", "day", "summary", "meta", "points", "slug", "root")
        self._lead_point = fragment("lead_point", "who", "quote")
        self._status = fragment("status", "status", "text")
        self._card_summary = fragment("card_summary", "language", "runs")
        self._coming = fragment("coming_row", "when", "words_of_source", "origin")
        self._meta = fragment("meta", "language", "text")
        self._verb = fragment("verb", "language", "text")
        self._before_point = fragment("before_point", "text")
        self._after_point = fragment("after_point", "text")
        self._origin = fragment("item_from", "day", "title", "slug", "id", "root")
        self._statement = fragment("statement_row", "mode", "details", "quote")
        self._said = fragment("said_row", "mode", "speaker", "details", "words_of_source", "origin")
        self._event = fragment("event_row", "when", "place", "words_of_source", "origin")
        self._role = fragment("role_row", "language", "title", "era", "evidence")
        self._told_by = fragment("told_in_row", "name")
        self._pair = pair
        self._name = fragment("name_row", "id", "name", "root", "code", "kind", "count")
        self._parted = fragment("family_name", "before", "family", "after")
        self._whole = fragment("name", "text")
        self._name_by_month = fragment("name_by_month_row", "name", "code", "kind", "count", "months")
        self._actor_in_month = fragment("actor_in_month", "month", "id", "name", "root")

    def card(self, entry: Entry, root: str) -> Markup:
        """Return a brief in short."""
        brief, language = entry.brief, self._parts.language(entry)
        return self._card(
            language, brief.title, self._bottom_line(entry), self._about(entry), brief.slug, root
        )

    def lead(self, entry: Entry, root: str) -> Markup:
        """Return a brief as the first one of the home page: with its key points."""
        brief, parts = entry.brief, self._parts
        points = [
            self._lead_point(
                parts.known_name(entry, said.speaker or said.speaker_text or "")
                if (said := statement_of(point, brief.statements))
                else self._words["the_text"],
                parts.words_of_source(entry, said or point),
            )
            for point in brief.summary[1:LEAD_POINTS]
        ]
        return self._lead(
            parts.language(entry),
            brief.title,
            view_models.long_day(entry.day, words=self._words) if entry.day else self._words["undated"],
            self._bottom_line(entry),
            self._about(entry),
            markup("".join(points)),
            brief.slug,
            root,
        )

    def _bottom_line(self, entry: Entry) -> Markup:
        parts, summary = self._parts, entry.brief.summary
        if not summary:
            return NOTHING
        return self._card_summary(parts.language(entry), parts.readable(entry, summary[0]))

    def _about(self, entry: Entry) -> Markup:
        """Return the place of a brief, who published its source, and its status."""
        brief = entry.brief
        told = [self._meta(self._parts.language(entry), brief.place.text)] if brief.place else []
        told += [self._meta(NOTHING, brief.source.publisher)] if brief.source.publisher else []
        told += [self._status(brief.status, self._words[brief.status])]
        told += [self._status("corrected", self._words["corrected"])] if brief.corrections else []
        return markup("".join(told))

    def coming(self, entry: Entry, item: Outlook, root: str) -> Markup:
        """Return what a text says is coming, with when."""
        when: str | Markup = self._words["no_day"]
        if item.when is not None:
            plain = msgspec.structs.replace(item.when, scheduled=False)
            when = self._timed(plain, view_models.in_words(plain, words=self._words, short=True))
        origin = self._origin(NOTHING, entry.brief.title, entry.brief.slug, item.id, root)
        return self._coming(when, self._parts.words_of_source(entry, item), origin)

    def _timed(self, when: When, shown: str) -> str | Markup:
        """Return a date in words, with the day that it is where it is one."""
        exact = when.earliest is not None and when.precision == "day"
        return self._parts.dated(when.earliest, shown) if exact else shown

    def statement(self, entry: Entry, statement: Statement, root: str) -> Markup:
        """Return a statement with its evidence, for the page of who made it."""
        details = markup("".join([f"{detail} " for detail in self._details(entry, statement)]))
        quote = self._parts.quote(entry, statement, root)
        return self._statement(statement.mode, details, quote)

    def said(self, entry: Entry, statement: Statement, speaker: Actor | None, root: str) -> Markup:
        """Return a statement with who made it."""
        parts = self._parts
        name = parts.actor_link(speaker, root) if speaker else parts.unnamed(statement)
        details = markup("".join([f" {detail}" for detail in self._details(entry, statement)]))
        quote = parts.words_of_source(entry, statement)
        return self._said(statement.mode, name, details, quote, self._from(entry, statement.id, root))

    def event(self, entry: Entry, event: Event, root: str) -> Markup:
        """Return a dated event."""
        return self._event(
            self._timed(event.when, view_models.in_words(event.when, words=self._words, short=True)),
            self._after_point(event.place) if event.place else NOTHING,
            self._parts.words_of_source(entry, event),
            self._origin(NOTHING, entry.brief.title, entry.brief.slug, event.id, root),
        )

    def role(self, entry: Entry, role: Role, root: str) -> Markup:
        """Return a role with its evidence, for the page of who held it."""
        parts = self._parts
        era = NOTHING
        if role.era != "current":
            era = markup(f" {parts.tag(self._words['role_era'][role.era])}")
        return self._role(parts.language(entry), role.title, era, parts.proof(entry, role.at, root))

    def pair(self, entry: Entry, pair: Comparison, actors: Mapping[str, Actor], root: str) -> str:
        """Return a pair of then and now with the brief that it comes from."""
        return self._pair(entry=entry, pair=pair, actors=actors, root=root)

    def name(self, actor: ActorRow, family: Span, root: str) -> Markup:
        """Return an actor with its country, its kind and the number of its briefs.

        `family` is the place in the name of what it is sorted by.
        """
        newest = actor.newest
        count = view_models.counted(self._words["in_count"], len(actor.appearances))
        name = self._family(newest, family)
        return self._name(newest.id, name, root, *self._state_and_kind(newest), count)

    def name_by_month(
        self, actor: Named, family: Span, stands: Sequence[tuple[str, str, int]], root: str
    ) -> Markup:
        """Return an actor with the months in which it stands: folder, name, number of briefs."""
        links = [self._actor_in_month(month, actor.id, name, root) for month, name, _ in stands]
        return self._name_by_month(
            self._family(actor, family),
            *self._state_and_kind(actor),
            view_models.counted(self._words["in_count"], sum(count for _, _, count in stands)),
            markup(", ".join(links)),
        )

    def _family(self, actor: Named, family: Span) -> Markup:
        """Return a name in which what it is sorted by stands out, where that is not all of it."""
        plain, (start, end) = self._parts.plain, family
        if (start, end) == (0, len(actor.name)):
            return self._whole(plain(actor.name))
        pieces = (actor.name[:start], actor.name[start:end], actor.name[end:])
        return self._parted(*map(plain, pieces))

    def _state_and_kind(self, actor: Named) -> tuple[Markup, Markup]:
        """Return the code of an actor's country, and what it is; nothing where the name says so."""
        coded = actor.country and actor.kind != "state"
        return (
            markup(f" {self._parts.code(actor)}") if coded else NOTHING,
            self._before_point(self._words["one_of"][actor.kind]) if actor.kind != "person" else NOTHING,
        )

    def _details(self, entry: Entry, statement: Statement) -> Iterator[Markup]:
        """Yield verb, kind, reservation, and in whose words a statement stands, where there is one."""
        if statement.verb:
            yield self._verb(self._parts.language(entry), statement.verb)
        if statement.kind != "said":
            yield self._parts.tag(self._words[statement.kind])
        if statement.hedge:
            yield self._parts.hedged(statement.hedge)
        if statement.told_by:
            yield self._told_by(self._parts.known_name(entry, statement.told_by))

    def _from(self, entry: Entry, key: str, root: str) -> Markup:
        """Return the day and the brief that a statement comes from."""
        day = self._parts.day_before(entry.day)
        return self._origin(day, entry.brief.title, entry.brief.slug, key, root)
