"""The files of one slug -> what is wrong with them, and what its pages lead to; kept by their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from briefing import render
from briefing.ingest import markdown
from briefing.model import Article, Brief, BriefingError, Problem, SeedError, UnmergedError
from briefing.render import Page, Renderer
from briefing.review.checks import dates, ids, invisible, lifecycle, quotes, seeds, tradecraft
from briefing.review.checks.context import CheckContext, RecordFile, problem_of
from briefing.review.checks.links import Linked, linked
from briefing.storage import briefs, desk, files, seed_files
from briefing.storage.boundary import BriefError, guarded
from briefing.storage.briefs import RecordWithSeed
from briefing.storage.desk import Desk
from briefing.storage.yaml_positions import YamlPositions
from briefing.text import language

OF_RECORD: tuple[Callable[[RecordFile], Iterator[Problem]], ...] = (
    quotes.check,
    ids.unique,
    lifecycle.open_conflicts,
    lifecycle.proposed,
    lifecycle.foreign,
    lifecycle.stale,
    lifecycle.statuses,
    invisible.by_people,
    invisible.unlinked,
)
"""What is asked of a record by itself."""
IN_DESK: tuple[Callable[[RecordFile, CheckContext], Iterator[Problem]], ...] = (
    ids.resolved,
    dates.check,
    lifecycle.approvals,
    tradecraft.check,
    tradecraft.pointers,
)
"""What is asked of a record with what the desk knows, and with the day."""


class SlugFiles(Struct, frozen=True, kw_only=True):
    """The files of one slug, each None where there is none."""

    slug: str
    record: Path | None = None
    seed: Path | None = None
    ledger: Path | None = None
    moved: str = ""
    """Name of the file that the text is in now, where somebody renamed it."""
    over: bool = False
    """Whether the next build removes its record: a draft that nobody touched, whose text was deleted."""
    awaited: bool = False
    """Whether the next build moves the record of another slug here."""

    @property
    def paths(self) -> tuple[Path | None, ...]:
        return self.record, self.seed, self.ledger

    def key(self, setting: bytes) -> bytes:
        """Return a hash of all that decides what is found, but for the day."""
        facts = [*map(str, self.paths), self.moved, self.over, self.awaited]
        names = msgspec.msgpack.encode(facts)
        hashed = blake2b(names, key=setting, digest_size=16)
        for path in self.paths:
            data = _bytes(path)
            hashed.update(b"-" if data is None else len(data).to_bytes(8, "big") + data)
        return hashed.digest()


class Checked(Struct, frozen=True, kw_only=True, array_like=True):
    """What is wrong with the files of one slug, and what they add to the site."""

    day: date
    """When it was found out."""
    lasting: bool
    """Whether a later day finds the same: no date that a person wrote is still to come."""
    problems: tuple[Problem, ...]
    pages: tuple[Linked, ...] = ()
    share: bytes = b""
    """Packed; empty where no page is made."""
    words: bytes = b""
    """A hash of the text's words; empty where there is none."""

    def holds(self, today: date) -> bool:
        """Return whether this is what would be found today."""
        return self.day == today or (self.lasting and self.day < today)


class CheckWorker:
    """Checks the files of single slugs."""

    def __init__(self, given: CheckContext, made: Desk | None, renderer: Renderer | None) -> None:
        """Make no pages where there is no `renderer`; of the desk `made` its setting alone counts."""
        self.given, self.bare, self.renderer = given, made, renderer

    def do(self, found: SlugFiles) -> Checked:
        """Return what is wrong; whatever a record raises is a problem of its own."""
        read = briefs.pair(None if found.awaited else found.record, found.seed)
        checked = self._checked(found, read)
        return structs.replace(checked, words=seeds.words_key(read.article)) if read.article else checked

    def _checked(self, found: SlugFiles, read: RecordWithSeed) -> Checked:
        problems = [*_of_files(found, read, self.given)]
        record = _record(found, read)
        if record is None:
            return self._found(problems)
        problems += of_record(record, self.given)
        wrong = any(p.severity == "error" and p.where == str(record.path) for p in problems)
        if record.article is None or record.stale or wrong:
            return self._found(problems, record.brief)
        try:
            with guarded(found.slug):
                pages, share = self._pages(record, record.article)
        except BriefError as error:
            problems.append(record.problem(error.path, "schema", error.what, error.hint))
        except BriefingError as error:  # of a template
            problems.append(problem_of(error, "schema"))
        else:
            return self._found(problems, record.brief, pages, share)
        return self._found(problems, record.brief)

    def _found(
        self,
        problems: list[Problem],
        brief: Brief | None = None,
        pages: tuple[Linked, ...] = (),
        share: bytes = b"",
    ) -> Checked:
        today = self.given.today
        lasting = brief is None or all(day <= today for day in dates.written(brief))
        return Checked(day=today, lasting=lasting, problems=tuple(problems), pages=pages, share=share)

    def _pages(self, record: RecordFile, article: Article) -> tuple[tuple[Linked, ...], bytes]:
        """Return what the pages of a brief lead to, and its share of the pages of the whole desk."""
        if self.renderer is None or self.bare is None:
            return (), b""
        entry = desk.shown_entry(
            briefs.entry(record.brief, article, self.given.words), self.bare.options, drafts=True, now=None
        )
        if entry is None:
            return (), b""
        made = render.entry_files(entry, self.bare, self.renderer, card=False)
        where = str(record.path)
        pages = tuple(linked(page.path, page.body, where) for page in made if isinstance(page, Page))
        return pages, msgspec.msgpack.encode(render.share(entry, self.bare, self.renderer))


def of_record(record: RecordFile, given: CheckContext) -> list[Problem]:
    """Return what is wrong with a record that can be read."""
    try:
        with guarded(record.brief.slug):
            alone = [problem for check in OF_RECORD for problem in check(record)]
            return alone + [problem for check in IN_DESK for problem in check(record, given)]
    except BriefError as error:
        return [record.problem(error.path, "schema", error.what, error.hint)]


def _record(found: SlugFiles, read: RecordWithSeed) -> RecordFile | None:
    if found.record is None or read.brief is None:
        return None
    return RecordFile(
        path=found.record,
        text=read.text,
        brief=read.brief,
        seed=found.seed,
        article=read.article,
        places=YamlPositions(read.text),
        ledger=read.ledger,
        moved=found.moved,
        over=found.over,
    )


def _of_files(found: SlugFiles, read: RecordWithSeed, given: CheckContext) -> Iterator[Problem]:
    """Yield what is wrong with the files as such, and with the text."""
    yield from (problem_of(error, _rule(error)) for error in read.errors)
    if found.ledger is not None and (data := _bytes(found.ledger)) is not None:
        yield from lifecycle.broken(found.ledger, data)
    if found.seed is None or read.article is None:
        return
    for warning in seed_files.passed_over(read.article, str(found.seed)):
        yield msgspec.structs.replace(problem_of(warning, "seed"), severity="warning")
    yield from _marks(found.seed, read.article)
    yield from invisible.characters(found.seed, read.article.text)
    yield from seeds.days(found.seed, read.article)
    if found.record is None and not found.awaited:  # a text with a record was taken on purpose
        try:
            language.require_english(read.article, given.words, str(found.seed))
        except BriefingError as error:
            yield problem_of(error, "seed")
        else:
            yield lifecycle.missing(found.seed)


def _rule(error: BriefingError) -> str:
    """Return which rule a file breaks that cannot be read."""
    if isinstance(error, SeedError):
        return "seed"
    return "merge" if isinstance(error, UnmergedError) else "schema"


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


def _bytes(path: Path | None) -> bytes | None:
    try:
        return None if path is None else files.content(path)
    except BriefingError:
        return None  # who reads it says why that cannot be done
