"""Archives with the same bytes for the same files, written under another name and renamed when whole."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from briefing.model import BriefingError
from briefing.model.atomic import replacing

LEVEL = 6
"""Of zlib; the bytes of a pack depend on it."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield a name next to `path` to write to; it becomes `path` when the block ends well, and only then."""
    try:
        with replacing(path, durable=True) as temporary:
            yield temporary
    except OSError as error:
        hint = "Check the disk and the permissions, or name another folder with --out."
        raise BriefingError(
            f"cannot be written: {error.strerror or error}", where=str(path), hint=hint
        ) from None


def write(path: Path, data: bytes) -> None:
    """Write a pack of one file, whole or not at all."""
    with beside(path) as temporary:
        temporary.write_bytes(data)


class Archive:
    """A zip file in the making: files in the order they are put in, one time and one mode for all."""

    def __init__(self, path: Path, moment: datetime, folder: str) -> None:
        self._folder = folder
        self._zip = zipfile.ZipFile(path, "w")
        self._moment: time.struct_time = moment.timetuple()
        self.hashes: dict[str, str] = {}
        """Path inside the folder -> SHA-256 of what was put in."""

    def put(self, path: str, data: bytes, *, stored: bool = False) -> None:
        """Put a file in; `stored` leaves it as it is."""
        info = zipfile.ZipInfo(self._folder + path, self._moment[:6])
        info.create_system = 3  # Unix, on every system
        info.external_attr = 0o100644 << 16
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        self._zip.writestr(info, data, compresslevel=None if stored else LEVEL)
        self.hashes[path] = sha256(data).hexdigest()

    def close(self) -> None:
        self._zip.close()


@contextmanager
def archive(path: Path, moment: datetime, folder: str = "") -> Iterator[Archive]:
    """Yield an archive that is under `path` once it is whole; all that is put in is in a folder of it."""
    with beside(path) as temporary:
        made = Archive(temporary, moment, folder)
        try:
            yield made
        finally:
            made.close()
