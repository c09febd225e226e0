"""Files of a desk in a git revision or in a folder, told apart by the hash that git gives their bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path, PurePosixPath

from msgspec import Struct

from briefing.model import BriefingError

FOLDERS = ("content/briefs", "seeds", "vendor", "content/.generated")
CARRIED, MACHINE = FOLDERS[2:]
"""Where a desk carries the program, and the machine's files."""


class ChangesError(BriefingError):
    """A state of the desk cannot be found or read."""


class Tree(Struct, frozen=True, kw_only=True):
    """A state of the desk."""

    name: str
    """As a person calls it."""
    root: Path
    hashes: dict[str, str]
    """Git's hash of the bytes of each file, by its path in the desk."""
    in_git: bool

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of files, from git in one call."""
        wanted = [path for path in paths if path in self.hashes]
        if not self.in_git:
            return {path: (self.root / path).read_bytes() for path in wanted}
        asked = "".join(f"{self.hashes[path]}\n" for path in wanted).encode()
        answer = _git(self.root, "cat-file", "--batch", given=asked) if wanted else b""
        found = {}
        at = 0
        for path in wanted:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[-1])
            found[path] = answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found


def tree(name: str, root: Path) -> Tree:
    """Return a folder that holds a desk, or a revision of the desk in `root`.

    Raises ChangesError where the name is neither.
    """
    folder = Path(name)
    if (folder / FOLDERS[0]).is_dir():
        return working(folder, name)
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", name=name
    )
    listed = _git(root, "ls-tree", "-r", "-z", commit.decode().strip(), "--", *FOLDERS)
    hashes = {}
    for row in filter(None, listed.split(b"\0")):
        kind, _, path = row.partition(b"\t")
        mode, _, blob = kind.decode().split()
        if mode.startswith("100"):
            hashes[path.decode("utf-8", "surrogateescape")] = blob
    return Tree(name=name, root=root, hashes=_wanted(hashes), in_git=True)


def working(root: Path, name: str) -> Tree:
    """Return the files of a folder as they are."""
    hashes = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                header = f"blob {len(data)}\0".encode()
                hashes[f"{folder}/{path.name}"] = sha1(header + data, usedforsecurity=False).hexdigest()
    return Tree(name=name, root=root, hashes=_wanted(hashes), in_git=False)


def _wanted(hashes: dict[str, str]) -> dict[str, str]:
    """Keep the records, the seeds, the program and the machine's files, in no folder of their own."""
    kept = {}
    for path, blob in hashes.items():
        pure = PurePosixPath(path)
        record = pure.suffix == ".yml" and str(pure.parent) == FOLDERS[0]
        if record or (str(pure.parent) in FOLDERS[1:] and not pure.name.startswith(".")):
            kept[path] = blob
    return kept


def _git(root: Path, *arguments: str, given: bytes = b"", name: str = "") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (git itself; a name of a person's cannot be an option here)
            ["git", *arguments],  # noqa: S607
            cwd=root,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise ChangesError("git is not installed", hint="Name two folders instead of revisions.") from None
    if done.returncode == 0:
        return done.stdout
    if name:
        hint = "Name a branch, a tag or a commit that this checkout holds, or a folder with content/briefs."
        raise ChangesError("is neither a revision nor the folder of a desk", where=name, hint=hint)
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    raise ChangesError(
        f"git {arguments[0]}: {said[-1] if said else 'failed'}", hint="Check the repository with git fsck."
    )
