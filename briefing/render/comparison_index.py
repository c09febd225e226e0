"""Every pair of then and now of the desk, by theme; a page for each theme where one is too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from briefing.render import pagination
from briefing.render.contribution import Contribution
from briefing.render.era_pages import era_name
from briefing.render.index import Catalogue
from briefing.render.lists import ListRow, html_of, keys_of
from briefing.render.page import NO_TEMPLATE, Job, Page, RawFile, root_of
from briefing.render.renderer import Renderer

TEMPLATE = "pages/pairs.html"
FIRST = "then-and-now.html"
BELOW = "then-and-now"


def pairs_jobs(catalogue: Catalogue, renderer: Renderer) -> Iterator[Job]:
    """Yield the pages of every pair of then and now, and the file that holds them all."""
    rows = [
        ListRow(day=share.facts.day, share=share, number=number, size=size)
        for share in catalogue.shares
        for number, (_, size) in enumerate(share.facts.pairs)
    ]
    rows.sort(key=_theme)
    links: list[tuple[str, str, int]] = []
    jobs: list[Job] = []
    if sum(row.size for row in rows) > pagination.LIMIT:
        keys = [
            _theme,
            lambda row: f"{_theme(row)}-{pagination.year_key(row.day)}",
            lambda row: f"{_theme(row)}-{pagination.month_key(row.day)}",
        ]
        for part in pagination.cut(rows, keys, lambda row: row.size):
            name, path = _name(part, renderer.words), f"{BELOW}/{part.key}.html"
            links.append((path, name, len(part.rows)))
            make = partial(_page, path, name, part.rows, (), (), renderer)
            jobs.append(Job(path=path, template=TEMPLATE, shows=keys_of(part.rows), make=make))
    shown = [] if links else rows
    title = renderer.words["then_and_now"]
    reference = catalogue.reference
    eras = [(f"eras/{era_name(era, reference)}.html", era.title) for era in reference.eras]
    make = partial(_page, FIRST, title, shown, links, eras, renderer)
    yield Job(path=FIRST, template=TEMPLATE, shows=(keys_of(shown), links), make=make, navigable=True)
    yield from jobs
    held = sorted(
        (share for share in catalogue.shares if share.facts.pairs), key=lambda share: share.facts.slug
    )
    shows = [share.key for share in held]
    yield Job(path="then-and-now.json", template=NO_TEMPLATE, shows=shows, make=partial(_data, held))


def _theme(row: ListRow) -> str:
    return row.share.facts.pairs[row.number][0]


def _name(part: pagination.Part[ListRow], words: Any) -> str:
    """Return theme and period of a part in words."""
    theme = _theme(part.rows[0])
    name = _theme_name(theme, words)
    key = part.key.removeprefix(theme).removeprefix("-")
    if not key:
        return name
    if key.isdigit() and len(key) < len("2025"):
        return str(words["part"]).format(name=name, number=key)
    return f"{name}: {pagination.period_name(key, words)}"


def _theme_name(theme: str, words: Any) -> str:
    return str(words[theme]) if theme in words else theme.replace("-", " ").capitalize()


def _page(
    path: str,
    title: str,
    rows: Sequence[ListRow],
    parts: Sequence[tuple[str, str, int]],
    eras: Sequence[tuple[str, str]],
    renderer: Renderer,
) -> Page:
    first, root = path == FIRST, root_of(path)
    html = html_of(rows, lambda held, numbers: [*map(held.pairs.__getitem__, numbers)], root)
    groups = [
        (theme, _theme_name(theme, renderer.words), [shown for _, shown in group])
        for theme, group in groupby(zip(rows, html, strict=True), key=lambda row: _theme(row[0]))
    ]
    body = renderer.render(
        "pairs",
        root,
        title=title,
        groups=groups,
        parts=parts,
        eras=eras if first else (),
        total=len(rows) or sum(count for _, _, count in parts),
        back="" if first else root + FIRST,
    )
    return Page(path=path, title=title, body=body, kind="index" if first else "part")


def _data(shares: Sequence[Contribution]) -> RawFile:
    pairs = [pair for share in shares for pair in share.rows.pair_data]
    return RawFile(path="then-and-now.json", data=f"[{','.join(pairs)}]\n".encode())
