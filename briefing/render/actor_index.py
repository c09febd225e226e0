"""The lists of actors: from A to Z, and by country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from briefing.model import KnownActor, Reference, Span
from briefing.render import pagination
from briefing.render.contribution import ActorInBrief
from briefing.render.index import Catalogue, ListedActor
from briefing.render.name_order import family_name
from briefing.render.page import Html, Job, Page, root_of
from briefing.render.renderer import Renderer


class ActorName(Struct, frozen=True, kw_only=True):
    """An actor in a list; `folded` sorts it."""

    folded: str
    country: str
    html: Html


class NameList(Struct, frozen=True, kw_only=True):
    """A list of names with its address, and how it is cut."""

    folder: str
    below: str
    """Where the pages of its parts lie."""
    keys: Sequence[Callable[[ActorName], str]]
    heading: Callable[[str], str]


def names_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the lists of actors; where a list is too long for a page, a page for each letter or country."""
    known = known_actors(catalogue.reference)
    rows = [_row(actor, known, renderer) for actor in catalogue.actors.values()]
    yield from name_lists(rows, renderer)


def known_actors(reference: Reference) -> dict[str, KnownActor]:
    """Return the actors of the reference by id."""
    return {actor.id: actor for actor in reference.actors}


def name_lists(names: Iterable[ActorName], renderer: Renderer) -> Iterator[Job]:
    """Yield the lists of some names."""
    letters: list[Callable[[ActorName], str]] = [lambda n: letter(n.folded, 1), lambda n: letter(n.folded, 2)]
    by_letter = NameList(folder="actors", below="actors/letters", keys=letters, heading=_letter_heading)

    def country_heading(key: str) -> str:
        code, _, number = key.partition("-")
        name = renderer.country(code.upper())
        return str(renderer.words["part"]).format(name=name, number=number) if number else name

    by_country = NameList(
        folder="countries", below="countries", keys=[lambda n: n.country.lower()], heading=country_heading
    )
    rows = sorted(names, key=lambda n: (n.folded, n.html))
    yield from _jobs(by_letter, rows, renderer)
    yield from _jobs(by_country, [row for row in rows if row.country], renderer)


def _jobs(names: NameList, rows: Sequence[ActorName], renderer: Renderer) -> Iterator[Job]:
    parts = sorted(
        pagination.cut(rows, names.keys, _size),
        key=lambda part: names.heading(part.key).casefold(),
    )
    whole = sum(map(_size, rows)) <= pagination.LIMIT
    shows = [(part.key, len(part.rows), [row.html for row in part.rows] if whole else []) for part in parts]
    first = f"{names.folder}/index.html"
    make = partial(_first, names, parts, renderer)
    yield Job(path=first, template="pages/names.html", shows=shows, make=make, navigable=True)
    for part in () if whole else parts:
        yield Job(
            path=f"{names.below}/{part.key}.html",
            template="pages/names-part.html",
            shows=[row.html for row in part.rows],
            make=partial(_part, names, part, renderer),
        )


def _first(names: NameList, parts: Sequence[pagination.Part[ActorName]], renderer: Renderer) -> Page:
    title = renderer.words[names.folder]
    whole = sum(_size(row) for part in parts for row in part.rows) <= pagination.LIMIT
    groups = [
        (part.key, names.heading(part.key), [row.html.at("../") for row in part.rows]) for part in parts
    ]
    body = renderer.render("names", "../", title=title, groups=groups, whole=whole, names=names)
    return Page(path=f"{names.folder}/index.html", title=title, body=body, kind="index")


def _part(names: NameList, part: pagination.Part[ActorName], renderer: Renderer) -> Page:
    path, title, heading = (
        f"{names.below}/{part.key}.html",
        renderer.words[names.folder],
        names.heading(part.key),
    )
    root = root_of(path)
    rows = [row.html.at(root) for row in part.rows]
    body = renderer.render("names-part", root, title=title, heading=heading, rows=rows, names=names)
    return Page(path=path, title=f"{title}: {heading}", body=body, kind="part")


def _letter_heading(key: str) -> str:
    return "#" if key == "other" else key.replace("-", ", ").capitalize()


def _row(actor: ListedActor, known: Mapping[str, KnownActor], renderer: Renderer) -> ActorName:
    return ActorName(
        folded=sort_key(actor.newest, known),
        country=actor.newest.country or "",
        html=renderer.open_row("name", actor, family_of(actor.newest, known)),
    )


def family_of(actor: ActorInBrief, known: Mapping[str, KnownActor]) -> Span:
    """Return the place of what an actor is sorted by in its name."""
    if actor.kind != "person":
        return Span(0, len(actor.name))
    return family_name(actor.name, actor.country, known.get(actor.id))


def sort_key(actor: ActorInBrief, known: Mapping[str, KnownActor]) -> str:
    """Return by what a list of names is in order: the family name, then all of the name."""
    return f"{pagination.fold(family_of(actor, known).of(actor.name))} {pagination.fold(actor.name)}"


def _size(name: ActorName) -> int:
    return name.html.size


def letter(folded: str, count: int) -> str:
    """Return the first letters of a folded name, or "other" where it begins with none."""
    head = folded[:count].strip()
    return head if head.isalpha() else head[:1] if head[:1].isalpha() else "other"
