"""All briefs, their texts and the reference as one immutable value: what the pages are made from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct, structs

from briefing.extract.stances import Tie
from briefing.model import (
    Actor,
    Article,
    Brief,
    Embargo,
    Reference,
    Rights,
    Sentence,
    Source,
    Span,
    Statement,
)

_PLAIN = re.compile(r"^(status|publish_after):[ \t]+['\"]?([\w:+-]+)", re.M)
"""Fields of a record as they stand in its text, whatever is wrong elsewhere in it."""


class Options(Struct, frozen=True, kw_only=True):
    """The plugin's options in mkdocs.yml, and what else of that file the pages need."""

    publish: str = "all"
    """"all", or "reviewed": drafts then leave no trace in the built site."""
    source_text: Rights = "cited"
    """How much of a text the site shows where the seed does not say."""
    handling: str = ""
    """A handling mark that is at the head and the foot of every page."""
    distribution: str = ""
    """Who may have a pack of the desk, for its cover."""
    renamed: Mapping[str, str] = {}
    """Old slug -> slug of today: the old address leads on to the new one."""
    approvals_needed: int = 1
    """How many people must have approved a brief as it is; `check` names those that lack them."""
    cards: bool = False
    """Whether each brief gets a picture for other sites to show."""
    site_name: str = ""
    site_url: str = ""
    """Where the site stands, with a slash at its end; empty where it is not known."""
    styles: tuple[str, ...] = ()
    """The desk's own style sheets, by their addresses from the site's root."""
    repo_url: str = ""
    edit_uri: str = ""
    """From the repository's address to the folder content/ in its editor."""
    pack: bool = False
    """Whether the pages go into a pack, which has no feeds."""

    @property
    def feeds(self) -> bool:
        """Whether there are feeds: without the site's own address their entries would have none."""
        return bool(self.site_url) and not self.pack


class Entry(Struct, frozen=True, kw_only=True):
    """A brief with its text."""

    brief: Brief
    article: Article
    sentences: tuple[Sentence, ...]
    ties: tuple[Tie, ...] = ()
    """How pairs of states stand to each other, in the words of the record."""
    rights: Rights = "cited"
    """How much of the text the site shows; `assemble` sets it."""

    @property
    def day(self) -> date | None:
        """The day of publication."""
        return self.brief.source.date

    @property
    def published(self) -> date | None:
        """The desk's own day: on which the brief was first reviewed, or came out later; None of a draft."""
        brief = self.brief
        days = [approval.on for approval in brief.approvals if approval.on]
        if not days or brief.status == "draft":
            return None
        return max(min(days), brief.publish_after.ends.date() if brief.publish_after else date.min)

    @property
    def updated(self) -> date | None:
        """The day of the last change that the record tells of; where it tells of none, the source's."""
        brief = self.brief
        days = [day for day in (self.day, brief.reviewed, self.published) if day]
        return max([*days, *(correction.date for correction in brief.corrections)], default=None)

    @property
    def verified(self) -> bool:
        """Whether every quote is in the source; the build stops at others, but for lost ones."""
        return not any(conflict.kind == "lost" for conflict in self.brief.conflicts)

    def sentences_of(self, span: Span) -> list[Sentence]:
        """Return the sentences that a span touches."""
        first = bisect_right(self.sentences, span.start, key=_end)
        behind = bisect_left(self.sentences, span.end, first, key=_start)
        return list(self.sentences[first:behind])


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def _end(sentence: Sentence) -> int:
    return sentence.span.end


class Appearance(Struct, frozen=True, kw_only=True):
    """An actor in one brief."""

    entry: Entry
    actor: Actor
    statements: tuple[Statement, ...]


class DeskActor(Struct, frozen=True, kw_only=True):
    """An actor across all briefs, newest appearance first."""

    id: str
    appearances: tuple[Appearance, ...]

    @property
    def newest(self) -> Actor:
        return self.appearances[0].actor


class Desk(Struct, frozen=True, kw_only=True):
    """Everything that the pages show."""

    entries: tuple[Entry, ...]
    """Newest first; undated ones last, by slug."""
    actors: Mapping[str, DeskActor]
    reference: Reference
    options: Options


class Publishable(Protocol):
    """A brief, or what is known of one."""

    @property
    def status(self) -> str: ...
    @property
    def publish_after(self) -> Embargo | None: ...


def is_public(brief: Publishable, options: Options, now: datetime | None) -> bool:
    """Return whether a built site shows a brief; without a time nothing that waits for one is shown."""
    return _may_show(brief.status, brief.publish_after, options, now)


def _may_show(status: str, embargo: Embargo | None, options: Options, now: datetime | None) -> bool:
    if embargo and (now is None or now < embargo.ends):
        return False
    return options.publish == "all" or status in ("reviewed", "published", "retracted")


def looks_public(record: Path, options: Options, now: datetime) -> bool:
    """Return whether a site would show the brief of a record that cannot be read, by its plain lines.

    A record with no status that can be read, or with two of which one is a draft's, is taken as not public.
    """
    try:
        lines = _PLAIN.findall(record.read_text("utf-8", "replace"))
        found: list[Embargo | None] = [Embargo(value) for name, value in lines if name == "publish_after"]
    except (OSError, ValueError):
        return False
    states = [value for name, value in lines if name == "status"]
    return bool(states) and all(_may_show(s, e, options, now) for s in states for e in found or [None])


def withdrawn_record(brief: Brief) -> Brief:
    """Return what is left of a retracted brief: its address, its title and the public notes on it."""
    return Brief(
        slug=brief.slug,
        title=brief.title,
        former_slugs=brief.former_slugs,
        status=brief.status,
        approvals=brief.approvals,
        source=Source(sha256=brief.source.sha256, date=brief.source.date, publisher=brief.source.publisher),
        corrections=brief.corrections,
    )


def public_record(brief: Brief) -> Brief:
    """Return what others may have of a record: nothing of what people struck, nor of the machine's file."""
    if brief.status == "retracted":
        return withdrawn_record(brief)
    return structs.replace(brief, struck=(), drafted="")


def withdrawn(entry: Entry) -> Entry:
    """Return a retracted brief without its text."""
    left = withdrawn_record(entry.brief)
    article = Article(slug=left.slug, text="", body=Span(0, 0), source=left.source)
    return structs.replace(entry, brief=left, article=article, sentences=(), ties=())


def shown_entry(entry: Entry, options: Options, *, drafts: bool, now: datetime | None) -> Entry | None:
    """Return what a site shows of a brief: all, what is left of a retracted one, or None."""
    if not drafts and not is_public(entry.brief, options, now):
        return None
    left = withdrawn(entry) if entry.brief.status == "retracted" else entry
    return structs.replace(left, rights=entry.brief.source.rights or options.source_text)


def bare(reference: Reference, options: Options) -> Desk:
    """Return a desk without briefs: the setting in which the page of a single brief is made."""
    return Desk(entries=(), actors={}, reference=reference, options=options)


def assemble(
    entries: Iterable[Entry],
    reference: Reference,
    options: Options,
    *,
    drafts: bool = True,
    now: datetime | None = None,
) -> Desk:
    """Put a desk together.

    `drafts` keeps unreviewed briefs, and those held back until a time that `now` has not reached,
    as the live preview does.  Of a retracted brief nothing is kept but its title, its source's name
    and what is said about it, so that no page, search or file can show more.
    """
    kept = (shown_entry(entry, options, drafts=drafts, now=now) for entry in entries)
    shown = [entry for entry in kept if entry is not None]
    shown.sort(key=lambda entry: entry.brief.slug)
    shown.sort(key=lambda entry: entry.day or date.min, reverse=True)
    found: dict[str, list[Appearance]] = {}
    for entry in shown:
        said: dict[str, list[Statement]] = {}
        for statement in entry.brief.statements:
            if statement.speaker:
                said.setdefault(statement.speaker, []).append(statement)
        for actor in entry.brief.actors:
            statements = tuple(said.get(actor.id, ()))
            found.setdefault(actor.id, []).append(Appearance(entry=entry, actor=actor, statements=statements))
    actors = {key: DeskActor(id=key, appearances=tuple(found[key])) for key in sorted(found)}
    return Desk(entries=tuple(shown), actors=actors, reference=reference, options=options)
