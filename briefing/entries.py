"""A record and its seed -> a brief with its text, checked, and kept by the content of both files."""

from __future__ import annotations

import functools
import sys
from hashlib import blake2b
from pathlib import Path

from briefing import PACKAGE, codec, desk, grounding, stamps, store
from briefing.desk import Entry
from briefing.lexicon import Lexicon
from briefing.model import Article, Brief, ConfigError
from briefing.vault import Vault


@functools.cache
def code_version() -> bytes:
    """Return a hash of the code and the lexicon, and of the Python that runs them.

    It is read once, as both are: what changes on the disk meanwhile is not what this process runs.
    """
    return stamps.digest((store.code_version([PACKAGE]) + sys.version).encode())


def cache(root: Path, month: str = "") -> Vault:
    """Return the briefs with their texts that the cache of a desk holds, or those of one month.

    A desk that is built as a site a month keeps a file for each.
    """
    return Vault(root / ".cache" / (f"entries/{month}.vault" if month else "entries.vault"))


def key(record: bytes, seed: Article, code: bytes) -> bytes:
    """Return what names a brief with its text: a hash of both files, and of the code that reads them."""
    facts = f"{seed.slug}\0{seed.source.sha256}\0".encode()
    return blake2b(facts + record, key=code, digest_size=16).digest()


def read(record: Path, seed: str, held: Vault, code: bytes, words: Lexicon) -> tuple[bytes, bytes, Entry]:
    """Return the key of a record with its text, the bytes of the record, and both as one value.

    `seed` is the path of the text, empty where there is none.  Raises BriefingError where a file
    cannot be read, the record is broken, or a quote does not stand at its place.
    """
    if not seed:
        hint = f"Put seeds/{record.stem}.txt back, or delete the record."
        raise ConfigError("has no seed", where=str(record), hint=hint)
    text = store.read_text(record)
    article = store.read_seed(Path(seed))
    data = text.encode()
    found = key(data, article, code)
    if (packed := held.get(found)) is not None:
        return found, data, codec.unpack(packed, Entry)
    return found, data, checked(store.parse_record(text, record), article, words, str(record))


def checked(brief: Brief, article: Article, words: Lexicon, where: str) -> Entry:
    """Return a brief with its text; raises GroundingError where a quote does not stand at its place."""
    grounding.require(brief, article, where)
    return desk.entry(brief, article, words)
