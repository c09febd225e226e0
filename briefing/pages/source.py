"""The page of a source text: the text as received, marked, as much of it as the desk may show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from briefing.desk import Desk, Entry
from briefing.model import Span
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer
from briefing.pages.views import Run


class Shown(Struct, frozen=True, kw_only=True):
    """A sentence of the source page; `runs` is empty where the desk may not show it."""

    number: int
    paragraph: int
    runs: tuple[Run, ...]
    cited: bool


def source_sentences(entry: Entry) -> list[Shown]:
    """Return the sentences of a text, marked, with those left out that the rights do not cover."""
    rights = entry.rights
    cited = _cited(entry)
    marks = _marks(entry)
    shown = []
    for sentence in entry.sentences:
        visible = rights == "full" or (rights == "cited" and sentence.index in cited)
        runs = _marked(entry.article.text, sentence.span, marks) if visible else ()
        shown.append(
            Shown(
                number=sentence.index + 1,
                paragraph=sentence.paragraph,
                runs=tuple(runs),
                cited=sentence.index in cited,
            )
        )
    return shown


def _cited(entry: Entry) -> set[int]:
    """Return the sentences that items quote."""
    brief = entry.brief
    places = [point.at for point in brief.summary]
    places += [statement.at for statement in brief.statements]
    places += [event.at for event in brief.events]
    places += [item.at for item in brief.background]
    for pair in brief.comparison:
        places += [side.at for side in (pair.then, pair.now, pair.answer, pair.cue) if side is not None]
    places += [role.at for actor in brief.actors for role in actor.roles]
    spans = [span for at in places for span in at]
    return {s.index for s in entry.sentences if any(s.span.overlaps(span) for span in spans)}


def _marks(entry: Entry) -> list[tuple[Span, str, str, str]]:
    """Return (place, kind, address, title) of everything that the source page marks."""
    marks: list[tuple[Span, str, str, str]] = []
    for actor in entry.brief.actors:
        marks += [(span, actor.kind, f"actors/{actor.id}.html", actor.name) for span in actor.mentions]
    for event in entry.brief.events:
        marks += [(span, "date", f"briefs/{entry.brief.slug}.html#{event.id}", "") for span in event.when.at]
    for statement in entry.brief.statements:
        marks += [
            (span, "said", f"briefs/{entry.brief.slug}.html#{statement.id}", "") for span in statement.at
        ]
    return marks


def _marked(text: str, span: Span, marks: Sequence[tuple[Span, str, str, str]]) -> list[Run]:
    here = [mark for mark in marks if mark[0].overlaps(span)]
    names = [mark for mark in here if mark[1] != "said"]
    said = [mark for mark in here if mark[1] == "said"]
    edges = {span.start, span.end}
    for place, *_ in here:
        edges |= {max(place.start, span.start), min(place.end, span.end)}
    points = sorted(edges)
    runs = []
    for start, end in pairwise(points):
        inner = next((mark for mark in names if mark[0].start <= start and end <= mark[0].end), None)
        outer = next((mark for mark in said if mark[0].start <= start and end <= mark[0].end), None)
        kinds = " ".join(mark[1] for mark in (inner, outer) if mark)
        runs.append(
            Run(
                text=text[start:end],
                mark=kinds,
                href=inner[2] if inner else "",
                title=inner[3] if inner else "",
            )
        )
    return runs


def source_page(entry: Entry, desk: Desk, renderer: Renderer) -> Page:
    """Return the page of one source text, as much of it as the desk may show."""
    del desk
    sentences = source_sentences(entry)
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
