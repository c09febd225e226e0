"""Every quote checked against the source: law one of the house.

The words of an item equal the source at its place, but for insertions [in brackets]; several
spans are joined by " […] ".  A source that holds brackets itself is read as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from briefing.model import Article, Brief, GroundingError, Spans
from briefing.tokens import read_as

CUT = " […] "


class Problem(Struct, frozen=True, kw_only=True):
    """An item whose words do not stand at its place."""

    path: str
    text: str
    found: str


def check(brief: Brief, article: Article) -> list[Problem]:
    """Return the items whose words do not stand where they say.

    Words that an open conflict names as lost claim no place: the page shows them as unverified.
    """
    lost = [conflict.path for conflict in brief.conflicts if conflict.kind == "lost"]
    return [
        Problem(path=path, text=text, found=_at(article.text, at))
        for path, text, at in quotes(brief)
        if not holds(text, article.text, at)
        and (at or not any(other.startswith(path + "/") for other in lost))
    ]


def require(brief: Brief, article: Article, where: str) -> None:
    """Raise GroundingError for the first item that is not verbatim, or for a seed that changed."""
    problems = check(brief, article)
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise GroundingError(
            f"{first.path}: {_short(first.text)!r}, but the source says {_short(first.found)!r}{more}",
            where=where,
            hint="Quote the source word for word (insertions in [brackets]), or correct the place at `at`.",
        )


def quotes(brief: Brief) -> Iterator[tuple[str, str, Spans]]:
    """Yield (path, words, place) of everything in a record that claims to be the source's."""
    if brief.place:
        yield "place", brief.place.text, brief.place.at
    for section in ("summary", "statements", "events", "background"):
        for item in getattr(brief, section):
            yield f"{section}/{item.id}", item.text, item.at
            if section == "events":
                yield f"events/{item.id}/when", item.when.text, item.when.at
    for actor in brief.actors:
        for role in actor.roles:
            if role.at:
                yield f"actors/{actor.id}/roles", role.title, role.at
        if actor.mentions and actor.mentions[-1].end:
            yield from ((f"actors/{actor.id}/mentions", "", Spans((span,))) for span in actor.mentions)
    for pair in brief.comparison:
        for name in ("cue", "then", "now", "answer"):
            side = getattr(pair, name)
            if side is not None:
                yield f"comparison/{pair.id}/{name}", side.text, side.at


def holds(text: str, source: str, at: Spans) -> bool:
    """Tell whether the words stand at their place; no words claim only that the place exists.

    A soft hyphen and the letters of a ligature are how the source was set: a name may be without them.
    """
    if not at or at[-1].end > len(source) or any(a.end > b.start for a, b in pairwise(at)):
        return False
    if not text:
        return True
    wanted = _at(source, at)
    return text == wanted or _matches(text, wanted) or _matches(read_as(text), read_as(wanted))


def _at(source: str, at: Spans) -> str:
    return CUT.join(span.of(source) for span in at)


def _matches(text: str, wanted: str) -> bool:
    """Match words against the source; a bracket is the source's own, or an insertion.

    Of the spaces beside it one may be its own: the one behind in "[Sergey] Shoigu", the one before in
    "He [Xi Jinping],".  Which it is shows in what follows, so each way is tried, none of them twice.
    """
    waiting, seen = [(0, 0)], set[tuple[int, int]]()
    while waiting:
        at, here = state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        opening = text.find("[", at)
        stretch = text[at : opening if opening >= 0 else len(text)]
        if opening < 0:
            if len(wanted) == here + len(stretch) and wanted.endswith(stretch):
                return True
            continue
        end = here + len(stretch)
        if wanted.startswith(text[at : opening + 1], here):
            waiting.append((opening + 1, end + 1))
        close = text.find("]", opening) + 1
        if not close or "[" in text[opening + 1 : close]:
            continue
        if stretch.endswith(" ") and wanted.startswith(stretch[:-1], here):
            waiting.append((close, end - 1))
        if wanted.startswith(stretch, here):
            waiting.append((close, end))
            if text.startswith(" ", close):
                waiting.append((close + 1, end))
    return False


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
