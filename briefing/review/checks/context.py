"""The files of a desk as they are, each read once; what cannot be read is a problem, never a stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import lexicon
from briefing.ingest import markdown
from briefing.lexicon import Lexicon
from briefing.model import (
    Article,
    Brief,
    BriefingError,
    Ledger,
    Problem,
    RecordError,
    Reference,
    SeedError,
)
from briefing.storage import briefs, record_files, reference_files, seed_files
from briefing.storage.yaml_positions import YamlPositions
from briefing.text import language


class RecordFile(Struct, frozen=True, kw_only=True):
    """A record that could be read, with its text and its seed where there is one."""

    path: Path
    text: str
    brief: Brief
    article: Article | None
    places: YamlPositions
    ledger: Ledger | None = None
    """The machine's file, where it could be read."""
    stale: bool = False
    """Whether the seed is another one than the machine last drafted."""

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


class CheckContext(Struct, frozen=True, kw_only=True):
    """All that the checks look at."""

    root: Path
    today: date
    words: Lexicon
    reference: Reference
    references: tuple[reference_files.ReferenceFile, ...]
    records: tuple[RecordFile, ...]
    seeds: Mapping[str, Path]
    """Every seed's file by its slug."""
    articles: Mapping[str, Article]
    """The seeds that can be read."""
    written: frozenset[str]
    """Slugs of all records, also of those that cannot be read."""
    unread: tuple[Problem, ...]
    """What is wrong with files that cannot be read."""


def read(root: Path, today: date) -> CheckContext:
    """Read a desk; `today` is the day that dates are compared with."""
    words = lexicon.load()
    unread: list[Problem] = []
    references = []
    for path in reference_files.reference_paths(root):
        try:
            references.append(reference_files.read_reference_file(path))
        except RecordError as error:
            unread.append(problem_of(error, "schema"))
    try:
        paths, refused = seed_files.seed_paths(root)
    except SeedError as error:
        paths, refused = [], [error]
    unread += [problem_of(error, "seed") for error in refused]
    lying = (problem_of(error, "seed") for error in seed_files.documents(root))
    unread += [msgspec.structs.replace(problem, severity="warning") for problem in lying]
    seeds = {path.stem: path for path in paths}
    files = {path.stem: path for path in record_files.record_paths(root)}
    articles: dict[str, Article] = {}
    records = []
    for slug in sorted(seeds.keys() | files.keys()):
        file = files.get(slug)
        found = briefs.pair(file, seeds.get(slug))
        unread += [problem_of(error, _rule(error)) for error in found.errors]
        if found.article is not None:
            articles[slug] = found.article
            unread += _marks(seeds[slug], found.article)
            if file is None:
                unread += _foreign(found.article, words, seeds[slug])
        if file is not None and found.brief is not None:
            records.append(
                RecordFile(
                    path=file,
                    text=found.text,
                    brief=found.brief,
                    article=found.article,
                    places=YamlPositions(found.text),
                    ledger=found.ledger,
                    stale=found.stale,
                )
            )
    return CheckContext(
        root=root,
        today=today,
        words=words,
        reference=reference_files.reference_of(references),
        references=tuple(references),
        records=tuple(records),
        seeds=seeds,
        articles=articles,
        written=frozenset(files),
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


def _rule(error: BriefingError) -> str:
    """Return which rule a file breaks that cannot be read."""
    if isinstance(error, SeedError):
        return "seed"
    return "merge" if "git could not merge" in error.what else "schema"


def _foreign(article: Article, words: Lexicon, seed: Path) -> Iterator[Problem]:
    """Yield that a text without a record is not in English; one with a record was taken on purpose."""
    try:
        language.require_english(article, words, str(seed))
    except BriefingError as error:
        yield problem_of(error, "seed")


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
