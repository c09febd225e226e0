"""Templates kept compiled: a desk's own in its cache, those that were installed beside the code.

What is kept beside the code serves every desk, as Python's own bytecode does; a desk's templates are
nobody else's.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

FORM = 2
"""Counts the forms of the code that templates are compiled to: what is kept of another one is not read."""


class Compiled(jinja2.BytecodeCache):
    """The compiled templates of a desk; its files serve one version of Jinja alone."""

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
