"""Seeds and records -> problems: characters that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefing.model import Problem
from briefing.render import urls
from briefing.review.checks.context import RecordFile
from briefing.text import invisible

MOST = 5
"""Characters of one text that are named one by one."""


def characters(seed: Path, text: str) -> Iterator[Problem]:
    """Yield what nobody sees in a seed, with its place."""
    found = list(invisible.found(text))
    left = len(found) - MOST
    for number, (offset, char) in enumerate(found[:MOST], 1):
        line, column = invisible.place(text, offset)
        more = f" (and {left} others)" if number == MOST and left > 0 else ""
        yield Problem(
            where=str(seed),
            line=line,
            column=column,
            rule="hidden",
            what=f"holds {invisible.named(char)}, which nobody sees{more}",
            hint="Delete it unless the source has it on purpose; a quote keeps it.",
            severity="warning",
        )


def by_people(record: RecordFile) -> Iterator[Problem]:
    """Yield what nobody sees in the words of people, with their field."""
    for at, text in _by_people(record):
        for _, char in list(invisible.found(text))[:1]:
            what = f"{at}: holds {invisible.named(char)}, which nobody sees"
            yield record.problem(at, "hidden", what, "Type the words anew, without it.", warn=True)


def _by_people(record: RecordFile) -> Iterator[tuple[str, str]]:
    """Yield (path, words) of the fields that are no quotes."""
    brief, source = record.brief, record.brief.source
    fields = {
        "title": brief.title,
        "notes": brief.notes,
        "source/title": source.title,
        "source/publisher": source.publisher,
        "source/author": source.author,
        "source/url": source.url,
        "source/tags": " ".join(source.tags),
    }
    fields |= {f"approvals/{n}/by": each.by for n, each in enumerate(brief.approvals)}
    fields |= {f"corrections/{n}/note": each.note for n, each in enumerate(brief.corrections)}
    yield from ((at, text) for at, text in fields.items() if text)


def unlinked(record: RecordFile) -> Iterator[Problem]:
    """Yield addresses that are of no kind that a page links to."""
    url = record.brief.source.url
    if url and not urls.web(url):
        hint = "Write an address that begins with https://, or take it out of the seed's front matter."
        yield record.problem("source/url", "links", f"{url!r} is shown, not linked", hint, warn=True)
    for actor in record.brief.actors:
        if actor.wikidata and not urls.wikidata(actor.wikidata):
            hint = "Write the item's number alone: Q7747."
            what = f"{actor.wikidata!r} is no item of Wikidata and is left out"
            yield record.problem(f"actors/{actor.id}/wikidata", "links", what, hint, warn=True)
