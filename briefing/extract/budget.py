"""What one article may cost: bytes, words, sentences and seconds, so that a bad one does not stop the others.

Time is looked at between the stages, with neither signals nor threads, so that it works the same on
every system and in every process of a pool.  So an article overruns its limit by one stage at most; how
each stage's time grows with its text is what `python benchmarks/adversarial.py` measures.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from briefing.model import Document, SeedError

Made = TypeVar("Made")
_NO_MARKS = bytes(code for code in range(256) if code > 127 or chr(code).isalnum() or chr(code).isspace())
_CURLY = b"\xe2\x80"
"""How quotation marks and dashes begin in UTF-8."""


class Limits(Struct, frozen=True, kw_only=True):
    """The option `limits` of the plugin."""

    seed_bytes: int = 2_000_000
    words: int = 600_000
    """With marks such as commas: each takes about as much memory.  News of 2 MB has some 400,000."""
    sentences: int = 20_000
    seconds: float = 60.0
    """For all stages of one article; nothing is written of one that takes longer."""


class Budget:
    """Passes on what a stage made of one article, unless that is beyond the limits."""

    def __init__(self, limits: Limits, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits, self.path, self.clock = limits, path, clock
        self.until = clock() + limits.seconds

    def __call__(self, made: Made) -> Made:
        """Return what was given; raises SeedError where the article is too long or takes too long."""
        limits = self.limits
        if isinstance(made, Document) and (count := len(made.sentences)) > limits.sentences:
            raise self._refused(f"has {count:,} sentences; the limit is {limits.sentences:,}", "sentences")
        if self.clock() > self.until:
            seconds = f"{limits.seconds:f}".rstrip("0").rstrip(".")
            raise self._refused(f"took longer than {seconds} seconds and was given up", "seconds")
        return made

    def require_size(self) -> None:
        """Raise SeedError where the file is too large to be read."""
        try:
            size = self.path.stat().st_size
        except OSError:
            return  # who reads it says why that cannot be done
        limit = self.limits.seed_bytes
        if size > limit:
            raise self._refused(f"has {size:,} bytes; the limit is {limit:,}", "seed_bytes")

    def require_words(self, text: str) -> None:
        """Raise SeedError where a text has too many words to be taken apart; they are counted roughly."""
        data, limit = text.encode(errors="replace"), self.limits.words
        count = len(data.split()) + len(data.translate(None, _NO_MARKS)) + data.count(_CURLY)
        if count > limit:
            raise self._refused(f"has about {count:,} words and marks; the limit is {limit:,}", "words")

    def _refused(self, what: str, option: str) -> SeedError:
        hint = f"One article a file: cut it into several, or raise limits: {{{option}: ...}} in mkdocs.yml."
        return SeedError(what, where=str(self.path), hint=hint)
