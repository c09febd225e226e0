"""Pages that people wrote and notes -> problems: links that lead nowhere."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from urllib.parse import unquote

from msgspec import Struct

from briefing.model import Problem
from briefing.render import urls

_LEADS = ("href", "src", "cite")


class Body(Struct, frozen=True, kw_only=True):
    """The body of a page, and the file in which a person can mend it."""

    path: str
    """Its address in the site."""
    html: str
    where: str
    text: str = ""
    """What the file holds, to find a link in."""
    offset: int = 0
    """The line before the first of `text`."""


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.links += [value for name, value in attrs if name in _LEADS and value]
        self.ids += [value for name, value in attrs if name == "id" and value]


def check(bodies: Iterable[Body], files: frozenset[str]) -> Iterator[Problem]:
    """Yield links that lead nowhere and ids that a page gives twice.

    `files` are the addresses in the site that are no page of `bodies`.
    """
    read = [(body, _collected(body.html)) for body in bodies]
    ids: dict[str, list[str]] = {}
    for body, collected in read:
        ids.setdefault(body.path, []).extend(collected.ids)
    for body, collected in read:
        for link in dict.fromkeys(collected.links):
            if what := _dead(link, body.path, ids, files):
                line, column = _place(body, link)
                yield Problem(
                    where=body.where,
                    line=line,
                    column=column,
                    rule="links",
                    what=f"{body.path}: {what}",
                    hint="Correct the link, or the page or heading that it leads to.",
                )
    first = {body.path: body for body, _ in reversed(read)}
    for path, body in first.items():
        yield from _twice(body, ids[path])


def _collected(html: str) -> _Collector:
    collector = _Collector()
    collector.feed(html)
    return collector


def _dead(link: str, path: str, ids: Mapping[str, Sequence[str]], files: frozenset[str]) -> str:
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
    if target in files:
        return ""
    if target not in ids:
        return f"leads to {link}, which is not there"
    if parts.fragment and unquote(parts.fragment) not in ids[target]:
        return f"leads to {link}; that page has no place of this name"
    return ""


def _twice(body: Body, ids: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield Problem(
                where=body.where,
                line=1,
                column=1,
                rule="links",
                what=f"{body.path}: the id {name!r} stands twice, so a link to it leads to the first",
                hint="Give one of the two items or headings another name.",
            )


def _place(body: Body, link: str) -> tuple[int, int]:
    """Return the line and the column of a link in the file that it comes from."""
    at = body.text.find(link)
    if at < 0:
        return 1, 1
    line = body.text.count("\n", 0, at)
    return body.offset + line + 1, at - body.text.rfind("\n", 0, at)
