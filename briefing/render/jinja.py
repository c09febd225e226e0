"""Folders of templates -> Jinja as our pages use it: strict, escaping, kept compiled.

Every value that a template prints goes through `visible`, so that no page, feed or book holds a control
character or one that turns the direction of what is next to it.  What was rendered already, Markup, is
left alone.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from briefing.text import invisible

_MAKERS = ("jinja2", "markupsafe", "markdown", "nh3", "mkdocs")
"""The packages whose versions decide bytes of pages: a mended one reaches those that a cache holds."""
markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""What is HTML already, as Markup: the same as `Markup(html)` in a third of its time."""


def makers() -> bytes:
    """Return the versions of what makes HTML, for keys of caches."""
    return " ".join(f"{name} {metadata.version(name)}" for name in _MAKERS).encode()


def visible(value: Any) -> Any:
    """Return a text with signs for what nobody would see; anything else as it is."""
    if type(value) is not str or value.isprintable():  # Markup is a kind of str, and was rendered already
        return value
    return invisible.signed(value)


def escaped(value: object) -> str:
    """Return a text as HTML, byte for byte what `markupsafe.escape` gives, without making a Markup.

    Half of all values are a number or one word.  To look for a character costs half of replacing it in
    vain, and few texts have one.
    """
    text = value if type(value) is str else str(value)
    if text.isalnum():
        return text
    if not text.isprintable():
        text = invisible.signed(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&#34;")
    if "'" in text:
        text = text.replace("'", "&#39;")
    return text


def environment(folders: Sequence[Path], compiled: jinja2.BytecodeCache | None = None) -> jinja2.Environment:
    """Return the environment of the templates of some folders; a template of an earlier folder goes first."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        bytecode_cache=compiled,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )


# -- templates kept compiled: a desk's own in its cache, those that were installed next to the code ------

FORM = 3
"""Counts the forms of the code that templates are compiled to: what is kept of another one is not read."""


class Compiled(jinja2.BytecodeCache):
    """The compiled templates of a desk; its files serve one version of Jinja alone.

    What is kept next to the code serves every desk, as Python's own bytecode does; a desk's templates are
    nobody else's.
    """

    def __init__(self, cache: Path) -> None:
        """Take the folder `.cache/site` of a desk."""
        name = f"templates-{jinja2.__version__}-{FORM}"
        self._desk = str(cache.resolve().parents[1]) + os.sep
        self._own = _Folder.made(cache / name)
        self._shared = (
            _Folder.made(Path(importlib.util.cache_from_source(__file__)).parent / name) or self._own
        )
        self._of: dict[str, _Folder | None] = {}
        """Which of them a template belongs to, by its key."""

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what is kept of a template, empty where nothing is."""
        own = filename is None or os.path.realpath(filename).startswith(self._desk)
        folder = self._own if own else self._shared
        if folder is None:
            return Bucket(environment, self.get_cache_key(name, filename), self.get_source_checksum(source))
        bucket = folder.get_bucket(environment, name, filename, source)
        self._of[bucket.key] = folder
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep a template that was compiled."""
        folder = self._of.get(bucket.key)
        if folder is not None:
            folder.set_bucket(bucket)


class _Folder(jinja2.FileSystemBytecodeCache):
    """A folder of compiled templates; a file that is broken counts as missing."""

    @classmethod
    def made(cls, folder: Path) -> _Folder | None:
        """Return the folder, None where nothing can be written into it."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return cls(str(folder)) if os.access(folder, os.W_OK) else None

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError):
            bucket.reset()
