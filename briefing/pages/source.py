"""The page of a source text: the text as received, marked, as much of it as the desk may show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from briefing.desk import Desk, Entry
from briefing.model import Span
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer
from briefing.pages.views import Places, Run


class Shown(Struct, frozen=True, kw_only=True):
    """A sentence of the source page; `runs` is empty where the desk may not show it."""

    number: int
    paragraph: int
    runs: tuple[Run, ...]
    cited: bool


def source_sentences(entry: Entry, renderer: Renderer) -> list[Shown]:
    """Return the sentences of a text, marked, with those left out that the rights do not cover."""
    rights = entry.rights
    places = Places(entry.sentences)
    cited = cited_sentences(entry, places)
    marks = _marks(entry, places, renderer)
    shown = []
    for sentence in entry.sentences:
        visible = rights == "full" or (rights == "cited" and sentence.index in cited)
        runs = _marked(entry.article.text, sentence.span, marks[sentence.index]) if visible else ()
        shown.append(
            Shown(
                number=sentence.index + 1,
                paragraph=sentence.paragraph,
                runs=tuple(runs),
                cited=sentence.index in cited,
            )
        )
    return shown


def cited_sentences(entry: Entry, places: Places) -> set[int]:
    """Return the indexes of the sentences that items quote."""
    brief = entry.brief
    quotes = [point.at for point in brief.summary]
    quotes += [statement.at for statement in brief.statements]
    quotes += [event.at for event in brief.events]
    quotes += [item.at for item in brief.background]
    for pair in brief.comparison:
        quotes += [side.at for side in (pair.then, pair.now, pair.answer, pair.cue) if side is not None]
    quotes += [role.at for actor in brief.actors for role in actor.roles]
    return {index for at in quotes for span in at for index in places.touched(span)}


class Mark(Struct, frozen=True, kw_only=True):
    """A marked place of the text and where it leads."""

    span: Span
    kind: str
    href: str
    title: str


def _marks(entry: Entry, places: Places, renderer: Renderer) -> list[list[Mark]]:
    """Return what the source page marks in each sentence: actors before dates before statements."""
    page = f"briefs/{entry.brief.slug}.html"
    names = {actor.id: actor.name for actor in entry.brief.actors}
    marks = [
        Mark(span=span, kind=actor.kind, href=f"actors/{actor.id}.html", title=actor.name)
        for actor in entry.brief.actors
        for span in actor.mentions
    ]
    for event in entry.brief.events:
        marks += [Mark(span=s, kind="date", href=f"{page}#{event.id}", title="") for s in event.when.at]
    for statement in entry.brief.statements:
        speaker = names.get(
            statement.speaker or "", statement.speaker_text or renderer.words["unnamed_source"]
        )
        title = renderer.words["statement_by"].format(name=speaker)
        marks += [Mark(span=s, kind="said", href=f"{page}#{statement.id}", title=title) for s in statement.at]
    found: list[list[Mark]] = [[] for _ in entry.sentences]
    for mark in marks:
        for index in places.touched(mark.span):
            found[index].append(mark)
    return found


def _marked(text: str, span: Span, marks: Sequence[Mark]) -> list[Run]:
    """Cut a sentence where marks begin and end; a sign stands where a statement begins."""
    names = [mark for mark in marks if mark.kind != "said"]
    said = [mark for mark in marks if mark.kind == "said"]
    edges = {span.start, span.end}
    for mark in marks:
        edges |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    runs = []
    for start, end in pairwise(sorted(edges)):
        runs += [
            Run(text="❝", mark="sign", href=mark.href, title=mark.title)
            for mark in said
            if mark.span.start == start
        ]
        inner = next((mark for mark in names if mark.span.start <= start and end <= mark.span.end), None)
        outer = any(mark.span.start <= start and end <= mark.span.end for mark in said)
        kinds = " ".join(kind for kind in (inner.kind if inner else "", "said" if outer else "") if kind)
        href, title = (inner.href, inner.title) if inner else ("", "")
        runs.append(Run(text=text[start:end], mark=kinds, href=href, title=title))
    return runs


def source_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one source text, as much of it as the desk may show."""
    del desk
    sentences = source_sentences(entry, renderer)
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
