"""The work on single briefs, done in batches by as many processes as there are processors.

A task names a record and what is wanted of it; what comes back are its share and the names of its
files, which are written into the staging folder where the site has other bytes.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import lexicon, render
from briefing.model import BriefingError, Reference
from briefing.publish.incremental.build_state import KnownRecord
from briefing.render import Contribution, Job, Page, RawFile, Renderer
from briefing.render.layout import Shell
from briefing.render.search import Piece
from briefing.storage import briefs, desk, process_pool, record_files, record_yaml
from briefing.storage import files as storage_files
from briefing.storage.boundary import BriefError, guarded
from briefing.storage.desk import Desk, Entry, Options
from briefing.storage.file_state import seen, stamp


class BuildContext(Struct, frozen=True, kw_only=True):
    """What all tasks of a build share."""

    root: Path
    templates: tuple[Path, ...]
    """Folders, the first before the others; the last holds all of them."""
    cache: Path
    """Folder of what can be made again."""
    month: str
    """Which the site is, where it is one month of a larger one."""
    reference: Reference
    options: Options
    drafts: bool
    now: datetime
    site: str
    staging: str
    shell: Shell
    code: bytes
    """A hash of the code and the lexicon: of what reads a record."""
    piece: bytes
    """A hash of all but the brief that decides its piece of the search index."""
    share: bytes
    """A hash of all but the brief that decides its share."""
    bodies: Mapping[str, bytes]
    """By template, "" for all of them: a hash of all that decides what it puts out, but briefs and shell."""
    pages: Mapping[str, bytes]
    """The same with the shell: what decides a page, but for the briefs that it shows."""

    def page(self, template: str) -> bytes:
        """Return the hash for a template; one that is not known may be made of any file."""
        return self.pages.get(template) or self.pages[""]


class Want(enum.Flag):
    """What may be made of a brief."""

    SHARE = enum.auto()
    PIECE = enum.auto()
    FILES = enum.auto()


ALL = Want.SHARE | Want.PIECE | Want.FILES


class Task(Struct, frozen=True, kw_only=True, array_like=True):
    """A record to work on."""

    slug: str
    record: str
    seed: str
    """Path of the text; empty where there is none."""
    key: bytes = b""
    """Under which the cache may hold the brief with its text; empty where the files are to be read."""
    wants: Want = ALL
    """What is to be made of the brief."""
    stand: tuple[str, ...] = ()
    """Files that the site has already."""


class WrittenFile(Struct, frozen=True, kw_only=True, array_like=True):
    """A file that was made."""

    path: str
    key: bytes
    staged: bool
    """Whether it waits in the staging folder; else the site has these bytes already."""


class Result(Struct, frozen=True, kw_only=True):
    """What became of a task."""

    slug: str
    key: bytes = b""
    known: KnownRecord | None = None
    """Where the files were read."""
    entry: bytes | None = None
    """The brief with its text, packed, where the files were read."""
    share: bytes | None = None
    """Packed; None where it was not asked for, or the site does not show the brief."""
    piece: bytes | None = None
    """The same."""
    files: tuple[WrittenFile, ...] = ()
    error: BriefingError | None = None


class BuildWorker:
    """Does tasks in one process."""

    def __init__(self, setting: BuildContext) -> None:
        self.setting = setting
        self.renderer = Renderer(*setting.templates, cache=setting.cache)
        self.bare: Desk = desk.bare(setting.reference, setting.options)
        self.known = render.spellings(self.bare)
        self.words = lexicon.load()
        self.entries = briefs.cache(setting.root, setting.month)

    def do(self, task: Task) -> Result:
        """Do one task; a brief that is wrong comes back as an error.

        Raises BriefingError for what is no fault of the brief: a template, or a disk that is full.
        """
        try:
            with guarded(task.slug):
                return self._done(task)
        except BriefError as error:
            return Result(slug=task.slug, error=error.placed(self.setting.root))

    def _done(self, task: Task) -> Result:
        held = self.entries.get(task.key) if task.key else None
        if held is not None:
            return self._do(task, record_yaml.unpack(held, Entry), Result(slug=task.slug, key=task.key))
        try:
            entry, result = self._read(task)
        except BriefError:
            raise
        except BriefingError as error:
            return Result(slug=task.slug, error=error)
        return self._do(task, entry, result)

    def _do(self, task: Task, entry: Entry, result: Result) -> Result:
        setting = self.setting
        shown = desk.shown_entry(entry, setting.options, drafts=setting.drafts, now=setting.now)
        if shown is None:
            return result
        share = piece = None
        files: tuple[WrittenFile, ...] = ()
        if Want.SHARE in task.wants:
            share = msgspec.msgpack.encode(render.share(shown, self.bare, self.renderer))
        if Want.PIECE in task.wants:
            piece = msgspec.msgpack.encode(render.piece(shown, self.bare, self.known))
        if Want.FILES in task.wants:
            files = tuple(
                self.write(file, file_key(result.key, setting, file.path))
                for file in render.entry_files(shown, self.bare, self.renderer, besides=task.stand)
            )
        return msgspec.structs.replace(result, share=share, piece=piece, files=files)

    def _read(self, task: Task) -> tuple[Entry, Result]:
        record, seed = Path(task.record), Path(task.seed)
        stamped = stamp(record), stamp(seed)
        ledger = stamp(record_files.ledger_path(self.setting.root, task.slug))
        key, data, entry = briefs.read(record, task.seed, self.entries, self.setting.code, self.words)
        known = KnownRecord(
            record=seen(stamped[0], data),
            seed=seen(stamped[1], entry.article.text.encode()),
            seed_name=seed.name,
            key=key,
            status=entry.brief.status,
            publish_after=entry.brief.publish_after,
            ledger=ledger,
        )
        packed = None if key in self.entries else record_yaml.pack(entry)
        return entry, Result(slug=task.slug, key=key, known=known, entry=packed)

    def make(self, job: Job, key: bytes) -> WrittenFile:
        """Make a page of the whole desk."""
        return self.write(job.make(), key)

    def write(self, file: Page | RawFile, key: bytes) -> WrittenFile:
        """Put a file into the staging folder, but where the site has its bytes already."""
        data = self.setting.shell.whole(file, self.renderer) if isinstance(file, Page) else file.data
        staged = not _same(f"{self.setting.site}/{file.path}", data)
        if staged:
            target = Path(f"{self.setting.staging}/{file.path}")
            try:
                _stage(target, data)
            except OSError as error:
                raise storage_files.not_written(error, target) from None
        return WrittenFile(path=file.path, key=key, staged=staged)


def _stage(target: Path, data: bytes) -> None:
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _same(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (ten thousand of them)
            return file.read() == data
    except OSError:
        return False


def made_key(key: bytes, of: bytes) -> bytes:
    """Return what names a share or a piece: a hash of the brief and of all else that decides it."""
    return blake2b(key, key=of, digest_size=16).digest()


def file_key(key: bytes, setting: BuildContext, path: str) -> bytes:
    """Return a hash of all that decides a file that shows one brief."""
    page = setting.page(render.template_of(path))
    return blake2b(key + path.encode(), key=page, digest_size=16).digest()


def start(setting: BuildContext) -> BuildWorker:
    """Return this process's worker."""
    return process_pool.worker(BuildWorker, setting)


def batch(tasks: Sequence[Task]) -> list[Result]:
    """Do some tasks, in a process that began with a worker."""
    worker = process_pool.started(BuildWorker)
    return [worker.do(task) for task in tasks]


def unpack_share(packed: bytes | memoryview) -> Contribution:
    """Return a share as a task gave it."""
    return _SHARE.decode(packed)


def unpack_piece(packed: bytes | memoryview) -> Piece:
    """Return a piece of the search index as a task gave it."""
    return _PIECE.decode(packed)


_SHARE = msgspec.msgpack.Decoder(Contribution)
_PIECE = msgspec.msgpack.Decoder(Piece)
