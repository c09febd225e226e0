"""What the last build left: which files it read, and which it laid into the site from what."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct

from briefing.model import DAMAGED, BriefingError, Embargo
from briefing.render.layout import NavLinks
from briefing.render.search.revision import Indexed
from briefing.storage import files as storage_files
from briefing.storage import record_yaml
from briefing.storage.file_state import Seen, Stamp

FORMAT = 3
"""Another number makes every state of before void."""


class KnownRecord(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A record with its seed as they were read."""

    record: Seen
    seed: Seen
    seed_name: str
    key: bytes
    """A hash of both files and of the code that reads them."""
    status: str
    publish_after: Embargo | None
    ledger: Stamp | None = None
    """Of the machine's file, which knows where names stand."""


class Laid(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A file of the site as the build left it."""

    key: bytes
    """A hash of all that decides its bytes."""
    size: int
    changed: int
    """In nanoseconds, as the file system tells it."""


class BuildState(Struct, frozen=True, kw_only=True, array_like=True):
    """What a build needs to know of the one before."""

    format: int = FORMAT
    site: str = ""
    """The folder that the site is in."""
    code: bytes = b""
    """A hash of what read the records."""
    signature: bytes = b""
    """A hash of everything that the pages of the whole desk were made from."""
    expected: NavLinks = ()
    """The navigation as mkdocs.yml wrote it."""
    links: NavLinks = ()
    """The navigation as MkDocs found it."""
    known: dict[str, KnownRecord] = {}
    """By slug."""
    files: dict[str, tuple[str, ...]] = {}
    """By slug, the files that show one brief alone."""
    laid: dict[str, Laid] = {}
    """By path in the site: what the press lays there itself."""
    indexed: dict[str, Indexed] = {}
    """By slug, in the search index."""


class Waiting(Struct, frozen=True, kw_only=True, array_like=True):
    """A build that is done but for laying its new files into the site."""

    staged: dict[str, bytes]
    """By path: a hash of all that decides the file that waits in the staging folder."""
    state: BuildState
    """As it will be, without the files that wait."""


def read(path: Path, site: Path, code: bytes) -> BuildState:
    """Return the state that a file holds, as far as it is of use to other code and another site."""
    try:
        found = record_yaml.unpack(path.read_bytes(), BuildState)
    except (OSError, *DAMAGED):
        return BuildState()
    if found.format != FORMAT or found.code != code:
        return BuildState()
    return found if found.site == str(site) else BuildState(known=found.known)


def write(path: Path, state: BuildState) -> None:
    """Keep a state; a cache that cannot be written is no error."""
    with contextlib.suppress(BriefingError):
        storage_files.write(path, record_yaml.pack(state), durable=False)
