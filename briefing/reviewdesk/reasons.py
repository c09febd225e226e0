"""A sentence of a text -> what the engine made of it, and why it made no more, in the lines of `explain`."""

from __future__ import annotations

import threading
from pathlib import Path

from briefing import lexicon
from briefing.extract import explain, pipeline
from briefing.model import Analysis, Article
from briefing.storage import reference_files

KEPT = 4
"""Analyses that are kept: a person goes through one text at a time."""


class Reasons:
    """The reasons of the texts of one desk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept: dict[str, Analysis] = {}
        self._one = threading.Lock()

    def of(self, article: Article, index: int) -> list[str]:
        """Return what is to be said of a sentence; the first one has the index 0."""
        return explain.of_sentence(self._analysis(article), index, lexicon.load())

    def _analysis(self, article: Article) -> Analysis:
        key = article.slug + article.source.sha256
        with self._one:
            if key not in self._kept:
                reference = reference_files.read_reference(self.root)
                while len(self._kept) >= KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = pipeline.analyse(article, lexicon.load(), reference)
            return self._kept[key]
