"""The lists of actors: from A to Z, and by country."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from briefing.desk import Desk, DeskActor
from briefing.pages import paging
from briefing.pages.page import Page, root_of
from briefing.pages.renderer import Renderer


class Name(Struct, frozen=True, kw_only=True):
    """An actor in a list, as HTML; `folded` sorts it."""

    folded: str
    country: str
    html: str


class NameList(Struct, frozen=True, kw_only=True):
    """A list of names with its address, and how it is cut."""

    folder: str
    below: str
    """Where the pages of its parts lie."""
    keys: Sequence[Callable[[Name], str]]
    heading: Callable[[str], str]


def names_pages(desk: Desk, renderer: Renderer) -> Iterator[Page]:
    """Yield the lists of actors; where a list is too long for a page, a page for each letter or country."""
    letters: list[Callable[[Name], str]] = [lambda n: letter(n.folded, 1), lambda n: letter(n.folded, 2)]
    by_letter = NameList(folder="actors", below="actors/letters", keys=letters, heading=_letter_heading)
    yield from _pages(by_letter, list(desk.actors.values()), renderer)

    def country_heading(key: str) -> str:
        code, _, number = key.partition("-")
        name = renderer.country(code.upper())
        return str(renderer.words["part"]).format(name=name, number=number) if number else name

    by_country = NameList(
        folder="countries", below="countries", keys=[lambda n: n.country.lower()], heading=country_heading
    )
    yield from _pages(by_country, [a for a in desk.actors.values() if a.newest.country], renderer)


def _pages(names: NameList, actors: Sequence[DeskActor], renderer: Renderer) -> Iterator[Page]:
    root = root_of(f"{names.below}/")
    rows = _rows(actors, renderer, root)
    whole = sum(map(_size, rows)) <= paging.LIMIT
    if whole:
        rows = _rows(actors, renderer, "../")
    parts = sorted(paging.cut(rows, names.keys, _size), key=lambda part: names.heading(part.key).casefold())
    title = renderer.words[names.folder]
    groups = [(part.key, names.heading(part.key), part.rows) for part in parts]
    body = renderer.render("names", "../", title=title, groups=groups, whole=whole, names=names)
    yield Page(path=f"{names.folder}/index.html", title=title, body=body, kind="index")
    for key, heading, held in groups if not whole else ():
        body = renderer.render("names-part", root, title=title, heading=heading, rows=held, names=names)
        yield Page(path=f"{names.below}/{key}.html", title=f"{title}: {heading}", body=body, kind="part")


def _letter_heading(key: str) -> str:
    return "#" if key == "other" else key.replace("-", ", ").capitalize()


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


def fold(name: str) -> str:
    """Return a name without accents and case, for sorting."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().strip("“”\"'’ ")


def letter(folded: str, count: int) -> str:
    """Return the first letters of a folded name, or "other" where it begins with none."""
    head = folded[:count].strip()
    return head if head.isalpha() else head[:1] if head[:1].isalpha() else "other"
