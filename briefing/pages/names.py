"""The lists of actors: from A to Z, and by country."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from briefing.desk import Desk, DeskActor
from briefing.pages import paging
from briefing.pages.page import Page
from briefing.pages.renderer import Renderer


class Name(Struct, frozen=True, kw_only=True):
    """An actor in a list, as HTML; `folded` sorts it."""

    folded: str
    country: str
    html: str


def names_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the lists of actors; where a list is too long for a page, a page for each letter or country."""
    yield from _list(desk, renderer, "actors", by_country=False)
    yield from _list(desk, renderer, "countries", by_country=True)


def _list(desk: Desk, renderer: Renderer, folder: str, *, by_country: bool) -> Iterator[Page]:
    below = f"{folder}/letters" if folder == "actors" else folder
    actors = (
        [a for a in desk.actors.values() if a.newest.country] if by_country else list(desk.actors.values())
    )
    rows = _rows(actors, renderer, "../" * (below.count("/") + 1))
    whole = sum(map(_size, rows)) <= paging.LIMIT
    keys = (
        [lambda n: n.country.lower()]
        if by_country
        else [lambda n: letter(n.folded, 1), lambda n: letter(n.folded, 2)]
    )
    if whole:
        rows = _rows(actors, renderer, "../")
    parts = paging.cut(rows, keys, _size, limit=paging.LIMIT if not whole else 2 * paging.LIMIT)
    parts.sort(key=lambda part: _heading(part.key, renderer, by_country=by_country).casefold())
    title = renderer.words[folder]
    groups = [(part.key, _heading(part.key, renderer, by_country=by_country), part.rows) for part in parts]
    body = renderer.render(
        "names", "../", title=title, groups=groups, whole=whole, by_country=by_country, below=below
    )
    yield Page(path=f"{folder}/index.html", title=title, body=body, kind="index")
    if whole:
        return
    root = "../" * (below.count("/") + 1)
    for key, heading, held in groups:
        body = renderer.render(
            "names-part", root, title=title, heading=heading, rows=held, index=f"{folder}/index.html"
        )
        yield Page(path=f"{below}/{key}.html", title=f"{title}: {heading}", body=body, kind="part")


def _rows(actors: Sequence[DeskActor], renderer: Renderer, root: str) -> list[Name]:
    rows = [
        Name(
            folded=fold(actor.newest.name),
            country=actor.newest.country or "",
            html=renderer.row("name", actor, root),
        )
        for actor in actors
    ]
    return sorted(rows, key=lambda name: (name.folded, name.html))


def _size(name: Name) -> int:
    return len(name.html.encode())


def _heading(key: str, renderer: Renderer, *, by_country: bool) -> str:
    if not by_country:
        return key.replace("-", ", ").capitalize() if key != "other" else "#"
    code, _, number = key.partition("-")
    name = renderer.country(code.upper())
    return renderer.words["part"].format(name=name, number=number) if number else name


def fold(name: str) -> str:
    """Return a name without accents and case, for sorting."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().strip("“”\"'’ ")


def letter(folded: str, count: int) -> str:
    """Return the first letters of a folded name, or "other" where it begins with none."""
    head = folded[:count].strip()
    return head if head.isalpha() else head[:1] if head[:1].isalpha() else "other"
