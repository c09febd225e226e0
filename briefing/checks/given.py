"""The files of a desk as they stand, each read once; what cannot be read is a problem, never a stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import language, lexicon, store
from briefing.checks.places import Places
from briefing.ingest import markdown
from briefing.lexicon import Lexicon
from briefing.model import (
    Article,
    Brief,
    BriefingError,
    Problem,
    RecordError,
    Reference,
    SeedError,
)


class RecordFile(Struct, frozen=True, kw_only=True):
    """A record that could be read, with its text and its seed where there is one."""

    path: Path
    text: str
    brief: Brief
    article: Article | None
    places: Places

    def problem(self, at: str, rule: str, what: str, hint: str, *, warn: bool = False) -> Problem:
        """Return a problem at a path inside the record ("statements/said-4f1c/speaker")."""
        line, column = self.places.of(at)
        return Problem(
            where=str(self.path),
            line=line,
            column=column,
            rule=rule,
            what=what,
            hint=hint,
            severity="warning" if warn else "error",
        )


class Given(Struct, frozen=True, kw_only=True):
    """All that the checks look at."""

    root: Path
    today: date
    words: Lexicon
    reference: Reference
    references: tuple[store.ReferenceFile, ...]
    records: tuple[RecordFile, ...]
    seeds: Mapping[str, Path]
    """Every seed's file by its slug."""
    articles: Mapping[str, Article]
    """The seeds that can be read."""
    written: frozenset[str]
    """Slugs of all records, also of those that cannot be read."""
    unread: tuple[Problem, ...]
    """What is wrong with files that cannot be read."""


def read(root: Path, today: date) -> Given:
    """Read a desk; `today` is the day that dates are held against."""
    words = lexicon.load()
    unread: list[Problem] = []
    references = []
    for path in store.reference_paths(root):
        try:
            references.append(store.read_reference_file(path))
        except RecordError as error:
            unread.append(problem_of(error, "schema"))
    seeds: dict[str, Path] = {}
    articles: dict[str, Article] = {}
    try:
        paths, refused = store.seed_paths(root)
    except SeedError as error:
        paths, refused = [], [error]
    unread += [problem_of(error, "seed") for error in refused]
    for error in store.documents(root):
        unread.append(msgspec.structs.replace(problem_of(error, "seed"), severity="warning"))
    for path in paths:
        seeds[path.stem] = path
        try:
            article = store.read_seed(path)
            articles[article.slug] = article
            unread += _marks(path, article)
        except BriefingError as error:
            unread.append(problem_of(error, "seed"))
    records = []
    written = set()
    for path in sorted((root / "content" / "briefs").glob("*.yml")):
        written.add(path.stem)
        try:
            text = store.read_text(path)
            brief = store.parse_record(text, path)
        except BriefingError as error:
            unread.append(problem_of(error, "merge" if "git could not merge" in error.what else "schema"))
            continue
        records.append(
            RecordFile(
                path=path,
                text=text,
                brief=brief,
                article=articles.get(path.stem),
                places=Places(text),
            )
        )
    for slug, article in articles.items():
        if slug not in written:
            try:
                language.require_english(article, words, str(seeds[slug]))
            except BriefingError as error:
                unread.append(problem_of(error, "seed"))
    return Given(
        root=root,
        today=today,
        words=words,
        reference=store.reference_of(references),
        references=tuple(references),
        records=tuple(records),
        seeds=seeds,
        articles=articles,
        written=frozenset(written),
        unread=tuple(unread),
    )


def _marks(path: Path, article: Article) -> Iterator[Problem]:
    """Yield that a seed holds Markdown, whose marks the engine would take for words."""
    if path.suffix.lower() == ".md" and markdown.has_marks(article.body.of(article.text).lstrip("\ufeff")):
        yield Problem(
            where=str(path),
            rule="seed",
            what="holds marks of Markdown, which count as words where it lies",
            hint=f'Bring its words in: move it out of seeds/, then python build.py add "{path.name}".',
            severity="warning",
        )


def problem_of(error: BriefingError, rule: str) -> Problem:
    """Return an error as a problem; its place is written FILE, FILE:LINE or FILE:LINE:COLUMN."""
    where = error.where
    numbers: list[int] = []
    while len(numbers) < 2:
        head, colon, tail = where.rpartition(":")
        if not (colon and tail.isdecimal() and not Path(where).exists()):
            break
        where = head
        numbers.insert(0, int(tail))
    line, column = (*numbers, 0, 0)[:2]
    return Problem(where=where, line=line, column=column, rule=rule, what=error.what, hint=error.hint)
