"""All briefs, their texts and the reference as one immutable value: what the pages are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, structs

from briefing.model import Actor, Article, Brief, Reference, Rights, Sentence, Span, Statement


class Options(Struct, frozen=True, kw_only=True):
    """The plugin's options in mkdocs.yml, and what else of that file the pages need."""

    publish: str = "all"
    """"all", or "reviewed": drafts then leave no trace in the built site."""
    source_text: Rights = "cited"
    """How much of a text the site shows where the seed does not say."""
    handling: str = ""
    """A handling mark that stands at the head and the foot of every page."""
    renamed: Mapping[str, str] = {}
    """Old slug -> slug of today: the old address leads on to the new one."""
    site_name: str = ""
    site_url: str = ""
    """Where the site stands, with a slash at its end; empty where it is not known."""
    repo_url: str = ""
    edit_uri: str = ""
    """From the repository's address to the folder content/ in its editor."""


class Entry(Struct, frozen=True, kw_only=True):
    """A brief with its text."""

    brief: Brief
    article: Article
    sentences: tuple[Sentence, ...]
    rights: Rights = "cited"
    """How much of the text the site shows; `assemble` sets it."""

    @property
    def day(self) -> date | None:
        """The day of publication."""
        return self.brief.source.date

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds an offset, or the last one before it."""
        found = self.sentences[0]
        for sentence in self.sentences:
            if sentence.span.start > offset:
                break
            found = sentence
        return found

    def sentences_of(self, span: Span) -> list[Sentence]:
        """Return the sentences that a span touches."""
        return [s for s in self.sentences if s.span.overlaps(span)]


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


def assemble(
    entries: Iterable[Entry], reference: Reference, options: Options, *, drafts: bool = True
) -> Desk:
    """Put a desk together; `drafts` keeps unreviewed briefs even where only reviewed ones are published."""
    shown = [
        structs.replace(entry, rights=entry.brief.source.rights or options.source_text)
        for entry in entries
        if drafts or options.publish == "all" or entry.brief.status in ("reviewed", "published", "retracted")
    ]
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
