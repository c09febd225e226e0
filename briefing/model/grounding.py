"""Every quote checked against the source: law one of the house.

The words of an item equal the source at its place, but for insertions [in brackets]; several
spans are joined by " […] ".  A source that holds brackets itself is read as it is.  Words that
keep no place (a verb, an occasion, a name) are somewhere in the source.  What is checked follows
from the types of the record, so that no section and no field can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from msgspec import Struct

from briefing.model import Actor, Article, Brief, GroundingError, Span, Spans
from briefing.model.sections import Inner, shape_of
from briefing.model.typography import ODD, read_as

CUT = " […] "
_INSERTED = re.compile(r"\s*\[[^\[\]]*\]\s*")


class Ungrounded(Struct, frozen=True, kw_only=True):
    """An item whose words are not at its place."""

    path: str
    text: str
    found: str
    """What the source says there; empty where the words have no place."""


def check(brief: Brief, article: Article) -> list[Ungrounded]:
    """Return the items whose words are not where they say, then the words that are nowhere.

    Words that an open conflict names as lost claim no place: the page shows them as unverified.
    """
    return [*misplaced(brief, article), *unsaid(brief, article)]


def misplaced(brief: Brief, article: Article) -> Iterator[Ungrounded]:
    """Yield the words that are not at their place."""
    for path, text, at in placed_words(brief):
        if not holds(text, article.text, at, article.body) and (at or not _lost(brief, path)):
            read = at and article.body.start <= at.start
            yield Ungrounded(path=path, text=text, found=_at(article.text, at) if read else "")


def unsaid(brief: Brief, article: Article) -> Iterator[Ungrounded]:
    """Yield the words without a place that are nowhere in the source."""
    known: dict[str, bool] = {}  # a verb comes again and again
    for path, text in unplaced_words(brief):
        if text not in known:
            known[text] = _stands(text, article.text)
        if not known[text] and not _lost(brief, path.rpartition("/")[0]):
            yield Ungrounded(path=path, text=text, found="")


def _lost(brief: Brief, path: str) -> bool:
    """Return whether a conflict says that the source lost words under a path."""
    return any(each.kind == "lost" and each.path.startswith(path + "/") for each in brief.conflicts)


def require(brief: Brief, article: Article, where: str, line: Callable[[str], int] = lambda _path: 0) -> None:
    """Raise GroundingError for the first item that is not verbatim, or for a seed that changed.

    `where` is the file of the record, and `line` finds the line of a path in it, 0 where it does not know.
    """
    problems = check(brief, article)
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        found = f", but the source says {_short(first.found)!r}"
        said = found if first.found else " has no place in the source"
        number = line(first.path)
        raise GroundingError(
            f"{first.path}: {_short(first.text)!r}{said}{more}",
            where=f"{where}:{number}" if number else where,
            hint="Quote the source word for word (insertions in [brackets]), or delete the item.",
        )


def placed_words(value: Any, path: str = "", *, inferred: bool = False) -> Iterator[tuple[str, str, Spans]]:
    """Yield (path, words, place) of everything in a record that claims a place in the source.

    `inferred` says that words without a place come from the reference.
    """
    shape = shape_of(value)
    if shape.quote and (value.at or not inferred):
        yield path, getattr(value, shape.quote), value.at
    for name in shape.places:
        spans = getattr(value, name)
        if spans and spans[-1].end:
            yield from ((_join(path, name), "", Spans((span,))) for span in spans)
    for name in shape.inner:
        if (inner := getattr(value, name)) is not None:
            yield from placed_words(inner, _join(path, name))
    for list_ in shape.lists:
        known = list_.name in getattr(value, "inferred", ())
        for inner, here in _items(value, list_, path):
            yield from placed_words(inner, here, inferred=known)


def unplaced_words(brief: Brief) -> Iterator[tuple[str, str]]:
    """Yield (path, words) of everything in a record that is the source's and keeps no place."""
    return _loose(brief, "", frozenset(actor.id for actor in brief.actors))


def _loose(value: Any, path: str, cast: frozenset[str]) -> Iterator[tuple[str, str]]:
    shape = shape_of(value)
    for name in (*shape.words, *shape.either) if not isinstance(value, Actor) else _named(value):
        words = getattr(value, name)
        for each in words if isinstance(words, tuple) else (words,):
            if each and not (name in shape.either and each in cast):
                yield _join(path, name), each
    for name in shape.inner:
        if (inner := getattr(value, name)) is not None:
            yield from _loose(inner, _join(path, name), cast)
    for list_ in shape.lists:
        for inner, here in _items(value, list_, path) if list_.worded else ():
            yield from _loose(inner, here, cast)


def _named(actor: Actor) -> Iterator[str]:
    """Yield the names of an actor that the source has: of one that it does not name none, of a state
    not the lexicon's."""
    if actor.kind != "state" and "name" not in actor.inferred:
        yield "name"
    yield "aliases"


def _items(value: Any, list_: Inner, path: str) -> Iterator[tuple[Any, str]]:
    """Yield the items of a list with their paths; what has no id goes by the path of its list."""
    here = _join(path, list_.name)
    for inner in getattr(value, list_.name):
        yield inner, f"{here}/{getattr(inner, list_.key)}" if list_.key else here


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _stands(text: str, source: str) -> bool:
    """Return whether words are in the source, their parts one after another around insertions and cuts."""
    if text in source or (ODD.search(source) and text in read_as(source)):
        return True
    if " " in text and re.search(r"\s+".join(map(re.escape, text.split(" "))), source):
        return True  # a name that a line's end cuts in two
    here, parts = 0, [part for part in _INSERTED.split(text) if part]
    for part in parts:
        here = source.find(part, here)
        if here < 0:
            return False
        here += len(part)
    return bool(parts)


def holds(text: str, source: str, at: Spans, body: Span | None = None) -> bool:
    """Return whether the words are at their place; no words claim only that the place exists.

    A place is in the body of the text (what is before it, the front matter, is read by nobody and
    is in no sentence), and something that a reader sees is at it.  A soft hyphen and the letters of a
    ligature are how the source was set: a name may be without them.
    """
    first, end = body or (0, len(source))
    if not at or at[0].start < first or at[-1].end > end or any(a.end > b.start for a, b in pairwise(at)):
        return False
    if not all(any(c.isprintable() and not c.isspace() for c in span.of(source)) for span in at):
        return False
    if not text:
        return True
    wanted = _at(source, at)
    return text == wanted or _matches(text, wanted) or _matches(read_as(text), read_as(wanted))


def _at(source: str, at: Spans) -> str:
    return CUT.join(span.of(source) for span in at)


def _matches(text: str, wanted: str) -> bool:
    """Match words against the source; a bracket is the source's own, or an insertion.

    Of the spaces next to it one may be its own: the one behind in "[Sergey] Shoigu", the one before in
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
