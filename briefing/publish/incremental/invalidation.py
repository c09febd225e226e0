"""Output files and what the last build left -> which are up to date, and which must be made again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefing.publish.incremental.build_state import Laid
from briefing.publish.incremental.worker import WrittenFile
from briefing.storage.file_state import walk


class SiteFiles:
    """What a build keeps of the site, and what it makes again."""

    def __init__(self, before: Mapping[str, Laid], site: Path, staging: Path) -> None:
        """Take what the last build laid into the site, by path; new files wait in the folder `staging`."""
        self.site, self.staging = site, staging
        self.there = dict(walk(str(site)))
        self.before = before
        self.laid: dict[str, Laid] = {}
        """What is kept, and what was made again with the bytes that it had."""
        self.staged: dict[str, bytes] = {}
        """By path: a hash of all that decides the file that waits in the staging folder."""

    def unchanged(self, path: str) -> bool:
        """Return whether the site's file is the one that the last build laid there."""
        laid, there = self.before.get(path), self.there.get(path)
        return bool(laid and there and (laid.size, laid.changed) == (there.st_size, there.st_mtime_ns))

    def keep(self, path: str, key: bytes) -> bool:
        """Keep a file that would come out the same, and say whether it does.

        `key` is a hash of all that decides it.
        """
        if not self.unchanged(path) or self.before[path].key != key:
            return False
        self.laid[path] = self.before[path]
        return True

    def keep_all(self) -> bool:
        """Keep all files, if each is the one that the last build laid there, and say whether they are."""
        if not all(map(self.unchanged, self.before)):
            return False
        self.laid = dict(self.before)
        return True

    def put(self, file: WrittenFile) -> None:
        """Note a file that was made again."""
        self.laid.pop(file.path, None)
        self.staged.pop(file.path, None)
        if file.staged:
            self.staged[file.path] = file.key
        else:
            there = self.there[file.path]
            self.laid[file.path] = Laid(key=file.key, size=there.st_size, changed=there.st_mtime_ns)

    def read(self, path: str) -> bytes:
        """Return a file as the site will have it."""
        folder = self.staging if path in self.staged else self.site
        return Path(f"{folder}/{path}").read_bytes()
