"""Sentences of the summary -> its points, with [names] where a reader would miss them.

In a transcript a point has the label of its turn before it: "[MS. HOLM:] The tariffs end on Monday.".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefing.extract import quoting
from briefing.extract.standalone import mentions_in, opens
from briefing.extract.title import Turn
from briefing.model import Cast, Document, Found, Point, Spans, item_id


def of_turns(document: Document, turns: Sequence[tuple[int, Turn]]) -> tuple[Found[Point], ...]:
    """Return the points of a transcript, the first one first, the others in order of the text."""
    taken: Counter[str] = Counter()
    found = []
    for index, said in turns:
        plain = said.words.of(document.text)
        text = f"[{said.label}:] {plain}"
        item = Point(id=item_id("point", plain, taken), text=text, at=Spans((said.words,)))
        found.append(Found(item=item, sentence=index, rule="turn"))
    return (found[0], *sorted(found[1:], key=lambda point: point.sentence))


def of_sentences(
    document: Document, cast: Cast, chosen: Sequence[tuple[int, str]]
) -> tuple[Found[Point], ...]:
    """Return sentences as summary points, in the order given, with names put in where they are needed."""
    taken: Counter[str] = Counter()
    introduced: set[str] = set()
    points = []
    names = {actor.id: actor.name for actor in cast.actors if actor.kind == "person"}
    families = Counter(name.split()[-1] for name in names.values())
    for index, rule in chosen:
        text = _made_clear(document, cast, names, families, index, introduced)
        span = quoting.whole(document, index)
        plain = span.of(document.text)
        item = Point(id=item_id("point", plain, taken), text=text, at=Spans((span,)))
        points.append(Found(item=item, sentence=index, rule=rule))
    return tuple(points)


def _made_clear(
    document: Document,
    cast: Cast,
    names: dict[str, str],
    families: Counter[str],
    index: int,
    introduced: set[str],
) -> str:
    """Return the sentence with [names] put in where the summary has not introduced somebody yet.

    `names` are those of the persons by id, `families` says how many have a family name: one of two Holms
    keeps the name that the source gives.
    """
    span = quoting.whole(document, index)
    text = span.of(document.text)
    inserts: list[tuple[int, str]] = []
    for mention in mentions_in(cast, index):
        actor = mention.actor or ""
        name = names.get(actor)
        if name is None or mention.span.start < span.start:
            continue
        here = mention.span.of(document.text)
        at = mention.span.end - span.start
        if mention.form == "pronoun" and opens(document, mention):
            inserts.append((at, f" [{name}]"))
        if actor in introduced:
            continue
        introduced.add(actor)
        if mention.form == "name" and name not in text and families[here] < 2:
            inserts.extend(_rest_of_name(here, name, at))
    for at, words in sorted(inserts, reverse=True):
        text = text[:at] + words + text[at:]
    return text


def _rest_of_name(here: str, name: str, end: int) -> list[tuple[int, str]]:
    """Return the insertion that makes "Shoigu" read "[Sergey] Shoigu" and "Xi" read "Xi [Jinping]"."""
    if here == name or "[" in name:
        return []
    if name.endswith(" " + here):
        return [(end - len(here), f"[{name[: -len(here) - 1]}] ")]
    if name.startswith(here + " "):
        return [(end, f" [{name[len(here) + 1 :]}]")]
    return []
