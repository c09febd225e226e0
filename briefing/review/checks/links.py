"""Pages that people wrote and notes -> problems: links that lead nowhere."""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from briefing.model import BriefingError, Problem
from briefing.render import urls
from briefing.storage import files

_TAG = re.compile(r"<!--.*?-->|<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>", re.S)
_ATTRIBUTE = re.compile(r"\s(href|src|cite|id)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


class Linked(Struct, frozen=True, kw_only=True, array_like=True):
    """What a page leads to and what can be led to in it, and the file in which a person can mend it."""

    path: str
    """Its address in the site."""
    where: str
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def linked(path: str, body: str, where: str) -> Linked:
    """Read the body of a page; its addresses and ids each in their order."""
    found: dict[bool, list[str]] = {False: [], True: []}
    for tag in _TAG.findall(body):
        for name, *values in () if tag.startswith("<!") else _ATTRIBUTE.findall(tag):
            if value := "".join(values):
                found[name.lower() == "id"].append(html.unescape(value))
    return Linked(path=path, where=where, links=tuple(dict.fromkeys(found[False])), ids=tuple(found[True]))


def check(pages: Iterable[Linked], addresses: Iterable[str]) -> Iterator[Problem]:
    """Yield links that lead nowhere and ids that a page gives twice.

    `addresses` are those in the site that are none of the pages.
    """
    read, others = list(pages), frozenset(addresses)
    ids: dict[str, list[str]] = {}
    for page in read:
        ids.setdefault(page.path, []).extend(page.ids)
    known = {path: frozenset(found) for path, found in ids.items()}
    for page in read:
        for link in page.links:
            if what := _dead(link, page.path, known, others):
                line, column = _place(page.where, link)
                hint = "Correct the link, or the page or heading that it leads to."
                yield _told(page, line, column, what, hint)
    for path, page in {page.path: page for page in reversed(read)}.items():
        for name, count in Counter(ids[path]).items() if len(ids[path]) > len(known[path]) else ():
            if count > 1:
                what = f"the id {name!r} stands twice, so a link to it leads to the first"
                yield _told(page, 1, 1, what, "Give one of the two items or headings another name.")


def _told(page: Linked, line: int, column: int, what: str, hint: str) -> Problem:
    what = f"{page.path}: {what}"
    return Problem(where=page.where, line=line, column=column, rule="links", what=what, hint=hint)


def _dead(link: str, path: str, known: Mapping[str, frozenset[str]], others: frozenset[str]) -> str:
    """Say why a link leads nowhere; empty where it leads somewhere or out of the site."""
    parts = urls.parts(link)
    if parts is None:
        return f"{link} is no address"
    if parts.scheme or parts.netloc:
        return ""
    target = path
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if parts.path.endswith(".md"):  # MkDocs leads to the page that is made of it
            target = target.removesuffix(".md") + ".html"
    if target in others:
        return ""
    if target not in known:
        return f"leads to {link}, which is not there"
    if parts.fragment and unquote(parts.fragment) not in known[target]:
        return f"leads to {link}; that page has no place of this name"
    return ""


def _place(where: str, link: str) -> tuple[int, int]:
    """Return the line and the column of a link in the file that it comes from."""
    try:
        text = files.read_text(Path(where))
    except BriefingError:
        return 1, 1
    at = text.find(link)
    if at < 0:
        return 1, 1
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
