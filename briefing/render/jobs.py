"""A page of the whole desk that is still to be made, and how to tell whether it has to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import blake2b

import msgspec
from msgspec import Struct

from briefing.render.page import Page, RawFile

NO_TEMPLATE = "words.yml"
"""Of a file that is made without one: it changes with what all files share."""


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
    moved: bool = False
    """Whether it only leads on to another page."""

    def fingerprint(self, setting: bytes) -> bytes:
        """Return a hash of all that decides the page; `setting` stands for what all pages share."""
        return blake2b(msgspec.msgpack.encode((self.path, self.shows)), key=setting, digest_size=16).digest()
