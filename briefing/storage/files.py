"""Paths and bytes -> files read as text and written whole: the old content or the new, never a half."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from briefing.model import (
    RecordError,
    WriteError,
)
from briefing.model.atomic import LEFT_OVER, fresh_name, is_left_over, keep_mode, replacing
from briefing.storage import encodings


def regular(path: Path) -> Path:
    """Return a path that can be read to its end; raises OSError for a pipe, a socket or a device."""
    kind = path.stat().st_mode
    if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
        return path
    raise OSError(errno.EINVAL, "it is a pipe, a socket or a device, and no file", str(path))


def read_text(path: Path) -> str:
    """Read a file of text; raises RecordError where it is none."""
    try:
        data = regular(path).read_bytes()
    except OSError as error:
        hint = "Check the path and its permissions."
        raise RecordError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None
    return text_of(data, path)


def text_of(data: bytes, path: Path) -> str:
    """Return the text that a file holds, every end of a line as a line feed; `path` is for messages."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what, hint = not_utf8(data, f"is not UTF-8 (byte {error.start})")
        raise RecordError(what, where=str(path), hint=hint) from None


def not_utf8(data: bytes, what: str) -> tuple[str, str]:
    """Return which encoding a text seems to be in, and how it is converted; nothing is guessed in silence."""
    found = encodings.likely(data)
    if not found or found[0] == "utf_8":
        hint = "Texts and records are plain text in UTF-8; remove it or export it as text."
        return what if "text" in what else f"is not text: {what}", hint
    name, *others = map(encodings.command_name, found)
    hint = (
        f"Convert it: iconv -f {name} -t UTF-8 FILE > NEW, read letters with accents once, "
        "and put the new file in its place."
    )
    return f"{what}; it looks like {' or '.join([name, *others])}", hint


def write(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write a file whole or not at all, and only where its bytes change; say whether it was written."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # then it is written, or that fails with a message
    try:
        with replacing(path, durable=durable) as fresh:
            fresh.write_bytes(data)
    except OSError as error:
        raise not_written(error, path) from None
    return True


def content(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none; raises RecordError where it cannot be read."""
    try:
        return regular(path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        hint = "Check the path and its permissions."
        raise RecordError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None


def beside(path: Path, data: bytes, *, durable: bool, name: str = "") -> Path:
    """Write what a file shall hold next to it, for `put`; `durable` forces it onto the disk."""
    found = path.with_name(name) if name else fresh_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with found.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        keep_mode(path, found)
    except OSError as error:
        drop(found)
        raise not_written(error, path) from None
    return found


def put(written: Path, path: Path) -> None:
    """Put a file that was written next to another into its place."""
    try:
        written.replace(path)
    except OSError as error:
        if written.name.endswith(LEFT_OVER):
            drop(written)
        raise not_written(error, path) from None


def drop(path: Path) -> None:
    """Remove a file, where it is there and can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()


def not_written(error: OSError, path: Path) -> WriteError:
    """Say that a file cannot be written, and why."""
    hint = "Check the disk and the permissions, and run this again: what was there is as it was."
    return WriteError(f"cannot be written: {error.strerror or error}", where=str(path), hint=hint)


def sweep(*folders: Path) -> None:
    """Remove what stopped builds left next to the files of folders; nobody else may be writing there."""
    for folder in folders:
        try:
            with os.scandir(folder) as found:
                left = [entry.path for entry in found if is_left_over(entry.name)]
        except OSError:
            continue
        for path in left:
            drop(Path(path))


def hash_of_files(folders: Iterable[Path]) -> str:
    """Return a hash of the Python and YAML files of some folders: code, lexicon, reference."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix in (".py", ".yml") and path.is_file():
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
