"""A record and its seed -> a brief with its text: the only reader of the two together.

A record's file holds no places: they are found here, in the seed, with what the machine's file next to it
knows of the names.  What builds, packs or walks through a site gets entries that were checked, kept by the
content of the files; what names faults or compares gets the files as far as they can be read.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from briefing import PACKAGE
from briefing.extract import stances
from briefing.lexicon import Lexicon
from briefing.model import (
    Article,
    Brief,
    BriefingError,
    ConfigError,
    Ledger,
    RecordError,
    Span,
    grounding,
    places,
)
from briefing.storage import file_state, files, record_files, record_yaml, seed_files, yaml_comments
from briefing.storage.blob_cache import BlobCache
from briefing.storage.cache import folder as cache_folder
from briefing.storage.desk import Entry
from briefing.storage.yaml_positions import YamlPositions
from briefing.text import sentences


@functools.cache
def engine_version() -> bytes:
    """Return a hash of the code and the lexicon, and of the Python that runs them.

    It is read once, as both are: what changes on the disk meanwhile is not what this process runs.
    """
    return file_state.digest((files.hash_of_files([PACKAGE]) + sys.version).encode())


def entry(brief: Brief, article: Article | None, words: Lexicon) -> Entry:
    """Put a brief and its text together, whether they fit or not; without a seed the text is empty."""
    if article is None:
        article = Article(slug=brief.slug, text="", body=Span(0, 0), source=brief.source)
    split = sentences.split(article.text, article.body, words)
    return Entry(brief=brief, article=article, sentences=split, ties=stances.find(brief, article.text, words))


def checked(brief: Brief, article: Article, words: Lexicon, where: str, text: str = "") -> Entry:
    """Return a brief with its text; raises GroundingError where a quote is not at its place.

    `where` is the file of the record and `text` what it holds, for the line.
    """
    grounding.require(brief, article, where, lambda path: YamlPositions(text).of(path)[0] if text else 0)
    return entry(brief, article, words)


def cache(root: Path, month: str = "") -> BlobCache:
    """Return the briefs with their texts that the cache of a desk holds, or those of one month.

    A desk that is built as a site a month keeps a file for each.
    """
    return BlobCache(cache_folder(root) / (f"entries/{month}.vault" if month else "entries.vault"))


def key(record: bytes, seed: Article, ledger: bytes, code: bytes) -> bytes:
    """Return what names a brief with its text: a hash of the files, and of the code that reads them."""
    facts = f"{seed.slug}\0{seed.source.sha256}\0{len(ledger)}\0".encode()
    return blake2b(facts + ledger + record, key=code, digest_size=16).digest()


def ledger_bytes(record: Path) -> bytes:
    """Return what the machine's file of a record holds, nothing where there is none."""
    try:
        return files.content(record_files.ledger_path(record.parent.parent.parent, record.stem)) or b""
    except RecordError:
        return b""


def grounded(brief: Brief, article: Article, ledger: Ledger | None) -> Brief:
    """Return a brief with its places; of a machine's file that is of another text nothing is taken."""
    known = ledger is not None and ledger.seed == article.source.sha256
    return places.grounded(brief, article, ledger.mentions if ledger and known else None)


def read(record: Path, seed: str, held: BlobCache, code: bytes, words: Lexicon) -> tuple[bytes, bytes, Entry]:
    """Return the key of a record with its text, the bytes of the record, and both as one value.

    `seed` is the path of the text, empty where there is none.  Raises BriefingError where a file
    cannot be read, the record is broken, or a quote is not in the text.
    """
    if not seed:
        hint = f"Put seeds/{record.stem}.txt back; python build.py check says what else can be done."
        raise ConfigError("has no seed", where=str(record), hint=hint)
    text = files.read_text(record)
    article = seed_files.read_seed(Path(seed))
    data, ledger = text.encode(), ledger_bytes(record)
    found = key(data, article, ledger, code)
    if (packed := held.get(found)) is not None:
        return found, data, record_yaml.unpack(packed, Entry)
    known = record_files.parse_ledger(ledger, record)
    brief = grounded(record_files.parse_record(text, record), article, known)
    return found, data, checked(brief, article, words, str(record), text)


def rewritten(record: Brief, text: str, path: Path) -> str:
    """Return the text of a record with the comments of the text that its file holds now.

    Raises RecordError where it would not be read back as it is: the file is then better left alone.
    """
    plain = record_yaml.dump_yaml(record)
    made = yaml_comments.put(plain, yaml_comments.find(text))
    with suppress(RecordError):
        if record_yaml.dump_yaml(record_files.parse_record(made, path)) == plain:
            return made
    raise RecordError(
        "what was made of it could not be read back, so that it was left as it is",
        where=str(path),
        hint="Look at its comments, shorten them to one line each, and build again.",
    )


class RecordWithSeed(Struct, frozen=True, kw_only=True):
    """A record and its seed as far as they are there and can be read."""

    text: str = ""
    """The record as its file holds it, with a line feed at the end of each line."""
    brief: Brief | None = None
    """With its places, where the seed could be read."""
    article: Article | None = None
    ledger: Ledger | None = None
    """The machine's file, where it could be read."""
    errors: tuple[BriefingError, ...] = ()
    """What is wrong with the files: the record's first, then the seed's."""

    @property
    def stale(self) -> bool:
        """Whether the seed is another one than the machine last drafted."""
        return bool(self.ledger and self.article and self.ledger.seed != self.article.source.sha256)


def pair(record: Path | None, seed: Path | None) -> RecordWithSeed:
    """Return what the files of a record and its seed hold; whether the two fit is not looked at."""
    text = partial(files.read_text, record) if record else None
    ledger = record_files.parse_ledger(ledger_bytes(record), record) if record else None
    return _pair(record, text, partial(seed_files.read_seed, seed) if seed else None, ledger)


def parsed(record: Path, text: bytes, seed: bytes | None) -> RecordWithSeed:
    """Return what the bytes of a record and its seed hold; `record` is the path for messages."""
    slug = record.stem
    article = None if seed is None else partial(seed_files.article, seed, slug, slug)
    return _pair(record, partial(files.text_of, text, record), article, None)


def _pair(
    path: Path | None,
    record: Callable[[], str] | None,
    seed: Callable[[], Article] | None,
    ledger: Ledger | None,
) -> RecordWithSeed:
    text, brief, article, errors = "", None, None, []
    try:
        if path and record:
            text = record()
            brief = record_files.parse_record(text, path)
    except BriefingError as error:
        errors.append(error)
    try:
        article = seed() if seed else None
    except BriefingError as error:
        errors.append(error)
    if brief is not None and article is not None:
        brief = grounded(brief, article, ledger)
    return RecordWithSeed(text=text, brief=brief, article=article, ledger=ledger, errors=tuple(errors))


def pairs(root: Path) -> Iterator[RecordWithSeed]:
    """Yield every record of a desk with its seed, by slug."""
    seeds = {path.stem: path for path in seed_files.seed_paths(root)[0]}
    for record in record_files.record_paths(root):
        yield pair(record, seeds.get(record.stem))
