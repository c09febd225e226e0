"""The page of a source text: the text as received, marked, as much of it as the desk may show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from briefing.model import Span, Spans
from briefing.render.page import Page
from briefing.render.renderer import Renderer
from briefing.render.view_models import Run, SentenceIndex, ShownItem
from briefing.storage.desk import Desk, Entry


def source_sentences(entry: Entry, renderer: Renderer) -> list[ShownItem]:
    """Return the sentences of a text, marked, with those left out that the rights do not cover."""
    rights = entry.rights
    places = SentenceIndex(entry.sentences)
    cited = renderer.parts.cited(entry)
    marks = _marks(entry, places, renderer)
    shown = []
    for sentence in entry.sentences:
        visible = rights == "full" or (rights == "cited" and sentence.index in cited)
        runs = _marked(entry.article.text, sentence.span, marks[sentence.index]) if visible else ()
        shown.append(
            ShownItem(
                number=sentence.index + 1,
                paragraph=sentence.paragraph,
                runs=tuple(runs),
                cited=sentence.index in cited,
            )
        )
    return shown


class SourceMark(NamedTuple):
    """A marked place of the text and where it leads."""

    start: int
    end: int
    kind: str
    href: str
    title: str


def _marks(entry: Entry, places: SentenceIndex, renderer: Renderer) -> list[list[SourceMark]]:
    """Return what the source page marks in each sentence: actors before dates before statements."""
    page = f"briefs/{entry.brief.slug}.html"
    names = {actor.id: actor.name for actor in entry.brief.actors}
    found: list[list[SourceMark]] = [[] for _ in entry.sentences]

    def add(at: Spans, kind: str, href: str, title: str) -> None:
        for span in at:
            for index in places.touched(span):
                found[index].append(SourceMark(span.start, span.end, kind, href, title))

    for actor in entry.brief.actors:
        add(actor.mentions, actor.kind, f"actors/{actor.id}.html", actor.name)
    for event in entry.brief.events:
        add(event.when.at, "date", f"{page}#{event.id}", "")
    for statement in entry.brief.statements:
        speaker = names.get(
            statement.speaker or "", statement.speaker_text or renderer.words["unnamed_source"]
        )
        title = renderer.words["statement_by"].format(name=speaker)
        add(statement.at, "said", f"{page}#{statement.id}", title)
    return found


def _marked(text: str, span: Span, marks: Sequence[SourceMark]) -> list[Run]:
    """Cut a sentence where marks begin and end; a sign stands where a statement begins."""
    first, last = span
    if not marks:
        return [Run(text=text[first:last])]
    names = [mark for mark in marks if mark.kind != "said"]
    said = [mark for mark in marks if mark.kind == "said"]
    edges = {first, last}
    for mark in marks:
        edges.add(max(mark.start, first))
        edges.add(min(mark.end, last))
    runs = []
    for start, end in pairwise(sorted(edges)):
        outer = False
        for mark in said:
            if mark.start == start:
                runs.append(Run(text="❝", mark="sign", href=mark.href, title=mark.title))
            outer = outer or (mark.start <= start and end <= mark.end)
        words = text[start:end]
        for mark in names:
            if mark.start <= start and end <= mark.end:
                kind = f"{mark.kind} said" if outer else mark.kind
                runs.append(Run(text=words, mark=kind, href=mark.href, title=mark.title))
                break
        else:
            runs.append(Run(text=words, mark="said" if outer else ""))
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
