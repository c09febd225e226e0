"""What a site is made of: pages, files that are published as they are, and the jobs that make either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import blake2b

import msgspec
from markupsafe import Markup
from msgspec import Struct

NO_TEMPLATE = "words.yml"
"""Of a file that is made without one: it changes with what all files share."""
_ROOT = Markup("\0")
"""What `Html.of` gives a template for the root; escaping leaves no text that holds it."""


class Html(Struct, frozen=True, order=True, array_like=True, gc=False):
    """HTML for pages of any depth: it becomes text with `at`, once the way to the site's root is known."""

    pieces: tuple[str, ...]
    """What is between the places for that way."""

    @classmethod
    def of(cls, render: Callable[[Markup], str]) -> Html:
        """Return what `render` makes, which puts the way to the root out as it is given."""
        return cls(tuple(str(render(_ROOT)).split(_ROOT)))

    def at(self, root: str) -> str:
        """Return the HTML for a page from which `root` leads to the site's root."""
        return root.join(self.pieces)

    @property
    def size(self) -> int:
        """Return the bytes in UTF-8, each way to the root as one."""
        return len("/".join(self.pieces).encode())


class Page(Struct, frozen=True, kw_only=True):
    """A page: its address in the site, its title and its body as HTML."""

    path: str
    """Relative to the site's root, for instance "briefs/2025-02-28-x.html"."""
    title: str
    body: str
    description: str = ""
    kind: str = ""
    """The kind of page: "brief", "source", "actor", "part" (of a long list), "moved", "held" or "index"; only
    pages of the last kind may be in the navigation."""
    updated: date | None = None
    published: date | None = None
    data: str = ""
    """JSON-LD, escaped for a script element."""
    image: str = ""
    """The full address of a picture that other sites may show."""
    moved_to: str = ""
    """For a page that has moved: where to, relative to its own address."""

    @property
    def root(self) -> str:
        """Lead from the page to the site's root: "../" for each folder it is in."""
        return root_of(self.path)


class RawFile(Struct, frozen=True, kw_only=True):
    """A file that is no page: a record as JSON, the feed."""

    path: str
    data: bytes


class Job(Struct, frozen=True, kw_only=True):
    """A page or file that shows several briefs, or none.

    `shows` holds everything but the templates, the options and the reference that decides its bytes:
    where it is the same, so is the page.
    """

    path: str
    template: str = ""
    """By its path in the folder of templates; empty: it may be made of any."""
    shows: object
    make: Callable[[], Page | RawFile]
    updated: date | None = None
    """The newest day of what it shows, for the sitemap."""
    navigable: bool = False
    """Whether the navigation may lead to it."""
    unlisted: bool = False
    """Whether it only leads on to another page or says that one is held back: no sitemap names it."""

    def fingerprint(self, setting: bytes) -> bytes:
        """Return a hash of all that decides the page; `setting` stands for what all pages share."""
        return blake2b(msgspec.msgpack.encode((self.path, self.shows)), key=setting, digest_size=16).digest()


def root_of(path: str) -> str:
    """Return the way from a page to the site's root."""
    return "../" * path.count("/")
