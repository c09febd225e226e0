"""Desk -> pages: bodies made by Jinja, each under its address.

There is one way to render.  The MkDocs plugin, the packs and whatever comes next are writers of
the same pages.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
import markdown
import yaml
from markupsafe import Markup
from msgspec import Struct

from briefing.desk import Desk, DeskActor, Entry
from briefing.model import ConfigError
from briefing.pages import views

NEWEST = 10


class Page(Struct, frozen=True, kw_only=True):
    """A page: its address in the site, its title and its body as HTML."""

    path: str
    """Relative to the site's root, for instance "briefs/2025-02-28-x.html"."""
    title: str
    body: str
    description: str = ""
    kind: str = ""
    updated: date | None = None


class Renderer:
    """Templates and interface words of one folder, compiled once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words = _words(folder / "words.yml")
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            words=self.words,
            evidence=views.evidence,
            readable=views.readable,
            long_day=views.long_day,
            short_day=views.short_day,
            in_words=functools.partial(views.in_words, words=self.words),
            notes=_notes,
        )

    def render(self, name: str, root: str, **values: Any) -> str:
        """Render a page template; `root` leads from the page to the site's root ("../")."""
        try:
            return self.environment.get_template(f"pages/{name}.html").render(root=root, **values)
        except jinja2.TemplateNotFound as error:
            raise ConfigError(
                f"the template {error.name} is missing",
                where=str(self.folder),
                hint="Restore it, or correct theme.custom_dir in mkdocs.yml.",
            ) from None
        except jinja2.TemplateError as error:
            raise ConfigError(
                f"the template pages/{name}.html is broken: {error}",
                where=str(self.folder),
                hint="See the line it names.",
            ) from None


def _words(path: Path) -> Mapping[str, Any]:
    try:
        words: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except OSError:
        raise ConfigError(
            "is missing", where=str(path), hint="It holds the words of the interface; restore it."
        ) from None
    return words


def _notes(text: str) -> Markup:
    """Render a reviewer's Markdown; raw HTML in it is shown, not run."""
    return Markup(markdown.markdown(str(Markup.escape(text))))  # noqa: S704 (escaped before)


def pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield every page of the desk but those that people write."""
    for entry in desk.entries:
        yield brief_page(entry, desk, renderer)
        if entry.sentences:
            yield source_page(entry, desk, renderer)
    for actor in desk.actors.values():
        yield actor_page(actor, desk, renderer)
    yield briefs_page(desk, renderer)
    yield actors_page(desk, renderer)
    yield timeline_page(desk, renderer)
    yield pairs_page(desk, renderer)


def brief_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one brief; nothing on it changes because another brief came."""
    brief = entry.brief
    body = renderer.render(
        "brief",
        "../",
        entry=entry,
        brief=brief,
        actors={actor.id: actor for actor in brief.actors},
        gaps=views.gaps(brief),
        rights=brief.source.rights or desk.options.source_text,
    )
    return Page(
        path=f"briefs/{brief.slug}.html",
        title=brief.title,
        body=body,
        description=brief.summary[0].text if brief.summary else brief.title,
        kind="brief",
        updated=brief.reviewed or entry.day,
    )


def source_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one source text, as much of it as the desk may show."""
    rights = entry.brief.source.rights or desk.options.source_text
    sentences = views.source_sentences(entry, rights)
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    body = renderer.render(
        "source",
        "../",
        entry=entry,
        brief=entry.brief,
        paragraphs=paragraphs,
        hidden=sum(1 for s in sentences if not s.runs),
    )
    title = renderer.words["source_of"].format(title=entry.brief.title)
    return Page(
        path=f"sources/{entry.brief.slug}.html", title=title, body=body, kind="source", updated=entry.day
    )


def actor_page(actor: DeskActor, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one actor across all briefs."""
    del desk
    forms: dict[str, None] = {}
    for appearance in actor.appearances:
        for form in (appearance.actor.name, *appearance.actor.aliases):
            forms.setdefault(form)
    body = renderer.render("actor", "../", actor=actor, newest=actor.newest, forms=list(forms))
    day = max((a.entry.day for a in actor.appearances if a.entry.day), default=None)
    return Page(path=f"actors/{actor.id}.html", title=actor.newest.name, body=body, kind="actor", updated=day)


def briefs_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the list of all briefs by month."""
    months = groupby(desk.entries, key=lambda e: (e.day.year, e.day.month) if e.day else None)
    groups = [(_month(key, renderer), list(entries)) for key, entries in months]
    body = renderer.render("briefs", "../", groups=groups)
    return Page(path="briefs/index.html", title=renderer.words["briefs"], body=body, kind="index")


def _month(key: tuple[int, int] | None, renderer: Renderer) -> str:
    return f"{views.MONTHS[key[1] - 1]} {key[0]}" if key else str(renderer.words["undated"])


def actors_page(desk: Desk, renderer: Renderer) -> Page:
    """Return the list of all actors, A to Z by kind."""
    kinds = ("person", "organization", "state", "group")
    groups = [
        (
            kind,
            sorted(
                (a for a in desk.actors.values() if a.newest.kind == kind),
                key=lambda a: a.newest.name.casefold(),
            ),
        )
        for kind in kinds
    ]
    body = renderer.render("actors", "../", groups=[(kind, rows) for kind, rows in groups if rows])
    return Page(path="actors/index.html", title=renderer.words["actors"], body=body, kind="index")


def timeline_page(desk: Desk, renderer: Renderer) -> Page:
    """Return all dated events of all briefs in order of time."""
    rows = [(event, entry) for entry in desk.entries for event in entry.brief.events]
    eras = [row for row in rows if row[0].when.era]
    dated = [row for row in rows if row[0].when.earliest]
    dated.sort(key=lambda row: (row[0].when.earliest or date.min, row[0].when.scheduled, row[1].brief.slug))
    body = renderer.render("timeline", "", rows=[*eras, *dated])
    return Page(path="timeline.html", title=renderer.words["timeline"], body=body, kind="index")


def pairs_page(desk: Desk, renderer: Renderer) -> Page:
    """Return every pair of then and now, by theme."""
    rows = [(pair, entry) for entry in desk.entries for pair in entry.brief.comparison]
    rows.sort(key=lambda row: row[0].theme)
    actors = {e.brief.slug: {actor.id: actor for actor in e.brief.actors} for _, e in rows}
    groups = [(theme, list(group)) for theme, group in groupby(rows, key=lambda row: row[0].theme)]
    body = renderer.render("pairs", "", groups=groups, actors=actors)
    return Page(path="then-and-now.html", title=renderer.words["then_and_now"], body=body, kind="index")


def home_body(desk: Desk, renderer: Renderer) -> str:
    """Return what the home page shows below what people wrote: the newest briefs."""
    return renderer.render("home", "", entries=desk.entries[:NEWEST], total=len(desk.entries))
